"""Who refers to stored files. Features register here; storage itself knows no feature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

_REFERENCES: dict[str, Callable[[], Select[Any]]] = {}
_LETTING_GO: dict[str, Callable[[datetime], None]] = {}


def register(name: str, digests: Callable[[], Select[Any]]) -> None:
    """Name a query of one column, the digests a feature still needs; nulls in it are passed over.

    A file no registered query names is deleted by the sweep, so whoever stores a file registers before storing it.
    """
    _REFERENCES[name] = digests


def before_sweep(name: str, let_go: Callable[[datetime], None]) -> None:
    """Name a function that gives up what nobody needs any more; it runs first in each sweep, with the moment."""
    _LETTING_GO[name] = let_go


def names() -> list[str]:
    return sorted(_REFERENCES)


def referred() -> CompoundSelect[Any] | None:
    """Give one query of every digest still needed, or None while no feature has registered."""
    queries = []
    for digests in _REFERENCES.values():
        query = digests()
        queries.append(query.where(query.selected_columns[0].is_not(None)))
    return union_all(*queries) if queries else None


def let_go(at: datetime) -> None:
    for give_up in _LETTING_GO.values():
        give_up(at)
