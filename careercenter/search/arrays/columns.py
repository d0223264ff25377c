"""What filters, counts and sorts need of all documents, as arrays: a place a document, in the order they came.

Columns never change: threads share them, and a change in the index makes new ones from the old. A document that was deleted
keeps its place and is no longer `live`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from careercenter.search import rules
from careercenter.search.arrays.bits import Bits, Mask
from careercenter.search.port import FROM_HOME, SCALES, Document, Facet, Near

Array = np.ndarray[Any, np.dtype[Any]]

# Facets of a few hundred values at most are held as bits; of employers there may be as many as postings.
OF_BITS = tuple(facet for facet in Facet if facet not in SCALES and facet is not Facet.EMPLOYER)
_MILES_A_RADIAN = 3958.8
_PLACES_KEPT = 8


@dataclass(frozen=True, slots=True)
class Mentions:
    """A facet of many values, few a document: document and value of each mention, by document."""

    names: tuple[str, ...]
    owners: Array
    values: Array

    @classmethod
    def of(cls, held: Sequence[Iterable[str]]) -> Mentions:
        numbers: dict[str, int] = {}
        pairs = [(owner, numbers.setdefault(value, len(numbers))) for owner, values in enumerate(held) for value in values]
        both = np.array(pairs, dtype=np.int32).reshape(len(pairs), 2)
        return cls(tuple(numbers), both[:, 0].copy(), both[:, 1].copy())

    def joined(self, kept: int, others: Sequence[tuple[int, Mentions]]) -> Mentions:
        """Keep the mentions of the first documents and add others', each with the place its first document gets."""
        cut = int(np.searchsorted(self.owners, kept))
        numbers = {name: number for number, name in enumerate(self.names)}
        owners, values = [self.owners[:cut]], [self.values[:cut]]
        for base, other in others:
            again = np.array([numbers.setdefault(name, len(numbers)) for name in other.names], dtype=np.int32)
            owners.append(other.owners + np.int32(base))
            values.append(again[other.values] if len(other.values) else other.values)
        return Mentions(tuple(numbers), np.concatenate(owners), np.concatenate(values))

    def mask(self, chosen: Iterable[str], size: int) -> Mask:
        wanted = [number for number, name in enumerate(self.names) if name in set(chosen)]
        found = np.zeros(size, np.bool_)
        found[self.owners[np.isin(self.values, wanted)]] = True
        return found

    def counts(self, among: Mask) -> dict[str, int]:
        counted = np.bincount(self.values[among[self.owners]], minlength=len(self.names))
        there = np.flatnonzero(counted)
        return {self.names[number]: count for number, count in zip(there.tolist(), counted[there].tolist(), strict=True)}

    def of_documents(self, places: list[int]) -> dict[int, Sequence[int]]:
        """Give the numbers of the values of each of these documents."""
        first = self.owners.searchsorted(places)
        last = self.owners.searchsorted(places, side="right")
        if (last - first == 1).all():  # as with employers: quicker for all at once
            return dict(zip(places, zip(self.values[first].tolist()), strict=True))
        ranges = zip(places, first.tolist(), last.tolist(), strict=True)
        return {place: self.values[begin:end].tolist() for place, begin, end in ranges}


@dataclass(frozen=True, slots=True)
class Rows:
    """Documents as arrays, apart from all others: those one write adds.

    posted, closes: microseconds since 1970; pay: highest hourly cents, -1 where none is said; lengths: terms in each field;
    points: place of the document, latitude, longitude.
    """

    posted: Array
    closes: Array
    pay: Array
    completeness: Array
    lengths: Array
    points: Array
    bits: dict[Facet, Bits]
    employers: Mentions

    @property
    def size(self) -> int:
        return len(self.posted)

    @classmethod
    def of(cls, documents: Sequence[Document], lengths: Sequence[Sequence[int]]) -> Rows:
        pays = [rules.top_pay(document) for document in documents]
        points = [(number, *point) for number, document in enumerate(documents) for point in document.points]
        return cls(
            posted=np.array([rules.microseconds(document.posted_at) for document in documents], dtype=np.int64),
            closes=np.array([rules.microseconds(document.closes_at) for document in documents], dtype=np.int64),
            pay=np.array([-1 if pay is None else pay for pay in pays], dtype=np.int32),
            completeness=np.array([document.completeness for document in documents], dtype=np.float64),
            lengths=np.array(lengths, dtype=np.uint16).reshape(len(documents), len(rules.FIELDS)),
            points=np.array(points, dtype=np.float64).reshape(len(points), 3),
            bits={facet: Bits.of([document.values.get(facet, ()) for document in documents]) for facet in OF_BITS},
            employers=Mentions.of([document.values.get(Facet.EMPLOYER, ()) for document in documents]),
        )

    @classmethod
    def none(cls) -> Rows:
        return cls.of([], [])

    def joined(self, kept: int, parts: Sequence[Rows]) -> Rows:
        """Keep the first documents and add others after them."""
        starts = [kept, *(kept + np.cumsum([part.size for part in parts])).tolist()]
        size, starts = starts[-1], starts[:-1]
        placed = list(zip(starts, parts, strict=True))
        old_points = self.points[: np.searchsorted(self.points[:, 0], kept)]
        return Rows(
            posted=np.concatenate([self.posted[:kept], *(part.posted for part in parts)]),
            closes=np.concatenate([self.closes[:kept], *(part.closes for part in parts)]),
            pay=np.concatenate([self.pay[:kept], *(part.pay for part in parts)]),
            completeness=np.concatenate([self.completeness[:kept], *(part.completeness for part in parts)]),
            lengths=np.concatenate([self.lengths[:kept], *(part.lengths for part in parts)]),
            points=np.concatenate([old_points, *(_moved(part, at) for at, part in placed)]),
            bits={
                facet: held.joined(kept, size, [(at, part.bits[facet]) for at, part in placed if facet in part.bits])
                for facet, held in self.bits.items()
            },
            employers=self.employers.joined(kept, [(at, part.employers) for at, part in placed]),
        )

    def without(self, gone: Mask) -> Rows:
        """Close up over documents that are gone."""
        left = ~gone
        places = np.cumsum(left) - 1
        points = self.points[left[self.points[:, 0].astype(np.int64)]]
        points[:, 0] = places[points[:, 0].astype(np.int64)]
        mentions = left[self.employers.owners]
        owners = places[self.employers.owners[mentions]].astype(np.int32)
        return Rows(
            posted=self.posted[left],
            closes=self.closes[left],
            pay=self.pay[left],
            completeness=self.completeness[left],
            lengths=self.lengths[left],
            points=points,
            bits={facet: held.without(gone) for facet, held in self.bits.items()},
            employers=Mentions(self.employers.names, owners, self.employers.values[mentions]),
        )


class Columns:
    def __init__(self, rows: Rows, live: Mask) -> None:
        self.size = rows.size
        self.live = live
        self.held = int(live.sum())  # how many are live
        self.all_live = self.held == self.size
        self.posted, self.closes, self.pay, self.points = rows.posted, rows.closes, rows.pay, rows.points
        self.completeness, self.lengths = rows.completeness, rows.lengths
        self.bits, self.employers = rows.bits, rows.employers
        counted = self.lengths if self.all_live else self.lengths[live]
        totals = counted.sum(axis=0, dtype=np.float64)
        self.average = totals / self.held if self.held else np.zeros(len(rules.FIELDS))
        self._rows = rows
        self._miles: dict[tuple[float, float], Array] = {}

    @classmethod
    def none(cls) -> Columns:
        return cls(Rows.none(), np.zeros(0, np.bool_))

    def joined(self, kept: int, parts: Sequence[Rows], live: Mask) -> Columns:
        """Keep the first documents, add others after them. `live`: which of all of these are held now."""
        return Columns(self._rows.joined(kept, parts), live)

    def near(self, place: Near, miles: int) -> Mask:
        """Give the documents within so many miles, and those done from home where one lives there."""
        within = self.around(place, miles)
        if place.or_from_home:
            from_home = self.bits[Facet.WORK_SETTING].mask(FROM_HOME, self.size)
            within |= from_home & self.bits[Facet.STATE].mask((place.state,), self.size)
        return within

    def around(self, place: Near, miles: int) -> Mask:
        """Give the documents with a place within so many miles."""
        here = (place.latitude, place.longitude)
        apart = self._miles.get(here)
        if apart is None:
            if len(self._miles) >= _PLACES_KEPT:
                self._miles = {}
            apart = self._miles[here] = self._miles_from(*here)
        within: Mask = apart <= miles
        return within

    def _miles_from(self, latitude: float, longitude: float) -> Array:
        """Give each document's distance, to the nearest of its places; infinite without one."""
        nearest = np.full(self.size, np.inf)
        if len(self.points):
            lat, lon = np.radians(self.points[:, 1]), np.radians(self.points[:, 2])
            here, there = np.radians(latitude), np.radians(longitude)
            half = np.sin((lat - here) / 2) ** 2 + np.cos(here) * np.cos(lat) * np.sin((lon - there) / 2) ** 2
            apart = 2 * _MILES_A_RADIAN * np.arcsin(np.sqrt(np.minimum(1.0, half)))
            np.minimum.at(nearest, self.points[:, 0].astype(np.int64), apart)
        return nearest


def _moved(rows: Rows, to: int) -> Array:
    moved = rows.points.copy()
    moved[:, 0] += to
    return moved
