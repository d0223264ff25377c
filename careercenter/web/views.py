"""The web's own page: whether the board is well, for whoever watches it."""

from __future__ import annotations

import structlog
from flask import Blueprint
from flask.typing import ResponseReturnValue

from careercenter.web.auth import public
from careercenter.web.health import QUICK, failing

bp = Blueprint("web", __name__)
blueprints = [bp]
log = structlog.get_logger("web")

HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer 200 when the database can be read and the disk written; else 503 and which check fails. The log says more."""
    wrong = failing(QUICK)
    for name, words in wrong.items():
        log.error("not well", check=name, words=words)
    return (f"failing: {', '.join(wrong)}\n", 503, HEADERS) if wrong else ("ok\n", 200, HEADERS)
