"""What filters, counts and sorts need of all documents, as arrays: a place a document, in the order they came.

Columns never change: threads share them, and a change in the index makes new ones from the old. A document that was deleted
keeps its place and is no longer `live`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from careercenter.search import ranking
from careercenter.search.arrays.bits import Array, Bits, Mask, Words, packed
from careercenter.search.arrays.cards import Cards
from careercenter.search.arrays.room import Room
from careercenter.search.interface import FROM_HOME, PAY_FLOORS, POSTED_DAYS, SCALES, Document, Facet, Near

# Facets of a few hundred values at most are held as bits; of employers there may be as many as postings.
OF_BITS = tuple(facet for facet in Facet if facet not in SCALES and facet is not Facet.EMPLOYER)
_MILES_A_RADIAN = 3958.8
_PLACES_KEPT = 8
# Up to this share of the documents, those that matched are counted, above it those under each value.
_FEW = 1 / 16
_NO_PAY = -1  # what stands in the column where none is said
# A number a document, or a few.
_BY_PLACE = ("posted", "closes", "pay", "completeness", "lengths")


@dataclass(frozen=True, slots=True)
class Mentions:
    """A facet of many values, few a document: document and value of each mention, by document."""

    names: tuple[str, ...]
    owners: Array
    values: Array
    rooms: tuple[Room, Room] | None = None

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
        owners, values = [], []
        for base, other in others:
            again = np.array([numbers.setdefault(name, len(numbers)) for name in other.names], dtype=np.int32)
            owners.append(other.owners + np.int32(base))
            values.append(again[other.values] if len(other.values) else other.values)
        of_owners, of_values = self.rooms or (Room(self.owners), Room(self.values))
        rooms = of_owners.joined(cut, owners), of_values.joined(cut, values)
        return Mentions(tuple(numbers), rooms[0].array, rooms[1].array, rooms)

    def one_each(self, size: int) -> bool:
        """Say whether each of so many documents has exactly one value."""
        return len(self.owners) == size and bool((self.owners == np.arange(size, dtype=np.int32)).all())

    def mask(self, chosen: Iterable[str], size: int) -> Mask:
        asked = set(chosen)
        wanted = [number for number, name in enumerate(self.names) if name in asked]
        found = np.zeros(size, np.bool_)
        found[self.owners[np.isin(self.values, wanted)]] = True
        return found

    def counts(self, documents: Array, size: int, *, one_each: bool) -> dict[str, int]:
        """Count the values of some of `size` documents, quicker where each of them is known to have one."""
        mentions = documents
        if not one_each:
            among = np.zeros(size, np.bool_)
            among[documents] = True
            mentions = np.flatnonzero(among[self.owners])
        counted = np.bincount(self.values[mentions], minlength=len(self.names))
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
    rooms: Mapping[str, Room] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.posted)

    @classmethod
    def of(cls, documents: Sequence[Document], lengths: Sequence[Sequence[int]]) -> Rows:
        pays = [ranking.top_pay(document) for document in documents]
        points = [(number, *point) for number, document in enumerate(documents) for point in document.points]
        return cls(
            posted=np.array([ranking.microseconds(document.posted_at) for document in documents], dtype=np.int64),
            closes=np.array([ranking.microseconds(document.closes_at) for document in documents], dtype=np.int64),
            pay=np.array([-1 if pay is None else pay for pay in pays], dtype=np.int32),
            completeness=np.array([document.completeness for document in documents], dtype=np.float64),
            lengths=np.array(lengths, dtype=np.uint16).reshape(len(documents), len(ranking.FIELDS)),
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
        rooms = {name: self._room(name).joined(kept, [getattr(part, name) for part in parts]) for name in _BY_PLACE}
        kept_points = int(np.searchsorted(self.points[:, 0], kept))
        rooms["points"] = self._room("points").joined(kept_points, [_moved(part, at) for at, part in placed])
        return Rows(
            **{name: room.array for name, room in rooms.items()},
            rooms=rooms,
            bits={
                facet: held.joined(kept, size, [(at, part.bits[facet]) for at, part in placed if facet in part.bits])
                for facet, held in self.bits.items()
            },
            employers=self.employers.joined(kept, [(at, part.employers) for at, part in placed]),
        )

    def _room(self, name: str) -> Room:
        return self.rooms.get(name) or Room(getattr(self, name))

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
    def __init__(self, rows: Rows, live: Mask, totals: Array | None = None, cards: Cards | None = None) -> None:
        """`totals`: the terms of each field of all rows, where somebody has counted them; `cards`: of all rows, likewise."""
        self.size = rows.size
        self.live = live
        self.held = int(live.sum())  # how many are live
        self.all_live = self.held == self.size
        self.posted, self.closes, self.pay, self.points = rows.posted, rows.closes, rows.pay, rows.points
        self.completeness, self.lengths = rows.completeness, rows.lengths
        self.bits, self.employers = rows.bits, rows.employers
        self._totals = _totals(self.lengths) if totals is None else totals
        counted = self._totals - _totals(self.lengths[~live])
        self.average = counted / self.held if self.held else np.zeros(len(ranking.FIELDS))
        self.one_employer_each = self.employers.one_each(self.size)
        self._rows = rows
        self._miles: dict[tuple[float, float], Array] = {}
        self._newest = int(self.posted.max(initial=0))
        self._fresh: Array | None = None
        self._completest = float(self.completeness.max(initial=0.0))
        self._least_complete = float(self.completeness.min(initial=1.0))
        self._cards = cards
        self._open: tuple[int, int, Mask] | None = None
        self._paid: dict[int, Words] = {}
        self._posted: dict[int, tuple[int, int, Words]] = {}

    @classmethod
    def none(cls) -> Columns:
        return cls(Rows.none(), np.zeros(0, np.bool_))

    def joined(self, kept: int, parts: Sequence[Rows], live: Mask) -> Columns:
        """Keep the first documents, add others after them. `live`: which of all of these are held now."""
        totals = self._totals - _totals(self.lengths[kept:]) + sum(_totals(part.lengths) for part in parts)
        rows = self._rows.joined(kept, parts)
        return Columns(rows, live, totals, self._cards.joined(kept, rows.bits, rows.size) if self._cards else None)

    def counts(self, facets: Collection[Facet], documents: Array, bits: Words) -> dict[Facet, dict[str, int]]:
        """Count the values of facets held as bits, among documents that are said twice."""
        if len(documents) > self.size * _FEW:
            return {facet: self.bits[facet].counts(bits) for facet in facets}
        if self._cards is None:
            self._cards = Cards.of(self.bits, self.size)
        return self._cards.counts(facets, documents)

    def freshness(self, places: Array, moment: int) -> Array:
        """Give the freshness of documents at a moment: raising to a power is dear, so it is done once for all moments."""
        if self._fresh is None:
            self._fresh = ranking.freshness((self._newest - self.posted) / ranking.MICROSECONDS_A_DAY)
        since = (moment - self._newest) / ranking.MICROSECONDS_A_DAY
        now: Array = np.minimum(1.0, self._fresh[places] * ranking.freshness(since))
        return now

    def lifts(self, moment: int) -> tuple[float, float]:
        """Give the least and the most that the score of words is multiplied by."""
        since = max(0, moment - self._newest) / ranking.MICROSECONDS_A_DAY
        least = ranking.lifted(1.0, 0.0, self._least_complete)
        return least, ranking.lifted(1.0, ranking.freshness(since), self._completest)

    def open_at(self, moment: int) -> Mask:
        """Give the live documents that have not closed, not to be changed. Kept until the next of them closes."""
        kept = self._open
        if kept is None or not kept[0] <= moment < kept[1]:
            still = self.closes > moment
            kept = self._open = (*_between(self.closes, still), still & self.live)
        return kept[2]

    def paid(self, cents: int) -> Words:
        """Give the documents whose highest hourly pay reaches so many cents."""
        found = self._paid.get(cents)
        if found is None:
            found = packed(self.pay >= cents)
            if cents in PAY_FLOORS:
                self._paid[cents] = found
        return found

    def without_pay(self) -> Words:
        found = self._paid.get(_NO_PAY)
        if found is None:
            found = self._paid[_NO_PAY] = packed(self.pay < 0)
        return found

    def posted_within(self, days: int, moment: int) -> Words:
        """Give the documents posted within so many days before a moment. Kept until the next of them is too old."""
        since = moment - days * ranking.MICROSECONDS_A_DAY
        kept = self._posted.get(days)
        if kept is None or not kept[0] <= since < kept[1]:
            within = self.posted > since
            kept = (*_between(self.posted, within), packed(within))
            if days in POSTED_DAYS:
                self._posted[days] = kept
        return kept[2]

    def near(self, place: Near, miles: int) -> Words:
        """Give the documents within so many miles, and those done from home where one lives there."""
        within = packed(self.around(place, miles))
        if place.or_from_home:
            within |= self.bits[Facet.WORK_SETTING].any_of(FROM_HOME) & self.bits[Facet.STATE].any_of((place.state,))
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


def _totals(lengths: Array) -> Array:
    totals: Array = lengths.sum(axis=0, dtype=np.float64)
    return totals


def _between(values: Array, above: Mask) -> tuple[int, int]:
    """Give the largest of those not above some number and the smallest of those above: between them it may move."""
    none, always = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    return int(np.where(above, none, values).max(initial=none)), int(np.where(above, values, always).min(initial=always))


def _moved(rows: Rows, to: int) -> Array:
    moved = rows.points.copy()
    moved[:, 0] += to
    return moved
