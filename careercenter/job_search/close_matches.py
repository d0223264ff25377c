"""Postings that meet all but one or two of the things asked for, each saying in words what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from careercenter.core.i18n import Words, _, _l, _n, listing, money, number
from careercenter.core.places import distance_miles
from careercenter.job_search import query_parser
from careercenter.job_search.labels import few, stated_label, value_label
from careercenter.job_search.resolved import ResolvedSearch
from careercenter.postings.content import PostingContent
from careercenter.postings.pay import hourly_range
from careercenter.postings.search_document import facet_values, point_of
from careercenter.postings.search_schema import FROM_HOME, Facet
from careercenter.search.interface import Criterion, Near, SearchReader
from careercenter.search.query import Clause, FacetValue
from careercenter.taxonomy.work_terms import PayBasis, PayUnit

# As many are shown where nothing is found, and where something is but less than a page.
MOST_ALONE, MOST_BESIDE_RESULTS = 10, 5
_MOST_STATES_NAMED = 3

_SETTINGS: dict[str, Words] = {
    "onsite": _l("is on site"),
    "hybrid": _l("is hybrid"),
    "remote": _l("is remote"),
    "remote-after-training": _l("is remote only after training on site"),
}
# Facts whose value names them: "20 hours a week".
_SAY_WHAT_THEY_ARE = frozenset({Facet.HOURS, Facet.ONSITE_DAYS})


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing a posting lacks; `facet` is None where it lacks words."""

    facet: Facet | None
    words: str


def close_matches(
    search: ResolvedSearch, engine: SearchReader, *, total: int, at: datetime
) -> Mapping[str, tuple[Criterion, ...]]:
    """Give what comes closest beside the `total` jobs found, less than a page, the nearest first: id and what it misses."""
    if search.criteria.empty:
        return {}
    matches = engine.close_matches(search.criteria, at=at, size=MOST_BESIDE_RESULTS if total else MOST_ALONE)
    return {match.id: match.missed for match in matches}


def misses(
    missed: Iterable[Criterion], search: ResolvedSearch, content: PostingContent, *, posted_at: datetime | None, at: datetime
) -> tuple[Miss, ...]:
    """Say in words how a posting misses some of the things asked for; that it is done from home is said once."""
    values = facet_values(content)
    said = tuple(_miss(criterion, search, content, values, (at - (posted_at or at)).days) for criterion in missed)
    if _from_home(values) and any(miss.facet is Facet.WORK_SETTING for miss in said):
        return tuple(miss for miss in said if miss.facet is not Facet.DISTANCE)
    return said


def _miss(
    criterion: Criterion, search: ResolvedSearch, content: PostingContent, values: Mapping[Facet, tuple[str, ...]], days: int
) -> Miss:
    facet, near = criterion.facet, search.criteria.near
    if facet is Facet.POSTED:
        return Miss(facet, _n("was posted %(num)s day ago", "was posted %(num)s days ago", days))
    if facet is Facet.DISTANCE and near:
        return Miss(facet, _far(near, content, values))
    if facet is Facet.PAY:
        return Miss(facet, _pay(search, content))
    if facet:
        return Miss(facet, _not_among(facet, search.criteria.values(facet), content, values))
    assert criterion.clause
    return _clause_miss(criterion.clause, search, content, values, excluded=criterion.excluded)


def _clause_miss(
    clause: Clause,
    search: ResolvedSearch,
    content: PostingContent,
    values: Mapping[Facet, tuple[str, ...]],
    *,
    excluded: bool,
) -> Miss:
    facets = chain((value.facet for value in clause.satisfied_by), (limits.facet for limits in clause.ranges))
    facet = next(facets, None)
    asked = [value for each, value in clause.satisfied_by if each is facet]
    if excluded:
        return Miss(facet, _left_out(clause, values))
    if facet is None or (clause.exact_terms and clause.alternatives):
        return Miss(facet, _("does not say “%(words)s”", words=_typed(clause, search)))
    if facet is Facet.SPECIALTY:
        return Miss(facet, _("does not mention “%(specialties)s”", specialties=_named(facet, asked)))
    return Miss(facet, _not_among(facet, asked, content, values))


def _left_out(clause: Clause, values: Mapping[Facet, tuple[str, ...]]) -> str:
    """Name what a posting has although it was excluded."""
    if not (clause.satisfied_by or clause.ranges):
        return _("says “%(words)s”, which you left out", words=_terms(clause))
    excluded = [value for value in clause.satisfied_by if value.value in values.get(value.facet, ())]
    excluded += [
        FacetValue(limits.facet, value)
        for limits in clause.ranges
        for value in values.get(limits.facet, ())
        if limits.holds(value)
    ]
    stated = list(dict.fromkeys(stated_label(*one) for one in excluded))
    return _("has what you left out: %(facts)s", facts=listing(few(stated)) or _terms(clause))


def _not_among(facet: Facet, asked: Iterable[str], content: PostingContent, values: Mapping[Facet, tuple[str, ...]]) -> str:
    """Say what a posting states of a facet instead of what was asked for."""
    asked, stated = list(asked), values.get(facet, ())
    match facet:
        case Facet.STATE:
            return _lives_elsewhere(asked, content, values)
        case Facet.WORK_SETTING if stated:
            return str(_SETTINGS[stated[0]])
        case Facet.CREDENTIAL if stated:
            return _other_credentials(content, _named(facet, asked))
        case Facet.CREDENTIAL:
            return _("does not ask for %(credentials)s", credentials=_named(facet, asked))
        case Facet.TOOL if stated:
            return _("works with %(tools)s, not %(others)s", tools=_named(facet, stated), others=_named(facet, asked))
        case Facet.SPECIALTY:
            return _("is other work than “%(specialties)s”", specialties=_named(facet, asked))
        case Facet.EMPLOYER:
            return _("is a job of another employer")
        case Facet.VERIFIED:
            return _("is a job of an employer not yet verified")
    if len(stated) == 1 and facet in _SAY_WHAT_THEY_ARE:
        return stated_label(facet, stated[0])
    if len(stated) == 1:
        return _("%(fact)s: %(value)s", fact=facet.label, value=stated_label(facet, stated[0]))
    if asked and facet not in (Facet.PRODUCTIVITY, Facet.HOURS):
        return _("does not say “%(values)s”", values=_named(facet, asked))
    return _("says nothing of “%(fact)s”", fact=facet.label)


def _lives_elsewhere(asked: list[str], content: PostingContent, values: Mapping[Facet, tuple[str, ...]]) -> str:
    allowed = values.get(Facet.STATE, ())
    if not allowed:
        return _("does not say where you may live")
    if not _from_home(values) and content.places:
        return _("is in %(place)s", place=listing(few([str(place) for place in content.places])))
    if len(asked) <= _MOST_STATES_NAMED:
        return _("may not be done from %(state)s", state=_named(Facet.STATE, asked))
    return _("may be done from %(states)s only", states=_named(Facet.STATE, allowed))


def _far(near: Near, content: PostingContent, values: Mapping[Facet, tuple[str, ...]]) -> str:
    """Say how far the nearest place of a posting is, or why work from home does not count."""
    if _from_home(values):
        if near.or_from_home:
            return _("may not be done from home in %(state)s", state=_named(Facet.STATE, near.states))
        return _("is done from home")
    distances = [
        (distance_miles(center, point), place)
        for place in content.places
        if (point := point_of(place))
        for center in near.centers
    ]
    if not distances:
        return _("does not say where it is")
    miles, place = min(distances, key=lambda each: each[0])
    return _("%(place)s is %(miles)s miles away", place=place, miles=number(round(miles)))


def _from_home(values: Mapping[Facet, tuple[str, ...]]) -> bool:
    return not FROM_HOME.isdisjoint(values.get(Facet.WORK_SETTING, ()))


def _other_credentials(content: PostingContent, asked: str) -> str:
    """Say what a posting asks for: all of some and any of others, or only what it prefers."""
    every, any_of = _names(content.credentials_all), _names(content.credentials_any)
    if every and any_of:
        words = _("%(all)s with %(any)s", all=listing(every), any=listing(few(any_of), either=True))
    elif every or any_of:
        words = listing(every or few(any_of), either=not every)
    else:
        preferred = listing(few(_names(content.credentials_preferred)), either=True)
        return _("prefers %(credentials)s, not %(others)s", credentials=preferred, others=asked)
    return _("asks for %(credentials)s, not %(others)s", credentials=words, others=asked)


def _names(credentials: Iterable[str]) -> list[str]:
    return [value_label(Facet.CREDENTIAL, slug) for slug in credentials]


def _pay(search: ResolvedSearch, content: PostingContent) -> str:
    """Say the most a posting pays: a salary to who asked by the year, else by the hour."""
    asked, pay = search.interpretation.pay_min, hourly_range(content)
    if pay is None:
        return _("says no pay by the hour")
    if content.pay_basis is PayBasis.SALARY and content.pay_max and asked and asked.unit is PayUnit.YEAR:
        return _("pays up to %(amount)s a year", amount=money(content.pay_max))
    return _("pays up to %(amount)s an hour", amount=money(pay[1]))


def _named(facet: Facet, values: Iterable[str]) -> str:
    return listing(few([value_label(facet, value) for value in values]), either=True)


def _typed(clause: Clause, search: ResolvedSearch) -> str:
    """Give the words of a clause as they were typed."""
    written = (code.written for code in search.interpretation.codes if query_parser.code_clause(code) == clause)
    words = search.request.text.split() if search.request.overrides.disabled else search.interpretation.words
    typed = (word.strip('"') for word in words if clause in query_parser.parse(word).must)
    return next(chain(written, typed), _terms(clause))


def _terms(clause: Clause) -> str:
    return " ".join(clause.alternatives[0].terms) if clause.alternatives else ""
