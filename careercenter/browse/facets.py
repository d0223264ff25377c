"""The choices a search page offers beside its results, with how many jobs each would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from careercenter.browse.criteria import ENUMS, label
from careercenter.core.places import STATES
from careercenter.search.port import PAY_FLOORS, POSTED_DAYS, SCALES, Criteria, Facet, Found

# Choices shown before "All N": enough to be useful, few enough to see every group on one screen.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """`kind`: checks, radios or select. `more` are the choices behind "All N"; `noun` is what there are N of."""

    facet: Facet
    kind: str
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    noun: str = ""

    @property
    def size(self) -> int:
        return len(self.shown) + len(self.more)

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in (*self.shown, *self.more))


NOUNS = {
    Facet.SPECIALTY: "specialties",
    Facet.CREDENTIAL: "credentials",
    Facet.EMPLOYER: "employers",
    Facet.PATIENT_TYPE: "patient types",
}
ORDER = (
    Facet.SPECIALTY, Facet.CREDENTIAL, Facet.WORK_SETTING, Facet.STATE, Facet.PAY, Facet.PATIENT_TYPE, Facet.EMPLOYMENT_TYPE,
    Facet.EXPERIENCE, Facet.POSTED, Facet.EMPLOYER,
)  # fmt: skip


def groups(criteria: Criteria, found: Found, employers: Mapping[str, str]) -> list[Group]:
    """Give the groups with something to choose; `employers` maps public ids to names."""
    made = (_group(facet, criteria, found.facets.get(facet, {}), employers) for facet in ORDER)
    return [group for group in made if group.size]


def _group(facet: Facet, criteria: Criteria, counts: Mapping[str, int], employers: Mapping[str, str]) -> Group:
    chosen = criteria.values(facet)
    values = _values(facet, chosen, counts, employers)
    choices = [
        Choice(
            value,
            employers.get(value, "") if facet is Facet.EMPLOYER else label(facet, value),
            counts.get(value, 0),
            value in chosen,
        )
        for value in values
    ]
    if facet is Facet.STATE:
        return Group(facet, "select", tuple(choices))
    if facet in SCALES:
        return Group(facet, "radios", tuple(choices))
    if facet in ENUMS and facet is not Facet.PATIENT_TYPE:
        return Group(facet, "checks", tuple(choices))
    ranked = sorted(choices, key=lambda choice: (not choice.chosen, -choice.count, choice.label))
    first = max(SHOWN, sum(choice.chosen for choice in choices))
    shown, more = ranked[:first], sorted(ranked[first:], key=lambda choice: choice.label.casefold())
    if len(more) == 1:  # "All 6" that hides a single one would be longer than the one it hides
        shown, more = [*shown, *more], []
    return Group(facet, "checks", tuple(shown), tuple(more), NOUNS[facet])


def _values(facet: Facet, chosen: tuple[str, ...], counts: Mapping[str, int], employers: Mapping[str, str]) -> list[str]:
    """Give what is offered: what leaves something, and what is chosen, in the order of its kind."""
    if facet is Facet.PAY:
        order = sorted({*(str(floor) for floor in PAY_FLOORS), *chosen}, key=int)
    elif facet is Facet.POSTED:
        order = [str(days) for days in POSTED_DAYS]
    elif facet is Facet.STATE:
        order = list(STATES)
    elif facet in ENUMS:
        order = [member.value for member in ENUMS[facet]]
    else:
        order = [value for value in {**dict.fromkeys(chosen), **counts} if facet is not Facet.EMPLOYER or value in employers]
    return [value for value in order if counts.get(value, 0) or value in chosen]
