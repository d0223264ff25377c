"""Batches and the drafts they made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from careercenter.core.db import db
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer, Membership, Role
from careercenter.importing.models import BatchStatus, ImportBatch, ImportedDraft
from careercenter.postings.lifecycle import EDITABLE
from careercenter.postings.models import Posting

MOST_SHOWN = 20


def by_public_id(batch: str, employer: str | None) -> ImportBatch | None:
    """Load by both public ids together: under another employer's address, or under none, an employer's batch is not there."""
    whose = Employer.public_id == employer if employer else ImportBatch.employer_id.is_(None)
    query = select(ImportBatch).outerjoin(Employer, Employer.id == ImportBatch.employer_id)
    return db.session.scalar(query.where(ImportBatch.public_id == batch, whose))


def latest(employer: Employer) -> Sequence[ImportBatch]:
    query = select(ImportBatch).where(ImportBatch.employer_id == employer.id)
    return db.session.scalars(query.order_by(ImportBatch.id.desc()).limit(MOST_SHOWN)).all()


def latest_of_several(account_id: int) -> Sequence[ImportBatch]:
    """Give a person's files with an employer a row, newest first."""
    query = select(ImportBatch).where(ImportBatch.employer_id.is_(None), ImportBatch.account_id == account_id)
    return db.session.scalars(query.order_by(ImportBatch.id.desc()).limit(MOST_SHOWN)).all()


def drafts(batch: ImportBatch, actor: Actor) -> Select[Posting]:
    """Ask for the postings the batch began that can still be edited as a whole, in the order of the file.

    Of a batch with an employer a row, those of employers the actor still writes jobs of.
    """
    query = (
        select(Posting)
        .join(ImportedDraft, ImportedDraft.posting_id == Posting.id)
        .where(ImportedDraft.batch_id == batch.id, Posting.status.in_(EDITABLE))
        .order_by(Posting.id)
    )
    if batch.employer_id is None and not actor.is_admin:
        query = query.where(Posting.employer_id.in_(recruited_for(actor)))
    return query


def recruited_for(actor: Actor) -> Select[int]:
    """Ask for the ids of the employers a person writes jobs of, as owner or recruiter."""
    return select(Membership.employer_id).where(
        Membership.account_id == actor.account_id,
        Membership.ended_at.is_(None),
        Membership.role.in_((Role.OWNER, Role.RECRUITER)),
    )


def employers_of(actor: Actor) -> Sequence[Employer]:
    """Give the employers a person may choose for a row, by name."""
    query = select(Employer).where(Employer.id.in_(recruited_for(actor)), Employer.closed_at.is_(None))
    return db.session.scalars(query.order_by(func.lower(Employer.name), Employer.id)).all()


def files_needed(since: datetime) -> Select[str | None]:
    """Ask for the digests of files uploaded since then whose drafts are not made yet."""
    needed = (BatchStatus.CHECKING, BatchStatus.CHECKED, BatchStatus.WRITING)
    return select(ImportBatch.digest).where(ImportBatch.status.in_(needed), ImportBatch.uploaded_at >= since)
