"""The employer's pages; each module puts its own on the blueprint."""

from __future__ import annotations

from flask import Flask

from careercenter.core.events import Event, subscribe
from careercenter.employers import interest, services_membership, views_invitation, views_mine, views_profile, views_team  # noqa: F401
from careercenter.employers.blueprint import blueprint

blueprints = (blueprint,)


def init_app(app: Flask) -> None:
    interest.configure(app.config["SETTINGS"].cooling_days)
    subscribe(Event.ACCOUNT_ENDS, services_membership.give_up)
