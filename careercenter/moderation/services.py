"""Decisions at the desk, and the trust an employer has."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from careercenter.audit.models import AuditEntry
from careercenter.audit.queries import trail_of
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers import mail
from careercenter.employers import services as employers
from careercenter.employers import services_moderation as profiles
from careercenter.employers.models import Employer, EmployerRevision, ProfileStatus, Verification
from careercenter.mail.services import stop
from careercenter.moderation import queries
from careercenter.moderation.decisions import (
    REASON_FOR,
    REPORTS_BECOME,
    SHOWING,
    SHOWN,
    DecisionOutcome,
    ProfileDecision,
    ReportDecision,
    Verdict,
    outcome_of,
    outcome_of_revision,
)
from careercenter.moderation.models import Report
from careercenter.moderation.policy import own_people
from careercenter.moderation.services_reports import close_reports, tell_reporters
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import PostingAction, PostingStatus
from careercenter.postings.models import Posting, PostingCorrection, PostingRevision, RevisionStatus
from careercenter.postings.signal_cache import signals_of
from careercenter.postings.signals import Level, Signal
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue


def version_token(posting: Posting) -> str:
    """Give what a form carries, so that a decision about another version than the one looked at is refused.

    Who the employer says it is counts too: it stands over the job that goes public.
    """
    who = f"{posting.employer.name}\n{posting.employer.website}".encode()
    return f"{posting.version}.{hashlib.sha256(who).hexdigest()[:8]}"


def version_token_of_revision(revision: PostingRevision) -> str:
    return f"{revision.version}.{version_token(revision.posting)}"


def version_token_of_profile(revision: EmployerRevision) -> str:
    return f"{revision.version}.{revision.employer.version}"


def version_token_of_reports(posting: Posting, reports: list[Report]) -> str:
    """The posting's version and the last report read: one that came in since has to be read too."""
    return f"{version_token(posting)}.{max((r.id for r in reports), default=0)}"


def decide(
    posting: Posting,
    action: PostingAction,
    *,
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    correction: PostingCorrection | None = None,
) -> DecisionOutcome:
    """Judge a posting and give what became of it; Stale when it is no longer as they saw it.

    A hold is taken of any version: it can be undone, and an author who saves again and again would escape every decision.
    A removal or restoring ends its open reports. A hold keeps them open, and those who reported hear that it is looked into.
    """
    refuse_outsiders_and_own(posting, actor)
    if action is not PostingAction.FREEZE:
        refuse_stale(verdict.seen, version_token(posting))
    if action is PostingAction.APPEAL and not actor.is_admin:
        raise RuleBroken(_("Only an administrator sends a job back to review."))
    _refuse_first_press(posting, action, verdict)
    told: dict[str, Any] = {"correction": correction} if correction else reasons_and_words(action, verdict)
    acts: dict[PostingAction, Callable[..., Any]] = {
        PostingAction.APPROVE: postings.approve,
        PostingAction.ASK_CHANGES: postings.ask_changes,
        PostingAction.REJECT: postings.reject,
        PostingAction.FREEZE: postings.freeze,
        PostingAction.RESTORE: postings.restore,
        PostingAction.REMOVE: postings.remove,
        PostingAction.APPEAL: postings.appeal,
    }
    if action not in acts:
        raise RuleBroken(_("That is not decided at the desk."))
    acts[action](posting, **told, actor=actor, at=at)
    if action in (PostingAction.FREEZE, PostingAction.REMOVE):
        stop(posting.through)
    if action is PostingAction.APPROVE:
        posting.employer.unlisted = False  # whoever approved the job has seen whom the employer looks like
    if action is PostingAction.REMOVE or (action is PostingAction.APPROVE and _was_removed(posting)):
        reached = action is PostingAction.APPROVE
        enqueue(TaskName.TELL_APPLICANTS, reached=reached, employer_id=posting.employer_id, posting_id=posting.id)
    if action in REPORTS_BECOME:
        close_reports(queries.open_reports(posting), posting=posting, decision=action, actor=actor, at=at)
    elif action is PostingAction.FREEZE:
        tell_reporters(queries.open_reports(posting), posting, action)
    return outcome_of(posting, action)


def decide_revision(
    revision: PostingRevision,
    action: PostingAction,
    *,
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    correction: PostingCorrection | None = None,
) -> DecisionOutcome:
    """Judge an edit of a live posting; the approved version stays up whatever is decided, but for an approval."""
    refuse_outsiders_and_own(revision, actor)
    if revision.status is not RevisionStatus.PENDING:
        raise Stale(_("This edit is decided, or was replaced by a later one."))
    refuse_stale(verdict.seen, version_token_of_revision(revision))
    acts: dict[PostingAction, Callable[..., Any]] = {
        PostingAction.APPROVE: postings.approve_revision,
        PostingAction.ASK_CHANGES: postings.ask_revision_changes,
        PostingAction.REJECT: postings.reject_revision,
    }
    if action not in acts:
        raise RuleBroken(_("An edit is approved, rejected, or sent back for changes."))
    _refuse_first_press(revision, action, verdict)
    told: dict[str, Any] = {"correction": correction} if correction else reasons_and_words(action, verdict)
    acts[action](revision, **told, actor=actor, at=at)
    return outcome_of_revision(revision)


def decide_profile(
    revision: EmployerRevision, decision: ProfileDecision, *, verdict: Verdict, actor: Actor, at: datetime
) -> DecisionOutcome:
    """Judge a change of what an employer says of itself; the author is told."""
    refuse_outsiders_and_own(revision.employer, actor)
    if revision.status is not ProfileStatus.PENDING:
        raise Stale(_("This change is decided, or was replaced by a later one."))
    refuse_stale(verdict.seen, version_token_of_profile(revision))
    if decision is ProfileDecision.APPROVE:
        profiles.approve(revision, actor=actor, at=at)
        return DecisionOutcome.PROFILE_APPROVED
    profiles.reject(revision, **reasons_and_words(decision, verdict), actor=actor, at=at)
    return DecisionOutcome.PROFILE_REJECTED


def decide_reports(
    posting: Posting, decision: ReportDecision, *, verdict: Verdict, actor: Actor, at: datetime
) -> DecisionOutcome:
    """Answer all open reports of a posting with one decision; those who reported with an account are told."""
    refuse_outsiders_and_own(posting, actor)
    reports = queries.open_reports(posting)
    if decision is not ReportDecision.FREEZE:
        refuse_stale(verdict.seen, version_token_of_reports(posting, reports))
    if decision in (ReportDecision.DISMISS, ReportDecision.UPHOLD):
        if not reports:
            raise Stale(_("These reports are decided already."))
        if decision is ReportDecision.DISMISS and posting.status is PostingStatus.FROZEN:
            raise RuleBroken(_("This job is held. Restore it, which dismisses the reports, or remove it."))
        if decision is ReportDecision.UPHOLD:
            if posting.status in SHOWN:
                raise RuleBroken(_("This job is shown. Hold it or remove it when the reports are right."))
            postings.need_review(posting, at=at)
        close_reports(reports, posting=posting, decision=decision, actor=actor, at=at)
        return DecisionOutcome.DISMISSED if decision is ReportDecision.DISMISS else DecisionOutcome.UPHELD
    return decide(
        posting,
        PostingAction(decision.value),
        verdict=replace(verdict, seen=version_token(posting)),
        actor=actor,
        at=at,
    )


def verify_employer(employer: Employer, *, how: Verification, what: str, actor: Actor, at: datetime) -> None:
    """Mark an employer as verified, saying what was checked."""
    refuse_outsiders_and_own(employer, actor)
    if employer.closed_at is not None:
        raise RuleBroken(_("This employer is closed."))
    employers.verify(employer, by=how, what=what, actor=actor, at=at)


def unverify_employer(employer: Employer, *, words: str, actor: Actor, at: datetime) -> None:
    """Take the verification back, for a reason that stays in the trail."""
    refuse_outsiders_and_own(employer, actor)
    if employer.verified_at is None:
        raise RuleBroken(_("This employer is not verified."))
    words_needed(words)
    employers.end_verification(employer, actor=actor, at=at, words=words)


def suspend_employer(employer: Employer, *, words: str, actor: Actor, at: datetime) -> None:
    """End all an employer can do to coders at once; its owners are told why, and those who applied that it is so."""
    refuse_outsiders_and_own(employer, actor)
    words_needed(words)
    employers.suspend(employer, words=words, actor=actor, at=at)
    _reindex(employer)
    mail.to_owners(employer, "employer_suspended", words=words)
    enqueue(TaskName.TELL_APPLICANTS, reached=False, employer_id=employer.id)


def restore_employer(employer: Employer, *, words: str, actor: Actor, at: datetime) -> None:
    """End a suspension: what is live of its postings is shown again."""
    refuse_outsiders_and_own(employer, actor)
    employers.end_suspension(employer, actor=actor, at=at, words=words)
    _reindex(employer)
    mail.to_owners(employer, "employer_restored", words=words)
    enqueue(TaskName.TELL_APPLICANTS, reached=True, employer_id=employer.id)


def refuse_outsiders_and_own(subject: Any, actor: Actor) -> None:
    """Hold the rule here too, whatever a page allowed."""
    if not actor.is_moderator:
        raise RuleBroken(_("Only a moderator decides this."))
    if own_people(actor, subject):
        raise RuleBroken(_("You belong to this employer, so another moderator has to decide."))


def refuse_stale(looked_at: str, current: str) -> None:
    if looked_at != current:
        raise Stale(_("This changed while you were looking at it, so nothing of yours was saved."))


def words_needed(words: str) -> None:
    if not words.strip():
        raise RuleBroken(_("Say why: the words go to the owners and into the audit trail."), field="words")


def reasons_and_words(action: PostingAction | ProfileDecision, verdict: Verdict) -> dict[str, str]:
    """Give what the author is told: the reasons' slugs, their words, the moderator's; nothing where none is asked for."""
    use = REASON_FOR.get(action)
    if use is None:
        return {}
    wanted = {slug for slug in verdict.reasons if slug}
    if not wanted:
        raise RuleBroken(_("Choose a reason."), field="reason")
    chosen = [reason for reason in queries.reasons(use) if reason.slug in wanted]
    if len(chosen) < len(wanted):
        raise RuleBroken(_("That reason is no longer in the list. Choose another."), field="reason")
    own = verdict.words.strip()
    if not own and not all(reason.words for reason in chosen):
        raise RuleBroken(_("Write what the author should know: this reason says nothing by itself."), field="words")
    words = "\n\n".join(part for part in (*(reason.words for reason in chosen), own) if part)
    return {"reason": ", ".join(reason.slug for reason in chosen), "words": words}


def _refuse_first_press(subject: Posting | PostingRevision, action: PostingAction, verdict: Verdict) -> None:
    """What is known from scams is not shown to coders by a habit of the hand."""
    if action in SHOWING and not verdict.sure and blocking(subject):
        raise RuleBroken(_("This job has signs known from scams. Read them, then press a second time if you approve it."))


def blocking(subject: Posting | PostingRevision) -> list[Signal]:
    """Give the signals that are known from scams in a posting or an edit."""
    employer = subject.employer if isinstance(subject, Posting) else subject.posting.employer
    return [one for one in signals_of(subject, employer_host=employer.host) if one.level is Level.BLOCK]


def _was_removed(posting: Posting) -> bool:
    return db.session.scalar(trail_of(posting).where(AuditEntry.what == "posting.removed").limit(1)) is not None


def _reindex(employer: Employer) -> None:
    live = select(Posting.id).where(Posting.employer_id == employer.id, Posting.status == PostingStatus.LIVE)
    for posting_id in db.session.scalars(live):
        enqueue(TaskName.INDEX_POSTING, posting_id=posting_id)
