"""Postings in every status, made as people make them: through the services."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from careercenter.accounts.models import Account
from careercenter.cli.demo.factories import PATHS, take_action
from careercenter.core.clock import now, zone
from careercenter.core.db import db
from careercenter.employers.models import Employer, Role
from careercenter.postings import services
from careercenter.postings.content import (
    AutonomousCoding,
    Benefit,
    CodeSet,
    EmploymentType,
    Equipment,
    ExperienceBand,
    HiringTest,
    LiveIn,
    MachineApplications,
    Monitoring,
    PatientType,
    PayBasis,
    PostingContent,
    ProductivityUnit,
    RecordType,
    Schedule,
    TeamLocation,
    WorkSetting,
)
from careercenter.postings.lifecycle import PostingAction, PostingStatus
from careercenter.postings.models import Posting
from tests.factories import employers
from tests.factories.accounts import make_account, make_moderator
from tests.factories.employers import make_employer

S = PostingStatus

COMPLETE = PostingContent(
    title="Cellular Therapy Coding Specialist",
    specialties=("cellular-therapy", "medical-oncology"),
    patient_types=(PatientType.OUTPATIENT_FACILITY, PatientType.PROFEE),
    code_sets=(CodeSet.CPT, CodeSet.ICD10_CM),
    codes=("38225-38228", "Q2041"),
    credentials_any=("cpc", "ccs"),
    credentials_preferred=("chonc",),
    experience=ExperienceBand.THREE_TO_FOUR,
    specialty_years=1,
    work_setting=WorkSetting.REMOTE,
    team_location=TeamLocation.US_ONLY,
    live_in=LiveIn.ALL_BUT,
    live_in_states=("CA", "NY"),
    employment_type=EmploymentType.FULL_TIME,
    schedule=Schedule.FLEXIBLE,
    pay_basis=PayBasis.HOURLY,
    pay_min=3400,
    pay_max=4100,
    productivity=9,
    productivity_unit=ProductivityUnit.PER_HOUR,
    record_type=RecordType.OUTPATIENT,
    ramp_up_weeks=8,
    accuracy_percent=95,
    autonomous_coding=AutonomousCoding.SUGGESTIONS,
    monitoring=Monitoring.NONE,
    ehrs=("Epic",),
    encoders=("360 Encompass",),
    equipment=Equipment.EMPLOYER,
    benefits=(Benefit.HEALTH, Benefit.PTO),
    hiring_test=HiringTest.CASES,
    hiring_steps="A coding check, one conversation by video, an offer",
    machine_applications=MachineApplications.SAY_SO,
    description=(
        "You own the revenue side of our cell therapy program from collection to infusion: charges, the product code, "
        "prior authorization numbers on the claim, and the appeals when a payer disagrees.\n\n"
        "- Keep the four dates of one patient apart when they fall in different months\n"
        "- Match the product to the pharmacy invoice\n"
        "- Write queries that physicians answer, and answer the billing office the same day\n\n"
        "You work beside two coders who handle the inpatient stays, and you meet the clinic once a week."
    ),
)

PLAIN_DESCRIPTION = (
    "You read what physicians write down and choose the numbers that say it. The team meets on Tuesday and keeps its promises."
)


def content(at: datetime | None = None, **changes: Any) -> PostingContent:
    """Give a complete content that closes 30 days after `at`; any field can be said otherwise."""
    changes.setdefault(
        "closing_on", (at or now()).astimezone(zone(changes.get("time_zone", COMPLETE.time_zone))).date() + timedelta(days=30)
    )
    return dataclasses.replace(COMPLETE, **changes)


def make_posting_employer(name: str | None = None, **fields: Any) -> Employer:
    return make_employer(name, **{"website": "https://harrowgate.example.com", **fields})


def make_member(employer: Employer, role: Role = Role.OWNER, name: str = "Ida Marlow", **values: Any) -> Account:
    """Make a person who belongs to `employer`."""
    account = make_account(name=name, **values)
    employers.make_member(employer, account, role)
    return account


def make_posting(
    status: PostingStatus = S.LIVE,
    *,
    employer: Employer | None = None,
    author: Account | None = None,
    moderator: Account | None = None,
    at: datetime | None = None,
    words: PostingContent | None = None,
    **changes: Any,
) -> Posting:
    """Make a posting and walk it to `status`. `at` is when it was drafted; `changes` are fields of its content.

    An expired one was drafted 40 days before `at` unless its closing day is said.
    """
    at = at or now()
    employer = employer or make_posting_employer()
    author = author or make_member(employer)
    if status is S.EXPIRED and "closing_on" not in changes:
        changes["closing_on"] = (at - timedelta(days=2)).date()
        at -= timedelta(days=40)
    if status is S.SCHEDULED:
        changes.setdefault("publish_on", (at + timedelta(days=7)).date())
    posting = services.draft(employer, words or content(at, **changes), actor=author, at=at)
    db.session.flush()
    _walk(posting, status, author, moderator or make_moderator(), at)
    db.session.flush()
    return posting


def _walk(posting: Posting, status: PostingStatus, author: Account, moderator: Account, at: datetime) -> None:
    for action in PATHS[status]:
        moment = posting.closes_at if action is PostingAction.EXPIRE else at
        assert moment is not None
        take_action(posting, action, author=author, moderator=moderator, at=moment)
