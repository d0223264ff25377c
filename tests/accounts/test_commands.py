from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import queries, sessions
from careercenter.accounts.models import Account, Staff
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import UnsafeSettings
from careercenter.factory import create_app
from careercenter.mail import render
from tests.conftest import settings_for
from tests.factories.accounts import make_account


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


@pytest.fixture
def letters_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another application takes over how letters are written: give it back at the end."""
    for part in ("environment", "link", "board"):
        monkeypatch.setattr(render._setting, part, getattr(render._setting, part))


@pytest.mark.usefixtures("letters_as_before")
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


@pytest.mark.usefixtures("letters_as_before")
def test_an_empty_database_starts(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'new.db'}"
    assert create_app(settings_for(tmp_path, database, env="production", public_url="https://jobs.example.com", **MAIL))
