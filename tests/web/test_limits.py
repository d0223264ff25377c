from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import structlog
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account, MailedLink
from careercenter.core.clock import now
from careercenter.core.db import db, writing
from careercenter.mail.models import Letter
from careercenter.tasks.worker import run_pending
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


def guessed(address: str, times: int) -> None:
    """Count wrong passwords of other people as if they had been typed from an address."""
    for _ in range(times):
        limiter.limiter.hit(parse("60 per 5 minutes"), f"address {address}", "sign-in")


def test_a_class_behind_one_address_mistypes_and_a_guesser_is_stopped(limits: Flask, client: FlaskClient) -> None:
    assert [login(client, f"student{n}@example.com") for n in range(30)] == [422] * 30
    guessed("192.0.2.1", 30)
    assert login(client, "person@example.com") == 429
    assert login(client, "person@example.com", address="192.0.2.2") == 422


def test_a_connection_is_its_whole_network_of_ipv6(limits: Flask, client: FlaskClient) -> None:
    guessed("2001:db8:1:2::/64", 60)
    for number in (":1", ":ffff", "1:2:3:4"):
        assert login(client, f"{number[-1]}@example.com", address=f"2001:db8:1:2:{number}") == 429
    assert login(client, "a@example.com", address="2001:db8:1:3::1") == 422


def test_an_ipv4_address_written_as_ipv6_is_the_same_one(limits: Flask, client: FlaskClient) -> None:
    guessed("192.0.2.1", 60)
    assert login(client, "a@example.com", address="::ffff:192.0.2.1") == 429


def test_an_unseen_character_does_not_make_another_address(limits: Flask, client: FlaskClient) -> None:
    unseen = ["", "\x00", "\u202a", "\u202e\u202c", " "]
    tries = [login(client, f"ann@example.com{unseen[n % 5]}", address=f"192.0.2.{n}") for n in range(11)]
    assert tries == [422] * 10 + [429]


def test_what_a_form_refuses_by_its_shape_is_not_counted(limits: Flask, client: FlaskClient) -> None:
    for _ in range(15):
        assert login(client, "ann@example.com", "") == 422
    assert login(client, "ann@example.com") == 422
    for _ in range(15):
        assert client.post("/sign-up", data={}).status_code == 422


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
        response = client.post("/login", data={"email": "ann@example.com", "password": WRONG})
        assert response.status_code == 429
        assert 0 < int(response.headers["Retry-After"]) <= 301
        assert "5 minutes" in response.text
        clock.shift(302)
        assert login(client, "ann@example.com") == 422


def test_an_address_is_believed_from_the_connection_alone(limits: Flask, client: FlaskClient) -> None:
    guessed("127.0.0.1", 59)
    codes = []
    for n in range(2):
        headers = {"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"}
        codes.append(client.post("/login", data={"email": f"p{n}@example.com", "password": WRONG}, headers=headers).status_code)
    assert codes == [422, 429]


def forgot(client: FlaskClient, session: Session, address: str = "192.0.2.1", email: str = "ann@example.com") -> int:
    """Ask for a link from an address and give how many e-mails that sent."""
    before = len(session.scalars(select(Letter)).all())
    assert client.post("/forgot", data={"email": email}, environ_base={"REMOTE_ADDR": address}).status_code == 303
    run_pending()
    return len(session.scalars(select(Letter)).all()) - before


def test_reset_letters_stop_silently(limits: Flask, client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    assert [forgot(client, session) for _ in range(5)] == [1, 1, 1, 0, 0]


def test_a_stranger_who_asks_keeps_nobody_from_their_link(limits: Flask, client: FlaskClient, session: Session) -> None:
    make_account("ann@example.com")
    for _ in range(6):
        forgot(client, session, "198.51.100.7")
    assert forgot(client, session, "192.0.2.1") == 1


def test_however_many_ask_one_goes_out_each_quarter_of_an_hour_and_all_work(
    limits: Flask, client: FlaskClient, session: Session
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        make_account("ann@example.com")
        sent = [forgot(client, session, f"198.51.100.{n}") for n in range(14)]
        assert sent == [1] * 11 + [0] * 3
        alive = [link for link in session.scalars(select(MailedLink)) if link.used_at is None]
        assert len(alive) == 11, "asking again voids no link before it"
        clock.shift(15 * 60 + 1)
        assert forgot(client, session, "192.0.2.1") == 1


def test_a_device_that_is_known_gets_its_link_at_once(limits: Flask, client: FlaskClient, session: Session, app: Flask) -> None:
    make_account("ann@example.com")
    login(client, "ann@example.com", PASSWORD)
    client.post("/logout")
    stranger = app.test_client()
    for n in range(14):
        forgot(stranger, session, f"198.51.100.{n}")
    assert forgot(client, session, "192.0.2.1") == 1


def test_a_class_signs_up_from_one_address(limits: Flask, client: FlaskClient) -> None:
    def sign_up(n: int) -> int:
        data = {"kind": "coder", "name": "Ann", "email": f"ann{n}@example.com", "password": "seven red wagons"}
        return client.post("/sign-up", data=data).status_code

    assert [sign_up(n) for n in range(12)] == [303] * 12
    for _ in range(48):
        limiter.limiter.hit(parse("60 per 1 hour"), "address 127.0.0.1", "sign-up")
    assert sign_up(99) == 429


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


def test_what_was_limited_or_denied_is_in_the_log_without_an_address(
    limits: Flask, client: FlaskClient, sign_in: Callable[[Account], FlaskClient]
) -> None:
    account = make_account("ann@example.com")
    with structlog.testing.capture_logs() as lines:
        sign_in(account).get("/admin/people")
        for n in range(11):
            login(client, "ann@example.com", address=f"192.0.2.{n}")
    assert lines[0] == {
        "event": "denied", "log_level": "info", "permission": "admin.oversee", "route": "/admin/people", "account": account.id,
    }  # fmt: skip
    assert lines[1]["event"] == "limited"
    assert lines[1]["route"] == "/login"
    assert "ann" not in str(lines)
    assert "192.0.2" not in str(lines)
