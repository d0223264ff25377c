"""The desk's queue, and what a moderator wants to know of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, cast, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import defer

from careercenter.core.db import db
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import Words, _, _l, _n
from careercenter.core.paging import Page
from careercenter.employers.models import Employer, EmployerRevision, ProfileStatus
from careercenter.moderation.decisions import JUDGED_EDITS
from careercenter.moderation.models import DecisionReason, ReasonUse, Report, ReportStatus
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus
from careercenter.postings.signal_cache import with_signals

PAGE = 50
# An author who waits longer than a day goes elsewhere; from then on the queue says so in red.
LATE = timedelta(hours=24)
# How many neighbours a case page shows before and after its own line.
BEFORE, AFTER = 4, 10


class CaseKind(LabelledEnum):
    NEW = "new", _l("new")
    EDIT = "edit", _l("edit")
    REPORT = "report", _l("reported")
    HELD = "held", _l("held")
    PROFILE = "profile", _l("employer")

    @property
    def words(self) -> str:
        """Give what stands in a line of the queue."""
        return str(_KINDS[self])


_KINDS: dict[CaseKind, Words] = {
    CaseKind.NEW: _l("New job"),
    CaseKind.EDIT: _l("Edit of a live job"),
    CaseKind.REPORT: _l("Reported"),
    CaseKind.HELD: _l("Held"),
    CaseKind.PROFILE: _l("Employer"),
}


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

    def late(self, at: datetime) -> bool:
        return at - self.since > LATE


@dataclass(frozen=True, slots=True)
class Numbers:
    """The queue at a glance: how many wait, of each kind, and since when the oldest and the middle one do."""

    total: int
    by_kind: dict[CaseKind, int]
    oldest: datetime | None
    median: datetime | None

    @property
    def kinds(self) -> list[str]:
        """Give "3 new", "2 edited" and so on, without those of which none waits."""
        return [_counted(kind, self.by_kind[kind]) for kind in CaseKind if kind in self.by_kind]


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


def _all_waiting() -> Any:
    """Give everything a moderator still has to decide, with no limit of age: nothing may drop out of it."""
    no_revision = cast(null(), Integer)
    reported = exists().where(Report.posting_id == Posting.id, Report.status == ReportStatus.OPEN)
    return union_all(
        select(
            literal(CaseKind.NEW.value).label("kind"),
            Posting.id.label("subject"),
            no_revision.label("revision_id"),
            no_revision.label("profile_id"),
            Posting.submitted_at.label("since"),
        ).where(Posting.status == PostingStatus.PENDING),
        select(
            literal(CaseKind.EDIT.value),
            PostingRevision.posting_id,
            PostingRevision.id,
            no_revision,
            PostingRevision.submitted_at,
        ).where(
            PostingRevision.status == RevisionStatus.PENDING,
            PostingRevision.posting_id.in_(select(Posting.id).where(Posting.status.in_(JUDGED_EDITS))),
        ),
        select(literal(CaseKind.REPORT.value), Report.posting_id, no_revision, no_revision, func.min(Report.made_at))
        .where(Report.status == ReportStatus.OPEN)
        .group_by(Report.posting_id),
        select(literal(CaseKind.HELD.value), Posting.id, no_revision, no_revision, Posting.changed_at).where(
            Posting.status == PostingStatus.FROZEN, ~reported
        ),
        # Below 0, so that no id of a posting is met.
        select(
            literal(CaseKind.PROFILE.value),
            -EmployerRevision.id,
            no_revision,
            EmployerRevision.id,
            EmployerRevision.submitted_at,
        ).where(EmployerRevision.status == ProfileStatus.PENDING),
    ).subquery("waiting")


def count_waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(_all_waiting())) or 0


def queue(*, number: int = 1, size: int = PAGE, total: int | None = None) -> Page[QueueItem]:
    """Give one page of the queue, oldest first, in five queries whatever its length; past the end gives the first.

    `total` is how many wait, where it was counted already.
    """
    total = count_waiting() if total is None else total
    if (number - 1) * size >= total:
        number = 1
    return Page(_lines(offset=(number - 1) * size, limit=size), total, number, size)


def around(kind: CaseKind, *, subject: int, revision_id: int | None = None) -> list[QueueItem]:
    """Give a case's own line and its neighbours; the head of the queue when the case no longer waits.

    `subject` is the line's: a posting's id, or less than 0 for an employer's.
    """
    waiting = _all_waiting()
    same = and_(waiting.c.kind == kind.value, waiting.c.subject == subject)
    if revision_id is not None:
        same = and_(same, waiting.c.revision_id == revision_id)
    since = db.session.scalar(select(waiting.c.since).where(same))
    place = 0 if since is None else _place(since, subject)
    return _lines(offset=max(0, place - BEFORE), limit=BEFORE + 1 + AFTER)


def following(since: datetime, subject: int) -> QueueItem | None:
    """Give the line that comes after a place in the queue; after the last, the first."""
    return next(iter(_lines(offset=_place(since, subject, including=True), limit=1) or _lines(offset=0, limit=1)), None)


def numbers() -> Numbers:
    waiting = _all_waiting()
    rows = db.session.execute(select(waiting.c.kind, func.count(), func.min(waiting.c.since)).group_by(waiting.c.kind)).all()
    total = sum(row[1] for row in rows)
    median = db.session.scalar(select(waiting.c.since).order_by(waiting.c.since).limit(1).offset(max(0, total // 2)))
    return Numbers(total, {CaseKind(row[0]): row[1] for row in rows}, min((row[2] for row in rows), default=None), median)


def _place(since: datetime, subject: int, *, including: bool = False) -> int:
    """Count the lines before a place in the queue; `including` counts that place too."""
    waiting = _all_waiting()
    same = waiting.c.subject <= subject if including else waiting.c.subject < subject
    before = or_(waiting.c.since < since, and_(waiting.c.since == since, same))
    return db.session.scalar(select(func.count()).select_from(waiting).where(before)) or 0


def _lines(*, offset: int, limit: int) -> list[QueueItem]:
    waiting = _all_waiting()
    rows = db.session.execute(
        select(waiting).order_by(waiting.c.since, waiting.c.subject, waiting.c.kind).limit(limit).offset(offset)
    ).all()
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
