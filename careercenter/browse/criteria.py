"""Address ⇄ Criteria: the address of a search holds its whole state; what in it we do not know is dropped, and said.

The words stay as typed. What is read from them, less what the person took back, is added when an engine is asked: `meant`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from careercenter.core.enums import LabelledEnum
from careercenter.core.paging import page_number
from careercenter.core.places import STATES
from careercenter.postings.content import EmploymentType, ExperienceBand, PatientType, WorkSetting
from careercenter.search.interpret import Interpretation, Pay, interpret
from careercenter.search.port import DISTANCES, LONGEST_QUERY, PAY_FLOORS, POSTED_DAYS, SCALES, Criteria, Facet, Sort
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


# Kinds of readings that are choices of a facet too, and so are ticked beside the results.
FACET_OF = {
    "credential": Facet.CREDENTIAL,
    "setting": Facet.WORK_SETTING,
    "state": Facet.STATE,
    "employment": Facet.EMPLOYMENT_TYPE,
    "experience": Facet.EXPERIENCE,
    "pay": Facet.PAY,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person took back of what was read, by the keys of readings; `as_typed`: nothing is to be read at all."""

    without: tuple[str, ...] = ()
    as_words: tuple[str, ...] = ()
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What an address asks for: words as typed, and choices made. `notes` say in words what of it was dropped."""

    criteria: Criteria
    page: int
    notes: tuple[str, ...] = ()
    taken: Taken = field(default_factory=Taken)


def read(args: MultiDict[str, str]) -> Reading:
    """Read a search from the values of an address; nothing in it can fail."""
    words = " ".join(args.get("q", "").replace("\x00", " ").split())
    notes = [f"Only the first {LONGEST_QUERY} characters were searched."] if len(words) > LONGEST_QUERY else []
    from_words, unticked = _from_words(args)
    chosen: dict[Facet, tuple[str, ...]] = {}
    for facet in Facet:
        asked = [value.strip() for value in args.getlist(facet.value) if value.strip()]
        asked = [value for value in asked if (facet, value) not in from_words]
        known = [value for value in dict.fromkeys(asked) if is_known(facet, value)][:MOST_CHOICES]
        if len(known) < len(set(asked)):
            notes.append(f"A choice of “{facet.label}” in this address is not one of ours and was left out.")
        if known:
            chosen[facet] = tuple([_widest(facet, known)] if facet in SCALES else known)
    sort = args.get("sort", Sort.BEST.value)
    criteria = Criteria(words[:LONGEST_QUERY], chosen, Sort(sort) if sort in set(Sort) else Sort.BEST)
    taken = Taken(
        without=tuple(dict.fromkeys([*args.getlist("without"), *unticked]))[:MOST_CHOICES],
        as_words=tuple(dict.fromkeys(args.getlist("word")))[:MOST_CHOICES],
        # The form sends the words themselves along: other words typed in their place are read again.
        as_typed=bool(words) and args.get("as") in ("typed", words),
    )
    return Reading(criteria, page_number(args.get("page")), tuple(notes), _of_these_words(criteria, taken))


def _from_words(args: MultiDict[str, str]) -> tuple[set[tuple[Facet, str]], list[str]]:
    """Tell choices that were ticked because the words say so from those a person made.

    The form names in "read" what it ticked by itself. What of that comes back was not chosen; what does not was unticked.
    """
    ticked: set[tuple[Facet, str]] = set()
    unticked: list[str] = []
    for key in args.getlist("read")[:MOST_CHOICES]:
        kind, _, values = key.partition(":")
        facet = FACET_OF.get(kind)
        pairs = [(facet, value) for value in _facet_values(kind, values)] if facet else []
        back = all(value in args.getlist(facet.value) for facet, value in pairs)
        if pairs and back:
            ticked.update(pairs)
        elif pairs:
            unticked.append(key)
    return ticked, unticked


def _facet_values(kind: str, values: str) -> list[str]:
    """Give a reading's values as the facet writes them: pay is a floor in hourly cents there."""
    parts = values.split("|")
    if kind != "pay":
        return parts
    amount, unit = (parts[0], parts[-1]) if len(parts) == 2 else ("", "")
    number = float(amount) if amount.replace(".", "", 1).isascii() and amount.replace(".", "", 1).isdigit() else 0.0
    cents = Pay(number, unit).hourly_cents if number and len(amount) < 10 else None
    return [str(cents)] if cents else []


def _of_these_words(criteria: Criteria, taken: Taken) -> Taken:
    """Drop what was taken back of other words than these."""
    if not (taken.without or taken.as_words):
        return taken
    keys = {one.key for one in interpret(criteria.words).readings}
    return replace(
        taken,
        without=tuple(key for key in taken.without if key in keys),
        as_words=tuple(key for key in taken.as_words if key in keys and key not in taken.without),
    )


def meant(criteria: Criteria, taken: Taken, *, at: datetime) -> Interpretation:
    """Read the words; the interpretation's criteria are the whole question to an engine, choices included."""
    if taken.as_typed or not criteria.words:
        return Interpretation(text=criteria.words, criteria=criteria)
    found = interpret(criteria.words, at, without=taken.without, as_words=taken.as_words)
    chosen = dict(found.criteria.chosen)
    for facet, values in criteria.chosen.items():
        # On a scale the choice made counts: a lower floor that was typed would undo it.
        chosen[facet] = values if facet in SCALES else tuple(dict.fromkeys((*values, *chosen.get(facet, ()))))
    if found.excluded_states and criteria.values(Facet.STATE):
        chosen[Facet.STATE] = criteria.values(Facet.STATE)
    return replace(found, criteria=Criteria(found.criteria.words, chosen, criteria.sort))


def write(criteria: Criteria, *, page: int = 1, taken: Taken | None = None) -> str:
    """Give the query of the one address that stands for these criteria: "q=car-t&specialty=cellular-therapy"."""
    pairs = [("q", criteria.words)] if criteria.words else []
    if criteria.words and taken is not None:
        pairs += [("without", key) for key in taken.without] + [("word", key) for key in taken.as_words]
        pairs += [("as", "typed")] if taken.as_typed else []
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
    if facet is Facet.DISTANCE:
        return value.isascii() and value.isdigit() and int(value[:7]) in DISTANCES
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
        cents = int(value)
        return f"${cents // 100} an hour" if cents % 100 == 0 else f"${cents / 100:.2f} an hour"
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
