"""How much was deleted when its period was over: numbers and days, and nothing of what or whose it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.db import Base, db
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l


class Retained(LabelledEnum):
    """What is kept for a period."""

    APPLICATIONS = "applications", _l("Applications, with their messages, notes and who opened the résumé")
    EMAILS = "emails", _l("E-mails")
    REPORTS = "reports", _l("What was written in decided reports, and by whom")
    SEARCHES = "searches", _l("Searches that found no job, with the day and how often")
    SESSIONS = "sessions", _l("Devices and network addresses of ended sessions")


class Forgotten(Base):
    """How many of a kind one sweep deleted."""

    __tablename__ = "forgotten"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    what: Mapped[Retained] = mapped_column(EnumColumn(Retained))
    number: Mapped[int]


def note_deleted(what: Retained, number: int, *, at: datetime) -> None:
    """Write down that so many were deleted; nothing when there were none."""
    if number:
        db.session.add(Forgotten(at=at, what=what, number=number))


def deletions() -> Select[Forgotten]:
    """Select what was deleted, the newest first."""
    return select(Forgotten).order_by(Forgotten.at.desc(), Forgotten.id.desc())
