"""Merging the inverted indexes of several runs of documents, some terms at a time: what is held at once is bounded.

A run has its terms in order, and under each its entries and positions: a segment, or new documents sorted. A block of terms
that follow on each other lies in each run in one piece.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern

import numpy as np

from careercenter.search.index.facet_bitmaps import Array, Mask
from careercenter.search.index.scoring import FIELD_SHIFT, changes
from careercenter.search.stores.directory.segment import Segment

_FREQUENCY_MASK = (1 << FIELD_SHIFT) - 1
# Positions merged at once, but for a term that has more: some 60 MB of memory.
_POSITIONS_PER_BLOCK = 1_000_000


@dataclass(frozen=True, slots=True)
class TermRun:
    """`entry_counts` and `position_counts` say how many each of `terms` has; `live`: the documents that stay.

    `doc_ids` are those within the run; its first document that stays gets the doc id `first_doc_id`.
    """

    terms: list[str]
    entry_counts: Array
    position_counts: Array
    doc_ids: Array
    field_freqs: Array
    positions: Array
    live: Mask
    first_doc_id: int
    segment: Segment | None = None

    @classmethod
    def of_segment(cls, segment: Segment, live: Mask, first_doc_id: int) -> TermRun:
        terms, counts = list[str](), array("q")
        for term, info in segment.terms():
            terms.append(intern(term))  # runs have most terms in common
            counts.extend((info.entry_count, info.position_count))
        entry_counts, position_counts = np.frombuffer(counts, np.int64).reshape(-1, 2).T
        return cls(
            terms=terms,
            entry_counts=entry_counts,
            position_counts=position_counts,
            doc_ids=segment.doc_ids,
            field_freqs=segment.field_freqs,
            positions=segment.positions,
            live=live,
            first_doc_id=first_doc_id,
            segment=segment,
        )

    def remaining(self) -> tuple[int, int]:
        """Count the entries and positions of the documents that stay."""
        if self.live.all():
            return len(self.doc_ids), len(self.positions)
        kept = self.live[self.doc_ids]
        return int(kept.sum()), int((self.field_freqs[kept] & _FREQUENCY_MASK).sum(dtype=np.int64))

    def release_pages(self) -> None:
        if self.segment is not None:
            self.segment.release_pages()


@dataclass(frozen=True, slots=True)
class TermBlock:
    """Terms in order, and their entries and positions: `doc_freqs` counts the documents each stands in."""

    terms: list[str]
    entry_counts: Array
    position_counts: Array
    doc_freqs: Array
    doc_ids: Array
    field_freqs: Array
    positions: Array


def merged_blocks(runs: Sequence[TermRun]) -> Iterator[TermBlock]:
    """Merge runs whose documents follow on each other; a term that only documents had which do not stay is left out."""
    terms = sorted(set().union(*(run.terms for run in runs)))
    rank_of = {term: rank for rank, term in enumerate(terms)}
    ranked = [_RankedRun(run, np.array([rank_of[term] for term in run.terms], dtype=np.int64)) for run in runs]
    position_counts = np.zeros(len(terms), np.int64)
    for run in ranked:
        position_counts[run.ranks] += run.run.position_counts
    blocks = (np.cumsum(position_counts) - 1) // _POSITIONS_PER_BLOCK
    starts = np.flatnonzero(changes(blocks)).tolist()
    for first, last in pairwise([*starts, len(terms)]):
        yield _merge([part for run in ranked if (part := run.entries(first, last)) is not None], terms[first:last])


@dataclass(frozen=True, slots=True)
class _Entries:
    """Entries by the rank of their term, ascending, and the positions of each one after another."""

    ranks: Array
    doc_ids: Array
    field_freqs: Array
    positions: Array


class _RankedRun:
    """A run whose terms have ranks among those of all runs."""

    def __init__(self, run: TermRun, ranks: Array) -> None:
        self.run = run
        self.ranks = ranks
        self._entry_ends = np.append(0, np.cumsum(run.entry_counts))
        self._position_ends = np.append(0, np.cumsum(run.position_counts))
        self._new_doc_ids = (run.first_doc_id + np.cumsum(run.live) - 1).astype(np.uint32)
        self._all_live = bool(run.live.all())

    def entries(self, first: int, last: int) -> _Entries | None:
        """Give the entries of terms of these ranks, counted from `first`; None where the run has none of the terms."""
        begin, end = np.searchsorted(self.ranks, (first, last)).tolist()
        if begin == end:
            return None
        run = self.run
        ranks = np.repeat(self.ranks[begin:end] - first, run.entry_counts[begin:end])
        entries = slice(self._entry_ends[begin], self._entry_ends[end])
        doc_ids, field_freqs = run.doc_ids[entries], run.field_freqs[entries]
        positions = run.positions[self._position_ends[begin] : self._position_ends[end]]
        if not self._all_live:
            kept = run.live[doc_ids]
            positions = positions[np.repeat(kept, field_freqs & _FREQUENCY_MASK)]
            ranks, doc_ids, field_freqs = ranks[kept], doc_ids[kept], field_freqs[kept]
        found = _Entries(ranks, self._new_doc_ids[doc_ids], field_freqs.copy(), positions.copy())
        run.release_pages()
        return found


def _merge(parts: Sequence[_Entries], terms: list[str]) -> TermBlock:
    """Bring the entries of runs together by term; within one those of a run stay as they are, and runs in their order."""
    ranks = np.concatenate([part.ranks for part in parts])
    doc_ids = np.concatenate([part.doc_ids for part in parts])
    field_freqs = np.concatenate([part.field_freqs for part in parts])
    positions = np.concatenate([part.positions for part in parts])
    if len(parts) > 1:
        order = np.argsort(ranks.astype(np.uint16) if len(terms) <= 1 << 16 else ranks, kind="stable")
        frequencies = (field_freqs & _FREQUENCY_MASK).astype(np.int64)
        starts = (np.cumsum(frequencies) - frequencies)[order]
        ranks, doc_ids, field_freqs, frequencies = ranks[order], doc_ids[order], field_freqs[order], frequencies[order]
        new_starts = np.cumsum(frequencies) - frequencies
        positions = positions[np.repeat(starts - new_starts, frequencies) + np.arange(len(positions))]
    entry_counts = np.bincount(ranks, minlength=len(terms))
    held = np.flatnonzero(entry_counts)
    position_counts = np.bincount(ranks, weights=field_freqs & _FREQUENCY_MASK, minlength=len(terms)).astype(np.int64)
    another_document = changes(ranks) | changes(doc_ids)
    doc_freqs = np.bincount(ranks, weights=another_document, minlength=len(terms)).astype(np.int64)
    return TermBlock(
        terms=[terms[rank] for rank in held.tolist()],
        entry_counts=entry_counts[held],
        position_counts=position_counts[held],
        doc_freqs=doc_freqs[held],
        doc_ids=doc_ids,
        field_freqs=field_freqs,
        positions=positions,
    )
