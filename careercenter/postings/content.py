"""What a posting says, as one frozen value.

The form makes one, the import makes one, the page shows one, a revision keeps one, a template keeps one, a difference compares
two. Everything may be missing: a draft is allowed to be incomplete, and `postings.completeness` says what submitting needs.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l


class PatientType(LabelledEnum):
    INPATIENT_FACILITY = "inpatient-facility", _l("Inpatient facility")
    OUTPATIENT_FACILITY = "outpatient-facility", _l("Outpatient facility")
    SAME_DAY_SURGERY = "same-day-surgery", _l("Same-day surgery")
    OBSERVATION = "observation", _l("Observation")
    ED_FACILITY = "ed-facility", _l("Emergency, facility")
    ED_PROFEE = "ed-profee", _l("Emergency, professional fee")
    ANCILLARY = "ancillary", _l("Ancillary and recurring")
    PROFEE = "profee", _l("Professional fee")
    SINGLE_PATH = "single-path", _l("Single path: facility and professional")
    RISK_ADJUSTMENT = "risk-adjustment", _l("Risk adjustment")


class CodeSet(LabelledEnum):
    CPT = "cpt", _l("CPT")
    HCPCS = "hcpcs", _l("HCPCS Level II")
    ICD10_CM = "icd-10-cm", _l("ICD-10-CM")
    ICD10_PCS = "icd-10-pcs", _l("ICD-10-PCS")
    MS_DRG = "ms-drg", _l("MS-DRG")
    APR_DRG = "apr-drg", _l("APR-DRG")
    APC = "apc", _l("APC / OPPS")
    HCC = "hcc", _l("HCC")
    CDT = "cdt", _l("CDT")
    REVENUE = "revenue-codes", _l("Revenue codes")
    MODIFIERS = "modifiers", _l("Modifiers")
    PDGM = "pdgm", _l("PDGM")
    PDPM = "pdpm", _l("PDPM")
    EM_LEVELS = "em-levels", _l("E/M levels")


class ExperienceBand(LabelledEnum):
    """Years as a medical coder in all; years in the specialty are a field of their own."""

    ENTRY = "0-1", _l("Entry, up to 1 year")
    ONE_TO_TWO = "1-2", _l("1 to 2 years")
    THREE_TO_FOUR = "3-4", _l("3 to 4 years")
    FIVE_TO_NINE = "5-9", _l("5 to 9 years")
    TEN_UP = "10-up", _l("10 years or more")


class WorkSetting(LabelledEnum):
    REMOTE = "remote", _l("Remote")
    HYBRID = "hybrid", _l("Hybrid")
    ONSITE = "onsite", _l("On site")
    REMOTE_AFTER_TRAINING = "remote-after-training", _l("Remote after training on site")


class LiveIn(LabelledEnum):
    """In which states one may live to do remote work."""

    ALL = "all", _l("All states")
    LISTED = "listed", _l("Only the states listed")
    ALL_BUT = "all_but", _l("All states but those listed")


class EmploymentType(LabelledEnum):
    FULL_TIME = "w2_full_time", _l("Full time, W-2")
    PART_TIME = "w2_part_time", _l("Part time, W-2")
    PRN = "prn", _l("PRN, as needed")
    CONTRACT_1099 = "contract_1099", _l("Contract, 1099")
    CONTRACT_W2 = "contract_w2", _l("Contract, W-2")
    CONTRACT_TO_HIRE = "contract_to_hire", _l("Contract to hire")
    INTERNSHIP = "internship", _l("Internship or externship")


class Schedule(LabelledEnum):
    DAY = "day", _l("Days")
    EVENING = "evening", _l("Evenings")
    NIGHT = "night", _l("Nights")
    WEEKEND = "weekend", _l("Weekends")
    SPLIT = "split", _l("Split shift")
    FLEXIBLE = "flexible", _l("Flexible hours")


class PayBasis(LabelledEnum):
    HOURLY = "hourly", _l("an hour")
    SALARY = "salary", _l("a year")
    PER_CHART = "per_chart", _l("a chart")
    PER_DIEM = "per_diem", _l("a day")
    PER_PROJECT = "per_project", _l("a project")


class ProductivityUnit(LabelledEnum):
    PER_HOUR = "per_hour", _l("an hour")
    PER_DAY = "per_day", _l("a day")


class RecordType(LabelledEnum):
    CHARTS = "charts", _l("charts")
    EM = "em-encounters", _l("E/M encounters")
    INPATIENT = "inpatient", _l("inpatient stays")
    OUTPATIENT = "outpatient", _l("outpatient facility accounts")
    PROFEE = "profee", _l("professional fee encounters")
    ED = "ed", _l("emergency visits")
    SURGERY = "surgery", _l("surgical cases")
    RADIOLOGY = "radiology", _l("radiology reports")
    HCC = "hcc", _l("risk adjustment charts")
    INFUSION = "infusion", _l("infusion encounters")
    CLAIMS = "claims", _l("claims")


class Equipment(LabelledEnum):
    EMPLOYER = "employer", _l("Supplied by the employer")
    STIPEND = "stipend", _l("Own equipment with a stipend")
    OWN = "own", _l("Own equipment")


class Benefit(LabelledEnum):
    HEALTH = "health", _l("Health insurance")
    DENTAL_VISION = "dental-vision", _l("Dental and vision")
    RETIREMENT = "retirement", _l("Retirement plan with match")
    PTO = "pto", _l("Paid time off")
    PARENTAL = "parental", _l("Paid parental leave")
    CEU = "ceu", _l("CEUs paid")
    DUES = "dues", _l("Membership dues paid")
    BOOKS = "books", _l("Code books or encoder supplied")
    EXAM = "exam", _l("Exam fee paid")
    TUITION = "tuition", _l("Tuition help")
    SIGN_ON = "sign-on", _l("Sign-on bonus")
    PRODUCTION = "production-bonus", _l("Quality or production bonus")
    DIFFERENTIAL = "differential", _l("Shift differential")


class HiringTest(LabelledEnum):
    NONE = "none", _l("No test")
    MULTIPLE_CHOICE = "multiple-choice", _l("Multiple choice")
    CASES = "cases", _l("Written cases")
    TIMED_CASES = "timed-cases", _l("Timed written cases")


class ApplyHow(LabelledEnum):
    HERE = "here", _l("Here, on this board")
    LINK = "link", _l("On the employer's own site")
    ADDRESS = "address", _l("By e-mail to an address")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of work. `state` is the two-letter code; `zip` five digits or ""."""

    city: str = ""
    state: str = ""
    zip: str = ""

    def __str__(self) -> str:
        return f"{self.city}, {self.state}" if self.city and self.state else self.city or self.state or self.zip


# The least and the most of each number, for the form and for imports alike: what one takes the other can save again.
BOUNDS: dict[str, tuple[int, int]] = {
    "credential_within_months": (1, 60),
    "specialty_years": (0, 60),
    "hours_per_week": (1, 168),
    "charts_per_hour": (1, 200),
    "productivity": (1, 5000),
    "ramp_up_weeks": (1, 104),
    "accuracy_percent": (50, 100),
}


@dataclass(frozen=True, slots=True)
class PostingContent:
    """Lists are tuples; slugs name rows of the taxonomy; money is in cents of a US dollar, in the unit of `pay_basis`."""

    title: str = ""
    specialties: tuple[str, ...] = ()
    patient_types: tuple[PatientType, ...] = ()
    code_sets: tuple[CodeSet, ...] = ()
    codes: tuple[str, ...] = ()  # numbers and ranges the work is about: "38225-38228", "Q2041"
    credentials_all: tuple[str, ...] = ()
    credentials_any: tuple[str, ...] = ()
    credentials_preferred: tuple[str, ...] = ()
    apprentice_accepted: bool = False
    credential_within_months: int | None = None  # to be earned within so many months after hire
    experience: ExperienceBand | None = None
    specialty_years: int | None = None
    work_setting: WorkSetting | None = None
    places: tuple[Place, ...] = ()
    live_in: LiveIn | None = None
    live_in_states: tuple[str, ...] = ()  # two-letter codes: those listed, or those left out, as `live_in` says
    employment_type: EmploymentType | None = None
    schedule: Schedule | None = None
    hours_per_week: float | None = None  # in halves, which a float holds exactly: 37.5 is a usual hospital week
    pay_basis: PayBasis | None = None
    pay_min: int | None = None
    pay_max: int | None = None
    charts_per_hour: int | None = None  # per-chart pay only: the employer's own figure, from which an hourly one follows
    productivity: int | None = None
    productivity_unit: ProductivityUnit | None = None
    record_type: RecordType | None = None
    ramp_up_weeks: int | None = None
    accuracy_percent: int | None = None
    ehrs: tuple[str, ...] = ()
    encoders: tuple[str, ...] = ()
    equipment: Equipment | None = None
    benefits: tuple[Benefit, ...] = ()
    hiring_test: HiringTest | None = None
    hiring_steps: str = ""
    description: str = ""  # Markdown
    apply_how: ApplyHow = ApplyHow.HERE
    apply_url: str = ""
    apply_email: str = ""
    closing_on: date | None = None
    publish_on: date | None = None
    time_zone: str = "America/New_York"

    def to_json(self) -> dict[str, Any]:
        """Give only what is said: fields at their default are left out."""
        return {f.name: _plain(value) for f in dataclasses.fields(self) if (value := getattr(self, f.name)) != f.default}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` gave, now or in an earlier version: unknown names are passed over."""
        readers = _readers()
        return cls(**{name: readers[name](value) for name, value in data.items() if name in readers})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Place):
        return dataclasses.asdict(value)
    if isinstance(value, LabelledEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def _reader(kind: Any) -> Callable[[Any], Any]:
    """Give what turns a JSON value back into a field's own type."""
    if typing.get_origin(kind) is types.UnionType:
        known = _reader(next(part for part in typing.get_args(kind) if part is not types.NoneType))
        return lambda value: None if value is None else known(value)
    if typing.get_origin(kind) is tuple:
        inner = _reader(typing.get_args(kind)[0])
        return lambda value: tuple(map(inner, value))
    if kind is Place:
        return lambda value: Place(**value)
    if kind is date:
        return date.fromisoformat
    return typing.cast("Callable[[Any], Any]", kind)


@lru_cache(maxsize=1)
def _readers() -> dict[str, Callable[[Any], Any]]:
    """Look at the types once: a page of results reads twenty contents."""
    return {name: _reader(kind) for name, kind in typing.get_type_hints(PostingContent).items()}


class ContentColumn(TypeDecorator[PostingContent]):
    """Store a PostingContent as one JSON value."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: PostingContent | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else value.to_json()

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> PostingContent | None:
        return None if value is None else PostingContent.from_json(value)
