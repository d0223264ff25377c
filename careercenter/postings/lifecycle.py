"""The life of a posting, whole, on one page.

Buttons, rules, docs and tests read TRANSITIONS; `apply_action` is the only line of the project that assigns a posting's status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careercenter.core.enums import LabelledEnum
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _, _l
from careercenter.core.transitions import Transition, transition

if TYPE_CHECKING:
    from careercenter.postings.models import Posting


class PostingStatus(LabelledEnum):
    DRAFT = "draft", _l("Draft")
    PENDING = "pending", _l("Waiting for review")
    CHANGES_ASKED = "changes_asked", _l("Changes asked")
    SCHEDULED = "scheduled", _l("Scheduled")
    LIVE = "live", _l("Live")
    PAUSED = "paused", _l("Paused")
    CLOSED = "closed", _l("Closed")
    EXPIRED = "expired", _l("Expired")
    REJECTED = "rejected", _l("Rejected")
    FROZEN = "frozen", _l("Held by a moderator")
    REMOVED = "removed", _l("Removed")
    ARCHIVED = "archived", _l("Archived")


S = PostingStatus

STANDING: dict[PostingStatus, Words] = {
    S.DRAFT: _l("This job is a draft."),
    S.PENDING: _l("This job is waiting for review."),
    S.CHANGES_ASKED: _l("Changes are asked for in this job."),
    S.SCHEDULED: _l("This job is scheduled."),
    S.LIVE: _l("This job is live."),
    S.PAUSED: _l("This job is paused."),
    S.CLOSED: _l("This job is closed."),
    S.EXPIRED: _l("This job is expired."),
    S.REJECTED: _l("This job was not accepted."),
    S.FROZEN: _l("This job is held by a moderator."),
    S.REMOVED: _l("This job was removed."),
    S.ARCHIVED: _l("This job is archived."),
}

# Only these are ever public, and even then only while `queries.visible` agrees.
PUBLIC = frozenset({S.LIVE})
# The page of one of these still answers with a banner for 60 days, then 410.
ENDED = frozenset({S.EXPIRED, S.CLOSED})
EDITABLE = frozenset({S.DRAFT, S.CHANGES_ASKED})
# An edit of one of these becomes a revision when it touches a material field.
REVISABLE = frozenset({S.LIVE, S.PAUSED, S.SCHEDULED})


class PostingAction(LabelledEnum):
    SUBMIT = "submit", _l("Submit for review")
    WITHDRAW = "withdraw", _l("Withdraw from review")
    APPROVE = "approve", _l("Approve")
    SCHEDULE = "schedule", _l("Approve for its publishing day")
    ASK_CHANGES = "ask_changes", _l("Ask for changes")
    REJECT = "reject", _l("Reject")
    PUBLISH = "publish", _l("Publish on its day")
    PAUSE = "pause", _l("Pause")
    RESUME = "resume", _l("Resume")
    CLOSE = "close", _l("Close")
    REOPEN = "reopen", _l("Reopen")
    EXPIRE = "expire", _l("Expire")
    RENEW = "renew", _l("Renew")
    REVIEW_AGAIN = "review_again", _l("Back to review")
    FREEZE = "freeze", _l("Hold")
    RESTORE = "restore", _l("Restore")
    REMOVE = "remove", _l("Remove for good")
    APPEAL = "appeal", _l("Send back to review")
    ARCHIVE = "archive", _l("Archive")
    UNARCHIVE = "unarchive", _l("Take out of the archive")


class CloseReason(LabelledEnum):
    FILLED = "filled", _l("The position is filled")
    CANCELLED = "cancelled", _l("The position was cancelled")
    ENOUGH_APPLICANTS = "enough_applicants", _l("Enough applicants")
    OTHER = "other", _l("Another reason")


# Out of these, and out of nothing else, a moderator holds a posting: what is public, and what was and could be again.
HOLDABLE = {S.LIVE, S.PAUSED, S.SCHEDULED, S.CLOSED, S.EXPIRED, S.ARCHIVED}

# None: back to the status it was held or archived in. By "rule" is what becomes of a member's act.
TRANSITIONS: dict[PostingAction, Transition[PostingStatus, PostingStatus | None]] = {
    PostingAction.SUBMIT: transition({S.DRAFT, S.CHANGES_ASKED}, S.PENDING, "member"),
    PostingAction.WITHDRAW: transition({S.PENDING}, S.DRAFT, "member"),
    PostingAction.APPROVE: transition({S.PENDING}, S.LIVE, "moderator"),
    PostingAction.SCHEDULE: transition({S.PENDING}, S.SCHEDULED, "moderator"),
    PostingAction.ASK_CHANGES: transition({S.PENDING}, S.CHANGES_ASKED, "moderator"),
    PostingAction.REJECT: transition({S.PENDING}, S.REJECTED, "moderator"),
    PostingAction.PUBLISH: transition({S.SCHEDULED}, S.LIVE, "clock"),
    PostingAction.PAUSE: transition({S.LIVE}, S.PAUSED, "member"),
    PostingAction.RESUME: transition({S.PAUSED}, S.LIVE, "member"),
    PostingAction.CLOSE: transition({S.LIVE, S.PAUSED, S.SCHEDULED}, S.CLOSED, "member"),
    PostingAction.REOPEN: transition({S.CLOSED}, S.LIVE, "member"),
    PostingAction.EXPIRE: transition({S.LIVE, S.PAUSED}, S.EXPIRED, "clock"),
    PostingAction.RENEW: transition({S.EXPIRED}, S.LIVE, "member"),
    PostingAction.REVIEW_AGAIN: transition({S.PAUSED, S.CLOSED, S.EXPIRED}, S.PENDING, "rule"),
    PostingAction.FREEZE: transition(HOLDABLE, S.FROZEN, "moderator"),
    PostingAction.RESTORE: transition({S.FROZEN}, None, "moderator"),
    PostingAction.REMOVE: transition({S.FROZEN, S.PENDING} | HOLDABLE, S.REMOVED, "moderator"),
    PostingAction.APPEAL: transition({S.REJECTED, S.REMOVED}, S.PENDING, "admin"),
    PostingAction.ARCHIVE: transition(
        {S.DRAFT, S.CHANGES_ASKED, S.PAUSED, S.CLOSED, S.EXPIRED, S.REJECTED}, S.ARCHIVED, "member"
    ),
    PostingAction.UNARCHIVE: transition({S.ARCHIVED}, None, "member"),
}


def may(posting: Posting, action: PostingAction) -> bool:
    """Say whether the status allows the action; whether the person may is the policy's question."""
    return posting.status in TRANSITIONS[action].to


def apply_action(posting: Posting, action: PostingAction) -> None:
    """Move the status along the table; RuleBroken, with nothing changed, when the table has no such transition."""
    if not may(posting, action):
        raise RuleBroken(
            _("%(state)s That cannot be done now. Reload the page to see what can.", state=STANDING[posting.status])
        )
    to = TRANSITIONS[action].to[posting.status]
    if action is PostingAction.FREEZE:
        posting.held_from = posting.status
    if action is PostingAction.ARCHIVE:
        posting.archived_from = posting.status
    if to is None:
        to = _archived_from(posting) if action is PostingAction.UNARCHIVE else posting.held_from or S.LIVE
    posting.status = to


def _archived_from(posting: Posting) -> PostingStatus:
    """Give where a posting goes out of the archive; where that was not noted yet it is over, if it ever was public."""
    return posting.archived_from or (S.DRAFT if posting.posted_at is None else S.EXPIRED)


def is_stopped(posting: Posting) -> bool:
    """Say whether a moderator keeps the posting from coders: held, removed, or back in review after either.

    Once a moderator has found a report right, nothing but a moderator's approval ends that, however often its status moves.
    """
    if posting.status in (S.FROZEN, S.REMOVED):
        return True
    return posting.review_needed_at is not None and posting.status not in (S.PAUSED, S.CLOSED, S.EXPIRED)
