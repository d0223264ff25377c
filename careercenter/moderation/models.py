"""Reports by the public, the reasons moderators give, and the notes they keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l
from careercenter.core.ids import public_id
from careercenter.employers.models import Employer
from careercenter.postings.models import Posting


class ReportReason(LabelledEnum):
    SCAM = "scam", _l("It asks for money, bank details or a chat-app interview")
    NOT_REAL = "not_real", _l("The job or the employer is not real")
    WRONG = "wrong", _l("Pay, place or requirements are not as stated")
    GONE = "gone", _l("The position is already filled or closed")
    UNLAWFUL = "unlawful", _l("It discriminates or breaks the law")
    OTHER = "other", _l("Something else")


class ReportStatus(LabelledEnum):
    OPEN = "open", _l("Waiting")
    UPHELD = "upheld", _l("Upheld")
    DISMISSED = "dismissed", _l("Dismissed")


class Report(Base):
    """One person's report of one posting. `reporter` tells them apart: an account's public id, or what is made of a keyed hash.

    `household` is the keyed hash of a visitor's connection, which a whole hospital may share; null for an account's.
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("posting_id", "reporter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    reporter: Mapped[str] = mapped_column(String(64))
    household: Mapped[str | None] = mapped_column(String(64), comment="keyed hash of a visitor's connection")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[ReportReason] = mapped_column(EnumColumn(ReportReason))
    words: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[ReportStatus] = mapped_column(EnumColumn(ReportStatus), default=ReportStatus.OPEN, index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    posting: Mapped[Posting] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def source(self) -> str:
        """Tell from whom it came, as far as anybody knows: several of one connection count as one."""
        return self.household or self.reporter


class ReasonUse(LabelledEnum):
    CHANGES = "changes", _l("Asking for changes")
    REJECT = "reject", _l("Rejecting")
    REMOVE = "remove", _l("Holding or removing")
    PROFILE = "profile", _l("Rejecting what an employer says about itself")


class DecisionReason(Base):
    """One of the reasons a moderator may give; admins edit the list. Retired ones stay for old decisions."""

    __tablename__ = "decision_reason"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    use: Mapped[ReasonUse] = mapped_column(EnumColumn(ReasonUse))
    label: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text, default="", comment="what the author is told, before the moderator's own words")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]


class DeskMail(LabelledEnum):
    """When a moderator is written to about what waits."""

    EACH = "each", _l("When something new comes, at most every 15 minutes")
    DAILY = "daily", _l("Once a day, in the morning")
    NONE = "none", _l("Never")


class DeskMailChoice(Base):
    """What one moderator chose; who never chose has a row once they were written to."""

    __tablename__ = "desk_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    how: Mapped[DeskMail] = mapped_column(EnumColumn(DeskMail))
    told_at: Mapped[datetime | None] = mapped_column(comment="up to when they know what came")


class DeskNote(Base):
    """What a moderator wrote down about an employer or a person, for other moderators and administrators alone."""

    __tablename__ = "desk_note"
    __table_args__ = (CheckConstraint("(employer_id is null) <> (account_id is null)", name="about_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, comment="whom it is about")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=now)

    employer: Mapped[Employer | None] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=account_id)
    author: Mapped[Account | None] = relationship(foreign_keys=author_id, lazy="joined")
