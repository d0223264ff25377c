"""From a text to an Interpretation: find everything, leave out what the person took back, and say what an engine is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import pairwise

from careercenter.core.places import STATES
from careercenter.job_search.understanding import location_intent
from careercenter.job_search.understanding.entities import Interpretation, Pay, Reading
from careercenter.job_search.understanding.location_intent import Placed
from careercenter.job_search.understanding.negation import KEPT_OUT
from careercenter.job_search.understanding.recognizer import EntityRecognizer
from careercenter.language import lexicon, phrases
from careercenter.language.code_mentions import Code, said
from careercenter.language.typed_text import beginning, phrase
from careercenter.search import query_parser
from careercenter.search.interface import Criteria, Facet, Near
from careercenter.taxonomy import catalogue

_BILLING = "medical-billing"
# Words that only say again that coding is paid for: beside a named specialty they name no other.
_BILLING_WORDS = frozenset({"billing", "coding", "medical", "and"})
# What is asked for in words; where "or" stands between two of a kind, either is.
_ALTERNATIVES = ({"specialty"}, set(phrases.TOOLS))
_DEAREST_CHART = 12  # dollars: "$3 per chart" is pay for a chart, "$30 per chart review" hardly


def interpret(
    text: str,
    now: datetime | None = None,
    *,
    without: Collection[str] = (),
    as_words: Collection[str] = (),
    beside: Near | None = None,
) -> Interpretation:
    """Read a text; never raises, and looks at the first 200 characters.

    `without` and `as_words` hold keys of readings: the first are dropped, the second stay words. A place chosen `beside` the
    text counts instead of those in it. `now` is there for words that will need a day to count from; none does yet.
    """
    text = " ".join(beginning(text).split())
    recognizer = EntityRecognizer(text)
    recognizer.run()
    readings = _settled(recognizer)
    kept = [one for one in readings if one.key not in without and one.key not in as_words]
    kept.sort(key=lambda one: recognizer.spans[one.key])
    words = list(recognizer.left())
    words += [(recognizer.cased.find(one.typed), one.typed.lower()) for one in readings if one.key in as_words]
    return _interpretation(text, recognizer, kept, sorted(words), location_intent.placed(recognizer, readings, kept, beside))


def _interpretation(
    text: str, recognizer: EntityRecognizer, kept: list[Reading], words: list[tuple[int, str]], placed: Placed
) -> Interpretation:
    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for one in kept if one.kind in kinds for value in one.values))

    keys = {one.key for one in kept}
    codes = tuple(code for code in recognizer.codes if f"code:{code.code_set} {code.code}" in keys)
    telling = [word for _at, word in words if word.strip('"') and word.lower() not in phrases.GENERIC and not _plural(word)]
    somewhere = bool(of(*location_intent.PLACES))
    excluded = of("not_state")
    states = tuple(code for code in location_intent.states_of(kept) if code not in excluded)
    miles = next(iter(of("miles")), None)
    pay_type = next(iter(of("pay_type")), None)
    experience = of("experience")
    return Interpretation(
        text=text,
        criteria=_criteria(recognizer, kept, _asked(telling, codes), placed),
        readings=tuple(one for one in kept if one.key not in placed.parts),
        parts=tuple(one for one in kept if one.key in placed.parts),
        specialties=lexicon.lowest([*of("specialty"), *(slug for code in codes for slug in code.specialties)]),
        credentials=of("credential"),
        codes=codes,
        work_settings=of("setting"),
        states=states,
        excluded_states=excluded,
        city=recognizer.city if somewhere else None,
        zip=next(iter(of("zip")), None),
        radius_miles=int(miles) if miles and somewhere else None,
        pay_min=_pay(recognizer.pay, pay_type) if "pay" in {one.kind for one in kept} else None,
        pay_type=pay_type,
        employment_types=of("employment"),
        experience=experience[0] if experience else None,
        schedule=next(iter(of("schedule")), None),
        tools=of("ehr", "encoder"),
        extras=of("extra"),
        words=(*telling, *(f'-"{said}"' for said in of("unwanted"))),
        corrections=tuple(recognizer.corrections),
        offers=(*recognizer.offers, *location_intent.otherwise(recognizer, kept)),
    )


def _asked(telling: list[str], codes: tuple[Code, ...]) -> list[str]:
    """Leave out what only says again what a code is: "DRG 871 sepsis" asks for no more than MS-DRG 871."""
    meant = {word for code in codes for word in phrase(f"{code.text} {code.note}")}
    return [word for word in telling if word[0] in '-"' or not meant.issuperset(phrase(word) or (word,))]


def _plural(word: str) -> bool:
    return word.lower().rstrip("s") in phrases.GENERIC or word.lower() in (
        "coder",
        "coders",
        "coding",
        "codes",
        "coded",
        "code",
    )


def _settled(recognizer: EntityRecognizer) -> list[Reading]:
    """Take away readings that others make needless: billing beside a specialty, the vaguer of two kinds of contract."""
    readings = location_intent.joined(recognizer)
    named = {slug for one in readings if one.kind == "specialty" for slug in one.values}
    named |= {slug for code in recognizer.codes for slug in code.specialties}
    settled: list[Reading] = []
    for one in readings:
        if one.kind == "specialty":
            only_billing = one.values == (_BILLING,) and set(recognizer.phrases[one.key]) <= _BILLING_WORDS
            if only_billing and named != {_BILLING}:
                recognizer.verbatim.append((recognizer.cased.find(one.typed), one.typed.lower()))
                continue
        others = {value for other in readings if other.kind == one.kind and other is not one for value in other.values}
        shared = tuple(value for value in one.values if value in others)
        if shared and len(one.values) > 1 and one.kind in ("specialty", "employment"):
            continue  # "1099 contract" names which contract, "keytruda immunotherapy" which immunotherapy
        settled.append(one)
    return settled


def _pay(pay: Pay | None, pay_type: str | None) -> Pay | None:
    if pay and pay_type == "per_chart" and pay.unit == "hour" and pay.amount < _DEAREST_CHART:
        return Pay(pay.amount, "chart")
    return pay


def _criteria(recognizer: EntityRecognizer, kept: list[Reading], words: list[str], placed: Placed) -> Criteria:
    """Say what an engine is asked: its facets for what they can hold, words for the rest.

    A specialty is asked for in words: they find what stands under it and what only speaks of it, the first before the second.
    """
    chosen: dict[Facet, tuple[str, ...]] = {}

    def choose(facet: Facet, values: tuple[str, ...]) -> None:
        if values:
            chosen[facet] = tuple(dict.fromkeys((*chosen.get(facet, ()), *values)))

    placed_words: list[tuple[int, str]] = [(len(recognizer.cased), word) for word in words]
    choose(Facet.STATE, placed.states)
    choose(Facet.DISTANCE, (str(placed.miles),) if placed.miles else ())
    for one in kept:
        if one.key in placed.parts:
            continue
        at = recognizer.cased.find(one.typed) if one.typed else -1
        if one.kind == "credential":
            choose(Facet.CREDENTIAL, one.values)
        elif one.kind == "setting":
            choose(Facet.WORK_SETTING, one.values)
        elif one.kind == "employment":
            choose(Facet.EMPLOYMENT_TYPE, one.values)
        elif one.kind == "experience":
            choose(Facet.EXPERIENCE, one.values)
        elif one.kind == "pay" and recognizer.pay:
            cents = recognizer.pay.hourly_cents
            choose(Facet.PAY, (str(cents),) if cents else ())
        elif one.kind == "pay_type":
            placed_words.append((at, f'"{phrases.PAY_TYPES[one.values[0]][0]}"'))
        elif one.kind == "unwanted":
            placed_words.extend((at, f'-"{said}"') for said in one.values)
        elif one.kind in ("schedule", "not_schedule", "extra"):
            placed_words.extend((at, said) for said in _said(one))
        elif one.kind in phrases.TOOLS:
            placed_words.append((at, _tool_words(one)))
        elif one.kind == "specialty" and one.values != ("entry-level",):
            placed_words.append((at, engine_words(one, recognizer.phrases.get(one.key, ()))))
        elif one.kind == "code":
            placed_words.extend(
                (at, said(code)) for code in recognizer.codes if one.values == (f"{code.code_set} {code.code}",)
            )
    for kind, facet in (("not_setting", Facet.WORK_SETTING), ("not_employment", Facet.EMPLOYMENT_TYPE)):
        out = {value for one in kept if one.kind == kind for value in one.values}
        if out and facet not in chosen:
            choose(facet, tuple(value for value in KEPT_OUT[kind] if value not in out))
    placed_words.extend((at, "|") for at in _either(recognizer, kept))
    excluded = {value for one in kept if one.kind == "not_state" for value in one.values}
    if excluded and Facet.STATE not in chosen:
        choose(Facet.STATE, tuple(code for code in STATES if code not in excluded))
    return Criteria(" ".join(word for _at, word in sorted(placed_words, key=lambda pair: pair[0])), chosen, near=placed.near)


def _either(recognizer: EntityRecognizer, kept: list[Reading]) -> Iterator[int]:
    """Give where one of a kind ends and another follows after "or", or in a list that does: "GI, cardiology or oncology"."""
    listed = False
    for one, other in reversed(list(pairwise(kept))):
        between = slice(recognizer.spans[one.key][1], recognizer.spans[other.key][0])
        alike = any(one.kind in kinds and other.kind in kinds for kinds in _ALTERNATIVES)
        said = recognizer.text[between].strip()
        joined = said.strip(" ,") == "or" and (recognizer.shouting or "or" in recognizer.cased[between])
        listed = alike and (joined or (listed and said == ","))
        if listed:
            yield between.start


def _tool_words(one: Reading) -> str:
    """Give the name of a tool by which most of its names are found, as typed where that is as good: of 3M "3m 360"."""
    return max((one.typed.lower(), *phrases.TOOLS[one.kind][one.values[0]]), key=_ways_found)


def _ways_found(said: str) -> int:
    clauses = query_parser.parse(said).clauses
    return len(clauses[0].alternatives) if len(clauses) == 1 else 0


def _said(one: Reading) -> Iterator[str]:
    """Give a schedule or an extra as documents say it. No document says "no quota": those that name one are kept out."""
    for value in one.values:
        if one.kind == "schedule":
            yield f'"{phrases.SCHEDULE_SAID[value]}"'
        elif one.kind == "not_schedule":
            yield f'-"{phrases.SCHEDULE_SAID[value]}"'
        elif value == "no-quota":
            yield f'-"{phrases.EXTRA_SAID["quota"]}"'
        else:
            yield f'"{phrases.EXTRA_SAID[value]}"'


def engine_words(one: Reading, typed: tuple[str, ...]) -> str:
    """Give words by which every engine's vocabulary knows the same specialties: as typed, if it does, or a name of theirs.

    `typed` are the plain tokens it was read from, put right where they were misspelt: no posting holds the slip.
    """
    return next(
        (said for said in _ways(one, typed) if set(one.values) <= set(query_parser.specialties_of(said))), one.typed.lower()
    )


def _ways(one: Reading, typed: tuple[str, ...]) -> Iterator[str]:
    if phrase(one.typed) != typed:
        yield " ".join(typed)
    yield one.typed.lower()
    yield " ".join(typed)
    for slug in one.values:
        specialty = catalogue.specialty(slug)
        if specialty:
            yield from (specialty.name.split("(")[0], *specialty.synonyms)
