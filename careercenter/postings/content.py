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
from careercenter.taxonomy.work_terms import (
    Benefit,
    CodeSet,
    EmploymentType,
    Equipment,
    ExperienceBand,
    HiringTest,
    LiveIn,
    PatientType,
    PayBasis,
    ProductivityUnit,
    RecordType,
    Schedule,
    WorkSetting,
)


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
