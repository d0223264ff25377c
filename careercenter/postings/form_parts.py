"""The parts of the posting's form, in their order, and what each still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from careercenter.core.i18n import Words, _l
from careercenter.postings.completeness import Lack
from careercenter.postings.content import SPECS


@dataclass(frozen=True, slots=True)
class FormPart:
    """`id` names the template of the part and its place on the page. `fields` are those its template lays out."""

    id: str
    label: Words
    fields: tuple[str, ...]
    declared: tuple[str, ...] = ()  # what `stated(part=…)` may say for it to show a field by itself


PARTS: tuple[FormPart, ...] = (
    FormPart("about", _l("About the job"), ("title", "specialties", "patient_types", "code_sets", "codes"), ("about",)),
    FormPart("where", _l("Where"), ("work_setting", "places", "live_in", "live_in_states"), ("where",)),
    FormPart(
        "asked",
        _l("What you ask for"),
        (
            "credentials_any", "credentials_all", "credentials_preferred", "apprentice_accepted", "credential_within_months",
            "experience", "specialty_years",
        ),
        ("asked",),
    ),
    FormPart(
        "measured",
        _l("What is measured"),
        (
            "productivity", "record_type", "productivity_unit", "ramp_up_weeks", "accuracy_percent", "ehrs", "encoders",
            "equipment",
        ),
        ("measured",),
    ),
    FormPart(
        "pay",
        _l("Pay and offer"),
        (
            "employment_type", "schedule", "hours_per_week", "pay_basis", "pay_min", "pay_max", "charts_per_hour", "benefits",
            "hiring_test", "hiring_steps",
        ),
        ("pay", "offer"),
    ),
    FormPart("description-part", _l("Description"), ("description",), ("description-part", "description")),
    FormPart(
        "applying",
        _l("How to apply"),
        ("apply_how", "apply_url", "apply_email", "closing_on", "publish_on", "time_zone"),
        ("applying",),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartState:
    part: FormPart
    lacks: tuple[Lack, ...]


def part_of(field: str) -> FormPart:
    """Give the part of the form that shows a field; the first one for a field that no part names."""
    said = SPECS[field].part
    return next((part for part in PARTS if field in part.fields or (said and said in part.declared)), PARTS[0])


def states(lacks: Iterable[Lack]) -> list[PartState]:
    """Give each part with what it lacks."""
    by_part: dict[str, list[Lack]] = {part.id: [] for part in PARTS}
    for lack in lacks:
        by_part[part_of(lack.field).id].append(lack)
    return [PartState(part, tuple(by_part[part.id])) for part in PARTS]
