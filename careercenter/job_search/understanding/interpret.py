"""From a text to an Interpretation: find everything, leave out what the person took back, and say what an engine is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from careercenter.job_search.understanding import location_intent, query_builder
from careercenter.job_search.understanding.entities import LIMITS, Entity, Interpretation, Limit
from careercenter.job_search.understanding.location_intent import Placed
from careercenter.job_search.understanding.recognizer import EntityRecognizer
from careercenter.language import lexicon, phrases
from careercenter.language.code_mentions import Code
from careercenter.language.pay import Pay
from careercenter.language.tokenizer import beginning, phrase
from careercenter.search.interface import Near
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.work_terms import PayUnit

_BILLING, _ENTRY_LEVEL = "medical-billing", "entry-level"
# Words that only say again that coding is paid for: beside a named specialty they name no other.
_BILLING_WORDS = frozenset({"billing", "coding", "medical", "and"})
# Facts that have no field of their own in an interpretation.
_OTHER_FACTS = (
    "issuer",
    "test",
    "accepts",
    "team",
    "zone",
    "education",
    "check",
    "on_call",
    "visa",
    "autonomous",
    "monitoring",
    "missed_quota",
    "machine_applications",
    "verified",
    "apply",
    "patient_type",
)
# A person who types one of these means the word as it stands.
_OPERATORS = frozenset('"*|')
_DEAREST_CHART = 12  # dollars: "$3 per chart" is pay for a chart, "$30 per chart review" hardly


def interpret(
    text: str,
    now: datetime | None = None,
    *,
    without: Collection[str] = (),
    as_words: Collection[str] = (),
    beside: Near | None = None,
    narrowed: bool = False,
) -> Interpretation:
    """Read a text; never raises, and looks at the first 200 characters.

    `without` and `as_words` hold keys of entities: the first are dropped, the second stay words. A place chosen `beside` the
    text counts instead of those in it. `narrowed`: something chosen beside the text leaves jobs out. `now` is there for words
    that will need a day to count from; none does yet.
    """
    text = " ".join(beginning(text).split())
    recognizer = EntityRecognizer(text)
    recognizer.run()
    entities = _settled(recognizer)
    kept = [one for one in entities if one.key not in without and one.key not in as_words]
    kept.sort(key=lambda one: recognizer.spans[one.key])
    words = list(recognizer.left())
    words += [(recognizer.cased.find(one.typed), one.typed.lower()) for one in entities if one.key in as_words]
    hard = {one.typed.lower() for one in entities if one.key in as_words}
    # What was understood and taken back counts too: else a choice made in its stead would find other jobs than were counted.
    narrowing = [one for one in entities if query_builder.narrows(recognizer, one)]
    if not narrowing or not (narrowed or beside or any(one in kept for one in narrowing)):
        hard.update(word for _at, word in words)
    placed = location_intent.placed(recognizer, entities, kept, beside)
    placed = replace(placed, parts=placed.parts | _told_by_another(recognizer, kept))
    left = [word for _at, word in sorted(words)]
    telling = [word for word in left if word.strip('"') and word.lower() not in phrases.GENERIC and not _plural(word)]
    soft = [word for word in telling if word not in hard and not _OPERATORS.intersection(word)]
    return _interpretation(text, recognizer, kept, placed, telling=telling, soft=soft)


def _told_by_another(recognizer: EntityRecognizer, kept: list[Entity]) -> frozenset[str]:
    """Give the keys of entities that one phrase names beside what it asks for: an externship is the work of beginners."""
    asked = {recognizer.spans[one.key]: one.kind for one in kept if one.kind in ("employment", "experience")}
    asked |= {recognizer.spans[one.key]: one.kind for one in kept if one.kind == "employment"}
    beginners = [one for one in kept if one.values in (("entry-level",), ("0-1",)) and one.kind in ("specialty", "experience")]
    return frozenset(one.key for one in beginners if asked.get(recognizer.spans[one.key], one.kind) != one.kind)


def _interpretation(
    text: str, recognizer: EntityRecognizer, kept: list[Entity], placed: Placed, *, telling: list[str], soft: list[str]
) -> Interpretation:
    named = _values_by_kind(kept)

    def of(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(named.get(kind, ())))

    keys = {one.key for one in kept}
    codes = tuple(code for code in recognizer.codes if f"code:{code.code_set} {code.code}" in keys)
    somewhere = not named.keys().isdisjoint(location_intent.PLACES)
    excluded = location_intent.states_kept_out(kept)
    states = tuple(code for code in _states(kept, placed) if code not in excluded)
    miles = next(iter(of("miles")), None)
    pay_type = next(iter(of("pay_type")), None)
    experience = of("experience")
    criteria, soft_words = query_builder.criteria(recognizer, kept, _asked(telling, codes), placed, soft)
    return Interpretation(
        text=text,
        criteria=criteria,
        entities=tuple(one for one in kept if one.key not in placed.parts),
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
        pay_min=_pay(recognizer.pay, pay_type) if "pay" in named else None,
        pay_type=pay_type,
        employment_types=of("employment"),
        experience=experience[0] if experience and not recognizer.experience_limit else None,
        schedule=next(iter(of("schedule")), None),
        tools=of("tool"),
        benefits=of("benefit"),
        equipment=next(iter(of("equipment")), None),
        facts=tuple((kind, of(kind)) for kind in _OTHER_FACTS if kind in named),
        quota={"some": True, "none": False}.get(next(iter(of("quota")), "")),
        limits=tuple(_limits(recognizer, kept)),
        excluded=tuple(query_builder.excluded_facts(kept)),
        words=tuple(telling),
        soft_words=soft_words,
        unread_negations=tuple(recognizer.unread_negations),
        dropped=(*recognizer.unread_negations, *(one.typed for one in kept if _only_lifts(one))),
        corrections=tuple(recognizer.corrections),
        offers=(*recognizer.offers, *location_intent.otherwise(recognizer, kept)),
    )


def _states(kept: list[Entity], placed: Placed) -> tuple[str, ...]:
    """Give the states named; a region beside one of them counts for nothing."""
    return location_intent.states_of(one for one in kept if one.kind != "region" or one.key not in placed.parts)


def _values_by_kind(kept: list[Entity]) -> dict[str, list[str]]:
    """Map kinds of entities to their values; health record systems and encoders together are "tool"."""
    named: dict[str, list[str]] = {}
    for one in kept:
        named.setdefault("tool" if one.kind in ("ehr", "encoder") else one.kind, []).extend(one.values)
    return named


def _only_lifts(one: Entity) -> bool:
    """Say whether an entity narrows nothing: postings state no most they pay, and call no quota low."""
    return one.kind in ("pay_most", "everywhere") or (one.kind == "quota" and one.values == ("low",))


def _limits(recognizer: EntityRecognizer, kept: list[Entity]) -> Iterator[Limit]:
    for one in kept:
        if one.kind in LIMITS:
            yield Limit(one.kind, one.values[0], float(one.values[1]))
        elif one.kind == "experience" and recognizer.experience_limit:
            bound, years = recognizer.experience_limit
            yield Limit(one.kind, bound.value, years)


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


def _settled(recognizer: EntityRecognizer) -> list[Entity]:
    """Take away entities that others make needless: billing beside a specialty, the vaguer of two kinds of contract."""
    entities = location_intent.joined(recognizer)
    named = {slug for one in entities if one.kind == "specialty" for slug in one.values}
    named |= {slug for code in recognizer.codes for slug in code.specialties}
    named -= {_ENTRY_LEVEL}  # how much one has done, and not what
    settled: list[Entity] = []
    for one in entities:
        if one.kind == "issuer" and _issuer_adds_nothing(one, entities):
            recognizer.verbatim.append((recognizer.cased.find(one.typed), one.typed.lower()))
            continue
        if one.kind == "specialty":
            only_billing = one.values == (_BILLING,) and set(recognizer.phrases[one.key]) <= _BILLING_WORDS
            if only_billing and named != {_BILLING}:
                recognizer.verbatim.append((recognizer.cased.find(one.typed), one.typed.lower()))
                continue
        others = {value for other in entities if other.kind == one.kind and other is not one for value in other.values}
        shared = tuple(value for value in one.values if value in others)
        if shared and len(one.values) > 1 and one.kind in ("specialty", "employment"):
            continue  # "1099 contract" names which contract, "keytruda immunotherapy" which immunotherapy
        settled.append(one)
    return settled


def _issuer_adds_nothing(issuer: Entity, entities: list[Entity]) -> bool:
    """Say whether who issues credentials is said beside one of theirs, or as who runs an externship."""
    held = [slug for one in entities if one.kind == "credential" for slug in one.values]
    own = catalogue.credentials_issued_by(issuer.values[0])
    return not set(own).isdisjoint(held) or any(one.values == ("internship",) for one in entities if one.kind == "employment")


def _pay(pay: Pay | None, pay_type: str | None) -> Pay | None:
    if pay and pay_type == "per_chart" and pay.unit is PayUnit.HOUR and pay.amount < _DEAREST_CHART:
        return Pay(PayUnit.CHART, pay.low)
    return pay
