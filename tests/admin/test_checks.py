"""What an operator and their machines ask: flask check, /readyz, /metrics."""

from __future__ import annotations

import re
import shutil
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from careercenter import __version__
from careercenter.accounts import second_factor
from careercenter.admin import checks
from careercenter.admin.checks import State
from careercenter.core.clock import now
from careercenter.postings.lifecycle import PostingStatus
from careercenter.tasks.models import PeriodicRun, Task, TaskStatus
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_account
from tests.factories.postings import make_posting

Disk = namedtuple("Disk", "total used free")


def found(name: str) -> tuple[State, str]:
    return next((one.state, one.words) for one in checks.everything() if one.name == name)


def seen(session: Session, ago: timedelta) -> None:
    session.add(PeriodicRun(name=TaskName.CHECK_INDEX, started_at=now() - ago))
    session.flush()


def changed(app: Flask, monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **values))


def test_a_board_in_order_passes_with_a_line_for_each(app: Flask, session: Session) -> None:
    session.execute(text("delete from task"))
    seen(session, timedelta(seconds=5))
    done = app.test_cli_runner().invoke(args=["check"])
    assert done.exit_code == 0, done.output
    assert [line.split()[0] for line in done.output.splitlines() if "failed" in line.split()[0]] == []
    for name in ("settings", "database", "migrations", "disk", "worker", "index", "secret key", "clock", "mail"):
        assert re.search(rf"^(ok|warning) +{name} ", done.output, re.MULTILINE), name


def test_what_failed_ends_with_1_and_says_what_to_do(app: Flask, session: Session) -> None:
    done = app.test_cli_runner().invoke(args=["check"])
    assert done.exit_code == 1
    assert "worker      has never run: start" in done.output
    assert app.test_cli_runner().invoke(args=["check", "--quick"]).exit_code == 0


def test_a_silent_worker_and_late_or_given_up_work_are_told(session: Session) -> None:
    session.execute(text("delete from task"))
    seen(session, timedelta(minutes=9))
    assert found("worker") == (State.FAILED, "was last seen 9 minutes ago: start it again")
    session.add(Task(name=TaskName.SWEEP_FILES, status=TaskStatus.DEAD))
    session.flush()
    assert found("work")[0] is State.WARNING
    session.add(Task(name=TaskName.SWEEP_FILES, due_at=now() - timedelta(minutes=30)))
    session.flush()
    assert "has been due for 30 minutes" in found("work")[1]


def test_a_clock_behind_what_was_written_is_told(session: Session) -> None:
    seen(session, timedelta(hours=-3))
    assert found("clock")[0] is State.FAILED


def test_a_schema_of_another_version_is_told(session: Session, client: FlaskClient) -> None:
    session.execute(text("update alembic_version set version_num = '0001'"))
    state, words = next((one.state, one.words) for one in checks.everything() if one.name == "migrations")
    assert state is State.FAILED
    assert "db upgrade" in words
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: migrations\n")


def test_an_index_that_differs_is_told(app: Flask, session: Session) -> None:
    make_posting(PostingStatus.LIVE)
    session.execute(text("delete from task"))
    assert found("index") == (State.WARNING, "holds 0 of 1 visible jobs, with 0 changes waiting")


def test_a_mail_server_that_does_not_answer_is_told(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("mail")[0] is State.WARNING
    changed(app, monkeypatch, mail_server="127.0.0.1", mail_port=1)
    state, words = found("mail")
    assert state is State.FAILED
    assert words.startswith("127.0.0.1:1 does not answer")


def test_a_folder_open_to_others_and_an_unfinished_restore_are_told(app: Flask, session: Session) -> None:
    folder = app.config["SETTINGS"].folder
    before = folder.stat().st_mode
    marker = app.config["SETTINGS"].unfinished_restore
    try:
        folder.chmod(0o755)
        marker.touch()
        assert "chmod 700" in found("privacy")[1]
        assert "run the same `flask backup restore` again" in found("restore")[1]
    finally:
        folder.chmod(before)
        marker.unlink()


def test_a_lost_secret_key_is_a_sentence(app: Flask, session: Session, client: FlaskClient) -> None:
    """A restore on a new host with another key: who signs in by an app is told, and so is the operator."""
    from passlib.totp import TOTP

    make_account("ann@example.com", password="a long enough one", tf_totp_secret=second_factor.new_secret())
    session.commit()
    assert found("secret key") == (State.OK, "opens second factors")
    factory = second_factor._codes()
    kept = factory._totp
    factory._totp = TOTP.using(issuer="x", secrets={"other": "another-key-altogether-0123456789"}, default_tag="other")
    try:
        state, words = found("secret key")
        assert state is State.FAILED
        assert "CAREERCENTER_SECRET_KEY_FALLBACKS" in words
        client.post("/login", data={"email": "ann@example.com", "password": "a long enough one"})
        answer = client.post("/login/code", data={"code": "123456"})
        assert answer.status_code < 500
        assert "Use a recovery code" in answer.text
    finally:
        factory._totp = kept


def test_a_board_that_can_serve_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_full_disk_is_not_ready(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(10**12, 10**12, 1000))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: disk\n")


def test_the_figures_are_in_the_format_of_prometheus(client: FlaskClient, session: Session) -> None:
    make_posting(PostingStatus.LIVE)
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    for line in answer.text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) careercenter_\w+ .+|careercenter_\w+(\{[a-z]+=\"[^\"]*\"\})? -?[\d.e+]+", line), (
            line
        )
    assert f'careercenter_info{{version="{__version__}"}} 1' in answer.text
    assert 'careercenter_jobs{status="live"} 1' in answer.text
    assert "careercenter_visible_jobs 1" in answer.text


@pytest.mark.parametrize(
    ("address", "headers"),
    [("203.0.113.9", {}), ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}), ("127.0.0.1", {"Forwarded": "for=203.0.113.9"})],
)
def test_the_figures_are_for_this_host_alone(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    """Behind a proxy everybody seems to ask from this host."""
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)
    assert answer.status_code == 404


def test_a_token_lets_others_read_the_figures(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(app, monkeypatch, metrics_token="a token of the monitoring")
    far = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert client.get("/metrics", headers={"Authorization": "Bearer a token of the monitoring"}, **far).status_code == 200
    for said in ("", "Bearer wrong", "a token of the monitoring", "Bearer "):
        assert client.get("/metrics", headers={"Authorization": said}, **far).status_code == 404
    assert client.get("/metrics").status_code == 404
