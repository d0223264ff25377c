"""One page of search results: cards, choices beside them, what is chosen, and what to do when nothing is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from sqlalchemy.orm import Session

from careercenter.core.i18n import _
from careercenter.core.paging import Page
from careercenter.job_search.broader_searches import broader_searches
from careercenter.job_search.chips import FilterChip, InterpretationView, filter_chips, interpretation_view
from careercenter.job_search.close_matches import Miss, close_matches, misses
from careercenter.job_search.did_you_mean import ENOUGH, did_you_mean
from careercenter.job_search.execute import result_notes
from careercenter.job_search.facets import FIRST, MORE, FacetGroup, employers_shown, facet_groups, shows_more
from careercenter.job_search.highlighting import Fragment, Highlighter, highlighter_of
from careercenter.job_search.jobs_instead import jobs_instead
from careercenter.job_search.links import SearchLinkWithCount
from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import ResolvedSearch
from careercenter.job_search.sections import AlsoMention, LowestPay, Standing, also_mention, lowest_pay
from careercenter.postings import public_queries
from careercenter.postings.cards import Card, card_for
from careercenter.postings.listing import ListedPosting, listed
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Criterion, SearchReader, SearchResult
from careercenter.taxonomy import catalogue
from careercenter.taxonomy import codes as medical
from careercenter.taxonomy.codes import MedicalCode

PAGE_SIZE = 20
MORE_NAME = "more"  # what "all" names in an address where every facet is asked for
POPULAR = 6
# Fewer found than this, and the page says what one thing less would find.
FEW = 5
_MOST_STATES = 3  # that a card speaks of
MOST_BROADER = 3  # below some jobs; where there are none, all are shown


@dataclass(frozen=True, slots=True)
class FoundJobs:
    """What the index answered, and those of its page that are visible by the database's last word.

    `close` are jobs that meet all but one or two of the things asked for, where less than a page is found; `missed` says which.
    """

    result: SearchResult
    postings: tuple[ListedPosting, ...]
    more: bool  # all facets were counted, and not only the first
    close: tuple[ListedPosting, ...] = ()
    missed: Mapping[str, tuple[Criterion, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A card, where in its title and its description the words stand, and what it lacks where it is a close match.

    One that is kept is known by what it is, so that what a page made of it can be kept too.
    """

    card: Card
    title: tuple[Fragment, ...]
    excerpt: tuple[Fragment, ...]
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`broader` are searches for one thing less, where few jobs are found; `popular` is slug, name and live jobs.

    `instead` is another search with its first jobs, where nothing is found and nothing comes close.
    """

    search: ResolvedSearch
    query: str  # of the page's own address
    interpretation: InterpretationView
    hits: Page[Hit]
    groups: list[FacetGroup]
    more_groups: list[FacetGroup] | None  # None: not asked for
    chips: list[FilterChip]
    notes: tuple[str, ...]
    did_you_mean: SearchLinkWithCount | None = None
    broader: list[SearchLinkWithCount] = field(default_factory=list)
    close: list[Hit] = field(default_factory=list)
    instead: tuple[SearchLinkWithCount, list[Hit]] | None = None
    popular: list[tuple[str, str, int]] = field(default_factory=list)
    opened: tuple[Facet, ...] = ()  # whose choices are all shown
    also_mention: AlsoMention | None = None
    lowest_pay: LowestPay | None = None
    pay_standings: Mapping[str, Standing] = field(default_factory=dict)  # by the ids of the hits

    @property
    def request(self) -> SearchRequest:
        return self.search.request

    @property
    def sections(self) -> list[tuple[str, list[Hit]]]:
        """Give the hits in their order with a heading for each section: those apart that only mention what was named, and those
        that reach the pay asked for only at the top of theirs.
        """
        return [(heading, list(hits)) for heading, hits in groupby(self.hits.items, key=self._heading)]

    def _heading(self, hit: Hit) -> str:
        mention, pay = self.also_mention, self.lowest_pay
        standing = self.pay_standings.get(hit.card.public_id, Standing.FROM_IT)
        mentioned = mention.typed if mention and not mention.files(hit.card.public_id) else ""
        if standing is Standing.UNSAID:
            said = _("Also mention %(words)s, and say no pay by the hour", words=mentioned)
            return said if mentioned else _("Say no pay by the hour")
        if pay and standing is Standing.BELOW:
            said = _("Also mention %(words)s, and start below %(floor)s", words=mentioned, floor=pay.floor)
            return said if mentioned else _("Start below %(floor)s", floor=pay.floor)
        return _("Also mention %(words)s", words=mentioned) if mentioned else ""

    @property
    def names_cpt(self) -> bool:
        """Say whether a card shows a number of CPT, so that the page names the owner of the mark."""
        instead = self.instead[1] if self.instead else []
        return any(hit.card.names_cpt for hit in (*self.hits.items, *self.close, *instead))

    @property
    def on(self) -> int:
        """How many choices narrow the results."""
        return len(self.chips) + len(self.interpretation.form_keys)

    @property
    def clear(self) -> str:
        """Give the query of the same words with no choice made."""
        overrides = replace(self.request.overrides, only_near=False)
        return SearchRequest(self.request.text, overrides=overrides).to_query_string()

    def all_of(self, facet: Facet) -> str:
        """Give the query of the same page with all choices of a facet."""
        return self._opening(*(shown.value for shown in (*self.opened, facet)), *([MORE_NAME] if self.more_groups else []))

    @property
    def with_more(self) -> str:
        """Give the query of the same page with all that jobs can be narrowed by."""
        return self._opening(*(shown.value for shown in self.opened), MORE_NAME)

    def _opening(self, *names: str) -> str:
        return "&".join(filter(None, [self.query, *(f"all={name}" for name in names)]))


def find_jobs(search: ResolvedSearch, engine: SearchReader, session: Session, *, at: datetime, more: bool = False) -> FoundJobs:
    """Ask the index, and the database for what of it is visible; `more` counts all that jobs can be narrowed by."""
    more = shows_more(search.criteria, asked=more)
    counted = (*FIRST, *MORE) if more else FIRST
    result = engine.find(search.criteria, at=at, page=search.request.page, size=PAGE_SIZE, counted=counted)
    missed = close_matches(search, engine, total=result.total, at=at) if result.total < PAGE_SIZE else {}
    known = {posting.card.public_id: posting for posting in listed(session, [*result.ids, *missed], at=at)}
    return FoundJobs(
        result,
        tuple(known[found] for found in result.ids if found in known),
        more,
        tuple(known[close] for close in missed if close in known),
        missed,
    )


def result_page(
    search: ResolvedSearch,
    found: FoundJobs,
    engine: SearchReader,
    session: Session,
    *,
    at: datetime,
    opened: Collection[Facet] = (),
) -> ResultPage:
    """Put together all that a page says of a search; `opened` names the facets of which all choices are wanted."""
    result = found.result
    employers = public_queries.employer_names(session, employers_shown(search.request, result, opened=opened))
    broader = broader_searches(search, engine, employers, total=result.total, at=at) if result.total < FEW else []
    mention = also_mention(search, result, found.postings, engine, size=PAGE_SIZE, at=at)
    pay = lowest_pay(search, result, engine, at=at)
    standings = _pay_standings(search, found, pay)
    states, codes = _states_named(search.criteria), _codes_named(search)
    highlighter = highlighter_of(search.criteria.query, search.interpretation.credentials)
    close = [_close_hit(posting, highlighter, search, found, at=at) for posting in found.close]
    return ResultPage(
        search=search,
        query=search.url(),
        interpretation=interpretation_view(search),
        hits=Page(
            [_hit(posting, highlighter, states, codes) for posting in _in_order(found, mention, standings)],
            result.total,
            result.page,
            PAGE_SIZE,
        ),
        groups=facet_groups(search.criteria, result, employers, opened=opened),
        more_groups=facet_groups(search.criteria, result, employers, facets=MORE, opened=opened) if found.more else None,
        chips=filter_chips(search, employers),
        notes=(*result_notes(result), *search.notes),
        did_you_mean=_did_you_mean(search, engine, session, total=result.total, at=at),
        broader=broader[:MOST_BROADER] if result.total else broader,
        close=close,
        instead=None if result.total or close else _instead(search, broader, engine, session, highlighter, at=at),
        popular=_popular(result, search, [*broader, *close], engine, at=at),
        opened=tuple(opened),
        also_mention=mention,
        lowest_pay=pay,
        pay_standings=standings,
    )


def _pay_standings(search: ResolvedSearch, found: FoundJobs, pay: LowestPay | None) -> dict[str, Standing]:
    """Say how the pay of each posting found stands to the floor; at a place what is there stands first, whatever it pays."""
    if pay is None or search.criteria.near:
        return {}
    return {posting.card.public_id: pay.standing(posting.content) for posting in found.postings}


def _in_order(found: FoundJobs, mention: AlsoMention | None, standings: Mapping[str, Standing]) -> Sequence[ListedPosting]:
    # At most three of one employer stand on the first page while others have any, also others that only mention it.
    def apart(posting: ListedPosting) -> tuple[bool, int]:
        public_id = posting.card.public_id
        return mention is not None and not mention.files(public_id), standings.get(public_id, 0)

    return sorted(found.postings, key=apart)


def _did_you_mean(
    search: ResolvedSearch, engine: SearchReader, session: Session, *, total: int, at: datetime
) -> SearchLinkWithCount | None:
    asked = total < ENOUGH or search.interpretation.soft_words
    return did_you_mean(search, engine, session, total=total, at=at) if asked else None


def _states_named(criteria: Criteria) -> tuple[str, ...]:
    """Give the few states asked for, or that of the place to look around: more are hardly those of one person."""
    named = criteria.values(Facet.STATE) or (criteria.near.states if criteria.near else ())
    return named if len(named) <= _MOST_STATES else ()


def _codes_named(search: ResolvedSearch) -> tuple[MedicalCode, ...]:
    """Give the codes searched for, and those that replaced them."""
    named = (medical.get(code.code_set, code.code) for code in search.interpretation.codes)
    return tuple(one for code in named if code for one in (code, *medical.replacement(code)))


def _close_hit(
    posting: ListedPosting, highlighter: Highlighter, search: ResolvedSearch, found: FoundJobs, *, at: datetime
) -> Hit:
    card = posting.card
    lacks = misses(found.missed[card.public_id], search, posting.content, posted_at=card.posted_at, at=at)
    return replace(_hit(posting, highlighter, _states_named(search.criteria), _codes_named(search)), misses=lacks)


def _instead(
    search: ResolvedSearch,
    broader: list[SearchLinkWithCount],
    engine: SearchReader,
    session: Session,
    highlighter: Highlighter,
    *,
    at: datetime,
) -> tuple[SearchLinkWithCount, list[Hit]] | None:
    jobs = None if search.criteria.empty else jobs_instead(broader, engine, at=at)
    hits = (
        [_hit(posting, highlighter, _states_named(search.criteria), ()) for posting in listed(session, jobs.ids, at=at)]
        if jobs
        else []
    )
    return (jobs.search, hits) if jobs and hits else None


@lru_cache(maxsize=2_000)  # 1 KB each, beside the posting
def _hit(posting: ListedPosting, highlighter: Highlighter, states: tuple[str, ...], codes: tuple[MedicalCode, ...]) -> Hit:
    card = card_for(posting.card, posting.content, states, codes)
    return Hit(card, highlighter.highlight(card.title), highlighter.excerpt(posting.content.description, card.text))


def _popular(
    result: SearchResult, search: ResolvedSearch, helped_by: Collection[object], engine: SearchReader, *, at: datetime
) -> list[tuple[str, str, int]]:
    """Offer where most jobs are to who found nothing and whom nothing else helps: elsewhere it says what the filters say."""
    return popular_specialties(engine, at=at) if not (result.total or helped_by or search.criteria.empty) else []


def popular_specialties(engine: SearchReader, *, at: datetime, most: int = POPULAR) -> list[tuple[str, str, int]]:
    """Give the specialties with the most live postings; those at the top of the tree hold all below and are left out."""
    counts = engine.find(Criteria(), at=at, size=1, counted=(Facet.SPECIALTY,)).facets.get(Facet.SPECIALTY, {})
    return ranked_specialties(counts, most)


def ranked_specialties(counts: Mapping[str, int], most: int) -> list[tuple[str, str, int]]:
    known = [(one, counts[one.slug]) for one in catalogue.specialties() if one.parent and counts.get(one.slug)]
    known.sort(key=lambda pair: (-pair[1], pair[0].name))
    return [(one.slug, one.name, live) for one, live in known[:most]]
