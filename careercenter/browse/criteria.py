"""Address ⇄ Criteria: the address of a search holds its whole state; what in it we do not know is dropped, and said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from careercenter.core.enums import LabelledEnum
from careercenter.core.paging import page_number
from careercenter.core.places import STATES
from careercenter.postings.content import EmploymentType, ExperienceBand, PatientType, WorkSetting
from careercenter.search.port import LONGEST_QUERY, PAY_FLOORS, POSTED_DAYS, SCALES, Criteria, Facet, Sort
from careercenter.taxonomy import catalogue

ENUMS: dict[Facet, type[LabelledEnum]] = {
    Facet.WORK_SETTING: WorkSetting,
    Facet.EMPLOYMENT_TYPE: EmploymentType,
    Facet.PATIENT_TYPE: PatientType,
    Facet.EXPERIENCE: ExperienceBand,
}
PUBLIC_ID = re.compile(r"[2-9bcdfghjkmnpqrstvwxz]{12}")

# Nobody chooses more by hand; each choice costs a line of the page and a term of the query.
MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What an address asks for. `notes` say in words what of it was dropped."""

    criteria: Criteria
    page: int
    notes: tuple[str, ...] = ()


def read(args: MultiDict[str, str]) -> Reading:
    """Read a search from the values of an address; nothing in it can fail."""
    words = " ".join(args.get("q", "").replace("\x00", " ").split())
    notes = [f"Only the first {LONGEST_QUERY} characters were searched."] if len(words) > LONGEST_QUERY else []
    chosen: dict[Facet, tuple[str, ...]] = {}
    for facet in Facet:
        asked = [value.strip() for value in args.getlist(facet.value) if value.strip()]
        known = [value for value in dict.fromkeys(asked) if is_known(facet, value)][:MOST_CHOICES]
        if len(known) < len(set(asked)):
            notes.append(f"A choice of “{facet.label}” in this address is not one of ours and was left out.")
        if known:
            chosen[facet] = tuple([_widest(facet, known)] if facet in SCALES else known)
    sort = args.get("sort", Sort.BEST.value)
    criteria = Criteria(words[:LONGEST_QUERY], chosen, Sort(sort) if sort in set(Sort) else Sort.BEST)
    return Reading(criteria, page_number(args.get("page")), tuple(notes))


def write(criteria: Criteria, *, page: int = 1) -> str:
    """Give the query of the one address that stands for these criteria: "q=car-t&specialty=cellular-therapy"."""
    pairs = [("q", criteria.words)] if criteria.words else []
    pairs += [(facet.value, value) for facet in Facet for value in criteria.values(facet)]
    if criteria.sort is not Sort.BEST:
        pairs.append(("sort", criteria.sort.value))
    if page > 1:
        pairs.append(("page", str(page)))
    return urlencode(pairs)


def without(criteria: Criteria, facet: Facet, value: str | None = None) -> Criteria:
    """Give the criteria without one choice, or without all of a facet's."""
    left = tuple(one for one in criteria.values(facet) if value is not None and one != value)
    chosen = {f: values for f, values in criteria.chosen.items() if f is not facet}
    return replace(criteria, chosen={**chosen, facet: left} if left else chosen)


def without_words(criteria: Criteria) -> Criteria:
    return replace(criteria, words="")


def is_known(facet: Facet, value: str) -> bool:
    if facet is Facet.SPECIALTY:
        return catalogue.specialty(value) is not None
    if facet is Facet.CREDENTIAL:
        return catalogue.credential(value) is not None
    if facet is Facet.STATE:
        return value in STATES
    if facet is Facet.PAY:
        return value.isascii() and value.isdigit() and int(value[:7]) in PAY_FLOORS
    if facet is Facet.POSTED:
        return value.isascii() and value.isdigit() and int(value[:7]) in POSTED_DAYS
    if facet is Facet.EMPLOYER:
        return PUBLIC_ID.fullmatch(value) is not None
    return value in {member.value for member in ENUMS[facet]}


def label(facet: Facet, value: str) -> str:
    """Give the words for a known choice; an employer's name comes from the database, not from here."""
    if facet is Facet.SPECIALTY:
        specialty = catalogue.specialty(value)
        return specialty.name if specialty else value
    if facet is Facet.CREDENTIAL:
        credential = catalogue.credential(value)
        return credential.abbr if credential else value.upper()
    if facet is Facet.STATE:
        return STATES.get(value, value)
    if facet is Facet.PAY:
        return f"${int(value) // 100} an hour"
    if facet is Facet.POSTED:
        return "1 day" if value == "1" else f"{value} days"
    return ENUMS[facet](value).label if facet in ENUMS else value


def in_words(facet: Facet, value: str) -> str:
    """Give what a chip says, which stands alone and so needs the facet's sense with it."""
    words = label(facet, value)
    if facet is Facet.PAY:
        return f"from {words}"
    if facet is Facet.POSTED:
        return f"posted within {words}"
    return f"may live in {words}" if facet is Facet.STATE else words


def _widest(facet: Facet, values: Iterable[str]) -> str:
    """Of several choices on a scale the widest counts: the lowest floor, the longest time."""
    return min(values, key=int) if facet is Facet.PAY else max(values, key=int)
