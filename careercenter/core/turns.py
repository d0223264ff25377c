"""Turns: who writes to a SQLite database next, in the order they came, across threads and processes.

SQLite has one writer, and those who wait for it poll: one may wait for many seconds while others pass. Here each takes a number
and holds a lock on the byte of that number in a file beside the database until its transaction is over; its turn has come when
no smaller number is locked any more. The kernel lets go of the locks of a process that was killed, so nobody is waited for
who is no more, and nothing has to be cleaned up.

The locks are those of an open file (`F_OFD_SETLK`, Linux): other systems have none, and there SQLite's own waiting remains.
"""

from __future__ import annotations

import contextlib
import contextvars
import errno
import fcntl
import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

# Waiting longer than this helps nobody: the browser's person has gone, or something is broken.
LONGEST_WAIT = 15.0
# How long work in the background stands aside while others wait, before it takes its number as everybody does.
ASIDE = 0.25

AVAILABLE = hasattr(fcntl, "F_OFD_SETLK")
_COUNTER = 0  # the byte that guards the counter; numbers begin after it
_LOCK = struct.Struct("@hhqqi4x")  # struct flock: type, whence, start, length, pid (0 for these locks)
_NEXT = struct.Struct("<Q")
# A turn lasts some tens of milliseconds. The next in line looks often, those behind it seldom.
_SOONEST, _LATEST = 0.002, 0.05

background: contextvars.ContextVar[bool] = contextvars.ContextVar("background", default=False)


@contextlib.contextmanager
def in_background() -> Iterator[None]:
    """Let people's requests write first, within reason."""
    token = background.set(True)
    try:
        yield
    finally:
        background.reset(token)


class TooLong(Exception):
    """It was not one's turn within the time one waits."""


class Turns:
    """The queue of one database. `path` is the file of numbers; it is made when it is missing."""

    def __init__(self, path: Path, longest: float = LONGEST_WAIT) -> None:
        self.path = path
        self.longest = longest

    def take(self) -> Turn:
        """Wait for one's turn; TooLong when it does not come."""
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            until = time.monotonic() + self.longest
            if background.get():
                _stand_aside(file, min(until, time.monotonic() + ASIDE))
            number = _number(file)
            _wait(file, number, until)
        except BaseException:
            os.close(file)
            raise
        return Turn(file, number)


class Turn:
    """One's turn, until `end`."""

    def __init__(self, file: int, number: int) -> None:
        self._file: int | None = file
        self.number = number

    def end(self) -> None:
        """Let the next one write. Ending twice does no harm."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)  # the lock goes with it


def _number(file: int) -> int:
    """Take the next number, and the lock that says it is taken, before anybody can take a later one."""
    _lock(file, fcntl.F_WRLCK, _COUNTER, 1, wait=True)
    kept = os.pread(file, _NEXT.size, 0)
    number = (_NEXT.unpack(kept)[0] if len(kept) == _NEXT.size else 0) + 1
    os.pwrite(file, _NEXT.pack(number), 0)
    _lock(file, fcntl.F_WRLCK, number, 1)
    _lock(file, fcntl.F_UNLCK, _COUNTER, 1)
    return number


def _wait(file: int, number: int, until: float) -> None:
    """Wait until nobody holds a smaller number. Asking at intervals costs no fairness: the order is the numbers'."""
    while (ahead := _ahead(file, number)) is not None:
        left = until - time.monotonic()
        if left <= 0:
            raise TooLong
        time.sleep(min(left, max(_SOONEST, min(_LATEST, _SOONEST * (number - ahead)))))


def _stand_aside(file: int, until: float) -> None:
    while _ahead(file, 1 << 62) is not None and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 0.01))


def _ahead(file: int, number: int) -> int | None:
    """Give a number smaller than this one that is held; None when there is none."""
    asked = _LOCK.pack(fcntl.F_RDLCK, os.SEEK_SET, _COUNTER + 1, number - _COUNTER - 1, 0)
    if number <= _COUNTER + 1:
        return None
    kind, _, start, _, _ = _LOCK.unpack(fcntl.fcntl(file, fcntl.F_OFD_GETLK, asked))
    return None if kind == fcntl.F_UNLCK else int(start)


def _lock(file: int, kind: int, start: int, length: int, *, wait: bool = False) -> None:
    command = fcntl.F_OFD_SETLKW if wait else fcntl.F_OFD_SETLK
    while True:
        try:
            fcntl.fcntl(file, command, _LOCK.pack(kind, os.SEEK_SET, start, length, 0))
            return
        except OSError as error:
            if error.errno != errno.EINTR:
                raise
