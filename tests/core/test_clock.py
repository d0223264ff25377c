from datetime import UTC, date, datetime

import pytest

from careercenter.core.clock import end_of_day, now, start_of_day


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("America/New_York", datetime(2026, 11, 21, 5, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("UTC", datetime(2026, 11, 21, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_posting_is(zone: str, moment: datetime) -> None:
    assert end_of_day(date(2026, 11, 20), zone) == moment


def test_a_day_on_which_the_clock_goes_back_is_25_hours_long() -> None:
    day = date(2026, 11, 1)
    length = end_of_day(day, "America/New_York") - start_of_day(day, "America/New_York")
    assert length.total_seconds() == 25 * 3600


def test_now_is_aware() -> None:
    assert now().utcoffset() is not None
