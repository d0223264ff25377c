"""Copying a database out of a running board and into an empty one: SQLite as its own file, PostgreSQL as one COPY a table.

PostgreSQL needs no pg_dump of the right version that way: the schema comes from the migrations, whose number the backup holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

from careercenter.cli.backups.sealing import UnreadableBackup
from careercenter.core.db import sqlite_engine_options
from careercenter.core.errors import RuleBroken

SQLITE_PART = "database/careercenter.sqlite"
TABLES_PART = "database/tables.json"
# The search on PostgreSQL is a copy that is built anew; the revision stands in the manifest.
LEFT_OUT = {"alembic_version", "search_commit", "search_pieces"}


@dataclass
class Copied:
    """What was copied: parts by name, the migration it is of, rows a table, and the digests of the files it refers to."""

    revision: str
    parts: dict[str, Path] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)


def copy_out(engine: Engine, folder: Path) -> Copied:
    """Copy the database as it is at one moment into files under `folder`; writers go on meanwhile."""
    return _sqlite_out(engine, folder) if engine.dialect.name == "sqlite" else _postgres_out(engine, folder)


def is_empty(engine: Engine) -> bool:
    return not inspect(engine).get_table_names()


def rows(engine: Engine, table: str) -> int:
    """Count the rows of a table, 0 when there is no such table."""
    if not inspect(engine).has_table(table):
        return 0
    with engine.connect() as connection:
        return connection.scalar(text(f'select count(*) from "{table}"')) or 0  # noqa: S608 - our own tables' names


# --- SQLite


def open_sqlite(path: Path) -> Any:
    return _sqlite().connect(str(path))


def _sqlite() -> Any:
    import sqlite3

    return sqlite_engine_options().get("module", sqlite3)


def _sqlite_out(engine: Engine, folder: Path) -> Copied:
    path = folder / "careercenter.sqlite"
    source, target = engine.raw_connection(), open_sqlite(path)
    try:
        # All pages in one step: the copy is of one moment, and in WAL mode nobody waits for it.
        source.driver_connection.backup(target)  # type: ignore[union-attr]
    except _sqlite().OperationalError as error:
        raise RuleBroken(f"The database could not be copied into {folder.parent}: {error}.") from error
    finally:
        source.close()
        target.close()
    connection = open_sqlite(path)
    try:
        connection.execute("pragma journal_mode=delete")  # one file, without a -wal beside it
        revision, counts = look_into(path)
        digests = [row[0] for row in connection.execute("select digest from stored_file order by digest")]
    finally:
        connection.close()
    return Copied(revision, {SQLITE_PART: path}, counts, digests)


def look_into(path: Path) -> tuple[str, dict[str, int]]:
    """Give the migration and the rows a table of a copied SQLite file; UnreadableBackup when it is damaged."""
    connection = open_sqlite(path)
    try:
        found = [row[0] for row in connection.execute("pragma integrity_check(5)")]
        if found != ["ok"]:
            raise UnreadableBackup("The database is damaged: " + "; ".join(found))
        names = "select name from sqlite_master where type = 'table' and name not like 'sqlite~_%' escape '~' order by name"
        tables = [row[0] for row in connection.execute(names)]
        counts = {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in tables}  # noqa: S608
        revision = connection.execute("select version_num from alembic_version").fetchone()[0]
    except (_sqlite().DatabaseError, UnicodeDecodeError, TypeError) as error:  # a damaged name is no text, a lost row is None
        raise UnreadableBackup(f"The database is damaged: {error}") from error
    finally:
        connection.close()
    return revision, counts


# --- PostgreSQL

_COLUMNS = """
select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
  and a.attgenerated = '' order by c.relname, a.attnum"""


def _postgres_out(engine: Engine, folder: Path) -> Copied:
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.rollback()
        cursor = driver.cursor()
        # One snapshot for every table.
        cursor.execute("set transaction isolation level repeatable read read only")
        columns: dict[str, list[str]] = {}
        for table, column in cursor.execute(_COLUMNS).fetchall():
            if table not in LEFT_OUT:
                columns.setdefault(table, []).append(column)
        copied = Copied(cursor.execute("select version_num from alembic_version").fetchone()[0])
        for table, names in columns.items():
            path = folder / f"{table}.copy"
            with path.open("wb") as file, cursor.copy(f"copy {_quoted(table, names)} to stdout") as rows:
                for piece in rows:
                    file.write(piece)
            copied.parts[f"database/{table}.copy"] = path
            copied.counts[table] = rows_in(path)
        copied.digests = [row[0] for row in cursor.execute("select digest from stored_file order by digest").fetchall()]
        driver.rollback()
    finally:
        connection.close()
    tables = folder / "tables.json"
    tables.write_text(json.dumps(columns))
    copied.parts[TABLES_PART] = tables
    return copied


def rows_in(path: Path) -> int:
    """Count the rows of a COPY in text form: a line each, line ends within values are escaped."""
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1024 * 1024), b""))


def _quoted(table: str, columns: list[str]) -> str:
    return f'"{table}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in columns)})'


def load_postgres(engine: Engine, parts: dict[str, Path], upgrade_to: Callable[[], None]) -> None:
    """Make the schema by the migrations, then load every table in one transaction: all of it or nothing."""
    upgrade_to()
    columns: dict[str, list[str]] = json.loads(parts[TABLES_PART].read_text())
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.rollback()
        cursor = driver.cursor()
        keys = cursor.execute(
            "select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint"
            " where contype = 'f' and connamespace = current_schema()::regnamespace"
        ).fetchall()
        # Tables refer to each other in circles: the references are taken away and checked all at once afterwards.
        for table, name, _rule in keys:
            cursor.execute(f"alter table {table} drop constraint {name}")
        for table in columns:
            if cursor.execute(f'select 1 from "{table}" limit 1').fetchone():  # noqa: S608 - what a migration put in
                cursor.execute(f'delete from "{table}"')  # noqa: S608
        for table, names in columns.items():
            with (
                parts[f"database/{table}.copy"].open("rb") as file,
                cursor.copy(f"copy {_quoted(table, names)} from stdin") as to,
            ):
                for piece in iter(lambda file=file: file.read(256 * 1024), b""):  # type: ignore[misc]
                    to.write(piece)
            for name in names:
                _set_sequence(cursor, table, name)
        for table, name, rule in keys:
            cursor.execute(f"alter table {table} add constraint {name} {rule}")
        driver.commit()
    finally:
        connection.close()


def _set_sequence(cursor: Any, table: str, column: str) -> None:
    sequence = cursor.execute("select pg_get_serial_sequence(%s, %s)", (f'"{table}"', column)).fetchone()[0]
    if sequence:
        cursor.execute(f'select setval(%s, coalesce((select max("{column}") from "{table}"), 0) + 1, false)', (sequence,))  # noqa: S608
