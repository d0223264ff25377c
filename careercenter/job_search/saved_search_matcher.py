"""Which saved searches one new posting answers: they are kept in memory, and the posting is the index that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import resolve
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Criteria, Document
from careercenter.search.memory_engine import MemoryEngine


class SavedSearchMatcher:
    """Saved searches by a key of whoever saved them. Their texts are read once, when they are added."""

    def __init__(self, requests: Mapping[str, SearchRequest] | None = None) -> None:
        self._criteria: dict[str, Criteria] = {}
        for key, request in (requests or {}).items():
            self.add(key, request)

    def add(self, key: str, request: SearchRequest) -> None:
        """Add a saved search, or replace the one of this key."""
        self._criteria[key] = resolve(request).criteria

    def remove(self, key: str) -> None:
        """Remove a saved search; an unknown key is no mistake."""
        self._criteria.pop(key, None)

    def matches(self, documents: Iterable[Document], *, at: datetime) -> dict[str, tuple[str, ...]]:
        """Give, by key, the ids of these documents that a saved search finds at the moment `at` (UTC), best first.

        An answer is the same as that of the whole index: what finds a document hangs on no other document.
        """
        engine = MemoryEngine(POSTINGS)
        engine.rebuild(documents)
        size = max(1, len(engine.ids()))
        found = {key: engine.find(criteria, at=at, size=size, counted=()).ids for key, criteria in self._criteria.items()}
        return {key: ids for key, ids in found.items() if ids}
