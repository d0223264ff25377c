"""Chips: what was read from the words, each to be taken away or kept as words, and what was chosen beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from careercenter.core.i18n import Words, _, _l, _n, listing
from careercenter.core.places import HOME_STATES
from careercenter.job_search.form_fields import ENTITY_FACETS, RESIDENCE_PREFIX
from careercenter.job_search.labels import chip_label, limit_label, near_label, pay_label, value_label
from careercenter.job_search.links import SearchLink
from careercenter.job_search.request import InterpretationOverrides
from careercenter.job_search.resolved import ResolvedSearch
from careercenter.job_search.understanding import Entity, Interpretation
from careercenter.job_search.understanding.entities import FACTS, LIMITS, NOT
from careercenter.job_search.understanding.location_intent import PLACES, place_of, states_of
from careercenter.language.locations import REGIONS
from careercenter.postings.search_schema import Facet
from careercenter.search import ranking
from careercenter.search.interface import UNSAID
from careercenter.taxonomy import catalogue
from careercenter.taxonomy import codes as medical
from careercenter.taxonomy.code_labels import any_of, status_label

# What a number alone would not tell: "2 years" may be years of any work.
_BEFORE_LIMITS = {"specialty_years": _l("in the specialty"), "ramp_up": _l("ramp-up")}
MOST_CODES = 3  # notes of more would push the results down


@dataclass(frozen=True, slots=True)
class InterpretationChip:
    """`words` with a few soft ones before and after.

    `without` and `as_text` are queries of the same search with this entity gone, or kept as the words it was read from.
    """

    before: str
    words: str
    after: str
    mono: bool
    typed: str
    without: str
    as_text: str


@dataclass(frozen=True, slots=True)
class CorrectionLink:
    """What was put right, and the query that searches for it as it was typed."""

    typed: str
    read: str
    query: str


@dataclass(frozen=True, slots=True)
class CodeNote:
    """A code that was read; `explained` says what became of one that is no longer used."""

    code_set: str
    code: str
    explained: str

    @property
    def words(self) -> str:
        return f"{self.code_set} {self.code}"


@dataclass(frozen=True, slots=True)
class InterpretationView:
    """What a page says of how the text was read.

    `form_keys` are keys the form sends back, so that a choice taken off by its box is told from one never made.
    """

    chips: tuple[InterpretationChip, ...] = ()
    corrections: tuple[CorrectionLink, ...] = ()
    offers: tuple[SearchLink, ...] = ()
    codes: tuple[CodeNote, ...] = ()
    words: tuple[str, ...] = ()  # searched for as words, beside what was read
    near_me: bool = False  # a place is asked for and none is named
    remarks: tuple[str, ...] = ()  # what was read and narrows nothing, and why; names that several cities have
    taken_back: tuple[SearchLink, ...] = ()
    as_typed: str = ""  # the query that reads nothing; "" where there is nothing to read
    read_again: str = ""  # the query that reads the words again
    form_keys: tuple[str, ...] = ()
    overrides: InterpretationOverrides = field(default_factory=InterpretationOverrides)

    @property
    def anything(self) -> bool:
        """Say whether there is anything to show."""
        found = (self.chips, self.corrections, self.offers, self.remarks, self.taken_back, self.read_again, self.near_me)
        return any(found)


def interpretation_view(search: ResolvedSearch) -> InterpretationView:
    """Put into chips and links how the text of a search was read."""
    interpretation, overrides = search.interpretation, search.request.overrides
    if overrides.disabled:
        again = search.read_again().to_query_string() if search.entities else ""
        return InterpretationView(overrides=overrides, read_again=again)
    readable = interpretation.entities or interpretation.corrections
    return InterpretationView(
        chips=tuple(_chip(entity, search) for entity in interpretation.entities),
        corrections=tuple(
            CorrectionLink(one.typed, one.read, _with_quotes(search, one.typed)) for one in interpretation.corrections
        ),
        offers=tuple(
            SearchLink(meaning, search.with_(text=text, overrides=_only_near(search)).to_query_string())
            for text, meaning in interpretation.offers
        ),
        codes=tuple(_code_note(code) for code in interpretation.codes[:MOST_CODES] if medical.get(code.code_set, code.code)),
        words=tuple(_hard_words(interpretation)) if readable else (),
        near_me=search.near_me,
        remarks=tuple(_remarks(interpretation)),
        taken_back=tuple(_taken_back(search)),
        as_typed=search.as_typed().to_query_string() if readable else "",
        form_keys=tuple(_form_keys(search)),
        overrides=overrides,
    )


def _chip(entity: Entity, search: ResolvedSearch) -> InterpretationChip:
    before, words = _words(entity, search)
    name, mark, after = words.partition(" (") if entity.kind in (*PLACES, "code", "pay") else (words, "", "")
    return InterpretationChip(
        before=before,
        words=name,
        after=mark + after,
        mono=entity.kind in ("credential", "code"),
        typed=entity.typed,
        without=search.without(entity).to_query_string(),
        as_text=search.as_text(entity).to_query_string() if entity.typed else "",
    )


def _form_keys(search: ResolvedSearch) -> Iterator[str]:
    """Give what the form fills by itself: choices read, a place to look around or the state it is in, and miles."""
    interpretation, near = search.interpretation, search.criteria.near
    twins = () if near else [part for part in interpretation.parts if states_of([part])]
    for entity in (*interpretation.entities, *twins):
        if entity.kind == "credential" and not search.criteria.values(Facet.CREDENTIAL):
            continue  # beside an issuer it is one of many, and none of them is ticked
        if entity.kind in ENTITY_FACETS:
            yield entity.key
        elif entity.kind in PLACES and (near is None or near.name == _place_name(entity)):
            yield entity.key if near else f"{RESIDENCE_PREFIX}{entity.key}"
    if near and not search.request.values(Facet.DISTANCE):
        yield from (part.key for part in interpretation.parts if part.kind == "miles")


def _place_name(entity: Entity) -> str:
    place = place_of(entity)
    return place.name if place else ""


def _hard_words(interpretation: Interpretation) -> Iterator[str]:
    """Give the words that have to be there."""
    for word in interpretation.words:
        if word not in interpretation.soft_words and not word.startswith("-"):
            yield word.strip('"')


def _code_note(code: medical.MedicalCode) -> CodeNote:
    explained = ""
    if code.replaced_by:
        explained = _(
            "%(status)s: jobs that name %(codes)s are found too.",
            status=status_label(code) or _("No longer used"),
            codes=any_of(code.replaced_by),
        )
    return CodeNote(code.code_set, code.code, explained)


def _remarks(interpretation: Interpretation) -> Iterator[str]:
    if interpretation.soft_words:
        words = listing(f"“{word}”" for word in interpretation.soft_words)
        yield _n(
            "We looked for %(words)s too; it leaves no job out.",
            "We looked for %(words)s too; they leave no job out.",
            len(interpretation.soft_words),
            words=words,
        )
    pay = interpretation.pay_min
    if pay and pay.hourly_cents is None and not interpretation.criteria.values(Facet.PAY):
        yield _("“%(pay)s” cannot be compared with pay for an hour: it leaves no job out.", pay=pay_label(pay))
    for entity in interpretation.entities:
        if entity.kind == "pay_most":
            yield _("“%(typed)s” leaves no job out: jobs are narrowed by the least they pay.", typed=entity.typed)
    cities = Counter(entity.values[0] for entity in interpretation.entities if entity.kind == "city")
    for city, namesakes in cities.items():
        if namesakes > 1:
            yield _(
                "More than one city is called %(city)s, and we looked for each. Take away those you do not mean.", city=city
            )
    for typed in interpretation.unread_negations:
        yield _("“%(typed)s” leaves no job out: jobs do not state it. Those that say so come first.", typed=typed)


def _taken_back(search: ResolvedSearch) -> Iterator[SearchLink]:
    """Give what was typed and does not count, each with the query in which it does."""
    overrides = search.request.overrides
    typed = {entity.key: entity.typed for entity in search.entities}
    for key in (*overrides.dismissed, *overrides.kept_as_text):
        yield SearchLink(typed[key], search.restored(key).to_query_string())
    for part in search.interpretation.parts:
        if search.yields(part):
            yield SearchLink(part.typed, search.request.without_place().to_query_string())


def _with_quotes(search: ResolvedSearch, words: str) -> str:
    """Give the query of the same search with these words of the text in quotes, which are not put right."""
    text = search.request.text
    start = text.casefold().find(words.casefold())
    quoted = f'{text[:start]}"{words}"{text[start + len(words) :]}' if start >= 0 else text
    return search.with_(text=quoted).to_query_string()


def _only_near(search: ResolvedSearch) -> InterpretationOverrides:
    """Give what still counts when other words are typed: that work from home does not, beside a place chosen."""
    return InterpretationOverrides(only_near=search.request.overrides.only_near and search.request.near is not None)


def _words(entity: Entity, search: ResolvedSearch) -> tuple[str, str]:
    """Give what a chip says: a few soft words before, and what was read."""
    value = entity.values[0]
    kind = entity.kind.removeprefix(NOT)
    if kind in _ENTITY_LABELS:
        before, words = _ENTITY_LABELS[kind](value, entity)
        return _negated(kind) if kind != entity.kind else before, words
    if kind in LIMITS:
        before = _BEFORE_LIMITS.get(kind, "")
        return _negated(kind) if kind != entity.kind else str(before), limit_label(LIMITS[kind], value, float(entity.values[1]))
    if kind in FACTS:
        return _negated(kind) if kind != entity.kind else "", _choices(FACTS[kind].facet, entity)
    if entity.kind == "code":
        code = next((code for code in search.interpretation.codes if value == f"{code.code_set} {code.code}"), None)
        if code and code.replaced_by:
            return "", _("%(code)s (now %(codes)s)", code=value, codes=any_of(code.replaced_by))
        return "", value
    if entity.kind in PLACES:
        place = place_of(entity)
        if search.criteria.near is None or place is None:
            return _("may live in"), HOME_STATES[states_of([entity])[0]]
        return _("near"), near_label(search.criteria, replace(place, or_from_home=search.criteria.near.or_from_home))
    if entity.kind == "pay" and search.interpretation.pay_min:
        words = pay_label(search.interpretation.pay_min)
        hourly = search.interpretation.pay_min.hourly_cents is not None
        return _("from"), _("%(pay)s (lowest pay first)", pay=words) if hourly else words
    return "", entity.typed


def _negated(kind: str) -> str:
    """Say that something is kept out; of places, that a job may be there as well."""
    return _("not only in") if kind in ("state", "region") else _("not")


def _choices(facet: Facet, entity: Entity) -> str:
    return listing((value_label(facet, value) for value in entity.values), either=True)


def _specialty(_value: str, entity: Entity) -> tuple[str, str]:
    found = [specialty.name for slug in entity.values if (specialty := catalogue.specialty(slug))]
    return "", listing(found, either=True)


_QUOTAS: dict[str, Words] = {
    "none": _l("no quota"),
    "low": _l("a low quota: none comes first"),
    "some": _l("a quota is stated"),
}
_ENTITY_LABELS: dict[str, Callable[[str, Entity], tuple[str, str]]] = {
    "specialty": _specialty,
    "credential": lambda _value, entity: (_("asks for"), _choices(Facet.CREDENTIAL, entity)),
    "issuer": lambda value, _entity: (_("asks for"), _("any credential of %(issuer)s", issuer=value)),
    "state": lambda value, _entity: (_("may live in"), HOME_STATES[value]),
    "region": lambda value, _entity: (_("may live in"), REGIONS[value].written),
    "everywhere": lambda _value, _entity: ("", _("anywhere in the United States")),
    "ehr": lambda value, _entity: (_("works with"), value_label(Facet.TOOL, value)),
    "encoder": lambda value, _entity: (_("works with"), value_label(Facet.TOOL, value)),
    "quota": lambda value, _entity: ("", str(_QUOTAS[value])),
}


@dataclass(frozen=True, slots=True)
class FilterChip:
    words: str
    facet: Facet
    without: str  # the query of the same search without this choice


def filter_chips(search: ResolvedSearch, employers: Mapping[str, str]) -> list[FilterChip]:
    """Give a chip for each choice; `employers` maps public ids to names."""
    return list(_filters_chosen(search, employers))


def _filters_chosen(search: ResolvedSearch, employers: Mapping[str, str]) -> Iterator[FilterChip]:
    request = search.request
    for facet in Facet:
        for value in request.values(facet):
            if facet is Facet.DISTANCE and request.near:
                continue  # the place says its miles
            # What says no pay was asked for beside the floor, and goes with it.
            left = request.without_filter(facet, None if facet is Facet.PAY and value != UNSAID else value)
            yield FilterChip(_filter_words(search, facet, value, employers), facet, left.to_query_string())
    if request.near and search.criteria.near:
        yield FilterChip(
            f"near {near_label(search.criteria, search.criteria.near)}",
            Facet.DISTANCE,
            request.without_place().to_query_string(),
        )


def _filter_words(search: ResolvedSearch, facet: Facet, value: str, employers: Mapping[str, str]) -> str:
    if facet is Facet.EMPLOYER:
        return employers.get(value, "one employer")
    if value == UNSAID and ranking.pay_floor(search.criteria.values(Facet.PAY)) is not None:
        return f"also {chip_label(facet, value)}"
    return chip_label(facet, value)
