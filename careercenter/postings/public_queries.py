"""What the visitor's pages read. Every list of postings starts from `postings.queries.visible`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, load_only

from careercenter.core.paging import Page, paginate
from careercenter.employers.models import Employer
from careercenter.postings.models import Posting
from careercenter.postings.queries import visible

NAMES_LOOKED_AT = 6

# Of the table, and put together once: every search page asks this.
_employer = Employer.__table__.c
_NAMES = select(_employer.public_id, _employer.name, _employer.city, _employer.state).where(
    _employer.public_id.in_(bindparam("public_ids", expanding=True))
)


def in_order(session: Session, public_ids: Sequence[str], *, at: datetime) -> list[Posting]:
    """Give the visible ones of these postings, in the order given: what the index found, as the database allows."""
    if not public_ids:
        return []
    # `is_visible` is the rule of `visible` for one at hand. Asked for both at once, SQLite reads every live posting there is
    # rather than look twenty up.
    rows = session.scalars(select(Posting).where(Posting.public_id.in_(public_ids)))
    found = {posting.public_id: posting for posting in rows if posting.is_visible(at)}
    return [found[public_id] for public_id in public_ids if public_id in found]


def titles(session: Session, public_ids: Sequence[str], *, at: datetime) -> list[str]:
    """Give the titles of the visible ones of these postings, in the order given, without reading all they say."""
    if not public_ids:
        return []
    of_employer = joinedload(Posting.employer).load_only(Employer.suspended_at)
    of_posting = load_only(Posting.public_id, Posting.title, Posting.status, Posting.closes_at)
    rows = session.scalars(select(Posting).options(of_posting, of_employer).where(Posting.public_id.in_(public_ids)))
    found = {posting.public_id: posting.title for posting in rows if posting.is_visible(at)}
    return [found[public_id] for public_id in public_ids if public_id in found]


def employer(session: Session, public_id: str) -> Employer | None:
    """Give an employer that has a public page: neither suspended nor waiting for a first look because it is like another."""
    found = select(Employer).where(
        Employer.public_id == public_id, Employer.suspended_at.is_(None), Employer.unlisted.is_(False)
    )
    return session.scalars(found).one_or_none()


def merged_into(session: Session, public_id: str) -> Employer | None:
    """Give the employer that one was merged into, however often that happened; None when it was not."""
    found = session.scalar(select(Employer).where(Employer.public_id == public_id))
    seen: set[int] = set()
    while found is not None and found.merged_into_id is not None and found.id not in seen:
        seen.add(found.id)
        found = session.get(Employer, found.merged_into_id)
    return found if found is not None and seen and found.suspended_at is None and not found.unlisted else None


def employer_names(session: Session, public_ids: Collection[str]) -> dict[str, str]:
    """Map public ids to names, for those that exist; of namesakes each with its place: "Mercy (Joplin, MO)"."""
    if not public_ids:
        return {}
    return _told_apart(session.connection().execute(_NAMES, {"public_ids": list(public_ids)}).all())


def _told_apart(rows: Sequence[Any]) -> dict[str, str]:
    shared = Counter(row.name.casefold() for row in rows)
    return {
        row.public_id: _with_place(row.name, row.city, row.state) if shared[row.name.casefold()] > 1 else row.name
        for row in rows
    }


def _with_place(name: str, city: str, state: str) -> str:
    place = ", ".join(filter(None, (city, state)))
    return f"{name} ({place})" if place else name


def hiring_employers_named(session: Session, begun: Sequence[str], *, at: datetime, most: int) -> list[tuple[str, str]]:
    """Give public ids and names of employers with live postings, a word of whose name goes on as one of these texts.

    Of namesakes each has its place beside it, as in `employer_names`.

    Of many names the shortest few are looked at: whether an employer has a live posting takes the longer the more there are.
    """
    likes = [like for text in map(_as_said, begun) for like in (f"{text}%", f"% {text}%")]
    named = (
        select(Employer.id, Employer.public_id, Employer.name, Employer.city, Employer.state)
        .where(Employer.suspended_at.is_(None), or_(*(Employer.name.ilike(like, escape="\\") for like in likes)))
        .order_by(func.length(Employer.name), Employer.id)
        .limit(NAMES_LOOKED_AT)
        .subquery()
    )
    live = visible(at).with_only_columns(Posting.id).where(Posting.employer_id == named.c.id).exists()
    rows = session.execute(select(named).where(live).order_by(func.length(named.c.name), named.c.id).limit(most)).all()
    return list(_told_apart(rows).items())


def _as_said(text: str) -> str:
    """Escape what LIKE would read as something else."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def postings_of(session: Session, employer: Employer, *, at: datetime, number: int, size: int = 20) -> Page[Posting]:
    """Give an employer's live postings, newest first.

    The page is chosen from an index alone: a row that is only sorted would be read with all its words.
    """
    newest_first = (Posting.posted_at.desc(), Posting.id.desc())
    query = visible(at).where(Posting.employer_id == employer.id).order_by(*newest_first)
    chosen = paginate(session, query.with_only_columns(Posting.id), number=number, size=size)
    rows = session.scalars(select(Posting).where(Posting.id.in_(chosen.items)).order_by(*newest_first)).all()
    return Page(rows, chosen.total, chosen.number, chosen.size)


def hiring_employers(session: Session, *, at: datetime, number: int, size: int = 40) -> Page[tuple[Employer, int]]:
    """Give the employers that have live postings, by name, each with how many.

    Only those of the page are counted: whether an employer has a live one is quickly known.
    """
    hiring = aliased(Employer)
    live = visible(at).with_only_columns(Posting.id).where(Posting.employer_id == hiring.id).exists()
    found = paginate(session, select(hiring).where(live).order_by(func.lower(hiring.name), hiring.id), number=number, size=size)
    counts = visible(at).with_only_columns(Posting.employer_id, func.count()).group_by(Posting.employer_id)
    of_page = counts.where(Posting.employer_id.in_([employer.id for employer in found.items]))
    held = {row[0]: row[1] for row in session.execute(of_page)}
    listed = [(employer, held[employer.id]) for employer in found.items if employer.id in held]
    return Page(listed, found.total, found.number, found.size)
