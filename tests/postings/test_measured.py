"""How work is measured, in full and in short."""

from __future__ import annotations

import pytest

from careercenter.postings.content import PostingContent, ProductivityUnit, RecordType
from careercenter.postings.measured import measured_words, short_measured_words

NINE = {"productivity": 9, "productivity_unit": ProductivityUnit.PER_HOUR, "accuracy_percent": 95}


@pytest.mark.parametrize(
    ("said", "full", "short"),
    [
        ({}, "", ""),
        (
            {**NINE, "record_type": RecordType.CHARTS, "ramp_up_weeks": 8},
            "9 charts an hour after 8 weeks, 95% accuracy",
            "9 charts an hour, 95% accuracy",
        ),
        (
            {**NINE, "record_type": RecordType.OUTPATIENT},
            "9 outpatient facility accounts an hour, 95% accuracy",
            "9 outpatient accounts an hour, 95% accuracy",
        ),
        ({"productivity": 40, "productivity_unit": ProductivityUnit.PER_DAY}, "40 charts a day", "40 charts a day"),
        ({"no_quota": True, "accuracy_percent": 97}, "No quota, 97% accuracy", "No quota, 97% accuracy"),
    ],
)
def test_pace_and_accuracy_are_said(said: dict[str, object], full: str, short: str) -> None:
    content = PostingContent(**said)
    assert (measured_words(content), short_measured_words(content)) == (full, short)
