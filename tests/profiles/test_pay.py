"""The pay a coder looks for, as it is typed."""

from __future__ import annotations

import pytest

from careercenter.core.errors import RuleBroken
from careercenter.profiles.pay import hourly_cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("34.50", 3450),
        ("$36", 3600),
        ("$30/hr", 3000),
        ("30 an hour", 3000),
        ("from $28", 2800),
        ("62k", 2981),
        ("62,000", 2981),
        ("72000", 3462),
        ("$62,000 a year", 2981),
        ("$1,200 a week", 3000),
        ("$30 to $35", 3000),
    ],
)
def test_pay_is_read_as_the_search_reads_it(typed: str, cents: int) -> None:
    assert hourly_cents(typed) == cents


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("lots", "Enter pay like $34.50, 30 an hour or 62k."),
        ("1e999997", "Enter pay like $34.50, 30 an hour or 62k."),
        ("9e400000", "Enter pay like $34.50, 30 an hour or 62k."),
        ("٣٤", "Enter pay like $34.50, 30 an hour or 62k."),
        ("NaN", "Enter pay like $34.50, 30 an hour or 62k."),
        ("$3 a chart", "Enter what you want to earn in an hour or a year, like $34.50 or 62k."),
        ("600", "Say what the pay is for: an hour, a week, a month or a year."),
        ("5", "Enter pay between $7 and $500 an hour, or the same for a year."),
        ("1500000", "Enter pay between $7 and $500 an hour, or the same for a year."),
        ("3" * 41, "Shorten the pay to 40 characters."),
    ],
)
def test_what_is_no_such_pay_is_refused_with_what_to_do(typed: str, refusal: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        hourly_cents(typed)
    assert str(broken.value) == refusal
