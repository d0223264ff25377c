"""The parts of the posting's form hold every field, once, and know what is missing in them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from careercenter.postings.completeness import missing
from careercenter.postings.content import SPECS, PostingContent
from careercenter.postings.form_parts import PARTS, part_of, states

AT = datetime(2026, 11, 19, tzinfo=UTC)


def test_every_field_stands_in_one_part() -> None:
    laid_out = Counter(field for part in PARTS for field in part.fields)
    declared = {said for part in PARTS for said in part.declared}

    assert {field: number for field, number in laid_out.items() if number > 1} == {}
    for field, spec in SPECS.items():
        assert (field in laid_out) is (spec.part == ""), f"{field}: laid out by a template, or declared with a part"
        assert spec.part in {"", *declared}, f"{field}: no part of the form shows “{spec.part}”"


def test_what_is_missing_stands_in_its_part() -> None:
    lacks = {state.part.id: {lack.field for lack in state.lacks} for state in states(missing(PostingContent(), AT))}

    assert lacks["about"] == {"title", "specialties"}
    assert lacks["pay"] == {"employment_type", "pay_basis", "pay_min", "pay_max"}
    assert lacks["measured"] == set()
    assert part_of("closing_on").id == "applying"
