"""Whether what a posting states meets what was asked for, or says the opposite: by its own fields, and not by an engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from careercenter.postings.content import PostingContent
from careercenter.postings.pay import HOURS_A_DAY, hourly_range
from careercenter.postings.search_document import states_of, with_ancestors
from careercenter.taxonomy.catalogue import credential
from careercenter.taxonomy.codes import in_full
from careercenter.taxonomy.work_terms import ExperienceBand, ProductivityUnit

BOUNDS = ("=", "<", "<=", ">", ">=")
_LABEL = re.compile(r"(?P<fact>[a-z_]+)(?P<bound><=|>=|<|>|=)(?P<value>[\w. -]+)")

# Names in the judged sets -> fields of a posting that hold one value.
_SINGLE = {
    "setting": "work_setting",
    "employment": "employment_type",
    "experience": "experience",
    "schedule": "schedule",
    "pay_type": "pay_basis",
    "equipment": "equipment",
    "test": "hiring_test",
    "team": "team_location",
    "monitoring": "monitoring",
    "zone": "work_zone",
    "education": "education",
    "on_call": "on_call",
    "visa": "visa_sponsorship",
    "autonomous": "autonomous_coding",
    "missed_quota": "missed_quota",
}
_TOOLS = {"ehr": "ehrs", "encoder": "encoders"}
_NUMBERS = {
    "hours": "hours_per_week",
    "accuracy": "accuracy_percent",
    "ramp_up": "ramp_up_weeks",
    "onsite_days": "onsite_days",
    "lasts": "lasts_weeks",
    "specialty_years": "specialty_years",
}
_EMPLOYMENT = {"full_time": "w2_full_time", "part_time": "w2_part_time", "1099": "contract_1099", "w2": "contract_w2"}
# Patient types that say what a specialty says: either is an answer.
_PATIENTS = {
    "inpatient": {"inpatient-facility"},
    "profee": {"profee", "single-path"},
    "emergency": {"ed-facility", "ed-profee"},
}
# Facts of which one is asked for, so that a posting that states another says the opposite.
_DECIDED = ("pay_type", "test", "equipment", "quota", "team", "monitoring", "autonomous", "setting")
# Facts of which each value asked for is a condition of its own; of others any value will do.
_EACH = frozenset({"specialty", "benefit", "ehr", "encoder"})
_LEAST_YEARS = {"0-1": 0, "1-2": 1, "3-4": 3, "5-9": 5, "10-up": 10}
_SUBJECT = 2  # misses that another subject counts as

FACTS = frozenset(
    {
        *_SINGLE,
        *_TOOLS,
        *_NUMBERS,
        "specialty",
        "credential",
        "issuer",
        "state",
        "city",
        "zip",
        "code",
        "benefit",
        "quota",
        "productivity",
    }
    | {"pay_min_hour", "pay_min_year"}
)


class Label(NamedTuple):
    fact: str
    bound: str
    value: str


def read_label(text: str) -> Label:
    """Read "schedule=weekend" or "productivity<15"; ValueError where it is neither, or the fact is not known."""
    found = _LABEL.fullmatch(text)
    if found is None or found["fact"] not in FACTS:
        raise ValueError(f"no label: {text}")
    return Label(found["fact"], found["bound"], found["value"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sentence asks for: values wanted and excluded by fact, and limits to numbers."""

    wanted: Mapping[str, frozenset[str]]
    excluded: Mapping[str, frozenset[str]]
    limits: tuple[Label, ...]


def by_fact(labels: Iterable[Label]) -> dict[str, frozenset[str]]:
    values: dict[str, frozenset[str]] = {}
    for label in labels:
        values[label.fact] = values.get(label.fact, frozenset()) | {label.value}
    return values


def contradicts(content: PostingContent, asked: Asked) -> bool:
    """Say whether a posting states the opposite of what was asked; what it does not state is no opposite."""
    return (
        any(_is_excluded(content, fact, values) for fact, values in asked.excluded.items())
        or any(
            fact in _DECIDED and (stated := values_of(content, fact)) and not stated & values
            for fact, values in asked.wanted.items()
        )
        or any(_within(content, limit) is False for limit in asked.limits)
    )


def grade(content: PostingContent, asked: Asked) -> int:
    """Give 3 where all is met, one less for each miss, two where it is other work, 0 where none is met or the opposite said."""
    conditions = list(_conditions(content, asked))
    missed = sum(weight for weight, met in conditions if not met)
    if not any(met for _weight, met in conditions) or contradicts(content, asked):
        return 0
    return max(0, 3 - missed)


def _conditions(content: PostingContent, asked: Asked) -> Iterable[tuple[int, bool]]:
    each = _EACH - {"specialty"} if "code" in asked.wanted else _EACH  # a code stands for any of its specialties
    for fact, values in asked.wanted.items():
        weight = _SUBJECT if fact == "specialty" else 1
        if fact.startswith("pay_min"):
            yield weight, any(_pays(content, fact, float(value)) for value in values)
        elif fact in each:
            yield from ((weight, value in values_of(content, fact)) for value in values)
        else:
            yield weight, bool(values & values_of(content, fact))
    yield from ((1, not _is_excluded(content, fact, values)) for fact, values in asked.excluded.items())
    yield from ((1, _within(content, limit) is True) for limit in asked.limits)


def values_of(content: PostingContent, fact: str) -> frozenset[str]:
    """Give what a posting states of a fact, in the words of the judged sets; empty where it states nothing."""
    if fact in _SINGLE:
        value = getattr(content, _SINGLE[fact], None)
        values = {value.value} if value else set()
    elif fact in _TOOLS:
        values = {name.lower().replace(" ", "-") for name in getattr(content, _TOOLS[fact])}
    elif fact == "specialty":
        kinds = {kind.value for kind in content.patient_types}
        named = {one.slug for one in with_ancestors(content.specialties)}
        values = named | kinds | {slug for slug, same in _PATIENTS.items() if same & kinds}
    else:
        values = _listed(content, fact)
    return frozenset(values)


def _listed(content: PostingContent, fact: str) -> set[str]:
    match fact:
        case "credential":
            return {*content.credentials_all, *content.credentials_any, *content.credentials_preferred}
        case "issuer":
            return {one.issuer for slug in _listed(content, "credential") if (one := credential(slug))}
        case "state":
            return set(states_of(content))
        case "city":
            return {place.city for place in content.places}
        case "zip":
            return {place.zip for place in content.places}
        case "code":
            return {code for named in content.codes for code in in_full(named)}
        case "benefit":
            return {one.value for one in content.benefits}
        case "quota":
            return {"some"} if content.productivity else {"none"} if getattr(content, "no_quota", False) else set()
    raise ValueError(f"no fact of values: {fact}")


def _is_excluded(content: PostingContent, fact: str, values: frozenset[str]) -> bool:
    """A state is excluded where one may live in no other; a credential where nothing else will do."""
    stated = values_of(content, fact)
    if fact == "state":
        return bool(stated) and stated <= values
    if fact == "credential":
        return bool(values & set(content.credentials_all)) or (
            bool(content.credentials_any) and set(content.credentials_any) <= values
        )
    return bool(stated & values)


def _pays(content: PostingContent, fact: str, dollars: float) -> bool:
    hourly = hourly_range(content)
    least = dollars * 100 if fact == "pay_min_hour" else dollars * 100 / 2080
    return hourly is not None and hourly[1] >= least


def _within(content: PostingContent, limit: Label) -> bool | None:
    """Say whether the number a posting states is within a limit; None where it states none."""
    number, most = _number(content, limit.fact), float(limit.value)
    if number is None:
        return None
    return {"=": number == most, "<": number < most, "<=": number <= most, ">": number > most, ">=": number >= most}[
        limit.bound
    ]


def _number(content: PostingContent, fact: str) -> float | None:
    if fact == "productivity":
        per_hour = content.productivity_unit is ProductivityUnit.PER_HOUR
        return content.productivity and content.productivity / (1 if per_hour else HOURS_A_DAY)
    if fact == "experience":
        return None if content.experience is None else _LEAST_YEARS[ExperienceBand(content.experience).value]
    return getattr(content, _NUMBERS[fact], None)


def posting_value(fact: str, value: str) -> str:
    """Give the value a posting stores for one of the judged sets: "1099" is "contract_1099"."""
    return _EMPLOYMENT.get(value, value) if fact == "employment" else value
