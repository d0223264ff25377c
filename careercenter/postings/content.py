"""What a posting says, as one frozen value.

The form makes one, the import makes one, the page shows one, a revision keeps one, a template keeps one, a difference compares
two. Everything may be missing: a draft is allowed to be incomplete, and `postings.completeness` says what submitting needs.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import Words, _l
from careercenter.postings.field_spec import FieldSpec, Kind, kinds_of, specs_of, stated
from careercenter.taxonomy.work_terms import (
    ApplyHow,
    AutonomousCoding,
    Benefit,
    Check,
    CodeSet,
    Education,
    EmploymentType,
    Equipment,
    ExperienceBand,
    HiringTest,
    LiveIn,
    MachineApplications,
    MissedQuota,
    Monitoring,
    OnCall,
    PatientType,
    PayBasis,
    ProductivityUnit,
    RecordType,
    Schedule,
    TeamLocation,
    VisaSponsorship,
    WorkSetting,
    WorkZone,
)

# What the columns of an import file may hold.
_SPECIALTIES = "one to five slugs, names or synonyms of the board's specialties"
_CREDENTIALS = "slugs, abbreviations or names of the board's credentials"
_AMOUNT = 'dollars in the unit of `pay_basis`, like 28.50 or 62,000; "28,50" and 0 are refused'
_DOLLARS = "dollars, like 5000 or 5,000"
_ADDRESS = "an https address (also: url, link); without it and without `apply_email`, people apply on the board"
_DAY = "a day like 2027-01-31"
_ZONE = "a zone of the IANA database, like America/Chicago or America/Detroit; without it, the employer's"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of work. `state` is the two-letter code; `zip` five digits or ""."""

    city: str = ""
    state: str = ""
    zip: str = ""

    def __str__(self) -> str:
        return f"{self.city}, {self.state}" if self.city and self.state else self.city or self.state or self.zip


@dataclass(frozen=True, slots=True)
class PostingContent:
    """Lists are tuples; slugs name rows of the taxonomy; money is in cents of a US dollar, in the unit of `pay_basis`.

    The order is that of the form and of differences.
    """

    title: str = stated(_l("Job title"), default="", material=True)
    department: str = stated(
        _l("Department"),
        default="",
        hint=_l("As coders would know it, for example: Revenue Integrity, outpatient team"),
        longest=80,
        part="about",
        below="terms",
        fact=True,
        material=True,
    )
    specialties: tuple[str, ...] = stated(
        _l("Specialties"),
        default=(),
        fact=True,
        counted=True,
        material=True,
        column=_SPECIALTIES,
    )
    patient_types: tuple[PatientType, ...] = stated(_l("Patient types"), default=(), fact=True, counted=True)
    code_sets: tuple[CodeSet, ...] = stated(_l("Code sets"), default=(), fact=True, counted=True)
    codes: tuple[str, ...] = stated(_l("Codes"), default=(), fact=True, column="numbers and ranges, like 38225-38228")
    credentials_all: tuple[str, ...] = stated(
        _l("Credentials, all of"), default=(), fact=True, material=True, column=_CREDENTIALS
    )
    credentials_any: tuple[str, ...] = stated(
        _l("Credentials, any of"), default=(), fact=True, material=True, column=_CREDENTIALS
    )
    credentials_preferred: tuple[str, ...] = stated(
        _l("Credentials preferred"), default=(), fact=True, material=True, column=_CREDENTIALS
    )
    apprentice_accepted: bool = stated(_l("Apprentice accepted"), default=False, fact=True, material=True)
    # To be earned within so many months after hire.
    credential_within_months: int | None = stated(_l("Months to earn the credential"), bounds=(1, 60), fact=True, material=True)
    experience: ExperienceBand | None = stated(_l("Experience"), fact=True, counted=True, material=True)
    specialty_years: int | None = stated(_l("Years in the specialty"), bounds=(0, 60), fact=True, material=True)
    education: Education | None = stated(
        _l("Education"),
        hint=_l("The minimum you ask for, besides credentials"),
        part="asked",
        below="prefers",
        fact=True,
        material=True,
    )
    work_setting: WorkSetting | None = stated(_l("Where the work is done"), fact=True, counted=True, material=True)
    # Kept by the month, one truth; the form lets people say it by the week.
    onsite_days: int | None = stated(
        _l("Days on site"),
        hint=_l("For hybrid work, as things are and not only as they are planned"),
        unit=_l("days"),
        bounds=(0, 31),
        column="days a month, a whole number from 0 to 31",
        part="where",
        fact=True,
        material=True,
    )
    team_location: TeamLocation | None = stated(
        _l("Where the team sits"),
        hint=_l("All who code for you, those of a vendor too"),
        part="where",
        below="where",
        fact=True,
        counted=True,
    )
    places: tuple[Place, ...] = stated(_l("Places"), default=(), fact=True, material=True)
    live_in: LiveIn | None = stated(_l("Where one may live"), fact=True, material=True)
    # Two-letter codes: those listed, or those left out, as `live_in` says.
    live_in_states: tuple[str, ...] = stated(
        _l("States"), default=(), fact=True, material=True, column="states by code or name"
    )
    employment_type: EmploymentType | None = stated(_l("Employment"), fact=True, counted=True, material=True)
    lasts_weeks: int | None = stated(
        _l("How long the work lasts"),
        hint=_l("For contract, temporary, and seasonal work. Leave blank for ongoing work."),
        unit=_l("weeks"),
        bounds=(1, 260),
        part="pay",
        fact=True,
        material=True,
    )
    may_extend: bool = stated(_l("May be extended"), default=False, part="pay", fact=True, material=True)
    schedule: Schedule | None = stated(_l("Schedule"), fact=True, counted=True)
    work_zone: WorkZone | None = stated(
        _l("Time zone of the working hours"), hint=_l("For work from home"), part="pay", below="terms", fact=True
    )
    # In halves, which a float holds exactly: 37.5 is a usual hospital week.
    hours_per_week: float | None = stated(_l("Hours a week"), bounds=(1, 168), fact=True, column="a number, halves too: 37.5")
    on_call: OnCall | None = stated(_l("On call"), part="pay", below="terms", fact=True, material=True)
    on_call_how: str = stated(
        _l("How on-call duty works"),
        default="",
        hint=_l("How often, and what it pays, for example: one weekend in six, at time and a half"),
        longest=80,
        part="pay",
        below="terms",
        fact=True,
        material=True,
    )
    pay_basis: PayBasis | None = stated(_l("Pay counted by"), fact=True, material=True)
    pay_min: int | None = stated(_l("Lowest pay"), money=True, fact=True, counted=True, material=True, column=_AMOUNT)
    pay_max: int | None = stated(_l("Highest pay"), money=True, fact=True, counted=True, material=True, column=_AMOUNT)
    # Of pay by the chart only: the employer's own figure, from which an hourly one follows.
    charts_per_hour: int | None = stated(_l("Charts an hour"), bounds=(1, 200), fact=True, material=True)
    productivity: int | None = stated(_l("Productivity"), bounds=(1, 5000), fact=True, counted=True)
    productivity_unit: ProductivityUnit | None = stated(_l("Productivity counted by"), fact=True)
    record_type: RecordType | None = stated(_l("Productivity counts"), fact=True)
    ramp_up_weeks: int | None = stated(_l("Weeks to reach it"), bounds=(1, 104), fact=True)
    no_quota: bool = stated(_l("No quota: records are not counted"), default=False, part="measured", fact=True)
    missed_quota: MissedQuota | None = stated(
        _l("If the quota is missed"),
        hint=_l("After the weeks given to reach it"),
        part="measured",
        below="measured",
        fact=True,
    )
    accuracy_percent: int | None = stated(_l("Accuracy"), bounds=(50, 100), fact=True, counted=True)
    autonomous_coding: AutonomousCoding | None = stated(
        _l("Autonomous coding"),
        hint=_l("Software that codes a record before a coder sees it"),
        part="measured",
        below="measured",
        fact=True,
        counted=True,
    )
    monitoring: Monitoring | None = stated(
        _l("Monitoring at work"),
        hint=_l("Beside audits of what was coded"),
        part="measured",
        below="terms",
        fact=True,
        counted=True,
    )
    ehrs: tuple[str, ...] = stated(_l("Health record systems"), default=(), fact=True, counted=True, column="names")
    encoders: tuple[str, ...] = stated(_l("Encoders and tools"), default=(), fact=True, counted=True, column="names")
    equipment: Equipment | None = stated(_l("Equipment"), fact=True, counted=True)
    benefits: tuple[Benefit, ...] = stated(_l("Benefits"), default=(), fact=True, counted=True)
    sign_on_bonus: int | None = stated(_l("Sign-on bonus"), money=True, part="offer", fact=True, material=True, column=_DOLLARS)
    hiring_test: HiringTest | None = stated(_l("Hiring test"), fact=True, counted=True)
    hiring_steps: str = stated(_l("Hiring steps"), default="", fact=True)
    checks: tuple[Check, ...] = stated(_l("Checks before starting"), default=(), part="offer", below="hiring", fact=True)
    visa_sponsorship: VisaSponsorship | None = stated(
        _l("Visa sponsorship"), part="offer", below="hiring", fact=True, material=True
    )
    description: str = stated(_l("Description"), default="")  # Markdown
    apply_how: ApplyHow = stated(_l("How to apply"), default=ApplyHow.HERE, material=True)
    apply_url: str = stated(
        _l("Address to apply at"),
        default="",
        material=True,
        column=_ADDRESS,
    )
    apply_email: str = stated(_l("E-mail address to apply to"), default="", material=True, column="an e-mail address")
    machine_applications: MachineApplications | None = stated(
        _l("Machine-written applications"),
        hint=_l("Those that a program wrote or sent for somebody"),
        part="applying",
        below="hiring",
        fact=True,
        counted=True,
    )
    openings: int | None = stated(
        _l("Openings"),
        hint=_l("How many people you hire for this job"),
        bounds=(1, 999),
        part="applying",
        below="terms",
        fact=True,
    )
    requisition_number: str = stated(
        _l("Requisition number"),
        default="",
        hint=_l("Your own number for this job"),
        longest=40,
        part="applying",
        below="terms",
        shown_if="requisition_shown",
    )
    requisition_shown: bool = stated(_l("Show the requisition number to coders"), default=False, part="applying")
    contact_name: str = stated(
        _l("Contact person"),
        default="",
        hint=_l("Who can answer questions about this job. Coders see it only if you show it"),
        longest=80,
        part="applying",
        material=True,
        shown_if="contact_shown",
    )
    contact_email: str = stated(
        _l("E-mail address of the contact"),
        default="",
        part="applying",
        material=True,
        shown_if="contact_shown",
        column="an e-mail address",
    )
    contact_phone: str = stated(
        _l("Phone number of the contact"), default="", longest=40, part="applying", material=True, shown_if="contact_shown"
    )
    contact_shown: bool = stated(_l("Show the contact to coders"), default=False, part="applying", material=True)
    closing_on: date | None = stated(_l("Closing day"), column=_DAY)
    publish_on: date | None = stated(_l("Publishing day"), column=_DAY)
    time_zone: str = stated(_l("Time zone"), default="America/New_York", column=_ZONE)

    def to_json(self) -> dict[str, Any]:
        """Give only what is said: fields at their default are left out."""
        return {f.name: _plain(value) for f in dataclasses.fields(self) if (value := getattr(self, f.name)) != f.default}

    def stated_facts(self) -> dict[str, Any]:
        """Give each fact under its name as a JSON value; what is not said is None, an empty list, "" or false."""
        return {name: _plain(getattr(self, name)) for name in FACTS}

    def public(self) -> Self:
        """Give what everybody may read: without what the employer keeps to its team."""
        kept = {name: spec.unsaid for name, spec in SPECS.items() if spec.shown_if and not getattr(self, spec.shown_if)}
        return dataclasses.replace(self, **kept)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` gave, now or in an earlier version: unknown names are passed over."""
        return cls(**{name: _READERS[name](value) for name, value in data.items() if name in _READERS})


# Of each field: what the house makes of it, what it holds, its name on pages, the bounds of its numbers.
SPECS: dict[str, FieldSpec] = specs_of(PostingContent)
KINDS: dict[str, Kind] = kinds_of(PostingContent)
LABELS: dict[str, Words] = {name: spec.label for name, spec in SPECS.items()}
BOUNDS: dict[str, tuple[int, int]] = {name: spec.bounds for name, spec in SPECS.items() if spec.bounds}
MONEY: frozenset[str] = frozenset(name for name, spec in SPECS.items() if spec.money)
FACTS: tuple[str, ...] = tuple(name for name, spec in SPECS.items() if spec.fact)


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


def _reader(kind: Kind) -> Callable[[Any], Any]:
    """Give what turns a JSON value back into a field's own type."""
    one = _reader_of_one(kind.type)
    if kind.several:
        return lambda value: tuple(map(one, value))
    return lambda value: None if value is None else one(value)


def _reader_of_one(kind: Any) -> Callable[[Any], Any]:
    if kind is Place:
        return lambda value: Place(**value)
    return date.fromisoformat if kind is date else typing.cast("Callable[[Any], Any]", kind)


# Made once: a page of results reads twenty contents.
_READERS = {name: _reader(kind) for name, kind in KINDS.items()}


class ContentColumn(TypeDecorator[PostingContent]):
    """Store a PostingContent as one JSON value."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: PostingContent | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else value.to_json()

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> PostingContent | None:
        return None if value is None else PostingContent.from_json(value)
