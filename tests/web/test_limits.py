from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db, writing
from careercenter.mail.models import Letter
from careercenter.web.limits import limiter, spend
from careercenter.web.models import RateWindow
from tests.factories.accounts import PASSWORD, make_account

WRONG = "not the password"


@pytest.fixture
def limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], rate_limits=True))
    return app


def login(client: FlaskClient, email: str, password: str = WRONG, address: str = "192.0.2.1") -> int:
    data = {"email": email, "password": password}
    return client.post("/login", data=data, environ_base={"REMOTE_ADDR": address}).status_code


def test_ten_wrong_passwords_for_an_account_are_enough(limits: Flask, client: FlaskClient) -> None:
    make_account("ann@example.com")
    assert [login(client, "ann@example.com", address=f"192.0.2.{n}") for n in range(11)] == [422] * 10 + [429]
    assert login(client, "ANN@example.com ", PASSWORD, "192.0.2.99") == 429, "also the right one, also written otherwise"
    assert login(client, "bea@example.com", address="192.0.2.99") == 422


def test_an_unknown_account_is_limited_the_same_way(limits: Flask, client: FlaskClient) -> None:
    assert [login(client, "no@example.com", address=f"192.0.2.{n}") for n in range(11)] == [422] * 10 + [429]


def test_ten_wrong_passwords_from_an_address_are_enough(limits: Flask, client: FlaskClient) -> None:
    assert [login(client, f"person{n}@example.com") for n in range(11)] == [422] * 10 + [429]
    assert login(client, "person@example.com", address="192.0.2.2") == 422


def test_the_person_themselves_still_gets_in_from_a_device_they_used(limits: Flask, client: FlaskClient, app: Flask) -> None:
    make_account("ann@example.com")
    assert login(client, "ann@example.com", PASSWORD) == 303
    client.post("/logout")
    stranger = app.test_client()
    for n in range(12):
        login(stranger, "ann@example.com", address=f"198.51.100.{n}")
    assert login(client, "ann@example.com", PASSWORD) == 303


def test_a_device_of_somebody_else_is_no_way_around(limits: Flask, client: FlaskClient) -> None:
    make_account("ann@example.com")
    make_account("bea@example.com")
    login(client, "bea@example.com", PASSWORD)
    client.post("/logout")
    assert [login(client, "ann@example.com", address=f"192.0.2.{n}") for n in range(11)][-1] == 429


def test_right_passwords_are_not_counted(limits: Flask, client: FlaskClient) -> None:
    make_account("ann@example.com")
    for _ in range(15):
        assert login(client, "ann@example.com", PASSWORD) == 303
        client.post("/logout")


def test_the_page_says_when_to_try_again_and_then_one_may(limits: Flask, client: FlaskClient) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(10):
            login(client, "ann@example.com")
        response = client.post(
            "/login", data={"email": "x@example.com", "password": WRONG}, environ_base={"REMOTE_ADDR": "192.0.2.1"}
        )
        assert response.status_code == 429
        assert 0 < int(response.headers["Retry-After"]) <= 301
        assert "5 minutes" in response.text
        clock.shift(302)
        assert login(client, "ann@example.com") == 422


def test_an_address_is_believed_from_the_connection_alone(limits: Flask, client: FlaskClient) -> None:
    codes = []
    for n in range(11):
        headers = {"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"}
        codes.append(client.post("/login", data={"email": f"p{n}@example.com", "password": WRONG}, headers=headers).status_code)
    assert codes[-1] == 429


def test_reset_letters_stop_silently(limits: Flask, client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    answers = {client.post("/forgot", data={"email": "ann@example.com"}).status_code for _ in range(12)}
    assert answers == {303}
    assert len(session.scalars(select(Letter)).all()) == 5


def test_five_may_sign_up_from_an_address_in_an_hour(limits: Flask, client: FlaskClient) -> None:
    def sign_up(n: int) -> int:
        data = {"kind": "coder", "name": "Ann", "email": f"ann{n}@example.com", "password": "seven red wagons"}
        return client.post("/sign-up", data=data).status_code

    assert client.post("/sign-up", data={}).status_code == 422, "a mistake is not counted"
    assert [sign_up(n) for n in range(6)] == [303] * 5 + [429]


def test_three_confirmation_letters_in_six_hours(limits: Flask, sign_in: Callable[[Account], FlaskClient]) -> None:
    inside = sign_in(make_account(confirmed=False))
    assert [inside.post("/account/confirm").status_code for _ in range(4)] == [303, 303, 303, 429]


def test_five_wrong_codes_are_enough(limits: Flask, client: FlaskClient) -> None:
    from careercenter.accounts import second_factor

    account = make_account("ann@example.com", tf_totp_secret=second_factor.new_secret(), tf_primary_method="authenticator")
    assert account.has_second_factor
    login(client, "ann@example.com", PASSWORD)
    codes = [client.post("/login/code", data={"code": "000000"}).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
    login(client, "ann@example.com", PASSWORD)
    assert client.post("/login/code", data={"code": "000000"}).status_code == 429, "signing in anew does not help"


def test_the_table_holds_no_addresses(limits: Flask, client: FlaskClient, session: Session) -> None:
    login(client, "ann@example.com")
    keys = list(session.scalars(select(RateWindow.key)))
    assert len(keys) == 2
    assert all(len(key) == 64 and "ann" not in key and "192" not in key for key in keys)


def test_limits_are_off_where_the_settings_say_so(app: Flask, client: FlaskClient, session: Session) -> None:
    assert [login(client, "ann@example.com") for _ in range(12)] == [422] * 12
    assert spend("anything", "somebody", "1 per day")
    assert spend("anything", "somebody", "1 per day")
    assert session.scalars(select(RateWindow)).all() == []


def test_a_count_stays_when_the_request_fails_and_a_reading_request_may_count(limits: Flask) -> None:
    storage = limiter.limiter.storage
    writing.set(False)
    try:
        assert db.session.scalar(select(RateWindow.key)) is None  # a transaction that only reads is open
        assert storage.incr("a", 60) == 1
        db.session.rollback()
        assert storage.incr("a", 60, 2) == 3
        assert writing.get() is False
    finally:
        writing.set(True)
    assert storage.get("a") == 3
    storage.clear("a")
    assert storage.get("a") == 0


def test_a_window_begins_anew_when_it_is_over(limits: Flask) -> None:
    storage = limiter.limiter.storage
    with time_machine.travel(now(), tick=False) as clock:
        assert [storage.incr("a", 60) for _ in range(3)] == [1, 2, 3]
        clock.shift(60)
        assert storage.get("a") == 0
        assert storage.incr("a", 60) == 1
        assert storage.get_expiry("a") > now().timestamp()


def test_two_processes_count_together(own_app: Flask) -> None:
    """Eight threads with connections of their own count sixty-four hits between them, and lose none."""
    import threading

    storage = limiter.limiter.storage

    def hit() -> None:
        for _ in range(8):
            with own_app.app_context():
                storage.incr("shared", 600)
                db.session.remove()

    threads = [threading.Thread(target=hit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with own_app.app_context():
        assert storage.get("shared") == 64
