"""Ways back into an account, and what keeps a thief from staying in it.

An operator with a shell does the first three alone; on the pages a second administrator has to agree (admin/second_person.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from careercenter.accounts import mail, one_time_tokens, queries, second_factor, services_closing, sessions
from careercenter.accounts.models import Account, LinkPurpose, MailedLink
from careercenter.audit.models import AuditEntry
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor

_ONE_REQUEST = timedelta(minutes=1)  # a link is made a little after what its e-mail tells of


def reset_second_factor(account: Account, *, actor: Actor | None, at: datetime) -> None:
    """Take off every second factor of who has lost them, sign them out everywhere, and tell them."""
    _refuse_ended(account)
    if not account.has_second_factor:
        raise RuleBroken(_("This account has no second step."))
    second_factor.take_off(account)
    sessions.end_all(account, at=at)
    record("account.second_factor_reset", subject=account, actor=actor, at=at)
    mail.factor_changed(
        account, _("The people who run the board took off the second step and the passkeys of your account."), at=at
    )


def prove_address(account: Account, *, actor: Actor | None, at: datetime) -> None:
    """Take an address as proved on somebody's word. Ways to sign in from before end, as when its owner proves it."""
    _refuse_ended(account)
    if account.is_confirmed:
        raise RuleBroken(_("The address of this account is confirmed already."))
    account.confirmed_at = at
    second_factor.take_off(account)
    sessions.end_all(account, at=at)
    one_time_tokens.void(account, LinkPurpose.CONFIRM, at=at)
    record("account.address_proved_for", subject=account, actor=actor, at=at)


def check_new_address(account: Account, new: str) -> str:
    """Give an address an account may be changed to, as it is stored; RuleBroken says why not."""
    address = queries.normalised(new)
    if address is None:
        raise RuleBroken(_("Enter an e-mail address like name@example.com."), field="address")
    if address == account.email:
        raise RuleBroken(_("The account has this address already."), field="address")
    if queries.has_owner(address):
        raise RuleBroken(_("Another account has this address."), field="address")
    return address


def change_address(account: Account, new: str, *, actor: Actor | None, at: datetime) -> None:
    """Give an account another address, proved on somebody's word; both addresses are told."""
    _refuse_ended(account)
    old, address = account.email, check_new_address(account, new)
    if not account.is_confirmed:
        second_factor.take_off(account)
    services_closing.free_address(address, at=at)
    _move(account, address, at=at)
    sessions.end_all(account, at=at)
    record("account.address_changed_for", subject=account, actor=actor, at=at)
    mail.address_changed(account, old, at=at)


def was_not_me(link: MailedLink, *, at: datetime) -> Account:
    """Put out whoever is in the account, by the link of an e-mail about something its owner did not do.

    Everybody is signed out and the password is void; second factors added since the e-mail go, and an address changed
    since goes back. A link for a new password is on its way to the owner.
    """
    account, since = link.account, link.made_at - _ONE_REQUEST
    one_time_tokens.use(link, at=at)
    if account.email != link.email and services_closing.free_address(link.email, at=at):
        _move(account, link.email, at=at)
    for passkey in [passkey for passkey in account.webauthn if passkey.create_datetime >= since]:
        account.webauthn.remove(passkey)
    if account.tf_totp_secret and _turned_on_since(account, since):
        account.tf_totp_secret = account.tf_primary_method = account.tf_totp_step = None
    account.mf_recovery_codes = None  # whoever was in may have made new ones
    account.password = None
    sessions.end_all(account, at=at)
    record("account.was_not_me", subject=account, actor=None, at=at)
    mail.reset(account, one_time_tokens.make(account, LinkPurpose.RESET, at=at))
    return account


def _move(account: Account, address: str, *, at: datetime) -> None:
    services_closing.keep_address(account, account.email, at=at)
    account.email, account.confirmed_at, account.unreachable_since = address, at, None
    one_time_tokens.void_all_but(account, LinkPurpose.NOT_ME, at=at)


def _turned_on_since(account: Account, since: datetime) -> bool:
    entry = select(AuditEntry.id).where(
        AuditEntry.subject_kind == Account.__tablename__,
        AuditEntry.subject_id == account.id,
        AuditEntry.what == "account.second_factor_on",
        AuditEntry.at >= since,
    )
    return db.session.scalar(entry.limit(1)) is not None


def _refuse_ended(account: Account) -> None:
    if account.erased_at is not None:
        raise RuleBroken(_("This account was closed by its owner and holds nothing anymore."))
