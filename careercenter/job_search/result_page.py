"""One page of search results: cards, choices beside them, what is chosen, and what to do when nothing is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from careercenter.core.paging import Page
from careercenter.job_search.broader_searches import relaxations
from careercenter.job_search.did_you_mean import proposal
from careercenter.job_search.execute import notes_of
from careercenter.job_search.facets import Group, employers_shown, groups
from careercenter.job_search.filter_chips import Chip, chips
from careercenter.job_search.interpretation_chips import Understood, understood
from careercenter.job_search.links import CountedWay
from careercenter.job_search.request import Reading, meant, write
from careercenter.job_search.understanding import Interpretation
from careercenter.postings import public_queries
from careercenter.postings.listing import listed
from careercenter.postings.presentation import Card
from careercenter.search.highlighting import Fragment, Highlighter
from careercenter.search.interface import Criteria, Facet, SearchReader, SearchResult
from careercenter.taxonomy import catalogue

PAGE_SIZE = 20
POPULAR = 6
# Fewer found than this, and the page says what one thing less would find.
FEW = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A card, and where in its title and its description the words stand."""

    card: Card
    title: tuple[Fragment, ...]
    excerpt: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """`criteria` are the words as typed and the choices made; `understood` is what was read from the words besides."""

    criteria: Criteria
    understood: Understood
    hits: Page[Hit]
    groups: list[Group]
    chips: list[Chip]
    notes: tuple[str, ...]
    proposal: CountedWay | None = None  # the words put right, where hardly anything is found
    wider: list[CountedWay] = field(default_factory=list)  # what one thing less would find: all ways, or the best of them
    popular: list[tuple[str, str, int]] = field(default_factory=list)  # slug, name, live jobs
    opened: tuple[Facet, ...] = ()  # whose choices are all shown

    @property
    def on(self) -> int:
        """How many choices narrow the results."""
        return len(self.chips) + len(self.understood.ticked)

    @property
    def clear(self) -> str:
        """Give the query of the same words with no choice made."""
        return write(Criteria(self.criteria.words), taken=replace(self.understood.taken, only_near=False))

    def query(self, *, page: int = 1) -> str:
        """Give the query of this search's own address."""
        return write(self.criteria, page=page, taken=self.understood.taken)

    def all_of(self, facet: Facet) -> str:
        """Give the query of the same page with all choices of a facet."""
        return "&".join(filter(None, [self.query(), *(f"all={one.value}" for one in (*self.opened, facet))]))


def results(
    reading: Reading, engine: SearchReader, session: Session, *, at: datetime, opened: Collection[Facet] = ()
) -> Results:
    """Answer what an address asks for; `opened` names the facets of which all choices are wanted."""
    criteria, taken = reading.criteria, reading.taken
    read = meant(criteria, taken, at=at)
    found = engine.find(read.criteria, at=at, page=reading.page, size=PAGE_SIZE)
    employers = public_queries.employer_names(session, employers_shown(criteria, found, opened=opened))
    wider = relaxations(reading, read, engine, employers, at=at, more_than=found.total) if found.total < FEW else []
    return Results(
        criteria=criteria,
        understood=understood(criteria, taken, read),
        hits=Page(_hits(session, found, read, at=at), found.total, found.page, PAGE_SIZE),
        groups=groups(read.criteria, found, employers, opened=opened),
        chips=chips(criteria, employers, taken, read.criteria),
        notes=(*notes_of(found), *reading.notes),
        proposal=proposal(reading, read, engine, session, found=found.total, at=at),
        wider=wider[:1] if found.total else wider,
        popular=_popular(found, read.criteria, wider, engine, at=at),
        opened=tuple(opened),
    )


def _hits(session: Session, found: SearchResult, read: Interpretation, *, at: datetime) -> list[Hit]:
    highlighter = Highlighter(read.criteria.words, read.credentials)
    return [
        Hit(posting.card, highlighter.highlight(posting.card.title), highlighter.excerpt(posting.description))
        for posting in listed(session, found.ids, at=at)
    ]


def _popular(
    found: SearchResult, criteria: Criteria, wider: list[CountedWay], engine: SearchReader, *, at: datetime
) -> list[tuple[str, str, int]]:
    """Offer where most jobs are to who asks for nothing yet, and to who found nothing and whom nothing else helps."""
    if criteria.empty and found.page == 1:
        return ranked_specialties(found.facets.get(Facet.SPECIALTY, {}), POPULAR)
    return popular_specialties(engine, at=at) if not found.total and not wider else []


def popular_specialties(engine: SearchReader, *, at: datetime, most: int = POPULAR) -> list[tuple[str, str, int]]:
    """Give the specialties with the most live postings; those at the top of the tree hold all below and are left out."""
    counts = engine.find(Criteria(), at=at, size=1, counted=(Facet.SPECIALTY,)).facets.get(Facet.SPECIALTY, {})
    return ranked_specialties(counts, most)


def ranked_specialties(counts: Mapping[str, int], most: int) -> list[tuple[str, str, int]]:
    known = [(one, counts[one.slug]) for one in catalogue.specialties() if one.parent and counts.get(one.slug)]
    known.sort(key=lambda pair: (-pair[1], pair[0].name))
    return [(one.slug, one.name, live) for one, live in known[:most]]
