"""The verbs of the port, for one directory that several processes share: any of them finds, one at a time writes."""

from __future__ import annotations

import errno
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
from careercenter.search import ranking
from careercenter.search.interface import CloseMatch, Criteria, Document, EngineUnavailable, Schema, SearchResult
from careercenter.search.query import FacetName
from careercenter.search.stores.directory import index_directory, segment, whoosh_index
from careercenter.search.stores.directory.segment import SegmentMeta
from careercenter.search.stores.directory.segment_file import DamagedFile
from careercenter.search.stores.directory.snapshot import Snapshot

T = TypeVar("T")

log = logging.getLogger(__name__)

# What made an index. Another stamp means that the same text would be cut or kept otherwise today.
_STAMP = {"engine": "whoosh 2.7.5", "layout": whoosh_index.LAYOUT, "vocabulary": tokenizer.VERSION, "whole": True}

_LOCK_TIMEOUT_SECONDS = 30.0
# How long to read again where a writer removes the files between our reading of a commit and our opening of them.
_RETRY_SECONDS = 5.0
_RETRY_PAUSE_SECONDS = 0.01
# What the system says of itself and not of the files: too many are open, memory ran out.
_SYSTEM_ERRORS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
# A damaged index is not read again at every request.
_FAILED_READ_SECONDS = 5.0
# Files that were found whole are not read again to judge the next bug.
_INTACT_SECONDS = 60.0
# Files that are open are looked at so often, whether somebody else wrote over them.
_FILE_CHECK_SECONDS = 1.0


class WhooshEngine:
    """Safe across threads, processes and forks. `lock_timeout`: seconds to wait for another writer."""

    def __init__(self, path: str | os.PathLike[str], schema: Schema, *, lock_timeout: float = _LOCK_TIMEOUT_SECONDS) -> None:
        self._schema = schema
        self.stamp = {**_STAMP, "schema": schema.stamp}
        self.directory = index_directory.IndexDirectory(Path(path), lock_timeout=lock_timeout)
        self._snapshot: Snapshot | None = None
        self._files_checked = 0.0
        self._directory_state: index_directory.DirectoryState | None = None  # of the shelf, before the snapshot held was read
        self._loading = threading.Lock()
        self._failed_read: tuple[str, int, float] | None = None  # folder, generation, and until when
        self._intact_until = (index_directory.DirectoryState(0, 0, 0, 0), 0.0)  # of the shelf, and until when

    def upsert(self, documents: list[Document]) -> None:
        last = {document.id: document for document in documents}
        self._write(set(last), list(last.values()))

    def drop(self, ids: list[str]) -> None:
        self._write(set(ids), [])

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        with self._translating_errors("read"):
            return self._latest().nearest(words)

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        query = criteria.query
        with self._translating_errors("read"):
            moment = ranking.microseconds(at)
            return self._latest().find(query, criteria, moment, page=page, size=size, counted=counted)

    def close_matches(self, criteria: Criteria, *, at: datetime, size: int = 10) -> tuple[CloseMatch, ...]:
        with self._translating_errors("read"):
            return self._latest().close_matches(criteria, ranking.microseconds(at), size=size)

    def ids(self) -> frozenset[str]:
        return frozenset(self.revisions())

    def revisions(self) -> Mapping[str, str]:
        if self.directory.current() is None:
            return {}
        with self._translating_errors("read"):
            return self._latest().revisions()

    def rebuild(self, documents: Iterable[Document]) -> None:
        with self.directory.writing():
            self.directory.delete_unused()
            earlier = self.directory.current()
            damaged = earlier is not None and (index_directory.marked_damaged(earlier) or not self._is_intact(fresh=True))
            folder = self.directory.new_folder()
            try:
                whoosh_index.WhooshIndex.create(folder, self._schema, documents)
                index_directory.write_stamp(folder, self.stamp)
                self.directory.point_at(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            if damaged and earlier is not None:
                self.directory.quarantine(earlier)

    def stale(self) -> bool:
        folder = self.directory.current()
        return folder is None or not self._is_usable(folder) or not self._is_intact(fresh=True)

    def _write(self, deleted: set[str], new: list[Document]) -> None:
        with self.directory.writing():
            folder = self.directory.current()
            if folder is None or not self._is_usable(folder):
                return
            self.directory.delete_unused()
            if (metas := self.prepare(folder, deleted, new)) is not None:
                with self._translating_errors("written"):
                    whoosh_index.WhooshIndex(folder, self._schema).commit(metas)

    def prepare(self, folder: Path, deleted: set[str], new: list[Document]) -> list[SegmentMeta] | None:
        """Write what the next commit of the folder in use adds, and give its segments; None where nothing changes."""
        with self._translating_errors("written"):
            return whoosh_index.WhooshIndex(folder, self._schema).prepare(self._latest().segments, deleted, new)

    def _latest(self) -> Snapshot:
        """Give the snapshot of the last commit; that of the last search where nothing was committed since."""
        return self._retrying(self._load_if_changed)

    def _retrying(self, read: Callable[[], T]) -> T:
        """Read, and again where a writer removed the files meanwhile.

        A commit or a rebuild removes what it replaced, so a reader may open a table of contents whose segments are gone a
        moment later. Then there is a newer commit. Files missing from the same commit twice are damage, and raise.
        """
        deadline = time.monotonic() + _RETRY_SECONDS
        previous = None
        while True:
            try:
                return read()
            except whoosh_index.FILES_REPLACED:
                folder = self.directory.current()
                commit = folder and (folder.name, whoosh_index.WhooshIndex(folder, self._schema).generation())
                if commit == previous or time.monotonic() > deadline:
                    raise
                previous = commit
                time.sleep(_RETRY_PAUSE_SECONDS)

    def _load_if_changed(self) -> Snapshot:
        held = self._snapshot
        state = self.directory.state()
        if held and state and state == self._directory_state:
            self._check_files(held)
            return held
        latest = self._load()
        self._directory_state = state
        return latest

    def _load(self) -> Snapshot:
        folder = self.directory.current()
        if folder is None:
            raise EngineUnavailable("the search index has not been built")
        if index_directory.marked_damaged(folder):
            raise EngineUnavailable("the search index is damaged")
        index = whoosh_index.WhooshIndex(folder, self._schema)
        generation = index.generation()
        snapshot = self._snapshot
        if snapshot and (snapshot.name, snapshot.generation) == (folder.name, generation):
            self._check_files(snapshot)
            return snapshot
        if not self._has_current_stamp(folder):
            if folder != self.directory.current():
                # Replaced since we asked, and being removed, its stamp before the folder itself: there is another.
                raise FileNotFoundError(folder)
            raise EngineUnavailable("the search index was made by another version")
        with self._loading:
            snapshot = self._snapshot
            if snapshot is None or (snapshot.name, snapshot.generation) != (folder.name, generation):
                earlier = snapshot if snapshot and snapshot.name == folder.name else None
                snapshot = self._snapshot = self._read(folder.name, generation, index, earlier)
            return snapshot

    def _is_usable(self, folder: Path) -> bool:
        return self._has_current_stamp(folder) and not index_directory.marked_damaged(folder)

    def _has_current_stamp(self, folder: Path) -> bool:
        return index_directory.read_stamp(folder) == self.stamp

    def _check_files(self, snapshot: Snapshot) -> None:
        """Notice files that were written over: what is mapped into memory would answer with whatever stands there now."""
        now = time.monotonic()
        if now - self._files_checked > _FILE_CHECK_SECONDS:
            self._files_checked = now
            if not snapshot.unchanged():
                raise DamagedFile("a file of the index is not the one that was opened")

    def _read(self, name: str, generation: int, index: whoosh_index.WhooshIndex, earlier: Snapshot | None) -> Snapshot:
        if self._failed_read and self._failed_read[:2] == (name, generation) and time.monotonic() < self._failed_read[2]:
            raise EngineUnavailable("the search index is damaged")
        try:
            return Snapshot(self._schema, name, *index.read(earlier.segments if earlier else {}), earlier)
        except whoosh_index.FILES_REPLACED:
            raise
        except Exception as error:
            self._failed_read = (name, generation, time.monotonic() + _FAILED_READ_SECONDS)
            if isinstance(error, DamagedFile) or not self._is_intact():
                raise
            # A bug of ours, or memory that ran out: every search meets it, so the database answers meanwhile.
            log.exception("the search index is whole and could not be opened")
            raise EngineUnavailable(f"the search index could not be opened: {type(error).__name__}") from error

    def _verify(self) -> bool:
        """Read every file of the index and compare its checksum; False where one is damaged.

        Raises OSError or MemoryError where the system could not read them: that says nothing about the files.
        """

        def read() -> None:
            folder = self.directory.current()
            if folder is None:
                raise DamagedFile("the search index is gone")
            for meta in whoosh_index.WhooshIndex(folder, self._schema).metas()[1]:
                segment.verify_checksums(folder, meta)

        try:
            self._retrying(read)
        except (DamagedFile, *whoosh_index.FILES_REPLACED):
            log.exception("the search index is damaged")
            return False
        except (OSError, MemoryError) as error:
            if isinstance(error, OSError) and error.errno not in _SYSTEM_ERRORS:
                log.exception("a file of the search index cannot be read")
                return False
            raise
        except Exception:  # the table of contents is a pickle: damaged, it may raise anything
            log.exception("the table of contents of the search index cannot be read")
            return False
        return True

    def _is_intact(self, *, fresh: bool = False) -> bool:
        """Say whether the files are what was written. An answer is kept for a minute; `fresh`: read them in any case."""
        state, valid_until = self._intact_until
        current = self.directory.state()
        if not fresh and current is not None and current == state and time.monotonic() < valid_until:
            return True
        try:
            if not self._verify():
                return False
        except (OSError, MemoryError):
            log.exception("the search index could not be verified")
            return True  # not known to be damaged: the next error asks again
        if current is not None:
            self._intact_until = (current, time.monotonic() + _INTACT_SECONDS)
        return True

    @contextmanager
    def _translating_errors(self, verb: str) -> Iterator[None]:
        """Raise `EngineUnavailable` for damage, and mark it for every process; let a bug of ours pass as what it is.

        A damaged file may make anything be raised, and so may a bug: the checksums of the files tell one from the other. A bug
        is an error of the one search that met it, and the index goes on answering the others.
        """
        try:
            yield
        except EngineUnavailable:
            raise
        except Exception as error:
            if isinstance(error, DamagedFile) or not self._is_intact():
                log.exception("the search index could not be %s: it is damaged", verb)
                self.directory.mark_damaged()
                raise EngineUnavailable(f"the search index is damaged: {type(error).__name__}") from error
            if isinstance(error, OSError):  # too many files are open, or the disk is full: the index is none the worse
                log.exception("the search index could not be %s", verb)
                raise EngineUnavailable(f"the search index could not be {verb}: {type(error).__name__}") from error
            raise
