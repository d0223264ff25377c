"""Judging an edit of a live posting, while the approved version stays up."""

from __future__ import annotations

from datetime import datetime

from careercenter.audit.services import record
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.postings import mail
from careercenter.postings.completeness import missing
from careercenter.postings.diff import changed_fields
from careercenter.postings.lifecycle import REVISABLE, PostingStatus
from careercenter.postings.models import PostingCorrection, PostingRevision, RevisionStatus
from careercenter.postings.review_policy import merge
from careercenter.postings.services import snapshots
from careercenter.postings.services.transitions import (
    apply_due_transitions,
    enqueue_reindex,
    refuse_own,
    set_content,
    supersede,
)
from careercenter.postings.services.writing import latest_content


def approve_revision(
    revision: PostingRevision, *, actor: Actor, at: datetime, correction: PostingCorrection | None = None
) -> RevisionStatus:
    """Put an edit onto the posting; SUPERSEDED instead of APPROVED when the posting ended meanwhile.

    With a `correction` its team is told what was corrected in the same e-mail.
    """
    posting = revision.posting
    _refuse(revision, actor)
    apply_due_transitions(posting, at=at)
    if posting.status not in REVISABLE and posting.status is not PostingStatus.FROZEN:
        supersede(revision, at=at, actor=actor)
        return revision.status
    content = merge(revision.base, revision.content, posting.content)
    lacks = missing(content, at, imported=posting.external_reference is not None)
    if lacks:
        said = "; ".join(lack.message for lack in lacks)
        raise RuleBroken(_("The edit cannot go live as it is. Ask for changes: %(lacks)s.", lacks=said))
    fields = changed_fields(posting.content, content)
    posting.judged_at, posting.judged_content = at, content
    set_content(posting, content)
    posting.changed_at = at
    _decide(revision, RevisionStatus.APPROVED, actor=actor, at=at)
    record("posting.edit_approved", subject=posting, actor=actor, at=at, revision=revision.public_id, fields=fields)
    enqueue_reindex(posting)
    mail.edit_approved(revision) if correction is None else mail.corrected(posting, correction)
    return revision.status


def ask_revision_changes(revision: PostingRevision, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Send an edit back to its author; what is live stays."""
    _send_back(revision, RevisionStatus.CHANGES_ASKED, "edit_changes_asked", reason=reason, words=words, actor=actor, at=at)
    mail.edit_changes_asked(revision)


def reject_revision(revision: PostingRevision, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Refuse an edit; what is live stays."""
    _send_back(revision, RevisionStatus.REJECTED, "edit_rejected", reason=reason, words=words, actor=actor, at=at)
    mail.edit_rejected(revision)


def withdraw_revision(revision: PostingRevision, *, actor: Actor, at: datetime) -> None:
    """Take one's own edit back; what is live stays."""
    if revision.status not in (RevisionStatus.PENDING, RevisionStatus.CHANGES_ASKED):
        raise RuleBroken(_("This edit is not waiting anymore. Its status is “%(status)s”.", status=revision.status.label))
    _keep_snapshot(revision, actor=actor, at=at)
    supersede(revision, at=at, actor=actor)


def _keep_snapshot(revision: PostingRevision, *, actor: Actor, at: datetime) -> None:
    """The edit is about to be no longer what an editor goes on from; the posting's version says so to forms opened before."""
    posting = revision.posting
    snapshots.keep(posting, latest_content(posting), actor=actor, at=at)
    posting.changed_at = at


def _send_back(
    revision: PostingRevision, to: RevisionStatus, past: str, *, reason: str, words: str, actor: Actor, at: datetime
) -> None:
    _refuse(revision, actor)
    if not reason:
        raise RuleBroken(_("Choose a reason."), field="reason")
    if to is RevisionStatus.REJECTED:
        _keep_snapshot(revision, actor=actor, at=at)
    revision.decision_reason, revision.decision_words = reason.partition(",")[0], words
    _decide(revision, to, actor=actor, at=at)
    record(
        f"posting.{past}", subject=revision.posting, actor=actor, at=at,
        revision=revision.public_id, reason=reason, words=words,
    )  # fmt: skip


def _decide(revision: PostingRevision, to: RevisionStatus, *, actor: Actor, at: datetime) -> None:
    revision.status, revision.decided_at, revision.decided_by_id = to, at, actor.account_id


def _refuse(revision: PostingRevision, actor: Actor) -> None:
    refuse_own(revision.posting, actor)
    if revision.status is not RevisionStatus.PENDING:
        raise RuleBroken(_("This edit is decided already. Its status is “%(status)s”.", status=revision.status.label))
