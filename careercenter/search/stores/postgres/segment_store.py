"""The tables that any number of hosts share: which commit is the last, and the files of its segments in pieces."""

from __future__ import annotations

import json
import logging
import os
import weakref
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

from careercenter.core.ids import public_id
from careercenter.search.interface import EngineUnavailable
from careercenter.search.stores.directory.segment import SegmentMeta
from careercenter.search.stores.directory.segment_file import Checksum, DamagedFile
from careercenter.search.stores.postgres import manifest, tables

log = logging.getLogger(__name__)

_LOCK_TIMEOUT_SECONDS = 30
# A rebuild writes its files before it writes a row, in the transaction that holds the lock.
_OPTIONS = f"-c lock_timeout={_LOCK_TIMEOUT_SECONDS}s -c idle_in_transaction_session_timeout=0"
_CONNECT_SECONDS = 5
_WRITE_LOCK_ID = 7_305_431_287  # whoever writes holds it; any number nobody else takes

_COMMIT = "select name, stamp, segments, damaged from search_commit where id = 1"
_REPLACE_COMMIT = """
    insert into search_commit (id, name, stamp, segments, damaged) values (1, %s, %s, %s, false)
    on conflict (id) do update
    set name = excluded.name, stamp = excluded.stamp, segments = excluded.segments, damaged = false
"""


class CommitName(NamedTuple):
    """What is asked before each search: the last commit, what made it, and whether its pieces are known to be damaged."""

    name: str
    stamp: dict[str, Any]
    damaged: bool


class Commit(NamedTuple):
    name: str
    stamp: dict[str, Any]
    segments: list[dict[str, Any]]
    damaged: bool

    def metas(self) -> list[SegmentMeta]:
        """Raises `DamagedFile` where the row is not what was written."""
        try:
            return manifest.from_json(self.segments)
        except (LookupError, TypeError, ValueError, zlib.error) as error:
            raise DamagedFile("the list of segments") from error


class Transaction:
    """What is read and written within one transaction of a `SegmentStore`: all of one moment, and seen by others at its end."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def last(self) -> Commit | None:
        row = self._connection.execute(_COMMIT).fetchone()
        return Commit(*row) if row else None

    def pieces(self, file: str) -> Iterator[bytes]:
        """Read a file, some megabytes at a time."""
        for (number,) in self._connection.execute(
            "select number from search_pieces where file = %s order by number", [file]
        ).fetchall():
            with self._connection.cursor(binary=True) as cursor:
                yield cursor.execute(
                    "select content from search_pieces where file = %s and number = %s", [file, number]
                ).fetchone()[0]

    def verify(self, commit: Commit) -> None:
        """Read all pieces of a commit; raises `DamagedFile` where a file is not what was written."""
        for file, expected in manifest.files(commit.metas()).items():
            size = crc = 0
            for piece in self.pieces(file):
                size, crc = size + len(piece), zlib.crc32(piece, crc)
            if Checksum(size, crc) != expected:
                raise DamagedFile(file)

    def publish(self, stamp: dict[str, Any], metas: list[SegmentMeta], folder: Path) -> str:
        """Make these segments the last commit: their files are read from `folder`, those of others go. Give its name."""
        held = {file for (file,) in self._connection.execute("select distinct file from search_pieces").fetchall()}
        files = manifest.files(metas)
        for file in files.keys() - held:
            self._add(file, folder / file)
        self._connection.execute("delete from search_pieces where file = any(%s)", [list(held - files.keys())])
        name = public_id()
        self._connection.execute(_REPLACE_COMMIT, [name, json.dumps(stamp), json.dumps(manifest.to_json(metas))])
        return name

    def commit(self) -> None:
        self._connection.commit()

    def _add(self, file: str, path: Path) -> None:
        with path.open("rb") as content:
            number = 0
            while piece := content.read(tables.PIECE_BYTES):
                self._connection.execute(
                    "insert into search_pieces (file, number, content) values (%s, %s, %b)", [file, number, piece]
                )
                number += 1


class SegmentStore:
    """Safe across threads, processes and forks. `url`: as SQLAlchemy writes it; the tables are made by the migrations."""

    def __init__(self, url: str) -> None:
        self._pool = create_engine(
            url, pool_pre_ping=True, connect_args={"options": _OPTIONS, "connect_timeout": _CONNECT_SECONDS}
        )
        self._process = os.getpid()
        weakref.finalize(self, _close, self._pool, self._process)

    def last_name(self) -> CommitName | None:
        """Ask which commit is the last; None where the index was never built."""
        with self._connected() as connection:
            connection.autocommit = True
            row = connection.execute("select name, stamp, damaged from search_commit where id = 1").fetchone()
            return CommitName(*row) if row else None

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with self._connected() as connection:
            connection.autocommit, connection.isolation_level = False, psycopg.IsolationLevel.REPEATABLE_READ
            yield Transaction(connection)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Hold the only right to write to the end of one transaction; any number may read meanwhile."""
        with self._connected() as connection:
            connection.autocommit, connection.isolation_level = False, psycopg.IsolationLevel.READ_COMMITTED
            connection.execute("select pg_advisory_xact_lock(%s)", [_WRITE_LOCK_ID])
            yield Transaction(connection)

    def mark_damaged(self, name: str) -> None:
        """Have no host read the pieces of this commit any more: it is rebuilt."""
        with suppress(EngineUnavailable), self._connected() as connection:
            connection.autocommit = True
            connection.execute("update search_commit set damaged = true where name = %s", [name])

    def vacuum(self) -> None:
        """Give the room of what a rebuild replaced to what comes next now, rather than when the server comes round to it."""
        with suppress(EngineUnavailable), self._connected() as connection:
            connection.autocommit = True
            connection.execute("vacuum (analyze) search_pieces")

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self._process != os.getpid():
            # Connections are shared with the process we were forked from: it goes on using them, we open our own.
            self._pool.dispose(close=False)
            self._process = os.getpid()
            weakref.finalize(self, _close, self._pool, self._process)
        try:
            proxy = self._pool.raw_connection()
            try:
                yield proxy.driver_connection
            finally:
                proxy.close()
        except (psycopg.Error, SQLAlchemyError) as error:
            log.error("the search tables could not be used", exc_info=error)
            raise EngineUnavailable(f"the search tables could not be used: {type(error).__name__}") from error


def _close(pool: Engine, process: int) -> None:
    """Close the connections, in the process that opened them."""
    if os.getpid() == process:
        pool.dispose()
