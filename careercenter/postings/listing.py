"""Postings as lists show them. What one says is read from the database again only when it, or its employer, has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from careercenter.core.i18n import current_locale_name
from careercenter.employers.models import Employer
from careercenter.postings.cards import Card, make_card
from careercenter.postings.content import PostingContent
from careercenter.postings.models import Posting, is_visible

MOST_KEPT = 2_000  # some 8 KB each


class ListingVersion(NamedTuple):
    """What changes with whatever a card says. The moment tells apart two changes of which one was rolled back."""

    public_id: str
    posting: int
    changed_at: datetime
    employer: int
    locale: str


@dataclass(frozen=True, slots=True)
class ListedPosting:
    """A card, and all that is said, of which a search shows where its words stand. Two of one version say the same."""

    version: ListingVersion
    card: Card = field(compare=False)
    content: PostingContent = field(compare=False)


# Of the tables, and put together once: as a query of the models it takes three times as long, at every page.
_posting, _employer = Posting.__table__.c, Employer.__table__.c
_VERSIONS = (
    select(
        _posting.public_id,
        _posting.version,
        _posting.changed_at,
        _posting.status,
        _posting.closes_at,
        _employer.version,
        _employer.suspended_at,
    )
    .join_from(Posting.__table__, Employer.__table__, _posting.employer_id == _employer.id)
    .where(_posting.public_id.in_(bindparam("public_ids", expanding=True)))
)

_kept: LRUCache[ListingVersion, ListedPosting] = LRUCache(MOST_KEPT)
_lock = Lock()  # threads of a process share what was read


def listed(session: Session, public_ids: Sequence[str], *, at: datetime) -> list[ListedPosting]:
    """Give the visible ones of these postings in the order given: what the index found, as the database allows."""
    if not public_ids:
        return []
    versions = _versions(session, public_ids, at=at)
    with _lock:
        known = {version: listing for version in versions if (listing := _kept.get(version))}
    missing = [version.public_id for version in versions if version not in known]
    read = {version.public_id: listing for version, listing in known.items()} | _read(session, missing, at=at)
    return [read[public_id] for public_id in public_ids if public_id in read]


def _versions(session: Session, public_ids: Sequence[str], *, at: datetime) -> list[ListingVersion]:
    """Ask which of them are visible, and in which version: columns alone, twenty rows by an index."""
    rows = session.connection().execute(_VERSIONS, {"public_ids": public_ids}).all()
    locale = current_locale_name()
    return [
        ListingVersion(public_id, version, changed_at, employer, locale)
        for public_id, version, changed_at, status, closes_at, employer, suspended_at in rows
        if is_visible(status, closes_at, suspended_at, at=at)
    ]


def _read(session: Session, public_ids: Sequence[str], *, at: datetime) -> dict[str, ListedPosting]:
    """Read these whole, and keep them under the versions they have by now."""
    if not public_ids:
        return {}
    locale = current_locale_name()
    read: dict[str, ListedPosting] = {}
    for posting in session.scalars(select(Posting).where(Posting.public_id.in_(public_ids))):
        if posting.is_visible(at):
            version = ListingVersion(posting.public_id, posting.version, posting.changed_at, posting.employer.version, locale)
            read[posting.public_id] = listing = ListedPosting(version, make_card(posting), posting.content)
            with _lock:
                _kept[version] = listing
    return read
