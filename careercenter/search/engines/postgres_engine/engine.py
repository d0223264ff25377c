"""The verbs of the port, over tables that any number of processes and hosts share."""

from __future__ import annotations

import json
import logging
import os
import threading
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

from careercenter.core.ids import public_id
from careercenter.search import vocabulary
from careercenter.search.engines.postgres_engine import question, tables
from careercenter.search.engines.postgres_engine.answer import Answer
from careercenter.search.engines.postgres_engine.columns import Columns
from careercenter.search.engines.postgres_engine.rows import BLOCK_BITS, DOCUMENT_COLUMNS, rows
from careercenter.search.port import Criteria, Document, EngineUnavailable, Facet, Found, Sort

log = logging.getLogger(__name__)

_STAMP = {"engine": "postgres", "layout": tables.LAYOUT, "vocabulary": vocabulary.VERSION}

_PATIENCE_SECONDS = 30
# Rows are narrow and their words stand beside them: the planner takes reading all for cheap, and all words would be read.
# Compiling a query takes longer than answering it.
_OPTIONS = f"-c enable_seqscan=off -c jit=off -c lock_timeout={_PATIENCE_SECONDS}s"
_CONNECT_SECONDS = 5
_LOCK = 7_305_431_287  # whoever writes holds it; any number nobody else takes
# Entries of what is gone stay until the next rebuild, which is due when they are more than those of what is held.
_GONE_AT_LEAST = 1000
_AT_ONCE = 1 << BLOCK_BITS

# A posting is added once and searched for weeks: what gathered goes into the index before any search.
_SETTLE = "select gin_clean_pending_list('ix_search_documents_words')"
_NEW = (
    "select number, id, posted, closes, pay, completeness, lengths::text, held::text from search_documents "
    "where number >= %s order by number"
)


class PostgresEngine:
    """Safe across threads, processes and forks. `url`: as SQLAlchemy writes it; the tables are made by the migrations."""

    def __init__(self, url: str) -> None:
        options = {"options": _OPTIONS, "connect_timeout": _CONNECT_SECONDS}
        self._pool = create_engine(url, pool_pre_ping=True, connect_args=options)
        self._columns: Columns | None = None
        self._loading = threading.Lock()
        self._process = os.getpid()
        weakref.finalize(self, _closed, self._pool, self._process)

    def put(self, documents: list[Document]) -> None:
        last = {document.id: document for document in documents}
        if last:
            self._change(list(last), list(last.values()))

    def drop(self, ids: list[str]) -> None:
        if ids:
            self._change(ids, [])

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        return {}

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[Facet] = tuple(Facet)
    ) -> Found:
        query = vocabulary.parse(criteria.words)
        with self._reading() as cursor:
            columns = self._current(cursor)
            matches = question.matching(cursor, query)
            terms = question.terms_of(query) if criteria.sort is Sort.BEST else []
            entries = question.entries(cursor, terms)
        return Answer(columns, matches, entries, at).page(query, criteria, page, size)

    def ids(self) -> frozenset[str]:
        return frozenset(self.revisions())

    def revisions(self) -> Mapping[str, str]:
        with self._reading() as cursor:
            cursor.execute("select id, revision from search_documents")
            return dict(cursor.fetchall())

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Readers see the old rows until the one transaction ends."""
        with self._writing() as cursor:
            # New entries gather and go into the index many at a time. Searches meanwhile look through what has gathered.
            cursor.execute("set local work_mem = '64MB'")
            cursor.execute("set local gin_pending_list_limit = '16MB'")
            cursor.execute("delete from search_documents")
            cursor.execute("delete from search_terms")
            once = list({document.id: document for document in documents}.values())
            for first in range(0, len(once), _AT_ONCE):
                _add(cursor, once[first : first + _AT_ONCE], first)
            cursor.execute(_SETTLE)
            cursor.execute(
                "insert into search_state (id, edition, generation, next_number, stamp) values (1, %(edition)s, 0, %(next)s, "
                "%(stamp)s) on conflict (id) do update set edition = %(edition)s, generation = 0, next_number = %(next)s, "
                "stamp = %(stamp)s",
                {"edition": public_id(), "next": len(once), "stamp": json.dumps(_STAMP)},
            )
        self._sweep()

    def stale(self) -> bool:
        try:
            with self._reading() as cursor:
                found = _state(cursor)
                if found is None or found.stamp != _STAMP:
                    return True
                cursor.execute("select count(*), max(number) from search_documents")
                held, last = cursor.fetchone()
                cursor.execute("select exists(select from search_terms)")
                (termed,) = cursor.fetchone()
        except EngineUnavailable:
            return True
        mostly_gone = found.next_number - held > max(held, _GONE_AT_LEAST)
        return bool(mostly_gone or (held and (last >= found.next_number or not termed)))

    def _change(self, gone: list[str], new: list[Document]) -> None:
        with self._writing() as cursor:
            found = _state(cursor)
            if found is None or found.stamp != _STAMP:
                return
            cursor.execute("delete from search_documents where id = any(%s)", [gone])
            _add(cursor, new, found.next_number)
            cursor.execute(_SETTLE)
            cursor.execute("update search_state set generation = generation + 1, next_number = next_number + %s", [len(new)])

    def _current(self, cursor: Any) -> Columns:
        """Give the columns as this transaction sees the table: those held, with what changed since read into them."""
        found = _state(cursor)
        if found is None or found.stamp != _STAMP:
            raise EngineUnavailable("the search index has not been built, or was built by another version")
        with self._loading:
            known = self._columns
            if known and (known.edition, known.generation) == (found.edition, found.generation):
                return known
            # Another thread may have read a later state than this transaction sees; one held for long is mostly what is gone.
            mostly_gone = known is not None and known.size > 2 * int(known.live.sum()) + _GONE_AT_LEAST
            if known is None or known.edition != found.edition or known.generation > found.generation or mostly_gone:
                known = Columns.none(found.edition)
            cursor.execute(_NEW, [known.next_number])
            new = cursor.fetchall()
            cursor.execute("select number from search_documents")
            held = np.array([number for (number,) in cursor.fetchall()], dtype=np.int64)
            self._columns = known.with_more(found.generation, found.next_number, held, new)
            return self._columns

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """All questions within see the same state of the tables."""
        with self._connected() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with connection.transaction(), connection.cursor(binary=True) as cursor:
                yield cursor

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """Hold the only right to write to the end of one transaction; any number may read meanwhile."""
        with self._connected() as connection:
            connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            connection.read_only = False
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
                yield cursor

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self._process != os.getpid():
            # Connections are shared with the process we were forked from: it goes on using them, we open our own.
            self._pool.dispose(close=False)
            self._process, self._loading = os.getpid(), threading.Lock()
            weakref.finalize(self, _closed, self._pool, self._process)
        try:
            with _returned(self._pool.raw_connection()) as proxy:
                yield proxy.driver_connection
        except (psycopg.Error, SQLAlchemyError) as error:
            log.error("the search tables could not be used", exc_info=error)
            raise EngineUnavailable(f"the search tables could not be used: {type(error).__name__}") from error

    def _sweep(self) -> None:
        """Give back the room of the rows a rebuild replaced, now rather than when the server comes round to it."""
        with suppress(EngineUnavailable), self._connected() as connection:
            connection.rollback()
            connection.isolation_level, connection.read_only, connection.autocommit = None, None, True
            try:
                connection.execute("vacuum (analyze) search_documents, search_terms")
            finally:
                connection.autocommit = False


def _closed(pool: Engine, process: int) -> None:
    """Close the connections, in the process that opened them."""
    if os.getpid() == process:
        pool.dispose()


class _State(NamedTuple):
    edition: str
    generation: int
    next_number: int
    stamp: Any


def _state(cursor: Any) -> _State | None:
    cursor.execute("select edition, generation, next_number, stamp from search_state where id = 1")
    row = cursor.fetchone()
    return _State(*row) if row else None


def _add(cursor: Any, documents: list[Document], first: int) -> None:
    made, entries = rows(documents, first)
    with cursor.copy(f"copy search_documents ({DOCUMENT_COLUMNS}) from stdin") as copy:
        for row in made:
            copy.write_row(row)
    if entries:
        terms, blocks, held = zip(*entries, strict=True)
        cursor.execute(
            "insert into search_terms (term, block, entries) select * from unnest(%s::text[], %s::int[], %s::bytea[]) "
            "on conflict (term, block) do update set entries = search_terms.entries || excluded.entries",
            [list(terms), list(blocks), list(held)],
        )


@contextmanager
def _returned(proxy: Any) -> Iterator[Any]:
    """Give a connection back to the pool, whatever happened with it."""
    try:
        yield proxy
    finally:
        proxy.close()
