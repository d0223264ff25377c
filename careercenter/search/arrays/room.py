"""Arrays with room behind them: what comes is appended without copying what is there.

An addition to 100,000 documents would otherwise copy some ten megabytes. Arrays given earlier keep what they show: only
behind the latest is anything written, and from an earlier one a copy is made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from careercenter.search.arrays.bits import Array

_LEAST = 256


class _Buffer:
    def __init__(self, held: Array) -> None:
        self.held = held
        self.used = len(held)


class Room:
    """One array, and the buffer it is the beginning of."""

    def __init__(self, array: Array, buffer: _Buffer | None = None) -> None:
        self.array = array
        self._buffer = buffer or _Buffer(array)

    def joined(self, kept: int, parts: Sequence[Array]) -> Room:
        """Keep the first elements and add others after them. Not safe for two threads at once."""
        size = kept + sum(map(len, parts))
        buffer = self._buffer
        if kept != len(self.array) or kept != buffer.used or size > len(buffer.held):
            held = np.empty((size + size // 8 + _LEAST, *self.array.shape[1:]), self.array.dtype)
            held[:kept] = self.array[:kept]
            buffer = _Buffer(held)
        at = kept
        for part in parts:
            buffer.held[at : at + len(part)] = part
            at += len(part)
        buffer.used = size
        return Room(buffer.held[:size], buffer)
