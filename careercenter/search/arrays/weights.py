"""Where terms and clauses stand and what they weigh, against one state of the columns; kept for the next search.

A term's entries name each document once a field it stands in, with how often. Everything here counts and weighs the
documents that are live, so a score does not depend on what was deleted or in how many pieces the index lies.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from careercenter.search import ranking
from careercenter.search.arrays.bits import Array
from careercenter.search.arrays.columns import Columns
from careercenter.search.interface import Facet
from careercenter.search.query import Clause, TermQuery

T = TypeVar("T")

# A count of an entry is the field's number above, the occurrences below; ranking.MOST_TERMS is the most there can be.
FIELD_SHIFT = 13
_OCCURRENCES = (1 << FIELD_SHIFT) - 1

# Bytes of weights kept for the next search with the same words. Those of all words people use fit, at 100,000 documents.
_MOST_KEPT = 64_000_000
_BYTES_A_KEY = 500  # of words nobody uses too, of which there is no end
# What stands in more than this share of the documents is held by place, else as a list of places.
_COMMON = 1 / 10
_NOWHERE = -1


class Entries(NamedTuple):
    """Places of documents, ascending, and field and occurrences of each."""

    documents: Array
    counts: Array


class Lists(Protocol):
    """Where an engine keeps its entries. Places may be those of documents no longer live."""

    def entries(self, term: str) -> Entries: ...

    def phrase(self, terms: tuple[str, ...]) -> Array:
        """Give the places of documents in which the terms stand side by side in one field, ascending."""
        ...

    def beginning(self, letters: str) -> dict[str, int]:
        """Give the terms that begin so, with the number of documents each stands in."""
        ...


@dataclass(slots=True)
class Weighted:
    """Live documents, ascending, and what each scores: words, and ranking.EXACT for each exact answer. `most`: of words."""

    documents: Array
    scores: Array
    most: float
    standing: Array | None = None  # of all documents: where each stands among these, _NOWHERE where it does not

    @classmethod
    def of(cls, documents: Array, scores: Array, size: int, most: float | None = None) -> Weighted:
        if most is None:
            most = float(scores.max()) if len(scores) else 0.0
        made = cls(documents, scores, most)
        if len(documents) > size * _COMMON:
            made.standing = np.full(size, _NOWHERE, np.int32)
            made.standing[documents] = np.arange(len(documents), dtype=np.int32)
        return made

    def among(self, documents: Array) -> tuple[Array, Array]:
        """Say which of these documents it stands in, by their number among them, and what it scores there."""
        if not len(self.documents) or not len(documents):
            return np.empty(0, np.int64), np.empty(0)
        if self.standing is not None:
            at = self.standing[documents]
            there = np.flatnonzero(at >= 0)
        else:
            at = np.searchsorted(self.documents, documents)
            at[at == len(self.documents)] = 0
            there = np.flatnonzero(self.documents[at] == documents)
        return there, self.scores[at[there]]

    @property
    def bytes(self) -> int:
        return self.documents.nbytes + self.scores.nbytes + (self.standing.nbytes if self.standing is not None else 0)


class Weights:
    """Safe across threads: two that need the same weight at once both work it out."""

    def __init__(self, columns: Columns, lists: Lists) -> None:
        self._columns = columns
        self._lists = lists
        self._kept: dict[object, Weighted] = {}
        self._bytes = 0
        self._keeping = threading.Lock()

    def clause(self, clause: Clause) -> Weighted:
        if len(clause.alternatives) == 1 and not (clause.specialties or clause.credentials or clause.of_code):
            return self.needle(clause.alternatives[0])
        return self._once(clause, lambda: self._clause(clause))

    def needle(self, needle: TermQuery) -> Weighted:
        if needle.prefix:
            return self._once(needle, lambda: self._open(needle.terms[0]))
        if len(needle.terms) == 1:
            return self._term(needle.terms[0])
        return self._once(needle, lambda: self._several(needle))

    def _once(self, key: object, work: Callable[[], Weighted]) -> Weighted:
        found = self._kept.get(key)
        if found is None:
            found = work()
            with self._keeping:
                if self._bytes > _MOST_KEPT:
                    self._kept, self._bytes = {}, 0
                self._kept[key] = found
                self._bytes += found.bytes + _BYTES_A_KEY
        return found

    def _term(self, term: str) -> Weighted:
        return self._once(term, lambda: self._weighted(self._lists.entries(term)))

    def _open(self, letters: str) -> Weighted:
        """Weigh all terms that begin so as if they were one."""
        begun = ranking.begun(self._lists.beginning(letters))
        if len(begun) == 1:
            return self._term(begun[0])
        return self._weighted(_merged([self._lists.entries(term) for term in begun]))

    def _weighted(self, entries: Entries) -> Weighted:
        columns = self._columns
        documents, counts = entries
        if not columns.all_live and len(documents):
            live = np.flatnonzero(columns.live[documents])
            documents, counts = documents[live], counts[live]
        if not len(documents):
            return Weighted(np.empty(0, np.int32), np.empty(0), 0.0)
        fields = counts >> FIELD_SHIFT
        occurrences = (counts & _OCCURRENCES).astype(np.float64)
        scores = np.empty(len(documents))
        for number, name in enumerate(ranking.FIELDS):
            here = np.flatnonzero(fields == number)
            if len(here):
                lengths = columns.lengths[documents[here], number]
                scores[here] = ranking.field_score(name, occurrences[here], lengths, float(columns.average[number]))
        first = np.flatnonzero(np.concatenate([[True], documents[1:] != documents[:-1]]))
        documents = documents[first].astype(np.int32)
        scores = np.add.reduceat(scores, first) * ranking.rarity(columns.held, len(documents))
        return Weighted.of(documents, scores, columns.size)

    def _several(self, needle: TermQuery) -> Weighted:
        weights = sorted((self._term(term) for term in needle.terms), key=lambda one: len(one.documents))
        if needle.phrase:
            documents = self._lists.phrase(needle.terms)
            documents = documents[np.flatnonzero(self._columns.live[documents])]
        else:
            documents = weights[0].documents
        scores = np.zeros(len(documents))
        for one in weights:
            there, found = one.among(documents)
            documents, scores = documents[there], scores[there] + found
        return Weighted.of(documents, scores, self._columns.size)

    def _clause(self, clause: Clause) -> Weighted:
        """Add what its needles score, and say which documents answer it exactly."""
        columns = self._columns
        words = np.full(columns.size, float(_NOWHERE))
        for needle in clause.alternatives:
            one = self.needle(needle)
            words[one.documents] = np.maximum(words[one.documents], 0.0) + one.scores
        exact = words >= 0.0
        if clause.specialties or clause.credentials:
            under = columns.bits[Facet.SPECIALTY].mask(clause.specialties, columns.size) & columns.live
            if not clause.of_code:
                exact = under | (exact & columns.bits[Facet.CREDENTIAL].mask(clause.credentials, columns.size))
            words[under] = np.maximum(words[under], 0.0) + ranking.specialty_score(columns.held, int(under.sum()))
        elif not clause.of_code:
            exact[:] = False
        documents = np.flatnonzero(words >= 0.0).astype(np.int32)
        scores = words[documents]
        most = float(scores.max()) if len(scores) else 0.0
        return Weighted.of(documents, scores + ranking.EXACT * exact[documents], columns.size, most)


def _merged(lists: Iterable[Entries]) -> Entries:
    """Make one term of several: occurrences in the same field of a document are added."""
    lists = list(lists)
    if not lists:
        return Entries(np.empty(0, np.int64), np.empty(0, np.uint16))
    documents = np.concatenate([one.documents for one in lists]).astype(np.int64)
    counts = np.concatenate([one.counts for one in lists]).astype(np.int64)
    keys, at = np.unique((documents << 3) | (counts >> FIELD_SHIFT), return_inverse=True)
    occurrences = np.bincount(at, weights=counts & _OCCURRENCES).astype(np.int64)
    return Entries(keys >> 3, ((keys & 7) << FIELD_SHIFT) | np.minimum(occurrences, _OCCURRENCES))
