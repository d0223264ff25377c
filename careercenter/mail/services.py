"""Rules about e-mails already written, and about how the board mails."""

from __future__ import annotations

import smtplib
from datetime import datetime
from types import SimpleNamespace

from sqlalchemy import delete, select, update

from careercenter.audit.services import record
from careercenter.config import Settings
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.mail import smtp
from careercenter.mail.building import Sender, Undeliverable, build
from careercenter.mail.message import Recipient, new_message_id
from careercenter.mail.models import Letter, LetterStatus, Unreachable
from careercenter.mail.render import render
from careercenter.tasks import queue
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName

# Somebody waits for the answer to a test, so that it is given up sooner than an e-mail in the queue.
TEST_SECONDS = 10


def sender_of(settings: Settings) -> Sender:
    return Sender(settings.board_name, settings.mail_from, settings.mail_bounce_address)


def send_again(letter: Letter, *, actor: Actor | None, at: datetime) -> None:
    """Send an e-mail that could not be sent, or was kept while no mail server was set; one that waits for a retry goes now."""
    task = task_of(letter)
    tried = task is not None and task.status is TaskStatus.WAITING and (task.attempts > 0 or task.due_at > at)
    waits = letter.status is LetterStatus.QUEUED and tried
    if letter.status not in (LetterStatus.DEAD, LetterStatus.KEPT) and not waits:
        raise RuleBroken(_("Only an e-mail that could not be sent, was kept or waits for its next try is sent again."))
    letter.status, letter.last_error = LetterStatus.QUEUED, ""
    if task is None:
        queue.enqueue(TaskName.SEND_MAIL, letter_id=letter.id)
    else:
        queue.retry(task, at=at)
    record("letter.sent_again", subject=letter, actor=actor, at=at)


def task_of(letter: Letter) -> Task | None:
    """Find the task that sends an e-mail, so that a retry does not send it twice."""
    of_this = Task.args["letter_id"].as_integer() == letter.id
    return db.session.scalars(select(Task).where(Task.name == TaskName.SEND_MAIL, of_this).order_by(Task.id)).first()


def send_waiting_now(*, at: datetime) -> int:
    """Try at once what waits after a failure, with a fresh set of attempts; give how many."""
    failed = (
        (Task.name == TaskName.SEND_MAIL) & (Task.status == TaskStatus.WAITING) & ((Task.attempts > 0) | (Task.due_at > at))
    )
    tasks = db.session.scalars(select(Task).where(failed)).all()
    for task in tasks:
        queue.retry(task, at=at)
    return len(tasks)


def send_test(address: str, settings: Settings, *, at: datetime) -> str:
    """Send a test e-mail at once, past the queue; give the address it was sent to. RuleBroken says what went wrong."""
    if not settings.mail_server:
        raise RuleBroken(_("No mail server is set, so nothing can be sent."))
    rendered = render("test", recipient=Recipient(address), at=at)
    letter = SimpleNamespace(
        recipient=address, recipient_name="", reply_to=None, subject=rendered.subject, text=rendered.text, html=rendered.html,
        message_id=new_message_id(), stop_url=None,
    )  # fmt: skip
    try:
        built = build(letter, sender_of(settings), at)
        with smtp.Connection(settings, timeout=TEST_SECONDS) as server:
            server.send(built)
    except (Undeliverable, smtp.NotNow) as refusal:
        raise RuleBroken(str(refusal)) from refusal
    except (OSError, smtplib.SMTPException) as error:
        where = f"{settings.mail_server}:{settings.mail_port}"
        raise RuleBroken(_("%(where)s did not take it: %(reason)s.", where=where, reason=_reason(error))) from error
    return built.recipient


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    return str(error) or type(error).__name__


def stop(through: str) -> int:
    """Keep what waits to be sent in the words of `through`, or of what is below it, from being sent; give how many."""
    waiting = update(Letter).where(
        Letter.status == LetterStatus.QUEUED,
        (Letter.through == through) | Letter.through.startswith(f"{through}/", autoescape=True),
    )
    stopped = db.session.execute(waiting.values(status=LetterStatus.STOPPED).execution_options(synchronize_session=False))
    return int(stopped.rowcount)  # type: ignore[attr-defined]


def forget(address: str, *, until: datetime | None = None) -> None:
    """Delete what is known of an address and the e-mails to it (queued until `until`), but for those still to be sent."""
    gone = delete(Letter).where(Letter.recipient == address, Letter.status != LetterStatus.QUEUED)
    db.session.execute(gone if until is None else gone.where(Letter.queued_at <= until))
    db.session.execute(delete(Unreachable).where(Unreachable.address == address))


def sweep(before: datetime) -> int:
    """Delete what was queued before a moment and is no longer to be sent; give how many."""
    old = delete(Letter).where(Letter.queued_at < before, Letter.status != LetterStatus.QUEUED)
    return int(db.session.execute(old.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
