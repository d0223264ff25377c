"""The search port: what may be found, what a person looks for, what comes back, and the five verbs of an engine.

Values in, values out. An engine knows nothing of postings, tables or requests, and every engine is held to the one suite in
`tests/contracts/test_search_engine.py`. The index is a copy: the database has the last word on what is visible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.search.query import Clause, Query

DEEPEST_PAGE = 500


class EngineUnavailable(Exception):
    """The index cannot answer or be written just now: never built, of another version, damaged, or held by another writer."""


class Sort(LabelledEnum):
    BEST = "best", _l("Best match")
    NEWEST = "newest", _l("Newest")
    PAY = "pay", _l("Highest pay")
    CLOSING = "closing", _l("Closing soon")


class Facet(LabelledEnum):
    """What results can be narrowed by. The value is its name in addresses and in the API."""

    SPECIALTY = "specialty", _l("Specialty")
    CREDENTIAL = "credential", _l("Credential asked for")
    WORK_SETTING = "setting", _l("Where")
    STATE = "state", _l("State you live in")
    EMPLOYMENT_TYPE = "employment", _l("Employment")
    PATIENT_TYPE = "patients", _l("Patient type")
    EXPERIENCE = "experience", _l("Experience")
    PAY = "pay", _l("Pay from")
    POSTED = "posted", _l("Posted within")
    DISTANCE = "distance", _l("Distance")
    EMPLOYER = "employer", _l("Employer")
    SCHEDULE = "schedule", _l("Schedule")
    PAY_BASIS = "basis", _l("Pay counted by")
    PRODUCTIVITY = "productivity", _l("Productivity expected")
    ACCURACY = "accuracy", _l("Accuracy expected")
    RAMP_UP = "ramp-up", _l("Weeks to reach it")
    HOURS = "hours", _l("Hours a week")
    HIRING_TEST = "test", _l("Hiring test")
    TOOL = "tool", _l("Software")
    CODE_SET = "codes", _l("Code sets")
    RECORDS = "records", _l("Productivity counts")
    EQUIPMENT = "equipment", _l("Equipment")
    BENEFIT = "benefit", _l("Benefits")
    SPECIALTY_YEARS = "specialty-years", _l("Years in the specialty")
    ACCEPTS = "accepts", _l("Accepted")
    TEAM = "team", _l("Where the team sits")
    ONSITE_DAYS = "onsite-days", _l("Days a month on site")
    AUTONOMOUS_CODING = "autonomous", _l("Autonomous coding")
    MONITORING = "monitoring", _l("Monitoring at work")
    MISSED_QUOTA = "missed-quota", _l("If the quota is missed")
    MACHINE_APPLICATIONS = "machine-applications", _l("Machine-written applications")


# Floors of the pay facet, in hourly cents; a posting counts under each floor its highest hourly pay reaches.
PAY_FLOORS = (2000, 2500, 3000, 3500, 4000, 5000)
POSTED_DAYS = (1, 3, 7, 14, 30)
# Steps of the distance facet in miles, and what counts where a place is given without one.
DISTANCES = (10, 25, 50, 100)
USUAL_DISTANCE = 50

# Facets under which a posting stands by one number it states, with the steps that are counted. A step chosen stands for all
# numbers up to it, of AT_LEAST for all from it on. Productivity is in records an hour, 0 where there is no quota.
NUMBERS: Mapping[Facet, tuple[int, ...]] = {
    Facet.PRODUCTIVITY: (0, 5, 8, 10, 12, 15, 20, 30),
    Facet.ACCURACY: (90, 93, 95, 97),
    Facet.RAMP_UP: (4, 8, 12),
    Facet.SPECIALTY_YEARS: (0, 1, 2, 3, 5),
    Facet.ONSITE_DAYS: (0, 1, 2, 4, 8, 12),
}
AT_LEAST = frozenset({Facet.RAMP_UP})
# The facets in which a posting stands under many values of a scale: one choice is enough, the widest chosen counts.
SCALES = frozenset({Facet.PAY, Facet.POSTED, Facet.DISTANCE, *NUMBERS})
# Scales that are no facet values of a document, but worked out.
WORKED_OUT = frozenset({Facet.PAY, Facet.POSTED, Facet.DISTANCE})

# The value of the pay facet under which postings stand that say no pay: chosen beside a floor, they count too.
UNSAID = "unsaid"
# Values of WORK_SETTING that are done from home, wherever the employer is.
FROM_HOME = frozenset({"remote", "remote-after-training"})

# No more postings of one employer than these on the first page of the best, while others have any.
MOST_OF_ONE_EMPLOYER = 3


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of one live posting. Texts are searched, the rest filters and sorts.

    `codes` are the medical codes it names. `values` holds, for each facet that is no scale, the values the posting stands
    under: slugs and stored enum values; for STATE the two-letter codes of all states in which one may live and do the work (an
    on-site posting: the state it is in). A specialty stands under its ancestors too. Pay is in hourly cents, None where it
    cannot be said per hour.
    """

    id: str
    title: str
    employer: str
    specialties: str
    credentials: str
    places: str
    description: str
    values: Mapping[Facet, tuple[str, ...]]
    posted_at: datetime
    closes_at: datetime
    codes: str = ""
    hourly_min: int | None = None
    hourly_max: int | None = None
    points: tuple[tuple[float, float], ...] = ()  # latitude, longitude of its places
    completeness: float = 0.0  # 0 to 1: how much of what coders decide by is said
    revision: str = ""  # which state of the posting this was made of; another text, another revision


@dataclass(frozen=True, slots=True)
class Near:
    """A place to look around, named as people write it ("Houston, TX", "77002").

    `or_from_home`: work done from home counts too, if one may live in this place's state (two-letter code).
    """

    name: str
    latitude: float
    longitude: float
    state: str
    or_from_home: bool = True


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a person is looking for: one frozen value, saved by alerts, encoded in addresses, accepted by the API.

    `chosen`: several values of one facet mean *or*, different facets mean *and*. PAY holds one floor in hourly cents as
    text, and UNSAID beside it; POSTED a number of days; DISTANCE a number of miles around `near`, without which it means
    nothing.
    """

    query: Query = field(default_factory=Query)
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.BEST
    near: Near | None = None

    def values(self, facet: Facet) -> tuple[str, ...]:
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
    facets: Mapping[Facet, Mapping[str, int]]
    ignored: tuple[str, ...] = ()
    note: str = ""  # for the page: why this may be less than all


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing asked for: a clause to be satisfied, or not where it is `excluded`, or the choices of a facet.

    The facet DISTANCE stands for the place to look around.
    """

    clause: Clause | None = None
    facet: Facet | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class CloseMatch:
    """A document that meets all but a few things asked for, and which those are, in the order of `close_matches.asked`."""

    id: str
    missed: tuple[Criterion, ...]


class SearchReader(Protocol):
    """What answers a search: an engine, or what stands in for it."""

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[Facet] = tuple(Facet)
    ) -> SearchResult:
        """Answer for the moment `at`: a document whose `closes_at` has come is not found. Only facets `counted` are counted.

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
    def put(self, documents: list[Document]) -> None:
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
