"""Closing an employer: by its owner while nothing of it is seen, or by a moderator."""

from __future__ import annotations

from datetime import datetime

from careercenter.audit.services import record
from careercenter.core.errors import RuleBroken
from careercenter.core.events import Event, announce
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers import mail, services_revision
from careercenter.employers.models import Employer
from careercenter.employers.services_membership import shut_the_door
from careercenter.mail.services import stop
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue


def close_own(employer: Employer, *, actor: Actor, at: datetime) -> None:
    """Close an employer as its owner; RuleBroken while coders see a job of it, or may without another look."""
    if services_revision.needs_review(employer):
        raise RuleBroken(_("Close its jobs first, and archive those that could be brought back."))
    close(employer, words="", actor=actor, at=at)


def close(employer: Employer, *, words: str, actor: Actor, at: datetime) -> None:
    """End all it can do and has under way, tell its people, and those who applied. A moderator can restore it."""
    if employer.closed_at is not None:
        raise RuleBroken(_("This employer is closed already."))
    announce(Event.EMPLOYER_CLOSES, employer=employer, actor=actor, at=at)
    employer.closed_at = at
    employer.suspended_at = employer.suspended_at or at
    shut_the_door(employer, actor=actor, at=at)
    waiting = services_revision.pending(employer)
    if waiting is not None:
        services_revision.supersede(waiting, actor=actor, at=at)
    stopped = stop(employer.through)
    record("employer.closed", subject=employer, actor=actor, at=at, words=words, emails_stopped=stopped)
    mail.to_members(employer, "employer_closed", words=words)
    enqueue(TaskName.TELL_APPLICANTS, reached=False, employer_id=employer.id)
    enqueue(TaskName.RECONCILE_INDEX)
