"""The facet bitmaps transposed: one row of bits a document, so that all facets of few documents are counted at once.

The same bits as in `bits`, turned over. There a value costs the same however few documents are counted, here a document
does; up to a sixteenth of all documents this is the quicker, and touches less memory.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from careercenter.search.index.facet_bitmaps import BITS_PER_WORD, Array, FacetBitmaps
from careercenter.search.index.growable_array import GrowableArray
from careercenter.search.query import FacetName

_BITS_PER_BYTE = 8
_DOCS_PER_CHUNK = 128 * BITS_PER_WORD  # documents; a multiple of the documents in a number of bits
_DOCS_PER_SUM = 255  # documents; their bits are added up in bytes


@dataclass(frozen=True, slots=True)
class _ByteSpan:
    """The byte range of a facet within each row, and the value each of its bits stands for."""

    first: int
    last: int
    names: tuple[str, ...]


class DocumentFacetRows:
    """Immutable; `extended` makes new ones that share the old rows."""

    def __init__(self, spans: Mapping[FacetName, _ByteSpan], rows: GrowableArray) -> None:
        self._spans = spans
        self._rows = rows
        self._values = {
            span.first * _BITS_PER_BYTE + bit: (facet, name)
            for facet, span in spans.items()
            for bit, name in enumerate(span.names)
        }

    @classmethod
    def of(cls, bits: Mapping[FacetName, FacetBitmaps], size: int) -> DocumentFacetRows:
        spans = _assign_spans(bits)
        return cls(spans, GrowableArray(_transpose(bits, spans, 0, size)))

    def extended(self, kept_docs: int, bits: Mapping[FacetName, FacetBitmaps], size: int) -> DocumentFacetRows:
        """Keep the rows of the first documents and transpose the others out of `bits`, the bitmaps of all."""
        spans = _assign_spans(bits)
        if any((span.first, span.last) != (self._spans[facet].first, self._spans[facet].last) for facet, span in spans.items()):
            return DocumentFacetRows.of(bits, size)  # more values came that none had than there was room for
        return DocumentFacetRows(spans, self._rows.extended(kept_docs, [_transpose(bits, spans, kept_docs, size)]))

    def counts(self, facets: Collection[FacetName], documents: Array) -> dict[FacetName, dict[str, int]]:
        """Count the values of facets among documents."""
        if not facets:
            return {}
        first, last = min(self._spans[facet].first for facet in facets), max(self._spans[facet].last for facet in facets)
        totals = np.zeros((last - first) * _BITS_PER_BYTE, np.uint32)
        for start in range(0, len(documents), _DOCS_PER_SUM):
            rows = self._rows.array.take(documents[start : start + _DOCS_PER_SUM], axis=0)[:, first:last]
            bits = np.unpackbits(rows.ravel(), bitorder="little").reshape(len(rows), -1)
            totals += np.add.reduce(bits, axis=0, dtype=np.uint8)
        present = totals.nonzero()[0]
        counts: dict[FacetName, dict[str, int]] = {facet: {} for facet in facets}
        for bit, total in zip((present + first * _BITS_PER_BYTE).tolist(), totals[present].tolist(), strict=True):
            facet, name = self._values[bit]
            if facet in counts:
                counts[facet][name] = total
        return counts


def _assign_spans(bits: Mapping[FacetName, FacetBitmaps]) -> dict[FacetName, _ByteSpan]:
    spans: dict[FacetName, _ByteSpan] = {}
    begin = 0
    for facet, bitmaps in bits.items():
        end = begin + len(bitmaps.names) // _BITS_PER_BYTE + 1  # with room for another value: rows are then as they were
        spans[facet] = _ByteSpan(begin, end, tuple(bitmaps.names))
        begin = end
    return spans


def _transpose(bits: Mapping[FacetName, FacetBitmaps], spans: Mapping[FacetName, _ByteSpan], begin: int, end: int) -> Array:
    """Transpose the bitmaps of the documents from `begin` to `end`, in chunks: unpacked, each bit takes a byte."""
    rows = np.zeros((max(0, end - begin), max((span.last for span in spans.values()), default=0)), np.uint8)
    for start in range(begin - begin % BITS_PER_WORD, end, _DOCS_PER_CHUNK):
        stop = min(start + _DOCS_PER_CHUNK, end)
        first = max(start, begin)
        for facet, span in spans.items():
            words = np.ascontiguousarray(bits[facet].rows[:, start // BITS_PER_WORD : -(-stop // BITS_PER_WORD)]).view(np.uint8)
            bits_by_value = np.unpackbits(words, axis=1, bitorder="little")[:, first - start : stop - start]
            packed = np.packbits(bits_by_value, axis=0, bitorder="little")
            rows[first - begin : stop - begin, span.first : span.first + len(packed)] = packed.T
    return rows
