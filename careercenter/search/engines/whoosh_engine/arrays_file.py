"""Named arrays in one file, to be read in place: what a segment holds beside Whoosh's dictionary of its terms.

Eight bytes say how long the heading is, the heading (JSON) where each array lies and what else is told; then the arrays.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from careercenter.search.arrays.bits import Array

_ALIGNED = 64
# Smaller files are read; what is mapped into memory costs a page fault where it is touched, and nothing else.
_MAPPED_FROM = 1 << 20


class Sum(NamedTuple):
    """What a file is known by."""

    size: int
    crc: int

    @classmethod
    def of(cls, path: Path) -> Sum:
        size = crc = 0
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                size += len(piece)
                crc = zlib.crc32(piece, crc)
        return cls(size, crc)


class Print(NamedTuple):
    """What changes when a file does, without reading it."""

    inode: int
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Print:
        found = path.stat()
        return cls(found.st_ino, found.st_size, found.st_mtime_ns)


class Damaged(Exception):
    """A file is not what was written."""


def write(path: Path, arrays: Mapping[str, Array], told: Any) -> None:
    at = 0
    places = {}
    for name, array in arrays.items():
        places[name] = (array.dtype.str, array.shape, at)
        at += _padded(array.nbytes)
    heading = json.dumps({"arrays": places, "told": told}, separators=(",", ":")).encode()
    with path.open("wb") as file:
        file.write(len(heading).to_bytes(8, "little"))
        file.write(heading.ljust(_padded(8 + len(heading)) - 8))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))


class Arrays(NamedTuple):
    """The arrays of a file, read-only, and what is told of them; they keep the file open as long as any of them lives."""

    held: dict[str, Array]
    told: Any
    mapped: mmap.mmap | None

    def let_go(self) -> None:
        """Give back the memory of what was touched: the next touch finds it in the system's cache again."""
        if self.mapped is not None:
            self.mapped.madvise(mmap.MADV_DONTNEED)


def read(path: Path, known: Sum) -> Arrays:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size != known.size:
            raise Damaged(path.name)
        if known.size >= _MAPPED_FROM:
            held: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        else:
            held = checked(file.read(), known, path)
    length = int.from_bytes(held[:8], "little")
    heading = json.loads(held[8 : 8 + length])
    start = _padded(8 + length)
    arrays = {}
    for name, (dtype, shape, at) in heading["arrays"].items():
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(held, dtype=dtype, count=count, offset=start + at).reshape(shape)
    return Arrays(arrays, heading["told"], held if isinstance(held, mmap.mmap) else None)


def checked(held: bytes, known: Sum, path: Path) -> bytes:
    if Sum(len(held), zlib.crc32(held)) != known:
        raise Damaged(path.name)
    return held


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
