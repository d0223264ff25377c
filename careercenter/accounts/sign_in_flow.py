"""The HTTP side of signing in: the cookie, the half-way state between password and second factor, known devices."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from flask import after_this_request, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user, logout_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import exists, select

from careercenter.accounts import mail, passkeys, queries, sessions
from careercenter.accounts.models import Account, AccountSession
from careercenter.audit.models import AuditEntry
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.web import kept_forms
from careercenter.web.auth import current_actor
from careercenter.web.limits import connection
from careercenter.web.urls import safe_next

HALF_WAY = 10 * 60  # seconds between password and second factor
CEREMONY = 5 * 60  # seconds a passkey may take
_DEVICE_DAYS = 180
_DEVICES_ACCOUNTS = 5  # accounts one browser is remembered for


def me() -> Account:
    """Give the signed-in account, where a permission has made sure of it."""
    return cast(Account, current_actor())


def my_session() -> AccountSession:
    return cast(AccountSession, g.account_session)


def target() -> str:
    """Give the page to go to after signing in."""
    return safe_next(request.args.get("next"), url_for("accounts.after_sign_in"))


def start_sign_in(account: Account, *, how: str, at: datetime, where: str = "") -> ResponseReturnValue:
    """Sign in who gave the right password, or ask for the second factor; then go to `where`, "" for the address's target."""
    where = where or target()
    if account.has_second_factor:
        session["half_way"] = [account.public_id, account.fs_uniquifier, int(time.time()), where]
        return redirect(url_for("security.second_step"), code=303)
    return complete_sign_in(account, where, how=how, at=at)


def pending_second_factor() -> tuple[Account, str] | None:
    """Give who has proved the password and waits for the second factor, and where they want to go."""
    public_id, stamp, since, where = session.get("half_way") or ("", "", 0, "")
    if time.time() - since > HALF_WAY:
        return None
    account = queries.by_public_id(public_id)
    if account is None or not account.active or account.fs_uniquifier != stamp:
        return None
    return account, where


def complete_sign_in(account: Account, where: str, *, how: str, at: datetime) -> ResponseReturnValue:
    """Start a session under a new token and remember the device. The caller commits."""
    device = sessions.device_words(request.user_agent.string)
    if not knows_device(account.public_id) and _came_before(account):
        mail.new_device(account, device, at=at)
    if (before := getattr(g, "account_session", None)) is not None:
        sessions.end(before, at=at)
    form = kept_forms.token_for(account.public_id)
    session.clear()  # nothing a stranger may have planted in the cookie survives
    kept_forms.belongs_to(account.public_id, form)
    sessions.start(account, at=at, device=device, address=connection())
    record("account.signed_in", subject=account, actor=account, at=at, how=how, device=device)
    login_user(account, remember=False, authn_via=[how])
    _remember_device(account.public_id)
    return redirect(where, code=303)


def sign_out(*, at: datetime) -> None:
    """Sign the person of this request out. The caller commits."""
    current = getattr(g, "account_session", None)
    if current is not None:
        sessions.end(current, at=at)
        record("account.signed_out", subject=current.account, actor=current.account, at=at)
    logout_user()
    session.clear()
    if current is not None:
        kept_forms.belongs_to(current.account.public_id)  # a form may still be sent from another tab


def requires_recent_sign_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the password (or passkey) again where it was last given more than 15 minutes ago."""

    @functools.wraps(view)
    def asked(*args: Any, **values: Any) -> Any:
        if now() - my_session().proved_at > sessions.FRESH:
            back = request.path if request.method == "GET" else safe_next(urlsplit(request.referrer or "").path, "/account")
            if request.method != "GET" and kept_forms.keep(at=now()):
                back = url_for("accounts.again")
            return redirect(url_for("accounts.prove", next=back), code=303)
        return view(*args, **values)

    asked.requires_recent_sign_in = True  # type: ignore[attr-defined]  # read by a guard test
    return asked


def needs_proved_address(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let only who has proved their e-mail address in: what they write here reaches other people."""

    @functools.wraps(view)
    def asked(*args: Any, **values: Any) -> Any:
        if not me().is_confirmed:
            return render_template("accounts/confirm_first.html"), 403
        return view(*args, **values)

    asked.needs_proved_address = True  # type: ignore[attr-defined]  # read by a guard test
    return asked


def passkey_site() -> passkeys.Site:
    """Passkeys belong to the configured address; only a demonstration may be reached by any name."""
    settings = current_app.config["SETTINGS"]
    if settings.production:
        return passkeys.Site(settings.host, settings.public_url.rstrip("/"), settings.board_name)
    return passkeys.Site(request.host.rsplit(":", 1)[0], request.host_url.rstrip("/"), settings.board_name)


def issue_challenge(asked: passkeys.Asked) -> str:
    """Keep the challenge for the answer and give what the page hands to the browser."""
    session["passkey"] = [asked.challenge, int(time.time())]
    return asked.options


def take_challenge() -> str:
    """Give the challenge handed out last, once."""
    challenge, since = session.pop("passkey", None) or ("", 0)
    if time.time() - since > CEREMONY:
        raise RuleBroken(_("You took too long. Try again."))
    return str(challenge)


def knows_device(public_id: str) -> bool:
    return public_id in _accounts_of_device()


def _came_before(account: Account) -> bool:
    signed_in = select(AuditEntry.id).where(
        AuditEntry.subject_kind == Account.__tablename__,
        AuditEntry.subject_id == account.id,
        AuditEntry.what == "account.signed_in",
    )
    return bool(db.session.scalar(select(exists(signed_in))))


def _remember_device(public_id: str) -> None:
    ids = [public_id, *(known for known in _accounts_of_device() if known != public_id)][:_DEVICES_ACCOUNTS]
    secure = current_app.config["SESSION_COOKIE_SECURE"]

    @after_this_request
    def _set(response: Any) -> Any:
        response.set_cookie(
            _device_cookie(),
            _serializer().dumps(ids),
            max_age=_DEVICE_DAYS * 86400,
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
        return response


def _accounts_of_device() -> list[str]:
    try:
        known = _serializer().loads(request.cookies.get(_device_cookie(), ""), max_age=_DEVICE_DAYS * 86400)
    except BadSignature:
        return []
    return [str(public_id) for public_id in known]


def _device_cookie() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _serializer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="known device")
