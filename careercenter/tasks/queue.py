"""Asking for work, claiming it, and finishing it. A task is done at least once; handlers are safe to run twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, or_, select, update

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import BACKOFF, HANDLERS, Handler, lane_of


@dataclass(frozen=True, slots=True)
class Claimed:
    """A task as it was when it was claimed; `attempts` counts this one."""

    id: int
    name: TaskName
    args: dict[str, Any]
    attempts: int
    claim: str


def enqueue(name: TaskName, *, due_at: datetime | None = None, **args: Any) -> None:
    """Add the task to the session: it exists when, and only when, the change that asks for it is committed."""
    moment = now()
    db.session.add(Task(name=name, args=args, made_at=moment, due_at=due_at or moment))


def _due(at: datetime) -> ColumnElement[bool]:
    """Say which tasks can be claimed. One already claimed counts when its lease ran out: its worker was killed."""
    return or_(Task.status == TaskStatus.WAITING, Task.status == TaskStatus.CLAIMED) & (Task.due_at <= at)


def claim(worker: str, *, at: datetime, lane: str | None = None) -> list[Claimed]:
    """Take the oldest due task, those that go first ahead of all, with more of its name where its handler works in batches.

    Of one lane, or of all. Commits the claim.
    """
    due = _due(at)
    if lane is not None:
        due &= Task.name.in_([name for name in TaskName if lane_of(name) == lane])
    locked = db.session.get_bind().dialect.name == "postgresql"
    ahead = case((Task.name.in_([name for name, handler in HANDLERS.items() if handler.high_priority]), 0), else_=1)
    columns = select(Task.id, Task.name, Task.args, Task.attempts)
    first = columns.where(due).order_by(ahead, Task.due_at, Task.id).limit(1)
    row = db.session.execute(first.with_for_update(skip_locked=True) if locked else first).one_or_none()
    if row is None:
        db.session.rollback()
        return []
    rows, handler = [row], HANDLERS.get(row.name, Handler(lambda _args: None))
    if handler.batch > 1:
        more = (
            columns.where(due, Task.name == row.name, Task.id != row.id).order_by(Task.due_at, Task.id).limit(handler.batch - 1)
        )
        rows += db.session.execute(more.with_for_update(skip_locked=True) if locked else more).all()
    db.session.execute(
        update(Task)
        .where(Task.id.in_([row.id for row in rows]))
        .values(status=TaskStatus.CLAIMED, claim=worker, due_at=at + handler.lease, attempts=Task.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return [Claimed(row.id, row.name, dict(row.args), row.attempts + 1, worker) for row in rows]


def lanes_with_work(at: datetime) -> set[str]:
    """Say in which lanes something is due. Only reads."""
    return {lane_of(name) for name in db.session.scalars(select(Task.name).where(_due(at)).distinct())}


def finish(tasks: Iterable[Claimed]) -> None:
    """Forget done tasks. The caller commits, together with what the handler did."""
    db.session.execute(delete(Task).where(Task.id.in_([t.id for t in tasks])).execution_options(synchronize_session=False))


def retry_later(ids: list[int], *, error: str, at: datetime) -> None:
    """After a failure: wait and try again, or give up after the handler's number of attempts. Commits."""
    for task in db.session.scalars(select(Task).where(Task.id.in_(ids))):
        handler = HANDLERS.get(task.name)
        task.claim = None
        task.last_error = error[:2000]
        if handler is None or task.attempts >= handler.attempts:
            task.status = TaskStatus.DEAD
            if handler is not None and handler.on_dead is not None:
                handler.on_dead(dict(task.args), error)
        else:
            wait = handler.backoff[min(task.attempts, len(handler.backoff)) - 1]
            task.status = TaskStatus.WAITING
            task.due_at = at + timedelta(seconds=wait * random.uniform(0.9, 1.1))  # spread, so that all do not return at once
    db.session.commit()


def give_back(ids: list[int], *, due_at: datetime) -> None:
    """Let tasks that were claimed and not tried wait until then, as if they had not been claimed. Commits."""
    db.session.execute(
        update(Task)
        .where(Task.id.in_(ids))
        .values(status=TaskStatus.WAITING, claim=None, due_at=due_at, attempts=Task.attempts - 1)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def postpone(name: TaskName, *, until: datetime) -> None:
    """Let all waiting tasks of a name that are due sooner wait until then, at no cost of an attempt. Commits."""
    sooner = (Task.name == name) & (Task.status == TaskStatus.WAITING) & (Task.due_at < until)
    db.session.execute(update(Task).where(sooner).values(due_at=until).execution_options(synchronize_session=False))
    db.session.commit()


def release_orphaned(gone: Callable[[str], bool], *, at: datetime) -> int:
    """Make the tasks due again whose claim is of a worker that is `gone`; give how many. Commits."""
    held = select(Task).where(Task.status == TaskStatus.CLAIMED)
    tasks = [task for task in db.session.scalars(held) if task.claim and gone(task.claim)]
    for task in tasks:
        task.status, task.claim, task.due_at = TaskStatus.WAITING, None, at
    db.session.commit()
    return len(tasks)


def retry(task: Task, *, at: datetime) -> None:
    """Give a dead or waiting task a fresh set of attempts, at once."""
    task.status, task.attempts, task.due_at, task.claim = TaskStatus.WAITING, 0, at, None


def follow_clock(at: datetime) -> int:
    """After the clock was put back: bring near what a clock that ran ahead put far off; give how many tasks. Commits.

    A lease, a retry and a task just asked for lie no farther ahead than their own length.
    """
    changed = 0
    for task in db.session.scalars(select(Task).where(Task.due_at > at, Task.status != TaskStatus.DEAD)):
        handler = HANDLERS.get(task.name)
        ahead = task.made_at - at
        if task.status is TaskStatus.CLAIMED:
            due_at = min(task.due_at, at + (handler.lease if handler else timedelta(minutes=5)))
        elif task.attempts:
            waits = handler.backoff if handler else BACKOFF
            due_at = min(task.due_at, at + timedelta(seconds=max(waits) * 1.1))
        else:
            due_at = task.due_at - max(ahead, timedelta())  # what was asked for a later day keeps its distance
        if due_at != task.due_at or ahead > timedelta():
            task.due_at, task.made_at, changed = due_at, min(task.made_at, at), changed + 1
    db.session.commit()
    return changed
