"""The audit trail: append only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from careercenter.core.clock import now
from careercenter.core.db import Base


class AuditEntry(Base):
    """Who did what to which subject, when. `what` is "subject.act", for example "posting.rejected"."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        # What was done within some weeks is counted by the index alone.
        Index("ix_audit_entry_what_at", "what", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    what: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(index=True, comment="account; null: the clock or a command")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class AuditSeal(Base):
    """What the entries up to one of them were, as `audit.sealing` computes it."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_entry_id: Mapped[int] = mapped_column(unique=True)
    entries: Mapped[int] = mapped_column(comment="how many it covers")
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(default=now)


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(_mapper: Mapper[AuditEntry], _connection: Connection, entry: AuditEntry) -> None:
    raise RuntimeError(f"audit entry {entry.id} cannot be changed or deleted")
