"""What a coder has not read yet of their applications, and what waits for an employer: for the pages people come back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from careercenter.applications.lifecycle import SHOWN_AS, ApplicationStatus, shown_messages, shown_times
from careercenter.applications.models import Application, ApplicationDraft
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting

NEWS_FROM = timedelta(days=60)
MOST_READ = 50  # applications, the last sent first
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ApplicationNews:
    """The last thing a coder was told of an application, or could see: a status, a message, that the résumé was opened."""

    application: Application
    at: datetime
    words: str


def news_of(account_id: int, *, at: datetime) -> list[ApplicationNews]:
    """Give the latest news of a coder's applications, newest first. What was decided and not told is none."""
    query = (
        select(Application)
        .where(Application.account_id == account_id)
        .options(selectinload(Application.messages), selectinload(Application.openings))
        .order_by(Application.applied_at.desc(), Application.id.desc())
        .limit(MOST_READ)
    )
    told = [news for one in db.session.scalars(query) if (news := _last_told(one, at)) and news.at > at - NEWS_FROM]
    return sorted(told, key=lambda news: news.at, reverse=True)[:MOST_SHOWN]


def _last_told(one: Application, at: datetime) -> ApplicationNews | None:
    employer = one.posting.employer.name
    said: list[tuple[datetime, str]] = [
        (message.sent_at, _("Message from %(employer)s", employer=employer))
        for message in shown_messages(one, at=at)
        if message.author_id != one.account_id
    ]
    said += [(opening.opened_at, _("%(employer)s opened your résumé", employer=employer)) for opening in one.openings]
    said += [
        (moment, str(SHOWN_AS[status]))
        for status, moment in shown_times(one, at=at)
        if status not in (ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN, ApplicationStatus.DECLINED)
    ]
    if not said:
        return None
    # Of one moment the last: a step tells more than the message that came with it.
    moment, words = max(reversed(said), key=lambda each: each[0])
    return ApplicationNews(one, moment, words)


def drafts_of(account_id: int, *, at: datetime) -> Sequence[ApplicationDraft]:
    """Give the applications a coder began for jobs that are still open, the last touched first."""
    query = (
        select(ApplicationDraft)
        .join(Posting, Posting.id == ApplicationDraft.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(
            ApplicationDraft.account_id == account_id,
            Posting.status == PostingStatus.LIVE,
            Posting.closes_at > at,
            Employer.suspended_at.is_(None),
        )
        .order_by(ApplicationDraft.changed_at.desc())
        .limit(MOST_SHOWN)
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class WaitingApplicants:
    """A job with applicants nobody has looked at."""

    posting: Posting
    new: int


def jobs_with_new_applicants(employer_ids: Sequence[int]) -> list[WaitingApplicants]:
    """Give the jobs of some employers that have new applicants, the latest application first, the newest ten."""
    new = (
        select(Application.posting_id, func.count().label("number"), func.max(Application.applied_at).label("latest"))
        .where(Application.status == ApplicationStatus.SUBMITTED)
        .group_by(Application.posting_id)
        .subquery()
    )
    query = (
        select(Posting, new.c.number)
        .join(new, new.c.posting_id == Posting.id)
        .where(Posting.employer_id.in_(employer_ids))
        .order_by(new.c.latest.desc())
        .limit(2 * MOST_SHOWN)
    )
    return [WaitingApplicants(posting, number) for posting, number in db.session.execute(query)]
