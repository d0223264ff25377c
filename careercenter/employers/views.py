"""The employer's pages; each module puts its own on the blueprint."""

from __future__ import annotations

from flask import Flask

from careercenter.core.events import Event, subscribe
from careercenter.employers import interest, invitations, membership, profile, team  # noqa: F401
from careercenter.employers.blueprint import blueprint

blueprints = (blueprint,)


def init_app(app: Flask) -> None:
    interest.configure(app.config["SETTINGS"].cooling_days)
    subscribe(Event.ACCOUNT_ENDS, membership.give_up)
