"""A segment as it is read: Whoosh's dictionary of its terms, and arrays of its documents and of where each term stands.

Whoosh finds a term in its dictionary; the entry says where in the arrays the term's places lie. They are evaluated in place,
mapped into memory: Whoosh's own matchers would cost a call in Python for each document, and `search(limit=N)` of 2.7.4 gives
a wrong first page for queries of several words.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import BufferFile

from careercenter.core.ids import public_id
from careercenter.search import ranking
from careercenter.search.arrays.bits import Array, Bits
from careercenter.search.arrays.columns import OF_BITS, Mentions, Rows
from careercenter.search.arrays.weights import FIELD_SHIFT, Entries
from careercenter.search.engines.whoosh_engine import arrays_file
from careercenter.search.engines.whoosh_engine.arrays_file import Print, Sum
from careercenter.search.interface import Facet

NAME = "MAIN"
TERMS, ARRAYS = W3Codec.TERMS_EXT, ".arr"

# A key of an occurrence within a segment, from the lowest bit: position, field, document. The term stands above.
POSITION_BITS = ranking.MOST_TERMS.bit_length()
FIELD_BITS = len(ranking.FIELDS).bit_length()
_PLACE = struct.Struct("<QIIQI")
_NOWHERE = np.empty(0, np.int64)
_BYTES_AN_ENTRY, _BYTES_A_POSITION = 6, 2
_AROUND = 1 << 16  # bytes the system maps where one of them is touched
_TOUCHED_AT_MOST = 4_000_000  # bytes a segment
_COUNT = (1 << FIELD_SHIFT) - 1
# Where one has so many times as many, its keys are looked up; else both are merged.
_MANY_TIMES = 16


class StoredSegment(W3Segment):  # type: ignore[misc]
    """What Whoosh's table of contents keeps of a segment: how many documents, which are deleted, and its files' sums."""

    sums: dict[str, Sum]

    @classmethod
    def new(cls) -> StoredSegment:
        """Name it so that nobody's `random.seed` can make the name come again over an older segment."""
        made: StoredSegment = cls(W3Codec(), NAME, segid=public_id())
        made.sums = {}
        return made


class Place(NamedTuple):
    """Where a term lies in the arrays: its entries, how many documents they are of, and its positions."""

    first: int
    entries: int
    documents: int
    first_position: int
    positions: int

    def packed(self) -> bytes:
        return _PLACE.pack(*self)

    @classmethod
    def unpacked(cls, data: bytes) -> Place:
        return cls(*_PLACE.unpack(data))


class Segment:
    """Immutable, and safe across threads and forks. `deleted` documents belong to a commit: a segment lives through many."""

    def __init__(self, folder: Path, stored: StoredSegment) -> None:
        self.stored = stored
        self._files = {kind: folder / stored.make_filename(kind) for kind in stored.sums}
        self._prints = {kind: Print.of(file) for kind, file in self._files.items()}
        terms = arrays_file.checked(self._files[TERMS].read_bytes(), stored.sums[TERMS], self._files[TERMS])
        self._dictionary = OrderedHashReader(BufferFile(terms), len(terms))
        self._arrays = arrays_file.read(self._files[ARRAYS], stored.sums[ARRAYS])
        arrays, told = self._arrays.held, self._arrays.told
        self._documents, self._counts, self._positions = arrays["documents"], arrays["counts"], arrays["positions"]
        self._touched = 0
        self.ids: list[str] = told["ids"]
        self.revisions: list[str] = told["revisions"]
        self.rows = _rows(arrays, told["names"])
        self.size = self.rows.size
        self._numbers: dict[str, int] | None = None

    @property
    def name(self) -> str:
        name: str = self.stored.segment_id()
        return name

    def untouched(self) -> bool:
        """Say whether the files are those that were opened; raises FileNotFoundError where one is gone."""
        return all(Print.of(file) == self._prints[kind] for kind, file in self._files.items())

    def number_of(self, public_id: str) -> int | None:
        """Give the number within this segment of a document, deleted or not."""
        if self._numbers is None:
            self._numbers = {name: number for number, name in enumerate(self.ids)}
        return self._numbers.get(public_id)

    def place(self, term: str) -> Place | None:
        data = self._dictionary.get(term.encode())
        return Place.unpacked(data) if data is not None else None

    def beginning(self, letters: str) -> Iterator[tuple[str, Place]]:
        start = letters.encode()
        for key, data in takewhile(lambda item: item[0].startswith(start), self._dictionary.items_from(start)):
            yield key.decode(), Place.unpacked(data)

    def terms(self) -> Iterator[tuple[str, Place]]:
        for key, data in self._dictionary.items():
            yield key.decode(), Place.unpacked(data)

    def entries(self, place: Place) -> Entries:
        here = slice(place.first, place.first + place.entries)
        self._touch(place.entries * _BYTES_AN_ENTRY + 2 * _AROUND)
        return Entries(self._documents[here], self._counts[here])

    def occurrences(self, place: Place, within: Array | None = None) -> Array:
        """Give the key of each occurrence of a term, ascending; `within`: a mask of documents that are of interest."""
        documents, counts = self.entries(place)
        positions = self._positions[place.first_position : place.first_position + place.positions]
        self._touch(place.positions * _BYTES_A_POSITION + _AROUND)
        often = (counts & _COUNT).astype(np.int64)
        if within is not None:
            wanted = within[documents]
            here = np.flatnonzero(wanted)
            positions = positions[np.flatnonzero(np.repeat(wanted, often))]
            documents, counts, often = documents[here], counts[here], often[here]
        owners = (documents.astype(np.int64) << FIELD_BITS | counts >> FIELD_SHIFT) << POSITION_BITS
        return np.repeat(owners, often) | positions

    def _touch(self, size: int) -> None:
        """Let go now and then of what scores were made of: they are kept, and the lists need not stay in memory beside them."""
        self._touched += size
        if self._touched > _TOUCHED_AT_MOST:
            self._touched = size
            self._arrays.let_go()

    def every_occurrence(self) -> tuple[list[str], Array, Array]:
        """Give the terms, how often each occurs, and the keys of all their occurrences, in the order of the terms."""
        terms = list(self.terms())
        whole = Place(0, len(self._documents), 0, 0, len(self._positions))
        return [term for term, _ in terms], np.array([place.positions for _, place in terms]), self.occurrences(whole)

    def phrase(self, terms: tuple[str, ...]) -> Array:
        """Give the documents in which the terms stand side by side in one field, ascending."""
        places = [self.place(term) for term in terms]
        found = [place for place in places if place is not None]
        if len(found) < len(places):
            return _NOWHERE
        within = np.ones(self.size, np.bool_)
        for place in sorted(set(found), key=lambda one: one.documents):
            there = np.zeros(self.size, np.bool_)
            there[self.entries(place).documents] = True
            within &= there
        keys = self.occurrences(found[0], within)
        for distance, place in enumerate(found[1:], start=1):
            if not len(keys):
                return _NOWHERE
            keys = _in_both(keys + distance, self.occurrences(place, within)) - distance
        return np.unique(keys >> (FIELD_BITS + POSITION_BITS))


def _in_both(some: Array, others: Array) -> Array:
    """Give what stands in both, each of them ascending and without doubles."""
    if len(some) * _MANY_TIMES < len(others):
        at = np.searchsorted(others, some)
        at[at == len(others)] = 0
        return some[np.flatnonzero(others[at] == some)]
    merged = np.concatenate([some, others])
    merged.sort(kind="stable")  # which merges what is sorted already
    return merged[np.flatnonzero(merged[1:] == merged[:-1])]


def check(folder: Path, stored: StoredSegment) -> None:
    """Read the files of a segment as they lie on disk now; raises `Damaged` where one is not what was written."""
    for kind, known in stored.sums.items():
        file = folder / stored.make_filename(kind)
        if Sum.of(file) != known:
            raise arrays_file.Damaged(file.name)


def held_arrays(rows: Rows) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """Give the arrays of rows by name, and the names of the values in them."""
    arrays = {
        "posted": rows.posted,
        "closes": rows.closes,
        "pay": rows.pay,
        "completeness": rows.completeness,
        "lengths": rows.lengths,
        "points": rows.points,
        "employers": rows.employers.values,
        "employed": rows.employers.owners,
    }
    arrays |= {f"bits-{facet.value}": held.rows for facet, held in rows.bits.items()}
    names = {facet.value: list(held.names) for facet, held in rows.bits.items()}
    return arrays, {**names, Facet.EMPLOYER.value: list(rows.employers.names)}


def _rows(arrays: dict[str, Array], names: dict[str, list[str]]) -> Rows:
    return Rows(
        posted=arrays["posted"],
        closes=arrays["closes"],
        pay=arrays["pay"],
        completeness=arrays["completeness"],
        lengths=arrays["lengths"],
        points=arrays["points"],
        bits={
            facet: Bits({name: number for number, name in enumerate(names[facet.value])}, arrays[f"bits-{facet.value}"])
            for facet in OF_BITS
        },
        employers=Mentions(tuple(names[Facet.EMPLOYER.value]), arrays["employed"], arrays["employers"]),
    )
