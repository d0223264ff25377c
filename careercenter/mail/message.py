"""Queueing an e-mail."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careercenter.core.db import db
from careercenter.core.i18n import in_time_zone
from careercenter.mail import unsubscribing
from careercenter.mail.models import Letter
from careercenter.mail.render import board, render
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue


@dataclass(frozen=True, slots=True)
class Recipient:
    """`time_zone` is the one they chose, or None for the board's: moments are written for who receives them."""

    email: str
    name: str = ""
    time_zone: str | None = None


def post(
    template: str,
    to: Recipient,
    *,
    reply_to: str | None = None,
    through: str | None = None,
    stops: tuple[str, str] | None = None,
    due_at: datetime | None = None,
    **context: Any,
) -> Letter:
    """Render `templates/mail/<template>/` and queue the e-mail in this transaction: no commit, no e-mail.

    `through` names whose words it carries, as `mail.services.stop` is told. `stops`
    names the topic of an e-mail nobody asked for one by one, and for whom it can be stopped (mail/unsubscribing.py).
    It is sent at `due_at`, or as soon as it can be.
    `context` must not hold a secret that may not lie in the outbox, but for the one-time links an e-mail is for.
    """
    stop_url = unsubscribing.address(*stops) if stops else None
    with in_time_zone(to.time_zone or board("time_zone")):
        rendered = render(template, recipient=to, stop_url=stop_url, **context)
    letter = Letter(
        template=template,
        recipient=to.email,
        recipient_name=to.name,
        reply_to=reply_to,
        through=through,
        stop_url=stop_url,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=new_message_id(),
    )
    db.session.add(letter)
    db.session.flush()  # the task needs the letter's id
    enqueue(TaskName.SEND_MAIL, due_at=due_at, letter_id=letter.id)
    return letter


def new_message_id() -> str:
    """Make it once, when the e-mail is queued: one sent twice after a kill can be recognised as the same.

    Nobody can guess it, so that a report naming it comes from who saw the e-mail. Lower case: addresses are made of it (VERP).
    """
    token = base64.b32encode(secrets.token_bytes(15)).decode().lower()
    return f"<{token}@{board('host') or 'localhost'}>"
