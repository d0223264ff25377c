"""Asking for work, claiming it, and finishing it. A task is done at least once; handlers are safe to run twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, or_, select, update

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import HANDLERS

# Waits before the second, third … attempt: a mail server that is down for an hour loses nothing.
BACKOFF = (30, 120, 600, 1800, 3600, 4 * 3600, 12 * 3600)


def enqueue(name: TaskName, *, due_at: datetime | None = None, **args: Any) -> None:
    """Add the task to the session: it exists when, and only when, the change that asks for it is committed."""
    moment = now()
    db.session.add(Task(name=name, args=args, made_at=moment, due_at=due_at or moment))


def claim(worker: str, *, at: datetime) -> list[Task]:
    """Take the oldest due task, those that go first ahead of all, with more of its name where its handler works in batches.

    Commits the claim. A claimed task whose lease ran out counts as due: its worker was killed.
    """
    due = or_(Task.status == TaskStatus.WAITING, Task.status == TaskStatus.CLAIMED)
    locked = db.session.get_bind().dialect.name == "postgresql"
    ahead = case((Task.name.in_([name for name, handler in HANDLERS.items() if handler.first]), 0), else_=1)
    first = select(Task).where(due, Task.due_at <= at).order_by(ahead, Task.due_at, Task.id).limit(1)
    task = db.session.scalar(first.with_for_update(skip_locked=True) if locked else first)
    if task is None:
        db.session.rollback()
        return []
    tasks = [task]
    handler = HANDLERS.get(task.name)
    if handler is not None and handler.batch > 1:
        more = (
            select(Task)
            .where(due, Task.due_at <= at, Task.name == task.name, Task.id != task.id)
            .order_by(Task.due_at, Task.id)
            .limit(handler.batch - 1)
        )
        tasks += db.session.scalars(more.with_for_update(skip_locked=True) if locked else more)
    lease = handler.lease if handler else timedelta(minutes=5)
    db.session.execute(
        update(Task)
        .where(Task.id.in_([t.id for t in tasks]))
        .values(status=TaskStatus.CLAIMED, claim=worker, due_at=at + lease, attempts=Task.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    for claimed in tasks:
        db.session.refresh(claimed)
    db.session.commit()
    return tasks


def finish(tasks: list[Task]) -> None:
    """Forget done tasks. The caller commits, together with what the handler did."""
    db.session.execute(delete(Task).where(Task.id.in_([t.id for t in tasks])).execution_options(synchronize_session=False))


def put_back(ids: list[int], *, error: str, at: datetime) -> None:
    """After a failure: wait and try again, or give up after the handler's number of attempts. Commits."""
    for task in db.session.scalars(select(Task).where(Task.id.in_(ids))):
        handler = HANDLERS.get(task.name)
        task.claim = None
        task.last_error = error[:2000]
        if handler is None or task.attempts >= handler.attempts:
            task.status = TaskStatus.DEAD
            if handler is not None and handler.given_up is not None:
                handler.given_up(dict(task.args), error)
        else:
            wait = BACKOFF[min(task.attempts, len(BACKOFF)) - 1]
            task.status = TaskStatus.WAITING
            task.due_at = at + timedelta(seconds=wait * random.uniform(0.9, 1.1))  # spread, so that all do not return at once
    db.session.commit()


def release(gone: Callable[[str], bool], *, at: datetime) -> int:
    """Make the tasks due again whose claim is of a worker that is `gone`; give how many. Commits."""
    held = select(Task).where(Task.status == TaskStatus.CLAIMED)
    tasks = [task for task in db.session.scalars(held) if task.claim and gone(task.claim)]
    for task in tasks:
        task.status, task.claim, task.due_at = TaskStatus.WAITING, None, at
    db.session.commit()
    return len(tasks)


def retry(task: Task, *, at: datetime) -> None:
    """Give a dead task a fresh set of attempts."""
    task.status, task.attempts, task.due_at, task.claim = TaskStatus.WAITING, 0, at, None
