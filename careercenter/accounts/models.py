"""People: their account, passkeys, sessions and links sent by mail."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l
from careercenter.core.ids import public_id

if TYPE_CHECKING:
    from careercenter.employers.models import Membership


class Staff(LabelledEnum):
    MODERATOR = "moderator", _l("Moderator")
    ADMIN = "admin", _l("Administrator")


class Account(Base, UserMixin):
    """A person who can sign in. Column names that Flask-Security asks for keep its spelling."""

    __tablename__ = "account"
    # How many there are, and who is looked for by a part of a name, without reading whole rows.
    __table_args__ = (
        Index("ix_account_active_erased_at", "active", "erased_at"),
        Index("ix_account_email_name", "email", "name"),
        # Sign-ups of some weeks, counted by the index alone.
        Index("ix_account_created_at_is_coder", "created_at", "is_coder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    email: Mapped[str] = mapped_column(String(255), unique=True, comment="normalised, lower case")
    name: Mapped[str] = mapped_column(String(120), default="")
    time_zone: Mapped[str | None] = mapped_column(String(40), comment="moments are written in it; null: not chosen")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True, comment="false: suspended, every session is refused")
    is_coder: Mapped[bool] = mapped_column(default=False, comment="signed up to look for work")
    staff: Mapped[Staff | None] = mapped_column(EnumColumn(Staff))
    demonstration: Mapped[bool] = mapped_column(default=False, comment="made by the seed; refused in production")
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(comment="the address was proved")
    erased_at: Mapped[datetime | None]
    unreachable_since: Mapped[datetime | None] = mapped_column(
        comment="e-mails to the address come back; a copy of what mail knows"
    )
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: secrets.token_hex(16))

    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_totp_step: Mapped[int | None] = mapped_column(comment="last accepted time step; the same one is refused")
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()), comment="SHA-256 of each")
    # What a passkey knows its account by; says nothing about the person.
    fs_webauthn_user_handle: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: secrets.token_hex(32))
    us_totp_secrets: Mapped[str | None] = mapped_column(String(255))

    webauthn: Mapped[list[Passkey]] = relationship(  # type: ignore[assignment]
        back_populates="user", cascade="all, delete-orphan"
    )
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="account",
        lazy="selectin",
        primaryjoin="and_(Account.id == Membership.account_id, Membership.ended_at == None)",
    )

    # The token of the session this account was loaded by, or is being signed in with. Not stored: see AccountSession.
    if TYPE_CHECKING:
        session_token: str | None
    else:
        session_token = None

    # Flask-Security asks for roles; ours are `staff`, `is_coder` and the memberships, read by the policies.
    @property
    def roles(self) -> list[str]:  # type: ignore[override]
        return []

    @property
    def account_id(self) -> int | None:
        return self.id

    def get_id(self) -> str:
        """Give what the cookie holds: the token of one session, never anything that outlives it."""
        if self.session_token is None:
            raise RuntimeError("an account is signed in by starting a session first")
        return self.session_token

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def has_second_factor(self) -> bool:
        return self.tf_totp_secret is not None or bool(self.webauthn)

    @property
    def is_admin(self) -> bool:
        return self.staff is Staff.ADMIN

    @property
    def is_moderator(self) -> bool:
        return self.staff in (Staff.MODERATOR, Staff.ADMIN)

    def role_in(self, employer_id: int) -> str | None:
        return next((str(m.role) for m in self.memberships if m.employer_id == employer_id), None)


class Passkey(Base, WebAuthnMixin):
    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    create_datetime: Mapped[datetime] = mapped_column(default=now)
    lastuse_datetime: Mapped[datetime] = mapped_column(default=now)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))

    user: Mapped[Account] = relationship(back_populates="webauthn")


class AccountSession(Base):
    """One signed-in device. The cookie holds the token; here lies only its SHA-256."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(120), default="", comment="browser and system, in words")
    address: Mapped[str] = mapped_column(String(64), default="")
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    proved_at: Mapped[datetime] = mapped_column(default=now, comment="when a password or passkey was last given")
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class LinkPurpose(LabelledEnum):
    CONFIRM = "confirm", _l("Confirm an address")
    RESET = "reset", _l("Choose a new password")
    CHANGE_EMAIL = "change_email", _l("Change the address")
    PROVE = "prove", _l("Confirm an address again")
    ADMIN = "admin", _l("Set up a staff account")
    NOT_ME = "not_me", _l("Say that it was somebody else")


class MailedLink(Base):
    """A one-time link sent by e-mail: single use, expires. Only the SHA-256 of its token is kept."""

    __tablename__ = "mailed_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(EnumColumn(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(255), comment="the address it proves or replaces")
    sign_up: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, comment="name, password hash and kind of a later sign-up with an unproved address"
    )
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class EarlierAddress(Base):
    """An address e-mails of an account went to: one it had, or was to change to. Closing the account erases those e-mails."""

    __tablename__ = "earlier_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(255))
    until: Mapped[datetime] = mapped_column(comment="later e-mails to it are somebody else's")
