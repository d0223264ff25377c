"""What may happen to an employer."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken, Stale
from careercenter.employers import queries, services
from careercenter.employers.logo import remade
from careercenter.employers.models import Employer, EmployerKind, Verification
from careercenter.employers.services import EmployerProfile
from careercenter.storage import references
from tests.employers.test_logo import picture
from tests.factories.employers import make_employer, make_verified_employer

AT = now()
PROFILE = EmployerProfile(name="Northfield  Clinic ", kind=EmployerKind.ASC, website="northfield.example.com", state="OH")


@pytest.fixture
def owner(session: Session) -> Account:
    made = Account(email="owner@example.com", name="Olga", confirmed_at=AT)
    session.add(made)
    session.flush()
    return made


def test_who_makes_an_employer_owns_it(session: Session, owner: Account) -> None:
    made = services.create(PROFILE, actor=owner, at=AT)
    assert (made.name, made.website, made.host) == (
        "Northfield Clinic",
        "https://northfield.example.com",
        "northfield.example.com",
    )
    assert owner.role_in(made.id) == "owner"
    assert set(session.scalars(select(AuditEntry.what))) == {"employer.created", "membership.began"}


def test_a_command_makes_an_employer_without_members(session: Session) -> None:
    assert list(queries.members(services.create(PROFILE, actor=None, at=AT))) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"website": "http://example.com"}, "website"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"about": "x" * 5001}, "about"),
        ({"equal_opportunity": "x" * 1501}, "equal_opportunity"),
        ({"state": "ZZ"}, "state"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(owner: Account, change: dict[str, str], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.create(dataclasses.replace(PROFILE, **change), actor=owner, at=AT)
    assert refused.value.field == field


def test_a_profile_somebody_changed_meanwhile_is_not_overwritten(owner: Account, session: Session) -> None:
    made = make_employer("Northfield Clinic", owner=owner)
    seen = made.version
    services.change_profile(made, PROFILE, version=seen, actor=owner, at=AT)
    session.commit()
    with pytest.raises(Stale):
        services.change_profile(made, dataclasses.replace(PROFILE, name="Mine"), version=seen, actor=owner, at=AT)
    assert made.name == "Northfield Clinic"


def changed(employer: Employer, owner: Account, **values: str) -> list[str]:
    profile = dataclasses.replace(EmployerProfile.of(employer), **values)
    return services.change_profile(employer, profile, version=employer.version, actor=owner, at=AT)


def test_a_new_name_or_host_ends_the_verification(owner: Account) -> None:
    for values in ({"name": "Southfield Clinic"}, {"website": "https://southfield.example.com"}):
        employer = make_verified_employer()
        changed(employer, owner, **values)
        assert employer.verified_at is None
        assert employer.verified_by is None


def test_other_changes_keep_the_verification(owner: Account) -> None:
    employer = make_verified_employer()
    assert changed(employer, owner, about="Words", website="https://www.northfield.example.com/about") == ["website", "about"]
    assert employer.verified_at is not None
    assert changed(employer, owner) == []


def test_verifying_and_suspending_are_written_down(session: Session, owner: Account) -> None:
    employer = make_employer()
    services.verify(employer, by=Verification.TELEPHONE, what="the number on its site", actor=owner, at=AT)
    services.end_verification(employer, actor=owner, at=AT)
    services.suspend(employer, words="Asks for money", actor=owner, at=AT)
    with pytest.raises(RuleBroken):
        services.suspend(employer, words="", actor=owner, at=AT)
    services.end_suspension(employer, actor=owner, at=AT)
    with pytest.raises(RuleBroken):
        services.end_suspension(employer, actor=owner, at=AT)
    assert list(session.scalars(select(AuditEntry.what).order_by(AuditEntry.id))) == [
        "employer.verified",
        "employer.verification_ended",
        "employer.suspended",
        "employer.suspension_ended",
    ]


def test_a_picture_is_kept_while_it_is_referred_to(app: Flask, session: Session, owner: Account) -> None:
    employer = make_employer()
    services.set_logo(employer, remade(picture()), files=app.extensions["files"], actor=owner, at=AT)
    session.flush()
    needed = references.referred()
    assert needed is not None
    assert employer.logo in {row[0] for row in session.execute(needed)}
    assert app.extensions["files"].get(employer.logo)[:4] == b"RIFF"
    services.remove_logo(employer, actor=owner, at=AT)
    assert employer.logo is None
