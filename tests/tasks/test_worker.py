"""The loop of the worker: what stops it, and what does not."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from careercenter.core.clock import now
from careercenter.core.db import Busy, db
from careercenter.core.turns import TooLong, background
from careercenter.tasks import queue, worker
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import DOCUMENTS, HANDLERS, MAIL, Handler, TaskOutcome, lane_of

BUSY = Busy("BEGIN IMMEDIATE", None, TooLong())


@pytest.fixture(autouse=True)
def _never_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BUSY_SECONDS", (0, 0, 0))
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    monkeypatch.setattr(worker.signal, "signal", lambda *_args: None)


@pytest.mark.parametrize(
    "error", [BUSY, OperationalError("INSERT", None, Exception("database or disk is full")), ValueError("no")]
)
def test_a_step_that_fails_is_done_again_and_does_not_end_the_worker(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    calls: list[bool] = []

    def fails_at_first(_schedule: Any) -> None:
        calls.append(background.get())
        if len(calls) == 1:
            raise error
        worker._stop.set()

    monkeypatch.setattr(worker, "start_periodic", fails_at_first)
    worker.work(own_app, {})
    assert calls == [True, True]  # and people write before it


def test_claiming_from_a_busy_database_is_tried_again(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    claim, tried = queue.claim, []

    def busy_at_first(*args: Any, **named: Any) -> Any:
        tried.append(named["lane"])
        if len(tried) == 1:
            raise BUSY
        return claim(*args, **named)

    def done(_args: list[dict[str, Any]]) -> None:
        worker._stop.set()

    monkeypatch.setattr(queue, "claim", busy_at_first)
    monkeypatch.setitem(HANDLERS, TaskName.SWEEP_FILES, Handler(done))
    with own_app.app_context():
        queue.enqueue(TaskName.SWEEP_FILES)
        db.session.commit()
    worker.work(own_app, {})
    with own_app.app_context():
        assert db.session.scalars(select(Task)).all() == []
    assert len(tried) > 1


def test_what_takes_long_in_one_lane_holds_up_nothing_in_another(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (lane_of(TaskName.SEND_MAIL), lane_of(TaskName.EXTRACT_RESUME)) == (MAIL, DOCUMENTS)
    mailed, reading = threading.Event(), threading.Event()
    order: list[str] = []

    def extract(_args: list[dict[str, Any]]) -> None:
        reading.set()
        assert mailed.wait(60)  # ends only when the e-mail, asked for later, has left
        order.append("read")
        worker._stop.set()

    def mail(_args: list[dict[str, Any]]) -> None:
        assert reading.wait(60)
        order.append("mailed")
        mailed.set()

    monkeypatch.setitem(HANDLERS, TaskName.EXTRACT_RESUME, Handler(extract, lane=DOCUMENTS))
    monkeypatch.setitem(HANDLERS, TaskName.SEND_MAIL, Handler(mail, lane=MAIL))
    with own_app.app_context():
        queue.enqueue(TaskName.EXTRACT_RESUME, due_at=now() - timedelta(hours=1), resume_id=1)
        queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
        db.session.commit()
    worker.work(own_app, {})
    assert order == ["mailed", "read"]


def test_what_has_been_done_is_written_down_although_the_database_is_busy(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def record() -> None:
        written.append(1)
        if len(written) < 3:
            raise BUSY

    def each(args: list[dict[str, Any]]) -> Any:
        yield from (TaskOutcome(place, then=record) for place in range(len(args)))

    monkeypatch.setitem(HANDLERS, TaskName.SEND_MAIL, Handler(each, batch=10))
    with own_app.app_context():
        queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
        db.session.commit()
        assert worker.run_pending() == 1
        assert db.session.scalars(select(Task)).all() == []
    assert len(written) == 3


def test_a_signal_ends_it(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(worker.signal, "signal", handlers.setdefault)
    monkeypatch.setattr(worker, "start_periodic", lambda _schedule: handlers[signal.SIGTERM]())
    worker.work(own_app, {})
    assert set(handlers) == {signal.SIGTERM, signal.SIGINT}
