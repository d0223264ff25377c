"""One commit of the index, ready to answer: its doc values, and a reader over the posting lists of its segments.

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
from careercenter.language.edit_distance import SpellingIndex
from careercenter.search.index.close_matches import close_matches
from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.execute import execute
from careercenter.search.index.facet_bitmaps import Array
from careercenter.search.index.result_cache import ResultCache
from careercenter.search.index.scoring import ScoreCache, TermDocs
from careercenter.search.interface import CloseMatch, Criteria, Schema, SearchResult
from careercenter.search.query import FacetName, Query, TermQuery
from careercenter.search.stores.directory.merge_policy import LiveSegment
from careercenter.search.stores.directory.segment import Segment

_NO_TERM_DOCS = TermDocs(np.empty(0, np.uint32), np.empty(0, np.uint16))


class Snapshot:
    def __init__(
        self, schema: Schema, name: str, generation: int, live_segments: list[LiveSegment], earlier: Snapshot | None = None
    ) -> None:
        self.name = name
        self.generation = generation
        self._live_segments = live_segments
        self.segments = {live_segment.segment.name: live_segment.segment for live_segment in live_segments}
        self._reader = _SegmentsReader([live_segment.segment for live_segment in live_segments])
        shared = _shared_prefix_length(earlier._live_segments, live_segments) if earlier else 0
        doc_values = earlier._doc_values if earlier and shared else IndexDocValues.empty(schema)
        live = ~np.concatenate([np.zeros(0, np.bool_), *(live_segment.deleted_docs for live_segment in live_segments)])
        self._doc_values: IndexDocValues = doc_values.extended(
            self._reader.starts[shared], [live_segment.segment.doc_values for live_segment in live_segments[shared:]], live
        )
        for live_segment in live_segments[shared:]:
            live_segment.segment.release_pages()  # what was read of them stands in the doc values now
        self._scores = ScoreCache(self._doc_values, self._reader)
        self._results = ResultCache(self._doc_values)
        self._spelling: SpellingIndex | None = None
        self._lock = threading.Lock()

    def revisions(self) -> dict[str, str]:
        return {
            document_id: revision
            for live_segment in self._live_segments
            for document_id, revision, is_deleted in zip(
                live_segment.segment.ids, live_segment.segment.revisions, live_segment.deleted_docs.tolist(), strict=True
            )
            if not is_deleted
        }

    def unchanged(self) -> bool:
        """Say whether the files are those that were opened; raises FileNotFoundError where one is gone."""
        return all(live_segment.segment.unchanged() for live_segment in self._live_segments)

    def find(
        self, query: Query, criteria: Criteria, moment: int, *, page: int, size: int, counted: Collection[FacetName] | None
    ) -> SearchResult:
        def find() -> SearchResult:
            return execute(
                self._doc_values, self._scores, query, criteria,
                moment=moment, page=page, size=size, counted=counted, id_of=self._reader.id_of,
            )  # fmt: skip

        return self._results.get(criteria, moment, (page, size, None if counted is None else tuple(counted)), find)

    def close_matches(self, criteria: Criteria, moment: int, *, size: int) -> tuple[CloseMatch, ...]:
        def find() -> tuple[CloseMatch, ...]:
            return close_matches(self._doc_values, self._scores, criteria, moment=moment, size=size, id_of=self._reader.id_of)

        return self._results.get(criteria, moment, ("close matches", size), find)

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        unknown = {
            word: terms[0] for word in words if len(terms := tokenizer.tokenize(word)) == 1 and not self._is_live_term(terms[0])
        }
        if not unknown:
            return {}
        with self._lock:
            if self._spelling is None:
                self._spelling = SpellingIndex(self._reader.terms())
        return {word: match for word, term in unknown.items() if (match := self._spelling.nearest(term, self._is_live_term))}

    def _is_live_term(self, term: str) -> bool:
        """Say whether a live document has the term: a dictionary knows those of deleted ones too."""
        return bool(self._scores.term_query(TermQuery((term,))).count)


def _shared_prefix_length(earlier: list[LiveSegment], current: list[LiveSegment]) -> int:
    """Count the segments with which both commits begin."""
    pairs = zip(earlier, current, strict=False)
    return next(
        (position for position, (old, new) in enumerate(pairs) if old.segment is not new.segment),
        min(len(earlier), len(current)),
    )


class _SegmentsReader:
    """The posting lists of all segments, with doc ids shifted by each segment's start."""

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = segments
        self.starts = [0, *np.cumsum([segment.size for segment in segments]).tolist()]

    def id_of(self, doc_id: int) -> str:
        number = bisect_right(self.starts, doc_id) - 1
        return str(self._segments[number].ids[doc_id - self.starts[number]])

    def term_docs(self, term: str) -> TermDocs:
        per_segment = []
        for start, segment in zip(self.starts, self._segments, strict=False):
            info = segment.term_info(term)
            if info is not None:
                doc_ids, field_freqs = segment.term_docs(info)
                per_segment.append(TermDocs(doc_ids + np.uint32(start) if start else doc_ids, field_freqs))
        if len(per_segment) > 1:
            return TermDocs(
                np.concatenate([term_docs.doc_ids for term_docs in per_segment]),
                np.concatenate([term_docs.field_freqs for term_docs in per_segment]),
            )
        return per_segment[0] if per_segment else _NO_TERM_DOCS

    def phrase_docs(self, terms: tuple[str, ...]) -> Array:
        pairs = zip(self.starts, self._segments, strict=False)
        return np.concatenate([np.empty(0, np.int64), *(segment.phrase_docs(terms) + start for start, segment in pairs)])

    def prefix_terms(self, prefix: str) -> dict[str, int]:
        doc_freqs: Counter[str] = Counter()
        for segment in self._segments:
            for term, info in segment.prefix_terms(prefix):
                doc_freqs[term] += info.doc_freq
        return doc_freqs

    def terms(self) -> dict[str, int]:
        return self.prefix_terms("")
