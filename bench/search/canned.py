"""Searches answered once, and then from a drawer: what the page costs without them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from careercenter.search.interface import Criteria, SearchEngine, SearchResult
from careercenter.search.query import FacetName


class Canned:
    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._drawer: dict[str, Any] = {}

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        key = repr((criteria, page, size, counted and sorted(counted)))
        if key not in self._drawer:
            self._drawer[key] = self._engine.find(criteria, at=at, page=page, size=size, counted=counted)
        found: SearchResult = self._drawer[key]
        return found

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        key = repr(sorted(words))
        if key not in self._drawer:
            self._drawer[key] = self._engine.nearest(words)
        near: Mapping[str, str] = self._drawer[key]
        return near

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)
