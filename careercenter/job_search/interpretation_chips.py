"""What was read from the words, as chips: each can be taken away or kept as words; what was put right is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from careercenter.core.i18n import Words, _, _l, listing, money
from careercenter.core.places import HOME_STATES
from careercenter.job_search.links import Way
from careercenter.job_search.request import (
    ENUMS,
    FACET_OF,
    LIVING,
    Taken,
    label,
    near_in_words,
    unplaced,
    without,
    without_near,
    write,
)
from careercenter.job_search.understanding import Interpretation, Reading, interpret
from careercenter.job_search.understanding.entities import Pay
from careercenter.job_search.understanding.location_intent import PLACES as _PLACES
from careercenter.job_search.understanding.location_intent import states_of
from careercenter.job_search.understanding.negation import KEPT_OUT
from careercenter.postings.content import Schedule
from careercenter.search.interface import SCALES, UNSAID, Criteria, Facet
from careercenter.taxonomy import catalogue
from careercenter.taxonomy import codes as medical
from careercenter.web.code_words import any_of, code_address, status_words

MOST_CODES = 3  # notes of more would push the results down

_EXTRAS = {
    "sign-on": _l("sign-on bonus"),
    "no-quota": _l("names no quota"),
    "quota": _l("quota"),
    "equipment": _l("equipment supplied"),
}
_PAY_FOR: dict[str, Words] = {
    "hour": _l("%(amount)s an hour"),
    "day": _l("%(amount)s a day"),
    "week": _l("%(amount)s a week"),
    "month": _l("%(amount)s a month"),
    "year": _l("%(amount)s a year"),
    "chart": _l("%(amount)s a chart"),
    "project": _l("%(amount)s a project"),
}
_PAY_TYPES = {
    "per_chart": _l("paid per chart"),
    "per_project": _l("paid per project"),
    "salary": _l("salary"),
    "hourly": _l("paid by the hour"),
}


@dataclass(frozen=True, slots=True)
class ReadChip:
    """`words` with a few soft ones before and after.

    `without` and `as_word` are queries of the same search with this reading gone, or kept as the words it was read from.
    """

    before: str
    words: str
    after: str
    mono: bool
    typed: str
    without: str
    as_word: str


@dataclass(frozen=True, slots=True)
class Corrected:
    typed: str
    read: str
    query: str


@dataclass(frozen=True, slots=True)
class CodeNote:
    """A code that was read, with its page; `explained` says what became of one that is no longer used."""

    words: str
    address: str
    explained: str


@dataclass(frozen=True, slots=True)
class Understood:
    """`ticked` are keys the form sends back, so that a choice taken off by its box is told from one never made."""

    chips: tuple[ReadChip, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    offers: tuple[Way, ...] = ()
    codes: tuple[CodeNote, ...] = ()
    idle: tuple[str, ...] = ()  # what was read and narrows nothing, and why
    taken_back: tuple[Way, ...] = ()
    as_typed: str = ""  # the query that reads nothing; "" where there is nothing to read
    again: str = ""  # the query that reads the words again
    ticked: tuple[str, ...] = ()
    taken: Taken = field(default_factory=Taken)

    @property
    def said(self) -> bool:
        return bool(self.chips or self.corrected or self.offers or self.taken_back or self.again)


def understood(criteria: Criteria, taken: Taken, found: Interpretation) -> Understood:
    if taken.as_typed:
        readable = interpret(criteria.words).readings
        return Understood(taken=taken, again=write(criteria) if readable else "")
    whole = interpret(criteria.words) if taken.without or taken.as_words else Interpretation()
    full = {one.key: one for one in (*whole.readings, *whole.parts)}
    return Understood(
        chips=tuple(_chip(one, found, criteria, taken) for one in found.readings),
        corrected=tuple(
            Corrected(one.typed, one.read, write(_with_words(criteria, one.typed, f'"{one.typed}"'), taken=taken))
            for one in found.corrections
        ),
        offers=tuple(Way(meaning, write(replace(criteria, words=words))) for words, meaning in found.offers),
        codes=tuple(_code_note(code) for code in found.codes[:MOST_CODES] if medical.get(code.code_set, code.code)),
        idle=tuple(_idle(found)),
        taken_back=(
            *(Way(full[key].typed, query) for key, query in _back(criteria, taken)),
            *(Way(one.typed, write(without_near(criteria), taken=taken)) for one in found.parts if _yields(one, criteria)),
        ),
        as_typed=write(unplaced(criteria), taken=Taken(as_typed=True)) if found.readings or found.corrections else "",
        ticked=tuple(_ticked(criteria, found)),
        taken=taken,
    )


def _chip(one: Reading, found: Interpretation, criteria: Criteria, taken: Taken) -> ReadChip:
    before, words = _words(one, found)
    name, mark, after = words.partition(" (") if one.kind in (*_PLACES, "code") else (words, "", "")
    if one.kind in _PLACES:
        criteria, taken = unplaced(criteria), replace(taken, only_near=False)
    elif one.kind == "pay" and criteria.values(Facet.PAY) == (UNSAID,):
        criteria = without(criteria, Facet.PAY)  # what says no pay was asked for beside the floor
    # Where a state was said twice, taking it away once is enough.
    told = states_of([one])
    twins = [part.key for part in found.parts if told and not found.criteria.near and states_of([part]) == told]
    return ReadChip(
        before=before,
        words=name,
        after=mark + after,
        mono=one.kind in ("credential", "code"),
        typed=one.typed,
        without=write(criteria, taken=replace(taken, without=(*taken.without, one.key, *twins))),
        as_word=write(criteria, taken=replace(taken, as_words=(*taken.as_words, one.key, *twins))) if one.typed else "",
    )


def _ticked(criteria: Criteria, found: Interpretation) -> Iterator[str]:
    """Give what the form fills by itself: choices read, a place to look around or the state it is in, and miles."""
    near = found.criteria.near
    twins = () if near else [one for one in found.parts if states_of([one])]
    for one in (*found.readings, *twins):
        if one.kind in FACET_OF and not _said_already(one, found):
            yield one.key
        elif one.kind in _PLACES:
            yield one.key if near else f"{LIVING}{one.key}"
    if near and not criteria.values(Facet.DISTANCE):
        yield from (one.key for one in found.parts if one.kind == "miles")


def _said_already(one: Reading, found: Interpretation) -> bool:
    """Say whether what is kept out ticks nothing, since what is wanted is named: "remote, not onsite"."""
    wanted = one.kind.removeprefix("not_")
    return one.kind in KEPT_OUT and any(other.kind == wanted for other in found.readings)


def _code_note(code: medical.MedicalCode) -> CodeNote:
    explained = ""
    if code.replaced_by:
        explained = _(
            "%(status)s: jobs that name %(codes)s are found too.",
            status=status_words(code) or _("No longer used"),
            codes=any_of(code.replaced_by),
        )
    return CodeNote(f"{code.code_set} {code.code}", code_address(code), explained)


def _idle(found: Interpretation) -> Iterator[str]:
    pay = found.pay_min
    if pay and pay.hourly_cents is None and not found.criteria.values(Facet.PAY):
        yield _("“%(pay)s” cannot be compared with pay for an hour: it leaves no job out.", pay=_pay_words(pay))
    for one in found.readings:
        if one.kind == "pay_most":
            yield _("“%(typed)s” leaves no job out: jobs are narrowed by the least they pay.", typed=one.typed)


def _back(criteria: Criteria, taken: Taken) -> list[tuple[str, str]]:
    """Give each key that was taken back, with the query in which it counts again."""
    return [
        (
            key,
            write(
                _unchosen(criteria, key),
                taken=replace(
                    taken,
                    without=tuple(one for one in taken.without if one != key),
                    as_words=tuple(one for one in taken.as_words if one != key),
                ),
            ),
        )
        for key in (*taken.without, *taken.as_words)
    ]


def _yields(one: Reading, criteria: Criteria) -> bool:
    """Say whether a place that was typed does not count because of one chosen beside the words."""
    return criteria.near is not None and one.kind in _PLACES


def _unchosen(criteria: Criteria, key: str) -> Criteria:
    """Give the criteria without the choice that would still go before a reading: another floor, other miles, another place."""
    kind = key.partition(":")[0]
    if kind in _PLACES:
        return without_near(criteria) if criteria.near else criteria
    facet = FACET_OF.get(kind)
    return without(criteria, facet) if facet in SCALES else criteria


def _with_words(criteria: Criteria, old: str, new: str) -> Criteria:
    at = criteria.words.casefold().find(old.casefold())
    words = criteria.words[:at] + new + criteria.words[at + len(old) :] if at >= 0 else criteria.words
    return replace(criteria, words=words)


def _words(one: Reading, found: Interpretation) -> tuple[str, str]:
    """Give what a chip says: a few soft words before, and what was read."""
    value = one.values[0]
    say = _SAYINGS.get(one.kind)
    if say is not None:
        return say(value, one)
    if one.kind == "code":
        code = next((code for code in found.codes if value == f"{code.code_set} {code.code}"), None)
        if code and code.replaced_by:
            return "", _("%(code)s (now %(codes)s)", code=value, codes=any_of(code.replaced_by))
        return "", value
    if one.kind in _PLACES:
        if found.criteria.near is None:
            return _("may live in"), HOME_STATES[states_of([one])[0]]
        return _("near"), near_in_words(found.criteria)
    if one.kind == "pay" and found.pay_min:
        return _("from"), _pay_words(found.pay_min)
    return "", one.typed


def _kept_out(facet: Facet) -> Callable[[str, Reading], tuple[str, str]]:
    return lambda _value, one: (_("not"), _choices(facet, one))


def _choices(facet: Facet, one: Reading) -> str:
    return listing((label(facet, value) for value in one.values), either=True)


def _pay_words(pay: Pay) -> str:
    """Give an amount with its unit, as "$30 an hour"."""
    words = _PAY_FOR.get(pay.unit)
    amount = money(round(pay.amount * 100))
    return str(words) % {"amount": amount} if words else amount


def _either(facet: Facet) -> Callable[[str, Reading], tuple[str, str]]:
    return lambda _value, one: ("", _choices(facet, one))


def _specialty(_value: str, one: Reading) -> tuple[str, str]:
    found = [specialty.name for slug in one.values if (specialty := catalogue.specialty(slug))]
    return "", listing(found, either=True)


_SAYINGS: dict[str, Callable[[str, Reading], tuple[str, str]]] = {
    "specialty": _specialty,
    "credential": lambda value, _one: (_("asks for"), label(Facet.CREDENTIAL, value)),
    "setting": _either(Facet.WORK_SETTING),
    "employment": _either(Facet.EMPLOYMENT_TYPE),
    "experience": lambda value, _one: ("", ENUMS[Facet.EXPERIENCE](value).label),
    "state": lambda value, _one: (_("may live in"), HOME_STATES[value]),
    "not_state": lambda value, _one: (_("not only in"), HOME_STATES[value]),
    "schedule": lambda value, _one: ("", Schedule(value).label),
    "not_setting": _kept_out(Facet.WORK_SETTING),
    "not_employment": _kept_out(Facet.EMPLOYMENT_TYPE),
    "unwanted": lambda value, _one: (_("not"), value),
    "not_schedule": lambda value, _one: (_("not"), Schedule(value).label),
    "ehr": lambda _value, one: (_("works with"), one.typed),
    "encoder": lambda _value, one: (_("works with"), one.typed),
    "extra": lambda value, _one: ("", str(_EXTRAS.get(value, value))),
    "pay_type": lambda value, _one: ("", str(_PAY_TYPES.get(value, value))),
}
