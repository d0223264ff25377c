"""Asking the index from a page, or the database while the index cannot answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import structlog
from flask import current_app

from careercenter.core.i18n import _
from careercenter.job_search.fallback import meanwhile
from careercenter.search.interface import Criteria, EngineUnavailable, Facet, SearchEngine, SearchReader, SearchResult

log = structlog.get_logger("browse")


class _Answering:
    """The index; while it is missing, damaged or of another version, the database, and the answer says so."""

    def __init__(self, index: SearchEngine) -> None:
        self._index = index

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[Facet] = tuple(Facet)
    ) -> SearchResult:
        try:
            return self._index.find(criteria, at=at, page=page, size=size, counted=counted)
        except EngineUnavailable as error:
            log.error("search unavailable", error=str(error))
            return meanwhile().find(criteria, at=at, page=page, size=size, counted=counted)

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        try:
            return self._index.nearest(words)
        except EngineUnavailable:
            return {}  # a page without a proposal is whole


def notes_of(found: SearchResult) -> list[str]:
    """Say why an answer may be less than all, and which words were not used."""
    unused = (
        _("Not searched for: %(words)s. Use fewer or longer words.", words=", ".join(found.ignored)) if found.ignored else ""
    )
    return [note for note in (found.note, unused) if note]


def engine() -> SearchReader:
    return _Answering(current_app.extensions["search"])


def find_if_able(criteria: Criteria, *, at: datetime, size: int, counted: Collection[Facet] = ()) -> SearchResult:
    """Find what stands beside a page's own matter."""
    return engine().find(criteria, at=at, size=size, counted=counted)
