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
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

from careercenter.core.ids import public_id
from careercenter.language import tokenizer
from careercenter.search import ranking
from careercenter.search.interface import CloseMatch, Criteria, Document, EngineUnavailable, Schema, SearchResult
from careercenter.search.query import FacetName
from careercenter.search.stores.postgres import tables
from careercenter.search.stores.postgres.row_writer import BLOCK_BITS, DOCUMENT_COLUMNS, facet_values, to_rows
from careercenter.search.stores.postgres.snapshot import IndexState, Snapshot

log = logging.getLogger(__name__)

_STAMP = {"engine": "postgres", "layout": tables.LAYOUT, "vocabulary": tokenizer.VERSION}

_LOCK_TIMEOUT_SECONDS = 30
# Rows are narrow and their words stand beside them: the planner takes reading all for cheap, and all words would be read.
# Compiling a query takes longer than answering it.
_OPTIONS = f"-c enable_seqscan=off -c jit=off -c lock_timeout={_LOCK_TIMEOUT_SECONDS}s"
_CONNECT_SECONDS = 5
_WRITE_LOCK_ID = 7_305_431_287  # whoever writes holds it; any number nobody else takes
# Entries of what is gone stay until the next rebuild, which is due when they are more than those of what is held.
_MIN_DELETED = 1000
_DOCS_PER_BATCH = 1 << BLOCK_BITS
# A thread that finds another ahead of it looks again so often. A server that went back to an earlier state never catches up.
_SNAPSHOT_ATTEMPTS = 5

# A posting is added once and searched for weeks: what gathered goes into the index before any search.
_MERGE_PENDING = "select gin_clean_pending_list('ix_search_documents_lexemes')"
_DELETE = """
    with deleted as (delete from search_documents where id = any(%s) returning number)
    insert into search_deleted_documents (generation, number) select %s::bigint, number from deleted
"""
_ADD_TERMS = """
    insert into search_terms (term, block, documents, entries)
    select * from unnest(%s::text[], %s::int[], %s::int[], %s::bytea[])
    on conflict (term, block) do update
    set documents = search_terms.documents + excluded.documents, entries = search_terms.entries || excluded.entries
"""
_CLEAR = (
    "delete from search_documents", "delete from search_terms", "delete from search_values", "delete from search_state",
    "delete from search_deleted_documents",
)  # fmt: skip
_START = """
    insert into search_state (id, edition, generation, next_number, next_value, stamp) values (1, %s, 0, %s, %s, %s)
"""
_COUNTS = """
    select (select count(*) from search_documents), (select count(*) from search_deleted_documents),
        (select count(*) from search_values),
        exists(select from search_terms)
"""


class PostgresEngine:
    """Safe across threads, processes and forks. `url`: as SQLAlchemy writes it; the tables are made by the migrations."""

    def __init__(self, url: str, schema: Schema) -> None:
        self._schema = schema
        self._stamp = {**_STAMP, "schema": schema.stamp}
        options = {"options": _OPTIONS, "connect_timeout": _CONNECT_SECONDS}
        self._pool = create_engine(url, pool_pre_ping=True, connect_args=options)
        self._snapshot: Snapshot | None = None
        self._loading = threading.Lock()
        self._process = os.getpid()
        weakref.finalize(self, _close, self._pool, self._process)

    def upsert(self, documents: list[Document]) -> None:
        last = {document.id: document for document in documents}
        if last:
            self._change(list(last), list(last.values()))

    def drop(self, ids: list[str]) -> None:
        if ids:
            self._change(ids, [])

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        with self._snapshot_now() as (cursor, snapshot):
            return snapshot.nearest(cursor, words)

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        query = criteria.query
        moment = ranking.microseconds(at)
        with self._snapshot_now() as (cursor, snapshot):
            return snapshot.find(cursor, query, criteria, moment, page=page, size=size, counted=counted)

    def close_matches(self, criteria: Criteria, *, at: datetime, size: int = 10) -> tuple[CloseMatch, ...]:
        with self._snapshot_now() as (cursor, snapshot):
            return snapshot.close_matches(cursor, criteria, ranking.microseconds(at), size=size)

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
            for statement in _CLEAR:
                cursor.execute(statement)
            unique = list({document.id: document for document in documents}.values())
            value_count = 0
            for first_doc_id in range(0, len(unique), _DOCS_PER_BATCH):
                value_count = _add(
                    self._schema, cursor, unique[first_doc_id : first_doc_id + _DOCS_PER_BATCH], first_doc_id, value_count
                )
            cursor.execute(_MERGE_PENDING)
            cursor.execute(_START, [public_id(), len(unique), value_count, json.dumps(self._stamp)])
        self._vacuum()

    def stale(self) -> bool:
        try:
            with self._reading() as cursor:
                state = _state(cursor)
                if state is None or state.stamp != self._stamp:
                    return True
                cursor.execute(_COUNTS)
                live_count, deleted_count, value_count, has_terms = cursor.fetchone()
                complete = (
                    live_count + deleted_count == state.next_number
                    and value_count == state.next_value
                    and (has_terms or not live_count)
                )
                if not complete or deleted_count > max(live_count, _MIN_DELETED):
                    return True
                _read(self._schema, cursor, state, None)
        except EngineUnavailable:
            return True
        return False

    def _change(self, deleted: list[str], new: list[Document]) -> None:
        with self._writing() as cursor:
            state = _state(cursor)
            if state is None or state.stamp != self._stamp:
                return
            generation = state.generation + 1
            cursor.execute(_DELETE, [deleted, generation])
            if not (new or cursor.rowcount):
                return
            value_count = _add(self._schema, cursor, new, state.next_number, state.next_value)
            cursor.execute(_MERGE_PENDING)
            cursor.execute(
                "update search_state set generation = %s, next_number = %s, next_value = %s",
                [generation, state.next_number + len(new), value_count],
            )

    @contextmanager
    def _snapshot_now(self) -> Iterator[tuple[Any, Snapshot]]:
        """Give a transaction and the tables as it sees them."""
        for reload in (*(False,) * _SNAPSHOT_ATTEMPTS, True):
            with self._reading() as cursor:
                snapshot = self._matching_snapshot(cursor, reload=reload)
                if snapshot is not None:
                    yield cursor, snapshot
                    return

    def _matching_snapshot(self, cursor: Any, *, reload: bool) -> Snapshot | None:
        """Give the snapshot of what this transaction sees: the one held, with what changed since read into it.

        None when another thread holds a later one, which the next transaction will see; `anew`: then read all.
        """
        state = _state(cursor)
        if state is None or state.stamp != self._stamp:
            raise EngineUnavailable("the search index has not been built, or was built by another version")
        with self._loading:
            cached = self._snapshot
            earlier = cached if cached and cached.state.edition == state.edition else None
            if earlier and earlier.state.generation == state.generation:
                return earlier
            if earlier and earlier.state.generation > state.generation:
                if not reload:
                    return None
                earlier = None
            self._snapshot = _read(self._schema, cursor, state, earlier)
            return self._snapshot

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
                cursor.execute("select pg_advisory_xact_lock(%s)", [_WRITE_LOCK_ID])
                yield cursor

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self._process != os.getpid():
            # Connections are shared with the process we were forked from: it goes on using them, we open our own.
            self._pool.dispose(close=False)
            self._process, self._loading = os.getpid(), threading.Lock()
            weakref.finalize(self, _close, self._pool, self._process)
        try:
            with _returning(self._pool.raw_connection()) as proxy:
                yield proxy.driver_connection
        except (psycopg.Error, SQLAlchemyError) as error:
            log.error("the search tables could not be used", exc_info=error)
            raise EngineUnavailable(f"the search tables could not be used: {type(error).__name__}") from error

    def _vacuum(self) -> None:
        """Vacuum the rows a rebuild replaced now, rather than when the server comes round to it."""
        with suppress(EngineUnavailable), self._connected() as connection:
            connection.rollback()
            connection.isolation_level, connection.read_only, connection.autocommit = None, None, True
            try:
                connection.execute("vacuum (analyze) search_documents, search_terms, search_values, search_deleted_documents")
            finally:
                connection.autocommit = False


def _close(pool: Engine, process: int) -> None:
    """Close the connections, in the process that opened them."""
    if os.getpid() == process:
        pool.dispose()


def _state(cursor: Any) -> IndexState | None:
    cursor.execute("select edition, generation, next_number, next_value, stamp from search_state where id = 1")
    row = cursor.fetchone()
    return IndexState(*row) if row else None


def _read(schema: Schema, cursor: Any, state: IndexState, earlier: Snapshot | None) -> Snapshot:
    try:
        return Snapshot.read(schema, cursor, state, earlier)
    except (LookupError, ValueError) as error:
        log.exception("the search tables cannot be read")
        raise EngineUnavailable(f"the search index is damaged: {type(error).__name__}") from error


def _add(schema: Schema, cursor: Any, documents: list[Document], first_doc_id: int, value_count: int) -> int:
    """Add documents numbered from `first_doc_id`; `value_count` values of facets have numbers. Give how many have them now."""
    value_numbers = _number_values(schema, cursor, documents, value_count)
    document_rows, terms = to_rows(schema, documents, first_doc_id, value_numbers)
    with cursor.copy(f"copy search_documents ({DOCUMENT_COLUMNS}) from stdin") as copy:
        for row in document_rows:
            copy.write_row(row)
    if terms:
        cursor.execute(_ADD_TERMS, [list(column) for column in zip(*terms, strict=True)])
    return max([value_count, *(number + 1 for number in value_numbers.values())])


def _number_values(schema: Schema, cursor: Any, documents: list[Document], value_count: int) -> dict[tuple[str, str], int]:
    """Give the numbers of the values these documents stand under; new values get the next ones."""
    wanted = set().union(*(facet_values(schema, document) for document in documents))
    cursor.execute(
        "select facet, value, number from search_values join unnest(%s::text[], %s::text[]) as asked (facet, value) "
        "using (facet, value)",
        [[facet for facet, _ in wanted], [value for _, value in wanted]],
    )
    numbers = {(facet, value): number for facet, value, number in cursor.fetchall()}
    new = sorted(wanted - numbers.keys())
    cursor.executemany(
        "insert into search_values (facet, value, number) values (%s, %s, %s)",
        [(*value, number) for number, value in enumerate(new, start=value_count)],
    )
    return numbers | {value: number for number, value in enumerate(new, start=value_count)}


@contextmanager
def _returning(proxy: Any) -> Iterator[Any]:
    """Give a connection back to the pool, whatever happened with it."""
    try:
        yield proxy
    finally:
        proxy.close()
