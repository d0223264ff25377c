"""What somebody typed survives a session that changed under it.

- The token of a form is stale (signed out and in, another tab): a page that shows the form itself is shown again with the
  words in it; any other act is asked for once more. Nothing is done by a request whose token was not right.
- Nobody is signed in any more, or the act asks who it is once more: the form is kept for a day on the server, where only this
  browser's session finds it, and offered again after the sign-in, to the person who typed it alone.

Passwords and codes are never kept, nor are files, which a browser hands over only when chosen again.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, has_request_context, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from careercenter.core.db import db
from careercenter.web.models import KeptForm
from careercenter.web.urls import safe_next

KEPT = timedelta(days=1)
MOST = 200_000  # characters of one form; more than any of ours takes
_SECRET = frozenset({"csrf_token", "current", "new", "code", "credential"})


class TokenStale(Exception):
    """A request whose token is not right tried to save something."""


def fields() -> list[list[str]]:
    """Give the names and values of this form that may be kept, in their order."""
    pairs = request.form.items(multi=True)
    return [[name, value] for name, value in pairs if name not in _SECRET and "password" not in name]


def of_this_site() -> bool:
    """Say whether a page of ours sent this request: another site's form must not put words into somebody's."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = urlsplit(request.headers.get("Origin") or request.referrer or "")
    return bool(sender.netloc) and (sender.scheme, sender.netloc) == (request.scheme, request.host)


def keep(*, at: datetime) -> bool:
    """Keep this request's form for after the sign-in, and say whether it was. Commits."""
    from careercenter.web.limits import by_address, spend

    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return False  # a script asked beside the page, and nobody waits for its answer
    kept = fields()
    if not of_this_site() or sum(len(name) + len(value) for name, value in kept) > MOST:
        return False
    if not spend("keep form", by_address(), "60 per hour"):
        return False
    token = secrets.token_urlsafe(24)
    back = safe_next(urlsplit(request.referrer or "").path, "")
    db.session.add(KeptForm(token_hash=_hashed(token), path=request.full_path.rstrip("?"), fields=kept, back=back, made_at=at))
    db.session.commit()
    session["kept_form"] = token
    return True


def kept(*, at: datetime) -> KeptForm | None:
    """Give the form kept for this browser, none older than a day. Changes nothing."""
    token = session.get("kept_form")
    form = db.session.scalar(select(KeptForm).where(KeptForm.token_hash == _hashed(token))) if token else None
    return form if form is not None and form.made_at > at - KEPT else None


def token_for(account: str) -> str | None:
    """Give the token of the form kept for this browser, if `account` (a public id) typed it; forget another's.

    Where nobody was known to use this browser before, the first who signs in after the form was sent is its author.
    """
    token: str | None = session.get("kept_form")
    if token is not None and session.get("last_account") not in (None, account):
        db.session.execute(delete(KeptForm).where(KeptForm.token_hash == _hashed(token)))
        return None
    return token


def belongs_to(account: str, token: str | None = None) -> None:
    """Note that `account` (a public id) uses this browser, and which form of theirs is kept."""
    session["last_account"] = account
    if token is not None:
        session["kept_form"] = token


def forget_old(*, at: datetime) -> None:
    """Delete forms kept longer than a day. The caller commits."""
    db.session.execute(delete(KeptForm).where(KeptForm.made_at <= at - KEPT))


def again(path: str, pairs: list[list[str]], back: str, *, signed_in: bool = False) -> str:
    """Show what was to be sent, with a button that sends it."""
    written = [value for _, value in pairs if " " in value.strip()]
    lost_files = bool(request.files)
    return render_template(
        "errors/again.html", path=path, fields=pairs, written=written, back=back, files=lost_files, signed_in=signed_in
    )


def answer_stale() -> ResponseReturnValue | None:
    """Answer a request of ours whose token is not right with its own form; None when it is not ours."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.path.startswith("/api/") or not of_this_site():
        return None
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        try:
            with _nothing_is_saved():
                response = current_app.make_response(current_app.ensure_sync(view)(**(request.view_args or {})))
        except TokenStale:
            db.session.rollback()
        except Exception as error:  # a missing page, a refusal: answered as if the token had been right
            return current_app.handle_user_exception(error)
        else:
            if response.status_code == 200:
                response.status_code = 422
            return response
    return again(request.full_path.rstrip("?"), fields(), safe_next(urlsplit(request.referrer or "").path, "/")), 422


@contextlib.contextmanager
def _nothing_is_saved() -> Iterator[None]:
    g.token_stale = True
    try:
        yield
    finally:
        g.token_stale = False


@event.listens_for(Session, "before_commit")
def _refuse_stale(_session: Session) -> None:
    if has_request_context() and g.get("token_stale"):
        raise TokenStale


def _hashed(token: Any) -> str:
    return hashlib.sha256(str(token).encode()).hexdigest()
