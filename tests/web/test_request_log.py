"""What the log says of requests: enough to find them again, nothing that opens a door."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from careercenter.core.db import db
from tests.factories.accounts import make_account

TOKEN = "NbqeOg2SlivelinkXyz"


@pytest.fixture
def broken(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application whose database fails at every question."""

    def fails(*_args: object, **_more: object) -> None:
        raise OperationalError("select", {"secret": TOKEN}, Exception("database is locked"))

    own_app.testing = False
    monkeypatch.setattr(db.session, "scalar", fails)
    monkeypatch.setattr(db.session, "scalars", fails)
    monkeypatch.setattr(db.session, "execute", fails)
    monkeypatch.setattr(db.session, "get", fails)
    return own_app


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("path", ["/reset/", "/set-up/", "/confirm/", "/change-address/", "/invitations/"])
def test_a_link_that_still_works_never_stands_in_the_log(broken: Flask, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    for method in ("get", "post"):
        getattr(broken.test_client(), method)(path + TOKEN, data={"password": TOKEN})
    logged = capsys.readouterr().err
    assert "database unavailable" in logged
    assert f"{path}<token>" in logged
    assert TOKEN not in logged


def test_what_was_asked_of_the_database_stays_out_of_its_errors(own_app: Flask) -> None:
    with own_app.app_context(), pytest.raises(DBAPIError) as caught:
        db.session.execute(text("select :secret from nowhere"), {"secret": TOKEN})
    assert TOKEN not in str(caught.value)


def test_the_reference_on_the_page_finds_the_line_in_the_log(broken: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = broken.test_client().get("/jobs")
    [line] = [line for line in lines(capsys) if line["event"] == "database unavailable"]
    assert answer.status_code == 503
    assert str(line["request_id"]) in answer.text
    assert answer.headers["X-Request-ID"] == line["request_id"]
    assert (line["method"], line["route"]) == ("GET", "/jobs")


def test_who_is_not_let_through_is_logged(
    app: Flask, sign_in: Callable[..., FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    account = make_account()
    client = sign_in(account)
    assert client.get("/admin").status_code == 404
    client.post("/account/name", headers={"Sec-Fetch-Site": "cross-site"})
    app.test_client().post("/login", headers={"Sec-Fetch-Site": "cross-site"})
    first, *more = [line for line in lines(capsys) if line["event"] == "denied"]
    assert (first["route"], first["account"], first["method"]) == ("/admin", account.id, "GET")
    assert [(line["route"], line["why"]) for line in more] == [("/account/name", "cross-site"), ("/login", "cross-site")]
