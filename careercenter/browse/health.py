"""Whether the board is well, for whoever watches it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from sqlalchemy import text

from careercenter.browse.blueprint import bp
from careercenter.core.db import db
from careercenter.web.auth import public


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer 200 once pages are served and the database answers; 503 by the error page otherwise. It says nothing more."""
    db.session.execute(text("select 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
