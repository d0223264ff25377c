"""Writing the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from careercenter.audit.models import AuditEntry
from careercenter.core.db import db
from careercenter.core.permissions import Actor


def record(what: str, *, subject: Any, actor: Actor | None, at: datetime, **detail: Any) -> None:
    """Append that `actor` (None: the clock or a command) did `what` to `subject`, a saved model. `detail` must be JSON."""
    if subject.id is None:
        db.session.flush()  # a new subject has its id only after this
    db.session.add(
        AuditEntry(
            what=what,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            actor_id=actor.account_id if actor else None,
            at=at,
            detail=detail,
        )
    )
