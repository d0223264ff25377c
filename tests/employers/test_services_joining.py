"""Asking to join an employer that is here already."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.accounts.services_closing import close as close_account
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import Barred, RuleBroken
from careercenter.employers import queries, services_closing, services_joining, services_membership
from careercenter.employers.models import Employer, JoinRequest, JoinStatus, Role
from careercenter.mail.models import Letter
from tests.factories.accounts import make_account
from tests.factories.employers import make_employer, make_invitation, make_member, make_verified_employer

AT = now()


@pytest.fixture
def owner(session: Session) -> Account:
    return make_account("olga@riverbend.example.com", name="Olga Owner")


@pytest.fixture
def employer(owner: Account) -> Employer:
    return make_verified_employer("Riverbend Hospital", owner=owner, website="https://riverbend.example.com")


@pytest.fixture
def asker(session: Session) -> Account:
    return make_account("ann@riverbend.example.com", name="Ann Asker")


def letters(session: Session, template: str) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.template == template).order_by(Letter.id)))


def what(session: Session, request: JoinRequest) -> list[str]:
    query = select(AuditEntry.what).where(AuditEntry.subject_kind == "join_request", AuditEntry.subject_id == request.id)
    return list(session.scalars(query.order_by(AuditEntry.id)))


def test_asking_writes_one_e_mail_to_each_owner_and_nobody_else(session: Session, employer: Employer, asker: Account) -> None:
    make_member(employer, make_account("rita@riverbend.example.com"), Role.RECRUITER)
    asked = services_joining.ask(employer, actor=asker, at=AT)
    (letter,) = letters(session, "join_asked")
    assert letter.recipient == "olga@riverbend.example.com"
    assert "Ann Asker" in letter.subject
    assert "ann@riverbend.example.com" in letter.text
    assert "at the domain of your website" in letter.text
    assert asker.role_in(employer.id) is None
    assert what(session, asked) == ["join.asked"]


def test_who_is_accepted_has_the_role_the_owner_chose_and_is_told(
    session: Session, employer: Employer, owner: Account, asker: Account
) -> None:
    asked = services_joining.ask(employer, actor=asker, at=AT)
    services_joining.accept(asked, Role.VIEWER, actor=owner, at=AT)
    assert asker.role_in(employer.id) == "viewer"
    assert (asked.status, asked.decided_by_id) == (JoinStatus.ACCEPTED, owner.id)
    (letter,) = letters(session, "join_accepted")
    assert letter.recipient == asker.email
    assert what(session, asked) == ["join.asked", "join.accepted"]


def test_who_is_declined_is_told_in_neutral_words_that_name_nobody(
    session: Session, employer: Employer, owner: Account, asker: Account
) -> None:
    asked = services_joining.ask(employer, actor=asker, at=AT)
    services_joining.decline(asked, actor=owner, at=AT)
    (letter,) = letters(session, "join_declined")
    assert "You were not added" in letter.text
    for words in (letter.text, letter.html, letter.subject):
        assert "Olga" not in words
        assert owner.email not in words
    assert asker.role_in(employer.id) is None


def test_who_was_declined_asks_again_after_thirty_days(employer: Employer, owner: Account, asker: Account) -> None:
    services_joining.decline(services_joining.ask(employer, actor=asker, at=AT), actor=owner, at=AT)
    with pytest.raises(RuleBroken, match="cannot ask again yet"):
        services_joining.ask(employer, actor=asker, at=AT + timedelta(days=29))
    assert services_joining.ask(employer, actor=asker, at=AT + timedelta(days=31))


def test_one_asks_once_and_a_few_employers_at_a_time(session: Session, employer: Employer, asker: Account) -> None:
    first = services_joining.ask(employer, actor=asker, at=AT)
    with pytest.raises(RuleBroken, match="already asked to join Riverbend Hospital"):
        services_joining.ask(employer, actor=asker, at=AT)
    for _number in range(services_joining.MOST_WAITING - 1):
        services_joining.ask(make_employer(owner=make_account()), actor=asker, at=AT)
    other = make_employer(owner=make_account())
    with pytest.raises(RuleBroken, match="up to 3 employers at a time"):
        services_joining.ask(other, actor=asker, at=AT)
    services_joining.withdraw(first, actor=asker, at=AT)
    assert services_joining.ask(other, actor=asker, at=AT)
    assert what(session, first) == ["join.asked", "join.withdrawn"]


def test_an_employer_is_asked_by_so_many_people_a_day(
    session: Session, employer: Employer, asker: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services_joining, "MOST_A_DAY", 2)
    for _number in range(2):
        services_joining.ask(employer, actor=make_account(), at=AT)
    with pytest.raises(RuleBroken, match="Try again tomorrow"):
        services_joining.ask(employer, actor=asker, at=AT)
    assert len(letters(session, "join_asked")) == 2
    assert services_joining.ask(employer, actor=asker, at=AT + timedelta(days=1, seconds=1))


def test_a_request_is_answered_once(employer: Employer, owner: Account, asker: Account) -> None:
    asked = services_joining.ask(employer, actor=asker, at=AT)
    services_joining.withdraw(asked, actor=asker, at=AT)
    with pytest.raises(RuleBroken, match="no longer be accepted"):
        services_joining.accept(asked, Role.OWNER, actor=owner, at=AT)
    with pytest.raises(RuleBroken, match="already answered or taken back"):
        services_joining.decline(asked, actor=owner, at=AT)
    assert asker.role_in(employer.id) is None


def test_a_member_does_not_ask_and_a_suspended_employer_is_not_asked(
    employer: Employer, owner: Account, asker: Account
) -> None:
    with pytest.raises(RuleBroken, match="member of Riverbend Hospital already"):
        services_joining.ask(employer, actor=owner, at=AT)
    employer.suspended_at = AT
    with pytest.raises(Barred):
        services_joining.ask(employer, actor=asker, at=AT)


def test_a_suspended_account_is_not_let_in(employer: Employer, owner: Account, asker: Account) -> None:
    asked = services_joining.ask(employer, actor=asker, at=AT)
    asker.active = False
    with pytest.raises(RuleBroken, match="no longer be accepted"):
        services_joining.accept(asked, Role.VIEWER, actor=owner, at=AT)


def test_an_invitation_that_is_accepted_answers_what_was_asked(employer: Employer, asker: Account) -> None:
    asked = services_joining.ask(employer, actor=asker, at=AT)
    services_membership.accept(make_invitation(employer, asker.email), actor=asker, at=AT)
    assert asked.status is JoinStatus.ACCEPTED
    assert list(queries.waiting_join_requests(employer)) == []


def test_what_waits_ends_with_the_account_and_with_the_employer(employer: Employer, owner: Account, asker: Account) -> None:
    gone, other = make_account(), make_account()
    by_gone = services_joining.ask(employer, actor=gone, at=AT)
    by_other = services_joining.ask(employer, actor=other, at=AT)
    close_account(gone, at=AT)
    assert by_gone.status is JoinStatus.WITHDRAWN
    services_closing.close(employer, words="", actor=owner, at=AT)
    assert by_other.status is JoinStatus.DECLINED
