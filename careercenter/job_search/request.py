"""What a person asks for, as one plain value: what was typed, what was chosen, and what of the reading was taken back.

It has two written forms, the query string of an address and JSON, and each reads back as the same value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from urllib.parse import urlencode

from careercenter.core.i18n import _, listing
from careercenter.core.numbers import whole
from careercenter.core.paging import page_number
from careercenter.core.places import HOME_STATES
from careercenter.job_search.form_fields import READ_KEYS, filled_by_the_words
from careercenter.job_search.labels import ENUMS
from careercenter.job_search.near import namesakes_of, near_named
from careercenter.language.limits import LONGEST_QUERY
from careercenter.language.tokenizer import beginning
from careercenter.postings.search_schema import AT_LEAST, NUMBERS, PAY_FLOORS, POSTED_DAYS, SCALES, Facet
from careercenter.search import ranking
from careercenter.search.interface import UNSAID, Near, Sort
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import vocabulary

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
_HOURS = re.compile(r"[1-9][0-9]{0,2}(\.5)?")

Pairs: TypeAlias = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class InterpretationOverrides:
    """What a person took back of what was read from the text, by the keys of entities.

    `dismissed` count for nothing, `kept_as_text` are searched for as the words they were read from. `disabled`: the whole
    text is searched for as typed. `only_near`: work from home does not count beside the place to look around.
    """

    dismissed: tuple[str, ...] = ()
    kept_as_text: tuple[str, ...] = ()
    disabled: bool = False
    only_near: bool = False


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Text as typed, and choices made beside it; `near` is the place chosen, not one that the text names.

    Several values of one facet mean *or*, different facets mean *and*.
    """

    text: str = ""
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    near: Near | None = None
    overrides: InterpretationOverrides = field(default_factory=InterpretationOverrides)
    sort: Sort = Sort.BEST
    page: int = 1

    def values(self, facet: Facet) -> tuple[str, ...]:
        return self.filters.get(facet, ())

    @property
    def empty(self) -> bool:
        return not self.text and not any(self.filters.values()) and self.near is None

    def with_filter(self, facet: Facet, *values: str) -> SearchRequest:
        """Give the request with these values of a facet and no others; with none of them, without the facet."""
        left = {each: chosen for each, chosen in self.filters.items() if each is not facet}
        return replace(self, filters={**left, facet: values} if values else left, page=1)

    def without_filter(self, facet: Facet, value: str | None = None) -> SearchRequest:
        """Give the request without one choice, or without all of a facet's."""
        return self.with_filter(facet, *(other for other in self.values(facet) if value is not None and other != value))

    def without_place(self) -> SearchRequest:
        """Give the request without the place chosen, and without the miles that count around it."""
        return replace(
            self.without_filter(Facet.DISTANCE), near=None, overrides=replace(self.overrides, only_near=False), page=1
        )

    def with_text(self, text: str) -> SearchRequest:
        return replace(self, text=text, page=1)

    def with_overrides(self, **changes: Any) -> SearchRequest:
        return replace(self, overrides=replace(self.overrides, **changes), page=1)

    def to_query_string(self, *, page: int | None = None) -> str:
        """Give the query of the one address that stands for this request: "q=car-t&specialty=cellular-therapy"."""
        return urlencode(list(self._pairs(page=self.page if page is None else page)))

    def _pairs(self, *, page: int) -> Iterable[tuple[str, str]]:
        if self.text:
            yield "q", self.text
            yield from (("without", key) for key in self.overrides.dismissed)
            yield from (("word", key) for key in self.overrides.kept_as_text)
            if self.overrides.disabled:
                yield "as", "typed"
        if self.near:
            yield NEAR, self.near.name
        if self.overrides.only_near:
            yield HOME, "no"
        if self.filters:
            yield from ((facet.value, value) for facet in Facet for value in self.values(facet))
        if self.sort is not Sort.BEST:
            yield "sort", self.sort.value
        if page > 1:
            yield "page", str(page)

    def to_json(self) -> dict[str, Any]:
        """Give the request as values of JSON, each under the name it has in an address; one name may hold several."""
        values: dict[str, Any] = {}
        for name, value in self._pairs(page=self.page):
            values.setdefault(name, []).append(value)
        return values


def from_json(values: Mapping[str, Any]) -> SearchRequest:
    """Read what `to_json` gave. What is not known any more, as a specialty of an older catalogue, is left out."""
    pairs = [
        (name, value)
        for name, many in values.items()
        if isinstance(many, list)
        for value in many
        if isinstance(name, str) and isinstance(value, str)
    ]
    return from_query_params(pairs)[0]


def from_query_params(params: Pairs) -> tuple[SearchRequest, tuple[str, ...]]:
    """Read a request from the fields of an address or a form, in their order; nothing in them can fail.

    Give with it, in words, what of it was left out. What counts only beside certain words of the text is not checked here:
    `resolve` reads the text.
    """
    fields: dict[str, list[str]] = {}
    for name, value in params:
        fields.setdefault(name, []).append(value)
    text = _one_line(_first(fields, "q"))
    notes = [_("Only the first %(most)s characters were searched.", most=LONGEST_QUERY)] if len(text) > LONGEST_QUERY else []
    near, why = _place(fields)
    keys = fields.get(READ_KEYS, [])[:MOST_CHOICES]
    filled, emptied = filled_by_the_words(fields, keys, near) if keys else (set(), [])
    filters, unknown = _filters(fields, filled)
    if NEAR in fields and near is None:
        filters.pop(Facet.DISTANCE, None)  # miles around a place that was emptied
    sort = _first(fields, "sort")
    request = SearchRequest(
        text=text if len(text) <= LONGEST_QUERY else _one_line(beginning(text)),
        filters=filters,
        near=near if near and (NEAR, near.name) not in filled else None,
        overrides=_overrides(fields, emptied, text),
        sort=Sort(sort) if sort in set(Sort) else Sort.BEST,
        page=page_number(_first(fields, "page")) if "page" in fields else 1,
    )
    return request, (*notes, *why, *unknown)


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def _place(fields: Mapping[str, list[str]]) -> tuple[Near | None, list[str]]:
    typed = next((text for value in fields.get(NEAR, ()) if (text := _one_line(value))), "")[:LONGEST_PLACE]
    near = near_named(typed) if typed else None
    if near and (others := namesakes_of(typed)):
        states = listing(others)
        return near, [
            _("We took %(city)s. Others of that name are in %(states)s: add the state.", city=near.name, states=states)
        ]
    if not typed or near:
        return near, []
    return None, [
        _("We do not know the place “%(place)s”. Write a ZIP code, or a city and its state: Houston, TX.", place=typed)
    ]


def _filters(fields: Mapping[str, list[str]], filled: set[tuple[str, str]]) -> tuple[dict[Facet, tuple[str, ...]], list[str]]:
    """Read the choices made, without those `filled` in by the words; say which facets held values that are none of ours."""
    chosen: dict[Facet, tuple[str, ...]] = {}
    notes = []
    for facet in (each for each in Facet if each.value in fields):
        asked = [value.strip() for value in fields[facet.value] if value.strip()]
        asked = [value for value in asked if (facet.value, value) not in filled and (facet, value) != (Facet.PAY, ANY)]
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
    if ANY in fields.get(Facet.PAY.value, ()) and ranking.pay_floor(chosen.get(Facet.PAY, ())) is None:
        chosen.pop(Facet.PAY, None)
    return chosen, notes


def _overrides(fields: Mapping[str, list[str]], emptied: list[str], text: str) -> InterpretationOverrides:
    if not text:
        emptied, fields = [], {HOME: fields.get(HOME, [])}
    home = fields.get(HOME, ())
    return InterpretationOverrides(
        dismissed=_keys([*fields.get("without", ()), *emptied]),
        kept_as_text=_keys(fields.get("word", ())),
        # The form sends the words themselves along: other words typed in their place are read again.
        disabled=_first(fields, "as") in ("typed", text) and "as" in fields,
        only_near="no" in home and "yes" not in home,
    )


def _keys(sent: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys(sent) if key)[:MOST_CHOICES]


def is_known(facet: Facet, value: str) -> bool:
    """Say whether a value may be chosen of a facet."""
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
        if facet in NUMBERS:
            return value in map(str, NUMBERS[facet])
        return number in POSTED_DAYS if facet is Facet.POSTED else 0 < number <= FARTHEST
    if facet is Facet.EMPLOYER:
        return PUBLIC_ID.fullmatch(value) is not None
    if facet is Facet.TOOL:
        return value in vocabulary().written["tool"]
    if facet is Facet.HOURS:
        return _HOURS.fullmatch(value) is not None
    return value in {member.value for member in ENUMS[facet]}


def _on_scale(facet: Facet, values: Iterable[str]) -> tuple[str, ...]:
    """Of several steps of a scale the widest counts: the lowest floor, the longest time, the farthest."""
    steps = [value for value in values if value != UNSAID]
    widest = [min(steps, key=int) if facet is Facet.PAY or facet in AT_LEAST else max(steps, key=int)] if steps else []
    return (*widest, *([UNSAID] if UNSAID in values else []))
