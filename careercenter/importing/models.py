"""Files of jobs that were uploaded, what was found in them, and the drafts they became."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l
from careercenter.core.ids import public_id
from careercenter.employers.models import Employer


class BatchStatus(LabelledEnum):
    """A batch that is CHECKING, WRITING, CHANGING or UNDOING is the worker's; in the others it waits for a person."""

    CHECKING = "checking", _l("Being checked")
    UNREADABLE = "unreadable", _l("Could not be read")
    CHECKED = "checked", _l("Checked")
    WRITING = "writing", _l("Drafts are being made")
    WRITTEN = "written", _l("Drafts made")
    CHANGING = "changing", _l("Drafts are being changed")
    UNDOING = "undoing", _l("Being undone")
    UNDONE = "undone", _l("Undone")

    @property
    def busy(self) -> bool:
        return self in (BatchStatus.CHECKING, BatchStatus.WRITING, BatchStatus.CHANGING, BatchStatus.UNDOING)


class ImportBatch(Base):
    """One uploaded file of jobs: an employer's or, without `employer`, of the one each row names."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, comment="who uploaded it")
    digest: Mapped[str | None] = mapped_column(
        ForeignKey("stored_file.digest"), index=True, comment="until its drafts are made"
    )
    file_name: Mapped[str] = mapped_column(String(120), comment="what it was called, shown only, never used as a path")
    defaults: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, comment="columns and values for rows that hold none")
    assigned: Mapped[dict[str, str]] = mapped_column(
        JSON,
        default=dict,
        server_default="{}",
        comment="names of employers not known, in lower case, and who was chosen for them",
    )
    status: Mapped[BatchStatus] = mapped_column(EnumColumn(BatchStatus), default=BatchStatus.CHECKING)
    report: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, comment="what checking found, and what came of the last step"
    )
    done: Mapped[int] = mapped_column(default=0, comment="rows or drafts of the work under way")
    total: Mapped[int] = mapped_column(default=0, comment="of `done`")
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    employer: Mapped[Employer | None] = relationship(lazy="joined")
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class ImportedDraft(Base):
    """A posting that a batch began. `content_digest` tells whether somebody has edited it since."""

    __tablename__ = "imported_draft"

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id", ondelete="CASCADE"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), index=True)
    content_digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of what the import, or its page, last wrote")
