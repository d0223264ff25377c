"""The loop of the worker process."""

from __future__ import annotations

import os
import signal
import socket
import threading
import traceback
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.turns import in_background
from careercenter.tasks import queue
from careercenter.tasks.models import PeriodicRun, Task
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import HANDLERS

log = structlog.get_logger("worker")
IDLE_SECONDS = 0.5
RECOVERY_SECONDS = 5


def run_pending(*, most: int = 1000, worker: str = "inline") -> int:
    """Do what is due now, up to `most` claims; give how many tasks were done. Tests and commands call this."""
    done = 0
    for _ in range(most):
        tasks = queue.claim(worker, at=now())
        if not tasks:
            break
        done += run_one(tasks)
    return done


def run_one(tasks: list[Task]) -> int:
    """Run the handler of claimed tasks of one name; failures go back to the queue with their reason."""
    name, ids, args = tasks[0].name, [t.id for t in tasks], [dict(t.args) for t in tasks]
    try:
        HANDLERS[name].run(args)
        queue.finish(tasks)
        db.session.commit()
    except Exception as error:  # whatever a handler raises must not stop the worker; the reason is kept with the task
        db.session.rollback()
        log.error("task failed", task=str(name), ids=ids, error=repr(error))
        queue.put_back(ids, error="".join(traceback.format_exception(error))[-2000:], at=now())
        return 0
    return len(ids)


def start_periodic(schedule: dict[TaskName, timedelta]) -> None:
    """Enqueue the periodic tasks whose time has come; two workers agree through the row of each."""
    moment = now()
    for name, every in schedule.items():
        run = db.session.get(PeriodicRun, name, with_for_update=True)
        if run is None:
            db.session.add(PeriodicRun(name=name, started_at=moment))
        elif moment - run.started_at < every:
            continue
        else:
            run.started_at = moment
        queue.enqueue(name)
    try:
        db.session.commit()
    except IntegrityError:  # another worker made the row first, and with it the task
        db.session.rollback()


def _name(pid: int) -> str:
    return f"{socket.gethostname()[:30]}:{pid}"


def _of_the_dead(claim: str) -> bool:
    """Say whether a claim is of a worker of this host that is no more; those of other hosts wait for their lease."""
    host, _, pid = claim.rpartition(":")
    if not pid.isdigit() or claim != _name(int(pid)) or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return bool(host)
    except PermissionError:
        return False
    return False


def _what_is_due(worker: str, schedule: dict[TaskName, timedelta], stop: threading.Event) -> None:
    start_periodic(schedule)
    while not stop.is_set() and (tasks := queue.claim(worker, at=now())):
        run_one(tasks)
        start_periodic(schedule)


def work(app: Any, schedule: dict[TaskName, timedelta], *, at_start: tuple[TaskName, ...] = ()) -> None:
    """Work until SIGTERM or SIGINT, finishing the task at hand. `at_start` is done first, besides its time in `schedule`."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    worker = _name(os.getpid())
    log.info("worker started", worker=worker)
    with app.app_context():
        released = queue.release(_of_the_dead, at=now())
        for name in at_start:
            queue.enqueue(name)
        db.session.commit()
    log.info("taken over from killed workers", tasks=released)
    while not stop.is_set():
        with app.app_context(), in_background():
            try:
                _what_is_due(worker, schedule, stop)
            except OperationalError as error:
                # Busy, full or away: what was claimed is claimed again when its lease is over.
                db.session.rollback()
                log.warning("database unavailable", worker=worker, error=str(error.orig))
                stop.wait(RECOVERY_SECONDS)
        stop.wait(IDLE_SECONDS)
    log.info("worker stopped", worker=worker)
