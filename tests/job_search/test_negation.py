"""What is refused in the words coders use: it keeps out what it names, and is never read as its opposite."""

from __future__ import annotations

import pytest

from careercenter.job_search.understanding import interpret
from careercenter.postings.search_schema import Facet
from careercenter.search.query import FacetValue


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("do not need cpc", ["not_credential:cpc"]),
        ("dont need cpc", ["not_credential:cpc"]),
        ("not for cpc-a", ["not_credential:cpc-a"]),
        ("not interested in billing", ["not_specialty:medical-billing"]),
        ("anything but inpatient", ["not_specialty:inpatient"]),
        ("does not require own equipment", ["not_equipment:own"]),
        ("camera off", ["not_monitoring:recording"]),
        ("no keystroke monitoring", ["not_monitoring:activity"]),
        ("no sign on bonus", ["not_benefit:sign-on"]),
        ("no travel contracts", ["not_employment:contract_w2"]),
        ("no work in texas", ["not_state:TX"]),
        ("weekends not required", ["not_schedule:weekend"]),
        ("not working in california", ["not_state:CA"]),
    ],
)
def test_a_refusal_keeps_out_what_it_names(text: str, keys: list[str]) -> None:
    assert [one.key for one in interpret(text).entities] == keys


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("no travel coder", "no travel coder"),
        ("no ceu requirement", "no ceu requirement"),
        ("no ceus required", "no ceus required"),
        ("no exam fee", "no exam fee"),
        ("no aapc membership required", "no aapc membership required"),
        ("epic not required", "epic not required"),
        ("epic experience not needed", "epic experience not needed"),
        ("work from home not required", "work from home not required"),
        ("no meetings coder", "no meetings"),
    ],
)
def test_what_is_only_not_needed_keeps_nothing_out(text: str, dropped: str) -> None:
    found = interpret(text)
    assert (found.entities, found.words, found.dropped) == ((), (), (dropped,))
    assert found.criteria.query.must_not == ()


@pytest.mark.parametrize("text", ["not dallas or san antonio", "not in dallas, san antonio", "except dallas and san antonio"])
def test_a_list_of_cities_left_out_goes_on(text: str) -> None:
    found = interpret(text)
    assert (found.criteria.near, sorted(found.words)) == (None, ['-"dallas"', '-"san antonio"'])


def test_a_kind_of_patients_refused_is_the_specialty_and_the_patient_type() -> None:
    (clause,) = interpret("no inpatient").criteria.query.must_not
    assert set(clause.satisfied_by) == {
        FacetValue(Facet.SPECIALTY, "inpatient"),
        FacetValue(Facet.PATIENT_TYPE, "inpatient-facility"),
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ai free coder job", "autonomous:none"),
        ("certification not required", "experience:0-1"),
        ("jobs that don't require certification", "experience:0-1"),
    ],
)
def test_a_refusal_that_names_a_value_asks_for_it(text: str, key: str) -> None:
    assert [one.key for one in interpret(text).entities] == [key]


@pytest.mark.parametrize(
    ("text", "specialties"), [("teaching hospital inpatient coder", ("inpatient",)), ("quality over quantity coder", ())]
)
def test_part_of_a_phrase_that_says_something_else_is_left_as_words(text: str, specialties: tuple[str, ...]) -> None:
    found = interpret(text)
    assert (found.specialties, bool(found.words)) == (specialties, True)
