"""Which postings: the public ones, an employer's, those that wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from careercenter.accounts.models import Account
from careercenter.core.db import db
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingCorrection, PostingRevision, PostingTemplate, RevisionStatus

S = PostingStatus
_REFERENCE = func.coalesce(Posting.external_reference, "")


def visible(at: datetime) -> Select[Any]:
    """Select the postings the public may see at the moment `at`. Every public surface starts here and nowhere else.

    The closing moment decides, not the sweep that later moves the status along.
    """
    return (
        select(Posting)
        .join(Posting.employer)
        .options(contains_eager(Posting.employer))
        .where(Posting.status == S.LIVE, Posting.closes_at > at, Employer.suspended_at.is_(None))
    )


def count_visible(at: datetime, *, live: int | None = None) -> int:
    """Count what `visible` selects, by indexes alone. `live`: how many have that status, where it is counted already."""
    if live is None:
        live = db.session.scalar(select(func.count()).select_from(Posting).where(Posting.status == S.LIVE)) or 0
    past = select(func.count()).select_from(Posting).where(Posting.status == S.LIVE, Posting.closes_at <= at)
    suspended = select(Employer.id).where(Employer.suspended_at.is_not(None))
    hidden = (
        select(func.count())
        .select_from(Posting)
        .where(Posting.status == S.LIVE, Posting.closes_at > at, Posting.employer_id.in_(suspended))
    )
    return live - (db.session.scalar(past) or 0) - (db.session.scalar(hidden) or 0)


# How an employer's jobs may be sorted, the first as they are by themselves.
ORDERS: dict[str, tuple[Any, ...]] = {
    "changed": (Posting.changed_at.desc(),),
    "closing": (Posting.closes_at.is_(None), Posting.closes_at),
    "posted": (Posting.posted_at.is_(None), Posting.posted_at.desc()),
    "title": (func.lower(Posting.title),),
}


def of_employer(
    employer: Employer, status: PostingStatus | None = None, *, words: str = "", order: str = "changed"
) -> Select[Any]:
    """Select an employer's postings; archived ones only when asked for by their status. `words` stand in title or reference."""
    query = select(Posting).where(Posting.employer_id == employer.id).order_by(*ORDERS[order], Posting.id.desc())
    if words:
        stands = [func.lower(column).contains(words.lower(), autoescape=True) for column in (Posting.title, _REFERENCE)]
        query = query.where(or_(*stands))
    return query.where(Posting.status == status if status else Posting.status != S.ARCHIVED)


def of_employer_by_public_ids(employer: Employer, public_ids: Sequence[str]) -> list[Posting]:
    """Give those of these postings that are the employer's, in the order of their list."""
    query = select(Posting).where(Posting.employer_id == employer.id, Posting.public_id.in_(public_ids))
    return list(db.session.scalars(query.order_by(*ORDERS["changed"], Posting.id.desc())))


def authors_of(postings: Iterable[Posting]) -> dict[int, str]:
    """Give the names of who began these postings, by the account's id."""
    ids = {posting.author_id for posting in postings if posting.author_id is not None}
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))) if ids else ()
    return {row[0]: row[1] for row in rows}


def counts_of_employer(employer: Employer) -> dict[PostingStatus, int]:
    """Count an employer's postings by status, in the order of a posting's life, statuses without any left out."""
    query = select(Posting.status, func.count()).where(Posting.employer_id == employer.id).group_by(Posting.status)
    counts = {row[0]: row[1] for row in db.session.execute(query)}
    return {status: counts[status] for status in PostingStatus if status in counts}


def counts_of_employers(employer_ids: Iterable[int]) -> dict[int, dict[PostingStatus, int]]:
    """Count the postings of several employers by status, by employer id."""
    query = select(Posting.employer_id, Posting.status, func.count()).where(Posting.employer_id.in_(list(employer_ids)))
    found: dict[int, dict[PostingStatus, int]] = {}
    for employer_id, status, number in db.session.execute(query.group_by(Posting.employer_id, Posting.status)):
        found.setdefault(employer_id, {})[status] = number
    return found


def by_public_id(public_id: str) -> Posting | None:
    return db.session.scalar(select(Posting).where(Posting.public_id == public_id))


def of_employer_by_public_id(employer: str, posting: str) -> Posting | None:
    """Load by both public ids together: under another employer's address a posting is not there."""
    return db.session.scalar(
        select(Posting)
        .join(Posting.employer)
        .options(contains_eager(Posting.employer))
        .where(Employer.public_id == employer, Posting.public_id == posting)
    )


def latest_correction(posting: Posting) -> PostingCorrection | None:
    """Give what a moderator last corrected in a posting or an edit of it."""
    query = select(PostingCorrection).where(PostingCorrection.posting_id == posting.id)
    return db.session.scalar(query.order_by(PostingCorrection.id.desc()).limit(1))


def correction_by_public_id(employer: str, posting: str, correction: str) -> PostingCorrection | None:
    """Load by all three public ids together: under another job's address a correction is not there."""
    found = of_employer_by_public_id(employer, posting)
    query = select(PostingCorrection).where(PostingCorrection.public_id == correction)
    return db.session.scalar(query.where(PostingCorrection.posting_id == found.id)) if found else None


def employer_by_public_id(employer: str) -> Employer | None:
    return db.session.scalar(select(Employer).where(Employer.public_id == employer))


def revision_by_public_id(public_id: str) -> PostingRevision | None:
    return db.session.scalar(select(PostingRevision).where(PostingRevision.public_id == public_id))


def pending_revision(posting: Posting) -> PostingRevision | None:
    return db.session.scalar(
        select(PostingRevision).where(
            PostingRevision.posting_id == posting.id, PostingRevision.status == RevisionStatus.PENDING
        )
    )


def latest_revision(posting: Posting) -> PostingRevision | None:
    """Give the last edit a moderator was, or is, asked about; None when it was replaced or there is none."""
    found = db.session.scalar(
        select(PostingRevision).where(PostingRevision.posting_id == posting.id).order_by(PostingRevision.id.desc()).limit(1)
    )
    return None if found is None or found.status is RevisionStatus.SUPERSEDED else found


def with_pending_revision(postings: Iterable[Posting]) -> frozenset[int]:
    """Give the ids of those of `postings` that have an edit waiting."""
    ids = [posting.id for posting in postings]
    query = select(PostingRevision.posting_id).where(
        PostingRevision.posting_id.in_(ids), PostingRevision.status == RevisionStatus.PENDING
    )
    return frozenset(db.session.scalars(query))


def due_to_publish(at: datetime) -> Select[Any]:
    return select(Posting).where(Posting.status == S.SCHEDULED, Posting.publishes_at <= at).order_by(Posting.id)


def due_to_expire(at: datetime) -> Select[Any]:
    return select(Posting).where(Posting.status.in_((S.LIVE, S.PAUSED)), Posting.closes_at <= at).order_by(Posting.id)


def templates_of(employer: Employer) -> Select[Any]:
    return select(PostingTemplate).where(PostingTemplate.employer_id == employer.id).order_by(PostingTemplate.name)


def template_by_public_id(employer: str, template: str) -> PostingTemplate | None:
    return db.session.scalar(
        select(PostingTemplate)
        .join(Employer, Employer.id == PostingTemplate.employer_id)
        .where(Employer.public_id == employer, PostingTemplate.public_id == template)
    )
