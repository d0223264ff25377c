"""Large tables of words as one run of bytes: a byte a letter, where a dictionary of texts takes a hundred bytes a word.

Forked processes share it: reading it writes nothing, as reading objects does (they count who refers to them).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SortedLines:
    """Lines in ascending order, each a key, or a key and a tab and what belongs to it. Looking one up takes some 10 µs."""

    rows: bytes

    def find(self, key: str) -> str | None:
        """Give the line of a key; None where there is none."""
        wanted = key.encode()
        start = line_at(self.rows, wanted)
        line = _line(self.rows, start)
        return line.decode() if (line + b"\t").startswith(wanted + b"\t") else None

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows.decode().splitlines())


def line_at(rows: bytes, wanted: bytes) -> int:
    """Give where the first line begins that is not before these bytes; the end where all are."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        start = rows.rfind(b"\n", 0, middle) + 1
        line = _line(rows, start)
        if line < wanted:
            low = start + len(line) + 1
        else:
            high = start
    return low


def _line(rows: bytes, start: int) -> bytes:
    end = rows.find(b"\n", start)
    return rows[start : end if end >= 0 else None]
