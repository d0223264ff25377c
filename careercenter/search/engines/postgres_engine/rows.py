"""Documents as rows: what filters and sorts, packed; the tsvector of our terms; and the entries of each term."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from careercenter.search import ranking
from careercenter.search.arrays.weights import FIELD_SHIFT
from careercenter.search.interface import SCALES, Document

# 4,096 documents a block: a common term's block is a few pages, and a small board has one block.
BLOCK_BITS = 12
ENTRY = np.dtype([("number", "<u4"), ("count", "<u2")])

# posted, closes: microseconds since 1970; pay: highest hourly cents, -1 where none is said; lengths: terms in each field;
# points, values: how many.
FACTS = np.dtype(
    [
        ("number", "<u4"), ("posted", "<i8"), ("closes", "<i8"), ("pay", "<i4"), ("completeness", "<f8"),
        ("lengths", "<u2", (len(ranking.FIELDS),)), ("points", "<u2"), ("values", "<u2"),
    ]
)  # fmt: skip
POINT = np.dtype("<f8")
VALUE = np.dtype("<u4")

# PostgreSQL's own limits: the highest position within a tsvector, the most positions of one lexeme, its size in bytes.
_LAST_POSITION = 16_383
_MOST_POSITIONS = 255
_LARGEST_VECTOR = 700_000

DOCUMENT_COLUMNS = "number, id, revision, facts, points, under, words"


@dataclass(slots=True)
class _Standing:
    """Where a term stands in the documents of a block: number of the document, field and count, by number."""

    numbers: array[int] = field(default_factory=lambda: array("I"))
    counts: array[int] = field(default_factory=lambda: array("H"))

    def packed(self) -> tuple[int, bytes]:
        """Give how many documents it stands in, and the entries."""
        entries = np.empty(len(self.numbers), ENTRY)
        entries["number"], entries["count"] = self.numbers, self.counts
        return 1 + int(np.count_nonzero(np.diff(entries["number"]))), entries.tobytes()


def rows(
    documents: Sequence[Document], first: int, values: Mapping[tuple[str, str], int]
) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, int, bytes]]]:
    """Give the rows of documents numbered from `first`, and the term rows they add. `values`: numbers of facet values."""
    found = []
    blocks: dict[int, dict[str, _Standing]] = {}
    for number, document in enumerate(documents, start=first):
        words = ranking.terms_of(document)
        found.append(_row(number, document, words, sorted(values[value] for value in values_of(document))))
        block = blocks.setdefault(number >> BLOCK_BITS, defaultdict(_Standing))
        for place, said in enumerate(words):
            for term, count in Counter(said).items():
                standing = block[term]
                standing.numbers.append(number)
                standing.counts.append(place << FIELD_SHIFT | count)
    return found, [(term, block, *held[term].packed()) for block, held in blocks.items() for term in sorted(held)]


def values_of(document: Document) -> set[tuple[str, str]]:
    """Give the values a document stands under, each with its facet."""
    return {(facet.value, value) for facet, held in document.values.items() if facet not in SCALES for value in held}


def lexeme(term: str) -> str:
    """Write a term as tsvector and tsquery read it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _row(number: int, document: Document, words: list[list[str]], under: list[int]) -> tuple[Any, ...]:
    pay = ranking.top_pay(document)
    facts = (
        number,
        ranking.microseconds(document.posted_at),
        ranking.microseconds(document.closes_at),
        -1 if pay is None else pay,
        document.completeness,
        [len(terms) for terms in words],
        len(document.points),
        len(under),
    )
    return (
        number,
        document.id,
        document.revision,
        np.array([facts], dtype=FACTS).tobytes(),
        np.array(document.points, dtype=POINT).tobytes(),
        np.array(under, dtype=VALUE).tobytes(),
        _vector(words),
    )


def _vector(words: Iterable[list[str]]) -> str:
    """Write the terms with their positions: one gap between fields, so that no phrase reaches from one into the next.

    A term past PostgreSQL's last position is found, but no longer as part of a phrase.
    """
    places: dict[str, list[str]] = {}
    position, size = 0, 0
    for terms in words:
        position += 1
        for term in terms:
            position += 1
            known = places.get(term)
            if known is None:
                size += len(term.encode()) + 8
                if size > _LARGEST_VECTOR:
                    break
                known = places[term] = []
            if position <= _LAST_POSITION and len(known) < _MOST_POSITIONS:
                known.append(str(position))
                size += 2
    return " ".join(lexeme(term) + (":" + ",".join(at) if at else "") for term, at in places.items())
