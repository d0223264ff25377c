"""Reports by the public: taking one, closing them with a decision, and telling those who sent them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from careercenter.accounts.models import Account
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.mail.message import Recipient, post
from careercenter.moderation import queries
from careercenter.moderation.decisions import REPORTS_BECOME, ReportDecision
from careercenter.moderation.models import Report, ReportReason
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.models import Posting

LONGEST_WORDS = 4000


def take_report(
    posting: Posting,
    *,
    reason: ReportReason,
    words: str,
    account: tuple[int, str] | None,
    household: str,
    at: datetime,
) -> Report | None:
    """Take a report of an account (its id and public id), or of a visitor; None when it says nothing new.

    An account reports once. Several people may share a connection: what another says in other words is kept too, a few times.
    """
    if account is not None:
        if queries.report_by(posting, account[1]):
            return None
        return report(posting, reason=reason, words=words, reporter=account[1], account_id=account[0], at=at)
    earlier = queries.of_household(posting, household)
    said = {(one.reason, " ".join(one.words.split()).casefold()) for one in earlier}
    nothing_new = earlier and (not words.strip() or (reason, " ".join(words.split()).casefold()) in said)
    if nothing_new or len(earlier) >= MOST_OF_A_HOUSEHOLD:
        return None
    number = hashlib.sha256(f"{household}.{len(earlier)}".encode()).hexdigest() if earlier else household
    return report(posting, reason=reason, words=words, reporter=number, account_id=None, household=household, at=at)


MOST_OF_A_HOUSEHOLD = 10  # reports of one posting from one connection; more say nothing new


def report(
    posting: Posting,
    *,
    reason: ReportReason,
    words: str,
    reporter: str,
    account_id: int | None,
    at: datetime,
    household: str | None = None,
) -> Report:
    """Take a report of a live posting; RuleBroken when this reporter has sent one, which the database holds too.

    `reporter` names the person for that rule only: an account's public id, or a keyed hash of a visitor's address.
    """
    if not posting.is_visible(at):
        raise RuleBroken(_("This job is no longer shown, so there is nothing left to report."))
    if reason is ReportReason.OTHER and not words.strip():
        raise RuleBroken(_("Say what is wrong with the job."), field="words")
    made = Report(
        posting_id=posting.id, reporter=reporter, household=household, account_id=account_id, reason=reason,
        words=words[:LONGEST_WORDS], made_at=at,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise RuleBroken(_("You have reported this job already. Your first report stands.")) from error
    # Neither who reported nor their words go into the trail: it outlives what may be kept of a person.
    record("report.made", subject=made, actor=None, at=at, posting=posting.public_id, reason=reason.value)
    return made


def close_reports(
    reports: list[Report], *, posting: Posting, decision: ReportDecision | PostingAction, actor: Actor, at: datetime
) -> None:
    status = REPORTS_BECOME[decision]
    for each in reports:
        each.status, each.decided_at, each.decided_by_id = status, at, actor.account_id
    if not reports:
        return
    db.session.flush()  # the second of two moderators fails here, before anybody is written to
    record(
        f"posting.reports_{status.value}", subject=posting, actor=actor, at=at, reports=len(reports), decision=decision.value
    )
    tell_reporters(reports, posting, decision)


def tell_reporters(reports: list[Report], posting: Posting, decision: ReportDecision | PostingAction) -> None:
    ids = [each.account_id for each in reports if each.account_id is not None]
    if not ids:
        return
    for person in db.session.scalars(select(Account).where(Account.id.in_(ids), Account.active.is_(True))):
        if person.erased_at is None:
            post("report_decided", Recipient(person.email, person.name), title=posting.title, decision=decision.value)
