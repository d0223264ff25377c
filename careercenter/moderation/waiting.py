"""Everything that waits for a moderator, as one query, and what of it is asked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Select, case, cast, exists, func, literal, null, or_, select, union_all

from careercenter.core.clock import now
from careercenter.employers.models import Employer, EmployerRevision, ProfileStatus
from careercenter.importing.models import ImportBatch, ImportedDraft
from careercenter.moderation.decisions import JUDGED_EDITS
from careercenter.moderation.models import Report, ReportStatus
from careercenter.moderation.queue_request import LATE, CaseKind, Lane, Order, Origin, QueueRequest, Waits, Weight
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus
from careercenter.postings.signals import Level

_LANES: dict[CaseKind, frozenset[Lane]] = {
    CaseKind.NEW: frozenset({Lane.ALL, Lane.NEW, Lane.AGAIN}),
    CaseKind.EDIT: frozenset({Lane.ALL, Lane.EDIT}),
    CaseKind.REPORT: frozenset({Lane.ALL, Lane.REPORTED}),
    CaseKind.HELD: frozenset({Lane.ALL, Lane.HELD}),
    CaseKind.PROFILE: frozenset({Lane.ALL, Lane.PROFILE}),
}
_AT_LEAST: dict[Weight, Level] = {Weight.BLOCK: Level.BLOCK, Weight.HOLD: Level.HOLD, Weight.WARN: Level.WARN}
_NOTHING = cast(null(), Integer)


def waiting_cases(asked: QueueRequest) -> Any:
    """Give what waits and is asked for as a subquery: kind, subject, revision_id, profile_id, since, urgent, weight.

    There is no limit of age: nothing may drop out of it. `urgent` is 0 for reports of a live posting, else 1. `subject` is a
    posting's id, or less than 0 for an employer's. The weight is read only when something asks for it: it lies in the row.
    """
    arms = [
        arm(asked)
        for kind, arm in (
            (CaseKind.NEW, _new),
            (CaseKind.EDIT, _edits),
            (CaseKind.REPORT, _reports),
            (CaseKind.HELD, _held_postings),
        )
        if asked.lane in _LANES[kind]
    ]
    if asked.lane in _LANES[CaseKind.PROFILE] and asked.origin is Origin.ANY and not asked.batch:
        arms.append(_profiles(asked))
    return union_all(*arms).subquery("waiting")


def in_order(waiting: Any, order: Order) -> tuple[Any, ...]:
    """Give what lines are ordered by; lines of one moment have an order too."""
    last = (waiting.c.subject, waiting.c.kind)
    if order is Order.NEWEST:
        return (waiting.c.since.desc(), *last)
    if order is Order.SIGNALS:
        return (waiting.c.weight.desc(), waiting.c.since, *last)
    return (waiting.c.since, *last) if order is Order.OLDEST else (waiting.c.urgent, waiting.c.since, *last)


def _line(kind: CaseKind, subject: Any, since: Any, weight: Any, asked: QueueRequest, **ids: Any) -> Select[Any]:
    needed = asked.order is Order.SIGNALS
    return select(
        literal(kind.value).label("kind"),
        subject.label("subject"),
        ids.get("revision", _NOTHING).label("revision_id"),
        ids.get("profile", _NOTHING).label("profile_id"),
        since.label("since"),
        ids.get("urgent", literal(1)).label("urgent"),
        (weight if needed else literal(0)).label("weight"),
    )


def _new(asked: QueueRequest) -> Select[Any]:
    query = _line(CaseKind.NEW, Posting.id, Posting.submitted_at, Posting.signals_weight, asked)
    if asked.lane is Lane.AGAIN:
        query = query.where(Posting.judged_at.is_not(None))
    return _narrowed(query.where(Posting.status == PostingStatus.PENDING), asked, Posting.submitted_at, Posting.signals_weight)


def _edits(asked: QueueRequest) -> Select[Any]:
    since, weight = PostingRevision.submitted_at, PostingRevision.signals_weight
    query = _line(CaseKind.EDIT, PostingRevision.posting_id, since, weight, asked, revision=PostingRevision.id)
    query = query.join(Posting, PostingRevision.posting_id == Posting.id)
    query = query.where(PostingRevision.status == RevisionStatus.PENDING, Posting.status.in_(JUDGED_EDITS))
    return _narrowed(query, asked, since, weight)


def _reports(asked: QueueRequest) -> Select[Any]:
    urgent = case((Posting.status == PostingStatus.LIVE, 0), else_=1)
    first = func.min(Report.made_at)
    query = _line(CaseKind.REPORT, Report.posting_id, first, Posting.signals_weight, asked, urgent=urgent)
    query = query.join(Posting, Report.posting_id == Posting.id).where(Report.status == ReportStatus.OPEN)
    query = _narrowed(query, asked, None, Posting.signals_weight).group_by(Report.posting_id, Posting.id)
    return query.having(first < now() - LATE) if asked.waits is Waits.LATE else query


def _held_postings(asked: QueueRequest) -> Select[Any]:
    reported = exists().where(Report.posting_id == Posting.id, Report.status == ReportStatus.OPEN)
    query = _line(CaseKind.HELD, Posting.id, Posting.changed_at, Posting.signals_weight, asked)
    query = query.where(Posting.status == PostingStatus.FROZEN, ~reported)
    return _narrowed(query, asked, Posting.changed_at, Posting.signals_weight)


def _profiles(asked: QueueRequest) -> Select[Any]:
    since = EmployerRevision.submitted_at
    # Below 0, so that no id of a posting is met.
    query = _line(CaseKind.PROFILE, -EmployerRevision.id, since, literal(0), asked, profile=EmployerRevision.id)
    query = query.where(EmployerRevision.status == ProfileStatus.PENDING)
    if asked.waits is Waits.LATE:
        query = query.where(since < now() - LATE)
    if asked.weight in _AT_LEAST:
        query = query.where(literal(0) == 1)  # an employer has no words to look closely at
    if asked.employer:
        query = query.where(EmployerRevision.employer_id.in_(_called(asked.employer)))
    if asked.text:
        query = query.where(EmployerRevision.employer_id.in_(_named(asked.text)))
    return query


def _narrowed(query: Select[Any], asked: QueueRequest, since: Any, weight: Any) -> Select[Any]:
    """Narrow the cases of postings."""
    if asked.employer:
        query = query.where(Posting.employer_id.in_(_called(asked.employer)))
    if asked.batch:
        query = query.where(Posting.id.in_(_begun_by(asked.batch)))
    if asked.origin is not Origin.ANY:
        imported = Posting.external_reference.is_not(None)
        query = query.where(imported if asked.origin is Origin.IMPORT else ~imported)
    if asked.weight in _AT_LEAST:
        query = query.where(weight >= _AT_LEAST[asked.weight].weight)
    elif asked.weight is Weight.NONE:
        query = query.where(weight < Level.WARN.weight)
    if asked.waits is Waits.LATE and since is not None:
        query = query.where(since < now() - LATE)
    if asked.text:
        query = query.where(or_(_holds(Posting.title, asked.text), Posting.employer_id.in_(_named(asked.text))))
    return query


def _called(public_id: str) -> Select[Any]:
    return select(Employer.id).where(Employer.public_id == public_id)


def _begun_by(batch: str) -> Select[Any]:
    batches = select(ImportBatch.id).where(ImportBatch.public_id == batch).scalar_subquery()
    return select(ImportedDraft.posting_id).where(ImportedDraft.batch_id == batches)


def _named(text: str) -> Select[Any]:
    return select(Employer.id).where(_holds(Employer.name, text))


def _holds(column: Any, text: str) -> Any:
    return func.lower(column).contains(text.lower(), autoescape=True)
