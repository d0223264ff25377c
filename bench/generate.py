"""A large board, the same for the same seed: postings of every specialty with believable lengths and distributions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert

from bench import words
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
from careercenter.postings.search_document import document_of
from careercenter.search.interface import Document
from careercenter.taxonomy.catalogue import credentials, specialties

SEED = 20261121
EMPLOYERS = 300
BATCH = 1000

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
        codes=tuple(sorted(rng.sample(named[0].example_codes, min(len(named[0].example_codes), rng.choice((0, 1, 2)))))),
        # With the other fields about 390 words a posting.
        description=words.text(rng, rng.randrange(180, 480)),
        closing_on=(at + timedelta(days=rng.randrange(5, 80))).date(),
    )


@dataclass(frozen=True, slots=True)
class Live:
    """A live posting before it is a row or a document; `employer` counts from 0."""

    number: int
    content: PostingContent
    employer: int
    posted_at: datetime
    closes_at: datetime

    @property
    def public_id(self) -> str:
        return f"{self.number:012d}"


def postings(numbers: Iterable[int], at: datetime) -> Iterator[Live]:
    """Give these of the endless row of live postings: each is the same whichever others are asked for."""
    for number in numbers:
        rng = random.Random(f"{SEED} {number}")
        said = content(rng, at)
        posted = at - timedelta(seconds=rng.randrange(3600, 40 * 24 * 3600))
        yield Live(number, said, rng.randrange(EMPLOYERS), posted, at + timedelta(days=rng.randrange(5, 80)))


def documents(numbers: Iterable[int], at: datetime) -> Iterator[Document]:
    """Give the search documents of these postings, without a database."""
    employers = [Employer(public_id=f"e{n:011d}", name=_employer(n), version=1) for n in range(EMPLOYERS)]
    for one in postings(numbers, at):
        yield document_of(
            Posting(
                public_id=one.public_id,
                content=one.content,
                employer=employers[one.employer],
                version=1,
                posted_at=one.posted_at,
                closes_at=one.closes_at,
            )
        )


def fill(number: int, at: datetime) -> None:
    """Put `number` live postings of 300 employers into an empty board, and commit."""
    rng = random.Random(SEED)
    db.session.execute(
        insert(Employer),
        [
            {"name": _employer(n), "kind": rng.choice(list(EmployerKind)), "verified_at": at if n % 3 else None}
            for n in range(EMPLOYERS)
        ],
    )
    for start in range(0, number, BATCH):
        some = postings(range(start, min(number, start + BATCH)), at)
        db.session.execute(insert(Posting), [_row(one) for one in some])
    db.session.commit()


def _employer(number: int) -> str:
    return f"Bench Employer {number}"


def _row(one: Live) -> dict[str, object]:
    return {
        "public_id": one.public_id,
        "employer_id": one.employer + 1,
        "status": PostingStatus.LIVE,
        "title": one.content.title,
        "content": one.content,
        "posted_at": one.posted_at,
        "submitted_at": one.posted_at,
        "closes_at": one.closes_at,
    }


def address(posting: Posting) -> str:
    return f"/jobs/{posting.public_id}-{slug(posting.title)}"
