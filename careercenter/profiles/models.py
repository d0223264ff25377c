"""What coders say of themselves, and their résumés."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _, _l, listing
from careercenter.core.ids import public_id

# What a file does when it is opened, as `profiles.extract` names it.
ACTIVE_WORDS = {
    "programs": _l("start a program"),
    "scripts": _l("run a script"),
    "files": _l("open another file"),
    "media": _l("play media"),
    "forms": _l("send what is filled in"),
    "fields": _l("fetch something or start a program"),
}


class CoderProfile(Base):
    """Private: seen by the coder, and by an employer only through an application."""

    __tablename__ = "coder_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    headline: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(2), default="", comment="where the coder lives")
    credentials: Mapped[list[str]] = mapped_column(JSON, default=list, comment="slugs held, as claimed")
    specialties: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, comment="[{slug, years}]")
    years: Mapped[int | None] = mapped_column(comment="as a coder, in all")
    tools: Mapped[list[str]] = mapped_column(JSON, default=list)
    work_settings: Mapped[list[str]] = mapped_column(JSON, default=list, comment="wanted")
    pay_wanted: Mapped[int | None] = mapped_column(comment="hourly cents")
    pay_said: Mapped[str] = mapped_column(String(40), default="", comment="pay_wanted as it was typed")
    starting: Mapped[bool] = mapped_column(default=False, comment="says: no credential yet")
    states_wanted: Mapped[list[str]] = mapped_column(JSON, default=list, comment="to work in, beside the one lived in")
    employment_wanted: Mapped[list[str]] = mapped_column(JSON, default=list)
    schedules_wanted: Mapped[list[str]] = mapped_column(JSON, default=list)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class ResumeKind(LabelledEnum):
    PDF = "pdf", _l("PDF")
    DOCX = "docx", _l("Word document")


class ResumeText(LabelledEnum):
    """How far reading the text has come; the file can be used in each of these."""

    WAITING = "waiting", _l("Being read")
    READ = "read", _l("Read")
    PICTURE = "picture", _l("A picture of a page, without words that can be read")
    GARBLED = "garbled", _l("The file does not say which letters it shows")
    UNREADABLE = "unreadable", _l("The text could not be read")

    @property
    def is_over(self) -> bool:
        """Say whether reading ended without a text."""
        return self in (ResumeText.PICTURE, ResumeText.GARBLED, ResumeText.UNREADABLE)

    @property
    def without_text(self) -> str:
        """Say what it means for an application that reading ended without a text; "" where it did not."""
        if self is ResumeText.PICTURE:
            return _(
                "This is a scan: employers can open it, but its words cannot be read or searched. "
                "A PDF saved from your word processor works better."
            )
        if self.is_over:
            return _("Employers can open it, but its words cannot be read or searched. Saving it as PDF again may help.")
        return ""


class ResumeScan(LabelledEnum):
    """What the operator's scanner said; without a scanner nothing is ever scanned."""

    NOT_SCANNED = "not_scanned", _l("Not checked for viruses")
    CLEAN = "clean", _l("No virus found")
    INFECTED = "infected", _l("Holds a virus")


class Resume(Base):
    __tablename__ = "resume"
    __table_args__ = (UniqueConstraint("account_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"), index=True)
    name: Mapped[str] = mapped_column(String(120), comment="what it was called, shown only, never used as a path")
    kind: Mapped[ResumeKind] = mapped_column(EnumColumn(ResumeKind))
    size: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None] = mapped_column(comment="off the coder's list; applications may hold it")
    text_status: Mapped[ResumeText] = mapped_column(EnumColumn(ResumeText), default=ResumeText.WAITING)
    text: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[list[str]] = mapped_column(JSON, default=list, comment="what the file does when it is opened")
    scan: Mapped[ResumeScan] = mapped_column(EnumColumn(ResumeScan), default=ResumeScan.NOT_SCANNED)

    account: Mapped[Account] = relationship(lazy="select")

    @property
    def active_words(self) -> str:
        """Say what the file does when it is opened; "" when it only shows its pages."""
        return listing([ACTIVE_WORDS[name] for name in self.active or () if name in ACTIVE_WORDS])
