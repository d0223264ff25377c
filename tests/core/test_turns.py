"""Who writes next: in the order they came, across threads and processes, whoever is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

import careercenter.core.turns
from careercenter.core.db import Busy, db, reading
from careercenter.core.turns import TooLong, Turns, in_background

HOLDER = """
import sys
from pathlib import Path
from careercenter.core.turns import Turns
turn = Turns(Path(sys.argv[1])).take()
print(turn.number, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def turns(tmp_path: Path) -> Turns:
    return Turns(tmp_path / "board.db-turns", longest=60)


def holder(turns: Turns) -> subprocess.Popen[str]:
    """Start a process that takes a turn and keeps it until it is killed or its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(turns.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def in_line(turns: Turns, name: str, done: list[str]) -> threading.Thread:
    def run() -> None:
        turn = turns.take()
        done.append(name)
        turn.end()

    thread = threading.Thread(target=run)
    before = number_of(turns)
    thread.start()
    while number_of(turns) == before and thread.is_alive():  # until it has its number
        time.sleep(0.005)
    return thread


def number_of(turns: Turns) -> int:
    return int.from_bytes(turns.path.read_bytes()[:8], "little") if turns.path.exists() else 0


def test_turns_come_in_the_order_of_those_who_wait(turns: Turns) -> None:
    first, done = turns.take(), list[str]()
    threads = [in_line(turns, str(number), done) for number in range(12)]
    assert done == []
    first.end()
    for thread in threads:
        thread.join()
    assert done == [str(number) for number in range(12)]


def test_a_process_that_is_killed_holds_up_nobody(turns: Turns) -> None:
    process = holder(turns)
    assert process.stdout is not None
    process.stdout.readline()
    behind = holder(turns)  # waits; killed while it waits
    done: list[str] = []
    while number_of(turns) < 2:
        time.sleep(0.005)
    thread = in_line(turns, "third", done)
    behind.send_signal(signal.SIGKILL)
    behind.wait()
    assert done == []
    process.send_signal(signal.SIGKILL)
    process.wait()
    thread.join()
    assert done == ["third"]
    for one in (process, behind):
        one.communicate()


def test_who_waited_too_long_is_told_and_those_behind_move_up(turns: Turns) -> None:
    first = turns.take()
    with pytest.raises(TooLong):
        Turns(turns.path, longest=0).take()
    done: list[str] = []
    thread = in_line(turns, "next", done)
    first.end()
    thread.join()
    assert done == ["next"]


def test_work_in_the_background_lets_people_who_came_later_go_first(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careercenter.core.turns.ASIDE", 60)
    first, done = turns.take(), list[str]()
    aside = threading.Event()
    really = careercenter.core.turns._stand_aside

    def stand_aside(file: int, until: float) -> None:
        aside.set()
        really(file, until)

    monkeypatch.setattr("careercenter.core.turns._stand_aside", stand_aside)

    def work() -> None:
        with in_background():
            turn = turns.take()
            done.append("work")
            turn.end()

    thread = threading.Thread(target=work)
    thread.start()
    aside.wait()
    people = in_line(turns, "person", done)
    first.end()
    thread.join()
    people.join()
    assert done == ["person", "work"]


def test_work_in_the_background_does_not_stand_aside_for_ever(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careercenter.core.turns.ASIDE", 0)
    first = turns.take()
    with in_background(), pytest.raises(TooLong):
        Turns(turns.path, longest=0).take()  # it took a number, and waited for its turn as everybody does
    first.end()
    assert number_of(turns) == 2


def test_writers_of_the_board_take_turns_and_readers_do_not(own_app: Flask) -> None:
    with own_app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        turns = Turns(Path(f"{db.engine.url.database}-turns"))
        before = number_of(turns)
        with reading():
            db.session.execute(text("select 1"))
        assert number_of(turns) == before
        db.session.execute(text("select 1"))
        assert number_of(turns) == before + 1
        with pytest.raises(TooLong):
            Turns(turns.path, longest=0).take()
        db.session.rollback()
        Turns(turns.path, longest=0).take().end()


def test_a_request_that_waited_too_long_is_told_to_try_again(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        monkeypatch.setattr("careercenter.core.turns.Turns.take", _never)
        with pytest.raises(Busy):
            db.session.execute(text("select 1"))
        db.session.rollback()
    answer = own_app.test_client().post("/login", data={"email": "ana@example.com", "password": "x"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Too many people are saving" in answer.text
    assert own_app.test_client().get("/help").status_code == 200


def _never(_turns: Any) -> Any:
    raise TooLong
