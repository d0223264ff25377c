"""What lies in storage, by content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.clock import now
from careercenter.core.db import Base


class StoredFile(Base):
    """One stored content. The bytes are written first, so that no row is ever without its file."""

    __tablename__ = "stored_file"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 in hex, the name in storage")
    size: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(default=now, comment="last stored; storing again makes it young for the sweep")
