"""The desk's pages and the public report, gathered for the factory."""

from __future__ import annotations

from flask import Flask

from careercenter.moderation import case_views, closing_views, employer_views, profile_views, reason_views, report_views
from careercenter.moderation.blueprint import bp
from careercenter.moderation.queries import count_waiting

PAGES = (case_views, closing_views, employer_views, profile_views, reason_views, report_views)
blueprints = (bp,)


def init_app(app: Flask) -> None:
    # The desk's menu says how many wait; a page of another menu never asks.
    app.jinja_env.globals.update(count_waiting=count_waiting, case_address=case_views.case_address)
