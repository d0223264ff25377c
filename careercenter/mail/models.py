"""The outbox: each letter as a row, rendered when it is queued, sent by the worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l


class LetterStatus(LabelledEnum):
    QUEUED = "queued", _l("Waiting to be sent")
    SENT = "sent", _l("Sent")
    KEPT = "kept", _l("Kept here: no mail server is set")
    DEAD = "dead", _l("Could not be sent")
    STOPPED = "stopped", _l("Stopped before it was sent")


class Letter(Base):
    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(String(60), index=True)
    recipient: Mapped[str] = mapped_column(String(255), index=True)
    recipient_name: Mapped[str] = mapped_column(String(120), default="")
    reply_to: Mapped[str | None] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    status: Mapped[LetterStatus] = mapped_column(EnumColumn(LetterStatus), default=LetterStatus.QUEUED, index=True)
    queued_at: Mapped[datetime] = mapped_column(default=now, index=True)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
    through: Mapped[str | None] = mapped_column(
        String(60), index=True, comment='whose words it carries, like "employer:12/posting:34"; stopped with them'
    )
