"""The SQLAlchemy object, the Base of all models, and what each database needs to be safe."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from careercenter.core.turns import AVAILABLE, TooLong, Turn, Turns

# Named constraints, so that a migration can drop by name what an earlier one made, on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC and given back aware. A naive one is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UTCDateTime()})


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

# SQLite has one writer. A transaction that will write says so at its beginning and waits its turn there (core/turns.py),
# rather than failing in the middle. The web sets this to False for requests that only read (GET, HEAD).
writing: contextvars.ContextVar[bool] = contextvars.ContextVar("writing", default=True)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Read without holding up writers, for work that takes long. Begin it between transactions; what it changed is dropped."""
    token = writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(token)


def let_others_write() -> None:
    """End the transaction that reading began, before slow work that needs no database, such as decoding a picture.

    Nothing may have been changed yet: it would be written without the rest of its change.
    """
    assert not [*db.session.new, *db.session.dirty, *db.session.deleted]
    db.session.commit()


# SQLite 3.7.0 to 3.51.2 can damage a database in WAL mode with more than one connection (fixed in 3.51.3, and in 3.44.6
# and 3.50.7): sqlite.org/changes.html. Those fall back to the slower rollback journal.
_WAL_FIXED_IN = (3, 51, 3)
_WAL_BACKPORTS = {(3, 44): 6, (3, 50): 7}


def wal_is_safe(version: str) -> bool:
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    backport = _WAL_BACKPORTS.get((major, minor))
    return (major, minor, patch) >= _WAL_FIXED_IN or (backport is not None and patch >= backport)


class Busy(OperationalError):
    """So many want to write that it was not this one's turn in time. Nothing was done; the same again may well succeed."""


def sqlite_engine_options() -> dict[str, Any]:
    """Prefer the bundled, current SQLite over the system's older one."""
    try:
        import pysqlite3 as module
    except ImportError:  # pragma: no cover - other systems than Linux
        import sqlite3 as module
    # The queue comes first; this wait is for programs that know nothing of it, like one that backs up.
    return {"module": module, "connect_args": {"timeout": 15, "factory": _in_turns(module)}}


@lru_cache(maxsize=2)
def _in_turns(module: Any) -> Any:
    """Give a connection that waits for its turn before it writes, and ends it with its transaction."""

    class InTurns(module.Connection):
        turns: Turns | None = None
        turn: Turn | None = None

        def wait_for_turn(self) -> None:
            if self.turns is not None and self.turn is None:
                self.turn = self.turns.take()

        def commit(self) -> None:
            super().commit()
            self.end_turn()

        def rollback(self) -> None:
            try:
                super().rollback()
            finally:
                self.end_turn()

        def close(self) -> None:
            try:
                super().close()
            finally:
                self.end_turn()

        def end_turn(self) -> None:
            if self.turn is not None:
                self.turn.end()
                self.turn = None

    return InTurns


def prepare_engine(engine: Engine) -> None:
    """Set up each new connection of `engine`. Called once an engine, by the factory and by migrations."""
    if engine.dialect.name != "sqlite":
        return
    file = engine.url.database
    turns = Turns(Path(f"{file}-turns")) if AVAILABLE and file and file != ":memory:" else None

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # Transactions are begun by the hook below, not by the driver's own guess.
        connection.isolation_level = None
        connection.turns = turns
        cursor = connection.cursor()
        version = cursor.execute("select sqlite_version()").fetchone()[0]
        cursor.execute(f"pragma journal_mode={'wal' if wal_is_safe(version) else 'truncate'}")
        cursor.execute("pragma synchronous=full")
        cursor.execute("pragma foreign_keys=on")
        cursor.execute("pragma secure_delete=on")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        raw: Any = connection.connection.dbapi_connection
        try:
            raw.wait_for_turn()
        except TooLong as error:
            raise Busy("BEGIN IMMEDIATE", None, error) from error
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            raw.end_turn()
            raise
