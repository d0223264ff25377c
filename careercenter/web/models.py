"""What the web keeps in the database for itself: how often something was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.db import Base


class RateWindow(Base):
    """How often one thing was done by one person or address since its window began."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256: holds no address or name")
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
