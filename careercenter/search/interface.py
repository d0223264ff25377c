"""The search port: the schema of an index, what a person looks for, what comes back, and the verbs of an engine.

Values in, values out. An engine knows nothing of postings, tables or requests, and every engine is held to the one suite in
`tests/contracts/test_search_engine.py`. The index is a copy: the database has the last word on what is visible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol
from zlib import crc32

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.search.query import Clause, FacetName, Query

DEEPEST_PAGE = 500


# When a document closes that never does.
NEVER = datetime.max.replace(tzinfo=UTC)


class EngineUnavailable(Exception):
    """The index cannot answer or be written just now: never built, of another version, damaged, or held by another writer."""


class Sort(LabelledEnum):
    BEST = "best", _l("Best match")
    NEWEST = "newest", _l("Newest")
    PAY = "pay", _l("Highest pay")
    CLOSING = "closing", _l("Closing soon")


# The value of the amount's facet under which documents stand that state none: chosen beside a floor, they count too.
UNSAID = "unsaid"
# No more documents of one value of the capped facet (of one employer) than these on the first page of the best, while others
# have any.
MOST_OF_ONE_EMPLOYER = 3


# What one entry of the inverted index has bits for.
MAX_FIELDS = 7


@dataclass(frozen=True, slots=True)
class TextField:
    """A searched text of a document. `length_normalization` is the b of BM25F: how much a longer text is worth less."""

    name: str
    boost: float
    length_normalization: float = 0.3


@dataclass(frozen=True, slots=True)
class Scale:
    """A facet of numbers and its usual steps. One choice is enough; of several the one that leaves most counts.

    `at_least`: a step stands for all numbers from it on, otherwise for all up to it. `default`: the step that counts where
    none is chosen.
    """

    facet: FacetName
    steps: tuple[int, ...]
    at_least: bool = False
    default: int | None = None


@dataclass(frozen=True, slots=True)
class RemoteRule:
    """What counts as near a place wherever it is: documents under one of `values` of `facet` and under the place's `state`."""

    facet: FacetName
    values: frozenset[str]
    state: FacetName


@dataclass(frozen=True)
class Schema:
    """`facets` are all of them, in the order they are counted and shown in.

    Four kinds are worked out and not stored under `values`: `amount` (documents whose highest amount reaches a step), `age`
    (posted within so many days) and `distance` (miles around a place). `numbers` are stored, as texts. `capped` names the
    facet of which no value has more than three documents on the first page, and which may have as many values as documents.
    `subject` names the facet that says what a document is about. `facet_match_boost` weighs standing under a facet value that
    was asked for, as a text field's boost weighs a word.
    """

    name: str
    fields: tuple[TextField, ...]
    facets: tuple[FacetName, ...] = ()
    amount: Scale | None = None
    age: Scale | None = None
    distance: Scale | None = None
    numbers: tuple[Scale, ...] = ()
    capped: FacetName | None = None
    subject: FacetName | None = None
    remote: RemoteRule | None = None
    facet_match_boost: float = 4.0

    def __post_init__(self) -> None:
        if not 0 < len(self.fields) <= MAX_FIELDS:
            raise ValueError(f"a schema has one to {MAX_FIELDS} text fields")

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @cached_property
    def boosts(self) -> dict[str, float]:
        """Give the boost of each text field by its name."""
        return {field.name: field.boost for field in self.fields}

    @cached_property
    def scales(self) -> dict[FacetName, Scale]:
        """Give every facet of numbers with its scale."""
        every = (self.amount, self.age, self.distance, *self.numbers)
        return {scale.facet: scale for scale in every if scale is not None}

    @cached_property
    def number_facets(self) -> frozenset[FacetName]:
        """Give the facets under which a document stands by a number it states."""
        return frozenset(scale.facet for scale in self.numbers)

    @cached_property
    def bitmap_facets(self) -> tuple[FacetName, ...]:
        """Give the facets of a few hundred values at most, which are held as bitmaps."""
        computed = self.scales.keys() - self.number_facets
        return tuple(facet for facet in self.facets if facet not in computed and facet != self.capped)

    @cached_property
    def stamp(self) -> str:
        """Name what an index of this schema holds: with another, an index is built anew."""
        held = (self.field_names, tuple(map(str, self.bitmap_facets)), str(self.capped))
        return f"{self.name}-{crc32(repr(held).encode()):08x}"

    def is_amount(self, facet: FacetName) -> bool:
        return self.amount is not None and facet == self.amount.facet

    def is_age(self, facet: FacetName) -> bool:
        return self.age is not None and facet == self.age.facet

    def is_distance(self, facet: FacetName) -> bool:
        return self.distance is not None and facet == self.distance.facet


@dataclass(frozen=True, slots=True)
class Document:
    """What an index holds of one thing that is found. `texts` are searched, by the schema's fields; the rest filters and sorts.

    `values` holds, for each facet of the schema that is not worked out, the values the document stands under. An amount is a
    number in one unit, for postings hourly pay in cents; None where there is none.
    """

    id: str
    texts: Mapping[str, str]
    values: Mapping[FacetName, tuple[str, ...]]
    posted_at: datetime
    closes_at: datetime = NEVER  # from then on it is not found
    amount_min: int | None = None
    amount_max: int | None = None
    points: tuple[tuple[float, float], ...] = ()  # latitude, longitude of its places
    completeness: float = 0.0  # 0 to 1: how much of what people decide by is said
    revision: str = ""  # which state of the thing this was made of; another text, another revision


@dataclass(frozen=True, slots=True)
class Near:
    """A place to look around, named as people write it ("Houston, TX", "77002").

    `or_from_home`: work done from home counts too, if one may live in this place's state (two-letter code). `others` are
    places that are as good: what is near any of them is near, and `or_from_home` holds for all.
    """

    name: str
    latitude: float
    longitude: float
    state: str
    or_from_home: bool = True
    others: tuple[Near, ...] = ()

    @property
    def places(self) -> tuple[Near, ...]:
        return self, *self.others

    @property
    def states(self) -> tuple[str, ...]:
        """Give the states of the places, each once."""
        return tuple(dict.fromkeys(place.state for place in self.places))

    @property
    def centers(self) -> tuple[tuple[float, float], ...]:
        """Give the latitude and longitude of each place."""
        return tuple((place.latitude, place.longitude) for place in self.places)


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a person is looking for: one frozen value, saved by alerts, encoded in addresses, accepted by the API.

    `chosen`: several values of one facet mean *or*, different facets mean *and*. The amount's facet holds one floor as text,
    and UNSAID beside it; that of age a number of days; that of distance a number of miles around `near`, without which it
    means nothing.
    """

    query: Query = field(default_factory=Query)
    chosen: Mapping[FacetName, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.BEST
    near: Near | None = None

    def values(self, facet: FacetName) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    @property
    def empty(self) -> bool:
        return self.query.empty and not any(self.chosen.values()) and self.near is None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of ids, best first; `facets[facet][value]` counts what choosing that value (too) would leave.

    Each facet is counted under the words and the other facets' choices, without its own; values nothing stands under are left
    out, unless chosen. PAY counts under UNSAID what says no pay; DISTANCE is counted around `near`, else empty. `page` is the
    page given: the first, when the one asked for lies past the end. `ignored` names the words that were too many or too short
    to be used.
    """

    ids: tuple[str, ...]
    total: int
    page: int
    facets: Mapping[FacetName, Mapping[str, int]]
    ignored: tuple[str, ...] = ()
    note: str = ""  # for the page: why this may be less than all


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing asked for: a clause to be satisfied, or not where it is `excluded`, or the choices of a facet.

    The facet DISTANCE stands for the place to look around.
    """

    clause: Clause | None = None
    facet: FacetName | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class CloseMatch:
    """A document that meets all but a few things asked for, and which those are, in the order of `close_matches.asked`."""

    id: str
    missed: tuple[Criterion, ...]


class SearchReader(Protocol):
    """What answers a search: an engine, or what stands in for it."""

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        """Answer for the moment `at`: a document whose `closes_at` has come is not found.

        Only facets `counted` are counted; None: every facet of the schema.

        No text raises; the only exception is `EngineUnavailable`, from an index never built or of another version too.
        """
        ...

    def close_matches(self, criteria: Criteria, *, at: datetime, size: int = 10) -> tuple[CloseMatch, ...]:
        """Give documents that miss one or two of the things asked for, the nearest first, by the rules of `close_matches`.

        What `find` finds is not among them. Raises as `find` does.
        """
        ...

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        """Give, for each of these words that no document holds, the one most like it of those held; others are left out."""
        ...


class SearchEngine(SearchReader, Protocol):
    def upsert(self, documents: list[Document]) -> None:
        """Add or replace documents by id; the last of a repeated id counts. Visible to `find` on return.

        Nothing is kept while a rebuild is due: it reads everything anew, and a part must not pass for the whole.
        """
        ...

    def drop(self, ids: list[str]) -> None:
        """Remove documents; unknown ids are no mistake."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Replace everything, all or nothing, while `find` goes on answering from the old."""
        ...

    def stale(self) -> bool:
        """Say whether a rebuild is due: never built, missing, unreadable or made by another version.

        May read the whole index: ask at start and now and then, not at each request.
        """
        ...

    def ids(self) -> frozenset[str]:
        """Give every id held."""
        ...

    def revisions(self) -> Mapping[str, str]:
        """Give the revision held of every id, for reconciling with the database."""
        ...
