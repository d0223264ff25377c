"""The end of an account: closed by its owner, or emptied because somebody else proved its address."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from careercenter.accounts import mail, one_time_tokens, queries, second_factor, sessions
from careercenter.accounts.models import Account, EarlierAddress
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.events import Event, announce
from careercenter.core.i18n import _
from careercenter.mail import services as letters

_ONE_REQUEST = timedelta(minutes=1)  # what is queued in it is queued a little after its moment


def close(account: Account, *, at: datetime) -> None:
    """Erase what the account holds of the person and sign it out everywhere. What was sent stays with the employers."""
    if account.memberships:
        raise RuleBroken(_("You belong to an employer here. Leave it first, then close your account."))
    if account.is_moderator:
        raise RuleBroken(_("Ask an administrator to take you off the staff first."))
    if account.is_confirmed:
        mail.closed(account, at=at)  # queued with the address it has still
    _end(account, "account.closed", at=at)


def start_anew(account: Account, *, name: str = "", is_coder: bool = False, at: datetime) -> Account:
    """Give the address of an unproved account, which somebody else has proved, to an account of theirs.

    Whoever signed up with the address was not its owner, or is not known to be: nothing they left behind (names, passkeys,
    codes, sessions, a profile, employers) may wait for the owner there. So the old account ends like a closed one.
    """
    if account.confirmed_at is not None:
        raise RuntimeError("an account whose address is proved keeps what it has")
    email = account.email
    _give_address_up(account, at=at)
    made = Account(email=email, name=name, is_coder=is_coder, created_at=at)
    db.session.add(made)
    db.session.flush()
    return made


def free_address(address: str, *, at: datetime) -> bool:
    """Take an address from an account that never proved it, for who just has; False when it is somebody's.

    Anybody can sign up with an address of others: that must neither keep them from it nor from getting it back.
    """
    if queries.has_owner(address):
        return False
    if (unproved := queries.by_email(address)) is not None:
        _give_address_up(unproved, at=at)
    return True


def keep_address(account: Account, address: str, *, at: datetime) -> None:
    """Remember an address e-mails of this account go to in this request and no later, so that closing finds them."""
    db.session.add(EarlierAddress(account_id=account.id, address=address, until=at + _ONE_REQUEST))


def _give_address_up(account: Account, *, at: datetime) -> None:
    _end(account, "account.given_up", at=at)
    db.session.flush()  # the address is free before somebody else has it


def _end(account: Account, what: str, *, at: datetime) -> None:
    announce(Event.ACCOUNT_ENDS, account=account, at=at)
    record(what, subject=account, actor=account, at=at)
    sessions.end_all(account, at=at)
    one_time_tokens.void(account, at=at)
    _forget_letters(account)
    account.active, account.erased_at, account.staff = False, at, None
    account.name, account.password = "", None
    account.email = f"closed-{account.public_id}@erased.invalid"
    second_factor.take_off(account)


def _forget_letters(account: Account) -> None:
    letters.forget(account.email)
    for earlier in db.session.scalars(select(EarlierAddress).where(EarlierAddress.account_id == account.id)):
        letters.forget(earlier.address, until=earlier.until)
    db.session.execute(delete(EarlierAddress).where(EarlierAddress.account_id == account.id))
