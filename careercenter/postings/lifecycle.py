"""The life of a posting, whole, on one page.

Buttons, rules, docs and tests read MOVES; `move` is the only line of the project that assigns a posting's status.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from careercenter.core.enums import LabelledEnum
from careercenter.core.errors import RuleBroken

if TYPE_CHECKING:
    from careercenter.postings.models import Posting


class PostingStatus(LabelledEnum):
    DRAFT = "draft", "Draft"
    PENDING = "pending", "Waiting for review"
    CHANGES_ASKED = "changes_asked", "Changes asked"
    SCHEDULED = "scheduled", "Scheduled"
    LIVE = "live", "Live"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"
    EXPIRED = "expired", "Expired"
    REJECTED = "rejected", "Rejected"
    FROZEN = "frozen", "Held by a moderator"
    REMOVED = "removed", "Removed"
    ARCHIVED = "archived", "Archived"


S = PostingStatus

# Only these are ever public, and even then only while `queries.visible` agrees.
PUBLIC = frozenset({S.LIVE})
# The page of one of these still answers with a banner for 60 days, then 410.
ENDED = frozenset({S.EXPIRED, S.CLOSED})
EDITABLE = frozenset({S.DRAFT, S.CHANGES_ASKED})
# An edit of one of these becomes a revision when it touches a material field.
REVISABLE = frozenset({S.LIVE, S.PAUSED, S.SCHEDULED})


class Action(LabelledEnum):
    SUBMIT = "submit", "Submit for review"
    WITHDRAW = "withdraw", "Take back from review"
    APPROVE = "approve", "Approve"
    SCHEDULE = "schedule", "Approve for its publishing day"
    ASK_CHANGES = "ask_changes", "Ask for changes"
    REJECT = "reject", "Reject"
    PUBLISH = "publish", "Publish on its day"
    PAUSE = "pause", "Pause"
    RESUME = "resume", "Resume"
    CLOSE = "close", "Close"
    REOPEN = "reopen", "Reopen"
    EXPIRE = "expire", "Expire"
    RENEW = "renew", "Renew"
    FREEZE = "freeze", "Hold"
    RESTORE = "restore", "Restore"
    REMOVE = "remove", "Remove"
    APPEAL = "appeal", "Send back to review"
    ARCHIVE = "archive", "Archive"


class CloseReason(LabelledEnum):
    FILLED = "filled", "The position is filled"
    CANCELLED = "cancelled", "The position was cancelled"
    ENOUGH_APPLICANTS = "enough_applicants", "Enough applicants"
    OTHER = "other", "Another reason"


@dataclass(frozen=True, slots=True)
class Move:
    froms: frozenset[PostingStatus]
    to: PostingStatus
    by: str  # who may: "member", "moderator", "admin", "clock"


def _move(froms: set[PostingStatus], to: PostingStatus, by: str) -> Move:
    return Move(frozenset(froms), to, by)


MOVES: dict[Action, Move] = {
    Action.SUBMIT: _move({S.DRAFT, S.CHANGES_ASKED}, S.PENDING, "member"),
    Action.WITHDRAW: _move({S.PENDING}, S.DRAFT, "member"),
    Action.APPROVE: _move({S.PENDING}, S.LIVE, "moderator"),
    Action.SCHEDULE: _move({S.PENDING}, S.SCHEDULED, "moderator"),
    Action.ASK_CHANGES: _move({S.PENDING}, S.CHANGES_ASKED, "moderator"),
    Action.REJECT: _move({S.PENDING}, S.REJECTED, "moderator"),
    Action.PUBLISH: _move({S.SCHEDULED}, S.LIVE, "clock"),
    Action.PAUSE: _move({S.LIVE}, S.PAUSED, "member"),
    Action.RESUME: _move({S.PAUSED}, S.LIVE, "member"),
    Action.CLOSE: _move({S.LIVE, S.PAUSED, S.SCHEDULED}, S.CLOSED, "member"),
    Action.REOPEN: _move({S.CLOSED}, S.LIVE, "member"),
    Action.EXPIRE: _move({S.LIVE, S.PAUSED}, S.EXPIRED, "clock"),
    Action.RENEW: _move({S.EXPIRED}, S.LIVE, "member"),
    Action.FREEZE: _move({S.LIVE}, S.FROZEN, "moderator"),
    Action.RESTORE: _move({S.FROZEN}, S.LIVE, "moderator"),
    Action.REMOVE: _move({S.FROZEN, S.LIVE, S.PENDING}, S.REMOVED, "moderator"),
    Action.APPEAL: _move({S.REJECTED, S.REMOVED}, S.PENDING, "admin"),
    Action.ARCHIVE: _move({S.DRAFT, S.CHANGES_ASKED, S.PAUSED, S.CLOSED, S.EXPIRED, S.REJECTED}, S.ARCHIVED, "member"),
}


def may(posting: Posting, action: Action) -> bool:
    """Say whether the status allows the action; whether the person may is the policy's question."""
    return posting.status in MOVES[action].froms


def move(posting: Posting, action: Action) -> None:
    """Move the status along the table; RuleBroken, with nothing changed, when the table has no such move."""
    if not may(posting, action):
        raise RuleBroken(
            f"This job is {posting.status.label.lower()}, so that cannot be done now. Reload the page to see what can."
        )
    posting.status = MOVES[action].to
