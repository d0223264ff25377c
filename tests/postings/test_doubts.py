"""What is likely a slip, or will make a moderator look twice."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest

from careercenter.postings import content as c
from careercenter.postings.content import PostingContent
from careercenter.postings.doubts import closes_before_review, doubtful, likely_mistakes
from tests.factories.postings import COMPLETE

CONTENT = dataclasses.replace(COMPLETE, closing_on=date(2026, 12, 19))


def fields(lacks: list) -> set[str]:
    return {lack.field for lack in lacks}


def test_nothing_of_a_complete_posting_is_doubtful() -> None:
    assert doubtful(CONTENT) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Coder $45/hr"}, "title"),
        ({"title": "Outpatient Coder REQ #20931"}, "title"),
        ({"title": "Outpatient Coder JR-104455"}, "title"),
        ({"title": "OUTPATIENT SURGERY CODER"}, "title"),
        ({"title": "Coder wanted!!!"}, "title"),
        ({"patient_types": ()}, "patient_types"),
        ({"code_sets": (), "codes": ()}, "code_sets"),
        ({"credentials_any": (), "credentials_preferred": ()}, "credentials_any"),
        ({"credentials_all": ("cpc",)}, "credentials_any"),
        ({"pay_min": 1499}, "pay_min"),
        ({"pay_max": 8001}, "pay_max"),
        ({"pay_min": 1600, "pay_max": 6500}, "pay_max"),
        ({"description": COMPLETE.description + " This is an on-site position."}, "work_setting"),
        ({"record_type": c.RecordType.INPATIENT, "productivity": 7}, "productivity"),
        ({"record_type": c.RecordType.EM, "productivity": 41}, "productivity"),
        ({"record_type": c.RecordType.HCC, "productivity": 16}, "productivity"),
        (
            {"record_type": c.RecordType.HCC, "productivity": 130, "productivity_unit": c.ProductivityUnit.PER_DAY},
            "productivity",
        ),
        ({"pay_basis": c.PayBasis.PER_CHART, "pay_min": 300, "pay_max": 400}, "charts_per_hour"),
        ({"employment_type": c.EmploymentType.PART_TIME}, "hours_per_week"),
        ({"work_setting": c.WorkSetting.HYBRID}, "onsite_days"),
        ({"productivity": None, "missed_quota": c.MissedQuota.COACHING}, "productivity"),
        ({"contact_shown": True}, "contact_name"),
        ({"requisition_shown": True}, "requisition_number"),
    ],
)
def test_each_slip_is_said_at_its_field(change: dict, field: str) -> None:
    assert field in fields(likely_mistakes(dataclasses.replace(CONTENT, **change)))


@pytest.mark.parametrize(
    "change",
    [
        {"pay_min": 1500, "pay_max": 6000},
        {"record_type": c.RecordType.INPATIENT, "productivity": 6},
        {"record_type": c.RecordType.HCC, "productivity": 60, "productivity_unit": c.ProductivityUnit.PER_DAY},
        {"contact_shown": True, "contact_phone": "555-0100"},
        {"requisition_shown": True, "requisition_number": "R-1"},
        {"title": "CPC, CIC, CCS"},
        {"title": "Coder II (CPT 99202-99499)"},
        {"title": "CAR-T Coder, Q2041 to Q2058"},
    ],
)
def test_the_edge_of_the_usual_is_not_doubtful(change: dict) -> None:
    assert likely_mistakes(dataclasses.replace(CONTENT, **change)) == []


def test_a_heavy_signal_is_told_to_the_author_without_calling_it_a_scam() -> None:
    lacks = doubtful(dataclasses.replace(CONTENT, hiring_steps="Interview on Telegram"))

    assert [lack.field for lack in lacks] == ["hiring_steps"]
    assert "telegram" in lacks[0].message
    assert "scam" not in lacks[0].message.lower()


AT = datetime(2026, 12, 18, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("closing", "waits", "warned"),
    [
        (date(2026, 12, 18), timedelta(0), True),
        (date(2026, 12, 19), timedelta(0), False),
        (date(2026, 12, 21), timedelta(days=4), True),
        (date(2026, 12, 22), timedelta(days=4), False),
    ],
)
def test_a_closing_day_nearer_than_a_review_takes_is_warned_of(closing: date, waits: timedelta, warned: bool) -> None:
    content = dataclasses.replace(CONTENT, closing_on=closing)
    lacks = closes_before_review(content, oldest=AT - waits if waits else None, at=AT)
    assert fields(lacks) == ({"closing_on"} if warned else set())


def test_a_draft_without_a_closing_day_is_not_warned_of_it() -> None:
    assert closes_before_review(PostingContent(), oldest=None, at=AT) == []
