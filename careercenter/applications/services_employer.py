"""What an employer's members do with applicants. The decision and telling the applicant are two steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm.exc import StaleDataError

from careercenter.accounts.models import Account
from careercenter.applications import mail, message_drafts, services_undo
from careercenter.applications.lifecycle import (
    ALWAYS_MAILED,
    ANSWERABLE,
    SILENT,
    STANDING,
    TRANSITIONS,
    ApplicationAction,
    ApplicationStatus,
    apply_action,
)
from careercenter.applications.models import Application, ApplicationMessage, ApplicationNote, ResumeOpening
from careercenter.applications.reach import refuse_out_of_reach
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.i18n import _
from careercenter.core.ids import public_id
from careercenter.core.permissions import Actor
from careercenter.profiles.services import refuse_unsafe

LONGEST_MESSAGE = 4_000
LONGEST_NOTE = 4_000


def take(
    application: Application,
    action: ApplicationAction,
    *,
    actor: Actor,
    at: datetime,
    message: str = "",
    seen: ApplicationStatus | None = None,
    undo: timedelta = timedelta(),
    batch: str = "",
) -> None:
    """Take an employer's action; Barred where the employer does not reach applicants now.

    `seen` is the status the member saw; `message` is mailed to the applicant with the action. For as long as `undo` the coder
    is not told and the step can be taken back (services_undo); `batch` names what one press did.
    """
    refuse_out_of_reach(application)
    if TRANSITIONS[action].by != "employer":
        raise RuleBroken(_("Only the applicant can do that."))
    if seen is not None and application.status is not seen:
        standing = str(STANDING[application.status]) % {"name": application.name}
        raise Stale(_("%(standing)s Nothing was changed.", standing=standing))
    if action in SILENT and message:
        raise RuleBroken(_("The applicant does not see this action, so no message can go with it."), field="message")
    if TRANSITIONS[action].needs_message and not message:
        raise RuleBroken(_("Write what the applicant will read."), field="message")
    refuse_blanks(message)
    before, times = application.status, dict(application.status_times)
    apply_action(application, action, at=at)
    record(f"application.{action.value}", subject=application, actor=actor, at=at, before=before.value)
    written, letter = None, None
    if message:
        written = ApplicationMessage(author_id=actor.account_id, step=action.value, words=message, sent_at=at + undo)
        application.messages.append(written)
    if message or action in ALWAYS_MAILED:
        letter = mail.step_taken(application, action, message, reply_to=reply_address(action, actor), due_at=at + undo)
    services_undo.note(
        application, action, before, times,
        actor=actor, at=at, undo=undo, batch=batch or public_id(), message=written, letter=letter,
    )  # fmt: skip


def reply_address(action: ApplicationAction, actor: Actor) -> str | None:
    """Give where an answer to the action's e-mail goes: to the member who took it."""
    return actor.email if action in ANSWERABLE and isinstance(actor, Account) else None


def refuse_blanks(message: str) -> None:
    """Refuse a message in which a gap of our drafts was left open."""
    if left := message_drafts.blanks_in(message):
        raise RuleBroken(_("Fill in or remove “%(blank)s”.", blank=left[0]), field="message")


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """How an action went for one of several applicants; `refusal` is "" when it was taken."""

    name: str
    refusal: str


def take_for_each(
    applications: Iterable[Application],
    action: ApplicationAction,
    *,
    actor: Actor,
    at: datetime,
    message: str = "",
    undo: timedelta = timedelta(),
) -> list[ActionOutcome]:
    """Take an action for each; one that cannot go does not hold up the others."""
    outcomes, batch = [], public_id()
    for application in applications:
        name, refusal = application.name, ""
        try:
            with db.session.begin_nested():
                take(application, action, actor=actor, at=at, message=message, undo=undo, batch=batch)
        except RuleBroken as broken:
            refusal = broken.message
        except StaleDataError:
            refusal = _("Somebody else changed this application just now.")
        outcomes.append(ActionOutcome(name, refusal))
    return outcomes


def add_note(application: Application, words: str, *, actor: Actor, at: datetime) -> ApplicationNote:
    """Add a private note: members of the employer see it, nobody else, and no e-mail holds it."""
    refuse_out_of_reach(application)
    note = ApplicationNote(application_id=application.id, author_id=actor.account_id, words=words, written_at=at)
    db.session.add(note)
    record("application.note_added", subject=application, actor=actor, at=at)
    return note


def open_resume(application: Application, *, how: str, actor: Actor, at: datetime, scanning: bool = False) -> ResumeOpening:
    """Note that a member opened the résumé, as a "file", in a "zip" or as "text"; the coder is shown it.

    A file with a virus, or one that the scanner (`scanning`: there is one) has not seen, is refused.
    """
    refuse_out_of_reach(application)
    if how != "text":
        refuse_unsafe(application.resume, scanning=scanning)
    opening = ResumeOpening(application_id=application.id, account_id=actor.account_id, opened_at=at)
    db.session.add(opening)
    record("application.resume_opened", subject=application, actor=actor, at=at, how=how)
    return opening
