"""Documents as rows: what filters and sorts, packed; the tsvector of our terms; and the entries of each term."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from careercenter.search import ranking
from careercenter.search.index.scoring import FIELD_SHIFT
from careercenter.search.interface import MAX_FIELDS, Document, Schema

# 4,096 documents a block: a common term's block is a few pages, and a small board has one block.
BLOCK_BITS = 12
ENTRY = np.dtype([("number", "<u4"), ("count", "<u2")])

# posted, closes: microseconds since 1970; pay: highest hourly cents, -1 where none is said; lengths: terms in each field;
# points, values: how many.
DOC_VALUES = np.dtype(
    [
        ("number", "<u4"), ("posted", "<i8"), ("closes", "<i8"), ("pay", "<i4"), ("completeness", "<f8"),
        ("lengths", "<u2", (MAX_FIELDS,)), ("points", "<u2"), ("values", "<u2"),
    ]
)  # fmt: skip
POINT = np.dtype("<f8")
VALUE = np.dtype("<u4")

# PostgreSQL's own limits: the highest position within a tsvector, the most positions of one lexeme, its size in bytes.
_MAX_POSITION = 16_383
_MAX_POSITIONS = 255
_MAX_VECTOR_BYTES = 700_000

DOCUMENT_COLUMNS = "number, id, revision, doc_values, points, facet_ids, lexemes"


@dataclass(slots=True)
class TermDocsBuilder:
    """Collects the posting list of a term within one block: doc ids, ascending, and field frequencies."""

    doc_ids: array[int] = field(default_factory=lambda: array("I"))
    counts: array[int] = field(default_factory=lambda: array("H"))

    def pack(self) -> tuple[int, bytes]:
        """Give the document frequency and the packed entries."""
        entries = np.empty(len(self.doc_ids), ENTRY)
        entries["number"], entries["count"] = self.doc_ids, self.counts
        return 1 + int(np.count_nonzero(np.diff(entries["number"]))), entries.tobytes()


def to_rows(
    schema: Schema, documents: Sequence[Document], first_doc_id: int, value_numbers: Mapping[tuple[str, str], int]
) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, int, bytes]]]:
    """Give the rows of documents numbered from `first_doc_id`, and the term rows they add."""
    document_rows = []
    blocks: dict[int, dict[str, TermDocsBuilder]] = {}
    for doc_id, document in enumerate(documents, start=first_doc_id):
        fields_terms = ranking.terms_of(schema, document)
        document_rows.append(
            _row(doc_id, document, fields_terms, sorted(value_numbers[value] for value in facet_values(schema, document)))
        )
        block = blocks.setdefault(doc_id >> BLOCK_BITS, defaultdict(TermDocsBuilder))
        for field_number, terms in enumerate(fields_terms):
            for term, count in Counter(terms).items():
                builder = block[term]
                builder.doc_ids.append(doc_id)
                builder.counts.append(field_number << FIELD_SHIFT | count)
    return document_rows, [
        (term, block, *builders[term].pack()) for block, builders in blocks.items() for term in sorted(builders)
    ]


def facet_values(schema: Schema, document: Document) -> set[tuple[str, str]]:
    """Give the values a document stands under, each with its facet."""
    return {
        (str(facet), value)
        for facet, values in document.values.items()
        if facet in schema.bitmap_facets or facet == schema.capped
        for value in values
    }


def lexeme(term: str) -> str:
    """Write a term as tsvector and tsquery read it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _row(doc_id: int, document: Document, fields_terms: list[list[str]], facet_ids: list[int]) -> tuple[Any, ...]:
    pay = ranking.top_amount(document)
    doc_values = (
        doc_id,
        ranking.microseconds(document.posted_at),
        ranking.microseconds(document.closes_at),
        -1 if pay is None else pay,
        document.completeness,
        [len(terms) for terms in fields_terms] + [0] * (MAX_FIELDS - len(fields_terms)),
        len(document.points),
        len(facet_ids),
    )
    return (
        doc_id,
        document.id,
        document.revision,
        np.array([doc_values], dtype=DOC_VALUES).tobytes(),
        np.array(document.points, dtype=POINT).tobytes(),
        np.array(facet_ids, dtype=VALUE).tobytes(),
        _vector(fields_terms),
    )


def _vector(fields_terms: Iterable[list[str]]) -> str:
    """Write the terms with their positions: one gap between fields, so that no phrase reaches from one into the next.

    A term past PostgreSQL's last position is found, but no longer as part of a phrase.
    """
    positions_of: dict[str, list[str]] = {}
    position, size = 0, 0
    for terms in fields_terms:
        position += 1
        for term in terms:
            position += 1
            positions = positions_of.get(term)
            if positions is None:
                size += len(term.encode()) + 8
                if size > _MAX_VECTOR_BYTES:
                    break
                positions = positions_of[term] = []
            if position <= _MAX_POSITION and len(positions) < _MAX_POSITIONS:
                positions.append(str(position))
                size += 2
    return " ".join(lexeme(term) + (":" + ",".join(positions) if positions else "") for term, positions in positions_of.items())
