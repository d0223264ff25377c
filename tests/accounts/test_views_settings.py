from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import history, sessions
from careercenter.accounts.models import Account, AccountSession
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.mail.models import Letter
from tests.factories.accounts import PASSWORD, make_account, make_moderator
from tests.factories.employers import make_employer

SignIn = Callable[[Account], FlaskClient]
OF_PASSWORDS = ("", "/name", "/email", "/password", "/sessions", "/history", "/close", "/prove")
OF_FACTORS = ("/second-factor", "/second-factor/app", "/passkeys/new")
PAGES = tuple(f"/account{page}" for page in OF_PASSWORDS + OF_FACTORS)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_account_opens_for_its_owner_alone(client: FlaskClient, sign_in: SignIn, address: str) -> None:
    assert client.get(address).location == f"/login?next={address}"
    page = sign_in(make_account())
    response = page.get(address)
    assert response.status_code == 200
    assert not re.search(r"<script>|\sstyle=|\son\w+=", response.text), "the content policy allows no inline script or style"


def test_the_name_changes(sign_in: SignIn) -> None:
    account = make_account(name="Ann")
    inside = sign_in(account)
    assert inside.post("/account/name", data={"name": "  "}).status_code == 422
    assert inside.post("/account/name", data={"name": " Ann Example "}).location == "/account"
    assert account.name == "Ann Example"


def test_the_time_zone_changes_and_can_be_left_open(session: Session, sign_in: SignIn) -> None:
    account = make_account()
    inside = sign_in(account)
    assert inside.post("/account/time-zone", data={"time_zone": "Mars/Base"}).status_code == 422
    assert inside.post("/account/time-zone", data={"time_zone": "America/Boise"}).location == "/account"
    assert account.time_zone == "America/Boise"
    assert "Mountain (Idaho and eastern Oregon)" in inside.get("/account").text
    assert "The time zone was changed" in inside.get("/account/history").text
    inside.post("/account/time-zone", data={"time_zone": ""})
    assert account.time_zone is None


def test_a_name_is_never_markup(sign_in: SignIn) -> None:
    inside = sign_in(make_account(name='"><svg onload=1>{{7*7}}&'))
    page = inside.get("/account").text
    assert "<svg onload" not in page
    assert "&lt;svg onload=1&gt;{{7*7}}&amp;" in page


def test_the_password_changes_and_other_devices_are_out(sign_in: SignIn, client: FlaskClient) -> None:
    account = make_account("ann@example.com")
    here, there = sign_in(account), sign_in(account)
    assert here.post("/account/password", data={"current": "wrong", "new": "seven red wagons"}).status_code == 422
    assert there.get("/account").status_code == 200
    assert here.post("/account/password", data={"current": PASSWORD, "new": "seven red wagons"}).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert client.post("/login", data={"email": "ann@example.com", "password": "seven red wagons"}).status_code == 303


def test_the_address_changes_by_a_link_to_the_new_one(sign_in: SignIn, client: FlaskClient, session: Session) -> None:
    account = make_account("old@example.com")
    inside = sign_in(account)
    assert inside.post("/account/email", data={"email": "old@example.com"}).status_code == 422
    assert inside.post("/account/email", data={"email": "new@example.com"}).status_code == 303
    letter = session.scalars(select(Letter)).one()
    link = re.search(r"http://localhost(/change-address/\S+)", letter.text)[1]  # type: ignore[index]
    assert letter.recipient == "new@example.com"
    assert client.get(link).status_code == 200
    assert account.email == "old@example.com"
    assert client.post(link).status_code == 422, "who is not signed in gives the password of the account"
    assert client.post(link, data={"password": "not the password"}).status_code == 422
    assert account.email == "old@example.com"
    assert client.post(link, data={"password": PASSWORD}).status_code == 303
    assert account.email == "new@example.com"


def test_devices_are_listed_and_ended_one_by_one_or_all(sign_in: SignIn, session: Session) -> None:
    account = make_account()
    inside, phone, tablet = sign_in(account), sign_in(account), sign_in(account)
    page = inside.get("/account/sessions").text
    assert page.count(">Firefox on Linux") == 3
    assert page.count("(this one)") == 1
    assert "this one" in page
    second = session.scalars(select(AccountSession).order_by(AccountSession.id)).all()[1]
    assert inside.get(f"/account/sessions/{second.public_id}/end").status_code == 405
    assert inside.post(f"/account/sessions/{second.public_id}/end").status_code == 303
    assert phone.get("/account").status_code == 303
    assert tablet.get("/account").status_code == 200
    assert inside.post("/account/sessions/end").status_code == 303
    assert tablet.get("/account").status_code == 303
    assert inside.get("/account").status_code == 200


def test_nobody_ends_another_persons_session(sign_in: SignIn, session: Session) -> None:
    account = make_account()
    sessions.start(account, at=now())
    session.flush()
    theirs = session.scalars(select(AccountSession)).one().public_id
    stranger = sign_in(make_account())
    foreign, missing = (stranger.post(f"/account/sessions/{public_id}/end") for public_id in (theirs, "nothing"))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.text.replace(theirs, "nothing") == missing.text
    session.expire_all()
    assert session.scalars(select(AccountSession).where(AccountSession.account_id == account.id)).one().ended_at is None


def test_the_history_says_in_words_what_happened(client: FlaskClient) -> None:
    make_account("ann@example.com")
    client.post("/login", data={"email": "ann@example.com", "password": "wrong password"})
    client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
    page = client.get("/account/history").text
    assert "Somebody gave a wrong password" in page
    assert "Signed in with a password from A browser" in page


def test_every_entry_the_services_write_has_words() -> None:
    from pathlib import Path

    source = "".join(path.read_text() for path in Path(history.__file__).parent.glob("*.py"))
    written = set(re.findall(r'record\(\s*"(account\.\w+)"', source))
    assert len(written) > 15
    assert written <= set(history._WORDS)


def test_words_are_said_of_an_entry_of_later_too() -> None:
    assert history.words_of(AuditEntry(what="account.moved_house", detail={})) == "Moved house"


def test_closing_the_account(sign_in: SignIn, client: FlaskClient) -> None:
    account = make_account("ann@example.com")
    inside = sign_in(account)
    page = inside.get("/account/close").text
    assert "This cannot be undone" in page
    assert "One last e-mail to ann@example.com says that it is done." in page
    assert 'href="/account/data"' in page
    assert account.active
    assert inside.post("/account/close", data={"password": PASSWORD}).location == "/"
    assert not account.active
    assert inside.get("/account").status_code == 303
    assert client.post("/login", data={"email": "ann@example.com", "password": PASSWORD}).status_code == 422
    answers = {"kind": "coder", "name": "Ann", "email": "ann@example.com", "password": "seven red wagons"}
    assert client.post("/sign-up", data=answers).status_code == 303


@pytest.mark.parametrize("given", [{}, {"password": ""}, {"password": "not the password"}])
def test_an_open_browser_does_not_close_an_account(sign_in: SignIn, session: Session, given: dict[str, str]) -> None:
    account = make_account()
    response = sign_in(account).post("/account/close", data=given)
    assert response.status_code == 422
    assert ("Enter your password." if not given.get("password") else "The password is not right.") in response.text
    assert account.active
    assert session.scalars(select(Letter.template)).all() == []


def test_who_has_a_passkey_alone_closes_after_proving_it(sign_in: SignIn) -> None:
    account = make_account()
    account.password = None
    inside = sign_in(account)
    assert 'name="password"' not in inside.get("/account/close").text
    assert inside.post("/account/close").location == "/"
    assert not account.active


def test_the_owner_is_told_that_it_is_closed_at_the_address_it_had(sign_in: SignIn, session: Session) -> None:
    account = make_account("ann@example.com", name="Ann")
    sign_in(account).post("/account/close", data={"password": PASSWORD})
    (letter,) = session.scalars(select(Letter)).all()
    assert (letter.recipient, letter.template) == ("ann@example.com", "account_closed")
    assert "Your account at" in letter.text
    assert "Was this not you?" in letter.text


def test_an_address_nobody_proved_gets_no_goodbye(sign_in: SignIn, session: Session) -> None:
    account = make_account("somebody@example.com", confirmed=False)
    sign_in(account).post("/account/close", data={"password": PASSWORD})
    assert session.scalars(select(Letter)).all() == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/account/close", "You are about to close your account"),
        ("/account/data", "You are about to download everything we hold about you"),
        ("/account/email", "This changes how you sign in"),
    ],
)
def test_who_is_asked_for_the_password_again_is_told_what_for(sign_in: SignIn, address: str, words: str) -> None:
    assert words in sign_in(make_account()).get(f"/account/prove?next={address}").text


def test_an_owner_is_told_why_not(sign_in: SignIn, app: Flask) -> None:
    owner = make_account()
    make_employer(owner=owner)
    response = sign_in(owner).post("/account/close", data={"password": PASSWORD})
    assert response.status_code == 422
    assert "You belong to an employer here" in response.text


def test_who_cannot_close_yet_is_shown_what_comes_first(sign_in: SignIn, session: Session) -> None:
    owner = make_account()
    employer = make_employer(owner=owner)
    assert f'href="/employers/{employer.public_id}/leave"' in sign_in(owner).get("/account/close").text
    assert "off the staff first" in sign_in(make_moderator()).get("/account/close").text


@pytest.mark.parametrize("name", ["\u200b", "\u2060\ufeff", " \u00a0 "])
def test_a_name_nobody_sees_is_no_name(sign_in: SignIn, session: Session, name: str) -> None:
    account = make_account(name="Ann")
    answer = sign_in(account).post("/account/name", data={"name": name})
    assert answer.status_code == 422
    assert "Enter your name" in answer.text
    assert account.name == "Ann"


def test_a_name_is_one_line(sign_in: SignIn, session: Session) -> None:
    account = make_account(name="Ann")
    sign_in(account).post("/account/name", data={"name": "Ann\r\nBcc: all@example.com"})
    assert "\n" not in account.name
    assert "\r" not in account.name
