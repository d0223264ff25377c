from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.accounts import second_factor
from careercenter.accounts.models import Account
from careercenter.accounts.security import OneTimeCodes
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from tests.factories.accounts import PASSWORD, make_account, make_admin, make_moderator

NOW = now()


def code(secret: str, after: int = 0) -> str:
    import time

    key = second_factor.key_in_words(secret).replace("-", "").replace(" ", "")
    return pyotp.TOTP(key).at(time.time() + after)


def turned_on(account: Account) -> tuple[str, list[str]]:
    secret = second_factor.new_secret()
    codes = second_factor.turn_on(account, secret, code(secret), at=NOW)
    return secret, codes


def test_it_is_on_once_a_code_was_shown_to_work(app: Flask) -> None:
    account, secret = make_account(), second_factor.new_secret()
    with pytest.raises(RuleBroken, match="6 digits"):
        second_factor.turn_on(account, secret, "000000", at=NOW)
    assert not account.has_second_factor
    turned_on(account)
    assert account.has_second_factor


def test_the_secret_lies_encrypted(app: Flask) -> None:
    account = make_account()
    secret, _ = turned_on(account)
    key = second_factor.key_in_words(secret).replace("-", "")
    assert account.tf_totp_secret is not None
    assert "enckey" in account.tf_totp_secret
    assert key not in account.tf_totp_secret


def test_a_code_is_accepted_once(app: Flask) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        account = make_account()
        secret, _ = turned_on(account)
        assert not second_factor.accepts(account, code(secret), at=NOW), "the step that turned it on is used up"
        clock.shift(30)
        assert second_factor.accepts(account, code(secret), at=NOW)
        assert not second_factor.accepts(account, code(secret), at=NOW)
        assert not second_factor.accepts(account, code(secret, -30), at=NOW), "nor an older one"


def test_a_clock_half_a_minute_off_is_forgiven_and_more_is_not(app: Flask) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        account = make_account()
        secret, _ = turned_on(account)
        clock.shift(300)
        assert not second_factor.accepts(account, code(secret, 90), at=NOW)
        assert not second_factor.accepts(account, code(secret, -90), at=NOW)
        assert second_factor.accepts(account, code(secret, -30), at=NOW)


def test_recovery_codes_are_hashed_and_each_works_once(app: Flask) -> None:
    account = make_account()
    _, codes = turned_on(account)
    assert len(set(codes)) == 10
    assert not set(codes) & set(account.mf_recovery_codes or [])
    assert second_factor.accepts(account, codes[3].upper().replace("-", " "), at=NOW)
    assert not second_factor.accepts(account, codes[3], at=NOW)
    assert len(account.mf_recovery_codes or []) == 9


def test_new_recovery_codes_replace_the_old(app: Flask) -> None:
    account = make_account()
    _, codes = turned_on(account)
    second_factor.new_recovery_codes(account, at=NOW)
    assert not second_factor.accepts(account, codes[0], at=NOW)


def test_an_account_without_any_accepts_nothing(app: Flask) -> None:
    account = make_account()
    for given in ("", "123456", "----", "none"):
        assert not second_factor.accepts(account, given, at=NOW)


def test_setting_it_up_on_the_pages(client: FlaskClient, sign_in: Callable[[Account], FlaskClient], session: Session) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        account = make_account("ann@example.com", is_coder=True)
        inside = sign_in(account)
        page = inside.get("/account/second-factor/app")
        picture = inside.get("/account/second-factor/picture.svg")
        assert picture.mimetype == "image/svg+xml"
        assert b"<svg" in picture.data
        assert b"style" not in picture.data
        assert "data:" not in page.text
        key = re.search(r"<code>([^<]+)</code>", page.text)[1].replace("-", "")  # type: ignore[index]
        wrong = inside.post("/account/second-factor/app", data={"code": "123"})
        assert wrong.status_code == 422
        assert key == re.search(r"<code>([^<]+)</code>", wrong.text)[1].replace("-", "")  # type: ignore[index]
        done = inside.post("/account/second-factor/app", data={"code": pyotp.TOTP(key).now()})
        codes = re.findall(r"<li><code>([^<]+)</code>", done.text)
        assert len(codes) == 10

        clock.shift(60)
        half = client.post("/login?next=/account/name", data={"email": "ann@example.com", "password": PASSWORD})
        assert half.location == "/login/code"
        assert client.get("/account").location.startswith("/login"), "half way in is not in"
        assert client.post("/login/code", data={"code": "000000"}).status_code == 422
        right = client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
        assert right.location == "/account/name"
        client.post("/logout")
        client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
        assert client.post("/login/code", data={"code": codes[0]}).status_code == 303

        client.post("/logout")
        client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
        clock.shift(601)
        assert client.post("/login/code", data={"code": codes[1]}).location == "/login", "ten minutes are enough"


def test_turning_it_off(sign_in: Callable[[Account], FlaskClient], session: Session) -> None:
    account = make_account()
    turned_on(account)
    inside = sign_in(account)
    assert inside.get("/account/second-factor/app/off").status_code == 200
    assert account.has_second_factor, "looking changes nothing"
    assert inside.post("/account/second-factor/app/off").status_code == 303
    assert not account.has_second_factor
    assert not account.mf_recovery_codes


@pytest.mark.parametrize("make", [make_moderator, make_admin])
def test_staff_set_one_up_before_anything_else_in_production(
    app: Flask, sign_in: Callable[[Account], FlaskClient], monkeypatch: pytest.MonkeyPatch, make: Callable[[], Account]
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], env="production"))
    person = make()
    inside = sign_in(person)
    for address in ("/account", "/account/sessions", "/sign-up", "/account/home"):
        assert inside.get(address).location == "/account/second-factor"
    assert "Set one up to continue" in inside.get("/account/second-factor").text
    assert inside.get("/account/second-factor/app").status_code == 200
    assert inside.post("/logout").location == "/"
    turned_on(person)
    assert sign_in(person).get("/account").status_code == 200
    assert sign_in(make_account()).get("/account").status_code == 200


def test_staff_of_a_demonstration_need_none(sign_in: Callable[[Account], FlaskClient]) -> None:
    assert sign_in(make_moderator()).get("/account").status_code == 200


def test_a_lost_secret_key_is_a_sentence_and_a_recovery_code_gets_in(
    app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account("ann@example.com")
    _, codes = turned_on(account)
    session.commit()
    other = OneTimeCodes(secrets={"f": "another-key-0123456789-abcdefghijklmnop"}, issuer="CareerCenter")
    monkeypatch.setattr(second_factor, "_codes", lambda: other)
    client.post("/login", data={"email": "ann@example.com", "password": PASSWORD})
    answer = client.post("/login/code", data={"code": "123456"})
    assert answer.status_code == 422
    assert "The board cannot check codes of your app anymore. Use a recovery code" in answer.text
    assert client.post("/login/code", data={"code": codes[0]}).status_code == 303
