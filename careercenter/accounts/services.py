"""What happens to accounts. What a stranger could learn from an answer is the same for known and unknown addresses."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from careercenter.accounts import links, mail, passwords, queries, sessions
from careercenter.accounts.models import Account, AccountSession, LinkPurpose, MailedLink, Staff
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.mail import services as letters

# What features above do when an account is closed, by the name of what they give up.
CLOSING: dict[str, Callable[[Account, datetime], None]] = {}


def on_closing(name: str, give_up: Callable[[Account, datetime], None]) -> None:
    """Name a function that gives up what a feature holds of a person; it runs in the transaction that closes the account."""
    CLOSING[name] = give_up


@dataclass(frozen=True, slots=True)
class SignUp:
    name: str
    email: str
    password: str
    is_coder: bool
    target: str = ""  # the page of ours to come back to once the address is proved


def sign_up(wanted: SignUp, *, at: datetime) -> None:
    """Make an account and mail its link; where the address has one already, tell its owner instead."""
    email = queries.normalised(wanted.email)
    if email is None:
        raise RuleBroken(_("Enter an e-mail address like name@example.com"), field="email")
    passwords.check(wanted.password, email=email, name=wanted.name)
    known = queries.by_email(email)
    if known is not None:
        passwords.matches(None, "")  # the same work as keeping a password
        if known.active:
            _tell_owner(known, wanted.target, at=at)
        return
    account = Account(email=email, name=wanted.name, is_coder=wanted.is_coder, created_at=at)
    passwords.keep(account, wanted.password)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:  # somebody signed up with the address in the same moment
        return
    record("account.signed_up", subject=account, actor=account, at=at)
    ask_confirmation(account, at=at, target=wanted.target)


def _tell_owner(account: Account, target: str, *, at: datetime) -> None:
    if account.is_confirmed:
        mail.already_have_account(account)
    else:
        ask_confirmation(account, at=at, target=target)


def ask_confirmation(account: Account, *, at: datetime, target: str = "") -> None:
    """Mail a link that proves the address; it replaces earlier ones."""
    if account.is_confirmed:
        raise RuleBroken(_("Your e-mail address is confirmed already"))
    mail.confirm(account, links.make(account, LinkPurpose.CONFIRM, at=at), target)


def confirm(link: MailedLink, *, at: datetime) -> None:
    """Take the address as proved. The caller has seen that who uses the link also knows the account's password."""
    links.use(link, at=at)
    link.account.confirmed_at = at
    record("account.confirmed", subject=link.account, actor=link.account, at=at)


def ask_reset(account: Account, *, at: datetime) -> None:
    if account.active:
        mail.reset(account, links.make(account, LinkPurpose.RESET, at=at))
        record("account.reset_asked", subject=account, actor=None, at=at)


def reset(link: MailedLink, password: str, *, at: datetime) -> None:
    """Set a new password by a mailed link: proves the address, ends every session, leaves the second factor as it is."""
    account = link.account
    passwords.check(password, email=account.email, name=account.name)
    links.use(link, at=at)
    account.confirmed_at = account.confirmed_at or at
    _new_password(account, password, keep=None, at=at)


def change_password(account: Account, current: str, new: str, *, session: AccountSession, at: datetime) -> None:
    """Change the password of who knows the current one; every other session ends."""
    if account.password is not None and not passwords.matches(account, current):
        raise RuleBroken(_("Enter the password you use now"), field="current")
    passwords.check(new, email=account.email, name=account.name, field="new")
    if current == new:
        raise RuleBroken(_("Enter a password that differs from the one you use now"), field="new")
    _new_password(account, new, keep=session, at=at)


def _new_password(account: Account, password: str, *, keep: AccountSession | None, at: datetime) -> None:
    passwords.keep(account, password)
    account.fs_uniquifier = secrets.token_hex(16)
    sessions.end_all(account, at=at, but=keep)
    links.void(account, LinkPurpose.RESET, LinkPurpose.CHANGE_EMAIL, at=at)
    record("account.password_changed", subject=account, actor=account, at=at)
    mail.password_changed(account, at=at)


def ask_change_email(account: Account, new: str, *, at: datetime) -> str:
    """Mail a link to the new address and give that address. Whether somebody else has it is told to its owner alone."""
    email = queries.normalised(new)
    if email is None:
        raise RuleBroken(_("Enter an e-mail address like name@example.com"), field="email")
    if email == account.email:
        raise RuleBroken(_("Enter an address that differs from the one you use now"), field="email")
    owner = queries.by_email(email)
    if owner is None:
        mail.change_address(account, email, links.make(account, LinkPurpose.CHANGE_EMAIL, at=at, email=email))
    elif owner.active:
        mail.already_have_account(owner)
    record("account.email_change_asked", subject=account, actor=account, at=at)
    return email


def change_email(link: MailedLink, *, at: datetime) -> None:
    account, old = link.account, link.account.email
    if queries.by_email(link.email) is not None:
        raise RuleBroken(_("This address cannot be used any more. Choose another one in your account"))
    links.use(link, at=at)
    account.email, account.confirmed_at = link.email, at
    links.void(account, at=at)  # links mailed to the old address
    record("account.email_changed", subject=account, actor=account, at=at)
    mail.address_changed(account, old, at=at)


def rename(account: Account, name: str, *, at: datetime) -> None:
    account.name = name
    record("account.renamed", subject=account, actor=account, at=at)


def create_admin(email: str, *, at: datetime) -> tuple[Account, str | None]:
    """Make an administrator and give the token of a one-time link; None when the person has an account with a password."""
    address = queries.normalised(email)
    if address is None:
        raise RuleBroken(_("%(address)s is not an e-mail address", address=email))
    account = queries.by_email(address)
    if account is None:
        account = Account(email=address, created_at=at)
        db.session.add(account)
        db.session.flush()
    account.staff = Staff.ADMIN
    sessions.end_all(account, at=at)  # a session does not gain rights while it runs
    record("account.made_admin", subject=account, actor=None, at=at)
    return account, None if account.password else links.make(account, LinkPurpose.ADMIN, at=at)


def set_up_admin(link: MailedLink, name: str, password: str, *, at: datetime) -> None:
    account = link.account
    passwords.check(password, email=account.email, name=name)
    links.use(link, at=at)
    account.name, account.confirmed_at = name, at
    passwords.keep(account, password)
    record("account.set_up", subject=account, actor=account, at=at)


def suspend(account: Account, *, actor: Actor | None, at: datetime) -> None:
    """Refuse the account from its next request on."""
    if not account.active:
        raise RuleBroken(_("This account is suspended already"))
    account.active = False
    sessions.end_all(account, at=at)
    links.void(account, at=at)
    record("account.suspended", subject=account, actor=actor, at=at)


def restore(account: Account, *, actor: Actor | None, at: datetime) -> None:
    if account.active:
        raise RuleBroken(_("This account is not suspended"))
    if account.erased_at is not None:
        raise RuleBroken(_("This account was closed by its owner and holds nothing any more"))
    account.active = True
    record("account.restored", subject=account, actor=actor, at=at)


def end_sessions(account: Account, *, actor: Actor | None, at: datetime) -> int:
    count = sessions.end_all(account, at=at)
    record("account.sessions_ended", subject=account, actor=actor, at=at, count=count)
    return count


def note_ended(account: Account, count: int, *, at: datetime) -> None:
    """Record that a person signed out `count` of their own devices."""
    record("account.sessions_ended", subject=account, actor=account, at=at, count=count)


def close(account: Account, *, at: datetime) -> None:
    """Erase what the account holds of the person and sign it out everywhere. What was sent stays with the employers."""
    if account.memberships:
        raise RuleBroken(_("You belong to an employer here. Leave it first, then close your account"))
    if account.is_moderator:
        raise RuleBroken(_("Ask an administrator to take you off the staff first"))
    for give_up in CLOSING.values():
        give_up(account, at)
    record("account.closed", subject=account, actor=account, at=at)
    sessions.end_all(account, at=at)
    links.void(account, at=at)
    letters.forget(account.email)
    account.active, account.erased_at = False, at
    account.name, account.password = "", None
    account.email = f"closed-{account.public_id}@erased.invalid"
    account.tf_totp_secret = account.tf_primary_method = None
    account.mf_recovery_codes = None
    account.webauthn.clear()
