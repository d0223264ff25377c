"""A case as its page shows it: everything a moderator needs in front of them to decide, gathered once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from careercenter.core.permissions import Actor, can
from careercenter.employers.likeness import Likeness, alike_to
from careercenter.employers.models import Employer
from careercenter.moderation import queries, services
from careercenter.moderation.decisions import ReportDecision, actions_on, actions_on_revision, decisions_on_reports
from careercenter.moderation.history import History, history_of
from careercenter.moderation.last_look import Look, last_look
from careercenter.moderation.models import Report
from careercenter.moderation.policy import ModerationPermission, own_people
from careercenter.moderation.queries import QueueItem
from careercenter.moderation.queue_request import WHOLE, CaseKind, QueueRequest
from careercenter.moderation.timeline import Line, trail
from careercenter.postings.completeness import Lack, missing
from careercenter.postings.content import PostingContent
from careercenter.postings.diff import Difference, differences
from careercenter.postings.doubts import likely_mistakes
from careercenter.postings.guesses import Guess, guesses_of
from careercenter.postings.lifecycle import PostingAction, PostingStatus
from careercenter.postings.models import Posting, PostingRevision
from careercenter.postings.presentation import PostingView, view
from careercenter.postings.signal_cache import signals_of
from careercenter.postings.signals import Level, Signal, Why


@dataclass(frozen=True, slots=True)
class Case:
    """`actions` holds what this moderator may do now; empty for their own employer's (`own`) and for what is decided."""

    kind: CaseKind
    posting: Posting
    revision: PostingRevision | None
    shown: PostingView
    seen: str
    actions: Sequence[PostingAction | ReportDecision]
    own: bool
    since: datetime | None
    lacks: list[Lack]
    doubts: list[Lack]
    signals: list[Signal]
    blocking: list[Signal]
    differences: Sequence[Difference]
    looked_at: Look | None
    reports: list[Report]
    history: History
    trail: list[Line]
    likenesses: list[Likeness]
    guesses: list[Guess]
    neighbours: list[QueueItem] = field(default_factory=list)

    @property
    def subject(self) -> int:
        return self.posting.id

    @property
    def signs(self) -> list[tuple[Signal, list[str]]]:
        """Give the signals, those of one weight and reason as one, with all the words they were found in."""
        found: dict[tuple[Level, Why], tuple[Signal, list[str]]] = {}
        for signal in self.signals:
            found.setdefault((signal.level, signal.why), (signal, []))[1].append(signal.found)
        return [(signal, list(filter(None, words))) for signal, words in found.values()]

    @property
    def correctable(self) -> bool:
        """Say whether small things may be corrected here: in what waits to be approved, and is no scam."""
        return self.kind in (CaseKind.NEW, CaseKind.EDIT) and PostingAction.APPROVE in self.actions and not self.blocking

    @property
    def employer(self) -> Employer:
        return self.posting.employer


def serious(waiting: QueueItem) -> list[Signal]:
    """Give the signals the queue counts: a note is worth knowing but no reason to hurry."""
    subject = waiting.revision or waiting.posting
    if subject is None:
        return []
    found = signals_of(subject, employer_host=waiting.employer.host)
    return [signal for signal in found if signal.level is not Level.NOTE]


def case_of_posting(posting: Posting, *, actor: Actor, at: datetime, asked: QueueRequest = WHOLE) -> Case:
    actions = actions_on(posting, admin=actor.is_admin) if can(actor, ModerationPermission.JUDGE, posting) else []
    since = {PostingStatus.PENDING: posting.submitted_at, PostingStatus.FROZEN: posting.changed_at}.get(posting.status)
    asks = _Asks(
        CaseKind.HELD if posting.status is PostingStatus.FROZEN else CaseKind.NEW,
        seen=services.version_token(posting),
        actions=actions,
        since=since,
    )
    return _case(asks, posting, reports=queries.reports_of(posting), actor=actor, at=at, asked=asked)


def case_of_revision(revision: PostingRevision, *, actor: Actor, at: datetime, asked: QueueRequest = WHOLE) -> Case:
    actions = actions_on_revision(revision) if can(actor, ModerationPermission.JUDGE, revision) else []
    seen = services.version_token_of_revision(revision)
    asks = _Asks(CaseKind.EDIT, seen=seen, actions=actions, since=revision.submitted_at)
    reports = queries.reports_of(revision.posting)
    return _case(asks, revision.posting, revision, reports=reports, actor=actor, at=at, asked=asked)


def case_of_reports(posting: Posting, *, actor: Actor, at: datetime, asked: QueueRequest = WHOLE) -> Case:
    reports = queries.reports_of(posting)
    open_ones = [report for report in reports if report.decided_at is None]
    may = can(actor, ModerationPermission.JUDGE, posting)
    asks = _Asks(
        CaseKind.REPORT,
        seen=services.version_token_of_reports(posting, open_ones),
        actions=decisions_on_reports(posting, any_open=bool(open_ones)) if may else [],
        since=min((report.made_at for report in open_ones), default=None),
    )
    return _case(asks, posting, reports=reports, actor=actor, at=at, asked=asked)


@dataclass(frozen=True, slots=True)
class _Asks:
    """What a kind of case asks of its moderator."""

    kind: CaseKind
    seen: str
    actions: Sequence[PostingAction | ReportDecision]
    since: datetime | None


def _case(
    asks: _Asks,
    posting: Posting,
    revision: PostingRevision | None = None,
    *,
    reports: list[Report],
    actor: Actor,
    at: datetime,
    asked: QueueRequest,
) -> Case:
    content = revision.content if revision else posting.content
    undecided = revision is None and posting.status is PostingStatus.PENDING
    return Case(
        kind=asks.kind,
        posting=posting,
        revision=revision,
        shown=view(posting, at=at, content=content),
        seen=asks.seen,
        actions=asks.actions,
        own=own_people(actor, posting),
        since=asks.since,
        lacks=missing(content, at, imported=posting.external_reference is not None) if undecided else [],
        doubts=likely_mistakes(content),
        signals=signals_of(revision or posting, employer_host=posting.employer.host),
        blocking=services.blocking(revision or posting),
        differences=differences(_before(revision), content) if revision else [],
        looked_at=last_look(revision or posting),
        reports=reports,
        history=history_of(posting.employer, but=posting),
        guesses=guesses_of(posting),
        trail=trail([posting, revision] if revision else [posting]),
        likenesses=alike_to(posting.employer),
        neighbours=queries.around(asks.kind, subject=posting.id, revision_id=revision.id if revision else None, asked=asked),
    )


def _before(revision: PostingRevision) -> PostingContent:
    """While it waits an edit is compared with what is live now; a decided one with what was live then."""
    return revision.posting.content if revision.decided_at is None else revision.base
