"""A large board, the same for the same seed: postings of every specialty with believable lengths and distributions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import insert

from careercenter.core.db import db
from careercenter.core.ids import slug
from careercenter.core.places import STATES
from careercenter.employers.models import Employer, EmployerKind
from careercenter.postings.content import (
    CodeSet,
    EmploymentType,
    ExperienceBand,
    LiveIn,
    PatientType,
    PayBasis,
    Place,
    PostingContent,
    WorkSetting,
)
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.taxonomy.catalogue import credentials, specialties

SEED = 20261121
EMPLOYERS = 300
BATCH = 1000

WORDS = (
    "chart encounter account claim query physician surgeon note record audit denial appeal modifier charge infusion drug "
    "unit wastage authorization payer edit bundle sequence principal secondary diagnosis procedure device implant pathology "
    "operative template worklist queue backlog turnaround accuracy feedback education provider clinic campus service line "
    "tumor board transplant cell lab pharmacy apheresis registry documentation severity mortality readmission capture "
    "reconciliation ledger deposit overlap shift month close holiday mentor team huddle dashboard policy guideline advice "
    "quarter release update crosswalk inventory schedule remote office visit consult "
).split()
TITLES = (
    "Coder",
    "Coding Specialist",
    "Senior Coder",
    "Coding Auditor",
    "Coder II",
    "Coding Analyst",
    "Billing Specialist",
    "Lead Coder",
)
CITIES = (
    ("Houston", "TX"),
    ("Columbus", "OH"),
    ("Tampa", "FL"),
    ("Denver", "CO"),
    ("Boise", "ID"),
    ("Albany", "NY"),
    ("Omaha", "NE"),
)
EHRS = ("Epic", "Oracle Health", "MEDITECH", "athenahealth", "eClinicalWorks", "NextGen")


def content(rng: random.Random, at: datetime) -> PostingContent:
    """Give one complete posting."""
    named = rng.sample(specialties(), rng.choice((1, 1, 2, 3)))
    held = rng.sample(credentials(), 4)
    low = rng.randrange(1900, 4800, 25)
    remote = rng.random() < 0.65
    live_in = rng.choice(list(LiveIn)) if remote else None
    description = " ".join(rng.choice(WORDS) for _ in range(rng.randrange(120, 320)))
    return PostingContent(
        title=f"{named[0].name} {rng.choice(TITLES)}"[:110],
        specialties=tuple(one.slug for one in named),
        patient_types=tuple(rng.sample(list(PatientType), rng.choice((1, 2)))),
        code_sets=tuple(rng.sample(list(CodeSet), 3)),
        credentials_any=(held[0].slug, held[1].slug),
        credentials_all=(held[2].slug,) if rng.random() < 0.3 else (),
        credentials_preferred=(held[3].slug,),
        experience=rng.choice(list(ExperienceBand)),
        work_setting=WorkSetting.REMOTE if remote else rng.choice((WorkSetting.HYBRID, WorkSetting.ONSITE)),
        places=() if remote else (Place(*rng.choice(CITIES)),),
        live_in=live_in,
        live_in_states=() if live_in in (None, LiveIn.ALL) else tuple(sorted(rng.sample(sorted(STATES), rng.randrange(2, 20)))),
        employment_type=rng.choice(list(EmploymentType)),
        pay_basis=PayBasis.HOURLY,
        pay_min=low,
        pay_max=low + rng.randrange(200, 1400, 25),
        ehrs=(rng.choice(EHRS),),
        description=description,
        closing_on=(at + timedelta(days=rng.randrange(5, 80))).date(),
    )


def fill(number: int, at: datetime) -> None:
    """Put `number` live postings of 300 employers into an empty board, and commit."""
    rng = random.Random(SEED)
    db.session.execute(
        insert(Employer),
        [
            {"name": f"Bench Employer {n}", "kind": rng.choice(list(EmployerKind)), "verified_at": at if n % 3 else None}
            for n in range(EMPLOYERS)
        ],
    )
    rows: list[dict[str, object]] = []
    for one in _rows(rng, number, at):
        rows.append(one)
        if len(rows) == BATCH:
            db.session.execute(insert(Posting), rows)
            rows = []
    if rows:
        db.session.execute(insert(Posting), rows)
    db.session.commit()


def _rows(rng: random.Random, number: int, at: datetime) -> Iterator[dict[str, object]]:
    for n in range(number):
        said = content(rng, at)
        posted = at - timedelta(hours=rng.randrange(1, 24 * 40))
        yield {
            "public_id": f"{n:012d}"[-12:],
            "employer_id": rng.randrange(1, EMPLOYERS + 1),
            "status": PostingStatus.LIVE,
            "title": said.title,
            "content": said,
            "posted_at": posted,
            "submitted_at": posted,
            "closes_at": at + timedelta(days=rng.randrange(5, 80)),
        }


def address(posting: Posting) -> str:
    return f"/jobs/{posting.public_id}-{slug(posting.title)}"
