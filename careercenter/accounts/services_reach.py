"""E-mail that does not reach an account: the person is told at the next visit, and shows that it reaches them again."""

from __future__ import annotations

from datetime import datetime

from careercenter.accounts import mail, one_time_tokens, queries
from careercenter.accounts.models import Account, LinkPurpose, MailedLink
from careercenter.audit.services import record
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.mail import reachability


def ask_proof(account: Account, *, at: datetime) -> None:
    """Mail a link that shows that e-mail reaches the address again."""
    if account.unreachable_since is None:
        raise RuleBroken(_("E-mail reaches your address, as far as we know."))
    mail.prove(account, one_time_tokens.make(account, LinkPurpose.PROVE, at=at))


def prove(link: MailedLink, *, at: datetime) -> None:
    one_time_tokens.use(link, at=at)
    proved(link.account)
    record("account.reached_again", subject=link.account, actor=link.account, at=at)


def proved(account: Account) -> None:
    """Whatever came back before, something mailed to the address was just used."""
    reachability.reached(account.email)
    account.unreachable_since = None


def clear(account: Account, *, actor: Actor, at: datetime) -> None:
    """Send to the address again: an administrator knows that what made e-mails come back is mended."""
    if account.unreachable_since is None:
        raise RuleBroken(_("E-mail reaches this address, as far as we know."))
    proved(account)
    record("account.sent_to_again", subject=account, actor=actor, at=at)


def mark(address: str) -> None:
    """Copy to the account what is known of its address."""
    account = queries.by_email(address)
    if account is not None:
        account.unreachable_since = reachability.stopped_since(address)
