"""What was read from the words, as chips: each can be taken away or kept as words; what was put right is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from careercenter.browse.criteria import ENUMS, FACET_OF, Taken, label, write
from careercenter.core.places import STATES
from careercenter.postings.content import Schedule
from careercenter.search.interpret import Interpretation, Reading, interpret
from careercenter.search.port import Criteria, Facet
from careercenter.taxonomy import catalogue

_EXTRAS = {
    "sign-on": "sign-on bonus",
    "no-quota": "no quota",
    "quota": "quota",
    "equipment": "equipment supplied",
}
_PAY_TYPES = {
    "per_chart": "paid per chart",
    "per_project": "paid per project",
    "salary": "salary",
    "hourly": "paid by the hour",
}


@dataclass(frozen=True, slots=True)
class ReadChip:
    """`without` and `as_word` are queries of the same search with this reading gone, or kept as the words it was read from."""

    before: str
    words: str
    mono: bool
    typed: str
    without: str
    as_word: str


@dataclass(frozen=True, slots=True)
class Way:
    """Another search, in words, with its query."""

    words: str
    query: str


@dataclass(frozen=True, slots=True)
class Corrected:
    typed: str
    read: str
    query: str


@dataclass(frozen=True, slots=True)
class Understood:
    """`ticked` are keys the form sends back, so that a choice taken off by its box is told from one never made."""

    chips: tuple[ReadChip, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    offers: tuple[Way, ...] = ()
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
    full = {one.key: one for one in interpret(criteria.words).readings} if taken.without or taken.as_words else {}
    return Understood(
        chips=tuple(_chip(one, found, criteria, taken) for one in found.readings),
        corrected=tuple(
            Corrected(one.typed, one.read, write(_with_words(criteria, one.typed, f'"{one.typed}"'), taken=taken))
            for one in found.corrections
        ),
        offers=tuple(Way(meaning, write(replace(criteria, words=words))) for words, meaning in found.offers),
        taken_back=tuple(Way(full[key].typed or _words(full[key], found)[1], query) for key, query in _back(criteria, taken)),
        as_typed=write(criteria, taken=Taken(as_typed=True)) if found.readings or found.corrections else "",
        ticked=tuple(one.key for one in found.readings if one.kind in FACET_OF),
        taken=taken,
    )


def _chip(one: Reading, found: Interpretation, criteria: Criteria, taken: Taken) -> ReadChip:
    before, words = _words(one, found)
    return ReadChip(
        before=before,
        words=words,
        mono=one.kind in ("credential", "code"),
        typed=one.typed,
        without=write(criteria, taken=replace(taken, without=(*taken.without, one.key))),
        as_word=write(criteria, taken=replace(taken, as_words=(*taken.as_words, one.key))) if one.typed else "",
    )


def _back(criteria: Criteria, taken: Taken) -> list[tuple[str, str]]:
    """Give each key that was taken back, with the query in which it counts again."""
    return [
        (
            key,
            write(
                criteria,
                taken=replace(
                    taken,
                    without=tuple(one for one in taken.without if one != key),
                    as_words=tuple(one for one in taken.as_words if one != key),
                ),
            ),
        )
        for key in (*taken.without, *taken.as_words)
    ]


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
        replaced = f", now {' and '.join(code.replaced_by)}" if code and code.replaced_by else ""
        return "", f"{value}{replaced}"
    if one.kind == "zip":
        return "near", f"{value}, {found.city}" if found.city else value
    if one.kind == "pay" and found.pay_min:
        pay = found.pay_min
        amount = f"{pay.amount:,.0f}" if pay.amount == int(pay.amount) else f"{pay.amount:,.2f}"
        return "from", f"${amount} {'an' if pay.unit == 'hour' else 'a'} {pay.unit}"
    return "", one.typed


def _either(facet: Facet) -> Callable[[str, Reading], tuple[str, str]]:
    return lambda _value, one: ("", " or ".join(label(facet, value) for value in one.values))


def _specialty(_value: str, one: Reading) -> tuple[str, str]:
    found = [specialty.name for slug in one.values if (specialty := catalogue.specialty(slug))]
    return "", " or ".join(found)


_SAYINGS: dict[str, Callable[[str, Reading], tuple[str, str]]] = {
    "specialty": _specialty,
    "credential": lambda value, _one: ("asks for", label(Facet.CREDENTIAL, value)),
    "setting": _either(Facet.WORK_SETTING),
    "employment": _either(Facet.EMPLOYMENT_TYPE),
    "experience": lambda value, _one: ("", ENUMS[Facet.EXPERIENCE](value).label),
    "state": lambda value, _one: ("may live in", STATES[value]),
    "not_state": lambda value, _one: ("not only in", STATES[value]),
    "city": lambda value, _one: ("in", value),
    "schedule": lambda value, _one: ("", Schedule(value).label),
    "ehr": lambda _value, one: ("works with", one.typed),
    "encoder": lambda _value, one: ("works with", one.typed),
    "extra": lambda value, _one: ("", _EXTRAS.get(value, value)),
    "pay_type": lambda value, _one: ("", _PAY_TYPES.get(value, value)),
}
