"""Reading the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from careercenter.config import Settings
from careercenter.core.db import db
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName


def keeps_mail(settings: Settings) -> bool:
    """Say whether what is mailed is only kept here, to be read while the board is tried out."""
    return not settings.production and not settings.mail_server


def letters(status: LetterStatus | None = None) -> Select[Any]:
    """Give every letter, or those of one status, newest first."""
    query = select(Letter).order_by(Letter.id.desc())
    return query if status is None else query.where(Letter.status == status)


@dataclass(frozen=True, slots=True)
class Outage:
    """E-mails do not leave: since when the oldest waits, and what the mail server said last."""

    since: datetime
    error: str


# What is queued leaves within seconds; what waits this long does not leave by itself soon.
LATE = timedelta(minutes=15)


def outage(at: datetime) -> Outage | None:
    """Say whether e-mails wait for longer than they should."""
    waits = (Task.name == TaskName.SEND_MAIL) & (Task.status != TaskStatus.DEAD) & (Task.made_at < at - LATE)
    oldest = db.session.scalar(select(Task.made_at).where(waits).order_by(Task.made_at).limit(1))
    if oldest is None:
        return None
    error = db.session.scalar(select(Task.last_error).where(waits, Task.last_error != "").order_by(Task.due_at.desc()).limit(1))
    return Outage(oldest, (error or "").strip().rsplit("\n", 1)[-1][:300])


def waiting_after_failure(at: datetime) -> int:
    """Count the e-mails that wait for their next try."""
    failed = (Task.attempts > 0) | (Task.due_at > at)
    waits = (Task.name == TaskName.SEND_MAIL) & (Task.status == TaskStatus.WAITING) & failed
    return db.session.scalar(select(func.count()).where(waits)) or 0


def letter(letter_id: int) -> Letter | None:
    return db.session.get(Letter, letter_id)
