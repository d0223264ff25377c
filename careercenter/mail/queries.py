"""Reading the outbox."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from careercenter.core.db import db
from careercenter.mail.models import Letter, LetterStatus


def letters(status: LetterStatus | None = None) -> Select[Any]:
    """Give every letter, or those of one status, newest first."""
    query = select(Letter).order_by(Letter.id.desc())
    return query if status is None else query.where(Letter.status == status)


def letter(letter_id: int) -> Letter | None:
    return db.session.get(Letter, letter_id)
