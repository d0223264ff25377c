"""The yardstick: tantivy with one thread, over the terms our vocabulary cuts, as quick as we could make it.

What was tried at 10,000 and 100,000 documents and kept: a posting list a field (one joined field and boosts beside it was no
quicker), the moment of closing as a range over a fast field, ids and dates as fast integers, facets as fast strings (ordinals
as integers were no quicker), beginnings of words as a phrase's last word (a regular expression took twenty times as long), all
in one segment. A document of more than half the states keeps those it lacks: that facet is counted three times as quickly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import tantivy

from bench.search.corpus import ASKED_AT, Entry
from bench.search.engines import PAGE_SIZE, Answer
from bench.search.questions import FIVE, Question
from careercenter.core.places import STATES
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.interface import Sort
from careercenter.search.query import Clause, TermQuery

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_HEAP = 1_000_000_000  # bytes: all of 100,000 documents in one segment
_FEW, _LACKING, _MOST = "state_few", "state_lacking", "most"
_VALUES = 1000  # more than any facet has
_CLOSES_AFTER = ranking.microseconds(ASKED_AT)

Query = tantivy.Query


class Tantivy:
    name = "tantivy"
    stamp = "1"
    tokenizer = "blanks"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: tantivy.IndexWriter | None = None

    def build(self, entries: Iterable[Entry]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(self.tokenizer), str(self._folder))
        _register(index)
        writer = index.writer(_HEAP, 1)
        for entry in entries:
            writer.add_document(_document(entry, self.texts(entry), index.schema))
        writer.commit()
        writer.wait_merging_threads()

    def stale(self) -> bool:
        return False  # its stamp is in the folder's name

    def open(self) -> None:
        self._index = tantivy.Index.open(str(self._folder))
        _register(self._index)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def add(self, entry: Entry) -> None:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP, 1)
        self._writer.add_document(_document(entry, self.texts(entry), self._schema))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()

    def texts(self, entry: Entry) -> tuple[str, ...]:
        return entry.texts

    def ask(self, question: Question, *, page: int = 1, counted: Collection[Facet] = FIVE) -> Answer:
        words = self._words(question)
        chosen = {facet: self._among(facet, values) for facet, values in question.chosen.items()}
        query = _all([*words, *chosen.values()])
        newest = {"order_by_field": "posted"} if question.sort is Sort.NEWEST else {}
        found = self._searcher.search(query, PAGE_SIZE, offset=(page - 1) * PAGE_SIZE, **newest)
        ids = self._searcher.fast_field_values("id", [address for _, address in found.hits])
        facets = self._count(query, [facet for facet in counted if facet not in chosen])
        for facet in chosen:
            if facet in counted:
                others = [one for other, one in chosen.items() if other is not facet]
                facets |= self._count(_all([*words, *others]), [facet])
        return Answer(tuple(f"{number:012d}" for number in ids), found.count, facets)

    def _words(self, question: Question) -> list[Query]:
        clauses = [self._slip(question)] if question.slip else [self._clause(clause) for clause in question.query.must]
        closes = Query.range_query(
            self._schema, "closes", tantivy.FieldType.Integer, lower_bound=_CLOSES_AFTER, include_lower=False
        )
        return [*clauses, closes]

    def _slip(self, question: Question) -> Query:
        """All words one letter away, at once."""
        return _any(
            [Query.boost_query(Query.fuzzy_term_query(self._schema, f, question.slip), b) for f, b in POSTINGS.boosts.items()]
        )

    def _clause(self, clause: Clause) -> Query:
        wanted = [self._needle(needle) for needle in clause.alternatives]
        wanted += [Query.term_query(self._schema, Facet.SPECIALTY.value, slug) for _facet, slug in clause.satisfied_by]
        return _any(wanted)

    def _needle(self, needle: TermQuery) -> Query:
        if needle.prefix:
            beginning = list(needle.terms)
            return _any([self._boosted(f, Query.phrase_prefix_query(self._schema, f, beginning)) for f in POSTINGS.field_names])
        if needle.phrase:
            run = list(needle.terms)
            return _any([self._boosted(f, Query.phrase_query(self._schema, f, run)) for f in POSTINGS.field_names])
        return _all([_any([self._term(field, term) for field in POSTINGS.field_names]) for term in needle.terms])

    def _term(self, field: str, term: str) -> Query:
        return self._boosted(field, Query.term_query(self._schema, field, term, "freq"))

    def _boosted(self, field: str, query: Query) -> Query:
        return Query.boost_query(query, POSTINGS.boosts[field])

    def _among(self, facet: Facet, values: tuple[str, ...]) -> Query:
        return _any([Query.term_query(self._schema, facet.value, value) for value in values])

    def _count(self, query: Query, facets: list[Facet]) -> dict[Facet, dict[str, int]]:
        names = [name for facet in facets for name in ((_FEW, _LACKING) if facet is Facet.STATE else (facet.value,))]
        if not names:
            return {}
        asked = {name: {"terms": {"field": name, "size": _VALUES}} for name in names}
        answer: dict[str, Any] = self._searcher.aggregate(query, asked)
        counts = {name: {one["key"]: one["doc_count"] for one in answer[name]["buckets"]} for name in names}
        return {facet: _states(counts) if facet is Facet.STATE else counts[facet.value] for facet in facets}


class FromTexts(Tantivy):
    """Its own work from the texts on, words cut and stemmed by its English analyser: what a build is measured by."""

    name = "tantivy-texts"
    tokenizer = "en_stem"

    def texts(self, entry: Entry) -> tuple[str, ...]:
        return tuple(entry.document.texts.get(field, "") for field in POSTINGS.field_names)


def _schema(tokenizer: str) -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    for field in POSTINGS.field_names:
        made.add_text_field(field, tokenizer_name=tokenizer, index_option="position")
    made.add_unsigned_field("id", fast=True, indexed=True)
    made.add_integer_field("posted", fast=True)
    made.add_integer_field("closes", fast=True)
    for facet in FIVE:
        made.add_text_field(facet.value, fast=facet is not Facet.STATE, tokenizer_name="raw", index_option="basic")
    for name in (_FEW, _LACKING):
        made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def _register(index: tantivy.Index) -> None:
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("blanks", blanks)


def _document(entry: Entry, texts: tuple[str, ...], schema: tantivy.Schema) -> tantivy.Document:
    document = entry.document
    states = document.values.get(Facet.STATE, ())
    most = 2 * len(states) > len(STATES)
    values = {
        **dict(zip(POSTINGS.field_names, texts, strict=True)),
        **{facet.value: list(document.values.get(facet, ())) for facet in FIVE},
        "id": int(document.id),
        "posted": ranking.microseconds(document.posted_at),
        "closes": ranking.microseconds(document.closes_at),
        _FEW: [_MOST] if most else list(states),
        _LACKING: [state for state in STATES if state not in states] if most else [],
    }
    return tantivy.Document.from_dict(values, schema)


def _states(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    few, lacking = counts[_FEW], counts[_LACKING]
    most = few.get(_MOST, 0)
    return {state: few.get(state, 0) + most - lacking.get(state, 0) for state in STATES}


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(_SHOULD, query) for query in queries])


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(_MUST, query) for query in queries])
