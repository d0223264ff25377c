from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from careercenter.accounts import queries, sessions
from careercenter.accounts.models import Account, Staff
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import UnsafeSettings
from careercenter.factory import create_app
from careercenter.mail.models import Letter
from tests.conftest import settings_for
from tests.factories.accounts import make_account

TOP = Path(__file__).resolve().parents[2]


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["accounts", *words])
    return result.exit_code, result.output


def test_the_first_administrator_comes_by_a_one_time_link(app: Flask, client: FlaskClient) -> None:
    code, output = run(app, "create-admin", "Boss@example.com")
    assert code == 0
    link = re.search(r"http://localhost(/set-up/\S+)", output)[1]  # type: ignore[index]
    boss = queries.by_email("boss@example.com")
    assert boss is not None
    assert boss.is_admin
    assert boss.password is None
    assert client.post("/login", data={"email": "boss@example.com", "password": "anything at all"}).status_code == 422
    assert client.get(link).status_code == 200
    assert client.post(link, data={"name": "Boss", "password": "short"}).status_code == 422
    assert client.post(link, data={"name": "Boss", "password": "seven red wagons"}).status_code == 303
    assert client.get(link).status_code == 410
    assert client.post("/login", data={"email": "boss@example.com", "password": "seven red wagons"}).status_code == 303


def test_who_has_an_account_becomes_administrator_and_signs_in_again(app: Flask) -> None:
    account = make_account("ann@example.com")
    token = sessions.start(account, at=now())
    code, output = run(app, "create-admin", "ann@example.com")
    assert code == 0
    assert "http" not in output
    assert account.staff is Staff.ADMIN
    assert sessions.alive(token, at=now()) is None


def test_a_moderator_is_made_by_a_link_too(app: Flask, client: FlaskClient) -> None:
    code, output = run(app, "create-moderator", "mod@example.com")
    assert code == 0
    link = re.search(r"http://localhost(/set-up/\S+)", output)[1]  # type: ignore[index]
    assert client.post(link, data={"name": "Mo", "password": "seven red wagons"}).status_code == 303
    made = queries.by_email("mod@example.com")
    assert made is not None
    assert made.staff is Staff.MODERATOR
    assert run(app, "create-admin", "mod@example.com")[0] == 0
    assert run(app, "create-moderator", "mod@example.com")[0] == 1, "an administrator stays one"


@pytest.mark.parametrize("command", ["create-admin", "create-moderator"])
def test_a_board_of_demonstration_gets_no_staff_by_accident(app: Flask, command: str) -> None:
    make_account(demonstration=True)
    code, output = run(app, command, "boss@example.com")
    assert code == 1
    assert "demonstration content" in output
    assert queries.by_email("boss@example.com") is None
    assert run(app, command, "boss@example.com", "--demonstration")[0] == 0


@pytest.mark.parametrize(
    "words", ["accounts create-admin boss@example.com", "backup make", "check", "postings import jobs.csv"]
)
def test_a_wrong_folder_is_said_in_one_line_and_begins_no_board(tmp_path: Path, words: str) -> None:
    environment = {**os.environ, "CAREERCENTER_DATA_DIR": str(tmp_path / "var")}
    command = [sys.executable, "-m", "flask", "--app", "app", *words.split()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=TOP)
    assert done.returncode != 0
    assert "There is no board in" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var").exists()


def test_a_database_without_tables_is_said_in_one_line(tmp_path: Path) -> None:
    empty = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}"))
    code, output = run(empty, "create-admin", "boss@example.com")
    assert code == 1
    assert "There is no board in sqlite:///" in output
    assert "Traceback" not in output


ON_A_BOARD = (
    "accounts create-admin boss@example.com", "applications forget", "audit verify", "backup make",
    "mail test boss@example.com", "moderation load-reasons", "postings import /dev/null --employer X", "search reindex",
)  # fmt: skip


@pytest.mark.parametrize("words", ON_A_BOARD)
@pytest.mark.parametrize(
    ("content", "said"), [(b"", "There is no board in sqlite:///"), (b"no database" * 99, "cannot be read")]
)
def test_every_command_says_so_where_the_database_is_none_of_a_board(
    tmp_path: Path, words: str, content: bytes, said: str
) -> None:
    file = tmp_path / "careercenter.db"
    file.write_bytes(content)
    nobodys = create_app(settings_for(tmp_path, f"sqlite:///{file}"))
    done = nobodys.test_cli_runner().invoke(args=words.split())
    assert done.exit_code == 1
    assert said in done.output
    assert not isinstance(done.exception, DBAPIError)


def test_a_data_folder_that_is_a_file_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "var"
    file.write_text("something else")
    with pytest.raises(UnsafeSettings, match="cannot be used"):
        read_settings(data_dir=str(file))
    with pytest.raises(UnsafeSettings, match="cannot be used"):
        read_settings(data_dir=str(file / "below"))


def test_letting_somebody_back_in(app: Flask, session: Session) -> None:
    account = make_account("ann@example.com", tf_totp_secret="lost", tf_primary_method="authenticator")
    assert run(app, "reset-second-factor", "ann@example.com")[0] == 0
    assert not account.has_second_factor
    assert run(app, "reset-second-factor", "ann@example.com")[0] == 1
    assert run(app, "change-address", "ann@example.com", "new@example.com")[0] == 0
    assert account.email == "new@example.com"
    unproved = make_account("bea@example.com", confirmed=False)
    assert run(app, "prove-address", "bea@example.com")[0] == 0
    assert unproved.is_confirmed
    told = session.scalars(select(Letter.recipient).order_by(Letter.id)).all()
    assert told == ["ann@example.com", "ann@example.com", "new@example.com"]


def test_suspend_restore_and_end_sessions(app: Flask) -> None:
    account = make_account("ann@example.com")
    token = sessions.start(account, at=now())
    assert run(app, "end-sessions", "ann@example.com") == (0, "ann@example.com is signed out everywhere.\n")
    assert sessions.alive(token, at=now()) is None
    assert run(app, "suspend", "ann@example.com")[0] == 0
    assert not account.active
    assert run(app, "suspend", "ann@example.com")[0] == 1
    assert run(app, "restore", "ann@example.com")[0] == 0
    assert account.active


MAIL = {
    "mail_server": "smtp.your-hospital.org", "mail_from": "jobs@your-hospital.org", "support_email": "hr@your-hospital.org",
}  # fmt: skip


@pytest.mark.parametrize("command", ["suspend", "restore", "end-sessions"])
def test_an_unknown_address_is_said(app: Flask, command: str) -> None:
    code, output = run(app, command, "nobody@example.com")
    assert code == 1
    assert "There is no account of nobody@example.com." in output


def test_a_new_board_has_no_account_at_all(session: Session) -> None:
    assert session.scalars(select(Account)).all() == []


def test_a_demonstration_account_is_noticed(app: Flask) -> None:
    make_account()
    assert not queries.demonstration_exists()
    make_account(demonstration=True)
    assert queries.demonstration_exists()


def test_production_does_not_start_on_such_a_database(own_app: Flask) -> None:
    settings = replace(
        own_app.config["SETTINGS"], env="production", public_url="https://jobs.example.com", search_engine="memory"
    )
    create_app(settings)
    with own_app.app_context():
        make_account(demonstration=True)
        db.session.commit()
        db.session.remove()
    with pytest.raises(UnsafeSettings, match="demonstration accounts"):
        create_app(settings)


def test_an_empty_database_starts(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'new.db'}"
    assert create_app(settings_for(tmp_path, database, env="production", public_url="https://jobs.example.com", **MAIL))
