"""Pay in words, for searches and announcements alike: the units it is paid by, amounts of dollars, and what nobody is paid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from careercenter.taxonomy.vocabulary import vocabulary
from careercenter.taxonomy.work_terms import BASIS_OF_UNIT, PayBasis, PayUnit

# The unit a posting keeps an amount in.
UNIT_OF_BASIS = {basis: unit for unit, basis in BASIS_OF_UNIT.items()} | {PayBasis.SALARY: PayUnit.YEAR}

# Cents within which an amount can be meant, as a posting states it. Outside it the unit or the number is wrong.
LIKELY = {
    PayBasis.HOURLY: (3_00, 250_00),
    PayBasis.SALARY: (10_000_00, 900_000_00),
    PayBasis.PER_CHART: (10, 150_00),
    PayBasis.PER_DIEM: (50_00, 3_000_00),
    PayBasis.PER_PROJECT: (50_00, 200_000_00),
}


@dataclass(frozen=True, slots=True)
class Pay:
    """Amounts in cents for one `unit`; either may be missing: "up to", "from". `said`: the words, where they are quoted."""

    unit: PayUnit
    low: int | None
    high: int | None = None
    said: str = ""

    @property
    def basis(self) -> PayBasis:
        return self.unit.basis

    @property
    def amount(self) -> float:
        """Give the least in dollars; a whole number as one."""
        cents = self.low or 0
        return cents / 100 if cents % 100 else cents // 100

    @property
    def hourly_cents(self) -> int | None:
        """Give the least in cents an hour; None where the unit says nothing of hours."""
        return round((self.low or 0) / self.unit.hours) if self.unit.hours else None


# Commas part thousands: "28,50" is no number.
NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,7})(?:\.\d{1,2})?"
# What stands between an amount and its unit.
PER = r"(?:/|\bp(?:er)?\b|\ban?\b|\beach\b|\bevery\b)"


def dollars(number: str, *, thousands: bool = False) -> Decimal:
    """Give the dollars of what NUMBER matched."""
    return Decimal(number.replace(",", "")) * (1000 if thousands else 1)


def spelled(phrases: tuple[str, ...]) -> str:
    """Give a pattern of phrases, the longest first, with a space or a hyphen, or none, where a hyphen stands."""
    longest = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,3}").replace(r"\-", r"[\s-]{0,2}") for phrase in longest)


def unit_said(words: str) -> PayUnit:
    """Give the unit that words of the table say, however they are joined: "bi-weekly", "biweekly", "two weeks"."""
    return _units()[_joined(words)]


@lru_cache(maxsize=1)
def _units() -> dict[str, PayUnit]:
    return {_joined(word): unit for unit in PayUnit for word in (*words_per(unit), *words_alone(unit))}


def _joined(words: str) -> str:
    return re.sub(r"[\s-]+", "", words.lower())


def words_per(unit: PayUnit) -> tuple[str, ...]:
    """Give how a unit is written behind "per", "/" or "a": "hour", "hr"."""
    return vocabulary().pay_units[unit]["per"]


def words_alone(unit: PayUnit) -> tuple[str, ...]:
    """Give the words that say a unit by themselves: "hourly"."""
    return vocabulary().pay_units[unit]["alone"]
