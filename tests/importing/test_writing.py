"""An import holds nobody up, and what it wrote is whole whenever it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from careercenter.audit.models import AuditEntry
from careercenter.core.db import db, reading
from careercenter.core.errors import RuleBroken
from careercenter.core.turns import Turns
from careercenter.importing import loading
from careercenter.importing.planning import Planned
from careercenter.postings import services
from careercenter.postings.models import Posting
from tests.conftest import DATABASE
from tests.factories.employers import make_employer
from tests.importing.test_import import ROW

TOP = Path(__file__).parents[2]
Run = Callable[..., Result]
ROWS = [{**ROW, "id": f"R-{n}", "title": f"Infusion Coder {n}"} for n in range(30)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "jobs.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS))
    return path


@pytest.fixture
def board_of_one(own_app: Flask) -> Flask:
    with own_app.app_context():
        make_employer("Northfield Clinic")
        db.session.commit()
        db.session.remove()
    return own_app


def run(app: Flask, file: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["postings", "import", str(file), "--employer", "Northfield Clinic", *options])


def turns_of(app: Flask) -> Turns | None:
    """Give the queue of writers, where the database has one."""
    with app.app_context():
        return Turns(Path(f"{db.engine.url.database}-turns"), longest=0) if DATABASE == "sqlite" else None


def test_reading_a_file_takes_no_turn_from_those_who_write(board_of_one: Flask, file: Path) -> None:
    turns = turns_of(board_of_one)
    held = turns.take() if turns else None
    done = run(board_of_one, file, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "30 good rows" in done.output
    assert "2 good rows" in run(board_of_one, _cut(file, 2, bad=True)).output  # a bad row: nothing is written
    if held:
        held.end()


def test_others_may_write_after_each_piece(board_of_one: Flask, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = turns_of(board_of_one)
    pieces: list[int] = []
    really = loading.write

    def write(*args: Any, **options: Any) -> loading.Outcome:
        def after(outcome: loading.Outcome) -> None:
            pieces.append(outcome.done)
            if turns:
                turns.take().end()

        return really(*args, **{**options, "after_each": after})

    monkeypatch.setattr(loading, "write", write)
    monkeypatch.setattr(loading, "MOST_ROWS", 12)
    monkeypatch.setattr(loading, "MOST_SECONDS", 1000)
    run(board_of_one, file)
    assert pieces == [12, 24, 30]
    monkeypatch.setattr(loading, "MOST_SECONDS", -1)  # a machine on which one row takes longer than a piece may
    del pieces[:]
    run(board_of_one, _cut(file, 4, title="Another"))
    assert pieces == [1, 2, 3, 4]


@pytest.mark.parametrize(("seconds", "sizes"), [(1000, [1, 2, 4, 8, 15]), (-1, [1] * 30)])
def test_as_many_rows_are_written_at_once_as_the_pace_of_the_machine_allows(
    board_of_one: Flask, file: Path, monkeypatch: pytest.MonkeyPatch, seconds: int, sizes: list[int]
) -> None:
    written: list[int] = []
    really = loading._Writer.write

    def write(writer: loading._Writer, rows: list[Planned]) -> None:
        written.append(len(rows))
        really(writer, rows)

    monkeypatch.setattr(loading._Writer, "write", write)
    monkeypatch.setattr(loading, "MOST_SECONDS", seconds)
    run(board_of_one, file)
    assert written == sizes
    assert everything(board_of_one)["draft"] == 30


def test_a_row_that_a_rule_refuses_is_left_out_alone(board_of_one: Flask, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = services.submit

    def submit(posting: Posting, **by: Any) -> None:
        if posting.title == "Infusion Coder 17":
            raise RuleBroken("Not this one.")
        really(posting, **by)

    monkeypatch.setattr(services, "submit", submit)
    done = run(board_of_one, file, "--status", "live")
    assert done.exit_code == 1
    assert "line 18: Not this one." in done.output
    assert "29 new" in done.output
    assert set(everything(board_of_one).values()) == {29}


def test_rows_that_are_new_changed_and_the_same_stand_side_by_side(board_of_one: Flask, file: Path) -> None:
    run(board_of_one, _rows(file, ROWS[:20]))
    changed = [{**row, "title": f"{row['title']} again"} if number % 2 else row for number, row in enumerate(ROWS)]
    done = run(board_of_one, _rows(file, changed))
    assert "10 new, 10 changed, 10 as they were" in done.output
    assert everything(board_of_one) == Counter(
        {"posting.drafted": 30, "posting.changed": 10, "posting.imported": 40, "draft": 30}
    )


KILLED = """
import os, signal, sys
from careercenter.importing import loading
loading.MOST_ROWS, loading.MOST_SECONDS = 7, 1000
after, within = int(sys.argv[1]), int(sys.argv[2])
rows = pieces = 0
record, commit = loading.record, loading.db.session.commit
def recorded(*args, **detail):
    global rows
    rows += 1
    record(*args, **detail)
    if rows == within:
        os.kill(os.getpid(), signal.SIGKILL)
loading.record = recorded
def told(outcome):
    global pieces
    pieces += 1
    if pieces == after:
        os.kill(os.getpid(), signal.SIGKILL)
write = loading.write
loading.write = lambda *args, **options: write(*args, **{**options, "after_each": told})
from app import app
app.cli.main(args=["postings", "import", sys.argv[3], "--employer", "Northfield Clinic", "--status", "live"])
"""


def start(app: Flask, file: Path, *, after: int = 0, within: int = 0) -> subprocess.Popen[str]:
    """Start an import in a process of its own, which kills itself after a piece or within one."""
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "CAREERCENTER_DATA_DIR": settings.data_dir, "CAREERCENTER_DATABASE_URL": settings.database_url,
        "CAREERCENTER_SECRET_KEY": settings.secret_key,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, str(after), str(within), str(file)],
        cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.mark.parametrize(("after", "within", "written"), [(1, 0, 7), (3, 0, 21), (0, 10, 7), (0, 1, 0)])
def test_what_a_killed_import_wrote_is_whole_and_the_next_writes_the_rest(
    board_of_one: Flask, file: Path, after: int, within: int, written: int
) -> None:
    killed = start(board_of_one, file, after=after, within=within)
    output, _ = killed.communicate()
    assert killed.returncode == -signal.SIGKILL, output
    assert everything(board_of_one) == Counter({"posting.drafted": written, "posting.submitted": written,
        "posting.approved": written, "posting.imported": written, "live": written})  # fmt: skip
    done = run(board_of_one, file, "--status", "live")
    assert f"{30 - written} new, 0 changed, {written} as they were" in done.output
    assert set(everything(board_of_one).values()) == {30}


def test_two_imports_of_one_file_at_once_write_each_row_once(board_of_one: Flask, file: Path) -> None:
    both = [start(board_of_one, file), start(board_of_one, file)]
    outputs = [one.communicate()[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], outputs
    assert set(everything(board_of_one).values()) == {30}


def everything(app: Flask) -> Counter[str]:
    """Count what the audit trail says of postings, and the postings that are live."""
    with app.app_context(), reading():
        found = Counter(db.session.scalars(select(AuditEntry.what).where(AuditEntry.what.startswith("posting."))))
        found.update(posting.status.value for posting in db.session.scalars(select(Posting)))
        db.session.remove()
    return found


def _cut(file: Path, most: int, *, bad: bool = False, **changes: Any) -> Path:
    """Write the first rows to another file, changed, and perhaps a bad one behind them."""
    rows = [{**row, **changes, "id": f"{row['id']}-cut"} for row in ROWS[:most]] + ([{"title": ""}] if bad else [])
    return _rows(file, [{**row, "description": f"{row.get('description', '')} {n}"} for n, row in enumerate(rows)])


def _rows(file: Path, rows: list[dict[str, Any]]) -> Path:
    path = file.with_name("cut.jsonl")
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path
