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
    KEPT = "kept", _l("Kept here, no mail server")
    DEAD = "dead", _l("Could not be sent")
    STOPPED = "stopped", _l("Stopped before it was sent")
    RETURNED = "returned", _l("Came back")
    HELD_BACK = "held_back", _l("Not sent: e-mail does not reach this address")


class ReturnKind(LabelledEnum):
    HARD = "hard", _l("There is no such mailbox")
    SOFT = "soft", _l("Refused for now")
    COMPLAINT = "complaint", _l("Reported as spam")


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
    stop_url: Mapped[str | None] = mapped_column(String(500), comment="stops e-mails of this kind by one click")
    through: Mapped[str | None] = mapped_column(
        String(60), index=True, comment='whose words it carries, like "employer:12/posting:34"; stopped with them'
    )


class Unreachable(Base):
    """An address e-mails came back from, or whose owner called one spam."""

    __tablename__ = "unreachable_address"

    address: Mapped[str] = mapped_column(String(255), primary_key=True, comment="as the account has it")
    kind: Mapped[ReturnKind] = mapped_column(EnumColumn(ReturnKind))
    times: Mapped[int] = mapped_column(default=1, comment="how often, since first_at")
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None] = mapped_column(
        index=True, comment="nothing is sent from here on, until it is proved again"
    )
    reason: Mapped[str] = mapped_column(Text, default="", comment="what the mail server said")
