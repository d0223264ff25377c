"""Rules about letters already written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue


def send_again(letter: Letter, *, actor: Actor | None, at: datetime) -> None:
    """Queue a letter that could not be sent, or was kept while no mail server was set, once more."""
    if letter.status not in (LetterStatus.DEAD, LetterStatus.KEPT):
        raise RuleBroken(_("This e-mail was sent already, or is waiting to be sent."))
    letter.status, letter.last_error = LetterStatus.QUEUED, ""
    enqueue(TaskName.SEND_MAIL, letter_id=letter.id)
    record("letter.sent_again", subject=letter, actor=actor, at=at)


def forget(address: str, *, until: datetime | None = None) -> None:
    """Delete the letters to an address (queued no later than `until`), but for those still to be sent."""
    gone = delete(Letter).where(Letter.recipient == address, Letter.status != LetterStatus.QUEUED)
    db.session.execute(gone if until is None else gone.where(Letter.queued_at <= until))
