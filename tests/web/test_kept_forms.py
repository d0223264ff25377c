"""What somebody typed survives a session that changed under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts import queries, sessions
from careercenter.accounts.models import Account
from careercenter.accounts.tasks import sweep_accounts
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingStatus
from careercenter.web.models import KeptForm
from tests.factories.accounts import PASSWORD, make_account, make_coder, sign_in
from tests.factories.postings import make_posting
from tests.guards.world import address_values, build, form_of

OURS = {"Sec-Fetch-Site": "same-origin"}
WORDS = "Twelve years of inpatient coding, and auditing besides"


@pytest.fixture
def csrf(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def token_in(page: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]


def stale(client: FlaskClient, account: Account, page: str) -> str:
    """Give the token of a page opened in a session that is over, with `account` signed in anew."""
    sign_in(client, account)
    token = token_in(client.get(page).text)
    client.delete_cookie("careercenter")
    sign_in(client, account)
    g.pop("csrf_token")  # what a request of its own would not share
    return token


@pytest.mark.usefixtures("csrf")
def test_a_form_of_an_earlier_session_is_shown_again_with_its_words(client: FlaskClient, session: Session) -> None:
    account = make_account()
    form = {
        "name": "Northfield Clinic",
        "kind": "hospital",
        "about": WORDS,
        "time_zone": "America/Chicago",
        "state": "OH",
        "csrf_token": stale(client, account, "/employers/new"),
    }
    answer = client.post("/employers/new", data=form, headers=OURS)
    assert answer.status_code == 422
    assert "Your session changed while this page was open" in answer.text
    assert WORDS in answer.text
    assert "Northfield Clinic" in answer.text
    assert session.scalars(select(Employer)).all() == [], "a request whose token is not right does nothing"
    form["csrf_token"] = token_in(answer.text)
    assert client.post("/employers/new", data=form, headers=OURS).status_code == 303
    assert session.scalars(select(Employer.about)).all() == [WORDS]


@pytest.mark.usefixtures("csrf")
def test_an_act_without_a_page_of_its_own_is_asked_for_once_more(client: FlaskClient, session: Session) -> None:
    account = make_account()
    token = stale(client, account, "/account/sessions")
    other = sign_in(client.application.test_client(), account)
    answer = client.post("/account/sessions/end", data={"csrf_token": token}, headers=OURS)
    assert answer.status_code == 422
    assert "Nothing you wrote is lost" in answer.text
    assert 'action="/account/sessions/end"' in answer.text
    assert other.get("/account").status_code == 200
    again = client.post("/account/sessions/end", data={"csrf_token": token_in(answer.text)}, headers=OURS)
    assert again.status_code == 303
    assert other.get("/account").status_code == 303


@pytest.mark.usefixtures("csrf")
@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Referer": "https://evil.example/x"}]
)
def test_words_of_another_site_are_never_put_into_a_form(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    sign_in(client, make_account())
    answer = client.post("/employers/new", data={"name": "Evil", "about": WORDS}, headers=headers)
    assert answer.status_code == 400
    assert WORDS not in answer.text


def rows() -> dict[str, int | None]:
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables}


@pytest.mark.usefixtures("csrf")
def test_no_request_with_a_stale_token_changes_anything(client: FlaskClient, session: Session, app: Flask) -> None:
    """Every route that writes, asked by an administrator and an owner with a token of another session."""
    world = build()
    for actor in ("admin", "owner", "coder"):
        sign_in(client, world.people[actor])
        for rule in app.url_map.iter_rules():
            if "POST" not in (rule.methods or set()) or "token" in rule.arguments:
                continue
            values = address_values(world, rule.endpoint, set(rule.arguments))
            address = app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
            db.session.commit()
            before = {
                table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables
            }
            answer = client.post(address, data={**form_of(world, rule.endpoint), "csrf_token": "stale"}, headers=OURS)
            after = {
                table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables
            }
            assert answer.status_code in (422, 404, 403, 409, 303, 400), f"{address}: {answer.status_code}"
            assert before == after, f"{actor} {address}"
        client.delete_cookie("careercenter")


def test_who_was_signed_out_signs_in_and_finds_the_words(client: FlaskClient, session: Session) -> None:
    account = make_account("ann@example.com")
    form = {"name": "Northfield Clinic", "kind": "hospital", "about": WORDS, "csrf_token": "x"}
    asked = client.post("/employers/new", data=form, headers={**OURS, "Referer": "http://localhost/employers/new"})
    assert asked.location == "/login?next=/account/again"
    assert "What you wrote is kept" in client.get(asked.location).text
    done = client.post(asked.location, data={"email": "ann@example.com", "password": PASSWORD})
    assert done.location == "/account/again"
    page = client.get(done.location).text
    assert f'<input type="hidden" name="about" value="{WORDS}">' in page
    assert 'action="/employers/new"' in page
    assert f"<pre>{WORDS}</pre>" in page
    assert session.scalars(select(Employer)).all() == []
    assert account.memberships == []


@pytest.mark.usefixtures("csrf")
def test_so_does_who_signed_out_in_another_tab(client: FlaskClient, session: Session) -> None:
    posting, coder = make_posting(PostingStatus.LIVE), make_coder("ann@example.com")
    page = f"/jobs/{posting.public_id}/apply"
    sign_in(client, coder)
    token = token_in(client.get(page).text)
    client.post("/logout", data={"csrf_token": token}, headers=OURS)
    asked = client.post(page, data={"note": WORDS, "csrf_token": token}, headers=OURS)
    assert asked.location == "/login?next=/account/again"
    login = {"email": "ann@example.com", "password": PASSWORD, "csrf_token": token_in(client.get(asked.location).text)}
    assert client.post(asked.location, data=login, headers=OURS).location == "/account/again"
    assert WORDS in client.get("/account/again").text


def signed_in_by_password(client: FlaskClient, email: str) -> None:
    assert client.post("/login", data={"email": email, "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize("ending", ["over", "signed out"])
def test_who_signs_in_next_on_the_same_computer_does_not_find_them(client: FlaskClient, session: Session, ending: str) -> None:
    ann, bob = make_account("ann@example.com"), make_account("bob@example.com")
    signed_in_by_password(client, ann.email)
    if ending == "over":
        sessions.end_all(ann, at=now())
        session.commit()
    else:
        client.post("/logout")
    assert client.post("/employers/new", data={"about": WORDS}, headers=OURS).location == "/login?next=/account/again"
    signed_in_by_password(client, bob.email)
    assert client.get("/account/again").location == "/account/home"
    assert session.scalars(select(KeptForm)).all() == []


def test_who_typed_them_finds_them_after_a_session_that_was_over(client: FlaskClient, session: Session) -> None:
    ann, bob = make_account("ann@example.com"), make_account("bob@example.com")
    signed_in_by_password(client, ann.email)
    sessions.end_all(ann, at=now())
    session.commit()
    client.post("/employers/new", data={"about": WORDS}, headers=OURS)
    signed_in_by_password(client, ann.email)
    assert WORDS in client.get("/account/again").text
    sessions.end_all(ann, at=now())
    session.commit()
    signed_in_by_password(client, bob.email)
    assert client.get("/account/again").location == "/account/home", "another signs in after they were offered"


def test_another_browser_does_not_find_them(client: FlaskClient, session: Session, app: Flask) -> None:
    client.post("/employers/new", data={"about": WORDS}, headers=OURS)
    other = sign_in(app.test_client(), make_account())
    assert other.get("/account/again").location == "/account/home"


def test_passwords_and_codes_are_never_kept(client: FlaskClient, session: Session) -> None:
    client.post("/account/password", data={"current": "secret one", "new": "secret two", "username": "ann"}, headers=OURS)
    client.post("/account/prove", data={"password": "secret three"}, headers=OURS)
    kept = [row.fields for row in session.scalars(select(KeptForm))]
    assert "secret" not in str(kept)


def test_what_is_too_long_is_not_kept(client: FlaskClient, session: Session) -> None:
    asked = client.post("/employers/new", data={"about": "x" * 200_001}, headers=OURS)
    assert asked.location == "/login?next=/employers/new"
    assert session.scalars(select(KeptForm)).all() == []


def test_they_are_kept_for_a_day(client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    with time_machine.travel(now(), tick=False) as clock:
        client.post("/employers/new", data={"about": WORDS}, headers=OURS)
        client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
        assert client.get("/account/again").status_code == 200
        clock.shift(timedelta(days=1))
        client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
        assert client.get("/account/again").status_code == 303
        sweep_accounts()
        assert session.scalars(select(KeptForm)).all() == []


@pytest.mark.usefixtures("csrf")
def test_the_sign_in_page_of_an_older_tab_leads_on(client: FlaskClient, session: Session) -> None:
    account = make_account("ann@example.com")
    token = token_in(client.get("/login").text)
    client.delete_cookie("careercenter")
    sign_in(client, account)
    form = {"email": "ann@example.com", "password": "whatever it was", "csrf_token": token}
    answer = client.post("/login?next=/account/history", data=form, headers=OURS)
    assert (answer.status_code, answer.location) == (303, "/account/history")
    assert queries.by_email("ann@example.com") is account
