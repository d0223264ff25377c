"""What is missing, and what cannot be."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest

from careercenter.postings import content as c
from careercenter.postings.completeness import contradictions, missing, told
from careercenter.postings.content import Place, PostingContent
from tests.factories.postings import COMPLETE

AT = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
CONTENT = dataclasses.replace(COMPLETE, closing_on=date(2026, 12, 19))


def fields(lacks: list) -> set[str]:
    return {lack.field for lack in lacks}


def test_a_complete_posting_lacks_nothing() -> None:
    assert missing(CONTENT, AT) == []


def test_an_empty_posting_is_told_everything_it_needs() -> None:
    assert fields(missing(PostingContent(), AT)) == {
        "title", "specialties", "experience", "work_setting", "employment_type", "pay_basis", "pay_min", "pay_max",
        "description", "closing_on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "x" * 121}, "title"),
        ({"specialties": ("oncology",) * 6}, "specialties"),
        ({"specialties": ("juggling",)}, "specialties"),
        ({"credentials_all": ("phd",)}, "credentials_all"),
        ({"work_setting": c.WorkSetting.ONSITE}, "places"),
        ({"work_setting": c.WorkSetting.HYBRID, "places": (Place("Austin", ""),)}, "places"),
        ({"work_setting": c.WorkSetting.REMOTE_AFTER_TRAINING}, "places"),
        ({"live_in": None}, "live_in"),
        ({"live_in": c.LiveIn.LISTED, "live_in_states": ()}, "live_in_states"),
        ({"live_in_states": ("XX",)}, "live_in_states"),
        ({"pay_min": 4200}, "pay_max"),
        ({"pay_max": None}, "pay_max"),
        ({"onsite_days": 1}, "onsite_days"),
        ({"work_setting": c.WorkSetting.HYBRID, "onsite_days": 0}, "onsite_days"),
        ({"work_setting": c.WorkSetting.ONSITE, "onsite_days": 20}, "onsite_days"),
        ({"checks": (c.Check.DRUG_TEST, c.Check.NO_DRUG_TEST)}, "checks"),
        ({"checks": (c.Check.VACCINATION, c.Check.NO_VACCINATION)}, "checks"),
        ({"no_quota": True}, "no_quota"),
        ({"no_quota": True, "productivity": None, "missed_quota": c.MissedQuota.WARNING}, "missed_quota"),
        ({"productivity_unit": None}, "productivity_unit"),
        ({"record_type": None}, "record_type"),
        ({"description": "Short."}, "description"),
        ({"description": "x" * 30_001}, "description"),
        ({"apply_how": c.ApplyHow.LINK}, "apply_url"),
        ({"apply_how": c.ApplyHow.LINK, "apply_url": "http://example.com"}, "apply_url"),
        ({"apply_how": c.ApplyHow.ADDRESS}, "apply_email"),
        ({"closing_on": date(2026, 11, 18)}, "closing_on"),
        ({"closing_on": date(2026, 11, 19) + timedelta(days=91)}, "closing_on"),
        ({"publish_on": date(2026, 12, 19)}, "publish_on"),
    ],
)
def test_each_lack_is_said_at_its_field(change: dict, field: str) -> None:
    assert field in fields(missing(dataclasses.replace(CONTENT, **change), AT))


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2026, 11, 19) + timedelta(days=90)])
def test_the_first_and_the_last_possible_closing_day_are_taken(day: date) -> None:
    assert missing(dataclasses.replace(CONTENT, closing_on=day), AT) == []


def test_today_is_the_postings_own() -> None:
    """At 3:00 UTC on the 20th it is still the 19th in Honolulu, and the 20th nowhere in the states."""
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    closing = dataclasses.replace(CONTENT, closing_on=date(2026, 11, 19), time_zone="Pacific/Honolulu")

    assert missing(closing, at) == []
    assert fields(missing(dataclasses.replace(closing, time_zone="Pacific/Guam"), at)) == {"closing_on"}


def test_an_import_may_leave_out_what_announcements_leave_out_but_not_contradict_itself() -> None:
    bare = dataclasses.replace(
        CONTENT, pay_basis=None, pay_min=None, pay_max=None, experience=None, employment_type=None, live_in=None
    )

    assert missing(bare, AT, imported=True) == []
    assert fields(missing(dataclasses.replace(CONTENT, pay_min=9900), AT, imported=True)) == {"pay_max"}


def test_how_much_is_told_goes_from_nothing_to_all() -> None:
    assert told(PostingContent()) == 0
    assert told(CONTENT) == 1
    assert told(dataclasses.replace(CONTENT, productivity=None)) < 1
    assert told(dataclasses.replace(CONTENT, productivity=None, no_quota=True)) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"onsite_days": 0},
        {"work_setting": c.WorkSetting.HYBRID, "onsite_days": 1},
        {"work_setting": c.WorkSetting.REMOTE_AFTER_TRAINING, "onsite_days": 2},
        {"work_setting": c.WorkSetting.REMOTE_AFTER_TRAINING, "onsite_days": 0},
        {"productivity": None, "no_quota": True},
        {"missed_quota": c.MissedQuota.ENDS},
        {"checks": (c.Check.BACKGROUND, c.Check.NO_DRUG_TEST, c.Check.VACCINATION)},
    ],
)
def test_what_goes_together_is_no_contradiction(said: dict) -> None:
    assert list(contradictions(dataclasses.replace(CONTENT, **said))) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pay_min": 6_500_000, "pay_max": 7_100_000, "pay_basis": c.PayBasis.HOURLY}, "pay_max"),
        ({"pay_min": 3400, "pay_max": 50_100, "pay_basis": c.PayBasis.HOURLY}, "pay_max"),
        ({"pay_min": None, "pay_max": 499, "pay_basis": c.PayBasis.HOURLY}, "pay_max"),
        ({"pay_min": 100, "pay_max": 3400, "pay_basis": c.PayBasis.HOURLY}, "pay_min"),
        ({"pay_min": 3400, "pay_max": 4100, "pay_basis": c.PayBasis.SALARY, "hours_per_week": None}, "pay_min"),
        ({"pay_min": 6_500_000_00, "pay_max": None, "pay_basis": c.PayBasis.SALARY}, "pay_min"),
        ({"pay_min": 8500, "pay_max": 30_000, "pay_basis": c.PayBasis.PER_CHART}, "pay_max"),
        ({"pay_min": 32_000, "pay_max": 700_000, "pay_basis": c.PayBasis.PER_DIEM}, "pay_max"),
    ],
)
def test_pay_that_nobody_is_paid_is_a_contradiction_a_draft_is_held_to(change: dict, field: str) -> None:
    assert field in fields(list(contradictions(dataclasses.replace(CONTENT, **change))))


@pytest.mark.parametrize(
    "change",
    [
        {"pay_min": 500, "pay_max": 50_000, "pay_basis": c.PayBasis.HOURLY},
        {"pay_min": 900_000, "pay_max": 900_000, "pay_basis": c.PayBasis.SALARY, "hours_per_week": None,
         "employment_type": c.EmploymentType.PART_TIME},
        {"pay_min": 300_000, "pay_max": 90_000_00, "pay_basis": c.PayBasis.PER_PROJECT},
        {"pay_min": 350, "pay_max": 425, "pay_basis": c.PayBasis.PER_CHART, "charts_per_hour": None},
    ],
)  # fmt: skip
def test_unusual_pay_and_pay_that_says_nothing_by_the_hour_are_none(change: dict) -> None:
    assert not list(contradictions(dataclasses.replace(CONTENT, **change)))
