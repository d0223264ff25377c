"""Sending queued letters."""

from __future__ import annotations

from typing import Any

import structlog
from flask import current_app

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.mail import smtp
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import handles

log = structlog.get_logger("mail")


def _give_up(args: dict[str, Any], error: str) -> None:
    """After the last attempt the letter itself says that it did not go out."""
    letter = db.session.get(Letter, args["letter_id"])
    if letter is not None and letter.status is not LetterStatus.SENT:
        letter.status, letter.last_error = LetterStatus.DEAD, error.strip().rsplit("\n", 1)[-1][:2000]


@handles(TaskName.SEND_MAIL, given_up=_give_up)
def send_letter(letter_id: int) -> None:
    """Send one letter, or keep it where no mail server is set.

    At least once: a kill between the server's yes and our commit sends it again, under the same Message-ID.
    """
    settings = current_app.config["SETTINGS"]
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.status is LetterStatus.SENT:
        return
    if not settings.mail_server:
        letter.status = LetterStatus.KEPT
        return
    try:
        message = smtp.message_of(letter, settings, now())
        # No transaction is held open while a mail server takes its time: SQLite has one writer.
        db.session.commit()
        smtp.send(message, settings)
    except smtp.Undeliverable as refusal:
        letter.status, letter.last_error = LetterStatus.DEAD, str(refusal)
        log.warning("letter refused", letter=letter_id)
        return
    letter.status, letter.sent_at, letter.last_error = LetterStatus.SENT, now(), ""
