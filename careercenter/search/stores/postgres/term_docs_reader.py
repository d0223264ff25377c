"""Posting lists, read from the tables within the transaction of the search that needs them. A doc id is a document's number.

Scores are cached by `index.scoring`: of a word that was looked for before, nothing is read again until the tables
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
from careercenter.search.index.facet_bitmaps import Array
from careercenter.search.index.scoring import TermDocs
from careercenter.search.stores.postgres.row_writer import ENTRY, lexeme

# What array_send puts before the elements of a list of one dimension, and before each element.
_HEADER_BYTES = 20
_ELEMENT = np.dtype([("size", ">i4"), ("number", ">i4")])

_BEGINNING = (
    "select term, sum(documents)::int from search_terms where term >= %s and term < %s "
    "group by term order by 2 desc, 1 limit %s"
)
_WORDS = "select term, sum(documents)::int from search_terms where term ~ %s group by term"


class PostgresIndexReader:
    """Safe across threads: each asks by its own cursor."""

    def __init__(self) -> None:
        self._local = threading.local()

    @contextmanager
    def using(self, cursor: Any) -> Iterator[None]:
        """Ask by this cursor meanwhile, in this thread."""
        self._local.cursor, self._local.prefetched = cursor, {}
        try:
            yield
        finally:
            del self._local.cursor, self._local.prefetched

    def term_docs(self, term: str) -> TermDocs:
        prefetched: dict[str, TermDocs] = self._local.prefetched
        return prefetched.pop(term, None) or self._read([term])[term]

    def phrase_docs(self, terms: tuple[str, ...]) -> Array:
        """Ask the index on `lexemes`: a document's own row is read for phrases alone."""
        cursor = self._local.cursor
        cursor.execute(
            "select array_send(array_agg(number)) from search_documents where lexemes @@ %s::tsquery",
            [" <-> ".join(map(lexeme, terms))],
        )
        (packed,) = cursor.fetchone()
        if packed is None:
            return np.empty(0, np.int64)
        return np.sort(np.frombuffer(packed, dtype=_ELEMENT, offset=_HEADER_BYTES)["number"].astype(np.int64))

    def prefix_terms(self, prefix: str) -> dict[str, int]:
        """Give those in the most documents, as many as are looked for; their entries are asked for next, so they come along."""
        cursor = self._local.cursor
        cursor.execute(_BEGINNING, [prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1), ranking.MAX_PREFIX_TERMS])
        doc_freqs = dict(cursor.fetchall())
        self._local.prefetched.update(self._read(doc_freqs))
        return doc_freqs

    def spelling_terms(self) -> dict[str, int]:
        """Give the words a slip can lead to, with the number of documents each stands in, those gone among them."""
        cursor = self._local.cursor
        cursor.execute(_WORDS, [f"^[a-z]{{{edit_distance.SHORTEST},}}$"])
        return dict(cursor.fetchall())

    def _read(self, terms: Iterable[str]) -> dict[str, TermDocs]:
        parts: dict[str, list[bytes]] = {term: [] for term in terms}
        cursor = self._local.cursor
        cursor.execute("select term, entries from search_terms where term = any(%s) order by term, block", [list(parts)])
        for term, packed in cursor.fetchall():
            parts[term].append(packed)
        read = {term: np.frombuffer(b"".join(packed), dtype=ENTRY) for term, packed in parts.items()}
        return {term: TermDocs(packed["number"], packed["count"]) for term, packed in read.items()}
