"""The desk's queue, and what a moderator wants to know of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import defer

from careercenter.core.db import db
from careercenter.core.i18n import _, _n
from careercenter.core.paging import Page
from careercenter.employers.models import Employer, EmployerRevision
from careercenter.moderation.models import DecisionReason, ReasonUse, Report, ReportStatus
from careercenter.moderation.queue_request import LATE, WHOLE, CaseKind, Lane, Order, QueueRequest
from careercenter.moderation.waiting import in_order, waiting_cases
from careercenter.postings.models import Posting, PostingRevision
from careercenter.postings.signal_cache import with_signals

PAGE = 50
# How many neighbours a case page shows before and after its own line.
BEFORE, AFTER = 4, 10


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One line of the queue: about a posting, or with `profile` about what an employer says of itself.

    `reports` counts the open ones of its posting.
    """

    kind: CaseKind
    since: datetime
    posting: Posting | None
    revision: PostingRevision | None
    reports: int = 0
    profile: EmployerRevision | None = None

    @property
    def employer(self) -> Employer:
        if self.posting is not None:
            return self.posting.employer
        assert self.profile is not None
        return self.profile.employer

    @property
    def subject(self) -> int:
        """Give what tells lines of one moment apart: the posting's id, or less than 0 for an employer's."""
        return self.posting.id if self.posting is not None else -self.profile.id if self.profile is not None else 0

    @property
    def title(self) -> str:
        if self.posting is None:
            return (self.profile.name if self.profile else None) or self.employer.name
        return (self.revision.content.title if self.revision else self.posting.title) or _("Untitled job")

    @property
    def words(self) -> str:
        """Say what it is, and that a moderator has judged it before."""
        again = self.kind is CaseKind.NEW and self.posting is not None and self.posting.judged_at is not None
        return _("New job, sent again") if again else self.kind.words

    def late(self, at: datetime) -> bool:
        return at - self.since > LATE


@dataclass(frozen=True, slots=True)
class Numbers:
    """The queue at a glance: how many wait, of each kind, since when the oldest and the middle one do, how many came again."""

    total: int
    by_kind: dict[CaseKind, int]
    oldest: datetime | None
    median: datetime | None
    again: int = 0

    def in_lane(self, lane: Lane) -> int:
        """Give how many stand in a lane."""
        if lane is Lane.ALL:
            return self.total
        return self.again if lane is Lane.AGAIN else self.by_kind.get(_KIND_OF[lane], 0)

    @property
    def kinds(self) -> list[str]:
        """Give "3 new", "2 edited" and so on, without those of which none waits."""
        return [_counted(kind, self.by_kind[kind]) for kind in CaseKind if kind in self.by_kind]


_KIND_OF: dict[Lane, CaseKind] = {
    Lane.REPORTED: CaseKind.REPORT,
    Lane.NEW: CaseKind.NEW,
    Lane.EDIT: CaseKind.EDIT,
    Lane.HELD: CaseKind.HELD,
    Lane.PROFILE: CaseKind.PROFILE,
}


def _counted(kind: CaseKind, total: int) -> str:
    if kind is CaseKind.NEW:
        return _n("%(num)s new", "%(num)s new", total)
    if kind is CaseKind.EDIT:
        return _n("%(num)s edited", "%(num)s edited", total)
    if kind is CaseKind.REPORT:
        return _n("%(num)s reported", "%(num)s reported", total)
    if kind is CaseKind.PROFILE:
        return _n("%(num)s employer", "%(num)s employers", total)
    return _n("%(num)s held", "%(num)s held", total)


def count_waiting(asked: QueueRequest = WHOLE) -> int:
    return db.session.scalar(select(func.count()).select_from(waiting_cases(asked))) or 0


def queue(asked: QueueRequest = WHOLE, *, number: int = 1, size: int = PAGE, total: int | None = None) -> Page[QueueItem]:
    """Give one page of the queue in a fixed number of queries whatever its length; past the end gives the first.

    `total` is how many are asked for, where it was counted already.
    """
    total = count_waiting(asked) if total is None else total
    if (number - 1) * size >= total:
        number = 1
    return Page(_lines(asked, offset=(number - 1) * size, limit=size), total, number, size)


def around(kind: CaseKind, *, subject: int, revision_id: int | None = None, asked: QueueRequest = WHOLE) -> list[QueueItem]:
    """Give a case's own line and its neighbours; the head of the queue when the case no longer waits.

    `subject` is the line's: a posting's id, or less than 0 for an employer's.
    """
    place = place_of(kind, subject=subject, revision_id=revision_id, asked=asked)
    return _lines(asked, offset=max(0, place - BEFORE), limit=BEFORE + 1 + AFTER)


def place_of(kind: CaseKind, *, subject: int, revision_id: int | None = None, asked: QueueRequest = WHOLE) -> int:
    """Count the lines before a case; 0 for one that does not wait."""
    waiting = waiting_cases(asked)
    place = func.row_number().over(order_by=in_order(waiting, asked.order)).label("place")
    ranked = select(waiting.c.kind, waiting.c.subject, waiting.c.revision_id, place).subquery("ranked")
    same = and_(ranked.c.kind == kind.value, ranked.c.subject == subject)
    if revision_id is not None:
        same = and_(same, ranked.c.revision_id == revision_id)
    return (db.session.scalar(select(ranked.c.place).where(same)) or 1) - 1


def at_place(place: int, *, but: int, asked: QueueRequest = WHOLE) -> QueueItem | None:
    """Give the line that came to a place when the case there was decided, `but` its subject; after the last, the first."""
    found = next((line for line in _lines(asked, offset=place, limit=3) if line.subject != but), None)
    return found or next((line for line in _lines(asked, offset=0, limit=3) if line.subject != but), None)


def numbers() -> Numbers:
    """Count all that waits, whatever of it a page asks for."""
    waiting = waiting_cases(WHOLE)
    rows = db.session.execute(select(waiting.c.kind, func.count(), func.min(waiting.c.since)).group_by(waiting.c.kind)).all()
    total = sum(row[1] for row in rows)
    median = db.session.scalar(select(waiting.c.since).order_by(waiting.c.since).limit(1).offset(max(0, total // 2)))
    by_kind = {CaseKind(row[0]): row[1] for row in rows}
    again = count_waiting(QueueRequest(lane=Lane.AGAIN)) if total else 0
    return Numbers(total, by_kind, min((row[2] for row in rows), default=None), median, again)


def titles_since(since: datetime | None, *, most: int) -> list[str]:
    """Give the titles of what came after a moment (UTC), oldest first; None: of everything that waits."""
    waiting = waiting_cases(WHOLE)
    came = select(func.count()).select_from(waiting)
    count = db.session.scalar(came if since is None else came.where(waiting.c.since > since)) or 0
    newest = _lines(QueueRequest(order=Order.NEWEST), offset=0, limit=min(count, most)) if count else []
    return [line.title for line in reversed(newest)]


def _lines(asked: QueueRequest, *, offset: int, limit: int) -> list[QueueItem]:
    waiting = waiting_cases(asked)
    query = select(waiting).order_by(*in_order(waiting, asked.order))
    rows = db.session.execute(query.limit(limit).offset(offset)).all()
    ids = {row.subject for row in rows}
    postings = (
        {
            p.id: p
            for p in db.session.scalars(
                select(Posting).options(with_signals, defer(Posting.content)).where(Posting.id.in_(ids))
            )
        }
        if ids
        else {}
    )
    edits = [row.revision_id for row in rows if row.revision_id is not None]
    revisions = (
        {r.id: r for r in db.session.scalars(select(PostingRevision).where(PostingRevision.id.in_(edits)))} if edits else {}
    )
    changes = [row.profile_id for row in rows if row.profile_id is not None]
    profiles = (
        {p.id: p for p in db.session.scalars(select(EmployerRevision).where(EmployerRevision.id.in_(changes)))}
        if changes
        else {}
    )
    reports = dict(_open_counts(ids))
    return [
        QueueItem(
            CaseKind(row.kind),
            row.since,
            postings.get(row.subject),
            revisions.get(row.revision_id),
            reports.get(row.subject, 0),
            profiles.get(row.profile_id),
        )
        for row in rows
    ]


def _open_counts(posting_ids: set[int]) -> Sequence[Any]:
    if not posting_ids:
        return []
    return [
        (row[0], row[1])
        for row in db.session.execute(
            select(Report.posting_id, func.count())
            .where(Report.posting_id.in_(posting_ids), Report.status == ReportStatus.OPEN)
            .group_by(Report.posting_id)
        )
    ]


def reports_of(posting: Posting) -> list[Report]:
    """Give every report of a posting, the open ones first, each in the order they came."""
    found = db.session.scalars(select(Report).where(Report.posting_id == posting.id).order_by(Report.id)).all()
    return sorted(found, key=lambda report: report.status is not ReportStatus.OPEN)


def open_reports(posting: Posting) -> list[Report]:
    return [report for report in reports_of(posting) if report.status is ReportStatus.OPEN]


def report_by(posting: Posting, reporter: str) -> Report | None:
    return db.session.scalar(select(Report).where(Report.posting_id == posting.id, Report.reporter == reporter))


def of_household(posting: Posting, household: str) -> list[Report]:
    query = select(Report).where(Report.posting_id == posting.id, Report.household == household)
    return list(db.session.scalars(query.order_by(Report.id)))


def reasons(use: ReasonUse | None = None, *, retired: bool = False) -> list[DecisionReason]:
    """Give the reasons in their order; with `retired` also those no longer offered."""
    query = select(DecisionReason).order_by(DecisionReason.use, DecisionReason.position, DecisionReason.id)
    if use is not None:
        query = query.where(DecisionReason.use == use)
    if not retired:
        query = query.where(DecisionReason.retired_at.is_(None))
    return list(db.session.scalars(query))


def reason_by_slug(slug: str) -> DecisionReason | None:
    return db.session.scalar(select(DecisionReason).where(DecisionReason.slug == slug))
