"""The last weeks of the board in numbers, in as many queries however much happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.core.db import db
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l

_Sent = aliased(AuditEntry)
WEEKS = 12
WEEK = timedelta(days=7)
HIGH = 60  # units of the drawing that the largest number takes


class Trend(LabelledEnum):
    SUBMITTED = "submitted", _l("Jobs submitted")
    LIVE = "live", _l("Jobs gone live")
    APPLICATIONS = "applications", _l("Applications")
    CODERS = "coders", _l("New coders")
    EMPLOYERS = "employers", _l("New employers")
    REPORTS = "reports", _l("Reports")
    HOURS = "hours", _l("Hours to decide")


# What each is counted by in the audit trail; sign-ups and hours are counted otherwise.
_BY_ENTRIES: dict[str, Trend] = {
    "posting.submitted": Trend.SUBMITTED,
    "posting.approved": Trend.LIVE,
    "posting.published": Trend.LIVE,
    "application.sent": Trend.APPLICATIONS,
    "application.apply_again": Trend.APPLICATIONS,
    "employer.created": Trend.EMPLOYERS,
    "report.made": Trend.REPORTS,
}
SENT = ("posting.submitted", "posting.edited", "posting.review_again", "posting.appealed")
DECIDED = (
    "posting.approved", "posting.scheduled", "posting.changes_asked", "posting.rejected",
    "posting.edit_approved", "posting.edit_changes_asked", "posting.edit_rejected",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """One number, week by week, oldest first; None where there is nothing to take the middle of."""

    trend: Trend
    values: tuple[int | None, ...]

    @property
    def head(self) -> tuple[str, str]:
        """Give the head of its column, and that it holds numbers."""
        return str(self.trend.label), "number"

    @property
    def heights(self) -> list[int]:
        """Give the height of each week's bar, of `HIGH`; what is more than nothing is seen."""
        most = max((value or 0 for value in self.values), default=0)
        return [max(2, HIGH * value // most) if value else 0 for value in self.values]


def mondays(at: datetime) -> list[date]:
    """Give the Mondays on which the last weeks began, UTC, oldest first; the last week is under way."""
    this = at.date() - timedelta(days=at.weekday())
    return [this - WEEK * back for back in reversed(range(WEEKS))]


def trends(at: datetime) -> list[Series]:
    """Count each trend in each of the last weeks."""
    begin = [datetime.combine(monday, time(), UTC) for monday in mondays(at)]
    counts: dict[Trend, list[int | None]] = {trend: [0] * WEEKS for trend in Trend if trend is not Trend.HOURS}
    week = _week_of(AuditEntry.at, begin)
    entries = select(AuditEntry.what, week).where(AuditEntry.what.in_(_BY_ENTRIES), AuditEntry.at >= begin[0])
    for what, number, count in _counted(entries):
        counts[_BY_ENTRIES[what]][number] = (counts[_BY_ENTRIES[what]][number] or 0) + count
    signed_up = select(_week_of(Account.created_at, begin)).where(Account.created_at >= begin[0], Account.is_coder)
    for number, count in _counted(signed_up):
        counts[Trend.CODERS][number] = count
    counts[Trend.HOURS] = _hours(begin)
    return [Series(trend, tuple(counts[trend])) for trend in Trend]


def _counted(rows: Any) -> Any:
    """Give each different row, and how often it is there."""
    each = rows.subquery()
    columns = list(each.c)
    return db.session.execute(select(*columns, func.count()).group_by(*columns))


def _week_of(column: Any, begin: list[datetime]) -> ColumnElement[int]:
    """Number the weeks: databases do not agree on a function for it."""
    return case(*((column >= moment, number) for number, moment in reversed(list(enumerate(begin)))), else_=0).label("week")


def _hours(begin: list[datetime]) -> list[int | None]:
    """Give the median time from sending to deciding of the decisions of each week, in hours begun."""
    spans: list[list[float]] = [[] for _week in begin]
    for decided, sent in db.session.execute(decisions(begin[0])):
        number = sum(decided >= moment for moment in begin) - 1
        spans[number].append((decided - sent).total_seconds() / 3600)
    return [middle_hours(found) for found in spans]


def middle_hours(spans: list[float]) -> int | None:
    """Give the median of times in hours, as hours begun; None of none."""
    return -(-round(median(spans) * 60) // 60) if spans else None


def decisions(since: datetime, *more: Any) -> Any:
    """Select when jobs and edits were decided since a moment, and when each had been sent; `more` are columns beside."""
    sent = (
        select(func.max(_Sent.at))
        .where(
            _Sent.subject_kind == AuditEntry.subject_kind,
            _Sent.subject_id == AuditEntry.subject_id,
            _Sent.what.in_(SENT),
            _Sent.id < AuditEntry.id,
        )
        .scalar_subquery()
    )
    found = (
        select(AuditEntry.at.label("decided"), sent.label("sent"), *more)
        .where(AuditEntry.what.in_(DECIDED), AuditEntry.at >= since)
        .subquery("found")
    )
    return select(found).where(found.c.sent.is_not(None))
