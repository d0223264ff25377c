"""The verbs of the port, for one directory that several processes share: any of them finds, one at a time writes."""

from __future__ import annotations

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from careercenter.language import tokenizer
from careercenter.search import query_parser, ranking
from careercenter.search.engines.whoosh_engine import segments, shelf, writing
from careercenter.search.engines.whoosh_engine.arrays_file import Damaged
from careercenter.search.engines.whoosh_engine.snapshot import Snapshot
from careercenter.search.interface import Criteria, Document, EngineUnavailable, Facet, SearchResult

T = TypeVar("T")

log = logging.getLogger(__name__)

# What made an index. Another stamp means that the same text would be cut or kept otherwise today.
_STAMP = {"engine": "whoosh 2.7.4", "layout": writing.LAYOUT, "vocabulary": tokenizer.VERSION, "whole": True}

_PATIENCE_SECONDS = 30.0
# A writer may take files away between our reading of the commit and our opening of them. Then there is a newer commit to read.
_CHASED_SECONDS = 5.0
_BETWEEN_TRIES_SECONDS = 0.01
# A damaged index is not read again at every request.
_GIVEN_UP_SECONDS = 5.0
# Files that were found whole are not read again to judge the next bug.
_FOUND_WHOLE_SECONDS = 60.0
# Files that are open are looked at so often, whether somebody else wrote over them.
_LOOKED_AFTER_SECONDS = 1.0


class WhooshEngine:
    """Safe across threads, processes and forks. `patience`: seconds to wait for another writer."""

    def __init__(self, path: str | os.PathLike[str], *, patience: float = _PATIENCE_SECONDS) -> None:
        self._shelf = shelf.Shelf(Path(path), patience=patience)
        self._snapshot: Snapshot | None = None
        self._looked_after = 0.0
        self._seen: shelf.State | None = None  # of the shelf, before the snapshot held was read
        self._loading = threading.Lock()
        self._given_up: tuple[str, int, float] | None = None  # folder, generation, and until when
        self._found_whole = (shelf.State(0, 0, 0, 0), 0.0)  # of the shelf, and until when

    def put(self, documents: list[Document]) -> None:
        last = {document.id: document for document in documents}
        self._write(set(last), list(last.values()))

    def drop(self, ids: list[str]) -> None:
        self._write(set(ids), [])

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        with self._or_unavailable("read"):
            return self._current().nearest(words)

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[Facet] = tuple(Facet)
    ) -> SearchResult:
        query = query_parser.parse(criteria.words)
        with self._or_unavailable("read"):
            moment = ranking.microseconds(at)
            return self._current().find(query, criteria, moment, page=page, size=size, counted=counted)

    def ids(self) -> frozenset[str]:
        return frozenset(self.revisions())

    def revisions(self) -> Mapping[str, str]:
        if self._shelf.current() is None:
            return {}
        with self._or_unavailable("read"):
            return self._current().revisions()

    def rebuild(self, documents: Iterable[Document]) -> None:
        with self._shelf.writing():
            self._shelf.sweep()
            earlier = self._shelf.current()
            damaged = earlier is not None and (_given_up(earlier) or not self._readable())
            folder = self._shelf.new_folder()
            try:
                writing.Index.create(folder, documents)
                shelf.write_stamp(folder, _STAMP)
                self._shelf.point_at(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            if damaged and earlier is not None:
                self._shelf.set_aside(earlier)

    def stale(self) -> bool:
        folder = self._shelf.current()
        return folder is None or not _ours(folder) or _given_up(folder) or not self._readable()

    def _write(self, gone: set[str], new: list[Document]) -> None:
        with self._shelf.writing(), self._or_unavailable("written"):
            folder = self._shelf.current()
            if folder is None or not _ours(folder) or _given_up(folder):
                return
            self._shelf.sweep()
            writing.Index(folder).write(self._current().segments, gone, new)

    def _current(self) -> Snapshot:
        """Give the last commit's snapshot: the one held, when nothing was written since."""
        return self._settled(self._load)

    def _settled(self, read: Callable[[], T]) -> T:
        """Read, and again while files move away under the reading; what is missing from the same commit twice is damaged."""
        until = time.monotonic() + _CHASED_SECONDS
        seen = None
        while True:
            try:
                return read()
            except writing.MOVED_ON:
                folder = self._shelf.current()
                now = folder and (folder.name, writing.Index(folder).generation())
                if now == seen or time.monotonic() > until:
                    raise
                seen = now
                time.sleep(_BETWEEN_TRIES_SECONDS)

    def _load(self) -> Snapshot:
        held = self._snapshot
        state = self._shelf.state()
        if held and state and state == self._seen:
            self._look_after(held)
            return held
        snapshot = self._loaded()
        self._seen = state
        return snapshot

    def _loaded(self) -> Snapshot:
        folder = self._shelf.current()
        if folder is None:
            raise EngineUnavailable("the search index has not been built")
        if _given_up(folder):
            raise EngineUnavailable("the search index is damaged")
        index = writing.Index(folder)
        generation = index.generation()
        held = self._snapshot
        if held and (held.name, held.generation) == (folder.name, generation):
            self._look_after(held)
            return held
        if not _ours(folder):
            if folder != self._shelf.current():
                # Replaced since we asked, and being removed, its stamp before the folder itself: there is another.
                raise FileNotFoundError(folder)
            raise EngineUnavailable("the search index was made by another version")
        with self._loading:
            held = self._snapshot
            if held is None or (held.name, held.generation) != (folder.name, generation):
                earlier = held if held and held.name == folder.name else None
                held = self._snapshot = self._read(folder.name, generation, index, earlier)
            return held

    def _look_after(self, held: Snapshot) -> None:
        """Notice files that were written over: what is mapped into memory would answer with whatever stands there now."""
        now = time.monotonic()
        if now - self._looked_after > _LOOKED_AFTER_SECONDS:
            self._looked_after = now
            if not held.untouched():
                raise Damaged("a file of the index is not the one that was opened")

    def _read(self, name: str, generation: int, index: writing.Index, earlier: Snapshot | None) -> Snapshot:
        if self._given_up and self._given_up[:2] == (name, generation) and time.monotonic() < self._given_up[2]:
            raise EngineUnavailable("the search index is damaged")
        try:
            return Snapshot(name, *index.read(earlier.segments if earlier else {}), earlier)
        except writing.MOVED_ON:
            raise
        except Exception as error:
            self._given_up = (name, generation, time.monotonic() + _GIVEN_UP_SECONDS)
            if isinstance(error, Damaged) or not self._whole():
                raise
            # A bug of ours, or memory that ran out: every search meets it, so the database answers meanwhile.
            log.exception("the search index is whole and could not be opened")
            raise EngineUnavailable(f"the search index could not be opened: {type(error).__name__}") from error

    def _readable(self) -> bool:
        """Read all of the index, past everything that is kept in memory: each file by its sum."""

        def read() -> None:
            folder = self._shelf.current()
            if folder is None:
                raise EngineUnavailable("the search index is gone")
            for stored in writing.Index(folder).stored()[1]:
                segments.check(folder, stored)

        try:
            self._settled(read)
        except Exception:
            log.exception("the search index cannot be read")
            return False
        return True

    def _whole(self) -> bool:
        """Say whether the files are what was written; asked when something failed, so not again at once for the same ones."""
        state, until = self._found_whole
        now = self._shelf.state()
        if now is not None and now == state and time.monotonic() < until:
            return True
        if not self._readable():
            return False
        if now is not None:
            self._found_whole = (now, time.monotonic() + _FOUND_WHOLE_SECONDS)
        return True

    @contextmanager
    def _or_unavailable(self, verb: str) -> Iterator[None]:
        """Raise `EngineUnavailable` for damage, and mark it for every process; let a bug of ours pass as what it is.

        A damaged file may make anything be raised, and so may a bug: the sums of the files tell one from the other. A bug is
        an error of the one search that met it, and the index goes on answering the others.
        """
        try:
            yield
        except EngineUnavailable:
            raise
        except Exception as error:
            if isinstance(error, Damaged) or not self._whole():
                log.exception("the search index could not be %s: it is damaged", verb)
                self._shelf.give_up()
                raise EngineUnavailable(f"the search index is damaged: {type(error).__name__}") from error
            if isinstance(error, OSError):  # too many files are open, or the disk is full: the index is none the worse
                log.exception("the search index could not be %s", verb)
                raise EngineUnavailable(f"the search index could not be {verb}: {type(error).__name__}") from error
            raise


def _ours(folder: Path) -> bool:
    return shelf.read_stamp(folder) == _STAMP


def _given_up(folder: Path) -> bool:
    return (folder / "damaged").exists()
