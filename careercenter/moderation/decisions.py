"""What a moderator may decide, and what each decision asks of them."""

from __future__ import annotations

from dataclasses import dataclass

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.moderation.models import ReasonUse, ReportStatus
from careercenter.postings.lifecycle import MOVES, Action, PostingStatus, may
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus


class ReportDecision(LabelledEnum):
    DISMISS = "dismiss", _l("Dismiss")
    UPHOLD = "uphold", _l("Close as right")
    FREEZE = "freeze", _l("Hold")
    RESTORE = "restore", _l("Restore")
    REMOVE = "remove", _l("Remove")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moderator sent: the version they looked at, a reason's slug ("" when none is asked for) and words of their own."""

    seen: str
    reason: str = ""
    words: str = ""


ON_POSTING = (
    Action.APPROVE, Action.ASK_CHANGES, Action.REJECT, Action.RESTORE, Action.FREEZE, Action.REMOVE, Action.APPEAL,
)  # fmt: skip
ON_REVISION = (Action.APPROVE, Action.ASK_CHANGES, Action.REJECT)

REASON_FOR: dict[str, ReasonUse] = {
    Action.ASK_CHANGES: ReasonUse.CHANGES,
    Action.REJECT: ReasonUse.REJECT,
    Action.FREEZE: ReasonUse.REMOVE,
    Action.REMOVE: ReasonUse.REMOVE,
}

# What a decision makes of the reports that were open.
REPORTS_BECOME: dict[str, ReportStatus] = {
    ReportDecision.DISMISS: ReportStatus.DISMISSED,
    ReportDecision.UPHOLD: ReportStatus.UPHELD,
    Action.FREEZE: ReportStatus.UPHELD,
    Action.REMOVE: ReportStatus.UPHELD,
    Action.RESTORE: ReportStatus.DISMISSED,
}


def actions_on(posting: Posting, *, admin: bool) -> list[Action]:
    """Give what the posting's status allows at the desk; an appeal is for admins."""
    return [action for action in ON_POSTING if may(posting, action) and (admin or MOVES[action].by != "admin")]


def actions_on_revision(revision: PostingRevision) -> list[Action]:
    return list(ON_REVISION) if revision.status is RevisionStatus.PENDING else []


def decisions_on_reports(posting: Posting, *, any_open: bool) -> list[ReportDecision]:
    """A live posting may be held, a held one restored; where nothing is left to hold, a report can still be closed as right."""
    out: list[ReportDecision] = []
    if any_open and posting.status is not PostingStatus.FROZEN:
        out.append(ReportDecision.DISMISS)
    out += [ReportDecision(action) for action in (Action.RESTORE, Action.FREEZE, Action.REMOVE) if may(posting, action)]
    if any_open and not may(posting, Action.REMOVE):
        out.append(ReportDecision.UPHOLD)
    return out
