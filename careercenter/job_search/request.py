"""Address ⇄ Criteria: the address of a search holds its whole state; what in it we do not know is dropped, and said.

The words stay as typed. What is read from them, less what the person took back, is added when an engine is asked: `meant`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _, _n, money
from careercenter.core.numbers import cents, whole
from careercenter.core.paging import page_number
from careercenter.core.places import HOME_STATES, lookup_zip
from careercenter.job_search.near import near_city, near_named
from careercenter.job_search.understanding import Interpretation, Pay, interpret
from careercenter.job_search.understanding.negation import KEPT_OUT
from careercenter.language.limits import LONGEST_QUERY
from careercenter.language.typed_text import beginning
from careercenter.postings.content import EmploymentType, ExperienceBand, PatientType, WorkSetting
from careercenter.search import ranking
from careercenter.search.interface import (
    FROM_HOME,
    PAY_FLOORS,
    POSTED_DAYS,
    SCALES,
    UNSAID,
    USUAL_DISTANCE,
    Criteria,
    Facet,
    Near,
    Sort,
)
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
FARTHEST = 500  # miles: beyond that a place narrows nothing worth a question

# Names in an address beside the facets': a place to look around, and "no" where work from home does not count beside it.
NEAR, HOME = "near", "home"
LONGEST_PLACE = 80
# What the form sends of a scale where none of its steps is to count.
ANY = "any"
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


# Kinds of readings that are choices of a facet too, and so are ticked beside the results.
FACET_OF = {
    "credential": Facet.CREDENTIAL,
    "setting": Facet.WORK_SETTING,
    "state": Facet.STATE,
    "employment": Facet.EMPLOYMENT_TYPE,
    "not_setting": Facet.WORK_SETTING,
    "not_employment": Facet.EMPLOYMENT_TYPE,
    "experience": Facet.EXPERIENCE,
    "pay": Facet.PAY,
    "miles": Facet.DISTANCE,
}
# Before the key of a place that is read as the state to live in, where the form names what it ticked.
LIVING = "live-"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person took back of what was read, by the keys of readings; `as_typed`: nothing is to be read at all.

    `only_near`: around a place that was typed, work from home is not to count.
    """

    without: tuple[str, ...] = ()
    as_words: tuple[str, ...] = ()
    as_typed: bool = False
    only_near: bool = False


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
    notes = [_("Only the first %(most)s characters were searched.", most=LONGEST_QUERY)] if len(words) > LONGEST_QUERY else []
    place = _first(args, NEAR)[:LONGEST_PLACE]
    near = near_named(place) if place else None
    if place and near is None:
        notes.append(
            _(
                "We do not know the place “%(place)s”. Write a ZIP code, or a city and its state: Houston, TX.",
                place=place,
            )
        )
    from_words, unticked = _from_words(args, near)
    chosen: dict[Facet, tuple[str, ...]] = {}
    for facet in Facet:
        asked = [value.strip() for value in args.getlist(facet.value) if value.strip()]
        asked = [value for value in asked if (facet.value, value) not in from_words and (facet, value) != (Facet.PAY, ANY)]
        known = [value for value in dict.fromkeys(asked) if is_known(facet, value)][:MOST_CHOICES]
        if len(known) < len(set(asked)):
            notes.append(
                _(
                    "A choice of “%(question)s” in this address is not one of ours and was left out.",
                    question=facet.label,
                )
            )
        if known:
            chosen[facet] = _on_scale(facet, known) if facet in SCALES else tuple(known)
    if ANY in args.getlist(Facet.PAY.value) and ranking.pay_floor(chosen.get(Facet.PAY, ())) is None:
        chosen.pop(Facet.PAY, None)
    sort = args.get("sort", Sort.BEST.value)
    only_near = "no" in args.getlist(HOME) and "yes" not in args.getlist(HOME)
    criteria = Criteria(
        beginning(words),
        chosen,
        Sort(sort) if sort in set(Sort) else Sort.BEST,
        replace(near, or_from_home=not only_near) if near and (NEAR, near.name) not in from_words else None,
    )
    taken = Taken(
        without=tuple(dict.fromkeys([*args.getlist("without"), *unticked]))[:MOST_CHOICES],
        as_words=tuple(dict.fromkeys(args.getlist("word")))[:MOST_CHOICES],
        # The form sends the words themselves along: other words typed in their place are read again.
        as_typed=bool(words) and args.get("as") in ("typed", words),
        only_near=only_near,
    )
    taken = _of_these_words(criteria, taken)
    if criteria.values(Facet.DISTANCE):
        typed = _typed(criteria, taken)
        if typed.near is None:
            if NEAR not in args:
                notes.append(_("Miles count around a place, and this address names none: they were left out."))
            criteria = without(criteria, Facet.DISTANCE)
        elif criteria.values(Facet.DISTANCE) == (str(USUAL_DISTANCE),) and not typed.values(Facet.DISTANCE):
            criteria = without(criteria, Facet.DISTANCE)  # as many count where none are chosen
    return Reading(criteria, page_number(args.get("page")), tuple(notes), taken)


def _first(args: MultiDict[str, str], name: str) -> str:
    return next((text for value in args.getlist(name) if (text := " ".join(value.replace("\x00", " ").split()))), "")


def _from_words(args: MultiDict[str, str], near: Near | None) -> tuple[set[tuple[str, str]], list[str]]:
    """Tell choices that were ticked because the words say so from those a person made, as pairs of name and value.

    The form names in "read" what it ticked by itself. What of that comes back was not chosen; what does not was unticked.
    `near` is the place in the address, read.
    """
    ticked: set[tuple[str, str]] = set()
    unticked: list[str] = []
    keys = args.getlist("read")[:MOST_CHOICES]
    for key in keys:
        pairs = _ticks(key, keys)
        back = all(value in args.getlist(name) or (name == NEAR and near and near.name == value) for name, value in pairs)
        if pairs and back:
            ticked.update(pairs)
        elif pairs:
            unticked.append(key.removeprefix(LIVING))
    return ticked, unticked


def _ticks(key: str, beside: Sequence[str]) -> list[tuple[str, str]]:
    """Give the fields of the form that a reading fills by itself, with those `beside` it: their names and values."""
    kind, _, values = key.removeprefix(LIVING).partition(":")
    if kind in KEPT_OUT:
        out = {value for one in beside if one.startswith(f"{kind}:") for value in one.partition(":")[2].split("|")}
        return [(FACET_OF[kind].value, value) for value in KEPT_OUT[kind] if value not in out]
    if kind in ("city", "zip"):
        city, _, state = values.rpartition("|")
        near = near_named(values) if kind == "zip" else near_city(city, state)
        if near is None:
            return []
        return [(Facet.STATE.value, near.state)] if key.startswith(LIVING) else [(NEAR, near.name)]
    return [(FACET_OF[kind].value, value) for value in _facet_values(kind, values)] if kind in FACET_OF else []


def _facet_values(kind: str, values: str) -> list[str]:
    """Give a reading's values as the facet writes them: pay is a floor in hourly cents there."""
    parts = values.split("|")
    if kind != "pay":
        return parts
    amount, unit = (parts[0], parts[-1]) if len(parts) == 2 else ("", "")
    said = cents(amount)
    hourly = Pay(said / 100, unit).hourly_cents if said else None
    return [str(hourly)] if hourly else []


def _of_these_words(criteria: Criteria, taken: Taken) -> Taken:
    """Drop what was taken back of other words than these."""
    if taken.without or taken.as_words:
        found = interpret(criteria.words)
        keys = {one.key for one in (*found.readings, *found.parts)}
        taken = replace(
            taken,
            without=tuple(key for key in taken.without if key in keys),
            as_words=tuple(key for key in taken.as_words if key in keys and key not in taken.without),
        )
    if taken.only_near:
        typed = None if criteria.near else _typed(criteria, taken).near
        taken = replace(taken, only_near=typed is not None and typed.or_from_home)
    return taken


def _typed(criteria: Criteria, taken: Taken) -> Criteria:
    """Give what the words ask for, and the place chosen beside them."""
    if taken.as_typed or not criteria.words:
        return Criteria(near=criteria.near)
    return interpret(criteria.words, without=taken.without, as_words=taken.as_words, beside=criteria.near).criteria


def meant(criteria: Criteria, taken: Taken, *, at: datetime) -> Interpretation:
    """Read the words; the interpretation's criteria are the whole question to an engine, choices included."""
    if taken.as_typed or not criteria.words:
        return Interpretation(text=criteria.words, criteria=criteria)
    found = interpret(criteria.words, at, without=taken.without, as_words=taken.as_words, beside=criteria.near)
    chosen = dict(found.criteria.chosen)
    for facet, values in criteria.chosen.items():
        # On a scale the choice made counts: a lower floor that was typed would undo it.
        own_step = facet in SCALES and values != (UNSAID,)
        chosen[facet] = values if own_step else tuple(dict.fromkeys((*values, *chosen.get(facet, ()))))
    # Of what was only kept out, a choice made is the answer.
    kinds = {one.kind for one in found.readings}
    filled = [FACET_OF[kind] for kind in KEPT_OUT if kind in kinds and kind.removeprefix("not_") not in kinds]
    for facet in (*filled, *([Facet.STATE] if found.excluded_states else [])):
        if criteria.values(facet):
            chosen[facet] = criteria.values(facet)
    near = found.criteria.near
    if near is None:
        chosen.pop(Facet.DISTANCE, None)
    elif taken.only_near:
        near = replace(near, or_from_home=False)
    return replace(found, criteria=Criteria(found.criteria.words, chosen, criteria.sort, near))


def write(criteria: Criteria, *, page: int = 1, taken: Taken | None = None) -> str:
    """Give the query of the one address that stands for these criteria: "q=car-t&specialty=cellular-therapy"."""
    pairs = [("q", criteria.words)] if criteria.words else []
    if criteria.words and taken is not None:
        pairs += [("without", key) for key in taken.without] + [("word", key) for key in taken.as_words]
        pairs += [("as", "typed")] if taken.as_typed else []
    pairs += [(NEAR, criteria.near.name)] if criteria.near else []
    if (taken is not None and taken.only_near) or (criteria.near is not None and not criteria.near.or_from_home):
        pairs.append((HOME, "no"))
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


def without_near(criteria: Criteria) -> Criteria:
    """Give the criteria without the place, and without the miles that count around it."""
    return replace(without(criteria, Facet.DISTANCE), near=None)


def unplaced(criteria: Criteria) -> Criteria:
    """Give the criteria without miles around a place that was typed and is to go."""
    return criteria if criteria.near else without(criteria, Facet.DISTANCE)


def without_words(criteria: Criteria) -> Criteria:
    return replace(criteria, words="")


def is_known(facet: Facet, value: str) -> bool:
    if facet is Facet.SPECIALTY:
        return catalogue.specialty(value) is not None
    if facet is Facet.CREDENTIAL:
        return catalogue.credential(value) is not None
    if facet is Facet.STATE:
        return value in HOME_STATES
    if facet in SCALES:
        number = (whole(value) or 0) if _NUMBER.fullmatch(value) else 0
        if facet is Facet.PAY:
            return number in PAY_FLOORS or value == UNSAID
        return number in POSTED_DAYS if facet is Facet.POSTED else 0 < number <= FARTHEST
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
        return HOME_STATES.get(value, value)
    if value == UNSAID:
        return _("No pay said by the hour")  # pay by the project among them, and for a chart where nobody says how many
    if facet is Facet.PAY:
        return _("%(amount)s an hour", amount=money(whole(value)))
    if facet is Facet.POSTED:
        return _n("%(num)s day", "%(num)s days", whole(value) or 0)
    if facet is Facet.DISTANCE:
        return _n("%(num)s mile", "%(num)s miles", whole(value) or 0)
    return ENUMS[facet](value).label if facet in ENUMS else value


def in_words(facet: Facet, value: str) -> str:
    """Give what a chip says, which stands alone and so needs the facet's sense with it."""
    words = label(facet, value)
    if facet is Facet.DISTANCE:
        return _("within %(miles)s", miles=words)
    if facet is Facet.PAY:
        return _("jobs that say no pay by the hour") if value == UNSAID else _("from %(amount)s", amount=words)
    if facet is Facet.POSTED:
        return _("posted within %(days)s", days=words)
    return _("may live in %(state)s", state=words) if facet is Facet.STATE else words


def near_in_words(criteria: Criteria) -> str:
    """Say a place to look around, which there must be: "Houston, TX (50 miles), or from home there"."""
    near = criteria.near
    assert near is not None
    at_zip = lookup_zip(near.name)
    place = f"{near.name} {at_zip.city}, {at_zip.state}" if at_zip else near.name
    miles = label(Facet.DISTANCE, str(ranking.miles(criteria)))
    if near.or_from_home and from_home_possible(criteria):
        return _("%(place)s (%(miles)s), or from home there", place=place, miles=miles)
    return f"{place} ({miles})"


def from_home_possible(criteria: Criteria) -> bool:
    """Say whether the settings chosen leave any work from home."""
    settings = criteria.values(Facet.WORK_SETTING)
    return not settings or not FROM_HOME.isdisjoint(settings)


def _on_scale(facet: Facet, values: Iterable[str]) -> tuple[str, ...]:
    """Of several steps of a scale the widest counts: the lowest floor, the longest time, the farthest."""
    steps = [value for value in values if value != UNSAID]
    widest = [min(steps, key=int) if facet is Facet.PAY else max(steps, key=int)] if steps else []
    return (*widest, *([UNSAID] if UNSAID in values else []))
