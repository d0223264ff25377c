"""Answers to searches of one snapshot, given again for a minute: most people ask what somebody asked a moment ago."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from cachetools import LRUCache

from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.facet_bitmaps import Mask
from careercenter.search.interface import Criteria

_MOST_KEPT = 100  # some 20 KB each: the counts of some three hundred values
_KEPT_MICROSECONDS = 60_000_000

Answer = TypeVar("Answer")


class _Kept(NamedTuple):
    answer: Any
    moment: int
    open_docs: Mask  # what was open then


class ResultCache:
    """Those of one snapshot, so a commit empties it; threads share it.

    A document that closes is gone at once: an answer is given again only while the same documents are open. How many are how
    new, and what newness adds to a score, may be a minute old; a search that chooses an age is answered anew.
    """

    def __init__(self, doc_values: IndexDocValues) -> None:
        self._doc_values = doc_values
        self._kept: LRUCache[Hashable, _Kept] = LRUCache(_MOST_KEPT)
        self._lock = threading.Lock()

    def get(self, criteria: Criteria, moment: int, also_asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """Give the answer kept for a moment in microseconds since 1970, or what `find` gives.

        `also_asked` is all but the criteria that an answer depends on.
        """
        age = self._doc_values.schema.age
        if age is not None and criteria.values(age.facet):
            return find()
        key = (criteria.query, tuple(criteria.chosen.items()), criteria.sort, criteria.near, also_asked)
        open_docs = self._doc_values.open_at(moment)
        with self._lock:
            kept = self._kept.get(key)
        if kept and kept.open_docs is open_docs and 0 <= moment - kept.moment < _KEPT_MICROSECONDS:
            same: Answer = kept.answer
            return same
        answer = find()
        with self._lock:
            self._kept[key] = _Kept(answer, moment, open_docs)
        return answer
