"""How the index compared with the database when the worker last looked: comparing costs more than a page may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.db import Base, db

NAMED = 20  # ids kept of a difference; the numbers say the rest


class IndexComparison(Base):
    __tablename__ = "index_comparison"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, comment="always 1: the last one")
    compared_at: Mapped[datetime]
    held: Mapped[int]
    visible: Mapped[int]
    missing: Mapped[int] = mapped_column(comment="visible, and not held as they were; brought in")
    extra: Mapped[int] = mapped_column(comment="held, and no longer visible; taken out")
    built_anew: Mapped[bool]
    some_missing: Mapped[list[str]] = mapped_column(JSON, comment="public ids, a page of them")
    some_extra: Mapped[list[str]] = mapped_column(JSON, comment="public ids, a page of them")


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found before it was mended; of an index built anew, what it holds now."""

    held: int
    visible: int
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    built_anew: bool = False


def keep(found: Compared, *, at: datetime) -> None:
    """Keep the last comparison in the place of the one before."""
    db.session.merge(
        IndexComparison(
            id=1,
            compared_at=at,
            held=found.held,
            visible=found.visible,
            missing=len(found.missing),
            extra=len(found.extra),
            built_anew=found.built_anew,
            some_missing=list(found.missing[:NAMED]),
            some_extra=list(found.extra[:NAMED]),
        )
    )


def last() -> IndexComparison | None:
    return db.session.get(IndexComparison, 1)
