"""A page of something, and where it stands among its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from careercenter.core.numbers import whole

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """`number` counts from 1. A number past the end is never held: whoever makes a Page goes to the first instead."""

    items: Sequence[T]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_item(self) -> int:
        return min(self.number * self.size, self.total)

    def numbers(self) -> list[int | None]:
        """Give the page numbers to link: the first, the last and those around this one; None stands for a gap."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        shown = sorted(n for n in near if 1 <= n <= self.last)
        out: list[int | None] = []
        for number in shown:
            if out and out[-1] is not None and number - out[-1] > 1:
                out.append(number - 1 if number - out[-1] == 2 else None)
            out.append(number)
        return out


def page_number(text: str | None) -> int:
    """Read a page number from an address; anything else is page 1."""
    return whole(text, low=1, high=100_000) or 1


def paginate(session: Session, query: Select[Any], *, number: int, size: int = 25) -> Page[Any]:
    """Run an ordered `query` of one entity for one page; past the end gives the first page."""
    # Nothing but how many: an index may hold what is asked for, and a row need not be read.
    total = session.scalar(query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)) or 0
    if (number - 1) * size >= total:
        number = 1
    items = session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items, total, number, size)
