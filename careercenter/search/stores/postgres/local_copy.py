"""The copy of the index a host keeps: a folder as `stores.directory` has it, that knows which commit of the database it is.

lock, current, <name>/      as in `index_directory`; whoever changes anything holds the lock
<name>/commit               the name of the commit in the database that the last commit of this folder is
being-fetched/              what a copy made anew has so far; a fetch that was killed is gone on with
being-built/                what a rebuild has so far; whoever writes to the database holds it
"""

from __future__ import annotations

import logging
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from careercenter.core.ids import public_id
from careercenter.search.interface import Schema
from careercenter.search.stores.directory import index_directory
from careercenter.search.stores.directory.index_directory import IndexDirectory
from careercenter.search.stores.directory.segment import SegmentMeta
from careercenter.search.stores.directory.segment_file import Checksum, DamagedFile
from careercenter.search.stores.directory.whoosh_index import WhooshIndex
from careercenter.search.stores.postgres import manifest

log = logging.getLogger(__name__)

Pieces = Callable[[str], Iterator[bytes]]


class LocalCopy:
    def __init__(self, directory: IndexDirectory, schema: Schema, stamp: dict[str, Any]) -> None:
        self.directory = directory
        self._schema = schema
        self._stamp = stamp

    def commit_name(self) -> str:
        """Give the commit that can be read here; "" where there is none."""
        folder = self.directory.current()
        if folder is None or index_directory.marked_damaged(folder):
            return ""
        try:
            return (folder / "commit").read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def bring_to(self, name: str, metas: list[SegmentMeta], pieces: Pieces) -> Path:
        """Fetch the segments that are missing, and make the commit the one that is read; give its folder."""
        in_use = self.directory.current()
        held = self._files_held(in_use)
        if in_use is not None and held is not None:
            folder = in_use
            self._fetch(folder, held, manifest.files(metas), pieces)
            self.commit(folder, name, metas)
        else:
            folder = self.directory.path / "being-fetched"
            folder.mkdir(mode=0o700, exist_ok=True)
            self._fetch(folder, {}, manifest.files(metas), pieces)
            WhooshIndex(folder, self._schema).commit(metas)
            folder = self.finish(folder, name)
            self.directory.point_at(folder)
            if in_use is not None and index_directory.marked_damaged(in_use):
                self.directory.quarantine(in_use)
        self.directory.delete_unused()
        return folder

    def commit(self, folder: Path, name: str, metas: list[SegmentMeta]) -> None:
        """Make segments whose files are in the folder in use its last commit."""
        WhooshIndex(folder, self._schema).commit(metas)
        _write_name(folder, name)

    def finish(self, folder: Path, name: str) -> Path:
        """Give a whole folder the name under which it can be pointed at."""
        index_directory.write_stamp(folder, self._stamp)
        _write_name(folder, name)
        return folder.rename(self.directory.path / public_id())

    def building_folder(self) -> Path:
        """Give an empty folder for a rebuild. There is one at a time: what is in it was left by one that was killed."""
        self.directory.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = self.directory.path / "being-built"
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
        return folder

    def _files_held(self, folder: Path | None) -> dict[str, Checksum] | None:
        """Give the files of the folder in use; None where it cannot be gone on with."""
        if folder is None or index_directory.marked_damaged(folder) or index_directory.read_stamp(folder) != self._stamp:
            return None
        try:
            return manifest.files(WhooshIndex(folder, self._schema).metas()[1])
        except Exception:  # a pickle: damaged, it may raise anything
            log.exception("the copy of the search index cannot be read: it is fetched anew")
            return None

    def _fetch(self, folder: Path, held: dict[str, Checksum], files: dict[str, Checksum], pieces: Pieces) -> None:
        missing = {file: checksum for file, checksum in files.items() if held.get(file) != checksum}
        room = shutil.disk_usage(folder).free
        if sum(checksum.size for checksum in missing.values()) > room:
            raise OSError(f"{room:,} bytes are free where the copy of the search index stands: too few")
        for file, checksum in missing.items():
            path = folder / file
            if not (path.exists() and Checksum.of(path) == checksum):  # fetched before, by one that was killed
                _fetch_file(path, checksum, pieces(file))


def _fetch_file(path: Path, expected: Checksum, pieces: Iterator[bytes]) -> None:
    unfinished = path.with_name("unfinished")
    size = crc = 0
    with unfinished.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            size, crc = size + len(piece), zlib.crc32(piece, crc)
    if Checksum(size, crc) != expected:
        raise DamagedFile(path.name)
    unfinished.replace(path)


def _write_name(folder: Path, name: str) -> None:
    written = folder / "commit.new"
    written.write_text(name, encoding="ascii")
    written.replace(folder / "commit")
