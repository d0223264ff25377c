"""The one place that asks the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Give the present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)


def end_of_day(day: date, time_zone: str) -> datetime:
    """Give the UTC moment at which `day` is over in `time_zone`: the first instant of the next day."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone(time_zone)).astimezone(UTC)


def start_of_day(day: date, time_zone: str) -> datetime:
    """Give the UTC moment at which `day` begins in `time_zone`."""
    return datetime.combine(day, time.min, tzinfo=zone(time_zone)).astimezone(UTC)


def last_day(over: datetime, time_zone: str) -> date:
    """Give the day that is over at the moment `over`: what `end_of_day` was computed of."""
    return last_minute(over).astimezone(zone(time_zone)).date()


def last_minute(over: datetime) -> datetime:
    """Give the last minute before a moment, which people read as the end: 11:59 PM and not midnight of the next day."""
    return over - timedelta(minutes=1)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
