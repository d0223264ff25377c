"""The verbs of the port, over tables that any number of hosts share and a copy of them on each."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from careercenter.search.interface import CloseMatch, Criteria, Document, EngineUnavailable, Schema, SearchResult
from careercenter.search.query import FacetName
from careercenter.search.stores.directory import WhooshEngine
from careercenter.search.stores.directory.index_directory import HeldByAnother
from careercenter.search.stores.directory.segment_file import DamagedFile
from careercenter.search.stores.directory.whoosh_index import WhooshIndex
from careercenter.search.stores.postgres.local_copy import LocalCopy
from careercenter.search.stores.postgres.segment_store import Commit, SegmentStore, Transaction

T = TypeVar("T")

log = logging.getLogger(__name__)

# How long a search waits for another process of the host that fetches the first copy: 300 MB take some seconds.
_FETCH_WAIT_SECONDS = 5.0
# What could not be fetched is not tried again at every request.
_FAILED_FETCH_SECONDS = 5.0


class PostgresEngine:
    """Safe across threads, processes and forks.

    `url`: as SQLAlchemy writes it; the tables are made by the migrations. `folder`: where this host keeps its copy; its
    processes share it.
    """

    def __init__(self, url: str, schema: Schema, folder: str | os.PathLike[str]) -> None:
        self._schema = schema
        self._store = SegmentStore(url)
        # Written by this engine alone: that of folders would write what the database does not know.
        self._index = WhooshEngine(Path(folder) / "postgres-copy", schema)
        self._stamp = self._index.stamp
        self._copy = LocalCopy(self._index.directory, schema, self._stamp)
        self._failed_fetch: tuple[str, float] | None = None  # of which commit, and until when

    def upsert(self, documents: list[Document]) -> None:
        last = {document.id: document for document in documents}
        if last:
            self._write(set(last), list(last.values()))

    def drop(self, ids: list[str]) -> None:
        if ids:
            self._write(set(ids), [])

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        return self._answer(lambda: self._index.nearest(words))

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        return self._answer(lambda: self._index.find(criteria, at=at, page=page, size=size, counted=counted))

    def close_matches(self, criteria: Criteria, *, at: datetime, size: int = 10) -> tuple[CloseMatch, ...]:
        return self._answer(lambda: self._index.close_matches(criteria, at=at, size=size))

    def ids(self) -> frozenset[str]:
        return frozenset(self.revisions())

    def revisions(self) -> Mapping[str, str]:
        if self._store.last_name() is None:
            return {}
        return self._answer(self._index.revisions)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build in a folder; others see it once it is whole in the tables."""
        with self._store.writing() as transaction, self._translating_errors():
            folder = self._copy.building_folder()
            try:
                metas = WhooshIndex.create(folder, self._schema, documents).metas()[1]
                name = transaction.publish(self._stamp, metas, folder)
                with self._index.directory.writing():
                    folder = self._copy.finish(folder, name)
                    transaction.commit()
                    self._index.directory.point_at(folder)
                    self._index.directory.delete_unused()
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        self._store.vacuum()

    def stale(self) -> bool:
        """Read all pieces, and the files of the copy: a damaged copy is fetched anew, and no reason for a rebuild."""
        try:
            with self._store.reading() as transaction:
                last = transaction.last()
                if last is None or not self._is_usable(last):
                    return True
                transaction.verify(last)
        except EngineUnavailable:
            return True
        except DamagedFile:
            log.exception("the search tables are damaged")
            return True
        with suppress(EngineUnavailable):
            self._bring_up()
            if self._index.stale():
                self._index.directory.mark_damaged()
        return False

    def _write(self, deleted: set[str], new: list[Document]) -> None:
        with self._store.writing() as transaction, self._translating_errors():
            last = transaction.last()
            if last is None or not self._is_usable(last):
                return
            with self._index.directory.writing():
                folder = self._fetch(last, transaction)
                metas = self._index.prepare(folder, deleted, new)
                if metas is not None:
                    name = transaction.publish(self._stamp, metas, folder)
                    transaction.commit()
                    self._copy.commit(folder, name, metas)

    def _answer(self, ask: Callable[[], T]) -> T:
        self._bring_up()
        try:
            return ask()
        except EngineUnavailable:
            if self._copy.commit_name():
                raise
            self._bring_up()  # the copy was lost, or found damaged: it is fetched anew
            return ask()

    def _is_usable(self, last: Commit) -> bool:
        return last.stamp == self._stamp and not last.damaged

    def _bring_up(self) -> None:
        """Bring the copy of this host to the last commit; raises `EngineUnavailable` where that cannot be.

        One process fetches. Others answer from the commit before, or wait where there is none.
        """
        last = self._store.last_name()
        if last is None or last.stamp != self._stamp:
            raise EngineUnavailable("the search index has not been built, or was built by another version")
        held = self._copy.commit_name()
        if held == last.name:
            return
        if last.damaged:
            raise EngineUnavailable("the search index is damaged")
        if self._failed_fetch and self._failed_fetch[0] == last.name and time.monotonic() < self._failed_fetch[1]:
            raise EngineUnavailable("the search index could not be fetched a moment ago")
        try:
            with (
                self._translating_errors(),
                self._index.directory.writing(timeout=0 if held else _FETCH_WAIT_SECONDS),
                self._store.reading() as transaction,
            ):
                self._fetch(transaction.last(), transaction)
        except EngineUnavailable as error:
            if held and isinstance(error, HeldByAnother):
                return
            self._failed_fetch = (last.name, time.monotonic() + _FAILED_FETCH_SECONDS)
            raise

    def _fetch(self, last: Commit | None, transaction: Transaction) -> Path:
        """Bring the copy to this commit, whose lock is held; give the folder in use."""
        if last is None or not self._is_usable(last):
            raise EngineUnavailable("the search index has not been built, or was built by another version")
        folder = self._index.directory.current()
        if folder is not None and self._copy.commit_name() == last.name:
            return folder
        try:
            return self._copy.bring_to(last.name, last.metas(), transaction.pieces)
        except DamagedFile as error:
            log.exception("the search tables are damaged")
            self._store.mark_damaged(last.name)
            raise EngineUnavailable("the search index is damaged") from error

    @contextmanager
    def _translating_errors(self) -> Iterator[None]:
        """Raise `EngineUnavailable` where the folder of the copy is lost, full or cannot be written."""
        try:
            yield
        except OSError as error:
            log.exception("the copy of the search index in %s cannot be kept", self._index.directory.path)
            raise EngineUnavailable(f"the copy of the search index cannot be kept: {error}") from error
