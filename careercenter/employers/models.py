"""Employers, the people in them, and invitations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l
from careercenter.core.ids import public_id, slug


class EmployerKind(LabelledEnum):
    HOSPITAL = "hospital", _l("Hospital")
    HEALTH_SYSTEM = "health_system", _l("Health system")
    PHYSICIAN_GROUP = "physician_group", _l("Physician group")
    ASC = "asc", _l("Ambulatory surgery center")
    PAYER = "payer", _l("Payer or health plan")
    BILLING = "billing", _l("Billing or revenue cycle company")
    STAFFING = "staffing", _l("Staffing or outsourcing vendor")
    CONSULTING = "consulting", _l("Consulting")
    GOVERNMENT = "government", _l("Government")
    SOFTWARE = "software", _l("Software")
    OTHER = "other", _l("Other")


class Verification(LabelledEnum):
    """What was checked before an employer is shown as verified."""

    MAIL_AT_DOMAIN = "mail_at_domain", _l("e-mail at its website's domain")
    DOCUMENT = "document", _l("a document seen by a moderator")
    TELEPHONE = "telephone", _l("a call to a published number")


class Employer(Base):
    __tablename__ = "employer"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    name: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[EmployerKind] = mapped_column(EnumColumn(EmployerKind))
    website: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(Text, default="", comment="Markdown")
    equal_opportunity: Mapped[str] = mapped_column(
        Text, default="", server_default="", comment="Markdown, at the foot of each of its jobs"
    )
    city: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(2), default="")
    time_zone: Mapped[str] = mapped_column(String(40), default="America/New_York")
    logo: Mapped[str | None] = mapped_column(String(64), comment="content hash in storage, a WebP made by us")
    created_at: Mapped[datetime] = mapped_column(default=now)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[Verification | None] = mapped_column(EnumColumn(Verification))
    verified_what: Mapped[str] = mapped_column(String(200), default="", comment="e.g. the domain the mail was answered from")
    legal_hold_at: Mapped[datetime | None] = mapped_column(comment="what was sent to its jobs is kept past the period")
    suspended_at: Mapped[datetime | None] = mapped_column(comment="none of its postings is visible while set")
    closed_at: Mapped[datetime | None] = mapped_column(comment="closed for good, or put together with another: suspended too")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    unlisted: Mapped[bool] = mapped_column(
        default=False, comment="looks like another employer and no moderator has looked yet: it has no public page"
    )
    version: Mapped[int] = mapped_column(default=1)

    members: Mapped[list[Membership]] = relationship(
        back_populates="employer",
        order_by="Membership.id",
        primaryjoin="and_(Employer.id == Membership.employer_id, Membership.ended_at == None)",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def slug(self) -> str:
        return slug(self.name)

    @property
    def through(self) -> str:
        """Name the employer as whose words an e-mail carries; see `mail.services.stop`."""
        return f"employer:{self.id}"

    @property
    def host(self) -> str:
        """Give the host of the website without www., "" when there is none."""
        return host_of(self.website)


def host_of(website: str) -> str:
    rest = website.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0].lower()
    return rest.removeprefix("www.")


class ProfileStatus(LabelledEnum):
    PENDING = "pending", _l("Waiting for review")
    APPROVED = "approved", _l("Approved")
    REJECTED = "rejected", _l("Rejected")
    SUPERSEDED = "superseded", _l("Replaced by a later change, or taken back")


class EmployerRevision(Base):
    """A change of what an employer says of itself that a moderator judges while the old stays up; null: not changed."""

    __tablename__ = "employer_revision"
    __table_args__ = (
        # One that waits an employer: a second replaces the first.
        Index(
            "uq_employer_revision_one_pending",
            "employer_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    status: Mapped[ProfileStatus] = mapped_column(EnumColumn(ProfileStatus), default=ProfileStatus.PENDING, index=True)
    name: Mapped[str | None] = mapped_column(String(120))
    website: Mapped[str | None] = mapped_column(String(200))
    about: Mapped[str | None] = mapped_column(Text, comment="Markdown")
    equal_opportunity: Mapped[str | None] = mapped_column(Text, comment="Markdown, at the foot of each of its jobs")
    logo: Mapped[str | None] = mapped_column(String(64), comment="content hash in storage")
    base: Mapped[dict[str, str]] = mapped_column(JSON, comment="what stood when the change was asked for")
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decision_reason: Mapped[str | None] = mapped_column(String(80))
    decision_words: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    employer: Mapped[Employer] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Account | None] = relationship(foreign_keys=[author_id], lazy="select")

    __mapper_args__ = {"version_id_col": version}

    @property
    def changes(self) -> dict[str, str]:
        """Give what is asked for, by the employer's fields."""
        fields = ("name", "website", "about", "equal_opportunity", "logo")
        return {field: value for field in fields if (value := getattr(self, field)) is not None}


class Role(LabelledEnum):
    OWNER = "owner", _l("Owner")
    RECRUITER = "recruiter", _l("Recruiter")
    VIEWER = "viewer", _l("Viewer")


class MailScope(LabelledEnum):
    ALL = "all", _l("All jobs")
    MINE = "mine", _l("Only the jobs I wrote")
    NONE = "none", _l("None")


class MailPace(LabelledEnum):
    """How news of applications comes."""

    AUTO = "auto", _l("Each one, or once a day when there are many")
    EACH = "each", _l("Each one")
    DAILY = "daily", _l("Once a day")


class Membership(Base):
    """A person in an employer. A row that ended stays, so that the audit trail keeps its people."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_one_current",
            "employer_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumColumn(Role))
    since: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    mail_applicants: Mapped[MailScope] = mapped_column(
        EnumColumn(MailScope), default=MailScope.ALL, server_default=MailScope.ALL.value, comment="e-mails about applications"
    )
    mail_pace: Mapped[MailPace] = mapped_column(EnumColumn(MailPace), default=MailPace.AUTO, server_default=MailPace.AUTO.value)
    mail_jobs: Mapped[MailScope | None] = mapped_column(
        EnumColumn(MailScope), comment="e-mails about what moderators decide; null: owners all jobs, others their own"
    )
    digest_from: Mapped[datetime | None] = mapped_column(comment="applications from here on wait for the next digest")

    employer: Mapped[Employer] = relationship(back_populates="members", lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(back_populates="memberships")

    @property
    def jobs_wanted(self) -> MailScope:
        """Give the jobs of whose decisions they hear: what they chose, else what is usual for their role."""
        return self.mail_jobs or (MailScope.ALL if self.role is Role.OWNER else MailScope.MINE)


class Invitation(Base):
    """An invitation by mail to join an employer. Only the SHA-256 of its token is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    email: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(EnumColumn(Role))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    employer: Mapped[Employer] = relationship(lazy="joined", innerjoin=True)


class JoinStatus(LabelledEnum):
    WAITING = "waiting", _l("Waiting for an owner")
    ACCEPTED = "accepted", _l("Accepted")
    DECLINED = "declined", _l("Not added")
    WITHDRAWN = "withdrawn", _l("Taken back by you")


class JoinRequest(Base):
    """A person asks the owners of an employer that is here already to be taken into its team."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index(
            "uq_join_request_one_waiting",
            "employer_id",
            "account_id",
            unique=True,
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    status: Mapped[JoinStatus] = mapped_column(EnumColumn(JoinStatus), default=JoinStatus.WAITING)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    employer: Mapped[Employer] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="select")

    __mapper_args__ = {"version_id_col": version}
