"""Documents as rows: the tsvector of our terms, and the entries of each term."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from careercenter.search import rules, vocabulary
from careercenter.search.port import Document, Facet

BLOCK_BITS = 12  # 4,096 documents a block: a common term's block is a few pages, and a small board has one block
ENTRY = np.dtype([("number", "<u4"), ("count", "<u2")])
FIELD_SHIFT = 13
_MOST_COUNTED = (1 << FIELD_SHIFT) - 1

# PostgreSQL's own limits: the highest position within a tsvector, the most positions of one lexeme, its size in bytes.
_LAST_POSITION = 16_383
_MOST_POSITIONS = 255
_LARGEST_VECTOR = 700_000

DOCUMENT_COLUMNS = "number, id, posted, closes, pay, completeness, revision, lengths, held, words"


def rows(documents: Iterable[Document], first: int) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, bytes]]]:
    """Give the rows of documents numbered from `first`, and the term rows they add."""
    found = []
    entries: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for number, document in enumerate(documents, start=first):
        words = [vocabulary.terms(getattr(document, name)) for name in rules.FIELDS]
        found.append(_row(number, document, words))
        for field, terms in enumerate(words):
            for term, count in Counter(terms).items():
                entry = number, field << FIELD_SHIFT | min(count, _MOST_COUNTED)
                entries.setdefault((term, number >> BLOCK_BITS), []).append(entry)
    return found, [(term, block, np.array(held, dtype=ENTRY).tobytes()) for (term, block), held in sorted(entries.items())]


def lexeme(term: str) -> str:
    """Write a term as tsvector and tsquery read it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def standing_under(specialty: str) -> str:
    """Give the lexeme of a document that stands under a specialty. No term of a text begins so."""
    return lexeme("=" + specialty)


def _row(number: int, document: Document, words: list[list[str]]) -> tuple[Any, ...]:
    pay = rules.top_pay(document)
    return (
        number,
        document.id,
        rules.microseconds(document.posted_at),
        rules.microseconds(document.closes_at),
        -1 if pay is None else pay,
        document.completeness,
        document.revision,
        json.dumps([len(terms) for terms in words]),
        json.dumps({facet.value: sorted(set(values)) for facet, values in document.values.items()}),
        _vector(words, document.values.get(Facet.SPECIALTY, ())),
    )


def _vector(words: list[list[str]], specialties: Iterable[str]) -> str:
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
    written = [lexeme(term) + (":" + ",".join(at) if at else "") for term, at in places.items()]
    return " ".join([*written, *(standing_under(slug) for slug in set(specialties))])
