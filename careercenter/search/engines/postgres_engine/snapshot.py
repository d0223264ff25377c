"""The tables as one transaction saw them, ready to answer: what filters, counts and sorts is held as arrays.

A snapshot never changes: threads share it. A change in the tables makes a new one from the old, and only what came and went
since is read. A document's place is its number; one that is gone keeps it and is not live, until the next rebuild.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from careercenter.language import tokenizer
from careercenter.language.edit_distance import Words
from careercenter.search.arrays.answer import answer
from careercenter.search.arrays.bits import Array, Bits, Mask, words_for
from careercenter.search.arrays.columns import OF_BITS, Columns, Mentions, Rows
from careercenter.search.arrays.weights import Weights
from careercenter.search.engines.postgres_engine.lists import Lists
from careercenter.search.engines.postgres_engine.rows import FACTS, POINT, VALUE
from careercenter.search.interface import Criteria, Facet, SearchResult
from careercenter.search.query import Query, TermQuery

_NEW = """
    select string_agg(facts, ''::bytea order by number), string_agg(points, ''::bytea order by number),
        string_agg(under, ''::bytea order by number), json_agg(id order by number)::text
    from search_documents where number >= %s
"""
_BITS = 64  # documents in a number of `Bits`
# The words a slip can lead to are read again when so large a part of the documents has come since.
_MANY_NEW = 1 / 64


class State(NamedTuple):
    edition: str
    generation: int
    next_number: int
    next_value: int
    stamp: Any


class _Held(NamedTuple):
    """Words that slips may lead to, of so many documents."""

    words: Words
    size: int


class Snapshot:
    """`values`: facet and name of each facet value, by number."""

    def __init__(self, state: State, columns: Columns, ids: list[str], values: list[tuple[str, str]], words: _Held | None):
        self.state = state
        self._columns = columns
        self._ids = ids
        self._values = values
        self._lists = Lists()
        self._weights = Weights(columns, self._lists)
        self._words = words
        self._making = threading.Lock()

    @classmethod
    def read(cls, cursor: Any, state: State, earlier: Snapshot | None) -> Snapshot:
        """Read the tables; `earlier`: an earlier state of the same edition. Raises LookupError or ValueError on damage."""
        columns, ids, values = Columns.none(), list[str](), list[tuple[str, str]]()
        if earlier:
            columns, ids, values = earlier._columns, earlier._ids, earlier._values
        first = len(ids)
        values = values + _new_values(cursor, len(values), state.next_value)
        rows, new_ids, came = _new_documents(cursor, first, state.next_number, values)
        live = np.concatenate([columns.live, came])
        if earlier:
            cursor.execute("select number from search_gone where generation > %s", [earlier.state.generation])
            live[[number for (number,) in cursor.fetchall()]] = False
        words = earlier._words if earlier and earlier._words and _still_good(earlier._words, len(live)) else None
        return cls(state, columns.joined(first, [rows], live), ids + new_ids, values, words)

    def find(
        self, cursor: Any, query: Query, criteria: Criteria, moment: int, *, page: int, size: int, counted: Collection[Facet]
    ) -> SearchResult:
        with self._lists.asking(cursor):
            return answer(
                self._columns, self._weights, query, criteria,
                moment=moment, page=page, size=size, counted=counted, id_of=self._ids.__getitem__,
            )  # fmt: skip

    def nearest(self, cursor: Any, words: Collection[str]) -> Mapping[str, str]:
        with self._lists.asking(cursor):
            terms = {word: found[0] for word in words if len(found := tokenizer.tokenize(word)) == 1}
            unheld = {word: term for word, term in terms.items() if not self._holds(term)}
            if not unheld:
                return {}
            with self._making:
                if self._words is None:
                    self._words = _Held(Words(self._lists.words()), self._columns.size)
            held = self._words.words
            return {word: near for word, term in unheld.items() if (near := held.nearest(term, self._holds))}

    def _holds(self, term: str) -> bool:
        """Say whether a live document has the term: the tables know those of deleted ones too."""
        return bool(len(self._weights.needle(TermQuery((term,))).documents))


def _still_good(words: _Held, size: int) -> bool:
    return size - words.size <= size * _MANY_NEW


def _new_values(cursor: Any, known: int, next_value: int) -> list[tuple[str, str]]:
    if known == next_value:
        return []
    cursor.execute("select facet, value from search_values where number >= %s order by number", [known])
    found: list[tuple[str, str]] = cursor.fetchall()
    if known + len(found) != next_value:
        raise LookupError("values of facets are missing")
    return found


def _new_documents(cursor: Any, first: int, end: int, values: Sequence[tuple[str, str]]) -> tuple[Rows, list[str], Mask]:
    """Read the documents numbered from `first`: their rows, their ids, and which of the numbers are held."""
    size = end - first
    facts: bytes | None = None
    if size:
        cursor.execute(_NEW, [first])
        facts, points, under, names = cursor.fetchone()
    live, ids = np.zeros(size, np.bool_), [""] * size
    if facts is None:
        facts, points, under, names = b"", b"", b"", "[]"
    told = np.frombuffer(facts, FACTS)
    places = told["number"].astype(np.int64) - first
    live[places] = True
    for place, name in zip(places.tolist(), json.loads(names), strict=True):
        ids[place] = name
    bits, employers = _standing(np.repeat(places, told["values"]), np.frombuffer(under, VALUE), values, size)
    rows = Rows(
        posted=_placed(told["posted"], places, size),
        closes=_placed(told["closes"], places, size),
        pay=_placed(told["pay"], places, size),
        completeness=_placed(told["completeness"], places, size),
        lengths=_placed(told["lengths"], places, size),
        points=np.column_stack([np.repeat(places, told["points"]), np.frombuffer(points, POINT).reshape(-1, 2)]),
        bits=bits,
        employers=employers,
    )
    return rows, ids, live


def _placed(column: Array, places: Array, size: int) -> Array:
    placed = np.zeros((size, *column.shape[1:]), column.dtype)
    placed[places] = column
    return placed


def _standing(owners: Array, under: Array, values: Sequence[tuple[str, str]], size: int) -> tuple[dict[Facet, Bits], Mentions]:
    """Make facets of pairs of document and value."""
    of: dict[str, list[int]] = {facet.value: [] for facet in Facet}
    for number, (facet, _) in enumerate(values):
        of[facet].append(number)
    documents, stands = _among([number for facet in OF_BITS for number in of[facet.value]], owners, under, len(values))
    width = words_for(size)
    bits = np.zeros(sum(len(of[facet.value]) for facet in OF_BITS) * width, np.uint64)
    there = np.left_shift(np.uint64(1), (documents % _BITS).astype(np.uint64))
    np.bitwise_or.at(bits, stands * width + documents // _BITS, there)
    by_facet: dict[Facet, Bits] = {}
    first = 0
    for one in OF_BITS:
        names = {values[number][1]: row for row, number in enumerate(of[one.value])}
        by_facet[one] = Bits(names, bits[first : first + len(names) * width].reshape(len(names), width))
        first += len(names) * width
    employers = of[Facet.EMPLOYER.value]
    documents, stands = _among(employers, owners, under, len(values))
    names_in_order = tuple(values[number][1] for number in employers)
    return by_facet, Mentions(names_in_order, documents.astype(np.int32), stands.astype(np.int32))


def _among(numbers: list[int], owners: Array, under: Array, known: int) -> tuple[Array, Array]:
    """Give the pairs whose value is one of these, the value by its place among them; `known`: how many values there are."""
    place = np.full(known, -1)
    place[numbers] = np.arange(len(numbers))
    stands = place[under]
    return owners[stands >= 0], stands[stands >= 0]
