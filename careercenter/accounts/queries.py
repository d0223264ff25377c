"""Finding accounts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, exists, select

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.audit.queries import trail_of
from careercenter.core.addresses import NotAnAddress, mail_address
from careercenter.core.db import db


def normalised(email: str) -> str | None:
    """Write an address the one way it is stored; None when it cannot be one. Asks no server."""
    try:
        return mail_address(email)
    except NotAnAddress:
        return None


def by_email(email: str) -> Account | None:
    address = normalised(email)
    return None if address is None else db.session.scalar(select(Account).where(Account.email == address))


def has_owner(address: str) -> bool:
    """Say whether an address is taken for good: an account that never proved it gives way, see `closing.free_address`."""
    account = by_email(address)
    return account is not None and (account.is_confirmed or not account.active)


def by_public_id(public_id: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.public_id == public_id))


def demonstration_exists() -> bool:
    return bool(db.session.scalar(select(exists().where(Account.demonstration))))


def history(account: Account) -> Select[Any]:
    """Give what happened to an account's security, newest first."""
    return trail_of(account).where(AuditEntry.what.like("account.%"))
