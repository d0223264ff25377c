"""What the web keeps in the database for itself: how often something was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.db import Base


class RateWindow(Base):
    """How often one thing was done by one person or address since its window began."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256: holds no address or name")
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class KeptForm(Base):
    """A form sent while nobody was signed in any more, until they are. Found by a token that only their session holds."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(String(2000), comment="where it was sent to")
    fields: Mapped[list[list[str]]] = mapped_column(JSON, comment="names and values, without passwords and files")
    back: Mapped[str] = mapped_column(String(2000), default="", comment="the page it was typed on")
    made_at: Mapped[datetime] = mapped_column(index=True)
