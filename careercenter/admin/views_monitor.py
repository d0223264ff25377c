"""What machines ask that watch the board: whether it can answer, and its numbers."""

from __future__ import annotations

import hmac

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from careercenter.admin import checks, figures
from careercenter.admin.blueprint import bp
from careercenter.config import Settings
from careercenter.core.clock import now
from careercenter.web.auth import public

PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer 200 when this process can serve, else 503 with the names of what is wrong; the sentences are for `flask check`."""
    wrong = [found.name for found in checks.ready() if found.state is checks.State.FAILED]
    if wrong:
        return f"not ready: {', '.join(wrong)}\n", 503, PLAIN
    return "ready\n", 200, PLAIN


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    if not _may_read():
        abort(404)
    return figures.text(now()), 200, {**PLAIN, "Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


def _may_read() -> bool:
    """Ask for the token when one is set; else the asker is on this host, and no proxy stands between."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.metrics_token:
        said = request.headers.get("Authorization", "")
        return hmac.compare_digest(said.encode(), f"Bearer {settings.metrics_token}".encode())
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return request.remote_addr in ("127.0.0.1", "::1") and not forwarded
