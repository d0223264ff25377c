"""Telling everybody who still waits when a job closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from careercenter.accounts.models import Account
from careercenter.applications import services_employer
from careercenter.applications.lifecycle import UNTOLD, ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application
from careercenter.applications.reach import why_not
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.ids import public_id
from careercenter.core.permissions import Actor
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import CloseReason
from careercenter.postings.models import Posting
from careercenter.postings.services import ManyAction, ManyOutcome
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

A = ApplicationStatus
UNDECIDED = frozenset({A.SUBMITTED, A.SHORTLISTED, A.INTERVIEWING})
# Who has an offer, or accepted it, is not told no in passing.
IN_THE_END = frozenset({A.OFFERED, A.ACCEPTED})
AT_ONCE = 100  # in one transaction; the rest are a task of their own


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many applicants of a job are undecided, decided against and not told, and left as they are: with an offer."""

    undecided: int = 0
    untold: int = 0
    offered: int = 0

    def __add__(self, other: Waiting) -> Waiting:
        return Waiting(self.undecided + other.undecided, self.untold + other.untold, self.offered + other.offered)

    @property
    def to_tell(self) -> int:
        return self.undecided + self.untold


def count_waiting(postings: Sequence[Posting]) -> dict[int, Waiting]:
    """Count who was not told how it ended, by the id of each of these postings."""
    counted = select(Application.posting_id, Application.status, func.count())
    counted = counted.where(Application.posting_id.in_([posting.id for posting in postings]))
    counted = counted.where(Application.status.in_(UNDECIDED | UNTOLD | IN_THE_END))
    counts: dict[int, Counter[ApplicationStatus]] = {posting.id: Counter() for posting in postings}
    for posting_id, status, number in db.session.execute(counted.group_by(Application.posting_id, Application.status)):
        counts[posting_id][status] = number
    return {
        posting_id: Waiting(*(sum(by_status[status] for status in kind) for kind in (UNDECIDED, UNTOLD, IN_THE_END)))
        for posting_id, by_status in counts.items()
    }


def close(posting: Posting, *, reason: CloseReason, tell: bool, message: str, actor: Actor, at: datetime) -> None:
    """Close a job; with `tell`, everybody undecided or not told gets the message, soon and in the background."""
    _refuse_silence(tell, message)
    postings.close(posting, reason=reason, actor=actor, at=at)
    if tell:
        _tell_soon(posting, message, actor)


def close_many(
    jobs: Sequence[Posting], *, reason: CloseReason, tell: bool, message: str, actor: Actor, at: datetime
) -> ManyOutcome:
    """Close each of these jobs that can be closed, as `close` does one; the others are told of."""
    _refuse_silence(tell, message)
    outcome = postings.act_on_many(jobs, ManyAction.CLOSE, actor=actor, at=at, reason=reason)
    for posting in outcome.done if tell else ():
        _tell_soon(posting, message, actor)
    return outcome


def _refuse_silence(tell: bool, message: str) -> None:
    if tell and not message:
        raise RuleBroken(_("Write what the applicants will read."), field="message")


def _tell_soon(posting: Posting, message: str, actor: Actor) -> None:
    enqueue(TaskName.TELL_WAITING, posting_id=posting.id, actor_id=actor.account_id, message=message, batch=public_id())


def tell_waiting(
    posting: Posting, *, actor: Account, message: str, batch: str, after: int, at: datetime, undo: timedelta
) -> int | None:
    """Decide against and tell the next who wait, by id; give the last id when there may be more, else None.

    Nobody is told while a moderator keeps the employer from applicants, or by somebody who may not judge any more.
    """
    if why_not(posting) is not None or actor.role_in(posting.employer_id) not in ("owner", "recruiter"):
        return None
    due = select(Application).where(
        Application.posting_id == posting.id, Application.status.in_(UNDECIDED | UNTOLD), Application.id > after
    )
    found: Sequence[Application] = db.session.scalars(due.order_by(Application.id).limit(AT_ONCE)).all()
    for application in found:
        if application.status in UNDECIDED:
            services_employer.take(application, ApplicationAction.TURN_DOWN, actor=actor, at=at)
        services_employer.take(application, ApplicationAction.TELL, actor=actor, at=at, message=message, undo=undo, batch=batch)
    return found[-1].id if len(found) == AT_ONCE else None
