from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from careercenter.core.db import UTCDateTime, db, wal_is_safe
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName


@pytest.mark.parametrize(
    ("version", "safe"),
    [("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.50.6", False), ("3.50.7", True), ("3.51.2", False),
     ("3.51.3", True), ("3.53.4", True)],
)  # fmt: skip
def test_wal_is_used_only_where_it_cannot_damage_the_database(version: str, safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UTCDateTime().process_bind_param(datetime(2026, 1, 1), sqlite.dialect())


def test_a_moment_comes_back_as_the_same_moment_in_utc(session: Session) -> None:
    local = datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
    session.add(Task(name=TaskName.SEND_MAIL, due_at=local))
    session.commit()
    stored = session.query(Task).one().due_at
    assert stored == local
    assert stored.tzinfo == UTC


def test_sqlite_keeps_its_promises(own_app: Flask) -> None:
    with own_app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        ask = lambda pragma: db.session.execute(text(f"pragma {pragma}")).scalar()  # noqa: E731
        assert (ask("foreign_keys"), ask("journal_mode"), ask("synchronous"), ask("secure_delete")) == (1, "wal", 2, 1)
