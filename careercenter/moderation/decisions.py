"""What a moderator may decide, and what each decision asks of them."""

from __future__ import annotations

from dataclasses import dataclass

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import Words, _l
from careercenter.moderation.models import ReasonUse, ReportStatus
from careercenter.postings.lifecycle import REVISABLE, TRANSITIONS, PostingAction, PostingStatus, may
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus


class ProfileDecision(LabelledEnum):
    APPROVE = "approve", _l("Approve")
    REJECT_PROFILE = "reject_profile", _l("Reject")


class ReportDecision(LabelledEnum):
    DISMISS = "dismiss", _l("Dismiss")
    UPHOLD = "uphold", _l("Close as right")
    FREEZE = "freeze", _l("Hold")
    RESTORE = "restore", _l("Restore")
    REMOVE = "remove", _l("Remove for good")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moderator sent: the version they looked at, the reasons' slugs where some are asked for, words of their own.

    `sure` says that they pressed a second time, over signs known from scams.
    """

    seen: str
    reasons: tuple[str, ...] = ()
    words: str = ""
    sure: bool = False


ON_POSTING = (
    PostingAction.APPROVE, PostingAction.ASK_CHANGES, PostingAction.REJECT, PostingAction.RESTORE,
    PostingAction.FREEZE, PostingAction.REMOVE, PostingAction.APPEAL,
)  # fmt: skip
# While its posting is in one of these an edit waits in the queue; a closed one's comes back when it is reopened.
JUDGED_EDITS = REVISABLE | {PostingStatus.FROZEN}
ON_REVISION = (PostingAction.APPROVE, PostingAction.ASK_CHANGES, PostingAction.REJECT)

REASON_FOR: dict[str, ReasonUse] = {
    PostingAction.ASK_CHANGES: ReasonUse.CHANGES,
    PostingAction.REJECT: ReasonUse.REJECT,
    PostingAction.FREEZE: ReasonUse.REMOVE,
    PostingAction.REMOVE: ReasonUse.REMOVE,
    ProfileDecision.REJECT_PROFILE: ReasonUse.PROFILE,
}

# What shows a posting to coders: over a sign known from scams it takes a second press.
SHOWING = frozenset({PostingAction.APPROVE, PostingAction.RESTORE})

_CONSEQUENCES: dict[str, Words] = {
    PostingAction.ASK_CHANGES: _l("It goes back to its author, who changes it and sends it again."),
    PostingAction.REJECT: _l("It never goes live and cannot be sent again. Its author is told why."),
    PostingAction.FREEZE: _l("Coders do not see it while you look into it. You can restore it."),
    PostingAction.REMOVE: _l("For scams and anything illegal. The job is off the board for good, and applicants are told."),
    ProfileDecision.REJECT_PROFILE: _l("What coders see now stays. The author is told why."),
}
_OF_AN_EDIT: dict[str, Words] = {
    PostingAction.ASK_CHANGES: _l("The edit goes back to its author. The live version stays up."),
    PostingAction.REJECT: _l("The edit is dropped, and its author is told why. The live version stays up."),
}


def consequence_of(action: LabelledEnum, *, edit: bool) -> str:
    """Say what follows from a decision, for those that are easily taken for one another; "" for the others."""
    of_edit = _OF_AN_EDIT.get(action.value) if edit else None
    return str(of_edit or _CONSEQUENCES.get(action.value) or "")


# What a decision makes of the reports that were open. A hold decides nothing of them: they stay open until it ends.
REPORTS_BECOME: dict[str, ReportStatus] = {
    ReportDecision.DISMISS: ReportStatus.DISMISSED,
    ReportDecision.UPHOLD: ReportStatus.UPHELD,
    PostingAction.REMOVE: ReportStatus.UPHELD,
    PostingAction.RESTORE: ReportStatus.DISMISSED,
}


def actions_on(posting: Posting, *, admin: bool) -> list[PostingAction]:
    """Give what the posting's status allows at the desk; an appeal is for admins."""
    return [action for action in ON_POSTING if may(posting, action) and (admin or TRANSITIONS[action].by != "admin")]


def actions_on_revision(revision: PostingRevision) -> list[PostingAction]:
    """Give what may be decided about an edit; nothing while its posting has ended, for it waits for nobody then."""
    waits = revision.status is RevisionStatus.PENDING and revision.posting.status in JUDGED_EDITS
    return list(ON_REVISION) if waits else []


def decisions_on_reports(posting: Posting, *, any_open: bool) -> list[ReportDecision]:
    """Give what may be decided about reports, whatever their employer did meanwhile with the posting.

    One that is shown is held or removed. Where it is not, a report can also be closed as right; it then comes back through
    review alone.
    """
    out: list[ReportDecision] = []
    if any_open and posting.status is not PostingStatus.FROZEN:
        out.append(ReportDecision.DISMISS)
        if posting.status not in SHOWN:
            out.append(ReportDecision.UPHOLD)
    return out + [
        ReportDecision(action)
        for action in (PostingAction.RESTORE, PostingAction.FREEZE, PostingAction.REMOVE)
        if may(posting, action)
    ]


# A report about one of these is not closed as right while the posting stays up.
SHOWN = frozenset({PostingStatus.LIVE, PostingStatus.SCHEDULED})


class DecisionOutcome(LabelledEnum):
    """What became of a decision, in the words its moderator reads: not always what they asked for."""

    LIVE = "live", _l("Approved: %(title)s.")
    SCHEDULED = "scheduled", _l("Approved for its publishing day: %(title)s.")
    CHANGES_ASKED = "changes_asked", _l("Sent back for changes: %(title)s.")
    REJECTED = "rejected", _l("Rejected: %(title)s.")
    HELD = "held", _l("Held: %(title)s.")
    RESTORED = "restored", _l("Restored: %(title)s.")
    RESTORED_UNSEEN = "restored_unseen", _l("Restored: %(title)s. It is not shown, because it is closed, paused or over.")
    REMOVED = "removed", _l("Removed: %(title)s.")
    APPEALED = "appealed", _l("Sent back to review: %(title)s.")
    EDIT_APPROVED = "edit_approved", _l("Edit approved: %(title)s.")
    EDIT_NOT_NEEDED = "edit_not_needed", _l("Nothing was approved: %(title)s has ended, so the edit was put aside.")
    DISMISSED = "dismissed", _l("Reports dismissed: %(title)s.")
    PROFILE_APPROVED = "profile_approved", _l("Approved: %(title)s.")
    PROFILE_REJECTED = "profile_rejected", _l("Rejected: %(title)s. What was public stays.")
    UPHELD = "upheld", _l("Reports closed as right: %(title)s.")

    def words(self, title: str) -> str:
        return self.label % {"title": title}


_AFTER: dict[PostingAction, DecisionOutcome] = {
    PostingAction.ASK_CHANGES: DecisionOutcome.CHANGES_ASKED,
    PostingAction.REJECT: DecisionOutcome.REJECTED,
    PostingAction.FREEZE: DecisionOutcome.HELD,
    PostingAction.REMOVE: DecisionOutcome.REMOVED,
    PostingAction.APPEAL: DecisionOutcome.APPEALED,
}


def outcome_of(posting: Posting, action: PostingAction) -> DecisionOutcome:
    """Read what became of a posting out of the posting itself, after `action` was applied."""
    if action is PostingAction.APPROVE:
        return DecisionOutcome.SCHEDULED if posting.status is PostingStatus.SCHEDULED else DecisionOutcome.LIVE
    if action is PostingAction.RESTORE:
        return DecisionOutcome.RESTORED if posting.status in SHOWN else DecisionOutcome.RESTORED_UNSEEN
    return _AFTER[action]


def outcome_of_revision(revision: PostingRevision) -> DecisionOutcome:
    return _OF_REVISION[revision.status]


_OF_REVISION: dict[RevisionStatus, DecisionOutcome] = {
    RevisionStatus.APPROVED: DecisionOutcome.EDIT_APPROVED,
    RevisionStatus.CHANGES_ASKED: DecisionOutcome.CHANGES_ASKED,
    RevisionStatus.REJECTED: DecisionOutcome.REJECTED,
    RevisionStatus.SUPERSEDED: DecisionOutcome.EDIT_NOT_NEEDED,
}
