"""The documents that match a term or a clause, with their scores, in the fewest bytes that give each score exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from careercenter.search.index.facet_bitmaps import Array, Bitmap, Mask, pack_mask

# Of more than this share of the documents there is a value for each; fewer are looked up by binary search.
_DENSE_SHARE = 1 / 10
_ABSENT = -1.0  # instead of a score, of a document that does not match
_MOST_VALUES = 1 << 16
_HASH_BITS = 15
_HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads numbers that are near each other


@dataclass(slots=True)
class ScoredDocs:
    """Live documents that match, with their scores. What is here never changes: threads share it.

    A score is BM25F plus ranking.EXACT_MATCH_BONUS for each clause answered exactly; `max_text_score` is the highest BM25F
    part. Of few documents `doc_ids` ascend, each with its one of `values`. Of many there are no `doc_ids`, and `values` has
    one for each document of the index. `packed`, each different score stands in `values` once, and `codes` says of every
    document which: thousands of documents have one score.
    """

    values: Array
    max_text_score: float
    count: int  # documents that match
    doc_ids: Array | None = None
    codes: Array | None = None
    _bits: Bitmap | None = None

    @classmethod
    def of(cls, doc_ids: Array, scores: Array, size: int, max_text_score: float | None = None) -> ScoredDocs:
        """Keep documents of an index of so many."""
        if max_text_score is None:
            max_text_score = float(scores.max()) if len(scores) else 0.0
        if len(doc_ids) <= size * _DENSE_SHARE:
            return cls(scores, max_text_score, len(doc_ids), doc_ids.astype(np.int32, copy=False))
        values = np.full(size, _ABSENT)
        values[doc_ids] = scores
        return cls(values, max_text_score, len(doc_ids))

    @property
    def packable(self) -> bool:
        return self.doc_ids is None and self.codes is None

    def packed(self) -> ScoredDocs:
        """Give the same in some quarter of the bytes, where there are fewer than 65,536 different scores."""
        values, codes = distinct_values(self.values)
        if len(values) > _MOST_VALUES:
            return self
        return ScoredDocs(values, self.max_text_score, self.count, codes=codes.astype(np.uint16), _bits=self._bits)

    def all(self) -> tuple[Array, Array]:
        """Give the doc ids, ascending, and the score of each."""
        if self.doc_ids is not None:
            return self.doc_ids, self.values
        doc_ids = np.flatnonzero(self._mask())
        return doc_ids, self._decoded(doc_ids)

    def among(self, allowed: Mask) -> tuple[Array, Array]:
        """Give the doc ids that a mask of all documents leaves, ascending, and the score of each."""
        if self.doc_ids is not None:
            kept = np.flatnonzero(allowed.take(self.doc_ids))
            return self.doc_ids.take(kept), self.values.take(kept)
        doc_ids = np.flatnonzero(self._mask() & allowed)
        return doc_ids, self._decoded(doc_ids)

    def lookup(self, doc_ids: Array) -> tuple[Array, Array]:
        """Give the positions in `doc_ids` of those that match, and the score of each."""
        if not self.count or not len(doc_ids):
            return np.empty(0, np.int64), np.empty(0)
        if self.doc_ids is None:
            scores = self._decoded(doc_ids)
            found = np.flatnonzero(scores != _ABSENT)
            return found, scores.take(found)
        ranks = np.searchsorted(self.doc_ids, doc_ids)
        ranks[ranks == len(self.doc_ids)] = 0
        found = np.flatnonzero(self.doc_ids.take(ranks) == doc_ids)
        return found, self.values.take(ranks.take(found))

    def add_to(self, sums: Array, doc_ids: Array) -> None:
        """Add the scores of those that match to the sums of documents, whose ids ascend."""
        if self.doc_ids is not None and len(self.doc_ids) < len(doc_ids):
            ranks = np.searchsorted(doc_ids, self.doc_ids)
            ranks[ranks == len(doc_ids)] = 0
            found = np.flatnonzero(doc_ids[ranks] == self.doc_ids)
            sums[ranks[found]] += self.values[found]
        else:
            found, scores = self.lookup(doc_ids)
            sums[found] += scores

    def bits(self, size: int) -> Bitmap:
        """Give the documents as a bitmap, of an index of so many."""
        if self._bits is None:
            mask = np.zeros(size, np.bool_)
            if self.doc_ids is not None:
                mask[self.doc_ids] = True
            self._bits = pack_mask(mask if self.doc_ids is not None else self._mask())
        return self._bits

    @property
    def bytes(self) -> int:
        return self.values.nbytes + sum(array.nbytes for array in (self.doc_ids, self.codes) if array is not None)

    def _mask(self) -> Mask:
        """Say of every document of the index whether it matches, of many."""
        mask: Mask = self.values != _ABSENT
        return mask if self.codes is None else mask.take(self.codes)

    def _decoded(self, doc_ids: Array) -> Array:
        return self.values.take(doc_ids if self.codes is None else self.codes.take(doc_ids))


def distinct_values(scores: Array) -> tuple[Array, Array]:
    """Give each different value once, and of each score where its value stands.

    By a hash table, some six times as fast as sorting: the value written to a place last has it, the others are sorted.
    """
    places = ((scores.view(np.uint64) * _HASH_FACTOR) >> np.uint64(64 - _HASH_BITS)).astype(np.int64)
    table = np.full(1 << _HASH_BITS, np.nan)
    table[places] = scores
    used = np.flatnonzero(~np.isnan(table))
    numbers = np.zeros(1 << _HASH_BITS, np.int32)
    numbers[used] = np.arange(len(used), dtype=np.int32)
    values, codes = table.take(used), numbers.take(places)
    collided = np.flatnonzero(table.take(places) != scores)
    if len(collided):
        others, codes_of_others = np.unique(scores[collided], return_inverse=True)
        codes[collided] = len(values) + codes_of_others
        values = np.concatenate([values, others])
    return values, codes
