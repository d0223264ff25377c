"""The board in numbers for Prometheus, in its text format (version 0.0.4)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from careercenter import __version__
from careercenter.accounts.models import Account
from careercenter.admin import queries
from careercenter.applications.models import Application
from careercenter.config import Settings
from careercenter.core.db import db
from careercenter.postings.lifecycle import PostingStatus
from careercenter.tasks.models import PeriodicRun
from careercenter.tasks.names import TaskName

Sample = tuple[dict[str, str], float]


def text(at: datetime) -> str:
    return "".join(line + "\n" for line in _lines(at))


def _lines(at: datetime) -> Iterator[str]:
    settings: Settings = current_app.config["SETTINGS"]
    board = queries.overview(at)
    live = board.postings.get(PostingStatus.LIVE, 0)
    index = queries.health(current_app.extensions["search"], at, live=live)
    disk = shutil.disk_usage(settings.folder)
    worker = db.session.get(PeriodicRun, TaskName.CHECK_INDEX)

    def since(moment: datetime | None) -> float:
        return (at - moment).total_seconds() if moment else 0.0

    yield from _gauge("info", "The version that runs, always 1.", [({"version": __version__}, 1)])
    yield from _gauge("accounts", "Accounts in use.", [({}, board.people)])
    yield from _gauge("employers", "Employers.", [({}, board.employers)])
    yield from _gauge("jobs", "Jobs by status.", [({"status": s.value}, n) for s, n in board.postings.items()])
    applications = db.session.scalar(select(func.count()).select_from(Application)) or 0
    yield from _gauge("applications", "Applications kept.", [({}, applications)])
    yield from _gauge("tasks", "Background tasks by status.", [({"status": s.value}, n) for s, n in board.tasks.items()])
    yield from _gauge("task_late_seconds", "How long the oldest due task has waited.", [({}, since(board.oldest_due))])
    yield from _gauge("emails", "E-mails kept by status.", [({"status": s.value}, n) for s, n in board.letters.items()])
    yield from _gauge("index_usable", "1 while the search index answers.", [({}, float(index.usable))])
    yield from _gauge("index_jobs", "Jobs the search index holds.", [({}, index.held)])
    yield from _gauge("visible_jobs", "Jobs the public may see.", [({}, index.visible)])
    yield from _gauge("index_changes_waiting", "Changes the index does not hold yet.", [({}, index.waiting)])
    yield from _gauge("index_lag_seconds", "Age of the oldest of them.", [({}, since(index.oldest_waiting))])
    if worker:
        yield from _gauge("worker_seen_seconds", "Time since the worker was last seen.", [({}, since(worker.started_at))])
    yield from _gauge("disk_free_bytes", "Free on the disk of the data folder.", [({}, disk.free)])
    yield from _gauge("disk_size_bytes", "Size of that disk.", [({}, disk.total)])
    closed = db.session.scalar(select(func.count(Account.erased_at)))
    yield from _gauge("accounts_closed", "Accounts that were closed.", [({}, closed or 0)])


def _gauge(name: str, meaning: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP careercenter_{name} {meaning}"
    yield f"# TYPE careercenter_{name} gauge"
    for labels, value in samples:
        shown = ",".join(f'{label}="{words}"' for label, words in labels.items())
        yield f"careercenter_{name}{f'{{{shown}}}' if shown else ''} {value:.15g}"
