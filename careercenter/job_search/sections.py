"""Where the jobs found part: what is filed under the specialties named from what only speaks of them, and what pays from the
floor asked for from what reaches it only at the top of its pay.

An engine finds both and puts the first before the second; a page says where the second begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from careercenter.core.i18n import _, listing
from careercenter.job_search.labels import pay_label, value_label
from careercenter.job_search.resolved import ResolvedSearch, from_the_floor
from careercenter.language.pay import Pay
from careercenter.postings.content import PostingContent
from careercenter.postings.listing import ListedPosting
from careercenter.postings.search_document import facet_values, with_ancestors
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.interface import Criteria, SearchReader, SearchResult, Sort
from careercenter.search.query import Clause, Query
from careercenter.taxonomy.work_terms import PayUnit


@dataclass(frozen=True, slots=True)
class AlsoMention:
    """`names` are the specialties as they are called, `typed` the words they were read from.

    `filed` is how many of all jobs found are filed under them; `filed_ids` are those of this page.
    """

    names: str
    typed: str
    filed: int
    filed_ids: frozenset[str]

    def files(self, public_id: str) -> bool:
        """Say whether a job of this page is filed under what was named."""
        return public_id in self.filed_ids


def also_mention(
    search: ResolvedSearch,
    result: SearchResult,
    postings: Sequence[ListedPosting],
    engine: SearchReader,
    *,
    size: int,
    at: datetime,
) -> AlsoMention | None:
    """Tell apart the jobs filed under what was named; None where nothing was, or all found are.

    In another order than the best they are counted, and none of a page is told apart: the two stand mixed. `postings` are those
    of the page. The engine is asked again only where its facets do not say how many there are.
    """
    named = [entity for entity in search.interpretation.entities if entity.kind == "specialty"]
    query = _filed(search.criteria.query)
    if not named or not result.total or query == search.criteria.query:
        return None
    slug = _only_specialty(search.criteria, query)
    if slug and Facet.SPECIALTY in result.facets:
        filed = result.facets[Facet.SPECIALTY].get(slug, 0)
        ids = frozenset(posting.card.public_id for posting in postings if _stands_under(slug, posting))
    else:
        filed, ids = _ask(search, query, result, engine, size=size, at=at)
    if filed == result.total:
        return None
    if search.request.sort is not Sort.BEST:
        ids = frozenset(result.ids)
    names = listing(dict.fromkeys(value_label(Facet.SPECIALTY, slug) for entity in named for slug in entity.values))
    if len(named) > 1:
        names = _("all of %(names)s", names=names)
    typed = dict.fromkeys(entity.typed for entity in named)
    return AlsoMention(names, listing(f"“{words}”" for words in typed), filed, ids)


def _only_specialty(criteria: Criteria, filed: Query) -> str | None:
    """Give the specialty whose count says how many are filed: the only thing named, and none is chosen beside the words."""
    named = [clause for clause, before in zip(filed.must, criteria.query.must, strict=True) if clause != before]
    if len(named) != 1 or len(named[0].satisfied_by) != 1 or named[0].ranges or criteria.values(Facet.SPECIALTY):
        return None
    facet, slug = named[0].satisfied_by[0]
    return slug if facet is Facet.SPECIALTY else None


def _stands_under(slug: str, posting: ListedPosting) -> bool:
    return any(one.slug == slug for one in with_ancestors(posting.content.specialties))


def _ask(
    search: ResolvedSearch, query: Query, result: SearchResult, engine: SearchReader, *, size: int, at: datetime
) -> tuple[int, frozenset[str]]:
    """Ask for the jobs filed under all that was named: how many there are, and which may be of this page."""
    # What one employer has beyond its share of the first page stands a page later here than there, or the other way round.
    pages = [
        engine.find(replace(search.criteria, query=query), at=at, page=number, size=size, counted=())
        for number in range(max(1, result.page - 1), result.page + 1)
    ]
    return pages[-1].total, frozenset(public_id for page in pages for public_id in page.ids)


def _filed(query: Query) -> Query:
    """Give the query in which a name asks for what is filed under it, and not for its words."""
    return replace(query, must=tuple(_without_words(clause) for clause in query.must))


def _without_words(clause: Clause) -> Clause:
    # Who names a code asks for the number; its specialties come after.
    return replace(clause, alternatives=()) if clause.satisfied_by and not clause.exact_terms else clause


class Standing(IntEnum):
    """In the order jobs are shown in."""

    FROM_IT = 0
    BELOW = 1
    UNSAID = 2


@dataclass(frozen=True, slots=True)
class LowestPay:
    """`floor` is what was asked for in words, as "$35 an hour"; `from_it` is how many of all jobs found pay no less."""

    floor: str
    from_it: int
    clause: Clause

    def standing(self, content: PostingContent) -> Standing:
        """Say how the pay of a posting stands to the floor."""
        stated = facet_values(content).get(Facet.LEAST_PAY, ())
        if not stated:
            return Standing.UNSAID
        from_it = any(limits.holds(value) for limits in self.clause.ranges for value in stated)
        return Standing.FROM_IT if from_it else Standing.BELOW


def lowest_pay(search: ResolvedSearch, result: SearchResult, engine: SearchReader, *, at: datetime) -> LowestPay | None:
    """Count the jobs that pay from the floor; None where none is asked for, all found do, or the order is another."""
    floor = ranking.amount_floor(POSTINGS, search.criteria)
    if floor is None or not result.total or search.request.sort is not Sort.BEST:
        return None
    clause = from_the_floor(floor)
    query = search.criteria.query
    narrower = replace(search.criteria, query=replace(query, must=(*query.must, clause)))
    from_it = engine.find(narrower, at=at, size=1, counted=()).total
    return None if from_it == result.total else LowestPay(_floor_in_words(search, floor), from_it, clause)


def _floor_in_words(search: ResolvedSearch, floor: int) -> str:
    """Say the floor as it was typed, or as it was chosen beside the words."""
    typed = search.interpretation.pay_min
    return pay_label(typed if typed and typed.hourly_cents == floor else Pay(PayUnit.HOUR, floor))
