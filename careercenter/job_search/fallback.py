"""Answers while the index has none: by the same rules, over the newest jobs, read from the database.

The work is bounded: so many jobs are read, at most once in so long. Each page asks the database anyway what is visible.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from careercenter.core.db import db
from careercenter.core.i18n import _l
from careercenter.postings.models import Posting
from careercenter.postings.queries import visible
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import CloseMatch, Criteria, SearchResult
from careercenter.search.memory_engine import MemoryEngine
from careercenter.search.query import FacetName

MOST_POSTINGS = 500
REFRESHED_AFTER = timedelta(seconds=30)

_ALL = _l("The search index is being made ready again. Until then we answer from the jobs themselves.")
_NEWEST = _l(
    "The search index is being made ready again. Until then we answer from the newest %(most)s jobs.", most=MOST_POSTINGS
)


class DatabaseFallback:
    """One a process; threads share what was read."""

    def __init__(self) -> None:
        self._engine = MemoryEngine(POSTINGS)
        self._read_at: datetime | None = None
        self._note = ""
        self._refreshing = threading.Lock()

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        engine, note = self._refreshed(at)
        return replace(engine.find(criteria, at=at, page=page, size=size, counted=counted), note=note)

    def close_matches(self, criteria: Criteria, *, at: datetime, size: int = 10) -> tuple[CloseMatch, ...]:
        return self._refreshed(at)[0].close_matches(criteria, at=at, size=size)

    def _refreshed(self, at: datetime) -> tuple[MemoryEngine, str]:
        """Give an engine that holds the newest jobs, and say how many."""
        with self._refreshing:
            if self._read_at is None or not self._read_at <= at < self._read_at + REFRESHED_AFTER:
                newest = visible(at).order_by(Posting.posted_at.desc(), Posting.id.desc()).limit(MOST_POSTINGS + 1)
                postings = list(db.session.scalars(newest))
                self._engine.rebuild([document_of(posting) for posting in postings[:MOST_POSTINGS]])
                self._note = _NEWEST if len(postings) > MOST_POSTINGS else _ALL
                self._read_at = at
            return self._engine, self._note

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        return self._engine.nearest(words)
