"""Which employers are here already for somebody who is about to set one up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.employers import services_joining, services_known
from careercenter.employers.models import Employer, EmployerKind, Role
from careercenter.employers.services import EmployerProfile
from tests.factories.accounts import make_account
from tests.factories.employers import make_employer, make_former_member, make_verified_employer

AT = now()
SITE = "https://www.riverbend.example.com/jobs"


@pytest.fixture
def asker(session: Session) -> Account:
    return make_account("ann@riverbend.example.com")


def owner(email: str = "olga@elsewhere.example.com") -> Account:
    return make_account(email)


def by_address(account: Account) -> list[Employer]:
    return services_known.by_address(account, at=AT)


def test_a_verified_website_at_the_domain_is_known(asker: Account) -> None:
    employer = make_verified_employer("Riverbend Hospital", owner=owner(), website=SITE)
    assert by_address(asker) == [employer]
    assert by_address(make_account("bob@coding.riverbend.example.com")) == [employer]
    assert by_address(make_account("bob@notriverbend.example.com")) == []


def test_a_website_that_nobody_verified_is_only_a_claim(asker: Account) -> None:
    make_employer("Riverbend Hospital", owner=owner(), website=SITE)
    assert by_address(asker) == []


def test_a_member_with_a_confirmed_address_at_the_domain_makes_it_known(asker: Account) -> None:
    employer = make_employer("Riverbend Hospital", owner=owner("olga@riverbend.example.com"))
    assert by_address(asker) == [employer]


def test_an_unconfirmed_or_former_member_does_not(asker: Account) -> None:
    employer = make_employer("Riverbend Hospital", owner=owner())
    make_former_member(employer, make_account("rita@riverbend.example.com"))
    make_employer("Another Clinic", owner=make_account("una@riverbend.example.com", confirmed=False))
    assert by_address(asker) == []


@pytest.mark.parametrize("domain", ["gmail.com", "comcast.net", "mail.yahoo.com", "outlook.fr", "yahoo.co.uk", "example.com"])
def test_people_of_one_public_mail_service_are_not_colleagues(session: Session, domain: str) -> None:
    make_verified_employer("Riverbend Hospital", owner=owner(f"olga@{domain}"), website=f"https://{domain}")
    assert by_address(make_account(f"ann@{domain}")) == []


def test_who_has_not_confirmed_the_address_is_shown_nobody(session: Session) -> None:
    make_employer("Riverbend Hospital", owner=owner("olga@riverbend.example.com"))
    assert by_address(make_account("ann@riverbend.example.com", confirmed=False)) == []


@pytest.mark.parametrize("values", [{"suspended_at": AT}, {"closed_at": AT, "suspended_at": AT}, {"unlisted": True}])
def test_an_employer_that_is_off_the_board_is_not_offered(asker: Account, values: dict[str, object]) -> None:
    make_verified_employer("Riverbend Hospital", owner=owner(), website=SITE, **values)
    assert by_address(asker) == []


def test_one_with_nobody_to_answer_and_ones_own_are_not_offered(asker: Account) -> None:
    make_verified_employer("Riverbend Hospital", website=SITE)
    make_verified_employer("Riverbend Clinic", owner=make_account(active=False), website=SITE)
    make_verified_employer("Riverbend Billing", owner=asker, website=SITE)
    assert by_address(asker) == []


def test_a_name_or_website_like_its_own_makes_an_employer_known(session: Session) -> None:
    employer = make_employer("Riverbend Hospital", owner=owner(), website=SITE)
    somebody = make_account("ann@gmail.com")

    def known(name: str, website: str = "") -> list[Employer]:
        return services_known.all_of(EmployerProfile(name, EmployerKind.HOSPITAL, website), somebody, at=AT)

    assert known("The Riverbend Hospital, Inc.") == [employer]
    assert known("Riverbent Hospital") == [employer]
    assert known("Billing of Duluth", "https://riverbend.example.com") == [employer]
    assert known("Billing of Duluth") == []


def test_one_that_was_asked_is_not_offered_again(asker: Account) -> None:
    olga = owner()
    employer = make_verified_employer("Riverbend Hospital", owner=olga, website=SITE)
    asked = services_joining.ask(employer, actor=asker, at=AT)
    assert by_address(asker) == []
    services_joining.decline(asked, actor=olga, at=AT)
    assert by_address(asker) == []
    assert services_known.by_address(asker, at=AT + timedelta(days=31)) == [employer]
    assert asker.role_in(employer.id) is not Role.OWNER
