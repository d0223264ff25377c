"""Growable arrays: elements are appended into spare space without copying those before.

An addition to 100,000 documents would otherwise copy some ten megabytes. Arrays given earlier keep what they show: only
behind the latest is anything written, and from an earlier one a copy is made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from careercenter.search.index.facet_bitmaps import Array

_MIN_SPARE = 256


class _Buffer:
    def __init__(self, storage: Array) -> None:
        self.storage = storage
        self.used = len(storage)


class GrowableArray:
    """A view of the first elements of a buffer. Earlier views never see what is appended after them."""

    def __init__(self, array: Array, buffer: _Buffer | None = None) -> None:
        self.array = array
        self._buffer = buffer or _Buffer(array)

    def extended(self, kept_length: int, parts: Sequence[Array]) -> GrowableArray:
        """Keep the first elements and append others. Not safe for two threads at once."""
        size = kept_length + sum(map(len, parts))
        buffer = self._buffer
        if kept_length != len(self.array) or kept_length != buffer.used or size > len(buffer.storage):
            storage = np.empty((size + size // 8 + _MIN_SPARE, *self.array.shape[1:]), self.array.dtype)
            storage[:kept_length] = self.array[:kept_length]
            buffer = _Buffer(storage)
        position = kept_length
        for part in parts:
            buffer.storage[position : position + len(part)] = part
            position += len(part)
        buffer.used = size
        return GrowableArray(buffer.storage[:size], buffer)
