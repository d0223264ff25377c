"""Numbers and days as people type them: what has no such shape is never computed."""

from datetime import date

import pytest

from careercenter.core import numbers

# What `int`, `float`, `Decimal` or a reader of dates would take, at a cost, or choke on.
HOSTILE = (
    "1e999997", "9e400000", "1E5", "-1e9", "9" * 100_000, "0000001" + "9" * 5_000, "1" + ",000" * 20_000, "٣", "३७", "１２",
    "nan", "NaN", "inf", "-inf", "Infinity", "-0", "-5", "+5", "1_000", "0x1F", "0b1", "0o7", "1.", ".5", "1..2", "1,00",
    "1,000,00", "12 345", "½", "²", "\x00", "\u200b", "12\n", "2026-12-19T00:00", "20261219", "2026-W51-6", "99999-01-01",
    "2026-13-40", "0001-01-01", "٢٠٢٦-١٢-١٩", " ", "--", "$", "$$5",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_numbers_are_none(text: str) -> None:
    assert numbers.whole(text) is None or text == "20261219"
    assert numbers.halves(text, low=0, high=80) is None
    assert numbers.day(text) is None
    assert numbers.cents(text) is None or text in ("12 345", "12\n", "20261219")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_nothing_but_a_few_digits_is_computed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []

    def reading(kind: type) -> object:
        return lambda said: computed.append(str(said)) or kind(said)

    monkeypatch.setattr(numbers, "int", reading(int), raising=False)
    monkeypatch.setattr(numbers, "Decimal", reading(numbers.Decimal))
    for read in (numbers.whole, numbers.cents, lambda text: numbers.halves(text, low=0, high=80)):
        read(text)
    assert all(len(said) <= 18 and said.isascii() and said.replace(".", "").isdigit() for said in computed)


def test_whole_numbers_stay_within_their_bounds() -> None:
    assert [numbers.whole(text, low=1, high=36) for text in ("0", "1", "036", "36", "37", "", None)] == [
        None, 1, 36, 36, None, None, None,
    ]  # fmt: skip


def test_half_hours_are_read_and_other_parts_are_not() -> None:
    said = ("40", "37.5", "37.50", "40.0", "37.25", "0.5", "80.5", "37,5")
    assert [numbers.halves(text, low=1, high=80) for text in said] == [40, 37.5, 37.5, 40, None, None, None, None]


def test_dollars_are_exact_cents() -> None:
    said = ("34", "34.5", "34.50", "$71,000", "71,000 $", "$ 71\u00a0000", "999,999,999.99", "1,000,000,000,000")
    assert [numbers.cents(text) for text in said] == [
        3400, 3450, 3450, 7_100_000, 7_100_000, 7_100_000, 99_999_999_999, None,
    ]  # fmt: skip


def test_days_are_those_of_the_calendar() -> None:
    assert numbers.day("2028-02-29") == date(2028, 2, 29)
    assert [numbers.day(text) for text in ("2027-02-29", "1999-12-31", "2201-01-01")] == [None, None, None]


def test_days_of_files_are_read_in_the_ways_named() -> None:
    assert numbers.day_written("12/19/2026", "%Y-%m-%d", "%m/%d/%Y") == date(2026, 12, 19)
    assert numbers.day_written("١٢/١٩/٢٠٢٦", "%m/%d/%Y") is None
    assert numbers.day_written("12/19/2026" + " " * 100_000, "%m/%d/%Y") is None
