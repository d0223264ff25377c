"""A file of named arrays, mapped into memory: what a segment holds beside its term dictionary.

8 bytes    length of the header, little-endian
header     JSON: {"arrays": {name: [dtype, shape, offset]}, "metadata": ...}, padded to 64 bytes
arrays     each beginning at its offset from the end of the header, padded to 64 bytes
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from careercenter.search.index.facet_bitmaps import Array

_ALIGNMENT = 64
# Smaller files are read; what is mapped into memory costs a page fault where it is touched, and nothing else.
_MAPPED_FROM = 1 << 20


class Checksum(NamedTuple):
    """Size in bytes and CRC-32 of a file, by which damage is told."""

    size: int
    crc: int

    @classmethod
    def of(cls, path: Path) -> Checksum:
        size = crc = 0
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                size += len(chunk)
                crc = zlib.crc32(chunk, crc)
        return cls(size, crc)


class FileIdentity(NamedTuple):
    """What changes when a file is written over or replaced, seen without reading it."""

    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> FileIdentity:
        status = path.stat()
        return cls(status.st_ino, status.st_size, status.st_mtime_ns)


class DamagedFile(Exception):
    """A file is not what was written."""


class Shape(NamedTuple):
    """The type and the size of an array that is written piece by piece."""

    dtype: Any
    length: int

    @property
    def bytes(self) -> int:
        return int(np.dtype(self.dtype).itemsize) * self.length


class ArrayWriter:
    """Writes the arrays that are given whole, and then those of which only the shape is known, as their pieces come."""

    def __init__(self, file: BinaryIO, arrays: Mapping[str, Array], pieces: Mapping[str, Shape], metadata: Any) -> None:
        self._file = file
        offset = 0
        locations: dict[str, tuple[str, tuple[int, ...], int]] = {}
        for name, array in arrays.items():
            locations[name] = (array.dtype.str, array.shape, offset)
            offset += _padded(array.nbytes)
        for name, shape in pieces.items():
            locations[name] = (np.dtype(shape.dtype).str, (shape.length,), offset)
            offset += _padded(shape.bytes)
        header = json.dumps({"arrays": locations, "metadata": metadata}, separators=(",", ":")).encode()
        start = _padded(8 + len(header))
        file.write(len(header).to_bytes(8, "little"))
        file.write(header.ljust(start - 8))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))
        file.truncate(start + offset)
        self._next = {name: start + locations[name][2] for name in pieces}

    def append(self, name: str, piece: Array) -> None:
        self._file.seek(self._next[name])
        self._file.write(np.ascontiguousarray(piece).data)
        self._next[name] += piece.nbytes


class MappedArrays(NamedTuple):
    """The arrays of a file, read-only, and what is told of them; they keep the file open as long as any of them lives."""

    arrays: dict[str, Array]
    metadata: Any
    mapping: mmap.mmap | None

    def release_pages(self) -> None:
        """Give back the memory of what was touched: the next touch finds it in the system's cache again."""
        if self.mapping is not None:
            self.mapping.madvise(mmap.MADV_DONTNEED)


def read(path: Path, expected: Checksum) -> MappedArrays:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size != expected.size:
            raise DamagedFile(path.name)
        if expected.size >= _MAPPED_FROM:
            content: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        else:
            content = verified(file.read(), expected, path)
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    start = _padded(8 + length)
    arrays = {}
    for name, (dtype, shape, offset) in header["arrays"].items():
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(content, dtype=dtype, count=count, offset=start + offset).reshape(shape)
    return MappedArrays(arrays, header["metadata"], content if isinstance(content, mmap.mmap) else None)


def verified(content: bytes, expected: Checksum, path: Path) -> bytes:
    if Checksum(len(content), zlib.crc32(content)) != expected:
        raise DamagedFile(path.name)
    return content


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
