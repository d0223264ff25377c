"""The worker process: a thread for each lane, and one that starts periodic work and wakes them."""

from __future__ import annotations

import os
import signal
import socket
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.core.turns import in_background
from careercenter.tasks import queue
from careercenter.tasks.models import PeriodicRun
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import Claimed
from careercenter.tasks.registry import HANDLERS, TaskOutcome, lanes

log = structlog.get_logger("worker")
IDLE_SECONDS = 0.5
# While the database cannot be written to (locked, disk full, away): waits between tries, the last one repeated.
BUSY_SECONDS = (1, 2, 5, 10, 30)
# Clocks of two hosts may differ by this much; a start farther ahead was written by a clock that has been put right since.
CLOCK_SLACK = timedelta(minutes=1)

_stop = threading.Event()


def run_pending(*, most: int = 1000, worker: str = "inline") -> int:
    """Do what is due now in every lane, up to `most` claims; give how many tasks were done. Tests and commands call this."""
    done = 0
    for _ in range(most):
        tasks = queue.claim(worker, at=now())
        if not tasks:
            break
        done += run_one(tasks)
    return done


def run_one(tasks: list[Claimed]) -> int:
    """Run the handler of claimed tasks of one name; what failed goes back with its reason. Give how many were done."""
    name, left, done = tasks[0].name, dict(enumerate(tasks)), 0
    try:
        outcomes = HANDLERS[name].run([task.args for task in tasks])
        if outcomes is None:
            queue.finish(tasks)
            db.session.commit()
            return len(tasks)
        for outcome in outcomes:
            done += _settle(left.pop(outcome.place), outcome)
    except Exception as error:  # whatever a handler raises must not stop the worker; the reason is kept with the task
        db.session.rollback()
        _failed(list(left.values()), error)
        return done
    if left:
        queue.give_back([task.id for task in left.values()], due_at=now())
    return done


def _settle(task: Claimed, outcome: TaskOutcome) -> int:
    """Write down how one task of a batch went; 1 when it is done."""
    if outcome.error is not None:
        db.session.rollback()
        _failed([task], outcome.error)
        return 0
    if outcome.again_in is not None:
        db.session.rollback()
        queue.give_back([task.id], due_at=now() + outcome.again_in)
        return 0

    def write() -> None:
        if outcome.then is not None:
            outcome.then()
        queue.finish([task])
        db.session.commit()

    # What has left this machine is written down as long as that takes: trying it again would do it twice.
    _persist(write, most=len(BUSY_SECONDS))
    return 1


def _persist(write: Callable[[], None], *, most: int) -> None:
    """Write, again after a wait while the database is busy, `most` times at most."""
    for tried in range(most):
        try:
            write()
            return
        except DBAPIError as error:
            db.session.rollback()
            _say_busy(error)
            if tried == most - 1:
                raise
            _stop.wait(_pause(tried))


def _failed(tasks: list[Claimed], error: Exception) -> None:
    ids = [task.id for task in tasks]
    log.error("task failed", task=str(tasks[0].name) if tasks else "", ids=ids, error=repr(error))
    reason = "".join(traceback.format_exception(error))[-2000:]
    _persist(lambda: queue.retry_later(ids, error=reason, at=now()), most=2)


def start_periodic(schedule: dict[TaskName, timedelta]) -> None:
    """Enqueue the periodic tasks whose time has come; two workers agree through the row of each.

    A start in the future was written by a clock that ran ahead: what it put off is brought near.
    """
    moment = now()
    with reading():
        started = {row.name: row.started_at for row in db.session.execute(select(PeriodicRun.name, PeriodicRun.started_at))}
    if any(at > moment + CLOCK_SLACK for name, at in started.items() if name in schedule):
        log.warning("the clock was put back", tasks=queue.follow_clock(moment))
        queue.enqueue(TaskName.FOLLOW_CLOCK)
        db.session.commit()
    if not any(_is_time(started.get(name), every, moment) for name, every in schedule.items()):
        return
    for name, every in schedule.items():
        run = db.session.get(PeriodicRun, name, with_for_update=True)
        if not _is_time(run.started_at if run else None, every, moment):
            continue
        if run is None:
            db.session.add(PeriodicRun(name=name, started_at=moment))
        else:
            run.started_at = moment
        queue.enqueue(name)
    try:
        db.session.commit()
    except IntegrityError:  # another worker made the row first, and with it the task
        db.session.rollback()


def _is_time(started_at: datetime | None, every: timedelta, moment: datetime) -> bool:
    return started_at is None or moment - started_at >= every or started_at > moment + CLOCK_SLACK


def _worker_name(pid: int) -> str:
    return f"{socket.gethostname()[:30]}:{pid}"


def _of_the_dead(claim: str) -> bool:
    """Say whether a claim is of a worker of this host that is no more; those of other hosts wait for their lease."""
    host, _, pid = claim.rpartition(":")
    if not pid.isdigit() or claim != _worker_name(int(pid)) or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return bool(host)
    except PermissionError:
        return False
    return False


def work(app: Any, schedule: dict[TaskName, timedelta], *, at_start: tuple[TaskName, ...] = ()) -> None:
    """Work until SIGTERM or SIGINT, finishing the tasks at hand. `at_start` is done first, besides its time in `schedule`."""
    _stop.clear()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: _stop.set())
    worker = _worker_name(os.getpid())
    log.info("worker started", worker=worker)
    _until_done(app, lambda: _take_over(at_start))
    wakes = {lane: threading.Event() for lane in lanes()}
    threads = [
        threading.Thread(target=_work_in_lane, args=(app, lane, worker, wake), name=lane) for lane, wake in wakes.items()
    ]
    for thread in threads:
        thread.start()

    def look() -> None:
        start_periodic(schedule)
        with reading():
            for lane in queue.lanes_with_work(now()):
                wakes[lane].set()

    while not _stop.is_set():
        _until_done(app, look)
        _stop.wait(IDLE_SECONDS)
    for wake in wakes.values():
        wake.set()
    for thread in threads:
        thread.join()
    log.info("worker stopped", worker=worker)


def _take_over(at_start: tuple[TaskName, ...]) -> None:
    released = queue.release_orphaned(_of_the_dead, at=now())
    for name in at_start:
        queue.enqueue(name)
    db.session.commit()
    log.info("taken over from killed workers", tasks=released)


def _work_in_lane(app: Any, lane: str, worker: str, wake: threading.Event) -> None:
    """Do what is due in a lane whenever woken, until the worker stops."""

    def drain() -> None:
        while not _stop.is_set() and (tasks := queue.claim(worker, at=now(), lane=lane)):
            run_one(tasks)

    while not _stop.is_set():
        wake.wait()
        wake.clear()
        _until_done(app, drain)


def _until_done(app: Any, step: Callable[[], None]) -> None:
    """Do one step of the worker, again after a wait for as long as it fails: a database that is busy or full ends nothing."""
    tried = 0
    while not _stop.is_set():
        try:
            with app.app_context(), in_background():
                step()
            return
        except DBAPIError as error:
            _say_busy(error)
        except Exception as error:  # a mistake in one step must not end the lane
            log.error("the worker goes on after an error", error="".join(traceback.format_exception(error))[-2000:])
        _stop.wait(_pause(tried))
        tried += 1


def _pause(tried: int) -> int:
    return BUSY_SECONDS[min(tried, len(BUSY_SECONDS) - 1)]


def _say_busy(error: DBAPIError) -> None:
    log.warning("the database cannot be used now", error=str(error.orig).strip().split("\n", 1)[0])
