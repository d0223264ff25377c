"""How long a moderator's answer takes, measured from the board's own decisions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from careercenter.audit.models import AuditEntry
from careercenter.core.db import db
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting

FEWEST = 20  # decisions; of fewer nothing can be promised
MOST = 200  # the latest ones, so that the figure is of today
_SUBMITTED = "posting.submitted"
_DECIDED = ("posting.approved", "posting.scheduled", "posting.rejected", "posting.changes_asked")


def waiting_since() -> datetime | None:
    """Give the moment since which the oldest job waits for review; None when none waits."""
    return db.session.scalar(select(func.min(Posting.submitted_at)).where(Posting.status == PostingStatus.PENDING))


def usual_review() -> timedelta | None:
    """Give the median time from submitting to the answer, of the latest decisions; None when they are too few."""
    decided = list(
        db.session.execute(
            select(AuditEntry.subject_id, AuditEntry.id, AuditEntry.at)
            .where(AuditEntry.what.in_(_DECIDED), AuditEntry.subject_kind == "posting")
            .order_by(AuditEntry.id.desc())
            .limit(MOST)
        )
    )
    if len(decided) < FEWEST:
        return None
    sent = list(
        db.session.execute(
            select(AuditEntry.subject_id, AuditEntry.id, AuditEntry.at)
            .where(
                AuditEntry.what == _SUBMITTED,
                AuditEntry.subject_kind == "posting",
                AuditEntry.subject_id.in_({subject for subject, _id, _at in decided}),
            )
            .order_by(AuditEntry.id)
        )
    )
    of_subject: dict[int, list[tuple[int, datetime]]] = {}
    for subject, entry, at in sent:
        of_subject.setdefault(subject, []).append((entry, at))
    took = [
        at - before[-1][1]
        for subject, entry, at in decided
        if (before := [one for one in of_subject.get(subject, []) if one[0] < entry])
    ]
    return sorted(took)[len(took) // 2] if len(took) >= FEWEST else None
