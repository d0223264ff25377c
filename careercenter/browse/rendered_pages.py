"""Search pages as visitors got them a moment ago, given again while the same search finds the same.

What is found is asked anew each time, in the index and in the database: only the making of the page is spared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from cachetools import LRUCache
from flask import Request

from careercenter.core.i18n import current_locale_name
from careercenter.job_search.result_page import FEW, FoundJobs
from careercenter.postings.listing import ListingVersion
from careercenter.search.interface import SearchResult

MOST_KEPT = 200  # some 60 KB each

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _RenderedPage:
    body: bytes  # half of what its text takes
    minute: int  # since 1970: a card says how old it is, and beside the jobs found stands what other searches would find
    result: SearchResult
    versions: tuple[ListingVersion, ...]


class RenderedPages:
    """Those of one process; its threads share them."""

    def __init__(self) -> None:
        self._pages: LRUCache[_Key, _RenderedPage] = LRUCache(MOST_KEPT)
        self._lock = Lock()

    def get(self, request: Request, found: FoundJobs, *, at: datetime) -> bytes | None:
        """Give the page that was made for this address within the minute, if it says what is found now."""
        if not _alike_for_all(request, found):
            return None
        with self._lock:
            page = self._pages.get(_key(request))
        if page is None or page.minute != _minute(at) or page.result != found.result or page.versions != _versions(found):
            return None
        return page.body

    def keep(self, request: Request, found: FoundJobs, body: bytes, *, at: datetime) -> None:
        if _alike_for_all(request, found):
            page = _RenderedPage(body, _minute(at), found.result, _versions(found))
            with self._lock:
                self._pages[_key(request)] = page


def _alike_for_all(request: Request, found: FoundJobs) -> bool:
    """Say whether anybody gets this page alike: a visitor without a session, and no jobs on it but those found or close.

    Where few are found others are shown too, and whether these are visible is not asked here.
    """
    return not request.cookies and found.result.total >= FEW and not found.result.note


def _key(request: Request) -> _Key:
    partial = request.headers.get("HX-Request-Type", "")
    # The zone of moments is the board's for all who are signed out.
    return request.host_url, request.full_path, partial, current_locale_name()


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _versions(found: FoundJobs) -> tuple[ListingVersion, ...]:
    return tuple(posting.version for posting in (*found.postings, *found.close))
