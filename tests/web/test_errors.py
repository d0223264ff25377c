"""Answers to what goes wrong on our side, and to machines."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError

from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, StorageUnavailable
from careercenter.factory import create_app
from careercenter.web.auth import public
from careercenter.web.limits import limited
from tests.conftest import settings_for


@pytest.fixture
def board(tmp_path: Path) -> Flask:
    """A board as it is served, whose database has not one table: whatever asks it fails."""
    return create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/a.db"))


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "a token that only the database could tell the account of"
    return client


def test_an_error_of_ours_is_a_page_with_a_reference(board: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    def break_it() -> str:
        raise ZeroDivisionError

    def refuse() -> str:
        raise RuleBroken("This job closed a minute ago.")

    break_it.permission = refuse.permission = "public"  # type: ignore[attr-defined]
    board.add_url_rule("/break", view_func=break_it)
    board.add_url_rule("/refuse", view_func=refuse)
    answer = board.test_client().get("/break")
    assert answer.status_code == 500
    logged = capfd.readouterr().err
    reference = logged.split('"request_id": "')[1][:8]
    assert reference in answer.text
    assert "ZeroDivisionError" not in answer.text
    answer = board.test_client().get("/refuse")
    assert (answer.status_code, "This job closed a minute ago." in answer.text) == (409, True)


@pytest.mark.parametrize("path", ["/", "/jobs", "/account", "/nothing-here"])
def test_without_the_database_a_signed_in_person_gets_a_page_with_a_reference(
    board: Flask, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    answer = signed_in(board).get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "CareerCenter is down for a moment" in answer.text
    assert '"request_id": "' in (logged := capfd.readouterr().err)
    assert logged.split('"request_id": "')[1][:8] in answer.text
    assert "no such table" not in answer.text


def test_under_api_errors_are_problem_json(app: Flask, client: FlaskClient, board: Flask) -> None:
    for answer in (client.get("/api/v1/nothing"), signed_in(board).get("/api/v1/nothing")):
        assert answer.content_type == "application/problem+json"
    assert client.get("/api/v1/nothing").json == {"type": "about:blank", "status": 404, "title": "Not Found"}


def test_under_api_too_often_is_problem_json_and_says_when_to_try_again(board: Flask) -> None:
    with board.app_context():
        db.create_all()
    board.config["SETTINGS"] = replace(board.config["SETTINGS"], rate_limits=True)
    asked = public(limited("api", "1 per hour", by=lambda: "everybody", methods=("GET",))(lambda: "fine"))
    board.add_url_rule("/api/v1/asked", endpoint="asked", view_func=asked)
    client = board.test_client()
    assert client.get("/api/v1/asked").text == "fine"
    answer = client.get("/api/v1/asked")
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert answer.json is not None
    assert answer.json["title"] == "Too Many Requests"
    assert "Try again in" in answer.json["detail"]
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EDQUOT, "Disk quota exceeded"),
        OSError(errno.EROFS, "Read-only file system"), StorageUnavailable("No space left on device (os error 28)"),
        DatabaseError("select", {}, Exception("database disk image is malformed")),
    ],
    ids=["disk", "quota", "read-only", "store", "damaged"],
)  # fmt: skip
def test_what_cannot_be_written_or_read_is_told_with_a_reference(
    board: Flask, fault: Exception, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise fault

    board.add_url_rule("/break", view_func=public(fails))
    answer = board.test_client().get("/break")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert capfd.readouterr().err.split('"request_id": "')[1][:8] in answer.text


def test_other_faults_of_the_system_are_ours(board: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    board.add_url_rule("/break", view_func=public(fails))
    assert board.test_client().get("/break").status_code == 500
