"""Other searches that a page offers, in words; `query` is the query string of their address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchLink:
    words: str
    query: str


@dataclass(frozen=True, slots=True)
class SearchLinkWithCount:
    """`total` is how many jobs the search finds."""

    words: str
    total: int
    query: str
