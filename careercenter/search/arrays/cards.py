"""What each document stands under, as a row of bits a document: the facets of few documents are counted in one go.

The same bits as in `bits`, turned over. There a value costs the same however few documents are counted, here a document
does; up to a sixteenth of all documents this is the quicker, and touches less memory.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from careercenter.search.arrays.bits import BITS, Array, Bits
from careercenter.search.arrays.room import Room
from careercenter.search.interface import Facet

_BYTE = 8
_BUILT_AT_ONCE = 128 * BITS  # documents; a multiple of the documents in a number of bits
_COUNTED_AT_ONCE = 255  # documents; their bits are added up in bytes


@dataclass(frozen=True, slots=True)
class _Span:
    """The bytes a facet has of each row, and the names of its bits."""

    first: int
    last: int
    names: tuple[str, ...]


class Cards:
    """Never changes; `joined` makes new ones from the old."""

    def __init__(self, spans: Mapping[Facet, _Span], rows: Room) -> None:
        self._spans = spans
        self._rows = rows

    @classmethod
    def of(cls, bits: Mapping[Facet, Bits], size: int) -> Cards:
        spans = _spans(bits)
        return cls(spans, Room(_turned(bits, spans, 0, size)))

    def joined(self, kept: int, bits: Mapping[Facet, Bits], size: int) -> Cards:
        """Keep the rows of the first documents; `bits` of all of them say what the others stand under."""
        spans = _spans(bits)
        if spans != self._spans:  # a value came that none had
            return Cards.of(bits, size)
        return Cards(spans, self._rows.joined(kept, [_turned(bits, spans, kept, size)]))

    def counts(self, facets: Collection[Facet], documents: Array) -> dict[Facet, dict[str, int]]:
        """Count the values of facets among documents."""
        if not facets:
            return {}
        first, last = min(self._spans[one].first for one in facets), max(self._spans[one].last for one in facets)
        counted = np.zeros((last - first) * _BYTE, np.uint32)
        for begin in range(0, len(documents), _COUNTED_AT_ONCE):
            rows = self._rows.array.take(documents[begin : begin + _COUNTED_AT_ONCE], axis=0)[:, first:last]
            bits = np.unpackbits(rows.ravel(), bitorder="little").reshape(len(rows), -1)
            counted += np.add.reduce(bits, axis=0, dtype=np.uint8)
        numbers = counted.tolist()
        return {facet: _named(self._spans[facet], numbers, first) for facet in facets}


def _named(span: _Span, numbers: list[int], first: int) -> dict[str, int]:
    here = numbers[(span.first - first) * _BYTE : (span.last - first) * _BYTE]
    return {name: number for name, number in zip(span.names, here, strict=False) if number}


def _spans(bits: Mapping[Facet, Bits]) -> dict[Facet, _Span]:
    spans: dict[Facet, _Span] = {}
    at = 0
    for facet, held in bits.items():
        end = at + -(-len(held.names) // _BYTE)
        spans[facet] = _Span(at, end, tuple(held.names))
        at = end
    return spans


def _turned(bits: Mapping[Facet, Bits], spans: Mapping[Facet, _Span], begin: int, end: int) -> Array:
    """Make the rows of the documents from one to another; in pieces, since a bit takes a byte on the way."""
    rows = np.zeros((max(0, end - begin), max((span.last for span in spans.values()), default=0)), np.uint8)
    for start in range(begin - begin % BITS, end, _BUILT_AT_ONCE):
        stop = min(start + _BUILT_AT_ONCE, end)
        first = max(start, begin)
        for facet, span in spans.items():
            words = np.ascontiguousarray(bits[facet].rows[:, start // BITS : -(-stop // BITS)]).view(np.uint8)
            single = np.unpackbits(words, axis=1, bitorder="little")[:, first - start : stop - start]
            rows[first - begin : stop - begin, span.first : span.last] = np.packbits(single, axis=0, bitorder="little").T
    return rows
