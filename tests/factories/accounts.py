"""People for tests and for the demonstration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask.testing import FlaskClient

from careercenter.accounts import sessions
from careercenter.accounts.models import Account, Staff
from careercenter.cli.demo import factories
from careercenter.cli.demo.accounts import PASSWORD
from careercenter.core.clock import now
from careercenter.core.db import db

_count = 0


def make_account(email: str | None = None, *, password: str = PASSWORD, confirmed: bool = True, **values: Any) -> Account:
    """Add an account with a password; hashing is done once a password, as it is slow on purpose."""
    global _count  # noqa: PLW0603
    _count += 1
    name, at = values.pop("name", f"Person {_count}"), values.pop("created_at", None) or now()
    return factories.make_account(
        email or f"person{_count}@example.com", name, at=at, password=password, confirmed=confirmed, **values
    )


def make_coder(email: str | None = None, **values: Any) -> Account:
    return make_account(email, **{"is_coder": True, **values})


def make_moderator(email: str | None = None, **values: Any) -> Account:
    return make_account(email, **{"staff": Staff.MODERATOR, **values})


def make_admin(email: str | None = None, **values: Any) -> Account:
    return make_account(email, **{"staff": Staff.ADMIN, **values})


def sign_in(client: FlaskClient, person: Account, *, at: datetime | None = None) -> FlaskClient:
    """Give `client` a session of `person`, as after signing in."""
    token = sessions.start(person, at=at or now(), device="Firefox on Linux", address="127.0.0.1")
    db.session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client
