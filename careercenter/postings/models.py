"""Postings, their revisions, and an employer's templates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.accounts.models import Account
from careercenter.core.clock import last_day, now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l
from careercenter.core.ids import public_id, slug
from careercenter.employers.models import Employer
from careercenter.postings.content import ContentColumn, PostingContent
from careercenter.postings.lifecycle import CloseReason, PostingStatus


class Posting(Base):
    """An advertisement for work. `content` is what it says; the columns beside it are what queries need of it."""

    __tablename__ = "posting"
    __table_args__ = (
        # A posting that has been public keeps the moment it became so; one that never was has none.
        CheckConstraint("status != 'live' or posted_at is not null", name="live_was_posted"),
        CheckConstraint("status not in ('live', 'scheduled') or closes_at is not null", name="live_closes"),
        CheckConstraint("(status = 'closed') <= (closed_at is not null)", name="closed_when"),
        CheckConstraint("status != 'pending' or submitted_at is not null", name="pending_was_submitted"),
        CheckConstraint("status != 'scheduled' or publishes_at is not null", name="scheduled_when"),
        UniqueConstraint("employer_id", "external_reference"),
        Index("ix_posting_status_closes_at", "status", "closes_at"),
        # Lists of the last changed, of all and of a status.
        Index("ix_posting_changed_at_id", "changed_at", "id"),
        Index("ix_posting_status_changed_at_id", "status", "changed_at", "id"),
        # The queue and its count, without the rows: a row's moment lies behind all its words.
        Index("ix_posting_status_submitted_at", "status", "submitted_at"),
        # Of an employer's: SQLite would else walk through all live ones. With their order, so that a page of the newest is
        # chosen from the index alone and only its rows are read.
        Index("ix_posting_employer_id_status_closes_at_posted_at", "employer_id", "status", "closes_at", "posted_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    status: Mapped[PostingStatus] = mapped_column(EnumColumn(PostingStatus), default=PostingStatus.DRAFT)
    title: Mapped[str] = mapped_column(String(120), default="")
    content: Mapped[PostingContent] = mapped_column(ContentColumn, default=PostingContent)
    inferred: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict, comment="fields an import read out of the words, each with these words"
    )
    external_reference: Mapped[str | None] = mapped_column(String(120), comment="the employer's own id, for imports")
    imported_row: Mapped[str | None] = mapped_column(String(64), comment="digest of the row it was last imported from")
    imported_status: Mapped[str | None] = mapped_column(String(16), comment="what that import was to bring it to")

    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None] = mapped_column(comment="first became public; never moves")
    publishes_at: Mapped[datetime | None] = mapped_column(comment="for a scheduled one: when it becomes live")
    closes_at: Mapped[datetime | None] = mapped_column(comment="end of the closing day in the posting's time zone")
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(EnumColumn(CloseReason))
    decision_reason: Mapped[str | None] = mapped_column(String(80), comment="slug of the moderator's reason")
    decision_words: Mapped[str | None] = mapped_column(Text, comment="the moderator's words to the author")
    held_from: Mapped[PostingStatus | None] = mapped_column(EnumColumn(PostingStatus), comment="where a restored one goes back")
    archived_from: Mapped[PostingStatus | None] = mapped_column(
        EnumColumn(PostingStatus), comment="where one taken out of the archive goes back"
    )
    review_needed_at: Mapped[datetime | None] = mapped_column(
        comment="a moderator stopped it or found a report right: it comes back through review alone"
    )
    signals_read: Mapped[list[list[str]]] = mapped_column(
        JSON, default=list, deferred=True, deferred_group="signals", comment="what postings.signals found in the words"
    )
    signals_rules: Mapped[int] = mapped_column(
        default=0, deferred=True, deferred_group="signals", comment="the rules they were found by; 0: not read yet"
    )
    signals_weight: Mapped[int] = mapped_column(
        default=0, deferred=True, deferred_group="signals", comment="of the heaviest, 0 for none"
    )
    judged_at: Mapped[datetime | None] = mapped_column(comment="a moderator last decided about it")
    judged_content: Mapped[PostingContent | None] = mapped_column(
        ContentColumn, deferred=True, comment="what it said then: what came since is shown as a difference"
    )
    repost_of_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"), index=True)
    legal_hold_at: Mapped[datetime | None] = mapped_column(comment="what was sent to it is kept past the period")
    version: Mapped[int] = mapped_column(default=1)

    employer: Mapped[Employer] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Account | None] = relationship(lazy="select")
    repost_of: Mapped[Posting | None] = relationship(remote_side="Posting.id", lazy="select")
    revisions: Mapped[list[PostingRevision]] = relationship(back_populates="posting", order_by="PostingRevision.id")

    # Two people who change the same row: the second is told (StaleDataError becomes a 409 page).
    __mapper_args__ = {"version_id_col": version}

    @property
    def slug(self) -> str:
        return slug(self.title)

    @property
    def through(self) -> str:
        """Name the posting as whose words an e-mail carries: they are its employer's too."""
        return f"employer:{self.employer_id}/posting:{self.id}"

    @property
    def last_day(self) -> date | None:
        """Give the last day on which one may apply, in the posting's own zone: `closes_at` is the first moment after it."""
        return last_day(self.closes_at, self.content.time_zone) if self.closes_at else None

    def is_visible(self, at: datetime) -> bool:
        """Say whether the public may see it at the moment `at`."""
        return is_visible(self.status, self.closes_at, self.employer.suspended_at, at=at)


def is_visible(
    status: PostingStatus, closes_at: datetime | None, employer_suspended_at: datetime | None, *, at: datetime
) -> bool:
    """The same rule as `queries.visible`, for what is at hand of one posting."""
    return status is PostingStatus.LIVE and closes_at is not None and at < closes_at and employer_suspended_at is None


class RevisionStatus(LabelledEnum):
    PENDING = "pending", _l("Waiting for review")
    CHANGES_ASKED = "changes_asked", _l("Changes asked")
    APPROVED = "approved", _l("Approved")
    REJECTED = "rejected", _l("Rejected")
    SUPERSEDED = "superseded", _l("Replaced by a later edit, or no longer needed")


class PostingRevision(Base):
    """An edit of a live posting that a moderator judges while the approved version stays up."""

    __tablename__ = "posting_revision"
    __table_args__ = (
        # One waiting edit a posting: a second replaces the first.
        Index(
            "uq_posting_revision_one_pending",
            "posting_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    status: Mapped[RevisionStatus] = mapped_column(EnumColumn(RevisionStatus), default=RevisionStatus.PENDING, index=True)
    content: Mapped[PostingContent] = mapped_column(ContentColumn)
    base: Mapped[PostingContent] = mapped_column(ContentColumn, comment="what was live when the edit was made")
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decision_reason: Mapped[str | None] = mapped_column(String(80))
    decision_words: Mapped[str | None] = mapped_column(Text)
    signals_read: Mapped[list[list[str]]] = mapped_column(
        JSON, default=list, comment="what postings.signals found in the words"
    )
    signals_rules: Mapped[int] = mapped_column(default=0, comment="the rules they were found by; 0: not read yet")
    signals_weight: Mapped[int] = mapped_column(default=0, comment="of the heaviest, 0 for none")
    version: Mapped[int] = mapped_column(default=1)

    posting: Mapped[Posting] = relationship(back_populates="revisions", lazy="joined", innerjoin=True)
    author: Mapped[Account | None] = relationship(foreign_keys=[author_id], lazy="select")

    __mapper_args__ = {"version_id_col": version}


class PostingSnapshot(Base):
    """What an editor of a posting went on from before a change: forms opened before it are merged by it."""

    __tablename__ = "posting_snapshot"
    __table_args__ = (UniqueConstraint("posting_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    since: Mapped[int] = mapped_column(comment="the first version of the posting that said this")
    version: Mapped[int] = mapped_column(comment="the last version of the posting that said this")
    content: Mapped[PostingContent] = mapped_column(ContentColumn)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    replaced_at: Mapped[datetime] = mapped_column(default=now)


class PostingNotice(Base):
    """News of a posting that waits a while, to be told with that of the employer's others: see `notices`."""

    __tablename__ = "posting_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id", ondelete="CASCADE"), index=True)
    template: Mapped[str] = mapped_column(String(40), comment="the e-mail it would be by itself")
    words: Mapped[str] = mapped_column(Text, default="", comment="what a moderator said")
    due_at: Mapped[datetime] = mapped_column(index=True)

    posting: Mapped[Posting] = relationship(lazy="joined", innerjoin=True)


class PostingCorrection(Base):
    """Small things a moderator put right in what waited for a decision; its team sees them, and may undo them."""

    __tablename__ = "posting_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("posting_revision.id"), index=True, comment="the edit it was made in; null: the posting itself"
    )
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[str] = mapped_column(Text, comment="why, as its team is told")
    before: Mapped[PostingContent] = mapped_column(ContentColumn)
    after: Mapped[PostingContent] = mapped_column(ContentColumn)
    made_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    posting: Mapped[Posting] = relationship(lazy="joined", innerjoin=True)

    @property
    def employer_id(self) -> int:
        return self.posting.employer_id


class UnsavedEdit(Base):
    """What one person typed into the form of a posting and has not saved, as typed: see `services.unsaved`."""

    __tablename__ = "unsaved_edit"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"), index=True)
    key: Mapped[str] = mapped_column(String(16), comment="of the posting, or of the form of one that is not begun yet")
    fields: Mapped[list[list[str]]] = mapped_column(JSON, comment="names and values of the form")
    saved_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def title(self) -> str:
        return next((value for name, value in self.fields if name == "title"), "")


class PostingTemplate(Base):
    """A named content an employer starts postings from."""

    __tablename__ = "posting_template"
    __table_args__ = (UniqueConstraint("employer_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    content: Mapped[PostingContent] = mapped_column(ContentColumn)
    created_at: Mapped[datetime] = mapped_column(default=now)
