"""What facets and order need of all documents, as arrays. A process reads them once, then only what came since.

Columns never change: threads share them, and a change in the table makes new ones from the old.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from careercenter.search import rules
from careercenter.search.port import SCALES, Facet

Array = np.ndarray[Any, np.dtype[Any]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_BITS = 64


@dataclass(frozen=True, slots=True)
class Bits:
    """A facet of few values: a row of bits for each, a bit a document."""

    names: dict[str, int]
    rows: Array  # uint64, values by documents / 64

    @classmethod
    def none(cls) -> Bits:
        return cls({}, np.empty((0, 0), np.uint64))

    def with_more(self, size: int, documents: Array, held: list[list[str]]) -> Bits:
        names = dict(self.names)
        owners, values = _mentions(names, documents, held)
        rows = np.zeros((len(names), -(-size // _BITS)), np.uint64)
        rows[: self.rows.shape[0], : self.rows.shape[1]] = self.rows
        np.bitwise_or.at(rows, (values, owners // _BITS), np.left_shift(np.uint64(1), (owners % _BITS).astype(np.uint64)))
        return Bits(names, rows)

    def mask(self, values: tuple[str, ...], size: int) -> Mask:
        chosen = [self.names[value] for value in values if value in self.names]
        if not chosen:
            return np.zeros(size, np.bool_)
        return unpacked(np.bitwise_or.reduce(self.rows[chosen], axis=0), size)

    def counts(self, among: Mask) -> dict[str, int]:
        if not self.names:
            return {}
        counted = np.bitwise_count(self.rows & packed(among)).sum(axis=1, dtype=np.int64).tolist()
        return {name: counted[number] for name, number in self.names.items() if counted[number]}


@dataclass(frozen=True, slots=True)
class Mentions:
    """A facet of many values, few a document: a pair of document and value for each mention."""

    names: dict[str, int]
    owners: Array
    values: Array

    @classmethod
    def none(cls) -> Mentions:
        return cls({}, np.empty(0, np.int64), np.empty(0, np.int64))

    def with_more(self, size: int, documents: Array, held: list[list[str]]) -> Mentions:
        names = dict(self.names)
        owners, values = _mentions(names, documents, held)
        return Mentions(names, np.concatenate([self.owners, owners]), np.concatenate([self.values, values]))

    def mask(self, values: tuple[str, ...], size: int) -> Mask:
        found = np.zeros(size, np.bool_)
        chosen = [self.names[value] for value in values if value in self.names]
        found[self.owners[np.isin(self.values, chosen)]] = True
        return found

    def counts(self, among: Mask) -> dict[str, int]:
        counted = np.bincount(self.values[among[self.owners]], minlength=len(self.names)).tolist()
        return {name: counted[number] for name, number in self.names.items() if counted[number]}


@dataclass(frozen=True, slots=True)
class Columns:
    """`live` are the documents held now, of all that were ever read; `place` gives each number's place, -1 when not held."""

    edition: str
    generation: int
    ids: tuple[str, ...]
    numbers: Array
    live: Mask
    place: Array
    posted: Array
    closes: Array
    pay: Array
    completeness: Array
    lengths: Array
    average: Array
    held: dict[Facet, Bits | Mentions]

    @classmethod
    def none(cls, edition: str) -> Columns:
        whole = np.empty(0, np.int64)
        held: dict[Facet, Bits | Mentions] = {
            facet: Mentions.none() if facet is Facet.EMPLOYER else Bits.none() for facet in Facet if facet not in SCALES
        }
        fields = len(rules.FIELDS)
        return cls(
            edition, -1, (), whole, np.empty(0, np.bool_), whole, whole, whole, whole,
            np.empty(0), np.empty((0, fields)), np.zeros(fields), held,
        )  # fmt: skip

    @property
    def size(self) -> int:
        return len(self.numbers)

    @property
    def next_number(self) -> int:
        """Give the number the next document was to get when these were read."""
        return len(self.place)

    def places(self, numbers: Array) -> Array:
        """Give where these documents stand, those not held left out."""
        found = self.place[numbers]
        return found[found >= 0]

    def with_more(self, generation: int, next_number: int, held_now: Array, rows: list[tuple[Any, ...]]) -> Columns:
        """Add rows (number, id, posted, closes, pay, completeness, lengths, held), by number; keep live what is held now."""
        numbers = np.concatenate([self.numbers, _whole([row[0] for row in rows])])
        size = len(numbers)
        live = np.isin(numbers, held_now, assume_unique=True)
        place = np.full(next_number, -1, np.int64)
        place[numbers[live]] = np.flatnonzero(live)
        lengths = [json.loads(row[6]) for row in rows]
        all_lengths = np.concatenate([self.lengths, np.array(lengths, np.float64).reshape(len(rows), len(rules.FIELDS))])
        said = _Said(rows)
        documents = np.arange(self.size, size)
        return Columns(
            edition=self.edition,
            generation=generation,
            ids=(*self.ids, *(row[1] for row in rows)),
            numbers=numbers,
            live=live,
            place=place,
            posted=np.concatenate([self.posted, _whole([row[2] for row in rows])]),
            closes=np.concatenate([self.closes, _whole([row[3] for row in rows])]),
            pay=np.concatenate([self.pay, _whole([row[4] for row in rows])]),
            completeness=np.concatenate([self.completeness, np.array([row[5] for row in rows], np.float64)]),
            lengths=all_lengths,
            average=all_lengths[live].mean(axis=0) if live.any() else np.zeros(len(rules.FIELDS)),
            held={facet: one.with_more(size, documents, said.under(facet)) for facet, one in self.held.items()},
        )


class _Said:
    """The facet values of rows, read out of their text once."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._read = [json.loads(row[7]) for row in rows]

    def under(self, facet: Facet) -> list[list[str]]:
        return [one.get(facet.value, []) for one in self._read]


def packed(mask: Mask) -> Array:
    """Give a mask as bits, 64 in a number."""
    bits = np.packbits(mask, bitorder="little")
    bits = np.pad(bits, (0, -len(bits) % 8))
    return bits.view("<u8")


def unpacked(bits: Array, size: int) -> Mask:
    return np.unpackbits(bits.astype("<u8").view(np.uint8), count=size, bitorder="little").astype(np.bool_)


def _mentions(names: dict[str, int], documents: Array, held: list[list[str]]) -> tuple[Array, Array]:
    """Give document and value of each mention; new values get their number in `names`."""
    counts = [len(values) for values in held]
    for value in {value for values in held for value in values} - names.keys():
        names[value] = len(names)
    numbers = [names[value] for values in held for value in values]
    return np.repeat(documents, counts), _whole(numbers)


def _whole(numbers: list[int]) -> Array:
    return np.array(numbers, dtype=np.int64)
