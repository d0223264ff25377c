"""Error pages, and problem+json under /api."""

from __future__ import annotations

import errno
from typing import Any

import structlog
from flask import Flask, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.http import HTTP_STATUS_CODES

from careercenter.core.db import Busy, db
from careercenter.core.errors import Barred, RuleBroken, StorageUnavailable
from careercenter.core.i18n import _
from careercenter.web import kept_forms
from careercenter.web.auth import Visitor, current_actor, forget_account, needs_account, sign_in_first
from careercenter.web.request_log import denied, request_id

log = structlog.get_logger("web")

# A page of its own for each; any other status is answered with the page of its hundred.
PAGES = frozenset({400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503})


# What the system says of a full disk, of a quota that is used up, and of a disk it has stopped writing to.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def error_page(status: int, *, message: str = "", reference: str = "", headers: Any = (), **words: str) -> Any:
    """Answer with the page of `status`, to which `words` go too; under /api with problem+json."""
    if status >= 500:
        forget_account()  # asking who it is might fail for the same reason, and a second error would have no page
        headers = [*headers, ("Cache-Control", "no-store")]
    if request.path.startswith("/api/"):
        title = HTTP_STATUS_CODES.get(status, str(status))
        problem = {"type": "about:blank", "status": status, "title": title, "detail": message, "reference": reference}
        body: Any = jsonify({name: value for name, value in problem.items() if value})
        body.content_type = "application/problem+json"
    else:
        name = status if status in PAGES else 500 if status >= 500 else 400
        body = render_template(f"errors/{name}.html", message=message, reference=reference, status=status, **words)
    return body, status, list(headers)


def answer_errors(app: Flask) -> None:
    """Register the answer to every kind of error a request may end in."""
    _answer_refusals(app)
    _answer_http(app)
    _answer_outages(app)


def _answer_refusals(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> Any:
        denied("csrf")
        if isinstance(current_actor(), Visitor) and needs_account():
            return sign_in_first()
        if (answer := kept_forms.answer_stale()) is not None:
            return answer
        message = _("The page was open for too long, or was sent from another site. Go back, reload it and try again.")
        return error_page(400, message=message)

    @app.errorhandler(Barred)
    def _barred(error: Barred) -> Any:
        denied("barred")
        db.session.rollback()
        return error_page(403, message=error.message, barred="yes")

    @app.errorhandler(RuleBroken)
    def _rule(error: RuleBroken) -> Any:
        db.session.rollback()
        return error_page(409, message=error.message)

    @app.errorhandler(StaleDataError)
    def _stale(_error: StaleDataError) -> Any:
        db.session.rollback()
        message = _("Somebody else changed this while you were looking at it. Go back and reload to see what changed.")
        return error_page(409, message=message)


def _answer_http(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        # Headers of ours to pass on: Allow with 405, Retry-After with 429, Location with a redirect raised by routing.
        kept = [(name, value) for name, value in error.get_headers() if name.lower() not in ("content-type", "content-length")]
        if error.response is not None or (error.code or 500) < 400:
            return error
        if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
            # A page for another error failed in its turn: what stopped it is what to tell.
            broke = error.original_exception
            return app.handle_user_exception(broke)
        return error_page(error.code or 500, headers=kept)


def _answer_outages(app: Flask) -> None:
    @app.errorhandler(Busy)
    def _busy(_error: Busy) -> Any:
        db.session.rollback()
        log.warning("too many writers")
        message = _("Too many people are saving at this moment, so this was not saved. Go back and try again in a few seconds.")
        return error_page(503, message=message, headers=[("Retry-After", "5")])

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> Any:
        return _unavailable("database unavailable", str(error.orig))

    @app.errorhandler(DatabaseError)
    def _damaged(error: DatabaseError) -> Any:
        # Of its own class SQLite raises what a damaged file gives; its subclasses are mistakes of ours.
        return _unavailable("database damaged", str(error.orig)) if type(error) is DatabaseError else _ours(error)

    @app.errorhandler(StorageUnavailable)
    def _storage(error: StorageUnavailable) -> Any:
        return _unavailable("storage unavailable", str(error))

    @app.errorhandler(OSError)
    def _system(error: OSError) -> Any:
        return _unavailable("no room to write", str(error)) if error.errno in NO_ROOM else _ours(error)

    @app.errorhandler(Exception)
    def _ours(error: Exception) -> Any:
        db.session.rollback()
        if app.testing or app.debug:
            raise error
        log.exception("unexpected error", exc_info=error)
        return error_page(500, reference=request_id())


def _unavailable(event: str, error: str) -> Any:
    """Answer that nothing was kept and when to try again; for what an operator has to mend."""
    db.session.rollback()
    log.error(event, error=error)
    return error_page(503, reference=request_id(), headers=[("Retry-After", "30")])
