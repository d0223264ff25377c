"""The employer's pages; each module puts its own on the blueprint."""

from __future__ import annotations

from flask import Flask

from careercenter.accounts.closing import on_closing
from careercenter.employers import interest, invitations, membership, profile, team  # noqa: F401
from careercenter.employers.blueprint import blueprint

blueprints = (blueprint,)


def init_app(app: Flask) -> None:
    interest.configure(app.config["SETTINGS"].cooling_days)
    on_closing("memberships", membership.give_up)
