"""New jobs that came together: several of one employer, or of one import."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import func, select

from careercenter.core.db import db
from careercenter.employers.models import Employer
from careercenter.importing.models import ImportBatch, ImportedDraft
from careercenter.moderation.queries import PAGE
from careercenter.moderation.queue_request import WHOLE, Lane, Order, QueueRequest
from careercenter.moderation.waiting import in_order, waiting_cases
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.signal_cache import with_signals


@dataclass(frozen=True, slots=True)
class Group:
    """An employer or an import of which new jobs wait; an import is named by its file, and the employer it is of."""

    public_id: str
    name: str
    waiting: int


def of_employers(*, least: int = 2, most: int = 100) -> list[Group]:
    """Give the employers with the most new jobs that wait."""
    counted = (
        select(Posting.employer_id, func.count().label("waiting"))
        .where(Posting.status == PostingStatus.PENDING)
        .group_by(Posting.employer_id)
        .having(func.count() >= least)
        .order_by(func.count().desc(), Posting.employer_id)
        .limit(most)
        .subquery("counted")
    )
    query = select(Employer.public_id, Employer.name, counted.c.waiting).join(counted, Employer.id == counted.c.employer_id)
    return [Group(*row) for row in db.session.execute(query.order_by(counted.c.waiting.desc(), Employer.name))]


def of_imports(*, least: int = 2, most: int = 100) -> list[Group]:
    """Give the imports with the most new jobs that wait."""
    counted = (
        select(ImportedDraft.batch_id, func.count().label("waiting"))
        .join(Posting, Posting.id == ImportedDraft.posting_id)
        .where(Posting.status == PostingStatus.PENDING)
        .group_by(ImportedDraft.batch_id)
        .having(func.count() >= least)
        .order_by(func.count().desc(), ImportedDraft.batch_id)
        .limit(most)
        .subquery("counted")
    )
    query = (
        select(ImportBatch.public_id, ImportBatch.file_name, Employer.name, counted.c.waiting)
        .join(counted, ImportBatch.id == counted.c.batch_id)
        .outerjoin(Employer, Employer.id == ImportBatch.employer_id)
        .order_by(counted.c.waiting.desc(), ImportBatch.id)
    )
    return [Group(row[0], ", ".join(filter(None, (row[1], row[2]))), row[3]) for row in db.session.execute(query)]


def narrowed_to(whose: Employer | ImportBatch, asked: QueueRequest) -> QueueRequest:
    """Ask for the new jobs of an employer or an import alone."""
    if isinstance(whose, Employer):
        return replace(asked, lane=Lane.NEW, employer=whose.public_id)
    return replace(asked, lane=Lane.NEW, batch=whose.public_id)


def waiting_of(whose: Employer | ImportBatch, asked: QueueRequest = WHOLE, *, most: int = PAGE) -> list[Posting]:
    """Give the new jobs of it that wait and are asked for, oldest first, with what they say."""
    waiting = waiting_cases(narrowed_to(whose, asked))
    ids = select(waiting.c.subject).order_by(*in_order(waiting, Order.OLDEST)).limit(most)
    query = select(Posting).options(with_signals).where(Posting.id.in_(ids))
    return list(db.session.scalars(query.order_by(Posting.submitted_at, Posting.id)))


def by_public_ids(whose: Employer | ImportBatch, public_ids: list[str]) -> dict[str, Posting]:
    """Give those of these jobs that are the employer's or came by the import, by their public ids."""
    query = select(Posting).where(Posting.public_id.in_(public_ids))
    if isinstance(whose, Employer):
        query = query.where(Posting.employer_id == whose.id)
    else:
        query = query.join(ImportedDraft, ImportedDraft.posting_id == Posting.id).where(ImportedDraft.batch_id == whose.id)
    return {posting.public_id: posting for posting in db.session.scalars(query)}


def batch_by_public_id(batch: str) -> ImportBatch | None:
    return db.session.scalar(select(ImportBatch).where(ImportBatch.public_id == batch))
