"""What a posting says, in the words of pages."""

import dataclasses
from datetime import UTC, datetime

import pytest

from careercenter.core.clock import last_day
from careercenter.employers.models import Employer, EmployerKind, Verification
from careercenter.postings.content import (
    FACTS,
    SPECS,
    AutonomousCoding,
    Check,
    Education,
    ExperienceBand,
    LiveIn,
    MachineApplications,
    MissedQuota,
    Monitoring,
    OnCall,
    PayBasis,
    Place,
    PostingContent,
    Schedule,
    TeamLocation,
    VisaSponsorship,
    WorkSetting,
    WorkZone,
)
from careercenter.postings.facts import facts, joined, needs_words, where_words
from careercenter.postings.presentation import employer_words, verified_words
from tests.factories.postings import COMPLETE

REMOTE = {"work_setting": WorkSetting.REMOTE}
# A content in which each fact shows; what excludes another is said of another.
WHOLE = dataclasses.replace(
    COMPLETE,
    credentials_all=("rhit",),
    apprentice_accepted=True,
    credential_within_months=6,
    places=(Place("Houston", "TX"), Place("Dallas", "TX"), Place("Austin", "TX")),
    live_in_states=("CA", "NY", "WA", "OR"),
    work_setting=WorkSetting.REMOTE,
    onsite_days=0,
    team_location=TeamLocation.MIXED,
    hours_per_week=36,
    pay_basis=PayBasis.PER_CHART,
    pay_min=300,
    pay_max=400,
    charts_per_hour=9,
    no_quota=True,
    missed_quota=MissedQuota.WARNING,
    autonomous_coding=AutonomousCoding.NONE,
    monitoring=Monitoring.ACTIVITY,
    machine_applications=MachineApplications.WELCOME,
    education=Education.ASSOCIATE,
    lasts_weeks=26,
    may_extend=True,
    work_zone=WorkZone.CENTRAL,
    sign_on_bonus=250_000,
    checks=(Check.BACKGROUND,),
    visa_sponsorship=VisaSponsorship.OFFERED,
    department="Revenue Integrity",
    on_call=OnCall.SOME,
    on_call_how="one weekend in six",
    openings=3,
)
MANY = ("TX", "OH", "CA", "NY", "FL")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({**REMOTE}, "Remote"),
        ({**REMOTE, "live_in": LiveIn.ALL}, "Remote, all states"),
        ({**REMOTE, "live_in": LiveIn.LISTED, "live_in_states": ("TX", "OH")}, "Remote in TX and OH"),
        ({**REMOTE, "live_in": LiveIn.LISTED, "live_in_states": MANY}, "Remote in 5 states"),
        ({**REMOTE, "live_in": LiveIn.ALL_BUT, "live_in_states": ("CA", "NY")}, "Remote, all states but CA and NY"),
        ({**REMOTE, "live_in": LiveIn.ALL_BUT, "live_in_states": (*MANY, "PR")}, "Remote in 46 states"),
        ({"work_setting": WorkSetting.ONSITE, "places": (Place("Dayton", "OH"),)}, "On site in Dayton, OH"),
        (
            {"work_setting": WorkSetting.ONSITE, "places": (Place("Dayton", "OH"),), "live_in_states": MANY},
            "On site in Dayton, OH",
        ),
        (
            {"work_setting": WorkSetting.HYBRID, "places": (Place("Dayton", "OH"), Place("Troy", "OH"), Place("Xenia", "OH"))},
            "Hybrid in Dayton, OH and 2 more places",
        ),
        (
            {"work_setting": WorkSetting.REMOTE_AFTER_TRAINING, "places": (Place("Dayton", "OH"),), "live_in": LiveIn.ALL},
            "Remote after training, all states, trained in Dayton, OH",
        ),
        (
            {"work_setting": WorkSetting.HYBRID, "places": (Place("Dayton", "OH"),), "onsite_days": 8},
            "Hybrid in Dayton, OH, 8 days a month on site",
        ),
        (
            {"work_setting": WorkSetting.HYBRID, "places": (Place("Dayton", "OH"),), "onsite_days": 9},
            "Hybrid in Dayton, OH, about 2 days a week on site",
        ),
        ({**REMOTE, "live_in": LiveIn.ALL, "onsite_days": 0}, "Remote, all states, no days on site"),
        ({"onsite_days": 1}, ""),
    ],
)
def test_where(said: dict[str, object], words: str) -> None:
    assert where_words(PostingContent(**said)) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"credentials_any": ("cpc", "ccs")}, "CPC or CCS"),
        ({"credentials_any": ("cpc", "ccs", "coc")}, "CPC, CCS or COC"),
        ({"credentials_all": ("cpc", "crc")}, "CPC and CRC"),
        ({"credentials_all": ("rhit",), "credentials_any": ("ccs", "cic")}, "RHIT, and one of CCS or CIC"),
        ({"credentials_any": ("cpc",), "credentials_preferred": ("chonc",)}, "CPC, prefers CHONC"),
        ({"credentials_preferred": ("chonc",)}, "Prefers CHONC"),
        ({"credentials_any": ("cpc",), "apprentice_accepted": True}, "CPC, apprentice (‑A) accepted"),
        ({"credentials_any": ("cpc",), "credential_within_months": 12}, "CPC, earned within 12 months of starting"),
        ({"credentials_any": ("cpc",), "specialty_years": 1}, "CPC, 1 year in the specialty"),
        ({"experience": ExperienceBand.THREE_TO_FOUR}, "3 to 4 years as a coder"),
    ],
)
def test_needs(said: dict[str, object], words: str) -> None:
    assert needs_words(PostingContent(**said)) == words


def test_a_declared_fact_stands_below_the_row_it_belongs_to() -> None:
    said = PostingContent(
        work_setting=WorkSetting.REMOTE,
        team_location=TeamLocation.US_ONLY,
        missed_quota=MissedQuota.COACHING,
        monitoring=Monitoring.NONE,
        machine_applications=MachineApplications.NOT_WANTED,
        schedule=Schedule.DAY,
    )
    assert [(fact.label, fact.text) for fact in facts(said)][1:] == [
        ("Where", "Remote"),
        ("Where the team sits", "In the United States only"),
        ("If the quota is missed", "Coaching"),
        ("Terms", "Days"),
        ("Monitoring at work", "None"),
        ("Machine-written applications", "Not wanted"),
    ]


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_a_posting_states_stands_on_its_page(name: str) -> None:
    assert facts(dataclasses.replace(WHOLE, **{name: SPECS[name].unsaid})) != facts(WHOLE)


def test_an_empty_draft_says_only_that_pay_is_missing() -> None:
    assert [(fact.label, fact.text) for fact in facts(PostingContent())] == [("Pay", "Not said by the employer")]


def test_pay_stands_first_in_its_own_unit_with_how_the_other_was_computed() -> None:
    first = facts(PostingContent(pay_basis=PayBasis.PER_CHART, pay_min=310, pay_max=310, charts_per_hour=12))[0]
    assert first.text == "$3.10 a chart about $37.20 an hour at the employer’s own 12 charts an hour"
    assert [part.kind for part in first.parts] == ["strong", "small"]


def test_many_states_can_be_read_in_full_and_in_order() -> None:
    where = next(
        fact for fact in facts(PostingContent(**REMOTE, live_in=LiveIn.LISTED, live_in_states=MANY)) if fact.label == "Where"
    )
    assert [part.text for part in where.parts if part.kind == "list"] == ["California, Florida, New York, Ohio, Texas"]


def test_every_state_left_out_is_named_as_such() -> None:
    where = next(
        fact for fact in facts(PostingContent(**REMOTE, live_in=LiveIn.ALL_BUT, live_in_states=MANY)) if fact.label == "Where"
    )
    assert [part.more for part in where.parts if part.kind == "list"] == ["show those left out"]


def test_an_employer_says_how_and_when_it_was_verified() -> None:
    employer = Employer(
        name="Lakeshore",
        kind=EmployerKind.HOSPITAL,
        time_zone="America/New_York",
        verified_at=datetime(2026, 11, 3, 2, 0, tzinfo=UTC),
        verified_by=Verification.MAIL_AT_DOMAIN,
        verified_what="lakeshore.example.com",
    )
    assert verified_words(employer) == "verified by e-mail at lakeshore.example.com, Nov 2, 2026"
    employer.verified_at = None
    assert verified_words(employer) == ""


def test_the_last_day_is_the_day_before_the_first_moment_after_it() -> None:
    closes = datetime(2026, 12, 20, 5, 0, tzinfo=UTC)  # midnight in New York
    last = last_day(closes, "America/New_York")
    assert last.isoformat() == "2026-12-19"


def test_words_are_joined_as_one_says_them() -> None:
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_an_employer_of_no_named_kind_is_not_called_other() -> None:
    known = {"name": "Foxglove", "public_id": "x" * 12, "city": "Reno", "state": "NV"}
    assert employer_words(Employer(**known, kind=EmployerKind.OTHER)).kind == ""
    assert employer_words(Employer(**known, kind=EmployerKind.ASC)).kind == "Ambulatory surgery center"
