"""The pages of applications, one module an audience and errand."""

from __future__ import annotations

from flask import Flask

from careercenter.applications import applicants, applying, own, stepping
from careercenter.applications.blueprint import blueprint
from careercenter.applications.queries import applicants_of

blueprints = (blueprint,)


def init_app(app: Flask) -> None:
    # An employer's list of jobs lies below this feature and asks by this name.
    app.jinja_env.globals.update(applicants_of=applicants_of)


__all__ = ["applicants", "applying", "blueprints", "init_app", "own", "stepping"]
