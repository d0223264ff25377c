"""The reference: every rule in plain Python over every document. For tests, and for boards of a few hundred postings."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from careercenter.search import rules, vocabulary
from careercenter.search.port import SCALES, Criteria, Document, EngineUnavailable, Facet, Found, Sort
from careercenter.search.vocabulary import Clause, Needle, Query


@dataclass(frozen=True, slots=True)
class _Entry:
    document: Document
    fields: Mapping[str, list[str]]  # the terms of each field, in order

    @classmethod
    def of(cls, document: Document) -> _Entry:
        return cls(document, {name: vocabulary.terms(getattr(document, name)) for name in rules.FIELDS})


class MemoryEngine:
    """Keeps everything in this process; nothing survives it."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._whole = False
        self._writing = threading.Lock()

    def put(self, documents: list[Document]) -> None:
        with self._writing:
            if self._whole:
                self._entries = {**self._entries, **{document.id: _Entry.of(document) for document in documents}}

    def drop(self, ids: list[str]) -> None:
        with self._writing:
            gone = set(ids)
            self._entries = {key: entry for key, entry in self._entries.items() if key not in gone}

    def rebuild(self, documents: Iterable[Document]) -> None:
        with self._writing:
            self._entries = {document.id: _Entry.of(document) for document in documents}
            self._whole = True

    def stale(self) -> bool:
        return not self._whole

    def ids(self) -> frozenset[str]:
        return frozenset(self._entries)

    def revisions(self) -> Mapping[str, str]:
        return {key: entry.document.revision for key, entry in self._entries.items()}

    def find(self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20) -> Found:
        if not self._whole:
            raise EngineUnavailable("the search index has not been built")
        query = vocabulary.parse(criteria.words)
        held = list(self._entries.values())
        scorer = _Scorer(held)
        scores: dict[str, float] = {}
        matching: list[Document] = []
        for entry in held:
            score = scorer.score(query, entry) if entry.document.closes_at > at else None
            if score is not None:
                matching.append(entry.document)
                scores[entry.document.id] = _lifted(score, entry.document, at)
        facets = {facet: _counts(facet, matching, criteria, at) for facet in Facet}
        hits = [document for document in matching if all(_chosen(facet, document, criteria, at) for facet in Facet)]
        hits = _sorted(hits, criteria.sort, scores)
        size = max(1, size)
        page = rules.page_given(page, size, len(hits))
        shown = tuple(document.id for document in hits[(page - 1) * size : page * size])
        return Found(shown, len(hits), page, facets, query.ignored)


class _Scorer:
    """Scores entries against the statistics of all that are held."""

    def __init__(self, held: list[_Entry]) -> None:
        self._held = held
        self._average = {
            name: sum(len(entry.fields[name]) for entry in held) / len(held) if held else 0.0 for name in rules.FIELDS
        }
        self._rarity: dict[str, float] = {}

    def score(self, query: Query, entry: _Entry) -> float | None:
        """Give the score, or None when the query does not match."""
        if any(_matches(needle, entry) for needle in query.excluded):
            return None
        total = 0.0
        for clause in query.clauses:
            score = self._clause(clause, entry)
            if score is None:
                return None
            total += score
        return total

    def _clause(self, clause: Clause, entry: _Entry) -> float | None:
        found = [sum(self._term(term, entry) for term in needle.terms) for needle in clause.needles if _matches(needle, entry)]
        if _stands_under(clause, entry):
            holding = sum(_stands_under(clause, other) for other in self._held)
            found.append(rules.specialty_score(len(self._held), holding))
        return sum(found) if found else None

    def _term(self, term: str, entry: _Entry) -> float:
        if term not in self._rarity:
            holding = sum(any(term in words for words in other.fields.values()) for other in self._held)
            self._rarity[term] = rules.rarity(len(self._held), holding)
        total = 0.0
        for name, words in entry.fields.items():
            if term in words:
                total += rules.field_score(name, words.count(term), len(words), self._average[name])
        return total * self._rarity[term]


def _matches(needle: Needle, entry: _Entry) -> bool:
    if not needle.adjacent:
        return all(any(term in words for words in entry.fields.values()) for term in needle.terms)
    run = list(needle.terms)
    return any(words[at : at + len(run)] == run for words in entry.fields.values() for at in range(len(words)))


def _stands_under(clause: Clause, entry: _Entry) -> bool:
    return any(slug in entry.document.values.get(Facet.SPECIALTY, ()) for slug in clause.specialties)


def _lifted(score: float, document: Document, at: datetime) -> float:
    age = max(0.0, (at - document.posted_at) / timedelta(days=1))
    return round(rules.lifted(score, age, document.completeness), rules.SCORE_DIGITS)


def _chosen(facet: Facet, document: Document, criteria: Criteria, at: datetime) -> bool:
    """Say whether the document is among what is chosen in one facet; everything is, where nothing is chosen."""
    values = criteria.values(facet)
    if facet is Facet.PAY:
        floor = rules.pay_floor(values)
        return floor is None or _reaches(floor, document)
    if facet is Facet.POSTED:
        days = rules.posted_days(values)
        return days is None or _posted_within(days, document, at)
    return not values or not set(values).isdisjoint(document.values.get(facet, ()))


def _reaches(floor: int, document: Document) -> bool:
    pay = rules.top_pay(document)
    return pay is not None and pay >= floor


def _posted_within(days: int, document: Document, at: datetime) -> bool:
    return document.posted_at > at - timedelta(days=days)


def _counts(facet: Facet, matching: list[Document], criteria: Criteria, at: datetime) -> dict[str, int]:
    others = [other for other in Facet if other is not facet]
    left = [document for document in matching if all(_chosen(other, document, criteria, at) for other in others)]
    counts: Counter[str] = Counter()
    if facet in SCALES:
        for text, step in rules.scale_steps(facet, criteria).items():
            counts[text] = sum(
                _reaches(step, document) if facet is Facet.PAY else _posted_within(step, document, at) for document in left
            )
        chosen = rules.chosen_steps(facet, criteria)
    else:
        for document in left:
            counts.update(set(document.values.get(facet, ())))
        chosen = set(criteria.values(facet))
    for value in chosen:
        counts.setdefault(value, 0)
    return {value: count for value, count in counts.items() if count or value in chosen}


def _pay_or_none_last(document: Document) -> int:
    pay = rules.top_pay(document)
    return -1 if pay is None else pay


def _sorted(hits: list[Document], sort: Sort, scores: Mapping[str, float]) -> list[Document]:
    hits = sorted(sorted(hits, key=lambda one: one.id), key=lambda one: one.posted_at, reverse=True)
    if sort is Sort.BEST:
        return sorted(hits, key=lambda one: -scores[one.id])
    if sort is Sort.PAY:
        return sorted(hits, key=lambda one: -_pay_or_none_last(one))
    if sort is Sort.CLOSING:
        return sorted(hits, key=lambda one: one.closes_at)
    return hits
