"""Employers, their people and invitations, for tests and the demonstration alike."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers import queries
from careercenter.employers.models import Employer, EmployerKind, Invitation, Membership, Role, Verification

_numbers = itertools.count(1)


def make_employer(name: str | None = None, *, owner: Account | None = None, **values: Any) -> Employer:
    """Make a plain employer, with `owner` as its owner where given."""
    made = Employer(name=name or f"Northfield Clinic {next(_numbers)}", **{"kind": EmployerKind.HOSPITAL, **values})
    db.session.add(made)
    db.session.flush()
    if owner is not None:
        make_member(made, owner, Role.OWNER)
    return made


def make_verified_employer(name: str | None = None, *, at: datetime | None = None, **values: Any) -> Employer:
    verification = {"verified_by": Verification.MAIL_AT_DOMAIN, "verified_what": "northfield.example.com"}
    return make_employer(
        name, **{"verified_at": at or now(), "website": "https://northfield.example.com", **verification, **values}
    )


def make_suspended_employer(name: str | None = None, *, at: datetime | None = None, **values: Any) -> Employer:
    return make_employer(name, suspended_at=at or now(), **values)


def make_member(employer: Employer, account: Account, role: Role = Role.RECRUITER, **values: Any) -> Membership:
    made = Membership(employer_id=employer.id, account_id=account.id, role=role, **values)
    db.session.add(made)
    db.session.flush()
    db.session.expire(employer, ["members"])
    db.session.expire(account, ["memberships"])
    return made


def make_former_member(employer: Employer, account: Account, role: Role = Role.RECRUITER) -> Membership:
    return make_member(employer, account, role, ended_at=now())


def make_invitation(
    employer: Employer, email: str, *, token: str = "a-token-for-tests", role: Role = Role.RECRUITER, **values: Any
) -> Invitation:
    at = values.pop("made_at", now())
    made = Invitation(
        employer_id=employer.id,
        email=email,
        role=role,
        token_hash=queries.token_hash(token),
        made_at=at,
        **{"expires_at": at + timedelta(days=14), **values},
    )
    db.session.add(made)
    db.session.flush()
    return made
