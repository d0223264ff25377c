"""The tables as one transaction saw them, ready to answer: doc values held as arrays.

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
from careercenter.language.edit_distance import SpellingIndex
from careercenter.search.index.close_matches import close_matches
from careercenter.search.index.doc_values import IndexDocValues, SegmentDocValues
from careercenter.search.index.execute import execute
from careercenter.search.index.facet_bitmaps import Array, FacetBitmaps, Mask, words_needed
from careercenter.search.index.multi_value_column import MultiValueColumn
from careercenter.search.index.result_cache import ResultCache
from careercenter.search.index.scoring import ScoreCache
from careercenter.search.interface import CloseMatch, Criteria, Schema, SearchResult
from careercenter.search.query import FacetName, Query, TermQuery
from careercenter.search.stores.postgres.row_writer import DOC_VALUES, POINT, VALUE
from careercenter.search.stores.postgres.term_docs_reader import PostgresIndexReader

_NEW = """
    select string_agg(doc_values, ''::bytea order by number), string_agg(points, ''::bytea order by number),
        string_agg(facet_ids, ''::bytea order by number), json_agg(id order by number)::text
    from search_documents where number >= %s
"""
_BITS_PER_WORD = 64  # documents in a number of `Bits`
# The words a slip can lead to are read again when so large a part of the documents has come since.
_MAX_NEW_SHARE = 1 / 64


class IndexState(NamedTuple):
    edition: str
    generation: int
    next_number: int
    next_value: int
    stamp: Any


class _Spelling(NamedTuple):
    """Words that slips may lead to, of so many documents."""

    spelling_terms: SpellingIndex
    size: int


class Snapshot:
    """`facet_values`: facet and value of each value number."""

    def __init__(
        self,
        state: IndexState,
        doc_values: IndexDocValues,
        ids: list[str],
        facet_values: list[tuple[str, str]],
        spelling: _Spelling | None,
    ):
        self.state = state
        self._doc_values = doc_values
        self._ids = ids
        self._facet_values = facet_values
        self._reader = PostgresIndexReader()
        self._scores = ScoreCache(doc_values, self._reader)
        self._results = ResultCache(doc_values)
        self._spelling = spelling
        self._lock = threading.Lock()

    @classmethod
    def read(cls, schema: Schema, cursor: Any, state: IndexState, earlier: Snapshot | None) -> Snapshot:
        """Read the tables; `earlier`: an earlier state of the same edition. Raises LookupError or ValueError on damage."""
        doc_values, ids, facet_values = IndexDocValues.empty(schema), list[str](), list[tuple[str, str]]()
        if earlier:
            doc_values, ids, facet_values = earlier._doc_values, earlier._ids, earlier._facet_values
        first_doc_id = len(ids)
        facet_values = facet_values + _new_values(cursor, len(facet_values), state.next_value)
        new_doc_values, new_ids, new_live = _new_documents(schema, cursor, first_doc_id, state.next_number, facet_values)
        live = np.concatenate([doc_values.live, new_live])
        if earlier:
            cursor.execute("select number from search_deleted_documents where generation > %s", [earlier.state.generation])
            live[[number for (number,) in cursor.fetchall()]] = False
        spelling = earlier._spelling if earlier and earlier._spelling and _is_recent(earlier._spelling, len(live)) else None
        return cls(state, doc_values.extended(first_doc_id, [new_doc_values], live), ids + new_ids, facet_values, spelling)

    def find(
        self,
        cursor: Any,
        query: Query,
        criteria: Criteria,
        moment: int,
        *,
        page: int,
        size: int,
        counted: Collection[FacetName] | None,
    ) -> SearchResult:
        def find() -> SearchResult:
            with self._reader.using(cursor):
                return execute(
                    self._doc_values, self._scores, query, criteria,
                    moment=moment, page=page, size=size, counted=counted, id_of=self._ids.__getitem__,
                )  # fmt: skip

        return self._results.get(criteria, moment, (page, size, None if counted is None else tuple(counted)), find)

    def close_matches(self, cursor: Any, criteria: Criteria, moment: int, *, size: int) -> tuple[CloseMatch, ...]:
        def find() -> tuple[CloseMatch, ...]:
            with self._reader.using(cursor):
                return close_matches(
                    self._doc_values, self._scores, criteria, moment=moment, size=size, id_of=self._ids.__getitem__
                )

        return self._results.get(criteria, moment, ("close matches", size), find)

    def nearest(self, cursor: Any, spelling_terms: Collection[str]) -> Mapping[str, str]:
        with self._reader.using(cursor):
            terms = {word: tokens[0] for word in spelling_terms if len(tokens := tokenizer.tokenize(word)) == 1}
            unknown = {word: term for word, term in terms.items() if not self._is_live_term(term)}
            if not unknown:
                return {}
            with self._lock:
                if self._spelling is None:
                    self._spelling = _Spelling(SpellingIndex(self._reader.spelling_terms()), self._doc_values.size)
            spelling = self._spelling.spelling_terms
            return {word: match for word, term in unknown.items() if (match := spelling.nearest(term, self._is_live_term))}

    def _is_live_term(self, term: str) -> bool:
        """Say whether a live document has the term: the tables know those of deleted ones too."""
        return bool(self._scores.term_query(TermQuery((term,))).count)


def _is_recent(spelling: _Spelling, size: int) -> bool:
    return size - spelling.size <= size * _MAX_NEW_SHARE


def _new_values(cursor: Any, known_count: int, next_value: int) -> list[tuple[str, str]]:
    if known_count == next_value:
        return []
    cursor.execute("select facet, value from search_values where number >= %s order by number", [known_count])
    new: list[tuple[str, str]] = cursor.fetchall()
    if known_count + len(new) != next_value:
        raise LookupError("values of facets are missing")
    return new


def _new_documents(
    schema: Schema, cursor: Any, first_doc_id: int, end: int, facet_values: Sequence[tuple[str, str]]
) -> tuple[SegmentDocValues, list[str], Mask]:
    """Read the documents numbered from `first`: their rows, their ids, and which of the numbers are held."""
    size = end - first_doc_id
    packed: bytes | None = None
    if size:
        cursor.execute(_NEW, [first_doc_id])
        packed, points, packed_ids, document_ids = cursor.fetchone()
    live, ids = np.zeros(size, np.bool_), [""] * size
    if packed is None:
        packed, points, packed_ids, document_ids = b"", b"", b"", "[]"
    table = np.frombuffer(packed, DOC_VALUES)
    doc_ids = table["number"].astype(np.int64) - first_doc_id
    live[doc_ids] = True
    for doc_id, document_id in zip(doc_ids.tolist(), json.loads(document_ids), strict=True):
        ids[doc_id] = document_id
    bits, employers = _to_facets(
        schema, np.repeat(doc_ids, table["values"]), np.frombuffer(packed_ids, VALUE), facet_values, size
    )
    doc_values = SegmentDocValues(
        schema=schema,
        posted=_at_doc_ids(table["posted"], doc_ids, size),
        closes=_at_doc_ids(table["closes"], doc_ids, size),
        pay=_at_doc_ids(table["pay"], doc_ids, size),
        completeness=_at_doc_ids(table["completeness"], doc_ids, size),
        lengths=_at_doc_ids(table["lengths"][:, : len(schema.fields)], doc_ids, size),
        points=np.column_stack([np.repeat(doc_ids, table["points"]), np.frombuffer(points, POINT).reshape(-1, 2)]),
        bits=bits,
        employers=employers,
    )
    return doc_values, ids, live


def _at_doc_ids(column: Array, doc_ids: Array, size: int) -> Array:
    spread_out = np.zeros((size, *column.shape[1:]), column.dtype)
    spread_out[doc_ids] = column
    return spread_out


def _to_facets(
    schema: Schema, owner_ids: Array, value_numbers: Array, facet_values: Sequence[tuple[str, str]], size: int
) -> tuple[dict[FacetName, FacetBitmaps], MultiValueColumn]:
    """Make bitmaps and the capped facet's column of pairs of doc id and value number."""
    numbers_of: dict[str, list[int]] = {str(facet): [] for facet in (*schema.bitmap_facets, schema.capped)}
    for number, (facet, _) in enumerate(facet_values):
        numbers_of[facet].append(number)
    doc_ids, value_ids = _select_values(
        [number for facet in schema.bitmap_facets for number in numbers_of[str(facet)]],
        owner_ids,
        value_numbers,
        len(facet_values),
    )
    width = words_needed(size)
    bits = np.zeros(sum(len(numbers_of[str(facet)]) for facet in schema.bitmap_facets) * width, np.uint64)
    bit = np.left_shift(np.uint64(1), (doc_ids % _BITS_PER_WORD).astype(np.uint64))
    np.bitwise_or.at(bits, value_ids * width + doc_ids // _BITS_PER_WORD, bit)
    by_facet: dict[FacetName, FacetBitmaps] = {}
    first = 0
    for facet in schema.bitmap_facets:
        names = {facet_values[number][1]: row for row, number in enumerate(numbers_of[str(facet)])}
        by_facet[facet] = FacetBitmaps(names, bits[first : first + len(names) * width].reshape(len(names), width))
        first += len(names) * width
    employers = numbers_of[str(schema.capped)]
    doc_ids, value_ids = _select_values(employers, owner_ids, value_numbers, len(facet_values))
    names_in_order = tuple(facet_values[number][1] for number in employers)
    return by_facet, MultiValueColumn(names_in_order, doc_ids.astype(np.int32), value_ids.astype(np.int32))


def _select_values(numbers: list[int], owner_ids: Array, value_numbers: Array, value_count: int) -> tuple[Array, Array]:
    """Keep the pairs whose value number is one of `numbers`, and renumber the values by their order there."""
    rank_of = np.full(value_count, -1)
    rank_of[numbers] = np.arange(len(numbers))
    value_ids = rank_of[value_numbers]
    return owner_ids[value_ids >= 0], value_ids[value_ids >= 0]
