"""Who refers to stored files. Features register here; storage itself knows no feature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

_REFERENCES: dict[str, Callable[[], Select[Any]]] = {}


def register(name: str, digests: Callable[[], Select[Any]]) -> None:
    """Name a query of one column, the digests a feature still needs; nulls in it are passed over.

    A file no registered query names is deleted by the sweep, so whoever stores a file registers before storing it.
    """
    _REFERENCES[name] = digests


def names() -> list[str]:
    return sorted(_REFERENCES)


def referred() -> CompoundSelect[Any] | None:
    """Give one query of every digest still needed, or None while no feature has registered."""
    queries = []
    for digests in _REFERENCES.values():
        query = digests()
        queries.append(query.where(query.selected_columns[0].is_not(None)))
    return union_all(*queries) if queries else None
