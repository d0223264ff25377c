"""What a board in use holds beside its live postings: a queue, an employer with very many jobs, people, applicants."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from bench.generate import SEED, content
from careercenter.accounts.models import Account
from careercenter.core.db import db
from careercenter.employers.models import Employer, Role
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.signals import RULES, read, to_json
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.applications import make_application
from tests.factories.employers import make_member
from tests.factories.profiles import make_profile

LARGEST = "Bench Employer 0"
WAITING = 2_000
PEOPLE = 50_000
APPLICANTS = 500
BATCH = 1_000


def furnish(number: int, at: datetime) -> None:
    """Add to a board with `number` live postings: a tenth of them of one employer, those waiting, people and applicants."""
    largest = db.session.scalars(select(Employer).where(Employer.name == LARGEST)).one()
    some = select(Posting.id).order_by(Posting.id).limit(number // 10)
    db.session.execute(update(Posting).where(Posting.id.in_(some)).values(employer_id=largest.id))
    rng = random.Random(SEED)
    for start in range(0, WAITING, BATCH):
        db.session.execute(insert(Posting), [_waiting(n, rng, at) for n in range(start, start + BATCH)])
    for start in range(0, PEOPLE, BATCH):
        db.session.execute(insert(Account), [_person(n, at) for n in range(start, start + BATCH)])
    db.session.commit()
    posting = _popular()
    for _ in range(APPLICANTS):
        make_application(posting=posting, at=at)
    db.session.commit()


def people() -> dict[str, Account]:
    """Make one person of each kind that pages are measured for."""
    coder, owner = make_coder(), make_account()
    make_profile(coder)
    make_member(_popular().employer, owner, Role.OWNER)
    made = {"coder": coder, "owner": owner, "moderator": make_moderator(), "admin": make_admin()}
    db.session.commit()
    return made


def applicants_address() -> str:
    posting = _popular()
    return f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"


def _popular() -> Posting:
    return db.session.scalars(select(Posting).where(Posting.status == PostingStatus.LIVE).order_by(Posting.id).limit(1)).one()


def _waiting(number: int, rng: random.Random, at: datetime) -> dict[str, object]:
    said = content(rng, at)
    return {
        "public_id": f"w{number:011d}",
        "employer_id": rng.randrange(1, 300),
        "status": PostingStatus.PENDING,
        "title": said.title,
        "content": said,
        "submitted_at": at - timedelta(minutes=number),
        "signals_read": to_json(read(said)),
        "signals_rules": RULES,
    }


def _person(number: int, at: datetime) -> dict[str, object]:
    return {
        "public_id": f"p{number:011d}",
        "email": f"person{number}@bench.example.com",
        "name": f"Person {number} of the bench",
        "password": "",
        "active": True,
        "is_coder": number % 10 > 0,
        "created_at": at - timedelta(minutes=number),
        "confirmed_at": at,
    }
