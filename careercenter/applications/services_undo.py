"""Taking back what an employer just did with an applicant, before its e-mail goes and the coder sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from careercenter.applications.lifecycle import (
    ApplicationAction,
    ApplicationStatus,
    apply_action,
    open_actions,
    pending_step,
    shown_status,
    take_back,
)
from careercenter.applications.models import Application, ApplicationMessage, TakenStep
from careercenter.applications.reach import refuse_out_of_reach
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.mail.models import Letter, LetterStatus
from careercenter.postings.models import Posting

MOST = 200


def note(
    application: Application,
    action: ApplicationAction,
    before: ApplicationStatus,
    times: dict[str, str],
    *,
    actor: Actor,
    at: datetime,
    undo: timedelta,
    batch: str,
    message: ApplicationMessage | None,
    letter: Letter | None,
) -> None:
    """Write down an employer's step, in the place of the one before it, so that it can be taken back until `at + undo`."""
    db.session.flush()  # the message needs its id
    step = application.last_step or TakenStep(application_id=application.id)
    step.action, step.before, step.times_before = action.value, before, times
    step.message_id, step.letter_id = message.id if message else None, letter.id if letter else None
    step.actor_id, step.batch, step.taken_at, step.told_at = actor.account_id, batch, at, at + undo
    application.last_step = step


def undo(application: Application, *, actor: Actor, at: datetime) -> None:
    """Take the last step back, with its message and its e-mail, as if it had not been taken; RuleBroken once it went."""
    refuse_out_of_reach(application)
    step = pending_step(application, at)
    if step is None or not _stop_letter(step):
        raise RuleBroken(_("This can no longer be undone: the applicant was told."))
    record("application.undo", subject=application, actor=actor, at=at, undone=step.action)
    _take_back(application, step, at)


def undo_batch(posting: Posting, batch: str, *, actor: Actor, at: datetime) -> tuple[int, int]:
    """Take back all that one press did; give how many were, and how many could not be any more."""
    query = select(Application).join(TakenStep, TakenStep.application_id == Application.id)
    query = query.where(Application.posting_id == posting.id, TakenStep.batch == batch).limit(MOST)
    done = left = 0
    for application in db.session.scalars(query).unique().all():
        try:
            undo(application, actor=actor, at=at)
            done += 1
        except RuleBroken:
            left += 1
    return done, left


def pending(posting: Posting, actor: Actor, *, at: datetime) -> Sequence[tuple[TakenStep, str]]:
    """Give the steps of a member that can be taken back, with the applicants' names, the latest first."""
    query = select(TakenStep, Application.name).join(Application, Application.id == TakenStep.application_id)
    query = query.where(Application.posting_id == posting.id, TakenStep.actor_id == actor.account_id, TakenStep.told_at > at)
    return [(step, name) for step, name in db.session.execute(query.order_by(TakenStep.taken_at.desc()).limit(MOST))]


def act_as_coder(application: Application, action: ApplicationAction, *, at: datetime) -> None:
    """Take a coder's action on what they were told.

    A step of the employer's that they were not told of yet is taken back, as they leave where they stood, or stays when they
    only answered.
    """
    step = pending_step(application, at)
    if step is not None and action in open_actions(shown_status(application, at=at), "coder"):
        if action in (ApplicationAction.ACCEPT_INTERVIEW, ApplicationAction.ANOTHER_TIME):
            return
        if _stop_letter(step):
            _take_back(application, step, at)
    apply_action(application, action, at=at)


def _stop_letter(step: TakenStep) -> bool:
    """Keep the step's e-mail from being sent; False when it went."""
    letter = db.session.get(Letter, step.letter_id) if step.letter_id else None
    if letter is None:
        return True
    if letter.status is not LetterStatus.QUEUED:
        return letter.status is LetterStatus.STOPPED
    letter.status = LetterStatus.STOPPED
    return True


def _take_back(application: Application, step: TakenStep, at: datetime) -> None:
    take_back(application, step, at=at)
    written = db.session.get(ApplicationMessage, step.message_id) if step.message_id else None
    for row in (step, written):
        if row is not None:
            db.session.delete(row)
    db.session.flush()
    db.session.expire(application, ["last_step", "messages"])
