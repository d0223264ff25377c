"""What happens to accounts. What a stranger could learn from an answer is the same for known and unknown addresses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy.exc import IntegrityError

from careercenter.accounts import (
    mail,
    one_time_tokens,
    passwords,
    queries,
    second_factor,
    services_closing,
    services_reach,
    sessions,
)
from careercenter.accounts.models import Account, AccountSession, LinkPurpose, MailedLink, Staff
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class SignUp:
    name: str
    email: str
    password: str
    is_coder: bool
    target: str = ""  # the page of ours to come back to once the address is proved
    time_zone: str | None = None  # None: moments are written in their employer's, else the board's


def sign_up(wanted: SignUp, *, at: datetime) -> str:
    """Make an account and mail its link; where the address has one already, tell its owner instead.

    Gives what the browser is to remember, so that its link asks for no password there (`signed_up_with`). It is of the
    same kind where no account was made.
    """
    email = queries.normalised(wanted.email)
    if email is None:
        raise RuleBroken(_("Enter an e-mail address like name@example.com."), field="email")
    passwords.check(wanted.password, email=email, name=wanted.name)
    known = queries.by_email(email)
    if known is not None:
        if known.is_confirmed or not known.active:
            passwords.matches(None, "")  # the same work as keeping a password
        return _remembered(_tell_owner(known, wanted, at=at) if known.active else None)
    account = Account(email=email, name=wanted.name, time_zone=wanted.time_zone, is_coder=wanted.is_coder, created_at=at)
    passwords.keep(account, wanted.password)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:  # somebody signed up with the address in the same moment
        return _remembered(None)
    record("account.signed_up", subject=account, actor=account, at=at)
    ask_confirmation(account, at=at, target=wanted.target)
    return _remembered(account.password)


def sign_up_invited(email: str, *, name: str, password: str, at: datetime) -> Account:
    """Make an account for who opened an e-mail to its address, which that proves; what nobody proved before gives way to it.

    RuleBroken where the address is somebody's: they sign in.
    """
    passwords.check(password, email=email, name=name)
    taken = RuleBroken(_("This address has an account already. Sign in with its password."), field="password")
    if not services_closing.free_address(email, at=at):
        raise taken
    account = Account(email=email, name=name, created_at=at)
    passwords.keep(account, password)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError as error:  # sent twice, or signed up with in the same moment
        raise taken from error
    record("account.signed_up", subject=account, actor=account, at=at, by="invitation")
    _proved(account, at=at)
    return account


def _remembered(password_hash: str | None) -> str:
    return sha256((password_hash or secrets.token_hex()).encode()).hexdigest()


def _tell_owner(account: Account, wanted: SignUp, *, at: datetime) -> str | None:
    """Tell who has the address. Where nobody has proved it, the link keeps what was said this time, for who opens it.

    Gives the hash of the password that the link keeps.
    """
    if account.is_confirmed:
        mail.already_have_account(account)
        return None
    password = passwords.hashed(wanted.password)
    said = {"name": wanted.name, "password": password, "is_coder": wanted.is_coder}
    mail.confirm(account, one_time_tokens.make(account, LinkPurpose.CONFIRM, at=at, sign_up=said), wanted.target)
    return password


def ask_confirmation(account: Account, *, at: datetime, target: str = "") -> None:
    """Mail a link that proves the address; it replaces earlier ones."""
    if account.is_confirmed:
        raise RuleBroken(_("Your e-mail address is confirmed already."))
    mail.confirm(account, one_time_tokens.make(account, LinkPurpose.CONFIRM, at=at), target)


def confirm(link: MailedLink, *, keep: AccountSession | None = None, at: datetime) -> None:
    """Take the address as proved. The caller has seen that who uses the link also knows the account's password.

    Ways to sign in from before (other sessions, second factors) end: until now anybody may have added them.
    """
    one_time_tokens.use(link, at=at)
    sessions.end_all(link.account, at=at, but=keep)
    second_factor.take_off(link.account)
    _proved(link.account, at=at)


def _proved(account: Account, *, at: datetime) -> None:
    account.confirmed_at = at
    services_reach.proved(account)
    record("account.confirmed", subject=account, actor=account, at=at)


def known_password(link: MailedLink, password: str) -> str | None:
    """Give the hash of this password where it is the account's, or of the sign-up that had the link sent."""
    if passwords.matches(link.account, password):
        return link.account.password
    said = link.sign_up
    return said["password"] if said is not None and passwords.is_hash_of(said["password"], password) else None


def signed_up_with(link: MailedLink, remembered: str | None) -> str | None:
    """Give the hash of the password chosen in the browser that remembers this sign-up: who sits there knows it."""
    hashes = [link.account.password, link.sign_up and link.sign_up["password"]]
    return next((kept for kept in hashes if kept and remembered and compare_digest(_remembered(kept), remembered)), None)


def confirm_and_enter(link: MailedLink, password_hash: str, *, at: datetime) -> Account:
    """Take the address as proved by who opened the link and knows a password; gives the account that is theirs.

    Who knows only the password of a later sign-up is somebody else than who made the account: theirs starts anew.
    """
    if password_hash == link.account.password:
        confirm(link, at=at)
        return link.account
    said = link.sign_up
    assert said is not None
    one_time_tokens.use(link, at=at)
    account = services_closing.start_anew(link.account, name=said["name"], is_coder=said["is_coder"], at=at)
    account.password = said["password"]
    _proved(account, at=at)
    return account


def ask_reset(account: Account, *, at: datetime) -> None:
    if account.active:
        mail.reset(account, one_time_tokens.make(account, LinkPurpose.RESET, at=at))
        record("account.reset_asked", subject=account, actor=None, at=at)


def reset(link: MailedLink, password: str, *, at: datetime) -> None:
    """Set a new password by a mailed link: ends every session, leaves the second factor as it is."""
    account = link.account
    if not account.is_confirmed:
        raise RuntimeError("an address nobody has proved is claimed, see `claim`")
    passwords.check(password, email=account.email, name=account.name)
    one_time_tokens.use(link, at=at)
    _new_password(account, password, keep=None, at=at)


def claim(link: MailedLink, wanted: SignUp, *, at: datetime) -> None:
    """Prove by a link for a new password an address that nobody has proved: what stood in its account is erased."""
    passwords.check(wanted.password, email=link.account.email, name=wanted.name)
    one_time_tokens.use(link, at=at)
    account = services_closing.start_anew(link.account, name=wanted.name, is_coder=wanted.is_coder, at=at)
    passwords.keep(account, wanted.password)
    _proved(account, at=at)


def change_password(account: Account, current: str, new: str, *, session: AccountSession, at: datetime) -> None:
    """Change the password of who knows the current one; every other session ends."""
    if account.password is not None and not passwords.matches(account, current):
        raise RuleBroken(_("Enter the password you use now."), field="current")
    passwords.check(new, email=account.email, name=account.name, field="new")
    if current == new:
        raise RuleBroken(_("Enter a password that differs from the one you use now."), field="new")
    _new_password(account, new, keep=session, at=at)


def _new_password(account: Account, password: str, *, keep: AccountSession | None, at: datetime) -> None:
    passwords.keep(account, password)
    account.fs_uniquifier = secrets.token_hex(16)
    sessions.end_all(account, at=at, but=keep)
    one_time_tokens.void(account, LinkPurpose.RESET, LinkPurpose.CHANGE_EMAIL, at=at)
    record("account.password_changed", subject=account, actor=account, at=at)
    mail.password_changed(account, at=at)


def ask_change_email(account: Account, new: str, *, at: datetime) -> str:
    """Mail a link to the new address and give that address. Whether somebody else has it is told to its owner alone."""
    email = queries.normalised(new)
    if email is None:
        raise RuleBroken(_("Enter an e-mail address like name@example.com."), field="email")
    if email == account.email:
        raise RuleBroken(_("Enter an address that differs from the one you use now."), field="email")
    owner = queries.by_email(email)
    if owner is None or not queries.has_owner(email):
        mail.change_address(account, email, one_time_tokens.make(account, LinkPurpose.CHANGE_EMAIL, at=at, email=email))
        services_closing.keep_address(account, email, at=at)
    elif owner.active:
        mail.already_have_account(owner)
    record("account.email_change_asked", subject=account, actor=account, at=at)
    return email


def change_email(link: MailedLink, *, at: datetime) -> None:
    account, old = link.account, link.account.email
    if not services_closing.free_address(link.email, at=at):
        raise RuleBroken(_("This address cannot be used anymore. Choose another one in your account."))
    one_time_tokens.use(link, at=at)
    account.email, account.confirmed_at = link.email, at
    services_reach.proved(account)
    services_closing.keep_address(account, old, at=at)
    # Links mailed to the old address, but for those by which its owner says that this was somebody else.
    one_time_tokens.void_all_but(account, LinkPurpose.NOT_ME, at=at)
    record("account.email_changed", subject=account, actor=account, at=at)
    mail.address_changed(account, old, at=at)


def rename(account: Account, name: str, *, at: datetime) -> None:
    account.name = name
    record("account.renamed", subject=account, actor=account, at=at)


def choose_time_zone(account: Account, time_zone: str | None, *, at: datetime) -> None:
    """Write moments in this zone for them; None for their employer's, else the board's."""
    if account.time_zone != time_zone:
        account.time_zone = time_zone
        record("account.time_zone_chosen", subject=account, actor=account, at=at)


def create_staff(email: str, staff: Staff, *, at: datetime) -> tuple[Account, str | None]:
    """Make a moderator or administrator and give the token of a one-time link; None when the person has a password."""
    address = queries.normalised(email)
    if address is None:
        raise RuleBroken(_("%(address)s is not an e-mail address.", address=email))
    account = queries.by_email(address)
    if account is None:
        account = Account(email=address, created_at=at)
        db.session.add(account)
        db.session.flush()
    elif not account.is_confirmed and account.password:
        # Whoever signed up with the address may be anybody: their password must not become an administrator's.
        account = services_closing.start_anew(account, at=at)
    if account.erased_at is not None or not account.active:
        raise RuleBroken(_("%(address)s is suspended.", address=email))
    if account.is_admin and staff is Staff.MODERATOR:
        raise RuleBroken(_("%(address)s is an administrator already.", address=email))
    account.staff = staff
    sessions.end_all(account, at=at)  # a session does not gain rights while it runs
    record("account.made_admin" if staff is Staff.ADMIN else "account.made_moderator", subject=account, actor=None, at=at)
    return account, None if account.password else one_time_tokens.make(account, LinkPurpose.ADMIN, at=at)


def set_up_admin(link: MailedLink, name: str, password: str, *, at: datetime) -> None:
    account = link.account
    passwords.check(password, email=account.email, name=name)
    one_time_tokens.use(link, at=at)
    account.name, account.confirmed_at = name, at
    passwords.keep(account, password)
    record("account.set_up", subject=account, actor=account, at=at)


def suspend(account: Account, *, actor: Actor | None, at: datetime) -> None:
    """Refuse the account from its next request on."""
    if not account.active:
        raise RuleBroken(_("This account is suspended already."))
    account.active = False
    sessions.end_all(account, at=at)
    one_time_tokens.void(account, at=at)
    record("account.suspended", subject=account, actor=actor, at=at)


def restore(account: Account, *, actor: Actor | None, at: datetime) -> None:
    if account.active:
        raise RuleBroken(_("This account is not suspended."))
    if account.erased_at is not None:
        raise RuleBroken(_("This account was closed by its owner and holds nothing anymore."))
    account.active = True
    record("account.restored", subject=account, actor=actor, at=at)


def end_sessions(account: Account, *, actor: Actor | None, at: datetime) -> int:
    count = sessions.end_all(account, at=at)
    record("account.sessions_ended", subject=account, actor=actor, at=at, count=count)
    return count


def note_ended(account: Account, count: int, *, at: datetime) -> None:
    """Record that a person signed out `count` of their own devices."""
    record("account.sessions_ended", subject=account, actor=account, at=at, count=count)
