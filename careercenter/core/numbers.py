"""Whole numbers, hours, dollars and days as people type them. The shape is looked at before anything is computed.

`int`, `float`, `Decimal` and the readers of dates also take "1e999997", "٣", "1_000", "nan" and a million digits; some of these
cost minutes of processor time, some raise what nobody expects. So text from outside is read here and nowhere else. Each
function gives None for what it does not know; what to say then is the caller's matter.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

# Nine digits are more than anything that is counted here, and cost nothing.
_WHOLE = re.compile(r"[0-9]{1,9}")
_HALVES = re.compile(r"([0-9]{1,3})(?:\.([05])0?)?")
_DOLLARS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 40
FIRST_YEAR, LAST_YEAR = 2000, 2200


def whole(text: str | None, *, low: int = 0, high: int = 999_999_999) -> int | None:
    """Read "12"; None for anything but digits, and outside of `low` to `high`."""
    if text is None or not _WHOLE.fullmatch(text):
        return None
    number = int(text)
    return number if low <= number <= high else None


def halves(text: str | None, *, low: float, high: float) -> float | None:
    """Read a number in steps of a half, "40" or "37.5", which a float holds exactly."""
    if text is None or not (match := _HALVES.fullmatch(text)):
        return None
    number = int(match[1]) + (0.5 if match[2] == "5" else 0)
    return number if low <= number <= high else None


def cents(text: str | None) -> int | None:
    """Read dollars as people write them, "34", "34.50", "$71,000", as exact cents; at most 999,999,999.99."""
    if text is None or len(text) > LONGEST:
        return None
    plain = "".join(text.split()).removeprefix("$").removesuffix("$")
    return int(Decimal(plain.replace(",", "")) * 100) if _DOLLARS.fullmatch(plain) else None


def day(text: str | None) -> date | None:
    """Read "2026-12-19"; None for another way of writing, a day that is not in the calendar or one of another age."""
    if text is None or not _DAY.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def day_written(text: str, *forms: str) -> date | None:
    """Read a day written in one of `forms` (as `strptime` has them), for files of others."""
    if len(text) > LONGEST or not text.isascii():
        return None
    for form in forms:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
    return None
