"""News of applications for an employer's members: one by one, or once a day, as each of them chose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from careercenter.applications import queries
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import Application
from careercenter.applications.reach import why_not
from careercenter.core.clock import zone
from careercenter.core.db import db
from careercenter.employers.models import MailPace, MailScope, Membership
from careercenter.mail.message import Recipient, post
from careercenter.mail.models import Letter
from careercenter.postings.models import Posting
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

TOPIC = "applicants"
# More than these in a day and the others wait for the next morning.
HANDFUL = 5
MORNING = 7  # o'clock, where they are
MOST_NAMES = 10


def recipient(member: Membership) -> Recipient:
    account = member.account
    return Recipient(account.email, account.name, account.time_zone or member.employer.time_zone)


def tell_of(application: Application) -> None:
    """Tell the members who want it that somebody applied, now or with the next digest."""
    at = application.applied_at
    for member in queries.recruiting_members(application.posting):
        if _waits(member, at):
            wait_for_digest(member, at)
        else:
            post(
                "application_arrived", recipient(member),
                through=application.posting.through, stops=(TOPIC, member.public_id), **words_of(application),
            )  # fmt: skip


def _waits(member: Membership, at: datetime) -> bool:
    if member.mail_pace is not MailPace.AUTO:
        return member.mail_pace is MailPace.DAILY
    if member.digest_from is not None:
        return True
    sent = select(func.count()).where(
        Letter.recipient == member.account.email,
        Letter.template == "application_arrived",
        Letter.queued_at > at - timedelta(days=1),
    )
    return (db.session.scalar(sent) or 0) >= HANDFUL


def wait_for_digest(member: Membership, at: datetime) -> None:
    """Let an application wait for the digest of the next morning, which is asked for once."""
    if member.digest_from is None:
        member.digest_from = at
        enqueue(TaskName.MAIL_DIGEST, due_at=next_morning(at, recipient(member).time_zone), membership_id=member.id)


def next_morning(at: datetime, time_zone: str | None) -> datetime:
    """Give the next seven o'clock in a zone, in UTC."""
    local = at.astimezone(zone(time_zone or "UTC"))
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    return morning.astimezone(zone("UTC"))


def send(member: Membership) -> int:
    """Send what waited since the last digest, by job; give how many applications it tells of."""
    since, member.digest_from = member.digest_from, None
    if since is None or member.ended_at is not None or member.mail_applicants is MailScope.NONE:
        return 0
    query = select(Application).join(Posting, Posting.id == Application.posting_id)
    query = query.where(
        Posting.employer_id == member.employer_id,
        Application.applied_at >= since,
        Application.status != ApplicationStatus.WITHDRAWN,
    )
    if member.mail_applicants is MailScope.MINE:
        query = query.where(Posting.author_id == member.account_id)
    of_posting: dict[Posting, list[str]] = {}
    for application in db.session.scalars(query.order_by(Application.applied_at, Application.id)):
        if why_not(application) is None:
            of_posting.setdefault(application.posting, []).append(application.name)
    number = sum(map(len, of_posting.values()))
    if number and member.account.active:
        jobs = [
            {"title": one.title, "posting": one.public_id, "names": names[:MOST_NAMES], "more": max(0, len(names) - MOST_NAMES)}
            for one, names in of_posting.items()
        ]
        post(
            "application_digest", recipient(member), through=member.employer.through, stops=(TOPIC, member.public_id),
            number=number, jobs=jobs, employer=member.employer.public_id, employer_name=member.employer.name,
        )  # fmt: skip
    return number


def stop(membership: str, _at: datetime) -> bool:
    """End a member's e-mails about applications, by the link at the end of one."""
    member = db.session.scalar(select(Membership).where(Membership.public_id == membership, Membership.ended_at.is_(None)))
    if member is None:
        return False
    member.mail_applicants = MailScope.NONE
    return True


def words_of(application: Application) -> dict[str, Any]:
    """Give templates plain words, so that none of them can reach further than these."""
    posting = application.posting
    return {
        "applicant": application.name,
        "application": application.public_id,
        "reference": application.reference,
        "job": posting.title,
        "posting": posting.public_id,
        "employer": posting.employer.public_id,
        "employer_name": posting.employer.name,
    }
