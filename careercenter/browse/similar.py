"""Jobs like one: of its specialties, those that share most with it, the newest of equals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from careercenter.postings import public_queries
from careercenter.postings.content import PostingContent
from careercenter.postings.models import Posting
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, SearchReader, Sort

SHOWN = 4
# Of a large specialty the newest so many are compared.
_COMPARED = 12


def similar(posting: Posting, engine: SearchReader, session: Session, *, at: datetime) -> list[Posting]:
    """Ask the index once, for live postings under the same specialties, and the database once, for what they say."""
    if not posting.content.specialties:
        return []
    criteria = Criteria(chosen={Facet.SPECIALTY: posting.content.specialties}, sort=Sort.NEWEST)
    found = engine.find(criteria, at=at, size=_COMPARED + 1, counted=())
    ids = [public_id for public_id in found.ids if public_id != posting.public_id]
    others = public_queries.in_order(session, ids, at=at)
    return sorted(others, key=lambda other: -likeness(posting.content, other.content))[:SHOWN]


def likeness(one: PostingContent, other: PostingContent) -> int:
    """Weigh what two jobs share: the specialties above all, then where one works, what is asked for and whose care it is."""
    return (
        4 * len(set(one.specialties) & set(other.specialties))
        + 2 * (one.work_setting is not None and one.work_setting is other.work_setting)
        + bool(_asked(one) & _asked(other))
        + bool(set(one.patient_types) & set(other.patient_types))
        + (one.employment_type is not None and one.employment_type is other.employment_type)
        + (one.experience is not None and one.experience is other.experience)
    )


def _asked(content: PostingContent) -> set[str]:
    return {*content.credentials_all, *content.credentials_any}
