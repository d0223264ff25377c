"""The page an invitation leads to: whoever was invited joins on it, and nobody else does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts import queries as accounts
from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.cli.demo.accounts import PASSWORD
from careercenter.core.clock import now
from careercenter.employers.models import Employer, Role
from careercenter.mail.models import Letter
from tests.factories.accounts import make_account
from tests.factories.employers import make_employer, make_invitation

SignIn = Callable[..., FlaskClient]
LINK = "/invitations/a-token-for-tests"
NEW = {"name": "Nina Newcomer", "password": "a winter of 4 quiet charts"}


@pytest.fixture
def owner(session: Session) -> Account:
    return make_account("owner@example.com", name="Olga Owner")


@pytest.fixture
def employer(owner: Account) -> Employer:
    return make_employer("Northfield Clinic", owner=owner)


@pytest.fixture
def invited(employer: Employer) -> str:
    make_invitation(employer, "new@example.com", role=Role.RECRUITER)
    return "new@example.com"


def signed_in(client: FlaskClient) -> bool:
    return client.get("/employers/mine").status_code == 200


def count(session: Session, email: str) -> int:
    return session.scalar(select(func.count()).select_from(Letter).where(Letter.recipient == email)) or 0


def test_one_e_mail_and_two_pages_bring_a_new_colleague_in(
    sign_in: SignIn, client: FlaskClient, owner: Account, employer: Employer, session: Session
) -> None:
    sign_in(owner).post(
        f"/employers/{employer.public_id}/members/invite", data={"email": "new@example.com", "role": "recruiter"}
    )
    letter = session.scalars(select(Letter).where(Letter.template == "invitation")).one()
    found = re.search(r"http://localhost(/invitations/\S+)", letter.text)
    assert found
    client.delete_cookie("careercenter")
    page = client.get(found[1])
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert 'value="new@example.com" readonly' in page.text
    assert 'name="kind"' not in page.text, "who is invited hires"
    done = client.post(found[1], data=NEW)
    assert (done.status_code, done.location) == (303, f"/employers/{employer.public_id}/postings")
    assert client.get(done.location).status_code == 200
    new = accounts.by_email("new@example.com")
    assert new is not None
    assert (new.name, new.is_confirmed, new.is_coder) == ("Nina Newcomer", True, False)
    assert new.role_in(employer.id) == "recruiter"
    assert count(session, "new@example.com") == 1, "no second e-mail proves the address"


def test_looking_at_the_page_changes_nothing(client: FlaskClient, invited: str) -> None:
    client.get(LINK)
    assert accounts.by_email(invited) is None


def test_a_weak_password_or_no_name_is_said_at_the_field_and_nothing_is_made(client: FlaskClient, invited: str) -> None:
    for data, words in (
        ({**NEW, "password": "short"}, "Enter a password of 10 characters or more."),
        ({**NEW, "name": ""}, "Enter your name."),
    ):
        answer = client.post(LINK, data=data)
        assert answer.status_code == 422
        assert words in answer.text
    assert accounts.by_email(invited) is None


def test_the_link_works_once(client: FlaskClient, invited: str, session: Session) -> None:
    assert client.post(LINK, data=NEW).status_code == 303
    client.delete_cookie("careercenter")
    again = client.post(LINK, data={**NEW, "password": "another winter of charts"})
    assert again.status_code == 409
    assert "accepted already" in again.text
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("values", "words"),
    [({"expires_at": now() - timedelta(minutes=1)}, "has expired"), ({"withdrawn_at": now()}, "was withdrawn, or a newer one")],
)
def test_a_link_that_is_over_makes_no_account(
    client: FlaskClient, employer: Employer, values: dict[str, object], words: str
) -> None:
    make_invitation(employer, "new@example.com", **values)
    answer = client.post(LINK, data=NEW)
    assert answer.status_code == 409
    assert words in answer.text
    assert accounts.by_email("new@example.com") is None


def test_a_suspended_employer_takes_nobody_in(client: FlaskClient, employer: Employer, invited: str) -> None:
    employer.suspended_at = now()
    assert client.post(LINK, data=NEW).status_code == 409
    assert accounts.by_email(invited) is None


def test_an_address_with_an_account_signs_in_and_joins_by_one_press(
    client: FlaskClient, employer: Employer, invited: str
) -> None:
    account = make_account(invited)
    page = client.get(LINK).text
    assert "Sign in and join" in page
    assert 'name="name"' not in page
    wrong = client.post(LINK, data={"password": "not my password at all"})
    assert wrong.status_code == 422
    assert "The password is incorrect." in wrong.text
    assert account.role_in(employer.id) is None
    assert client.post(LINK, data={"password": PASSWORD}).location == f"/employers/{employer.public_id}/postings"
    assert account.role_in(employer.id) == "recruiter"
    assert signed_in(client)


def test_the_password_of_an_account_is_never_set_by_an_invitation(
    client: FlaskClient, employer: Employer, invited: str, session: Session
) -> None:
    account = make_account(invited, name="Known Already")
    assert client.post(LINK, data=NEW).status_code == 422
    assert account.name == "Known Already"
    assert not signed_in(client)
    failed = session.scalars(select(AuditEntry).where(AuditEntry.what == "account.sign_in_failed")).all()
    assert [entry.subject_id for entry in failed] == [account.id]


def test_a_second_factor_comes_before_joining(client: FlaskClient, employer: Employer, invited: str) -> None:
    account = make_account(invited, tf_totp_secret="{}")
    answer = client.post(LINK, data={"password": PASSWORD})
    assert answer.location == "/login/code"
    assert account.role_in(employer.id) is None
    assert not signed_in(client)
    with client.session_transaction() as cookie:
        assert cookie["half_way"][3] == LINK, "after the code one is back at the invitation"


def test_a_suspended_account_stays_shut(client: FlaskClient, employer: Employer, invited: str) -> None:
    account = make_account(invited, active=False)
    assert client.post(LINK, data={"password": PASSWORD}).status_code == 422
    assert account.role_in(employer.id) is None
    assert not signed_in(client)


def test_what_somebody_began_with_the_address_ends_where_its_owner_joins(
    client: FlaskClient, employer: Employer, invited: str
) -> None:
    stranger = make_account(invited, name="Sly Stranger", confirmed=False)
    assert client.post(LINK, data=NEW).status_code == 303
    new = accounts.by_email(invited)
    assert new is not None
    assert new.id != stranger.id
    assert (stranger.active, stranger.role_in(employer.id)) == (False, None)
    assert new.role_in(employer.id) == "recruiter"


def test_who_is_signed_in_with_the_address_joins_by_a_press(sign_in: SignIn, employer: Employer, invited: str) -> None:
    new = make_account(invited)
    browser = sign_in(new)
    assert "Join Northfield Clinic" in browser.get(LINK).text
    assert new.role_in(employer.id) is None
    assert browser.post(LINK).location == f"/employers/{employer.public_id}/postings"
    assert browser.post(LINK).status_code == 409
    assert "accepted already" in browser.get(LINK).text


def test_an_account_of_another_address_joins_nothing(sign_in: SignIn, employer: Employer, invited: str) -> None:
    other = make_account("other@example.com")
    assert sign_in(other).post(LINK, data=NEW).status_code == 409
    assert other.role_in(employer.id) is None
    assert accounts.by_email(invited) is None


def test_inviting_an_address_anew_with_another_role_says_so(
    sign_in: SignIn, owner: Account, employer: Employer, invited: str
) -> None:
    browser, team = sign_in(owner), f"/employers/{employer.public_id}/members"
    browser.post(f"{team}/invite", data={"email": " NEW@example.com", "role": "viewer"})
    assert "on its way to new@example.com, as Viewer. The earlier one, as Recruiter, no longer works." in browser.get(team).text
    browser.post(f"{team}/invite", data={"email": "new@example.com", "role": "viewer"})
    assert "The link in the earlier one no longer works." in browser.get(team).text
    browser.post(f"{team}/invite", data={"email": "else@example.com", "role": "viewer"})
    assert "An invitation is on its way to else@example.com." in browser.get(team).text
