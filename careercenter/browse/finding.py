"""Asking the index from a page. Pages that only list beside their own matter go without when it cannot answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from flask import current_app, make_response, render_template

from careercenter.browse.blueprint import bp
from careercenter.search.port import Criteria, EngineUnavailable, Found, SearchEngine

log = structlog.get_logger("browse")

NOTHING = Found((), 0, 1, {})


def engine() -> SearchEngine:
    found: SearchEngine = current_app.extensions["search"]
    return found


def find_if_able(criteria: Criteria, *, at: datetime, size: int) -> Found:
    """Find, or find nothing while the index cannot be read: the page is still of use without."""
    try:
        return engine().find(criteria, at=at, size=size)
    except EngineUnavailable as error:
        log.error("search unavailable", error=str(error))
        return NOTHING


@bp.errorhandler(EngineUnavailable)
def _unavailable(error: EngineUnavailable) -> Any:
    """Answer a search that needs the index: not now, and when to come back."""
    log.error("search unavailable", error=str(error))
    words = "Jobs you have the address of, and the employers’ pages with their jobs, can be read meanwhile."
    response = make_response(render_template("errors/503.html", heading="The search is being made ready", message=words), 503)
    response.headers["Retry-After"] = "60"
    return response
