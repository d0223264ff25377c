"""Facet bitmaps: one bit a document, 64 in a word. A filter is an AND, a count is a population count.

At 100,000 documents a value takes 12.5 KB and counting 300 values half a millisecond, however many documents matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Bitmap = np.ndarray[Any, np.dtype[np.uint64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Array = np.ndarray[Any, np.dtype[Any]]

BITS_PER_WORD = 64  # documents in a number
_WORD_SHIFT = BITS_PER_WORD.bit_length() - 1
_MOST_WORDS = 1 / 4  # of a bitmap that are looked into one by one


@dataclass(slots=True)
class _AppendBuffer:
    """Bitmaps with spare words behind them (see `growable_array`), shared by successive `FacetBitmaps`.

    Bits of documents past `used_docs` may be set by a later owner; an earlier owner never reads them.
    """

    rows: Bitmap
    used_docs: int


@dataclass(frozen=True, slots=True)
class FacetBitmaps:
    """The bitmaps of a facet: `rows[names[value]]` are the documents under a value. `names` are in the order of `rows`."""

    names: dict[str, int]
    rows: Bitmap
    buffer: _AppendBuffer | None = None

    @classmethod
    def of(cls, values_by_doc: Sequence[Iterable[str]]) -> FacetBitmaps:
        names: dict[str, int] = {}
        pairs = [
            (names.setdefault(value, len(names)), doc_id) for doc_id, values in enumerate(values_by_doc) for value in values
        ]
        rows = np.zeros((len(names), words_needed(len(values_by_doc))), np.uint64)
        if pairs:
            values, doc_ids = np.array(pairs, dtype=np.int64).T
            np.bitwise_or.at(
                rows,
                (values, doc_ids // BITS_PER_WORD),
                np.left_shift(np.uint64(1), (doc_ids % BITS_PER_WORD).astype(np.uint64)),
            )
        return cls(names, rows)

    @classmethod
    def of_rows(cls, bitmaps: Mapping[str, Bitmap]) -> FacetBitmaps:
        rows = np.stack(list(bitmaps.values())) if bitmaps else np.zeros((0, 0), np.uint64)
        return cls({name: row for row, name in enumerate(bitmaps)}, rows)

    def extended(self, kept_docs: int, size: int, others: Sequence[tuple[int, FacetBitmaps]]) -> FacetBitmaps:
        """Keep the first documents and append others, each with the doc id its first one gets; `size` documents in all."""
        names = dict(self.names)
        for _, other in others:
            for name in other.names:
                names.setdefault(name, len(names))
        buffer = self.buffer
        if (
            buffer is None
            or buffer.used_docs != kept_docs
            or len(names) > len(self.names)
            or words_needed(size) > buffer.rows.shape[1]
        ):
            buffer = _AppendBuffer(np.zeros((len(names), words_needed(size + size // 8) + 4), np.uint64), kept_docs)
            whole = words_needed(kept_docs)
            buffer.rows[: len(self.names), :whole] = self.rows[:, :whole]
            if kept_docs % BITS_PER_WORD:
                buffer.rows[:, whole - 1] &= np.uint64((1 << kept_docs % BITS_PER_WORD) - 1)
        rows = buffer.rows[:, : words_needed(size)]
        for first_doc_id, other in others:
            if other.names:
                _merge_rows(rows, np.array([names[name] for name in other.names]), other.rows, first_doc_id)
        buffer.used_docs = size
        return FacetBitmaps(names, rows, buffer)

    def without(self, deleted: Mask) -> FacetBitmaps:
        """Leave out deleted documents and renumber the others."""
        remaining_rows = [pack_mask(unpack_bitmap(row, len(deleted))[~deleted]) for row in self.rows]
        return FacetBitmaps(
            self.names, np.array(remaining_rows, np.uint64).reshape(len(remaining_rows), words_needed(int((~deleted).sum())))
        )

    def any_of(self, values: Iterable[str]) -> Bitmap:
        chosen = [self.names[value] for value in values if value in self.names]
        union: Bitmap = np.bitwise_or.reduce(self.rows[chosen], axis=0)
        return union

    def mask(self, values: Iterable[str], size: int) -> Mask:
        return unpack_bitmap(self.any_of(values), size)

    def counts(self, among: Bitmap) -> dict[str, int]:
        if not self.names:
            return {}
        totals = np.bitwise_count(self.rows & among).sum(axis=1, dtype=np.uint32).tolist()
        return {name: total for name, total in zip(self.names, totals, strict=True) if total}


def words_needed(documents: int) -> int:
    return -(-documents // BITS_PER_WORD)


def pack_mask(mask: Mask) -> Bitmap:
    bits = np.packbits(mask, bitorder="little")
    whole = np.zeros(words_needed(len(mask)) * 8, np.uint8)
    whole[: len(bits)] = bits
    return whole.view("<u8")


def unpack_bitmap(bits: Bitmap, size: int) -> Mask:
    return np.unpackbits(bits.astype("<u8", copy=False).view(np.uint8), count=size, bitorder="little").view(np.bool_)


def doc_ids_in(bits: Bitmap, size: int) -> Array:
    """Give the documents in a bitmap of so many, ascending; where they are few only the words they are in are looked into."""
    words = np.flatnonzero(bits != 0)
    if len(words) > len(bits) * _MOST_WORDS:
        return np.flatnonzero(unpack_bitmap(bits, size))
    set_bits = np.flatnonzero(unpack_bitmap(bits.take(words), len(words) * BITS_PER_WORD))
    doc_ids: Array = (words.take(set_bits >> _WORD_SHIFT) << _WORD_SHIFT) + (set_bits & (BITS_PER_WORD - 1))
    return doc_ids


def count_bits(bits: Bitmap) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def _merge_rows(rows: Bitmap, row_numbers: Any, bits: Bitmap, first_doc_id: int) -> None:
    """OR bitmaps into `rows` from `first_doc_id` on.

    A doc id need not begin a word: each word is split in two, its low bits shifted up into one word of `rows`, the carried high
    bits into the next."""
    first_word, shift = divmod(first_doc_id, BITS_PER_WORD)
    width = bits.shape[1]
    rows[row_numbers, first_word : first_word + width] |= bits << np.uint64(shift)
    if shift:
        carried = bits >> np.uint64(BITS_PER_WORD - shift)
        words_left = rows.shape[1] - first_word - 1
        rows[row_numbers, first_word + 1 : first_word + 1 + width] |= carried[:, :words_left]
