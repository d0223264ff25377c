"""Scoring terms and clauses over the inverted index, against one state of the doc values; results are cached.

A term's entries name each document once a field it stands in, with how often. Everything here counts and weighs the
documents that are live, so a score does not depend on what was deleted or in how many pieces the index lies.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from careercenter.search import ranking
from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.facet_bitmaps import Array, Bitmap, Mask, doc_ids_in, pack_mask, unpack_bitmap, words_needed
from careercenter.search.index.scored_docs import ScoredDocs
from careercenter.search.query import Clause, FacetName, FacetValue, Range, TermQuery

T = TypeVar("T")

# A field frequency packs two numbers into 16 bits: field number (3 bits), occurrences (13; ranking.MAX_FIELD_TERMS at most).
FIELD_SHIFT = 13
_FREQUENCY_MASK = (1 << FIELD_SHIFT) - 1
_FREQUENCY_BITS = 16
_FIELD_FREQUENCY_MASK = (1 << _FREQUENCY_BITS) - 1

# Bytes of cached scores. Those of all words people use fit, at 100,000 documents.
_MAX_CACHED_BYTES = 24_000_000
_BYTES_PER_KEY = 500  # of words nobody uses too, of which there is no end
_ABSENT = -1.0


class TermDocs(NamedTuple):
    """The posting list of a term: doc ids, ascending, one entry a field, and the packed field frequency of each."""

    doc_ids: Array
    field_freqs: Array


class InvertedIndexReader(Protocol):
    """Where an engine keeps its posting lists. Doc ids may be those of deleted documents."""

    def term_docs(self, term: str) -> TermDocs: ...

    def phrase_docs(self, terms: tuple[str, ...]) -> Array:
        """Give the doc ids in which the terms are adjacent in one field, ascending."""
        ...

    def prefix_terms(self, letters: str) -> dict[str, int]:
        """Give the terms with this prefix and the document frequency of each."""
        ...


class ScoreCache:
    """Safe across threads: two that need the same score at once both compute it."""

    def __init__(self, doc_values: IndexDocValues, reader: InvertedIndexReader) -> None:
        self._doc_values = doc_values
        self._reader = reader
        self._cache: dict[object, ScoredDocs] = {}
        self._unpacked: dict[object, None] = {}  # keys of what was asked for once, the oldest first
        self._bytes = 0
        self._lock = threading.Lock()
        fields = doc_values.schema.fields
        self._boosts = np.array([field.boost for field in fields])
        self._length_normalizations = np.array([field.length_normalization for field in fields])
        self._average_lengths = np.maximum(doc_values.average_lengths, 1.0)

    def clause(self, clause: Clause) -> ScoredDocs:
        if clause.alternatives and clause == Clause(clause.alternatives[:1]):
            return self.term_query(clause.alternatives[0])
        return self._cached(clause, lambda: self._clause(clause))

    def term_query(self, query: TermQuery) -> ScoredDocs:
        if query.prefix:
            return self._cached(query, lambda: self._prefix(query.terms[0]))
        if len(query.terms) == 1:
            return self._term(query.terms[0])
        return self._cached(query, lambda: self._terms(query))

    def _cached(self, key: object, compute: Callable[[], ScoredDocs]) -> ScoredDocs:
        cached = self._cache.get(key)
        if cached is None:
            cached = compute()
            with self._lock:
                self._keep(key, cached)
                self._make_room()
        elif key in self._unpacked:
            with self._lock:
                self._pack(key)
        return cached

    def _keep(self, key: object, scored: ScoredDocs) -> None:
        earlier = self._cache.get(key)
        self._bytes += scored.bytes - earlier.bytes if earlier else scored.bytes + _BYTES_PER_KEY
        self._cache[key] = scored
        if scored.packable:
            self._unpacked[key] = None

    def _pack(self, key: object) -> None:
        """Pack what is asked for again: what is asked for once need not wait for it."""
        if key in self._unpacked:
            del self._unpacked[key]
            packed = self._cache[key].packed()
            self._bytes += packed.bytes - self._cache[key].bytes
            self._cache[key] = packed

    def _make_room(self) -> None:
        while self._bytes > _MAX_CACHED_BYTES and self._unpacked:
            self._pack(next(iter(self._unpacked)))
        if self._bytes > _MAX_CACHED_BYTES:
            self._cache, self._unpacked, self._bytes = {}, {}, 0

    def _term(self, term: str) -> ScoredDocs:
        return self._cached(term, lambda: self._score(self._reader.term_docs(term)))

    def _prefix(self, prefix: str) -> ScoredDocs:
        """Score all terms with this prefix as if they were one."""
        terms = ranking.expand_prefix(self._reader.prefix_terms(prefix))
        if len(terms) == 1:
            return self._term(terms[0])
        return self._score(_merge_terms([self._reader.term_docs(term) for term in terms]))

    def _score(self, term_docs: TermDocs) -> ScoredDocs:
        doc_ids, field_freqs = self._live(term_docs)
        if not len(doc_ids):
            return ScoredDocs.of(np.empty(0, np.int32), np.empty(0), self._doc_values.size)
        scores = self._entry_scores(doc_ids, field_freqs)
        first_entries = np.flatnonzero(changes(doc_ids))
        if len(first_entries) < len(doc_ids):
            doc_ids, scores = doc_ids[first_entries], np.add.reduceat(scores, first_entries)
        scores *= ranking.idf(self._doc_values.live_count, len(doc_ids))
        return ScoredDocs.of(doc_ids, scores, self._doc_values.size)

    def _scores_of(self, term: str, doc_ids: Array) -> Array:
        """Give the scores of live documents that have a term, and of no others where they are not cached."""
        cached = self._cache.get(term)
        if cached is not None:
            return cached.lookup(doc_ids)[1]
        entry_doc_ids, field_freqs = self._live(self._reader.term_docs(term))
        idf = ranking.idf(self._doc_values.live_count, int(np.count_nonzero(changes(entry_doc_ids))))
        among = np.zeros(self._doc_values.size, np.bool_)
        among[doc_ids] = True
        entries = np.flatnonzero(among[entry_doc_ids])
        entry_doc_ids, field_freqs = entry_doc_ids[entries], field_freqs[entries]
        scores = self._entry_scores(entry_doc_ids, field_freqs)
        return np.add.reduceat(scores, np.flatnonzero(changes(entry_doc_ids))) * idf

    def _live(self, term_docs: TermDocs) -> TermDocs:
        """Leave out deleted documents."""
        if self._doc_values.all_live:
            return term_docs
        entries = np.flatnonzero(self._doc_values.live[term_docs.doc_ids])
        return TermDocs(term_docs.doc_ids[entries], term_docs.field_freqs[entries])

    def _entry_scores(self, doc_ids: Array, field_freqs: Array) -> Array:
        """Weigh entries, each by itself and without how rare the term is."""
        fields = field_freqs >> FIELD_SHIFT
        lengths = self._doc_values.lengths
        scores: Array = ranking.bm25f_score(
            self._boosts.take(fields),
            self._length_normalizations.take(fields),
            (field_freqs & _FREQUENCY_MASK).astype(np.float64),
            lengths.ravel().take(doc_ids * lengths.shape[1] + fields),
            self._average_lengths.take(fields),
        )
        return scores

    def _terms(self, query: TermQuery) -> ScoredDocs:
        if query.phrase:
            doc_ids = self._reader.phrase_docs(query.terms)
            doc_ids = doc_ids[np.flatnonzero(self._doc_values.live[doc_ids])]
            scores = np.zeros(len(doc_ids))
            for term in query.terms if len(doc_ids) else ():
                scores += self._scores_of(term, doc_ids)
        else:
            scored_terms = sorted(map(self._term, query.terms), key=lambda scored: scored.count)
            doc_ids, scores = scored_terms[0].all()
            for scored in scored_terms[1:]:
                found, term_scores = scored.lookup(doc_ids)
                doc_ids, scores = doc_ids[found], scores[found] + term_scores
        return ScoredDocs.of(doc_ids, scores, self._doc_values.size)

    def _clause(self, clause: Clause) -> ScoredDocs:
        """Add the scores of its alternatives and facet values, and the bonus of documents that answer it exactly."""
        doc_values = self._doc_values
        text_scores = np.full(doc_values.size, _ABSENT)
        for number, query in enumerate(clause.alternatives):
            doc_ids, scores = self.term_query(query).all()
            text_scores[doc_ids] = np.maximum(text_scores.take(doc_ids), 0.0) + scores if number else scores
        exact = text_scores >= 0.0 if clause.exact_terms else None
        if clause.satisfied_by or clause.ranges:
            under = doc_ids_in(docs_under(doc_values, clause.satisfied_by, clause.ranges), doc_values.size)
            under = under if doc_values.all_live else under[doc_values.live[under]]
            score = ranking.facet_match_score(doc_values.schema, doc_values.live_count, len(under))
            text_scores[under] = np.maximum(text_scores.take(under), 0.0) + score
        doc_ids = np.flatnonzero(text_scores >= 0.0)
        scores = text_scores.take(doc_ids)
        max_text_score = float(scores.max()) if len(scores) else 0.0
        if clause.exact and exact is None:
            exact = unpack_bitmap(docs_under(doc_values, clause.exact), doc_values.size)
        if exact is not None:
            scores += ranking.EXACT_MATCH_BONUS * exact.take(doc_ids)
        if clause.exact_ranges:
            within = unpack_bitmap(docs_under(doc_values, (), clause.ranges), doc_values.size)
            scores += ranking.EXACT_RANGE_BONUS * within.take(doc_ids)
        return ScoredDocs.of(doc_ids, scores, doc_values.size, max_text_score)


def docs_under(doc_values: IndexDocValues, values: Iterable[FacetValue], ranges: Iterable[Range] = ()) -> Bitmap:
    """Give the documents that stand under any of these facet values, or under a number in one of these ranges."""
    asked: dict[FacetName, list[str]] = defaultdict(list)
    for facet, value in values:
        asked[facet].append(value)
    for limits in ranges:
        asked[limits.facet] += filter(limits.holds, doc_values.bits[limits.facet].names)
    found = np.zeros(words_needed(doc_values.size), np.uint64)
    for facet, names in asked.items():
        if facet in doc_values.bits:
            found |= doc_values.bits[facet].any_of(names)
        elif facet == doc_values.schema.capped:
            found |= pack_mask(doc_values.employers.mask(names, doc_values.size))
    return found


def _merge_terms(lists: Iterable[TermDocs]) -> TermDocs:
    """Make one term of several: occurrences in the same field of a document are added."""
    lists = list(lists)
    if not lists:
        return TermDocs(np.empty(0, np.int64), np.empty(0, np.uint16))
    entries = np.concatenate([term_docs.doc_ids for term_docs in lists]).astype(np.int64) << _FREQUENCY_BITS
    entries |= np.concatenate([term_docs.field_freqs for term_docs in lists])
    entries.sort()
    starts = np.flatnonzero(changes(entries >> FIELD_SHIFT))
    occurrences = np.add.reduceat(entries & _FREQUENCY_MASK, starts)
    fields = entries[starts] & (_FIELD_FREQUENCY_MASK ^ _FREQUENCY_MASK)
    return TermDocs(entries[starts] >> _FREQUENCY_BITS, fields | np.minimum(occurrences, _FREQUENCY_MASK))


def changes(values: Array) -> Mask:
    """Say of each value whether it is another than the one before."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed
