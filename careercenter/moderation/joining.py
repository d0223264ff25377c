"""What the people of an employer that looks like another one did when they were shown that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from careercenter.audit.models import AuditEntry
from careercenter.core.db import db
from careercenter.employers import queries
from careercenter.employers.models import Employer, JoinRequest


@dataclass(frozen=True, slots=True)
class Joining:
    """`different_from` were shown when it was set up, and said to be others; `asked` are its people's requests to join any."""

    different_from: Sequence[Employer]
    asked: Sequence[JoinRequest]


def joining_of(employer: Employer) -> Joining:
    created = select(AuditEntry.detail).where(
        AuditEntry.subject_kind == Employer.__tablename__,
        AuditEntry.subject_id == employer.id,
        AuditEntry.what == "employer.created",
    )
    shown = (db.session.scalar(created.limit(1)) or {}).get("different_from", [])
    different = db.session.scalars(select(Employer).where(Employer.public_id.in_(shown)).order_by(Employer.id)).all()
    return Joining(different, queries.join_requests_by_members(employer))
