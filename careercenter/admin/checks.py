"""What an operator asks of a board: `flask check` at length, /readyz in a few milliseconds. Nothing is changed by asking."""

from __future__ import annotations

import smtplib
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from flask import current_app
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from careercenter.accounts.models import Account
from careercenter.accounts.second_factor import opens
from careercenter.admin import queries
from careercenter.config import Settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.migrations import newest
from careercenter.mail.smtp import Connection
from careercenter.tasks.models import PeriodicRun, Task, TaskStatus
from careercenter.tasks.names import TaskName
from careercenter.web import health

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
# The worker starts CHECK_INDEX each 15 seconds; a long task in its lane does not keep it from that.
WORKER_SILENT = timedelta(minutes=2)
WORK_LATE = timedelta(minutes=10)
CLOCK_AHEAD = timedelta(minutes=1)
MAIL_TIMEOUT_SECONDS = 10


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CheckResult:
    name: str
    state: State
    words: str


Answer = tuple[State, str]


def ready() -> list[CheckResult]:
    """Say whether this process can answer requests: the database is there and of this version, and the disk has room."""
    return _ask({"database": _database, "migrations": _migrations, "disk": _disk})


def everything() -> list[CheckResult]:
    found = ready()
    if any(one.state is State.FAILED for one in found if one.name in ("database", "migrations")):
        return found  # the others read from it
    return found + _ask(
        {
            "damage": _damage, "folders": _folders, "privacy": _privacy, "restore": _restore, "secret key": _secret_key,
            "clock": _clock, "worker": _worker, "work": _work, "index": _index, "mail": _mail,
        }
    )  # fmt: skip


def _ask(checks: dict[str, Callable[[], Answer]]) -> list[CheckResult]:
    return [CheckResult(name, *check()) for name, check in checks.items()]


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _verdict(wrong: str | None, fine: str) -> Answer:
    return (State.FAILED, wrong) if wrong else (State.OK, fine)


def _database() -> Answer:
    return _verdict(health.database_answers(), f"{db.engine.dialect.name} answers")


@lru_cache(maxsize=4)
def _newest(folder: str) -> str:
    return newest(folder)


def _migrations() -> Answer:
    newest = _newest(current_app.extensions["migrate"].directory)
    try:
        has = inspect(db.session.connection()).has_table("alembic_version")
        at = db.session.scalar(text("select version_num from alembic_version")) if has else None
    except SQLAlchemyError as error:
        db.session.rollback()
        return State.FAILED, f"cannot be read: {getattr(error, 'orig', error)}"
    if at == newest:
        return State.OK, f"at {at}, the newest"
    return State.FAILED, f"at {at or 'none'}, and this version needs {newest}: flask --app app db upgrade"


def _disk() -> Answer:
    return _verdict(health.disk_has_room(), "has room")


def _damage() -> Answer:
    return _verdict(health.database_is_whole(), "none found")


def _folders() -> Answer:
    return _verdict(health.folders_are_writable(), "can be written to")


def _privacy() -> Answer:
    """Others of the host read password hashes and résumés when the folder is open to them."""
    folder = _settings().folder
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        return State.WARNING, f"{folder} is open to other users of this host ({mode:o}): chmod 700 {folder}"
    return State.OK, f"{folder} is closed to other users"


def _restore() -> Answer:
    if _settings().unfinished_restore.exists():
        return State.FAILED, "a restore was begun and not finished: run the same `flask backup restore` again"
    return State.OK, "none is under way"


def _secret_key() -> Answer:
    """Try the key on a second factor it should open: with another one nobody's authenticator app works."""
    kept = db.session.scalar(select(Account.tf_totp_secret).where(Account.tf_totp_secret.is_not(None)).limit(1))
    if kept is None or opens(kept):
        return State.OK, "opens second factors" if kept else "no second factor depends on it yet"
    return State.FAILED, (
        "is not the one second factors were set up with, so authenticator apps do not work: set CAREERCENTER_SECRET_KEY to the "
        "earlier one, or name it in CAREERCENTER_SECRET_KEY_FALLBACKS"
    )


def _clock() -> Answer:
    """Compare with what was written last: a clock that once ran ahead left moments that are still to come."""
    latest = db.session.scalar(select(func.max(PeriodicRun.started_at)))
    if latest and latest - now() > CLOCK_AHEAD:
        return State.FAILED, f"is behind what was written at {latest:%Y-%m-%d %H:%M} UTC: set the clock of this host"
    if db.engine.dialect.name == "postgresql":
        there: datetime = db.session.scalar(select(func.now()))  # type: ignore[assignment]
        if abs(there - now()) > CLOCK_AHEAD:
            return State.FAILED, f"differs from the database's, {there:%Y-%m-%d %H:%M} UTC: set both clocks"
    return State.OK, f"{now():%Y-%m-%d %H:%M} UTC"


def _worker() -> Answer:
    run = db.session.get(PeriodicRun, TaskName.CHECK_INDEX)
    if run is None:
        return State.FAILED, "has never run: start `flask serve`, or `flask --app app worker` beside the web server"
    seen = now() - run.started_at
    if seen > WORKER_SILENT:
        return State.FAILED, f"was last seen {seen // MINUTE} minutes ago: start it again"
    return State.OK, f"was seen {max(0, seen // SECOND)} seconds ago"


def _work() -> Answer:
    counts = queries.task_counts()
    due = db.session.scalar(select(func.min(Task.due_at)).where(Task.status == TaskStatus.WAITING, Task.due_at <= now()))
    if due and now() - due > WORK_LATE:
        return State.FAILED, f"is late: the oldest task has been due for {(now() - due) // MINUTE} minutes"
    if dead := counts.get(TaskStatus.DEAD, 0):
        return State.WARNING, f"{dead} given up: see Tasks on the administrators' pages"
    return State.OK, f"{counts.get(TaskStatus.WAITING, 0)} waiting, none late"


def _index() -> Answer:
    held = queries.health(current_app.extensions["search"], now())
    if not held.usable:
        return State.FAILED, "cannot be used; the worker builds it anew, or flask --app app search reindex"
    if not held.sound:
        return (State.OK if held.waiting else State.WARNING), (
            f"holds {held.held:,} of {held.visible:,} visible jobs, with {held.waiting:,} changes waiting"
        )
    return State.OK, f"holds the {held.held:,} visible jobs"


def _mail() -> Answer:
    settings = _settings()
    if not settings.mail_server:
        return State.WARNING, "no server is set: e-mails are kept at /_dev/mail and reach nobody"
    where = f"{settings.mail_server}:{settings.mail_port}"
    try:
        with Connection(settings, timeout=MAIL_TIMEOUT_SECONDS):
            pass
    except smtplib.SMTPAuthenticationError:
        return State.FAILED, f"{where} does not take CAREERCENTER_MAIL_USER and CAREERCENTER_MAIL_PASSWORD"
    except (OSError, smtplib.SMTPException) as error:
        return State.FAILED, f"{where} does not answer: {error}"
    return State.OK, f"{where} answers" + (" and takes the password" if settings.mail_user else "")
