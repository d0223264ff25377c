"""The choices a search page offers beside its results, with how many jobs each would leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from careercenter.core.i18n import Words, _, _l, _n, listing
from careercenter.core.places import HOME_STATES, STATES
from careercenter.job_search.labels import ENUMS, from_home_possible, value_label
from careercenter.job_search.request import ANY, SearchRequest
from careercenter.postings.search_schema import DISTANCES, FROM_HOME, NUMBERS, PAY_FLOORS, POSTED_DAYS, POSTINGS, SCALES, Facet
from careercenter.search import ranking
from careercenter.search.interface import UNSAID, Criteria, Near, SearchResult
from careercenter.taxonomy import catalogue

# Choices shown before "All N": enough to be useful, few enough to see every group on one screen.
SHOWN = 5


ANY_WORDS = _l("Any")


class FacetChoice(NamedTuple):
    value: str
    label: str
    count: int  # type: ignore[assignment]  # a tuple counts its items, and nobody asks that here
    chosen: bool


class Family(NamedTuple):
    """Choices of one branch of the catalogue; `slug` and `label` name its top, among them unless it is shown before."""

    slug: str
    label: str
    choices: tuple[FacetChoice, ...]


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """`kind`: checks, radios, select or near; `size` is how many choices there are.

    `more` are those behind "All N", made only when they are asked for; `all_words` says so, and `families` are the same as
    the catalogue files them, where it does. `none` is what the
    choice of nothing says, and `none_value` what it sends; `also` is a choice that counts beside the others; `near` is the
    place that miles are counted around, `from_home` whether work from home can be asked for beside it, `home` how many of
    the jobs found are done from home: miles count those that are not.
    """

    facet: Facet
    kind: str
    shown: tuple[FacetChoice, ...]
    size: int
    more: tuple[FacetChoice, ...] = ()
    all_words: str = ""
    none: Words = ANY_WORDS
    none_value: str = ""
    also: FacetChoice | None = None
    near: Near | None = None
    from_home: bool = False
    home: int = 0
    families: tuple[Family, ...] = ()

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in (*self.shown, *self.more))


_ALL: dict[Facet, Callable[[int], str]] = {
    Facet.SPECIALTY: lambda size: _n("All %(num)s specialty", "All %(num)s specialties", size),
    Facet.CREDENTIAL: lambda size: _n("All %(num)s credential", "All %(num)s credentials", size),
    Facet.EMPLOYER: lambda size: _n("All %(num)s employer", "All %(num)s employers", size),
    Facet.PATIENT_TYPE: lambda size: _n("All %(num)s patient type", "All %(num)s patient types", size),
    Facet.TOOL: lambda size: _n("All %(num)s system", "All %(num)s systems", size),
    Facet.BENEFIT: lambda size: _n("All %(num)s benefit", "All %(num)s benefits", size),
    Facet.CODE_SET: lambda size: _n("All %(num)s code set", "All %(num)s code sets", size),
}
# What nearly everybody narrows by, and what more is told of the work, which is shown when it is asked for. Where one may work
# and what is paid stand first, then what is ticked: specialties and credentials are typed, and their lists are long.
FIRST = (
    Facet.WORK_SETTING, Facet.STATE, Facet.DISTANCE, Facet.PAY, Facet.EMPLOYMENT_TYPE, Facet.TOOL, Facet.SCHEDULE,
    Facet.VERIFIED, Facet.APPLY, Facet.SPECIALTY, Facet.CREDENTIAL, Facet.EXPERIENCE, Facet.PATIENT_TYPE, Facet.POSTED,
    Facet.EMPLOYER,
)  # fmt: skip
MORE = (
    Facet.LEAST_PAY, Facet.HOURS, Facet.ON_CALL, Facet.LASTS, Facet.WORK_ZONE, Facet.PAY_BASIS, Facet.SPECIALTY_YEARS,
    Facet.ACCEPTS, Facet.EDUCATION, Facet.PRODUCTIVITY, Facet.RECORDS, Facet.MISSED_QUOTA, Facet.ACCURACY, Facet.RAMP_UP,
    Facet.HIRING_TEST, Facet.CODE_SET, Facet.EQUIPMENT, Facet.BENEFIT, Facet.CHECK, Facet.VISA, Facet.TEAM, Facet.ONSITE_DAYS,
    Facet.AUTONOMOUS_CODING, Facet.MONITORING, Facet.MACHINE_APPLICATIONS,
)  # fmt: skip


def shows_more(criteria: Criteria, *, asked: bool) -> bool:
    """Say whether all facets are counted and shown: asked for, or something is chosen there."""
    return asked or any(criteria.values(facet) for facet in MORE)


def facet_groups(
    criteria: Criteria,
    result: SearchResult,
    employers: Mapping[str, str],
    *,
    facets: Sequence[Facet] = FIRST,
    opened: Collection[Facet] = tuple(Facet),
) -> list[FacetGroup]:
    """Give the groups with something to choose, those `opened` with all of it; `employers` maps public ids to names.

    A place can be written whatever is found.
    """
    made = (_group(facet, criteria, result, employers, facet in opened) for facet in facets)
    return [group for group in made if group.shown or group.kind == "near"]


def _group(facet: Facet, criteria: Criteria, result: SearchResult, employers: Mapping[str, str], opened: bool) -> FacetGroup:
    chosen, counts = criteria.values(facet), result.facets.get(facet, {})
    if facet is Facet.DISTANCE:
        return _near(criteria, counts, home=_done_from_home(criteria, result.facets.get(Facet.WORK_SETTING, {})))
    values = _values(facet, chosen, counts, employers)
    if facet in _ALL:
        return _ranked(facet, values, chosen, counts, employers, opened=opened)
    choices = _choices(facet, values, chosen, counts, employers)
    if facet is Facet.STATE:
        return _states(choices, chosen)
    if facet is Facet.PAY:
        return _pay(choices, chosen, counts)
    return FacetGroup(facet, "radios" if facet in SCALES else "checks", tuple(choices), len(choices))


def _choices(
    facet: Facet, values: Iterable[str], chosen: tuple[str, ...], counts: Mapping[str, int], employers: Mapping[str, str]
) -> list[FacetChoice]:
    return [FacetChoice(value, _label(facet, value, employers), counts.get(value, 0), value in chosen) for value in values]


def _label(facet: Facet, value: str, employers: Mapping[str, str]) -> str:
    return employers.get(value, "") if facet is Facet.EMPLOYER else value_label(facet, value)


def _ranked(
    facet: Facet,
    values: list[str],
    chosen: tuple[str, ...],
    counts: Mapping[str, int],
    employers: Mapping[str, str],
    *,
    opened: bool,
) -> FacetGroup:
    """Give the commonest of many choices, what is chosen before them; of those not shown not even the names are looked up."""

    def rank(value: str) -> tuple[bool, int]:
        return value not in chosen, -counts.get(value, 0)

    first = max(SHOWN, sum(value in chosen for value in values))
    size = len(counts) + sum(value not in counts for value in chosen)
    if size == first + 1:  # "All 6" that hides a single one would be longer than the one it hides
        first += 1
    last = sorted(map(rank, values))[:first][-1:]
    among = values if opened else [value for value in values if [rank(value)] <= last]
    among = sorted(among, key=lambda value: (rank(value), _label(facet, value, employers)))
    shown = _choices(facet, among[:first], chosen, counts, employers)
    more = _choices(facet, among[first:], chosen, counts, employers) if opened else []
    more.sort(key=lambda choice: choice.label.casefold())
    families = _families(more) if facet is Facet.SPECIALTY else ()
    return FacetGroup(facet, "checks", tuple(shown), size, tuple(more), _ALL[facet](size), families=families)


def _families(choices: Iterable[FacetChoice]) -> tuple[Family, ...]:
    """Give specialties below the top of their branch, the branches by name."""
    branches: dict[str, list[FacetChoice]] = {}
    for choice in choices:
        top = (catalogue.ancestors(choice.value) or (catalogue.specialty(choice.value),))[-1]
        branches.setdefault(top.slug if top else choice.value, []).append(choice)
    made = (
        Family(top, value_label(Facet.SPECIALTY, top), tuple(sorted(below, key=lambda choice: choice.value != top)))
        for top, below in branches.items()
    )
    return tuple(sorted(made, key=lambda family: family.label.casefold()))


def _done_from_home(criteria: Criteria, settings: Mapping[str, int]) -> int:
    """Say how many jobs found around a place are done from home, by how many are found of each work setting."""
    if not (criteria.near and criteria.near.or_from_home):
        return 0
    chosen = criteria.values(Facet.WORK_SETTING)
    return sum(settings.get(value, 0) for value in FROM_HOME if not chosen or value in chosen)


def _near(criteria: Criteria, counts: Mapping[str, int], *, home: int) -> FacetGroup:
    """Give the place and the miles around it; without a place there are none to choose."""
    near, miles = criteria.near, ranking.miles(POSTINGS, criteria)
    steps = sorted({*DISTANCES, *([miles] if miles else [])}) if near else []
    choices = [
        FacetChoice(text, value_label(Facet.DISTANCE, text), max(counts.get(text, 0) - home, 0), text == str(miles))
        for text in map(str, steps)
    ]
    possible = from_home_possible(criteria)
    return FacetGroup(Facet.DISTANCE, "near", tuple(choices), len(choices), near=near, from_home=possible, home=home)


def _states(choices: list[FacetChoice], chosen: tuple[str, ...]) -> FacetGroup:
    """Give the states; where one is kept out, all others are chosen, and none of them is shown as if it were."""
    if len(chosen) <= len(STATES) // 2:
        return FacetGroup(Facet.STATE, "select", tuple(choices), len(choices), none=_("Any state"))
    kept_out = listing((name for code, name in STATES.items() if code not in chosen), either=True)
    unchosen = tuple(choice._replace(chosen=False) for choice in choices)
    return FacetGroup(Facet.STATE, "select", unchosen, len(choices), none=_("Any state but %(states)s", states=kept_out))


def _pay(choices: list[FacetChoice], chosen: tuple[str, ...], counts: Mapping[str, int]) -> FacetGroup:
    """Give the floors; once one is chosen, what says no pay can be asked for too."""
    unsaid = FacetChoice(UNSAID, _("Also jobs that say no pay by the hour"), counts.get(UNSAID, 0), UNSAID in chosen)
    also = unsaid if chosen and (unsaid.count or unsaid.chosen) else None
    return FacetGroup(Facet.PAY, "radios", tuple(choices), len(choices), none_value=ANY if also else "", also=also)


def employers_shown(request: SearchRequest, result: SearchResult, *, opened: Collection[Facet]) -> set[str]:
    """Give the employers whose names the choices need: a large board has hundreds, and a page shows a few of them."""
    counts = result.facets.get(Facet.EMPLOYER, {})
    chosen = set(request.values(Facet.EMPLOYER))
    if Facet.EMPLOYER in opened:
        return chosen | set(counts)
    return chosen | set(nsmallest(SHOWN + 1 + len(chosen), counts, key=lambda value: (-counts[value], value)))


def _values(facet: Facet, chosen: tuple[str, ...], counts: Mapping[str, int], employers: Mapping[str, str]) -> list[str]:
    """Give what is offered: what leaves something, and what is chosen, in the order of its kind."""
    if facet is Facet.PAY:
        order = sorted({*(str(floor) for floor in PAY_FLOORS), *chosen} - {UNSAID}, key=int)
    elif facet is Facet.POSTED:
        order = [str(days) for days in POSTED_DAYS]
    elif facet in NUMBERS or facet is Facet.HOURS:
        order = sorted({*chosen, *counts}, key=float)
    elif facet is Facet.STATE:
        order = list(HOME_STATES)
    elif facet in ENUMS:
        order = [member.value for member in ENUMS[facet]]
    else:
        order = [*chosen, *(value for value in counts if value not in chosen)]
        if facet is Facet.EMPLOYER:
            order = [value for value in order if value in employers]
    return [value for value in order if counts.get(value, 0) or value in chosen]
