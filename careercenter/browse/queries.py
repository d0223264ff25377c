"""What the visitor's pages read. Every list of postings starts from `postings.queries.visible`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.core.paging import Page, paginate
from careercenter.employers.models import Employer
from careercenter.postings.models import Posting
from careercenter.postings.queries import visible


def in_order(session: Session, public_ids: Sequence[str], *, at: datetime) -> list[Posting]:
    """Give the visible ones of these postings, in the order given: what the index found, as the database allows."""
    if not public_ids:
        return []
    # `is_visible` is the rule of `visible` for one at hand. Asked for both at once, SQLite reads every live posting there is
    # rather than look twenty up.
    rows = session.scalars(select(Posting).where(Posting.public_id.in_(public_ids)))
    found = {posting.public_id: posting for posting in rows if posting.is_visible(at)}
    return [found[public_id] for public_id in public_ids if public_id in found]


def employer(session: Session, public_id: str) -> Employer | None:
    """Give an employer that has a public page: every one that is not suspended."""
    found = select(Employer).where(Employer.public_id == public_id, Employer.suspended_at.is_(None))
    return session.scalars(found).one_or_none()


def employer_names(session: Session, public_ids: Collection[str]) -> dict[str, str]:
    """Map public ids to names, for those that exist."""
    if not public_ids:
        return {}
    rows = session.execute(select(Employer.public_id, Employer.name).where(Employer.public_id.in_(public_ids)))
    return {row.public_id: row.name for row in rows}


def postings_of(session: Session, employer: Employer, *, at: datetime, number: int, size: int = 20) -> Page[Posting]:
    """Give an employer's live postings, newest first."""
    query = visible(at).where(Posting.employer_id == employer.id).order_by(Posting.posted_at.desc(), Posting.id.desc())
    return paginate(session, query, number=number, size=size)


def newest(session: Session, *, at: datetime, number: int, size: int) -> Page[Posting]:
    return paginate(session, visible(at).order_by(Posting.posted_at.desc(), Posting.id.desc()), number=number, size=size)


def hiring_employers(session: Session, *, at: datetime, number: int, size: int = 40) -> Page[tuple[Employer, int]]:
    """Give the employers that have live postings, by name, each with how many."""
    counts = (
        visible(at)
        .with_only_columns(Posting.employer_id, func.count().label("live"))
        .order_by(None)
        .group_by(Posting.employer_id)
        .subquery()
    )
    total = session.scalar(select(func.count()).select_from(counts)) or 0
    number = number if (number - 1) * size < total else 1
    rows = session.execute(
        select(Employer, counts.c.live)
        .join(counts, counts.c.employer_id == Employer.id)
        .order_by(func.lower(Employer.name), Employer.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page([(employer, live) for employer, live in rows], total, number, size)
