"""Applications, what happened to them, and notes about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.accounts.models import Account
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn
from careercenter.core.ids import public_id
from careercenter.postings.content import ContentColumn, PostingContent
from careercenter.postings.models import Posting
from careercenter.profiles.models import Resume


class Application(Base):
    """What one coder sent to one posting; one row a pair, held by the database."""

    __tablename__ = "application"
    __table_args__ = (UniqueConstraint("posting_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    resume_id: Mapped[int] = mapped_column(ForeignKey("resume.id"), index=True)
    status: Mapped[ApplicationStatus] = mapped_column(
        EnumColumn(ApplicationStatus), default=ApplicationStatus.SUBMITTED, index=True
    )
    status_times: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, comment="status: last moment reached, UTC")
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(255))
    phone: Mapped[str] = mapped_column(String(30), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    profile: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="what the profile said when it was sent")
    posting_content: Mapped[PostingContent | None] = mapped_column(
        ContentColumn, comment="what the posting said when it was sent; null where that was not kept"
    )
    applied_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    reminded_at: Mapped[datetime | None] = mapped_column(comment="the employer was reminded to tell the decision it stands at")
    version: Mapped[int] = mapped_column(default=1)

    posting: Mapped[Posting] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(lazy="select")
    resume: Mapped[Resume] = relationship(lazy="joined", innerjoin=True)
    messages: Mapped[list[ApplicationMessage]] = relationship(order_by="ApplicationMessage.id")
    last_step: Mapped[TakenStep | None] = relationship(lazy="joined")
    notes: Mapped[list[ApplicationNote]] = relationship(order_by="ApplicationNote.id")
    openings: Mapped[list[ResumeOpening]] = relationship(order_by="ResumeOpening.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """Give what a coder quotes, for example "CC-7KQ2-M4XW-PR9T"."""
        letters = self.public_id.upper()
        return "CC-" + "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


class ApplicationMessage(Base):
    """Words the employer sent to the applicant with a step."""

    __tablename__ = "application_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(default=now)


class TakenStep(Base):
    """The last step an employer took with an applicant: until `told_at` it can be taken back and the coder does not see it."""

    __tablename__ = "application_step"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    action: Mapped[str] = mapped_column(String(40))
    before: Mapped[ApplicationStatus] = mapped_column(EnumColumn(ApplicationStatus), comment="the status it was taken in")
    times_before: Mapped[dict[str, str]] = mapped_column(JSON, comment="status_times then")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("application_message.id", ondelete="SET NULL"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    batch: Mapped[str] = mapped_column(String(16), index=True, comment="the same for all that one press did")
    taken_at: Mapped[datetime]
    told_at: Mapped[datetime] = mapped_column(index=True, comment="its e-mail goes, and the coder sees it")


class ApplicationNote(Base):
    """A private note among the employer's members; never mailed, never shown to the coder."""

    __tablename__ = "application_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=now)

    author: Mapped[Account | None] = relationship(lazy="joined")


class ResumeOpening(Base):
    """A member of the employer opened the résumé; shown to the coder."""

    __tablename__ = "resume_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)


class ApplicationDraft(Base):
    """What was typed so far, between the form and the check-your-answers page."""

    __tablename__ = "application_draft"
    __table_args__ = (UniqueConstraint("posting_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    resume_id: Mapped[int | None] = mapped_column(ForeignKey("resume.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    checked: Mapped[bool] = mapped_column(default=True, comment="the answers passed the form; else they are as typed")
    changed_at: Mapped[datetime] = mapped_column(default=now)

    posting: Mapped[Posting] = relationship(lazy="joined", innerjoin=True)
    resume: Mapped[Resume | None] = relationship(lazy="joined")
