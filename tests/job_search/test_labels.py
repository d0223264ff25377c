from __future__ import annotations

import pytest

from careercenter.job_search.labels import limit_label, value_label
from careercenter.language.quantities import Bound
from careercenter.postings.search_schema import Facet


@pytest.mark.parametrize(
    ("facet", "number", "words"),
    [
        (Facet.SPECIALTY_YEARS, 1, "at most 1 year"),
        (Facet.SPECIALTY_YEARS, 0, "at most 0 years"),
        (Facet.ONSITE_DAYS, 1, "at most 1 day a month on site"),
        (Facet.RAMP_UP, 1, "at most 1 week"),
        (Facet.PRODUCTIVITY, 1, "at most 1 record an hour"),
        (Facet.PRODUCTIVITY, 1.5, "at most 1.5 records an hour"),
        (Facet.HOURS, 37.5, "at most 37.5 hours a week"),
    ],
)
def test_one_of_a_thing_is_named_as_one(facet: Facet, number: float, words: str) -> None:
    assert limit_label(facet, Bound.AT_MOST, number) == words


def test_a_choice_of_one_is_named_as_one() -> None:
    assert value_label(Facet.SPECIALTY_YEARS, "1") == "at most 1 year"
