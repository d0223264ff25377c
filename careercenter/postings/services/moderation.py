"""What moderators do with a posting. Nobody judges a posting of an employer they belong to.

`reason` holds the slugs of reasons from the moderators' list, ", " between them: the posting keeps the first, the trail all.
`words` is everything the author is told.
"""

from __future__ import annotations

from datetime import datetime

from careercenter.core.clock import start_of_day
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.postings import mail
from careercenter.postings.completeness import missing
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.models import Posting, PostingCorrection
from careercenter.postings.services.transitions import (
    apply_due_transitions,
    ensure_allowed,
    first_public,
    refuse_own,
    set_days,
    supersede_revisions,
    transition,
)


def approve(posting: Posting, *, actor: Actor, at: datetime, correction: PostingCorrection | None = None) -> None:
    """Make a submitted posting live, or scheduled when its publishing day is to come; its closing moment is computed now.

    With a `correction` its team is told what was corrected in the same e-mail.
    """
    refuse_own(posting, actor)
    ensure_allowed(posting, PostingAction.APPROVE)
    refuse_incomplete(posting, at=at)
    content = posting.content
    set_days(posting)
    later = content.publish_on is not None and start_of_day(content.publish_on, content.time_zone) > at
    if not later:
        first_public(posting, at=at)
    posting.decision_reason = posting.decision_words = posting.review_needed_at = None
    posting.judged_at, posting.judged_content = at, content
    posting.closed_at = posting.close_reason = None
    transition(posting, PostingAction.SCHEDULE if later else PostingAction.APPROVE, actor=actor, at=at)
    mail.approved(posting) if correction is None else mail.corrected(posting, correction)


def ask_changes(posting: Posting, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Send a submitted posting back to its author with what to change."""
    _decide(posting, PostingAction.ASK_CHANGES, reason=reason, words=words, actor=actor, at=at)
    mail.changes_asked(posting)


def reject(posting: Posting, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Refuse a submitted posting and tell its author why."""
    _decide(posting, PostingAction.REJECT, reason=reason, words=words, actor=actor, at=at)
    mail.rejected(posting)


def freeze(posting: Posting, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Take a posting off every surface, and out of its employer's hands, while it is looked into."""
    apply_due_transitions(posting, at=at)
    _decide(posting, PostingAction.FREEZE, reason=reason, words=words, actor=actor, at=at)
    mail.frozen(posting)


def restore(posting: Posting, *, actor: Actor, at: datetime) -> None:
    """Give a held posting back as it was; what its days say meanwhile comes at once."""
    refuse_own(posting, actor)
    ensure_allowed(posting, PostingAction.RESTORE)
    posting.decision_reason = posting.decision_words = None
    transition(posting, PostingAction.RESTORE, actor=actor, at=at)
    apply_due_transitions(posting, at=at)
    mail.restored(posting)


def remove(posting: Posting, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Take a posting away for good; its page answers that it is gone."""
    _decide(posting, PostingAction.REMOVE, reason=reason, words=words, actor=actor, at=at)
    posting.review_needed_at = at
    supersede_revisions(posting, at=at, actor=actor)
    mail.removed(posting)


def need_review(posting: Posting, *, at: datetime) -> None:
    """A report was found right: the posting comes back to the public through review alone."""
    posting.review_needed_at = at


def appeal(posting: Posting, *, actor: Actor, at: datetime) -> None:
    """Send a rejected or removed posting back to the queue: an administrator's decision."""
    refuse_own(posting, actor)
    ensure_allowed(posting, PostingAction.APPEAL)
    posting.submitted_at = at
    transition(posting, PostingAction.APPEAL, actor=actor, at=at)


def refuse_incomplete(posting: Posting, *, at: datetime) -> None:
    """A posting may have waited past its closing day, or the rules may have changed since it was submitted."""
    lacks = missing(posting.content, at, imported=posting.external_reference is not None)
    if lacks:
        said = "; ".join(lack.message for lack in lacks)
        raise RuleBroken(_("It cannot go live as it is. Ask for changes: %(lacks)s.", lacks=said))


def _decide(posting: Posting, action: PostingAction, *, reason: str, words: str, actor: Actor, at: datetime) -> None:
    refuse_own(posting, actor)
    ensure_allowed(posting, action)
    if not reason:
        raise RuleBroken(_("Choose a reason."), field="reason")
    posting.judged_at, posting.judged_content = at, posting.content
    posting.decision_reason, posting.decision_words = reason.partition(",")[0], words
    transition(posting, action, actor=actor, at=at, reason=reason, words=words)
