"""What one administrator asks and another one has to agree to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import Base
from careercenter.core.enums import EnumColumn, LabelledEnum
from careercenter.core.i18n import _l
from careercenter.core.ids import public_id


class RecoveryKind(LabelledEnum):
    SECOND_FACTOR = "second_factor", _l("Reset two-step verification and passkeys")
    PROVE_ADDRESS = "prove_address", _l("Mark the e-mail address as confirmed")
    CHANGE_ADDRESS = "change_address", _l("Change the e-mail address")


class Recovery(Base):
    """A way back into somebody's account, asked by one administrator and decided by another."""

    __tablename__ = "recovery"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RecoveryKind] = mapped_column(EnumColumn(RecoveryKind))
    address: Mapped[str] = mapped_column(String(255), default="", comment="the new one, where it is to change")
    reason: Mapped[str] = mapped_column(String(500), comment="how the person showed who they are")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decided_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=account_id, lazy="joined", innerjoin=True)
    asked_by: Mapped[Account] = relationship(foreign_keys=asked_by_id, lazy="joined", innerjoin=True)
