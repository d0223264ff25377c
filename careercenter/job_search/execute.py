"""Asking the index, or the database while the index cannot answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

import structlog

from careercenter.core.i18n import _
from careercenter.search.interface import CloseMatch, Criteria, EngineUnavailable, SearchReader, SearchResult
from careercenter.search.query import FacetName

log = structlog.get_logger("job_search")


class EngineWithFallback:
    """Answers from the index; while that is missing, damaged or of another version, from the fallback, whose answer says so.

    `engine` gives the engine of the moment.
    """

    def __init__(self, engine: Callable[[], SearchReader], fallback: SearchReader) -> None:
        self._engine = engine
        self._fallback = fallback

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        try:
            return self._engine().find(criteria, at=at, page=page, size=size, counted=counted)
        except EngineUnavailable as error:
            log.error("search unavailable", error=str(error))
            return self._fallback.find(criteria, at=at, page=page, size=size, counted=counted)

    def close_matches(self, criteria: Criteria, *, at: datetime, size: int = 10) -> tuple[CloseMatch, ...]:
        try:
            return self._engine().close_matches(criteria, at=at, size=size)
        except EngineUnavailable as error:
            log.error("search unavailable", error=str(error))
            return self._fallback.close_matches(criteria, at=at, size=size)

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        try:
            return self._engine().nearest(words)
        except EngineUnavailable:
            return {}  # a page without a proposal is whole


def result_notes(result: SearchResult) -> list[str]:
    """Say why an answer may be less than all, and which words were not used."""
    unused = (
        _("Not searched for: %(words)s. Use fewer or longer words.", words=", ".join(result.ignored)) if result.ignored else ""
    )
    return [note for note in (result.note, unused) if note]
