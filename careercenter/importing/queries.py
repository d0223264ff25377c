"""Batches and the drafts they made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from careercenter.core.db import db
from careercenter.employers.models import Employer
from careercenter.importing.models import BatchStatus, ImportBatch, ImportedDraft
from careercenter.postings.lifecycle import EDITABLE
from careercenter.postings.models import Posting

MOST_SHOWN = 20


def of_employer_by_public_id(employer: str, batch: str) -> ImportBatch | None:
    """Load by both public ids together: under another employer's address a batch is not there."""
    return db.session.scalar(
        select(ImportBatch).join(ImportBatch.employer).where(Employer.public_id == employer, ImportBatch.public_id == batch)
    )


def latest(employer: Employer) -> Sequence[ImportBatch]:
    query = select(ImportBatch).where(ImportBatch.employer_id == employer.id)
    return db.session.scalars(query.order_by(ImportBatch.id.desc()).limit(MOST_SHOWN)).all()


def drafts(batch: ImportBatch) -> Select[Posting]:
    """Ask for the postings the batch began that can still be edited as a whole, in the order of the file."""
    return (
        select(Posting)
        .join(ImportedDraft, ImportedDraft.posting_id == Posting.id)
        .where(ImportedDraft.batch_id == batch.id, Posting.status.in_(EDITABLE))
        .order_by(Posting.id)
    )


def files_needed(since: datetime) -> Select[str | None]:
    """Ask for the digests of files uploaded since then whose drafts are not made yet."""
    needed = (BatchStatus.CHECKING, BatchStatus.CHECKED, BatchStatus.WRITING)
    return select(ImportBatch.digest).where(ImportBatch.status.in_(needed), ImportBatch.uploaded_at >= since)
