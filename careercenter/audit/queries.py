"""Reading the audit trail."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from careercenter.audit.models import AuditEntry


def trail_of(subject: Any) -> Select[Any]:
    """Give the entries of one subject, newest first."""
    return (
        select(AuditEntry)
        .where(AuditEntry.subject_kind == subject.__tablename__, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.id.desc())
    )


def trail() -> Select[Any]:
    """Give every entry, newest first."""
    return select(AuditEntry).order_by(AuditEntry.id.desc())
