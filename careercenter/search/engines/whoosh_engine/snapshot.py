"""One commit of the index, ready to answer: its columns, and where its segments keep the lists of terms.

A snapshot never changes: threads share it. A new commit makes a new one from the old: segments that stay keep their places,
only what came after them is read. Deleted documents keep theirs until the segment is merged, and are not live.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from careercenter.language import tokenizer
from careercenter.language.edit_distance import Words
from careercenter.search.arrays.answer import answer
from careercenter.search.arrays.bits import Array
from careercenter.search.arrays.columns import Columns
from careercenter.search.arrays.weights import Entries, Weights
from careercenter.search.engines.whoosh_engine.segments import Segment
from careercenter.search.engines.whoosh_engine.writing import Part
from careercenter.search.interface import Criteria, Facet, SearchResult
from careercenter.search.query import Query, TermQuery

_NONE = Entries(np.empty(0, np.uint32), np.empty(0, np.uint16))


class Snapshot:
    def __init__(self, name: str, generation: int, parts: list[Part], earlier: Snapshot | None = None) -> None:
        self.name = name
        self.generation = generation
        self._parts = parts
        self.segments = {part.segment.name: part.segment for part in parts}
        self._lists = _Lists([part.segment for part in parts])
        same = _same(earlier._parts, parts) if earlier else 0
        columns = earlier._columns if earlier and same else Columns.none()
        live = ~np.concatenate([np.zeros(0, np.bool_), *(part.gone for part in parts)])
        self._columns: Columns = columns.joined(self._lists.starts[same], [part.segment.rows for part in parts[same:]], live)
        self._weights = Weights(self._columns, self._lists)
        self._words: Words | None = None
        self._making = threading.Lock()

    def revisions(self) -> dict[str, str]:
        return {
            name: revision
            for part in self._parts
            for name, revision, gone in zip(part.segment.ids, part.segment.revisions, part.gone.tolist(), strict=True)
            if not gone
        }

    def untouched(self) -> bool:
        """Say whether the files are those that were opened; raises FileNotFoundError where one is gone."""
        return all(part.segment.untouched() for part in self._parts)

    def find(
        self, query: Query, criteria: Criteria, moment: int, *, page: int, size: int, counted: Collection[Facet]
    ) -> SearchResult:
        return answer(
            self._columns, self._weights, query, criteria,
            moment=moment, page=page, size=size, counted=counted, id_of=self._lists.id_of,
        )  # fmt: skip

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        unheld = {word: found[0] for word in words if len(found := tokenizer.tokenize(word)) == 1 and not self._holds(found[0])}
        if not unheld:
            return {}
        with self._making:
            if self._words is None:
                self._words = Words(self._lists.terms())
        return {word: near for word, term in unheld.items() if (near := self._words.nearest(term, self._holds))}

    def _holds(self, term: str) -> bool:
        """Say whether a live document has the term: a dictionary knows those of deleted ones too."""
        return bool(len(self._weights.needle(TermQuery((term,))).documents))


def _same(earlier: list[Part], parts: list[Part]) -> int:
    """Count the segments both begin with."""
    pairs = zip(earlier, parts, strict=False)
    return next((at for at, (old, new) in enumerate(pairs) if old.segment is not new.segment), min(len(earlier), len(parts)))


class _Lists:
    """The lists of all segments, each document at its place among all."""

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = segments
        self.starts = [0, *np.cumsum([segment.size for segment in segments]).tolist()]

    def id_of(self, place: int) -> str:
        at = bisect_right(self.starts, place) - 1
        return self._segments[at].ids[place - self.starts[at]]

    def entries(self, term: str) -> Entries:
        found = []
        for start, segment in zip(self.starts, self._segments, strict=False):
            place = segment.place(term)
            if place is not None:
                documents, counts = segment.entries(place)
                found.append(Entries(documents + np.uint32(start) if start else documents, counts))
        if len(found) > 1:
            return Entries(np.concatenate([one.documents for one in found]), np.concatenate([one.counts for one in found]))
        return found[0] if found else _NONE

    def phrase(self, terms: tuple[str, ...]) -> Array:
        places = zip(self.starts, self._segments, strict=False)
        return np.concatenate([np.empty(0, np.int64), *(segment.phrase(terms) + start for start, segment in places)])

    def beginning(self, letters: str) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for segment in self._segments:
            for term, place in segment.beginning(letters):
                counts[term] += place.documents
        return counts

    def terms(self) -> dict[str, int]:
        return self.beginning("")
