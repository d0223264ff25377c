"""What a reading of a text gives: frozen values, ready for a page, the API and the engine; and which of them state facts.

A fact is asked for by a filter and left out by its facet value. What postings say of it in prose lifts them, and never
filters or excludes: "We pay hourly, never per chart" is no job paid per chart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from careercenter.language.code_mentions import Code
from careercenter.language.pay import Pay
from careercenter.language.quantities import Bound
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria
from careercenter.search.query import Range


@dataclass(frozen=True, slots=True)
class Correction:
    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing understood. `key` names it in addresses: "state:TX"; `typed` is the phrase it was read from."""

    kind: str
    values: tuple[str, ...]
    typed: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{'|'.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of a fact that postings may not pass: "under 15 charts an hour" is ("productivity", "under", 15)."""

    fact: str
    bound: str
    number: float


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What was understood of a text, field by field, and what was left as `words`; the `soft_words` of them leave no job out.

    `criteria` is what an engine is asked for. `parts` are entities that another one says too or that count for nothing where
    they stand: the state of a city, miles around a place. `offers` are other meanings worth a question: (the whole text in
    other words, what they mean). `excluded` are kinds of facts with the values kept out; `dropped` is what was typed and
    narrows nothing, since postings state nothing of it.
    """

    text: str = ""
    criteria: Criteria = field(default_factory=Criteria)
    entities: tuple[Entity, ...] = ()
    parts: tuple[Entity, ...] = ()
    specialties: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    work_settings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    excluded_states: tuple[str, ...] = ()
    city: str | None = None
    zip: str | None = None
    radius_miles: int | None = None
    pay_min: Pay | None = None
    pay_type: str | None = None
    employment_types: tuple[str, ...] = ()
    experience: str | None = None
    schedule: str | None = None
    tools: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    equipment: str | None = None
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # other facts asked for: kinds, with their values
    quota: bool | None = None  # False where none is wanted
    limits: tuple[Limit, ...] = ()
    excluded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: tuple[str, ...] = ()
    soft_words: tuple[str, ...] = ()
    unread_negations: tuple[str, ...] = ()  # "no overtime": what postings do not state
    dropped: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()

    @property
    def remote(self) -> bool | None:
        """True where work at home is asked for, False where work on site is; None where neither or a mix is."""
        if any(setting.startswith("remote") for setting in self.work_settings):
            return True
        return False if self.work_settings == ("onsite",) else None


@dataclass(frozen=True, slots=True)
class Fact:
    """`several`: one posting may stand under many values, so each one named is asked for; else any of those named.

    `none` is the value that says there is none of it, beside `some`, all others: "no test" asks for it.
    """

    facet: Facet
    several: bool = False
    none: str = ""
    some: frozenset[str] = frozenset()


FACTS: dict[str, Fact] = {
    "credential": Fact(Facet.CREDENTIAL),
    "issuer": Fact(Facet.CREDENTIAL, several=True),
    "setting": Fact(Facet.WORK_SETTING),
    "employment": Fact(Facet.EMPLOYMENT_TYPE),
    "experience": Fact(Facet.EXPERIENCE),
    "schedule": Fact(Facet.SCHEDULE),
    "pay_type": Fact(Facet.PAY_BASIS),
    "equipment": Fact(Facet.EQUIPMENT),
    "test": Fact(Facet.HIRING_TEST, none="none", some=frozenset({"multiple-choice", "cases", "timed-cases"})),
    "accepts": Fact(Facet.ACCEPTS),
    "team": Fact(Facet.TEAM),
    "zone": Fact(Facet.WORK_ZONE),
    "education": Fact(Facet.EDUCATION),
    "check": Fact(Facet.CHECK, several=True),
    "on_call": Fact(Facet.ON_CALL),
    "visa": Fact(Facet.VISA),
    "autonomous": Fact(Facet.AUTONOMOUS_CODING, none="none", some=frozenset({"suggestions", "most"})),
    "monitoring": Fact(Facet.MONITORING, none="none", some=frozenset({"activity", "recording"})),
    "missed_quota": Fact(Facet.MISSED_QUOTA),
    "machine_applications": Fact(Facet.MACHINE_APPLICATIONS),
    "verified": Fact(Facet.VERIFIED),
    "apply": Fact(Facet.APPLY),
    "ehr": Fact(Facet.TOOL, several=True),
    "encoder": Fact(Facet.TOOL, several=True),
    "code_set": Fact(Facet.CODE_SET, several=True),
    "patient_type": Fact(Facet.PATIENT_TYPE),
    "benefit": Fact(Facet.BENEFIT, several=True),
}
# Facts that are numbers, by the kind of entity that limits them.
LIMITS: dict[str, Facet] = {
    "productivity": Facet.PRODUCTIVITY,
    "hours": Facet.HOURS,
    "accuracy": Facet.ACCURACY,
    "ramp_up": Facet.RAMP_UP,
    "lasts": Facet.LASTS,
    "onsite_days": Facet.ONSITE_DAYS,
    "specialty_years": Facet.SPECIALTY_YEARS,
}
NOT = "not_"  # before the kind of an entity that is excluded
_BETWEEN = 0.01  # less than two numbers that postings state lie apart
# Any quota at all; one of no charts is none.
ANY_QUOTA = Range(Facet.PRODUCTIVITY, least=_BETWEEN)
NO_QUOTA = "0"


def limits_of(facet: Facet, bound: str, number: float) -> Range:
    """Give the numbers within a limit."""
    match Bound(bound):
        case Bound.UNDER:
            return Range(facet, most=number - _BETWEEN)
        case Bound.AT_MOST:
            return Range(facet, most=number)
        case Bound.AT_LEAST:
            return Range(facet, least=number)
        case Bound.OVER:
            return Range(facet, least=number + _BETWEEN)
        case Bound.EXACTLY:
            return Range(facet, number, number)
