"""Sending queued e-mails: in batches, over one connection, each written down as soon as the server has taken it."""

from __future__ import annotations

import smtplib
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import select, update

from careercenter.audit.retention import Retained, note_deleted
from careercenter.config import Settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.mail import mailboxes, reachability, reports, smtp
from careercenter.mail.building import Undeliverable, build
from careercenter.mail.models import Letter, LetterStatus, Unreachable
from careercenter.mail.reachability import ASKED_FOR
from careercenter.mail.services import sender_of, sweep
from careercenter.tasks import queue
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import MAIL, RETURNS, TaskOutcome, handles

log = structlog.get_logger("mail")

BATCH = 100
# A slow server ends a batch early, long before its lease does: what was not tried goes back to the queue.
LONGEST_BATCH_SECONDS = 120
LEASE = timedelta(minutes=10)
# A server that is away or refuses for now is asked for four days (RFC 5321, 4.5.4.1), in the end once an hour.
WAITS = (30, 120, 600, 1800, 3600)
ATTEMPTS = 110
# When the server cannot be reached at all, the others need not each find that out.
OUTAGE_PAUSE = timedelta(minutes=2)
SLOW_DOWN = timedelta(minutes=1)
MOST_DROPS = 3
RECHECK_SECONDS = 1

Waiting = deque[tuple[int, Any]]


def _give_up(args: dict[str, Any], error: str) -> None:
    """After the last attempt the e-mail itself says that it did not go out."""
    letter = db.session.get(Letter, args["letter_id"])
    if letter is not None and letter.status is not LetterStatus.SENT:
        letter.status, letter.last_error = LetterStatus.DEAD, error.strip().rsplit("\n", 1)[-1][:2000]


@handles(TaskName.SEND_MAIL, batch=BATCH, lease=LEASE, attempts=ATTEMPTS, on_dead=_give_up, lane=MAIL, backoff=WAITS)
def send_letters(many: list[dict[str, Any]]) -> Iterator[TaskOutcome]:
    """Send e-mails, or keep them where no mail server is set.

    At least once: a kill between the server's yes and our commit sends one e-mail again, under the same Message-ID.
    """
    settings: Settings = current_app.config["SETTINGS"]
    letters = _still_queued([args["letter_id"] for args in many])
    waiting: Waiting = deque()
    for place, args in enumerate(many):
        letter = letters.pop(args["letter_id"], None)
        if letter is None:  # sent, or deleted, or twice in the queue
            yield TaskOutcome(place)
        elif letter.stopped_at is not None and letter.template not in ASKED_FOR:
            yield TaskOutcome(place, then=_marking(letter.id, LetterStatus.HELD_BACK))
        elif not settings.mail_server:
            yield TaskOutcome(place, then=_marking(letter.id, LetterStatus.KEPT))
        else:
            waiting.append((place, letter))
    if waiting:
        yield from _send_all(waiting, settings)


def _still_queued(ids: list[int]) -> dict[int, Any]:
    columns = select(
        Letter.id, Letter.recipient, Letter.recipient_name, Letter.reply_to, Letter.subject, Letter.text, Letter.html,
        Letter.message_id, Letter.stop_url, Letter.template, Unreachable.stopped_at,
    )  # fmt: skip
    columns = columns.outerjoin(Unreachable, Unreachable.address == Letter.recipient)
    rows = db.session.execute(columns.where(Letter.id.in_(ids), Letter.status == LetterStatus.QUEUED)).all()
    # No transaction is held open while a mail server takes its time: SQLite has one writer.
    db.session.commit()
    return {row.id: row for row in rows}


def _send_all(waiting: Waiting, settings: Settings) -> Iterator[TaskOutcome]:
    """Send over one connection; over another when the server drops it, a few times."""
    ends_at = time.monotonic() + LONGEST_BATCH_SECONDS
    for _ in range(MOST_DROPS):
        try:
            with smtp.Connection(settings) as server:
                yield from _send_over(server, waiting, settings, ends_at)
        except OSError as error:  # while connecting, or an answer of the server to that: _send_over keeps its own
            queue.postpone(TaskName.SEND_MAIL, until=now() + OUTAGE_PAUSE)
            yield from (TaskOutcome(place, error=error) for place, _ in waiting)
            return
        if not waiting:
            return
    yield from (TaskOutcome(place, again_in=SLOW_DOWN) for place, _ in waiting)


def _send_over(server: smtp.Connection, waiting: Waiting, settings: Settings, ends_at: float) -> Iterator[TaskOutcome]:
    """Send until none waits or the connection is lost; what the server puts off, or there is no time for, goes back."""
    sender, checked_at = sender_of(settings), time.monotonic()
    while waiting:
        if time.monotonic() - checked_at > RECHECK_SECONDS:
            yield from _without_stopped(waiting)
            checked_at = time.monotonic()
        if not waiting:
            return
        place, letter = waiting.popleft()
        try:
            server.send(build(letter, sender, now()))
        except Undeliverable as refusal:
            log.warning("e-mail refused", letter=letter.id, error=str(refusal))
            yield TaskOutcome(place, then=_refusing(letter, refusal))
        except smtp.NotNow as asked:
            log.warning("the mail server asks to slow down", said=str(asked))
            waiting.appendleft((place, letter))
            yield from _outcomes_for(waiting, again_in=SLOW_DOWN)
        except smtplib.SMTPSenderRefused as error:  # it would refuse every other one alike
            waiting.appendleft((place, letter))
            yield from _outcomes_for(waiting, error=error)
        except OSError as error:  # smtplib's are of this kind too
            yield TaskOutcome(place, error=error)
            if isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPException):
                return  # the connection is gone; whether the server took this one is not known, and it is tried again
        else:
            yield TaskOutcome(place, then=_marking(letter.id, LetterStatus.SENT))
        if time.monotonic() > ends_at:
            yield from _outcomes_for(waiting, again_in=timedelta())


def _without_stopped(waiting: Waiting) -> Iterator[TaskOutcome]:
    """Take out what was stopped or deleted since the batch was read: a slow server must not be sent what somebody ended."""
    queued = _still_queued([letter.id for _, letter in waiting])
    for _ in range(len(waiting)):
        place, letter = waiting.popleft()
        if letter.id in queued:
            waiting.append((place, letter))
        else:
            yield TaskOutcome(place)


def _refusing(letter: Any, refusal: Undeliverable) -> Callable[[], None]:
    """Give what writes down that an e-mail was refused for good; a recipient the server does not know counts as a return."""
    mark = _marking(letter.id, LetterStatus.DEAD, str(refusal))
    if not isinstance(refusal, smtp.RefusedRecipient):
        return mark

    def mark_and_note() -> None:
        mark()
        reachability.note(letter.recipient, reports.kind_of(refusal.status, str(refusal)), str(refusal), at=now())

    return mark_and_note


@handles(TaskName.READ_RETURNS, lane=RETURNS)
def read_returns() -> None:
    """Read what came back to the bounce mailbox. One that cannot be read is logged, and read the next time."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.mail_bounce_mailbox:
        return
    db.session.commit()  # nothing is locked while the mailbox takes its time
    try:
        counts = read_mailbox(settings)
    except OSError as error:
        log.error("the bounce mailbox cannot be read", error=str(error))
    else:
        log.info("read what came back", **counts)


def read_mailbox(settings: Settings) -> dict[str, int]:
    """Take note of each report in the mailbox, and only then let it be deleted; count messages and news."""
    counts = {"messages": 0, "news": 0}

    def deal(raw: bytes) -> bool:
        found = reports.read(raw, bounce_address=settings.mail_bounce_address)
        counts["messages"] += 1
        counts["news"] += reports.apply(found, at=now())
        db.session.commit()
        return bool(found)

    mailboxes.read_new(settings.mail_bounce_mailbox, deal)
    return counts


@handles(TaskName.SWEEP_MAIL)
def sweep_mail() -> None:
    """Delete e-mails that were dealt with longer ago than they are kept."""
    settings: Settings = current_app.config["SETTINGS"]
    at = now()
    swept = sweep(at - timedelta(days=settings.retention_mail_days))
    note_deleted(Retained.EMAILS, swept, at=at)
    log.info("old e-mails deleted", count=swept)


def _outcomes_for(
    waiting: Waiting, *, error: Exception | None = None, again_in: timedelta | None = None
) -> Iterator[TaskOutcome]:
    while waiting:
        yield TaskOutcome(waiting.popleft()[0], error=error, again_in=again_in)


def _marking(letter_id: int, status: LetterStatus, error: str = "") -> Callable[[], None]:
    """Give what writes down how an e-mail went."""

    def mark() -> None:
        values: dict[str, Any] = {"status": status, "last_error": error}
        if status is LetterStatus.SENT:
            values["sent_at"] = now()
        db.session.execute(
            update(Letter).where(Letter.id == letter_id).values(**values).execution_options(synchronize_session=False)
        )

    return mark
