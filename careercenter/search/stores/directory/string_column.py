"""A text a document, as one array of bytes: mapped into memory, it costs what is asked for, and processes share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from careercenter.search.index.facet_bitmaps import Array


@dataclass(frozen=True, slots=True)
class StringColumn:
    """`encoded`: all texts in UTF-8, one after another; `ends`: where each ends there."""

    encoded: Array
    ends: Array

    @classmethod
    def of(cls, texts: Iterable[str]) -> StringColumn:
        encoded = [text.encode() for text in texts]
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))
        return cls(np.frombuffer(b"".join(encoded), np.uint8), ends)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        start = self.ends.item(number - 1) if number else 0
        return self.encoded[start : self.ends.item(number)].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        encoded = self.encoded.tobytes()
        return (encoded[start:end].decode() for start, end in pairwise([0, *self.ends.tolist()]))
