"""One transition of a posting: its status, audit entry and index task together; and what the clock decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from careercenter.audit.services import record
from careercenter.core.clock import end_of_day, start_of_day
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers.interest import interested
from careercenter.postings import mail
from careercenter.postings.content import PostingContent
from careercenter.postings.lifecycle import PUBLIC, PostingAction, PostingStatus, apply_action, may
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus
from careercenter.postings.queries import due_to_expire, due_to_publish
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

# How each action stands in the audit trail: "posting.submitted". `postings.history` has the words for people.
PAST: dict[PostingAction, str] = {
    PostingAction.SUBMIT: "submitted",
    PostingAction.WITHDRAW: "withdrawn",
    PostingAction.APPROVE: "approved",
    PostingAction.SCHEDULE: "scheduled",
    PostingAction.ASK_CHANGES: "changes_asked",
    PostingAction.REJECT: "rejected",
    PostingAction.PUBLISH: "published",
    PostingAction.PAUSE: "paused",
    PostingAction.RESUME: "resumed",
    PostingAction.CLOSE: "closed",
    PostingAction.REOPEN: "reopened",
    PostingAction.EXPIRE: "expired",
    PostingAction.RENEW: "renewed",
    PostingAction.REVIEW_AGAIN: "review_again",
    PostingAction.FREEZE: "frozen",
    PostingAction.RESTORE: "restored",
    PostingAction.REMOVE: "removed",
    PostingAction.APPEAL: "appealed",
    PostingAction.ARCHIVE: "archived",
    PostingAction.UNARCHIVE: "unarchived",
}

OPEN_REVISIONS = (RevisionStatus.PENDING, RevisionStatus.CHANGES_ASKED)


def transition(posting: Posting, action: PostingAction, *, actor: Actor | None, at: datetime, **detail: Any) -> None:
    """Move along the table, say so in the audit trail, and have the index follow where the public could notice."""
    before = posting.status
    apply_action(posting, action)
    posting.changed_at = at
    record(f"posting.{PAST[action]}", subject=posting, actor=actor, at=at, **detail)
    if before in PUBLIC or posting.status in PUBLIC:
        enqueue_reindex(posting)


def enqueue_reindex(posting: Posting) -> None:
    enqueue(TaskName.INDEX_POSTING, posting_id=posting.id)


def apply_due_transitions(posting: Posting, *, at: datetime) -> None:
    """Make the stored status say what the clock has decided already: nothing may depend on when the sweep last ran."""
    if posting.status is PostingStatus.SCHEDULED and posting.publishes_at is not None and posting.publishes_at <= at:
        _publish(posting, at=at)
    if is_over(posting, at=at):
        transition(posting, PostingAction.EXPIRE, actor=None, at=at)
        mail.expired(posting)


def is_over(posting: Posting, *, at: datetime) -> bool:
    """Say whether a posting that still stands as live or paused is past its closing moment."""
    standing = posting.status in (PostingStatus.LIVE, PostingStatus.PAUSED)
    return standing and posting.closes_at is not None and posting.closes_at <= at


def _publish(posting: Posting, *, at: datetime) -> None:
    first_public(posting, at=at)
    transition(posting, PostingAction.PUBLISH, actor=None, at=at)
    mail.published(posting)


def publish_due(at: datetime) -> int:
    """Publish the scheduled postings whose day has begun; give how many."""
    return _apply_all(list(db.session.scalars(due_to_publish(at))), at)


def expire_due(at: datetime) -> int:
    """Mark as expired what is past its closing day; the public has not seen it since that minute. Give how many."""
    return _apply_all(list(db.session.scalars(due_to_expire(at))), at)


def _apply_all(postings: list[Posting], at: datetime) -> int:
    for posting in postings:
        apply_due_transitions(posting, at=at)
    return len(postings)


def first_public(posting: Posting, *, at: datetime) -> None:
    """`posted_at` is set once: a job that comes back is not new again."""
    if posting.posted_at is None:
        posting.posted_at = at


def set_content(posting: Posting, content: PostingContent) -> None:
    """Make `content` what the posting says, and the columns beside it follow."""
    posting.content = content
    posting.title = content.title[:120]
    if posting.closes_at is not None and content.closing_on is not None:
        set_days(posting)


def set_days(posting: Posting) -> None:
    """Compute the moments of the closing and the publishing day in the posting's time zone."""
    content = posting.content
    assert content.closing_on is not None
    posting.closes_at = end_of_day(content.closing_on, content.time_zone)
    if content.publish_on is not None:
        posting.publishes_at = start_of_day(content.publish_on, content.time_zone)
    elif posting.status is PostingStatus.SCHEDULED:
        posting.publishes_at = posting.submitted_at  # the day was taken out: it is due now


def supersede_revisions(posting: Posting, *, at: datetime, actor: Actor | None) -> None:
    """Put aside the edits that wait or were sent back: a later one replaces them, or nobody needs them any more."""
    for revision in posting.revisions:
        if revision.status in OPEN_REVISIONS:
            supersede(revision, at=at, actor=actor)
    db.session.flush()  # before another waiting edit is added: the database allows one a posting


def supersede(revision: PostingRevision, *, at: datetime, actor: Actor | None) -> None:
    revision.status, revision.decided_at = RevisionStatus.SUPERSEDED, at
    record("posting.edit_superseded", subject=revision.posting, actor=actor, at=at, revision=revision.public_id)


def ensure_allowed(posting: Posting, action: PostingAction) -> None:
    """Refuse what the table refuses before anything of the posting is touched."""
    if not may(posting, action):
        apply_action(posting, action)


def refuse_own(posting: Posting, actor: Actor) -> None:
    """Nobody judges a posting of an employer they belong to, left lately, or belonged to when it was sent."""
    if interested(actor, posting.employer_id, posting.submitted_at):
        raise RuleBroken(
            _(
                "You belong to %(employer)s, so another moderator has to decide about this job.",
                employer=posting.employer.name,
            )
        )
