"""One page of search results: cards, choices beside them, what is chosen, and what to do when nothing is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from careercenter.browse import queries
from careercenter.browse.chosen import Chip, chips
from careercenter.browse.criteria import Reading, in_words, label, meant, without, without_words, write
from careercenter.browse.facets import Group, employers_shown, groups
from careercenter.browse.understood import Understood, understood
from careercenter.core.paging import Page
from careercenter.postings.presentation import Card, card
from careercenter.search.interpret import Interpretation
from careercenter.search.port import Criteria, Facet, Finder, Found
from careercenter.taxonomy import catalogue

PAGE_SIZE = 20
# Each removal offered on an empty page costs one question to the index.
MOST_REMOVALS = 6
POPULAR = 8


@dataclass(frozen=True, slots=True)
class Removal:
    """A choice whose removal would leave `total` jobs."""

    words: str
    total: int
    query: str


@dataclass(frozen=True, slots=True)
class Results:
    """`criteria` are the words as typed and the choices made; `understood` is what was read from the words besides."""

    criteria: Criteria
    understood: Understood
    cards: Page[Card]
    groups: list[Group]
    chips: list[Chip]
    notes: tuple[str, ...]
    removals: list[Removal]
    popular: list[tuple[str, str, int]]  # slug, name, live jobs
    opened: tuple[Facet, ...] = ()  # whose choices are all shown

    @property
    def on(self) -> int:
        """How many choices narrow the results."""
        return len(self.chips) + len(self.understood.ticked)

    @property
    def clear(self) -> str:
        """Give the query of the same words with no choice made."""
        return write(Criteria(self.criteria.words), taken=self.understood.taken)

    def query(self, *, page: int = 1) -> str:
        """Give the query of this search's own address."""
        return write(self.criteria, page=page, taken=self.understood.taken)

    def all_of(self, facet: Facet) -> str:
        """Give the query of the same page with all choices of a facet."""
        return "&".join(filter(None, [self.query(), *(f"all={one.value}" for one in (*self.opened, facet))]))


def results(reading: Reading, engine: Finder, session: Session, *, at: datetime, opened: Collection[Facet] = ()) -> Results:
    """Answer what an address asks for; `opened` names the facets of which all choices are wanted."""
    criteria, taken = reading.criteria, reading.taken
    read = meant(criteria, taken, at=at)
    found = engine.find(read.criteria, at=at, page=reading.page, size=PAGE_SIZE)
    employers = queries.employer_names(session, employers_shown(criteria, found, opened=opened))
    cards = [card(posting) for posting in queries.in_order(session, found.ids, at=at)]
    return Results(
        criteria=criteria,
        understood=understood(criteria, taken, read),
        cards=Page(cards, found.total, found.page, PAGE_SIZE),
        groups=groups(read.criteria, found, employers, opened=opened),
        chips=chips(criteria, employers, taken, read.criteria),
        notes=(*([found.note] if found.note else []), *reading.notes, *_ignored(found)),
        removals=[] if found.total else _removals(reading, read, engine, employers, at=at),
        popular=[] if found.total else popular_specialties(engine, at=at),
        opened=tuple(opened),
    )


def popular_specialties(engine: Finder, *, at: datetime, most: int = POPULAR) -> list[tuple[str, str, int]]:
    """Give the specialties with the most live postings; those at the top of the tree hold all below and are left out."""
    counts = engine.find(Criteria(), at=at, size=1, counted=(Facet.SPECIALTY,)).facets.get(Facet.SPECIALTY, {})
    return ranked_specialties(counts, most)


def ranked_specialties(counts: Mapping[str, int], most: int) -> list[tuple[str, str, int]]:
    known = [(one, counts[one.slug]) for one in catalogue.specialties() if one.parent and counts.get(one.slug)]
    known.sort(key=lambda pair: (-pair[1], pair[0].name))
    return [(one.slug, one.name, live) for one, live in known[:most]]


def _ignored(found: Found) -> list[str]:
    if not found.ignored:
        return []
    return [f"Not searched for: {', '.join(found.ignored)}. Use fewer or longer words."]


def _removals(
    reading: Reading, read: Interpretation, engine: Finder, employers: Mapping[str, str], *, at: datetime
) -> list[Removal]:
    """Ask what each thing, taken away alone, would leave; the one that helps most first."""
    criteria, taken = reading.criteria, reading.taken
    options = [(f"the words “{criteria.words}”", without_words(criteria), taken)] if criteria.words else []
    for facet in Facet:
        values = criteria.values(facet)
        named = [employers.get(value, "one employer") if facet is Facet.EMPLOYER else label(facet, value) for value in values]
        if named:
            options.append((f"{facet.label.lower()}: {' or '.join(named)}", without(criteria, facet), taken))
    if len(read.readings) > 1 or read.words:
        for one in read.readings:
            left = replace(taken, without=(*taken.without, one.key))
            options.append((f"“{one.typed}”" if one.typed else in_words(Facet.STATE, one.values[0]), criteria, left))
    found = []
    for words, left_criteria, left in options[:MOST_REMOVALS]:
        asked = meant(left_criteria, left, at=at).criteria
        found.append(Removal(words, engine.find(asked, at=at, size=1, counted=()).total, write(left_criteria, taken=left)))
    return sorted((one for one in found if one.total), key=lambda one: -one.total)
