from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import sessions
from careercenter.accounts.models import Account, AccountSession
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.mail.models import Letter
from tests.factories.accounts import PASSWORD, make_account, make_coder, make_moderator
from tests.factories.employers import make_employer

NOW = now()
SignIn = Callable[[Account], FlaskClient]


def login(client: FlaskClient, email: str, password: str = PASSWORD, where: str = "") -> object:
    return client.post(f"/login{where}", data={"email": email, "password": password})


def test_the_right_password_signs_in(client: FlaskClient) -> None:
    make_coder("ann@example.com")
    response = client.post("/login", data={"email": " Ann@Example.com ", "password": PASSWORD})
    assert (response.status_code, response.location) == (303, "/account/home")
    page = client.get("/account")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"


def test_wrong_unknown_and_suspended_get_the_same_page(client: FlaskClient) -> None:
    make_account("known@example.com")
    make_account("suspended@example.com", active=False)
    pages = []
    for email, password in (
        ("known@example.com", "not the password"), ("unknown@example.com", PASSWORD), ("suspended@example.com", PASSWORD),
    ):  # fmt: skip
        response = client.post("/login", data={"email": email, "password": password})
        assert response.status_code == 422
        assert "The e-mail address or password is incorrect" in response.text
        assert email in response.text, "what was typed is kept"
        assert password not in response.text
        pages.append(_without_options(response.text.replace(email, "")))
    assert len(set(pages)) == 1


def _without_options(page: str) -> str:
    import re

    return re.sub(r'data-options="[^"]*"', "", page)


def test_nothing_typed_is_said_beside_the_fields(client: FlaskClient) -> None:
    response = client.post("/login", data={"email": "nonsense", "password": ""})
    assert response.status_code == 422
    assert "Enter an e-mail address like name@example.com" in response.text
    assert "Enter your password" in response.text


@pytest.mark.parametrize(
    "where", ["//evil.example", "https://evil.example", "/\\evil.example", "/logout", "/nowhere/at/all", "javascript:1"]
)
def test_after_signing_in_one_never_leaves_the_board(client: FlaskClient, where: str) -> None:
    make_account("ann@example.com")
    response = client.post("/login", query_string={"next": where}, data={"email": "ann@example.com", "password": PASSWORD})
    assert response.location == "/account/home"


def test_the_page_asked_for_is_where_one_arrives(client: FlaskClient) -> None:
    make_account("ann@example.com")
    sent = client.get("/account/history")
    assert sent.location == "/login?next=/account/history"
    assert client.post(sent.location, data={"email": "ann@example.com", "password": PASSWORD}).location == "/account/history"
    assert client.get("/login").location == "/account/home", "signed in already"


def test_a_new_token_at_each_sign_in_and_none_from_before(client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody"
    client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        first = cookie["_user_id"]
    row = session.scalars(select(AccountSession)).one()
    assert row.token_hash == sessions.hashed(first)
    client.post("/logout")
    client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_signing_out_is_by_post_and_ends_the_row(client: FlaskClient, app: Flask, session: Session) -> None:
    make_account("ann@example.com")
    client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert client.get("/logout").status_code == 405
    assert client.get("/account").status_code == 200
    response = client.post("/logout")
    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert session.scalars(select(AccountSession)).one().ended_at is not None
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    assert thief.get("/account").location.startswith("/login"), "an old cookie opens nothing"


def test_there_is_no_cookie_that_remembers(client: FlaskClient) -> None:
    make_account("ann@example.com")
    response = client.post("/login", data={"email": "ann@example.com", "password": PASSWORD, "remember": "1"})
    cookies = response.headers.getlist("Set-Cookie")
    assert not any("remember" in cookie for cookie in cookies)
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_suspension_counts_from_the_next_request(sign_in: SignIn, session: Session) -> None:
    account = make_account()
    inside = sign_in(account)
    assert inside.get("/account").status_code == 200
    account.active = False
    session.commit()
    assert inside.get("/account").location.startswith("/login")


@pytest.mark.parametrize(("hours", "signed_in"), [(11.9, True), (12.1, False)])
def test_twelve_idle_hours_sign_out(sign_in: SignIn, hours: float, signed_in: bool) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        inside = sign_in(make_account())
        clock.shift(timedelta(hours=hours))
        assert (inside.get("/account").status_code == 200) is signed_in


def test_being_there_keeps_one_signed_in_but_not_for_ever(sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        inside = sign_in(make_account())
        for _ in range(30):  # 13 days and 18 hours
            clock.shift(timedelta(hours=11))
            assert inside.get("/account").status_code == 200
        clock.shift(timedelta(hours=7))
        assert inside.get("/account").status_code == 303


def test_a_session_is_touched_every_five_minutes_at_most(sign_in: SignIn, session: Session) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        inside = sign_in(make_account())
        clock.shift(timedelta(minutes=4))
        inside.get("/account")
        assert session.scalars(select(AccountSession.seen_at)).one() == NOW
        clock.shift(timedelta(minutes=2))
        inside.get("/account")
        assert session.scalars(select(AccountSession.seen_at)).one() == NOW + timedelta(minutes=6)


def test_a_device_not_seen_before_is_told_by_mail(client: FlaskClient, app: Flask, session: Session) -> None:
    make_account("ann@example.com")

    def letters() -> list[str]:
        return list(session.scalars(select(Letter.template)))

    login(client, "ann@example.com")
    assert letters() == [], "the first device is no news"
    client.post("/logout")
    login(client, "ann@example.com")
    assert letters() == [], "nor is a known one"
    login(app.test_client(), "ann@example.com")
    assert letters() == ["new_device"]


def test_sign_in_failure_and_sign_out_are_in_the_trail(client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    login(client, "ann@example.com", "not the password")
    login(client, "ann@example.com")
    client.post("/logout")
    assert list(session.scalars(select(AuditEntry.what).order_by(AuditEntry.id))) == [
        "account.sign_in_failed", "account.signed_in", "account.signed_out",
    ]  # fmt: skip


def test_everybody_is_led_to_where_their_work_is(sign_in: SignIn, app: Flask) -> None:
    owner = make_account()
    make_employer(owner=owner)
    assert sign_in(make_coder()).get("/account/home").location == "/home"
    assert sign_in(make_account()).get("/account/home").location == "/employers/new"
    assert sign_in(owner).get("/account/home").location == "/home"
    assert sign_in(make_moderator()).get("/account/home").location == "/desk"


def test_changing_how_one_signs_in_asks_again_after_a_quarter_of_an_hour(sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        inside = sign_in(make_account())
        assert inside.get("/account/email").status_code == 200
        clock.shift(timedelta(minutes=16))
        for address in ("/account/email", "/account/second-factor/app", "/account/passkeys/new", "/account/close"):
            assert inside.get(address).location == f"/account/prove?next={address}"
        assert inside.post("/account/prove?next=/account/email", data={"password": "wrong"}).status_code == 422
        assert inside.get("/account/email").status_code == 303
        assert inside.post("/account/prove?next=/account/email", data={"password": PASSWORD}).location == "/account/email"
        assert inside.get("/account/email").status_code == 200
