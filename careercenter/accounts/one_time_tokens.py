"""One-time links: used once, over after a while. Only the hash of a token is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from careercenter.accounts.models import Account, LinkPurpose, MailedLink
from careercenter.accounts.sessions import hashed
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l

LASTS = {
    LinkPurpose.CONFIRM: timedelta(days=3),
    LinkPurpose.RESET: timedelta(minutes=30),
    LinkPurpose.CHANGE_EMAIL: timedelta(days=1),
    LinkPurpose.ADMIN: timedelta(days=1),
    LinkPurpose.PROVE: timedelta(days=1),
    LinkPurpose.NOT_ME: timedelta(days=7),
}
LASTS_IN_WORDS = {
    LinkPurpose.CONFIRM: _l("3 days"),
    LinkPurpose.RESET: _l("30 minutes"),
    LinkPurpose.CHANGE_EMAIL: _l("24 hours"),
    LinkPurpose.ADMIN: _l("24 hours"),
    LinkPurpose.PROVE: _l("24 hours"),
    LinkPurpose.NOT_ME: _l("7 days"),
}


# Others may cause these (anybody by naming an address, a thief by what they do), and must not void what the owner has in hand.
_CAUSED_BY_OTHERS = frozenset({LinkPurpose.CONFIRM, LinkPurpose.RESET, LinkPurpose.NOT_ME})


def make(
    account: Account,
    purpose: LinkPurpose,
    *,
    at: datetime,
    email: str | None = None,
    sign_up: dict[str, Any] | None = None,
) -> str:
    """Give the token of a new link. Earlier ones for the same purpose stop working, but for those that others may cause."""
    if purpose not in _CAUSED_BY_OTHERS:
        void(account, purpose, at=at)
    token = secrets.token_urlsafe(32)
    db.session.add(
        MailedLink(
            account=account,
            purpose=purpose,
            token_hash=hashed(token),
            email=email or account.email,
            sign_up=sign_up,
            made_at=at,
            expires_at=at + LASTS[purpose],
        )
    )
    return token


def find(token: str, purpose: LinkPurpose, *, at: datetime) -> MailedLink | None:
    """Find a link that still works. Changes nothing: mail programs open links to look at them."""
    link = db.session.scalar(
        select(MailedLink).where(
            MailedLink.token_hash == hashed(token),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > at,
        )
    )
    return link if link is not None and link.account.active else None


def use(link: MailedLink, *, at: datetime) -> None:
    """Use the link up, with the others for its purpose; of two requests at the same moment one is refused."""
    unused = update(MailedLink).where(MailedLink.id == link.id, MailedLink.used_at.is_(None)).values(used_at=at)
    if db.session.execute(unused).rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(_("This link was used already."))
    void(link.account, link.purpose, at=at)


def void(account: Account, *purposes: LinkPurpose, at: datetime) -> None:
    """Make the account's unused links for these purposes (none named: for every purpose) stop working."""
    unused = update(MailedLink).where(MailedLink.account_id == account.id, MailedLink.used_at.is_(None))
    if purposes:
        unused = unused.where(MailedLink.purpose.in_(purposes))
    db.session.execute(unused.values(used_at=at))


def void_all_but(account: Account, purpose: LinkPurpose, *, at: datetime) -> None:
    void(account, *(other for other in LinkPurpose if other is not purpose), at=at)


def follow_clock(*, at: datetime) -> None:
    """After the clock was put back: no link lasts longer than one made now."""
    for purpose, lasts in LASTS.items():
        too_long = (MailedLink.purpose == purpose) & (MailedLink.expires_at > at + lasts)
        shorter = update(MailedLink).where(too_long).values(expires_at=at + lasts)
        db.session.execute(shorter.execution_options(synchronize_session=False))


def forget_old(*, at: datetime) -> None:
    """Delete links used or over; a day is left to answer questions."""
    old = at - timedelta(days=1)
    db.session.execute(delete(MailedLink).where((MailedLink.used_at < old) | (MailedLink.expires_at < old)))
