"""E-mails to moderators about what waits: each chooses when, and nothing is sent while nothing waits."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from careercenter.accounts.models import Account, Staff
from careercenter.accounts.queries import by_public_id
from careercenter.core.db import db
from careercenter.core.i18n import _l
from careercenter.mail.message import Recipient, post
from careercenter.mail.render import board
from careercenter.mail.unsubscribing import Topic, register
from careercenter.moderation import queries
from careercenter.moderation.models import DeskMail, DeskMailChoice

TOPIC = "desk"
MORNING = time(7)  # in the moderator's zone: the daily e-mail waits for it
MOST_TITLES = 20


def choice_of(account: Account) -> DeskMail:
    """Give when a moderator is written to; one who never chose hears once a day, an administrator not at all."""
    chosen = _chosen(account)
    return chosen.how if chosen else _unchosen(account)


def choose(account: Account, how: DeskMail, *, at: datetime) -> None:
    """Keep a moderator's choice. What waits already is not told again as new."""
    chosen = _row(account)
    if chosen.how is not how or chosen.told_at is None:
        chosen.how = how
        chosen.told_at = at if how is DeskMail.EACH else chosen.told_at


def tell_moderators(*, at: datetime) -> None:
    """Write to each moderator whose time has come; `at` is in UTC."""
    numbers = queries.numbers()
    if not numbers.total or numbers.oldest is None:
        return
    staff = select(Account).where(Account.staff.is_not(None), Account.active.is_(True), Account.erased_at.is_(None))
    for account in db.session.scalars(staff.order_by(Account.id)).all():
        chosen = _row(account)
        if chosen.how is DeskMail.EACH:
            titles = queries.titles_since(chosen.told_at, most=MOST_TITLES)
            if not titles:
                continue
        elif chosen.how is DeskMail.DAILY and _is_due(account, chosen.told_at, at=at):
            titles = []
        else:
            continue
        chosen.told_at = at
        post(
            "desk_waiting", Recipient(account.email, account.name, account.time_zone), stops=(TOPIC, account.public_id),
            total=numbers.total, kinds=numbers.kinds, oldest=numbers.oldest, titles=titles,
        )  # fmt: skip


def _unchosen(account: Account) -> DeskMail:
    return DeskMail.NONE if account.staff is Staff.ADMIN else DeskMail.DAILY


def _chosen(account: Account) -> DeskMailChoice | None:
    return db.session.scalar(select(DeskMailChoice).where(DeskMailChoice.account_id == account.id))


def _row(account: Account) -> DeskMailChoice:
    found = _chosen(account)
    if found is None:
        found = DeskMailChoice(account_id=account.id, how=_unchosen(account))
        db.session.add(found)
    return found


def _is_due(account: Account, told_at: datetime | None, *, at: datetime) -> bool:
    zone = ZoneInfo(account.time_zone or board("time_zone") or "UTC")
    local = at.astimezone(zone)
    return local.time() >= MORNING and (told_at is None or told_at.astimezone(zone).date() < local.date())


def _stop(public_id: str, at: datetime) -> bool:
    account = by_public_id(public_id)
    if account is None or not account.is_moderator:
        return False
    choose(account, DeskMail.NONE, at=at)
    return True


register(Topic(TOPIC, _l("E-mails about the queue"), _stop))
