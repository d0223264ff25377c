"""/healthz knows a damaged database, a full disk and a folder that cannot be written to."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import text

from careercenter.core.db import db, sqlite_engine_options
from careercenter.factory import create_app
from careercenter.web import health
from tests.conftest import build_schema, settings_for


class Disk(NamedTuple):
    total: int
    used: int
    free: int


def test_a_board_that_is_well_says_so(own_app: Flask) -> None:
    answer = own_app.test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    with own_app.app_context():
        assert health.failing(health.THOROUGH) == {}


@pytest.mark.parametrize("table", ["posting", "account", "application"])
def test_a_damaged_table_is_known_although_the_others_answer(tmp_path: Path, table: str) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/a.db"))
    build_schema(app)
    with app.app_context():
        page = db.session.execute(text("select rootpage from sqlite_master where name = :table"), {"table": table}).scalar_one()
        size = db.session.execute(text("pragma page_size")).scalar_one()
        file = str(db.engine.url.database)
        db.session.remove()
        db.engine.dispose()
    with contextlib.closing(sqlite_engine_options()["module"].connect(file)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    with Path(file).open("r+b") as database:
        database.seek((page - 1) * size)
        database.write(b"\xff" * size)
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (503, "failing: database\n")
    with app.app_context():
        assert set(health.failing(health.THOROUGH)) == {"database", "damage"}


@pytest.mark.parametrize(
    ("total", "free", "status"),
    [(10**11, 10**9, 200), (10**11, 10**7, 503), (20 * 10**6, 10**6, 200), (20 * 10**6, 10**4, 503)],
    ids=["room", "no room", "a small disk with room", "a small disk without"],
)
def test_a_full_disk_is_known(own_app: Flask, monkeypatch: pytest.MonkeyPatch, total: int, free: int, status: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(total, total - free, free))
    answer = own_app.test_client().get("/healthz")
    assert answer.status_code == status
    assert status == 200 or answer.text == "failing: disk\n"


def test_a_folder_that_cannot_be_written_to_is_known(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.os, "access", lambda *_args: False)
    assert own_app.test_client().get("/healthz").text == "failing: folders\n"


def test_asking_changes_nothing(own_app: Flask) -> None:
    with own_app.app_context():
        folder = own_app.config["SETTINGS"].folder

    def files() -> dict[str, Any]:
        return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and "-shm" not in path.name}

    own_app.test_client().get("/healthz")
    before = files()
    own_app.test_client().get("/healthz")
    assert files() == before
