"""What each moderator decided in the last weeks, in as many queries however many they are and however much they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from careercenter.accounts.models import Account, Staff
from careercenter.admin.trends import decisions, middle_hours, mondays
from careercenter.audit.models import AuditEntry
from careercenter.core.db import db
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _, _l

_Later = aliased(AuditEntry)
_Next = aliased(AuditEntry)


class CountedAs(LabelledEnum):
    APPROVED = "approved", _l("Approved")
    CHANGES_ASKED = "changes_asked", _l("Changes asked")
    REJECTED = "rejected", _l("Rejected")
    STOPPED = "stopped", _l("Held or removed")
    REPORTS = "reports", _l("Reports decided")

    @property
    def head(self) -> tuple[str, str]:
        """Give the head of its column, and that it holds numbers."""
        return str(self.label), "number"


# What each is counted by in the audit trail: jobs and edits alike; all reports closed by one decision are one.
_BY_ENTRIES: dict[str, CountedAs] = {
    "posting.approved": CountedAs.APPROVED,
    "posting.scheduled": CountedAs.APPROVED,
    "posting.edit_approved": CountedAs.APPROVED,
    "posting.changes_asked": CountedAs.CHANGES_ASKED,
    "posting.edit_changes_asked": CountedAs.CHANGES_ASKED,
    "posting.rejected": CountedAs.REJECTED,
    "posting.edit_rejected": CountedAs.REJECTED,
    "posting.frozen": CountedAs.STOPPED,
    "posting.removed": CountedAs.STOPPED,
    "posting.reports_upheld": CountedAs.REPORTS,
    "posting.reports_dismissed": CountedAs.REPORTS,
}
# A job rejected, held or removed was reversed when the next of these about it, by somebody else, shows it to coders again.
_AGAINST = ("posting.rejected", "posting.frozen", "posting.removed")
_SHOWING = ("posting.approved", "posting.scheduled", "posting.restored")


@dataclass(frozen=True, slots=True)
class ModeratorFigures:
    """One moderator's decisions; `hours` is None where nothing they decided had been sent, `reversals` are by others."""

    public_id: str
    name: str
    still: bool  # on the staff now
    counts: dict[CountedAs, int]
    hours: int | None
    reversals: int


def figures_by_moderator(at: datetime) -> list[ModeratorFigures]:
    """Count since the Monday the last weeks began on, UTC, by name; who left the staff is there with what they decided."""
    since = datetime.combine(mondays(at)[0], time(), UTC)
    counts, hours, reversals = _counts(since), _hours(since), _reversals(since)
    people = db.session.execute(
        select(Account.id, Account.public_id, Account.name, Account.email, Account.staff, Account.erased_at).where(
            or_(Account.id.in_(counts), Account.staff == Staff.MODERATOR)
        )
    )
    found = [
        ModeratorFigures(
            public_id=row.public_id,
            name=_("Closed account") if row.erased_at else row.name or row.email,
            still=row.staff is not None,
            counts={one: counts.get(row.id, {}).get(one, 0) for one in CountedAs},
            hours=middle_hours(hours.get(row.id, [])),
            reversals=reversals.get(row.id, 0),
        )
        for row in people
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.public_id))


def _counts(since: datetime) -> dict[int, dict[CountedAs, int]]:
    rows = db.session.execute(
        select(AuditEntry.actor_id, AuditEntry.what, func.count())
        .where(AuditEntry.what.in_(_BY_ENTRIES), AuditEntry.at >= since, AuditEntry.actor_id.is_not(None))
        .group_by(AuditEntry.actor_id, AuditEntry.what)
    )
    found: dict[int, dict[CountedAs, int]] = {}
    for account_id, what, count in rows:
        assert account_id is not None
        own = found.setdefault(account_id, {})
        own[_BY_ENTRIES[what]] = own.get(_BY_ENTRIES[what], 0) + count
    return found


def _hours(since: datetime) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for decided, sent, account_id in db.session.execute(decisions(since, AuditEntry.actor_id)):
        found.setdefault(account_id, []).append((decided - sent).total_seconds() / 3600)
    return found


def _reversals(since: datetime) -> dict[int, int]:
    following = (
        select(func.min(_Later.id))
        .where(
            _Later.subject_kind == AuditEntry.subject_kind,
            _Later.subject_id == AuditEntry.subject_id,
            _Later.what.in_(_AGAINST + _SHOWING),
            _Later.id > AuditEntry.id,
        )
        .correlate(AuditEntry)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(AuditEntry.actor_id, func.count())
        .join(_Next, _Next.id == following)
        .where(
            AuditEntry.what.in_(_AGAINST),
            AuditEntry.at >= since,
            _Next.what.in_(_SHOWING),
            _Next.actor_id != AuditEntry.actor_id,
        )
        .group_by(AuditEntry.actor_id)
    )
    return {account_id: count for account_id, count in rows if account_id is not None}
