"""The reference: every rule in plain Python over every document. For tests, and for boards of a few hundred postings."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from careercenter.core.places import distance_miles
from careercenter.language import tokenizer
from careercenter.language.edit_distance import SpellingIndex
from careercenter.search import close_matches as rules
from careercenter.search import ranking
from careercenter.search.interface import (
    UNSAID,
    CloseMatch,
    Criteria,
    Criterion,
    Document,
    EngineUnavailable,
    Near,
    Schema,
    SearchResult,
    Sort,
)
from careercenter.search.query import Clause, FacetName, FacetValue, Query, Range, TermQuery


@dataclass(frozen=True, slots=True)
class _Entry:
    document: Document
    fields: Mapping[str, list[str]]  # the terms of each field, in order
    terms: frozenset[str]

    @classmethod
    def of(cls, schema: Schema, document: Document) -> _Entry:
        fields = dict(zip(schema.field_names, ranking.terms_of(schema, document), strict=True))
        return cls(document, fields, frozenset(term for terms in fields.values() for term in terms))


class MemoryEngine:
    """Keeps everything in this process; nothing survives it."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._entries: dict[str, _Entry] = {}
        self._whole = False
        self._writing = threading.Lock()

    def upsert(self, documents: list[Document]) -> None:
        with self._writing:
            if self._whole:
                self._entries = {**self._entries, **{document.id: _Entry.of(self._schema, document) for document in documents}}

    def drop(self, ids: list[str]) -> None:
        with self._writing:
            gone = set(ids)
            self._entries = {key: entry for key, entry in self._entries.items() if key not in gone}

    def rebuild(self, documents: Iterable[Document]) -> None:
        with self._writing:
            self._entries = {document.id: _Entry.of(self._schema, document) for document in documents}
            self._whole = True

    def stale(self) -> bool:
        return not self._whole

    def ids(self) -> frozenset[str]:
        return frozenset(self._entries)

    def revisions(self) -> Mapping[str, str]:
        return {key: entry.document.revision for key, entry in self._entries.items()}

    def find(
        self, criteria: Criteria, *, at: datetime, page: int = 1, size: int = 20, counted: Collection[FacetName] | None = None
    ) -> SearchResult:
        if not self._whole:
            raise EngineUnavailable("the search index has not been built")
        query = criteria.query
        held = list(self._entries.values())
        scorer = _Scorer(self._schema, held)
        scores: dict[str, float] = {}
        matching: list[Document] = []
        for entry in held:
            score = scorer.score(query, entry) if entry.document.closes_at > at else None
            if score is not None:
                matching.append(entry.document)
                scores[entry.document.id] = (score + _nearness(self._schema, entry.document, criteria)).lifted(
                    entry.document, at
                )
        facets = {
            facet: _counts(self._schema, facet, matching, criteria, at)
            for facet in (self._schema.facets if counted is None else counted)
        }
        hits = [document for document in matching if self._narrowed(document, criteria, at)]
        size = max(1, size)
        hits = _sorted(hits, criteria.sort, scores)
        if ranking.caps_employers(self._schema, criteria):
            hits = ranking.cap_per_employer(hits, self._capped, size)
        page = ranking.clamp_page(page, size, len(hits))
        shown = tuple(document.id for document in hits[(page - 1) * size : page * size])
        return SearchResult(shown, len(hits), page, facets, query.ignored)

    def close_matches(self, criteria: Criteria, *, at: datetime, size: int = 10) -> tuple[CloseMatch, ...]:
        if not self._whole:
            raise EngineUnavailable("the search index has not been built")
        asked = rules.asked(self._schema, criteria)
        subjects = rules.subjects(self._schema, asked)
        scorer = _Scorer(self._schema, list(self._entries.values()))
        ranked: list[tuple[tuple[float, ...], Document, tuple[Criterion, ...]]] = []
        for entry in self._entries.values():
            document = entry.document
            missed = tuple(criterion for criterion in asked if not scorer.meets(criterion, entry, criteria, at))
            if document.closes_at > at and 0 < len(missed) <= rules.most_missed(self._schema, asked):
                score = scorer.lifted(criteria, entry, at)
                hundredths = round(
                    sum(rules.hundredths_off(self._schema, criterion, document, criteria) for criterion in missed)
                )
                about_subject = not subjects or not subjects.issubset(missed)
                ranked.append(((not about_subject, len(missed), rules.key(hundredths, score)), document, missed))
        ranked = [one for one in ranked if one[0][0] == min(key[0] for key, _document, _missed in ranked)]
        ranked.sort(key=lambda one: (one[0], -ranking.microseconds(one[1].posted_at), one[1].id))
        pool = ranked[: rules.POOL]
        shown = ranking.cap_per_employer(pool, lambda one: self._capped(one[1]), size)[:size]
        return tuple(CloseMatch(document.id, missed) for _key, document, missed in shown)

    def _narrowed(self, document: Document, criteria: Criteria, at: datetime) -> bool:
        return all(_chosen(self._schema, facet, document, criteria, at) for facet in self._schema.facets)

    def _capped(self, document: Document) -> tuple[str, ...]:
        return document.values.get(self._schema.capped, ())

    def nearest(self, words: Collection[str]) -> Mapping[str, str]:
        counts = Counter(term for entry in self._entries.values() for term in entry.terms)
        held = SpellingIndex(counts)
        unheld = {word: found[0] for word in words if len(found := tokenizer.tokenize(word)) == 1 and found[0] not in counts}
        return {word: near for word, term in unheld.items() if (near := held.nearest(term))}


@dataclass(frozen=True, slots=True)
class _Score:
    words: float = 0.0
    exact: float = 0  # clauses answered exactly

    def __add__(self, other: _Score) -> _Score:
        return _Score(self.words + other.words, self.exact + other.exact)

    def lifted(self, document: Document, at: datetime) -> float:
        age = max(0.0, (at - document.posted_at) / timedelta(days=1))
        lifted = (
            ranking.apply_boosts(self.words, ranking.recency_decay(age), document.completeness)
            + ranking.EXACT_MATCH_BONUS * self.exact
        )
        return float(round(lifted, ranking.SCORE_DIGITS))


class _Scorer:
    """Scores entries against the statistics of all that are held."""

    def __init__(self, schema: Schema, held: list[_Entry]) -> None:
        self._schema = schema
        self._held = held
        self._average = {
            name: max(1.0, sum(len(entry.fields[name]) for entry in held) / max(1, len(held))) for name in schema.field_names
        }
        self._rarity: dict[tuple[str, ...], float] = {}
        self._begun: dict[str, tuple[str, ...]] = {}

    def score(self, query: Query, entry: _Entry) -> _Score | None:
        """Give the score, or None when the query does not match."""
        if any(self._clause(clause, entry) is not None for clause in query.must_not):
            return None
        total = _Score()
        for clause in query.must:
            score = self._clause(clause, entry)
            if score is None:
                return None
            total += score
        for clause in query.should:
            total += self._clause(clause, entry) or _Score()
        return total

    def lifted(self, criteria: Criteria, entry: _Entry, at: datetime) -> float:
        """Score what is satisfied, whatever is not."""
        total = _nearness(self._schema, entry.document, criteria)
        for clause in (*criteria.query.must, *criteria.query.should):
            total += self._clause(clause, entry) or _Score()
        return total.lifted(entry.document, at)

    def meets(self, criterion: Criterion, entry: _Entry, criteria: Criteria, at: datetime) -> bool:
        if criterion.facet:
            return _chosen(self._schema, criterion.facet, entry.document, criteria, at)
        assert criterion.clause
        return (self._clause(criterion.clause, entry) is None) == criterion.excluded

    def _clause(self, clause: Clause, entry: _Entry) -> _Score | None:
        found = [self._needle(needle, entry) for needle in clause.alternatives if self._matches(needle, entry)]
        named = bool(found)
        if _under_clause(clause, entry):
            holding = sum(_under_clause(clause, other) for other in self._held)
            found.append(ranking.facet_match_score(self._schema, len(self._held), holding))
        exact = named if clause.exact_terms else _stands_under(clause.exact, entry)
        within = clause.exact_ranges and any(_states(limits, entry.document) for limits in clause.ranges)
        return _Score(sum(found), exact + ranking.EXACT_RANGE * within) if found else None

    def _needle(self, needle: TermQuery, entry: _Entry) -> float:
        if needle.prefix:
            return self._terms(self._beginning(needle.terms[0]), entry)
        return sum(self._terms((term,), entry) for term in needle.terms)

    def _terms(self, terms: tuple[str, ...], entry: _Entry) -> float:
        """Weigh terms that count as one."""
        if terms not in self._rarity:
            holding = sum(not other.terms.isdisjoint(terms) for other in self._held)
            self._rarity[terms] = ranking.idf(len(self._held), holding)
        total = 0.0
        for field in self._schema.fields:
            words = entry.fields[field.name]
            if occurrences := sum(words.count(term) for term in terms):
                weights = field.boost, field.length_normalization
                total += ranking.bm25f_score(*weights, occurrences, len(words), self._average[field.name])
        return total * self._rarity[terms]

    def _matches(self, needle: TermQuery, entry: _Entry) -> bool:
        if needle.prefix:
            return not entry.terms.isdisjoint(self._beginning(needle.terms[0]))
        if not entry.terms.issuperset(needle.terms):
            return False
        run = list(needle.terms)
        return not needle.phrase or any(
            words[at : at + len(run)] == run for words in entry.fields.values() for at in range(len(words))
        )

    def _beginning(self, letters: str) -> tuple[str, ...]:
        if letters not in self._begun:
            counts = Counter(term for entry in self._held for term in entry.terms if term.startswith(letters))
            self._begun[letters] = tuple(ranking.expand_prefix(counts))
        return self._begun[letters]


def _under_clause(clause: Clause, entry: _Entry) -> bool:
    return _stands_under(clause.satisfied_by, entry) or any(_states(limits, entry.document) for limits in clause.ranges)


def _states(limits: Range, document: Document) -> bool:
    """Say whether a document states a number within limits."""
    return any(map(limits.holds, document.values.get(limits.facet, ())))


def _stands_under(values: Iterable[FacetValue], entry: _Entry) -> bool:
    return any(value in entry.document.values.get(facet, ()) for facet, value in values)


def _chosen(schema: Schema, facet: FacetName, document: Document, criteria: Criteria, at: datetime) -> bool:
    """Say whether the document is among what is chosen in one facet; everything is, where nothing is chosen."""
    values = criteria.values(facet)
    if schema.is_amount(facet):
        floor = ranking.pay_floor(values)
        if ranking.includes_unsaid(schema, criteria):
            return _says_no_pay(document) or (floor is not None and _reaches(floor, document))
        return floor is None or _reaches(floor, document)
    if schema.is_distance(facet):
        miles = ranking.miles(schema, criteria)
        return criteria.near is None or miles is None or _within(schema, miles, criteria.near, document)
    if schema.is_age(facet):
        days = ranking.posted_days(values)
        return days is None or _posted_within(days, document, at)
    if facet in schema.number_facets:
        step = ranking.widest_step(schema.scales[facet], values)
        return step is None or _states(ranking.within_step(schema.scales[facet], step), document)
    return not values or not set(values).isdisjoint(document.values.get(facet, ()))


def _reaches(floor: int, document: Document) -> bool:
    return (ranking.top_amount(document) or 0) >= floor


def _says_no_pay(document: Document) -> bool:
    return ranking.top_amount(document) is None


def _within(schema: Schema, miles: int, near: Near, document: Document) -> bool:
    remote = schema.remote if near.or_from_home else None
    from_home = remote and not remote.values.isdisjoint(document.values.get(remote.facet, ()))
    if remote and from_home and not set(near.states).isdisjoint(document.values.get(remote.state, ())):
        return True
    return _around(miles, near, document)


def _around(miles: int, near: Near, document: Document) -> bool:
    return any(distance_miles(center, point) <= miles for center in near.centers for point in document.points)


def _nearness(schema: Schema, document: Document, criteria: Criteria) -> _Score:
    """Being at the place asked for answers it exactly; work from home comes after."""
    miles = ranking.miles(schema, criteria)
    there = criteria.near is not None and miles is not None and _around(miles, criteria.near, document)
    return _Score(exact=int(there))


def _posted_within(days: int, document: Document, at: datetime) -> bool:
    return document.posted_at > at - timedelta(days=days)


def _counts(schema: Schema, facet: FacetName, matching: list[Document], criteria: Criteria, at: datetime) -> dict[str, int]:
    others = [other for other in schema.facets if other != facet]
    left = [document for document in matching if all(_chosen(schema, other, document, criteria, at) for other in others)]
    counts: Counter[str] = Counter()
    if facet in schema.scales:
        for text, step in ranking.scale_steps(schema, facet, criteria).items():
            counts[text] = sum(_on_scale(schema, facet, step, document, criteria, at=at) for document in left)
        chosen = ranking.chosen_steps(schema, facet, criteria)
        if schema.is_amount(facet):
            counts[UNSAID] = sum(map(_says_no_pay, left))
            chosen |= {UNSAID} & set(criteria.values(facet))
    else:
        for document in left:
            counts.update(set(document.values.get(facet, ())))
        chosen = set(criteria.values(facet))
    for value in chosen:
        counts.setdefault(value, 0)
    return {value: count for value, count in counts.items() if count or value in chosen}


def _on_scale(schema: Schema, facet: FacetName, step: int, document: Document, criteria: Criteria, *, at: datetime) -> bool:
    if schema.is_amount(facet):
        return _reaches(step, document)
    if schema.is_age(facet):
        return _posted_within(step, document, at)
    if facet in schema.number_facets:
        return _states(ranking.within_step(schema.scales[facet], step), document)
    return criteria.near is not None and _within(schema, step, criteria.near, document)


def _pay_or_none_last(document: Document) -> int:
    pay = ranking.top_amount(document)
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
