"""Queueing a letter."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any

from careercenter.core.db import db
from careercenter.mail.models import Letter
from careercenter.mail.render import render
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue


@dataclass(frozen=True, slots=True)
class Recipient:
    email: str
    name: str = ""


def post(template: str, to: Recipient, *, reply_to: str | None = None, **context: Any) -> Letter:
    """Render `templates/mail/<template>/` and queue the letter in this transaction: no commit, no letter.

    `context` must not hold a secret that may not lie in the outbox, but for the one-time links a letter is for.
    """
    rendered = render(template, recipient=to, **context)
    letter = Letter(
        template=template,
        recipient=to.email,
        recipient_name=to.name,
        reply_to=reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        # Made once, here: a letter sent twice after a kill can be recognised as the same one.
        message_id=make_msgid(domain="careercenter.invalid"),
    )
    db.session.add(letter)
    db.session.flush()  # the task needs the letter's id
    enqueue(TaskName.SEND_MAIL, letter_id=letter.id)
    return letter
