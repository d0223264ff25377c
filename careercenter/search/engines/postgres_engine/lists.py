"""Where terms stand, asked of the tables within the transaction of the search that needs it. A document's place is its number.

What was weighed once is kept by `arrays.weights`: of a word that was looked for before, nothing is read again until the tables
change.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from careercenter.language import edit_distance
from careercenter.search import ranking
from careercenter.search.arrays.bits import Array
from careercenter.search.arrays.weights import Entries
from careercenter.search.engines.postgres_engine.rows import ENTRY, lexeme

# What array_send puts before the elements of a list of one dimension, and before each element.
_HEADER_BYTES = 20
_ELEMENT = np.dtype([("size", ">i4"), ("number", ">i4")])

_BEGINNING = (
    "select term, sum(documents)::int from search_terms where term >= %s and term < %s "
    "group by term order by 2 desc, 1 limit %s"
)
_WORDS = "select term, sum(documents)::int from search_terms where term ~ %s group by term"


class Lists:
    """Safe across threads: each asks by its own cursor."""

    def __init__(self) -> None:
        self._asked = threading.local()

    @contextmanager
    def asking(self, cursor: Any) -> Iterator[None]:
        """Ask by this cursor meanwhile, in this thread."""
        self._asked.cursor, self._asked.ahead = cursor, {}
        try:
            yield
        finally:
            del self._asked.cursor, self._asked.ahead

    def entries(self, term: str) -> Entries:
        ahead: dict[str, Entries] = self._asked.ahead
        return ahead.pop(term, None) or self._read([term])[term]

    def phrase(self, terms: tuple[str, ...]) -> Array:
        """Ask the index on `words`: a document's own row is read for phrases alone."""
        cursor = self._asked.cursor
        cursor.execute(
            "select array_send(array_agg(number)) from search_documents where words @@ %s::tsquery",
            [" <-> ".join(map(lexeme, terms))],
        )
        (sent,) = cursor.fetchone()
        if sent is None:
            return np.empty(0, np.int64)
        return np.sort(np.frombuffer(sent, dtype=_ELEMENT, offset=_HEADER_BYTES)["number"].astype(np.int64))

    def beginning(self, letters: str) -> dict[str, int]:
        """Give those in the most documents, as many as are looked for; their entries are asked for next, so they come along."""
        cursor = self._asked.cursor
        cursor.execute(_BEGINNING, [letters, letters[:-1] + chr(ord(letters[-1]) + 1), ranking.MOST_BEGUN])
        found = dict(cursor.fetchall())
        self._asked.ahead.update(self._read(found))
        return found

    def words(self) -> dict[str, int]:
        """Give the words a slip can lead to, with the number of documents each stands in, those gone among them."""
        cursor = self._asked.cursor
        cursor.execute(_WORDS, [f"^[a-z]{{{edit_distance.SHORTEST},}}$"])
        return dict(cursor.fetchall())

    def _read(self, terms: Iterable[str]) -> dict[str, Entries]:
        parts: dict[str, list[bytes]] = {term: [] for term in terms}
        cursor = self._asked.cursor
        cursor.execute("select term, entries from search_terms where term = any(%s) order by term, block", [list(parts)])
        for term, held in cursor.fetchall():
            parts[term].append(held)
        read = {term: np.frombuffer(b"".join(held), dtype=ENTRY) for term, held in parts.items()}
        return {term: Entries(held["number"], held["count"]) for term, held in read.items()}
