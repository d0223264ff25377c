import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.tasks import queue, worker
from careercenter.tasks.models import PeriodicRun, Task, TaskStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import DOCUMENTS, HANDLERS, MAIL, Handler, TaskOutcome
from careercenter.tasks.worker import run_one, run_pending, start_periodic


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Stand in for the handlers; what they were given is collected."""
    seen: list[dict[str, Any]] = []
    monkeypatch.setitem(HANDLERS, TaskName.SEND_MAIL, Handler(seen.extend))
    monkeypatch.setitem(HANDLERS, TaskName.INDEX_POSTING, Handler(seen.extend, batch=3))
    return seen


def test_work_exists_only_with_the_change_that_asks_for_it(session: Session, done: list[dict[str, Any]]) -> None:
    queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
    session.rollback()
    assert run_pending() == 0
    queue.enqueue(TaskName.SEND_MAIL, letter_id=2)
    session.commit()
    assert run_pending() == 1
    assert done == [{"letter_id": 2}]
    assert session.scalars(select(Task)).all() == []


def test_a_task_waits_for_its_time(session: Session, done: list[dict[str, Any]]) -> None:
    queue.enqueue(TaskName.SEND_MAIL, due_at=now() + timedelta(hours=1), letter_id=1)
    session.commit()
    assert run_pending() == 0
    assert len(queue.claim("w", at=now() + timedelta(hours=2))) == 1


def test_tasks_that_are_cheaper_together_come_together(session: Session, done: list[dict[str, Any]]) -> None:
    for number in range(5):
        queue.enqueue(TaskName.INDEX_POSTING, posting_id=number)
    session.commit()
    assert [len(queue.claim("w", at=now())) for _ in range(3)] == [3, 2, 0]


def test_what_a_killed_worker_held_is_taken_over_when_its_lease_ends(session: Session, done: list[dict[str, Any]]) -> None:
    queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
    session.commit()
    assert len(queue.claim("killed", at=now())) == 1
    assert queue.claim("next", at=now() + timedelta(minutes=4)) == []
    (task,) = queue.claim("next", at=now() + timedelta(minutes=6))
    assert (task.claim, task.attempts) == ("next", 2)


def test_what_somebody_waits_for_goes_before_what_is_due_longer(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, TaskName.INDEX_POSTING, Handler(lambda _args: None, high_priority=True))
    at = now()
    queue.enqueue(TaskName.SEND_MAIL, due_at=at - timedelta(hours=1), letter_id=1)
    queue.enqueue(TaskName.INDEX_POSTING, due_at=at, posting_id=1)
    session.commit()
    assert [queue.claim("w", at=at)[0].name for _ in range(2)] == [TaskName.INDEX_POSTING, TaskName.SEND_MAIL]


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_args: list[dict[str, Any]]) -> None:
        raise ConnectionError("the mail server is down")

    monkeypatch.setitem(HANDLERS, TaskName.SEND_MAIL, Handler(fail, attempts=2))
    queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
    session.commit()
    at = now()
    assert run_one(queue.claim("w", at=at)) == 0
    task = session.scalars(select(Task)).one()
    assert task.status is TaskStatus.WAITING
    assert task.due_at > at + timedelta(seconds=20)
    assert "the mail server is down" in task.last_error
    assert run_one(queue.claim("w", at=at + timedelta(hours=1))) == 0
    session.refresh(task)
    assert task.status is TaskStatus.DEAD
    assert queue.claim("w", at=at + timedelta(days=9)) == []
    queue.retry(task, at=at)
    session.commit()
    assert len(queue.claim("w", at=at + timedelta(days=9))) == 1


def test_what_a_failing_handler_wrote_is_taken_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(_args: list[dict[str, Any]]) -> None:
        queue.enqueue(TaskName.SWEEP_FILES)
        db.session.flush()
        raise ValueError("in the middle")

    monkeypatch.setitem(HANDLERS, TaskName.SEND_MAIL, Handler(half))
    queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
    session.commit()
    run_one(queue.claim("w", at=now()))
    assert [task.name for task in session.scalars(select(Task))] == [TaskName.SEND_MAIL]


def test_periodic_work_is_asked_for_when_it_is_time(session: Session, done: list[dict[str, Any]]) -> None:
    schedule = {TaskName.SWEEP_FILES: timedelta(hours=1)}
    start_periodic(schedule)
    start_periodic(schedule)
    assert len(session.scalars(select(Task)).all()) == 1
    session.get_one(PeriodicRun, TaskName.SWEEP_FILES).started_at = now() - timedelta(hours=2)
    session.commit()
    start_periodic(schedule)
    assert len(session.scalars(select(Task)).all()) == 2


def test_several_workers_never_hold_the_same_task(own_app: Flask) -> None:
    with own_app.app_context():
        for number in range(40):
            queue.enqueue(TaskName.SEND_MAIL, letter_id=number)
        db.session.commit()
    claimed: list[int] = []

    def claim_all(name: str) -> None:
        with own_app.app_context():
            while tasks := queue.claim(name, at=now()):
                claimed.extend(task.id for task in tasks)

    threads = [threading.Thread(target=claim_all, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 40
    assert len(set(claimed)) == 40


def test_a_worker_that_starts_takes_over_from_the_dead_of_its_host(session: Session, done: list[dict[str, Any]]) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for claim in (worker._worker_name(ended.pid), worker._worker_name(os.getppid()), f"elsewhere:{ended.pid}"):
        queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
        session.commit()
        queue.claim(claim, at=now())
    assert queue.release_orphaned(worker._of_the_dead, at=now()) == 1


def test_a_batch_is_finished_one_by_one(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed waits, what was not tried is due again at no cost, and what is done is gone, even when the rest fails."""

    def each(args: list[dict[str, Any]]) -> Iterator[TaskOutcome]:
        yield TaskOutcome(0)
        yield TaskOutcome(1, error=ConnectionError("mailbox full"))
        yield TaskOutcome(2, again_in=timedelta(minutes=5))
        raise ValueError("in the middle")

    monkeypatch.setitem(HANDLERS, TaskName.SEND_MAIL, Handler(each, batch=5))
    for number in range(5):
        queue.enqueue(TaskName.SEND_MAIL, letter_id=number)
    session.commit()
    at = now()
    assert run_one(queue.claim("w", at=at)) == 1
    left = {task.args["letter_id"]: task for task in session.scalars(select(Task))}
    assert sorted(left) == [1, 2, 3, 4]
    assert [left[number].attempts for number in (1, 2, 3, 4)] == [1, 0, 1, 1]
    assert "mailbox full" in left[1].last_error
    assert "in the middle" in left[4].last_error
    assert left[2].due_at > at + timedelta(minutes=4)
    assert left[2].claim is None


def test_what_a_batch_left_out_was_not_tried(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, TaskName.SEND_MAIL, Handler(lambda _args: iter([TaskOutcome(1)]), batch=5))
    for number in range(3):
        queue.enqueue(TaskName.SEND_MAIL, letter_id=number)
    session.commit()
    run_one(queue.claim("w", at=now()))
    assert [(t.args["letter_id"], t.attempts, t.status) for t in session.scalars(select(Task).order_by(Task.id))] == [
        (0, 0, TaskStatus.WAITING),
        (2, 0, TaskStatus.WAITING),
    ]


def test_a_claim_can_be_of_one_lane(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    queue.enqueue(TaskName.EXTRACT_RESUME, due_at=now() - timedelta(hours=1), resume_id=1)
    queue.enqueue(TaskName.SEND_MAIL, letter_id=1)
    session.commit()
    assert queue.lanes_with_work(now()) == {DOCUMENTS, MAIL}
    assert [task.name for task in queue.claim("w", at=now(), lane=MAIL)] == [TaskName.SEND_MAIL]
    assert queue.claim("w", at=now(), lane=MAIL) == []
    assert queue.lanes_with_work(now()) == {DOCUMENTS}


def test_a_clock_put_right_does_not_stop_periodic_work(session: Session, done: list[dict[str, Any]]) -> None:
    session.add(PeriodicRun(name=TaskName.SWEEP_FILES, started_at=now() + timedelta(days=2)))
    session.commit()
    start_periodic({TaskName.SWEEP_FILES: timedelta(hours=1)})
    assert [t.name for t in session.scalars(select(Task))].count(TaskName.SWEEP_FILES) == 1
    assert session.get_one(PeriodicRun, TaskName.SWEEP_FILES).started_at <= now()
    start_periodic({TaskName.SWEEP_FILES: timedelta(hours=1)})
    assert [t.name for t in session.scalars(select(Task))].count(TaskName.SWEEP_FILES) == 1


def test_a_clock_a_little_ahead_on_another_host_starts_nothing_twice(session: Session) -> None:
    session.add(PeriodicRun(name=TaskName.SWEEP_FILES, started_at=now() + timedelta(seconds=20)))
    session.commit()
    start_periodic({TaskName.SWEEP_FILES: timedelta(hours=1)})
    assert session.scalars(select(Task)).all() == []


def test_a_clock_put_right_brings_near_what_it_put_far_off(session: Session, done: list[dict[str, Any]]) -> None:
    ahead = now() + timedelta(days=2)
    for number in range(4):
        queue.enqueue(TaskName.INDEX_POSTING, posting_id=number)
    session.flush()
    leased, retried, new, later = session.scalars(select(Task).order_by(Task.id))
    leased.status, leased.claim, leased.due_at, leased.attempts = TaskStatus.CLAIMED, "killed", ahead + timedelta(minutes=5), 1
    retried.due_at, retried.attempts = ahead + timedelta(minutes=10), 3
    new.due_at = new.made_at = ahead
    later.made_at, later.due_at = ahead, ahead + timedelta(days=7)
    session.add(PeriodicRun(name=TaskName.SWEEP_FILES, started_at=ahead))
    session.commit()
    start_periodic({TaskName.SWEEP_FILES: timedelta(hours=1)})
    at = now()
    assert leased.due_at <= at + timedelta(minutes=5)
    assert retried.due_at <= at + timedelta(hours=14)
    assert new.due_at <= at
    assert timedelta(days=6) < later.due_at - at <= timedelta(days=7)
