"""What is known of an employer, beside each case: its jobs, earlier decisions, reports, and who its people are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.audit.queries import trail_of
from careercenter.core.contacts import FREE_MAIL
from careercenter.core.db import db
from careercenter.core.i18n import _, _n
from careercenter.employers.mail_domains import at_site, domain_of
from careercenter.employers.models import Employer, Membership, Role
from careercenter.moderation.models import Report, ReportStatus
from careercenter.moderation.notes import count_notes
from careercenter.moderation.timeline import Line, lines
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting

DECISIONS = tuple(
    f"posting.{act}"
    for act in (
        "approved", "scheduled", "changes_asked", "rejected", "frozen", "restored", "removed", "appealed",
        "edit_approved", "edit_changes_asked", "edit_rejected", "reports_upheld", "reports_dismissed",
    )
)  # fmt: skip

_S = PostingStatus
_COUNTED: dict[PostingStatus, Callable[[int], str]] = {
    _S.DRAFT: lambda n: _n("%(num)s draft", "%(num)s drafts", n),
    _S.PENDING: lambda n: _n("%(num)s waiting for review", "%(num)s waiting for review", n),
    _S.CHANGES_ASKED: lambda n: _n("%(num)s with changes asked", "%(num)s with changes asked", n),
    _S.SCHEDULED: lambda n: _n("%(num)s scheduled", "%(num)s scheduled", n),
    _S.LIVE: lambda n: _n("%(num)s live", "%(num)s live", n),
    _S.PAUSED: lambda n: _n("%(num)s paused", "%(num)s paused", n),
    _S.CLOSED: lambda n: _n("%(num)s closed", "%(num)s closed", n),
    _S.EXPIRED: lambda n: _n("%(num)s expired", "%(num)s expired", n),
    _S.REJECTED: lambda n: _n("%(num)s rejected", "%(num)s rejected", n),
    _S.FROZEN: lambda n: _n("%(num)s held", "%(num)s held", n),
    _S.REMOVED: lambda n: _n("%(num)s removed", "%(num)s removed", n),
    _S.ARCHIVED: lambda n: _n("%(num)s archived", "%(num)s archived", n),
}


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    role: Role
    at_site: bool  # their mail is at the domain of the employer's website
    free_mail: bool


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name or website the employer had before, and what came after it."""

    at: datetime
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class History:
    by_status: tuple[tuple[PostingStatus, int], ...]
    reports: dict[ReportStatus, int]
    decisions: list[Line]
    titles: dict[int, str]  # of the postings the decisions were about
    people: list[Person]
    renamed: list[Renamed] = field(default_factory=list)
    notes: int = 0  # that moderators keep about it

    @property
    def jobs(self) -> int:
        return sum(count for _status, count in self.by_status)

    @property
    def counted(self) -> list[str]:
        """Give "2 live", "1 rejected" and so on, in the order of a posting's life."""
        return [_COUNTED[status](count) for status, count in self.by_status]

    def reports_with(self, status: str) -> int:
        return self.reports.get(ReportStatus(status), 0)


def history_of(employer: Employer, *, but: Posting | None = None) -> History:
    """Give an employer's history; earlier decisions leave out those about `but`, which has its own trail on the page."""
    statuses = dict(
        db.session.execute(
            select(Posting.status, func.count()).where(Posting.employer_id == employer.id).group_by(Posting.status)
        ).all()
    )
    reports: dict[Any, int] = dict(
        db.session.execute(
            select(Report.status, func.count())
            .join(Posting, Report.posting_id == Posting.id)
            .where(Posting.employer_id == employer.id)
            .group_by(Report.status)
        ).all()
    )
    decisions = lines(_decisions(employer, but))
    titles = _titles({line.subject_id for line in decisions if line.subject_kind == Posting.__tablename__})
    by_status = tuple((status, statuses[status]) for status in PostingStatus if status in statuses)
    return History(by_status, reports, decisions, titles, _people(employer), _renamed(employer), count_notes(employer))


def _renamed(employer: Employer, most: int = 3) -> list[Renamed]:
    entries = db.session.scalars(trail_of(employer).where(AuditEntry.what == "employer.changed").limit(20))
    return [
        Renamed(entry.at, said["before"], said["after"])
        for entry in entries
        for name, said in (entry.detail.get("changes") or {}).items()
        if name in ("name", "website") and said.get("before")
    ][:most]


def _decisions(employer: Employer, but: Posting | None, most: int = 8) -> list[AuditEntry]:
    own = select(Posting.id).where(Posting.employer_id == employer.id)
    if but is not None:
        own = own.where(Posting.id != but.id)
    query = select(AuditEntry).where(
        AuditEntry.subject_kind == Posting.__tablename__,
        AuditEntry.subject_id.in_(own),
        AuditEntry.what.in_(DECISIONS),
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(most)))


def _titles(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {
        row.id: row.title or _("Untitled job")
        for row in db.session.execute(select(Posting.id, Posting.title).where(Posting.id.in_(ids)))
    }


def _people(employer: Employer) -> list[Person]:
    rows = db.session.execute(
        select(Account.name, Account.email, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.employer_id == employer.id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    return [
        Person(row.name, row.email, row.role, at_site(row.email, employer.host), domain_of(row.email) in FREE_MAIL)
        for row in rows
    ]
