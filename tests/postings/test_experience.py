"""The years a posting asks for, in full and in short."""

from __future__ import annotations

import pytest

from careercenter.postings.content import ExperienceBand, PostingContent
from careercenter.postings.experience import short_years_words, years_words


@pytest.mark.parametrize(
    ("band", "years", "full", "short"),
    [
        (None, None, "", ""),
        (None, 2, "2 years in the specialty", "2 years in the specialty"),
        (ExperienceBand.ENTRY, None, "entry level", "entry level"),
        (ExperienceBand.ENTRY, 1, "entry level and 1 year in the specialty", "entry level, 1 year in the specialty"),
        (ExperienceBand.THREE_TO_FOUR, None, "3 to 4 years as a coder", "3–4 years"),
        (
            ExperienceBand.THREE_TO_FOUR,
            1,
            "3 to 4 years as a coder and 1 year in the specialty",
            "3–4 years, 1 in the specialty",
        ),
        (ExperienceBand.TEN_UP, 5, "10 years or more as a coder and 5 years in the specialty", "10+ years, 5 in the specialty"),
    ],
)
def test_no_measure_of_years_is_left_out(band: ExperienceBand | None, years: int | None, full: str, short: str) -> None:
    said = PostingContent(experience=band, specialty_years=years)
    assert (years_words(said), short_years_words(said)) == (full, short)
