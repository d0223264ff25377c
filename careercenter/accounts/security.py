"""Flask-Security, set up: hashing, one-time codes, who is signed in. Its own pages are not used: see docs/decisions."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import flask_security.views  # noqa: F401  the extension expects its own modules to be loaded
from flask import Flask, g
from flask_security import PasswordUtil, RoleMixin, Security, SQLAlchemyUserDatastore
from flask_security.totp import Totp
from passlib.totp import TOTP  # type: ignore[import-untyped]

from careercenter.accounts import sessions
from careercenter.accounts.models import Account, Passkey
from careercenter.core.clock import now
from careercenter.core.db import db


class NoRole(RoleMixin):
    """Flask-Security wants a class of roles; ours are policies (core/permissions.py)."""


class OneTimeCodes(Totp):
    """Codes of an authenticator app. A code is accepted once; the secret lies encrypted in the database."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        # The first key encrypts; all of them decrypt, so that the secret key can be changed.
        self._totp = TOTP.using(issuer=issuer, secrets=secrets, default_tag=next(iter(secrets)))

    def get_last_counter(self, user: Any) -> int | None:
        step: int | None = user.tf_totp_step
        return step

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_totp_step = tmatch.counter


class AsTyped(PasswordUtil):
    """A password is taken as it was typed. The rules are in accounts/passwords.py."""

    def normalize(self, password: str) -> str:
        return password


def set_up(app: Flask, secret_keys: list[str]) -> None:
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  the name of the algorithm
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        # OWASP's second profile: about 70 ms here. The library's own 64 MiB would let a flood of sign-ins stop the board.
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
            "argon2__type": "ID",
            "argon2__memory_cost": 19456,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        SECURITY_PASSWORD_NORMALIZE_FORM=None,
        # Makes the factory of one-time codes. SECURITY_TWO_FACTOR would also ask for a package to draw QR codes with.
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS={_tag(key): _derived(key) for key in secret_keys},
        SECURITY_TOTP_ISSUER=app.config["SETTINGS"].board_name,
        SECURITY_WEBAUTHN=True,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_DATETIME_FACTORY=now,
    )
    security = Security(register_blueprint=False, totp_cls=OneTimeCodes, password_util_cls=AsTyped)
    datastore = SQLAlchemyUserDatastore(db, Account, NoRole, Passkey)
    security.init_app(app, datastore)
    manager = app.login_manager  # type: ignore[attr-defined]
    manager.session_protection = None  # it reads headers that anybody may send; the session's row decides
    manager.user_loader(_load)
    manager.request_loader(None)


def _load(token: str) -> Account | None:
    """Find who is signed in by the token in the cookie; None when the session is over in any way."""
    session = sessions.alive(token, at=now())
    if session is None:
        return None
    g.account_session, g.session_seen = session, (session.id, session.seen_at)
    session.account.session_token = token
    return session.account


def _tag(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def _derived(key: str) -> str:
    """Give a key for one purpose from the secret key, so that neither stands in for the other."""
    return base64.urlsafe_b64encode(hmac.new(key.encode(), b"one-time codes", hashlib.sha256).digest()).decode()
