"""Documents as rows: what filters and sorts, packed; the tsvector of our terms; and the entries of each term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from careercenter.search import rules
from careercenter.search.arrays.weights import FIELD_SHIFT
from careercenter.search.port import SCALES, Document

# 4,096 documents a block: a common term's block is a few pages, and a small board has one block.
BLOCK_BITS = 12
ENTRY = np.dtype([("number", "<u4"), ("count", "<u2")])

# posted, closes: microseconds since 1970; pay: highest hourly cents, -1 where none is said; lengths: terms in each field;
# points, values: how many.
FACTS = np.dtype(
    [
        ("number", "<u4"), ("posted", "<i8"), ("closes", "<i8"), ("pay", "<i4"), ("completeness", "<f8"),
        ("lengths", "<u2", (len(rules.FIELDS),)), ("points", "<u2"), ("values", "<u2"),
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
class TermRow:
    documents: int = 0
    entries: list[tuple[int, int]] = field(default_factory=list)

    def packed(self) -> bytes:
        return np.array(self.entries, dtype=ENTRY).tobytes()


def rows(
    documents: Sequence[Document], first: int, values: Mapping[tuple[str, str], int]
) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, int, bytes]]]:
    """Give the rows of documents numbered from `first`, and the term rows they add. `values`: numbers of facet values."""
    found = []
    terms: dict[tuple[str, int], TermRow] = {}
    for number, document in enumerate(documents, start=first):
        words = rules.terms_of(document)
        found.append(_row(number, document, words, sorted(values[value] for value in values_of(document))))
        here: dict[str, list[tuple[int, int]]] = {}
        for place, said in enumerate(words):
            for term, count in Counter(said).items():
                here.setdefault(term, []).append((number, place << FIELD_SHIFT | count))
        for term, entries in here.items():
            row = terms.setdefault((term, number >> BLOCK_BITS), TermRow())
            row.documents += 1
            row.entries += entries
    return found, [(term, block, row.documents, row.packed()) for (term, block), row in sorted(terms.items())]


def values_of(document: Document) -> set[tuple[str, str]]:
    """Give the values a document stands under, each with its facet."""
    return {(facet.value, value) for facet, held in document.values.items() if facet not in SCALES for value in held}


def lexeme(term: str) -> str:
    """Write a term as tsvector and tsquery read it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _row(number: int, document: Document, words: list[list[str]], under: list[int]) -> tuple[Any, ...]:
    pay = rules.top_pay(document)
    facts = (
        number,
        rules.microseconds(document.posted_at),
        rules.microseconds(document.closes_at),
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
