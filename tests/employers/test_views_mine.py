"""Setting an employer up, or asking to join one that is here already, as people use the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.employers import queries
from careercenter.employers.models import Employer, Role
from careercenter.mail.models import Letter
from tests.factories.accounts import make_account, make_moderator
from tests.factories.employers import make_member, make_verified_employer

SignIn = Callable[..., FlaskClient]
PROFILE = {"name": "Duluth Billing", "kind": "billing", "time_zone": "America/Chicago", "state": "MN"}
NEW = "/employers/new"


@pytest.fixture
def owner(session: Session) -> Account:
    return make_account("olga@riverbend.example.com", name="Olga Owner")


@pytest.fixture
def employer(owner: Account) -> Employer:
    return make_verified_employer("Riverbend Hospital", owner=owner, website="https://riverbend.example.com")


@pytest.fixture
def asker(session: Session, employer: Employer) -> Account:
    return make_account("ann@riverbend.example.com", name="Ann Asker")


def ask(browser: FlaskClient, employer: Employer) -> None:
    assert browser.post(f"/employers/{employer.public_id}/requests").location == "/employers/mine"


def test_who_is_at_the_domain_of_an_employer_is_shown_it_first(sign_in: SignIn, asker: Account, employer: Employer) -> None:
    page = sign_in(asker).get(NEW)
    assert page.status_code == 200
    assert "Riverbend Hospital is here already" in page.text
    assert "Ask to join" in page.text
    assert 'name="kind"' not in page.text, "the form comes after the choice"
    for secret in ("Olga", "olga@"):
        assert secret not in page.text
    link = re.search(r'href="(/employers/new\?different=[^"]+)"', page.text)
    assert link
    form = sign_in(asker).get(link[1]).text
    assert 'name="kind"' in form
    assert "is here already" not in form


def test_who_says_that_it_is_a_different_one_sets_it_up_and_that_is_kept_for_moderators(
    sign_in: SignIn, asker: Account, employer: Employer, session: Session
) -> None:
    browser = sign_in(asker)
    assert browser.post(NEW, data=PROFILE).status_code == 422, "the choice cannot be passed over"
    done = browser.post(NEW, data={**PROFILE, "different": employer.public_id})
    assert done.status_code == 303
    made = session.scalars(select(Employer).where(Employer.name == "Duluth Billing")).one()
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.what == "employer.created", AuditEntry.subject_id == made.id)
    ).one()
    assert entry.detail["different_from"] == [employer.public_id]
    desk = sign_in(make_moderator()).get(f"/desk/employers/{made.public_id}").text
    assert "was shown" in desk
    assert "said it is a different employer" in desk


def test_a_name_like_another_ones_asks_first_and_keeps_what_was_typed(
    sign_in: SignIn, employer: Employer, session: Session
) -> None:
    browser = sign_in(make_account("ann@gmail.com"))
    assert 'name="kind"' in browser.get(NEW).text
    answer = browser.post(NEW, data={**PROFILE, "name": "Riverbend Hospital Inc.", "about": "Kept words"})
    assert answer.status_code == 422
    assert "Riverbend Hospital is here already" in answer.text
    assert "Kept words" in answer.text
    assert "It is a different employer: create it" in answer.text
    assert session.scalars(select(Employer)).all() == [employer]
    different = re.search(r'name="different"[^>]*value="([^"]+)"', answer.text)
    assert different
    assert browser.post(NEW, data={**PROFILE, "name": "Riverbend Hospital Inc.", "different": different[1]}).status_code == 303


def test_asking_is_seen_and_taken_back(sign_in: SignIn, asker: Account, employer: Employer, session: Session) -> None:
    browser = sign_in(asker)
    ask(browser, employer)
    mine = browser.get("/employers/mine").text
    assert "We asked the owners of Riverbend Hospital." in mine
    assert "Waiting for an owner" in mine
    assert "You asked to join Riverbend Hospital" in browser.get(NEW).text
    (asked,) = queries.waiting_join_requests(employer)
    address = f"/employers/{employer.public_id}/requests/{asked.public_id}/withdraw"
    assert sign_in(make_account()).post(address).status_code == 404, "nobody else takes it back"
    assert browser.post(address).status_code == 303
    assert "Taken back by you" in browser.get("/employers/mine").text
    assert browser.post(address).status_code == 404
    assert len(session.scalars(select(Letter).where(Letter.template == "join_asked")).all()) == 1


def test_an_owner_adds_who_asked_on_the_team_page_with_a_role(
    sign_in: SignIn, owner: Account, asker: Account, employer: Employer
) -> None:
    ask(sign_in(asker), employer)
    team = sign_in(owner).get(f"/employers/{employer.public_id}/members").text
    assert "Requests to join" in team
    assert "ann@riverbend.example.com" in team
    assert "at your website’s domain" in team
    (asked,) = queries.waiting_join_requests(employer)
    address = f"/employers/{employer.public_id}/requests/{asked.public_id}/accept"
    browser = sign_in(owner)
    assert browser.post(address, data={f"{asked.public_id}-role": "king"}).status_code == 409
    assert browser.post(address, data={f"{asked.public_id}-role": "viewer"}).status_code == 303
    assert asker.role_in(employer.id) == "viewer"
    assert "Ann Asker is now a member. Role: Viewer." in browser.get(f"/employers/{employer.public_id}/members").text


def test_an_owner_declines_and_the_asker_reads_it(sign_in: SignIn, owner: Account, asker: Account, employer: Employer) -> None:
    ask(sign_in(asker), employer)
    (asked,) = queries.waiting_join_requests(employer)
    assert sign_in(owner).post(f"/employers/{employer.public_id}/requests/{asked.public_id}/decline").status_code == 303
    mine = sign_in(asker).get("/employers/mine").text
    assert "Not added" in mine
    assert "Olga" not in mine


def test_recruiters_viewers_and_the_asker_decide_nothing(
    sign_in: SignIn, asker: Account, employer: Employer, session: Session
) -> None:
    ask(sign_in(asker), employer)
    (asked,) = queries.waiting_join_requests(employer)
    recruiter, viewer = make_account(), make_account()
    make_member(employer, recruiter, Role.RECRUITER)
    make_member(employer, viewer, Role.VIEWER)
    for account in (recruiter, viewer, asker, make_account()):
        browser = sign_in(account)
        for act in ("accept", "decline"):
            assert browser.post(f"/employers/{employer.public_id}/requests/{asked.public_id}/{act}").status_code == 404
    assert "Requests to join" not in sign_in(viewer).get(f"/employers/{employer.public_id}/members").text


def test_an_unconfirmed_account_asks_nobody(sign_in: SignIn, employer: Employer, session: Session) -> None:
    browser = sign_in(make_account("eve@riverbend.example.com", confirmed=False))
    assert browser.post(f"/employers/{employer.public_id}/requests").status_code == 403
    assert session.scalars(select(Letter)).all() == []


def test_an_employer_off_the_board_is_not_to_be_found_by_asking(sign_in: SignIn, asker: Account, employer: Employer) -> None:
    employer.unlisted = True
    assert sign_in(asker).post(f"/employers/{employer.public_id}/requests").status_code == 404


def test_refused_forms_do_not_eat_the_days_allowance(
    app: Flask, sign_in: SignIn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], rate_limits=True))
    browser = sign_in(make_account())
    for _number in range(8):
        assert browser.post(NEW, data={"name": ""}).status_code == 422
    assert browser.post(NEW, data=PROFILE).status_code == 303
