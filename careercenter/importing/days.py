"""Days and time zones in the columns of an import file, in any of the usual ways."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from careercenter.core.places import TIME_ZONES

_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%A, %B %d, %Y")


_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S{0,20}")


def read_day(text: str, zone: str, *, ends: bool = False) -> date | None:
    """Read a day in any of the usual ways; of a span ("… to 13 Oct 2026"), its last day.

    A moment that says its zone is the day it falls on in the posting's zone. One at midnight ends the day before, for a job
    that closes then. A moment without a zone is taken for one of the posting's own. `ends`: the day is the
    last one and not the first.
    """
    last = re.split(r"\s(?:to|until|through)\s", text)[-1].strip()
    if _MOMENT.fullmatch(last) and (moment := _moment(last)) is not None and moment.tzinfo is not None:
        local = moment.astimezone(ZoneInfo(zone))
        return _within_reason((local - timedelta(microseconds=ends)).date(), text)
    last = re.sub(r"^(\d{4}-\d{2}-\d{2})[T ].*$", r"\1", last)
    for form in _DAYS:
        try:
            day = datetime.strptime(last, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        return _within_reason(day, text)
    if not text:
        return None
    raise ValueError(f"{text[:40]!r} is no date. Write it like 2027-01-31.")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _within_reason(day: date, text: str) -> date:
    if not 2000 <= day.year <= 2100:
        raise ValueError(f"{text[:40]!r} is no date. Write it like 2027-01-31.")
    return day


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Give the names of the IANA database that are places; "EST" and "Etc/GMT+5" know no summer time."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def is_zone(text: str) -> bool:
    return text in TIME_ZONES or text in _zones()
