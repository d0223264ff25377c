"""What columns of values may hold, and what is refused with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from careercenter.importing.columns import Reading, read_row
from careercenter.postings.content import WorkSetting


def read(zone: str = "America/New_York", **values: Any) -> Reading:
    return read_row({"title": "Coder", **values}, time_zone=zone)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01T04:59:59Z", "2026-11-30"),  # one second before midnight in New York
        ("2026-12-01T05:00:00Z", "2026-11-30"),  # midnight ends the day before
        ("2026-12-01T05:00:01Z", "2026-12-01"),
        ("2026-12-01T00:00:00-05:00", "2026-11-30"),
        ("2026-12-01 23:30:00+00:00", "2026-12-01"),
        ("2026-12-01T23:59:59", "2026-12-01"),  # of no zone: the posting's own
        ("2025-09-26T23:59:59.9970", "2025-09-26"),
        ("1 Oct 2026 to 13 Oct 2026", "2026-10-13"),
    ],
)
def test_a_moment_is_the_day_it_falls_on_in_the_zone_of_the_job(said: str, day: str) -> None:
    found = read(closing_on=said)
    assert found.problems == ()
    assert str(found.content.closing_on) == day


def test_the_row_s_own_zone_comes_before_the_employer_s() -> None:
    at_guam = read(closing_on="2026-11-30T15:00:00Z", time_zone="Pacific/Guam")
    assert str(at_guam.content.closing_on) == "2026-12-01"
    assert str(read(publish_on="2026-12-01T05:00:00Z").content.publish_on) == "2026-12-01"


@pytest.mark.parametrize(
    "zone", ["America/Detroit", "America/Boise", "America/Indiana/Knox", "America/Chicago", "US/Eastern", "Asia/Manila"]
)
def test_true_time_zones_are_kept(zone: str) -> None:
    assert read(time_zone=zone).content.time_zone == zone


@pytest.mark.parametrize("zone", ["EST", "Eastern", "America/Houston", "Etc/GMT+5", "../../etc/passwd"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    assert "is no time zone. Write it like America/Chicago." in read(time_zone=zone).problems[0]


@pytest.mark.parametrize("amount", ["28,50", "1,00", "0", "0.00", "28.505", "2,8500", "-3", "1e5"])
def test_an_amount_that_may_be_misread_is_refused(amount: str) -> None:
    assert read(pay_min=amount).problems


@pytest.mark.parametrize(("amount", "cents"), [("28.5", 2850), ("$62,000", 6_200_000), ("1,062,000.50", 106_200_050)])
def test_an_amount_is_read_to_the_cent(amount: str, cents: int) -> None:
    assert read(pay_min=amount).content.pay_min == cents


@pytest.mark.parametrize(("said", "slugs"), [("Cardiology", ("cardiovascular",)), ("Oncology|cath lab", ("oncology",))])
def test_specialties_go_by_their_synonyms(said: str, slugs: tuple[str, ...]) -> None:
    found = read(specialties=said)
    assert found.problems == ()
    assert found.content.specialties[: len(slugs)] == slugs


def test_schema_org_s_word_for_remote_is_known() -> None:
    assert read(remote="TELECOMMUTE").content.work_setting is WorkSetting.REMOTE
    assert read(jobLocationType="TELECOMMUTE").content.work_setting is WorkSetting.REMOTE
