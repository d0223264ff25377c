"""One act on many of an employer's jobs: each by its own rule, and what a rule refuses is said of that job alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.enums import LabelledEnum
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l
from careercenter.core.permissions import Actor
from careercenter.employers.models import Membership, Role
from careercenter.postings import mail
from careercenter.postings.lifecycle import EDITABLE, REVISABLE, STANDING, CloseReason, PostingAction
from careercenter.postings.models import Posting
from careercenter.postings.services.publication import archive, close, deletable, delete_draft, open_actions, renew
from careercenter.postings.services.writing import change, latest_content

MOST = 100  # jobs at once


class ManyAction(LabelledEnum):
    CLOSE = "close", _l("Close")
    RENEW = "renew", _l("Renew")
    CLOSING_DAY = "closing_day", _l("Change the closing day")
    HAND_OVER = "hand_over", _l("Hand over to a colleague")
    ARCHIVE = "archive", _l("Archive")
    DELETE = "delete", _l("Delete drafts")


_STEP = {
    ManyAction.CLOSE: PostingAction.CLOSE,
    ManyAction.RENEW: PostingAction.RENEW,
    ManyAction.ARCHIVE: PostingAction.ARCHIVE,
}


@dataclass(frozen=True, slots=True)
class ManyOutcome:
    """To which it was done, how many of these wait for a moderator, and of each refused job why."""

    done: list[Posting] = field(default_factory=list)
    waiting: int = 0
    refused: list[str] = field(default_factory=list)


def why_not(posting: Posting, action: ManyAction, *, at: datetime) -> str:
    """Say why the action is not open for a posting now; "" when it is."""
    if action is ManyAction.DELETE:
        return "" if deletable(posting) else _("Only drafts that were never live can be deleted.")
    if action is ManyAction.HAND_OVER:
        return ""
    if action is ManyAction.CLOSING_DAY:
        return "" if posting.status in EDITABLE | REVISABLE else str(STANDING[posting.status])
    return "" if _STEP[action] in open_actions(posting, at=at) else str(STANDING[posting.status])


def act_on_many(
    postings: Sequence[Posting],
    action: ManyAction,
    *,
    actor: Actor,
    at: datetime,
    reason: CloseReason | None = None,
    closing_on: date | None = None,
    colleague: Membership | None = None,
) -> ManyOutcome:
    """Take an action on each of these postings that allows it; a `colleague` they are handed over to is told in one e-mail."""
    outcome, waiting = ManyOutcome(), 0
    for posting in postings:
        name = posting.title or _("Untitled job")
        if words := why_not(posting, action, at=at):
            outcome.refused.append(f"{name}: {words}")
            continue
        try:
            with db.session.begin_nested():
                if colleague is not None:
                    hand_over(posting, colleague, actor=actor, at=at)
                else:
                    waiting += _act(posting, action, actor=actor, at=at, reason=reason, closing_on=closing_on)
        except RuleBroken as broken:
            outcome.refused.append(f"{name}: {broken.message}")
        else:
            outcome.done.append(posting)
    if colleague is not None and outcome.done and colleague.account_id != actor.account_id:
        mail.handed_over(outcome.done, colleague)
    return dataclasses.replace(outcome, waiting=waiting)


def hand_over(posting: Posting, colleague: Membership, *, actor: Actor, at: datetime) -> None:
    """Make an owner or recruiter of the employer the one a posting's e-mails go to."""
    if colleague.employer_id != posting.employer_id or colleague.ended_at or colleague.role not in (Role.OWNER, Role.RECRUITER):
        raise RuleBroken(_("Choose an owner or a recruiter of your team."), field="colleague")
    if posting.author_id == colleague.account_id:
        raise RuleBroken(_("%(name)s has it already.", name=colleague.account.name), field="colleague")
    posting.author = colleague.account
    record("posting.handed_over", subject=posting, actor=actor, at=at, to=colleague.account.name)


def _act(
    posting: Posting,
    action: ManyAction,
    *,
    actor: Actor,
    at: datetime,
    reason: CloseReason | None,
    closing_on: date | None,
) -> bool:
    """Give whether a moderator looks at it first."""
    if action is ManyAction.CLOSE and reason is not None:
        close(posting, reason=reason, actor=actor, at=at)
    elif action is ManyAction.RENEW and closing_on is not None:
        renew(posting, closing_on=closing_on, actor=actor, at=at)
    elif action is ManyAction.CLOSING_DAY and closing_on is not None:
        content = dataclasses.replace(latest_content(posting), closing_on=closing_on)
        return change(posting, content, actor=actor, at=at).revision is not None
    elif action is ManyAction.ARCHIVE:
        archive(posting, actor=actor, at=at)
    else:
        delete_draft(posting, actor=actor, at=at)
    return False
