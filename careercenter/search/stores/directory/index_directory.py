"""Where the index stands on disk: numbered folders, a pointer to the one in use, a stamp in each, and one lock.

index/lock            held by whoever writes
index/current         the name of the folder in use, replaced in one step
index/<name>/         a Whoosh index, `stamp.json` (what made it), and `damaged` once a search could not read it
index/damaged-<name>/ the last one that could not be read, kept to be looked at
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from careercenter.core.ids import public_id
from careercenter.search.interface import EngineUnavailable

# A reader that has read the pointer opens its files within moments; what it has open stays readable after the folder is gone.
_UNUSED_KEPT_SECONDS = 60.0
_LOCK_POLL_SECONDS = 0.02


# File times have the resolution of the kernel's clock, a few milliseconds: changes closer than this may bear one time.
_CLOCK_TICK_NS = 100_000_000


class HeldByAnother(EngineUnavailable):
    """Another writer held the lock as long as could be waited."""


class DirectoryState(NamedTuple):
    """Inode and time of the pointer and of the folder it names."""

    pointer: int
    pointer_changed_ns: int
    folder: int
    folder_changed_ns: int


class IndexDirectory:
    def __init__(self, path: Path, *, lock_timeout: float) -> None:
        self.path = path
        self._timeout = lock_timeout
        self._pointer = path / "current"
        self._pointer_read: tuple[tuple[int, int], Path] | None = None  # its inode and time, and the folder it named

    @contextmanager
    def writing(self, *, timeout: float | None = None) -> Iterator[None]:
        """Hold the only right to write, across threads and processes; wait for it, but not for ever.

        The system lets go of it when the process ends, however it ends. Raises `HeldByAnother` after `timeout` seconds.
        """
        timeout = self._timeout if timeout is None else timeout
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.path / "lock").open("wb") as file:
            deadline = time.monotonic() + timeout
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise HeldByAnother(f"another writer held the search index for {timeout:g} s") from None
                    time.sleep(_LOCK_POLL_SECONDS)
            yield

    def current(self) -> Path | None:
        """Give the folder in use; None when nothing was ever built or the pointer leads nowhere."""
        previous = None
        while True:
            try:
                name = self._pointer.read_text(encoding="ascii").strip()
            except (OSError, UnicodeDecodeError):
                return None
            folder = self.path / name
            if name.isalnum() and folder.is_dir():
                return folder
            if name == previous:
                return None
            # The folder may have been replaced and removed since the pointer was read: look once more.
            previous = name

    def state(self) -> DirectoryState | None:
        """Give what changes with every commit, rebuild and mark of damage, at the cost of looking twice.

        None where nothing can be said: there is no index, or the last change is so young that another may bear the same time.
        """
        try:
            pointer = self._pointer.stat()
            folder = self._read_pointer(pointer).stat()
        except OSError:
            return None
        latest = max(pointer.st_mtime_ns, folder.st_mtime_ns)
        if not latest < time.time_ns() - _CLOCK_TICK_NS:
            return None
        return DirectoryState(pointer.st_ino, pointer.st_mtime_ns, folder.st_ino, folder.st_mtime_ns)

    def _read_pointer(self, pointer: os.stat_result) -> Path:
        """Give the folder the pointer names. One read before is not read again: it is replaced and never written over."""
        known = (pointer.st_ino, pointer.st_mtime_ns)
        if self._pointer_read is None or self._pointer_read[0] != known:
            name = self._pointer.read_text(encoding="ascii", errors="replace").strip()
            self._pointer_read = (known, self.path / name)
        return self._pointer_read[1]

    def new_folder(self) -> Path:
        folder = self.path / public_id()
        folder.mkdir(mode=0o700)
        return folder

    def point_at(self, folder: Path) -> None:
        """Make a finished folder the one in use. Before this everything in it is on the disk, whatever fails afterwards."""
        for file in folder.iterdir():
            if file.is_file():
                _fsync(file)
        _fsync(folder)
        written = self.path / "current.new"
        written.write_text(folder.name, encoding="ascii")
        _fsync(written)
        written.replace(self._pointer)
        _fsync(self.path)

    def mark_damaged(self) -> None:
        """Mark the folder in use as damaged: no process reads it any more, and it is rebuilt."""
        folder = self.current()
        if folder is not None:
            with suppress(OSError):
                (folder / "damaged").touch()

    def quarantine(self, folder: Path) -> None:
        """Keep a damaged folder to be looked at, instead of an earlier one."""
        for earlier in self.path.glob("damaged-*"):
            shutil.rmtree(earlier, ignore_errors=True)
        with suppress(OSError):
            folder.rename(self.path / f"damaged-{folder.name}")

    def delete_unused(self) -> None:
        """Remove folders out of use for a while, and those that a killed rebuild left. Called by a writer only."""
        with suppress(OSError):
            if time.time() - self._pointer.stat().st_mtime < _UNUSED_KEPT_SECONDS:
                return
            current = self.current()
            for folder in self.path.iterdir():
                if folder.is_dir() and folder != current and folder.name.isalnum():
                    shutil.rmtree(folder, ignore_errors=True)


def write_stamp(folder: Path, stamp: dict[str, Any]) -> None:
    (folder / "stamp.json").write_text(json.dumps(stamp), encoding="utf-8")


def read_stamp(folder: Path) -> dict[str, Any]:
    """Read a folder's stamp; an empty one when there is none or it cannot be read."""
    try:
        stamp = json.loads((folder / "stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def marked_damaged(folder: Path) -> bool:
    return (folder / "damaged").exists()
