"""Other searches that a page offers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """Another search, in words, with its query."""

    words: str
    query: str


@dataclass(frozen=True, slots=True)
class CountedWay:
    """Another search, in words, with its query and how many jobs it finds."""

    words: str
    total: int
    query: str
