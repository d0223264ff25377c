"""One commit of the index as arrays, and the answers computed from them.

A snapshot never changes: threads share it, and a new commit makes a new one from the same segments. Only documents that are
not deleted are in it, numbered anew, so counts and scores are exact however the index is cut into segments.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from careercenter.search import rules
from careercenter.search.engines.whoosh_engine.segments import Ints, Segment
from careercenter.search.port import SCALES, Criteria, Facet, Found, Sort
from careercenter.search.vocabulary import Clause, Needle, Query

Floats = np.ndarray[Any, np.dtype[np.float64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

# Posting lists and scores kept for the next search with the same words: all words of 10,000 postings fit; bytes a process.
_MOST_KEPT = 128_000_000
_BYTES_AN_OCCURRENCE = 40
_POSITION_BITS = 32


@dataclass(frozen=True, slots=True)
class _Column:
    """A facet's values over all documents: `owners` sorted by value, `starts` where each value's owners begin."""

    numbers: dict[str, int]
    owners: Ints
    starts: Ints

    def mask(self, values: tuple[str, ...], size: int) -> Mask:
        found = np.zeros(size, dtype=np.bool_)
        for value in values:
            number = self.numbers.get(value)
            if number is not None:
                end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.owners)
                found[self.owners[self.starts[number] : end]] = True
        return found

    def counts(self, among: Mask) -> dict[str, int]:
        if not len(self.starts):
            return {}
        counted = np.add.reduceat(among[self.owners], self.starts, dtype=np.int64).tolist()
        return {value: counted[number] for value, number in self.numbers.items() if counted[number]}


@dataclass(frozen=True, slots=True)
class _Term:
    """`documents` ascending, with their `scores`; `keys` hold document, field and position of each occurrence, ascending."""

    documents: Ints
    scores: Floats
    keys: Ints


class Snapshot:
    def __init__(self, name: str, generation: int, parts: list[tuple[str, Segment, frozenset[int]]]) -> None:
        self.name = name
        self.generation = generation
        self.segments = {key: segment for key, segment, _ in parts}
        self._parts = [(segment, _renumbered(segment, deleted)) for _, segment, deleted in parts]
        start = 0
        for _, places in self._parts:
            kept = places >= 0
            places[kept] += start
            start += int(kept.sum())
        self.size = start
        self.ids = [
            name for segment, places in self._parts for name, place in zip(segment.ids, places, strict=True) if place >= 0
        ]
        self._posted = self._joined("posted")
        self._closes = self._joined("closes")
        self._pay = self._joined("pay")
        self._completeness = self._joined("completeness")
        self._lengths = self._joined("lengths").reshape(self.size, len(rules.FIELDS))
        self._average = self._lengths.mean(axis=0) if self.size else np.zeros(len(rules.FIELDS))
        self._columns = {facet: self._column(facet) for facet in Facet if facet not in SCALES}
        # Newest first, then by id: the order that decides among equals in every sort.
        by_id = np.empty(self.size, dtype=np.int64)
        by_id[sorted(range(self.size), key=self.ids.__getitem__)] = np.arange(self.size)
        self._place = np.empty(self.size, dtype=np.int64)
        self._place[np.lexsort((by_id, -self._posted))] = np.arange(self.size)
        self._terms: dict[str, _Term] = {}
        self._kept = 0
        self._reading = threading.Lock()

    def numbers(self, ids: set[str]) -> list[int]:
        """Give the numbers Whoosh knows these documents by: counted over all segments, deleted ones too."""
        found: list[int] = []
        start = 0
        for segment, places in self._parts:
            found.extend(start + at for at, name in enumerate(segment.ids) if name in ids and places[at] >= 0)
            start += segment.size
        return found

    def revisions(self) -> dict[str, str]:
        return {
            name: revision
            for segment, places in self._parts
            for name, revision, place in zip(segment.ids, segment.revisions, places, strict=True)
            if place >= 0
        }

    def check(self) -> None:
        """Read every posting list; raises whatever a damaged file makes it raise."""
        for segment, _ in self._parts:
            for term in segment.terms():
                segment.occurrences(term)
            segment.forget()

    def find(self, query: Query, criteria: Criteria, at: datetime, page: int, size: int) -> Found:
        moment = rules.microseconds(at)
        matching, scores = self._matching(query)
        matching &= self._closes > moment
        chosen = {facet: self._chosen(facet, criteria, moment) for facet in Facet if criteria.values(facet)}
        masks = {facet: mask for facet, mask in chosen.items() if mask is not None}
        left = matching.copy()
        for mask in masks.values():
            left &= mask
        facets = {}
        for facet in Facet:
            among = left
            if facet in masks:
                among = matching.copy()
                for other, mask in masks.items():
                    if other is not facet:
                        among &= mask
            facets[facet] = self._counts(facet, among, criteria, moment)
        hits = np.flatnonzero(left)
        size = max(1, size)
        page = rules.page_given(page, size, len(hits))
        shown = self._sorted(hits, criteria.sort, scores, moment)[(page - 1) * size : page * size]
        return Found(tuple(self.ids[hit] for hit in shown), len(hits), page, facets, query.ignored)

    def _matching(self, query: Query) -> tuple[Mask, Floats]:
        matching = np.ones(self.size, dtype=np.bool_)
        scores = np.zeros(self.size)
        for clause in query.clauses:
            found, score = self._clause(clause)
            matching &= found
            scores += score
        for needle in query.excluded:
            matching[self._needle(needle)[0]] = False
        return matching, scores

    def _clause(self, clause: Clause) -> tuple[Mask, Floats]:
        found = np.zeros(self.size, dtype=np.bool_)
        scores = np.zeros(self.size)
        for needle in clause.needles:
            documents, score = self._needle(needle)
            found[documents] = True
            scores[documents] += score
        if clause.specialties:
            under = self._columns[Facet.SPECIALTY].mask(clause.specialties, self.size)
            found |= under
            scores[under] += rules.specialty_score(self.size, int(under.sum()))
        return found, scores

    def _needle(self, needle: Needle) -> tuple[Ints, Floats]:
        terms = [self._term(term) for term in needle.terms]
        documents = self._side_by_side(terms) if needle.adjacent else terms[0].documents
        if not needle.adjacent:
            for term in terms[1:]:
                documents = documents[np.isin(documents, term.documents, assume_unique=True)]
        scores = np.zeros(len(documents))
        for term in terms:
            scores += term.scores[np.searchsorted(term.documents, documents)] if len(documents) else 0.0
        return documents, scores

    def _side_by_side(self, terms: list[_Term]) -> Ints:
        keys = terms[0].keys
        for distance, term in enumerate(terms[1:], start=1):
            keys = keys[np.isin(keys + distance, term.keys)]
        return np.unique(keys >> _POSITION_BITS)

    def _term(self, term: str) -> _Term:
        found = self._terms.get(term)
        if found is None:
            with self._reading:
                if self._kept > _MOST_KEPT:
                    self._kept = 0
                    self._terms.clear()
                    for segment, _ in self._parts:
                        segment.forget()
                found = self._terms[term] = self._read(term)
                self._kept += len(found.keys) * _BYTES_AN_OCCURRENCE + 200
        return found

    def _read(self, term: str) -> _Term:
        keys = []
        for segment, places in self._parts:
            owners, positions = segment.occurrences(term)
            if len(owners):
                here = places[owners]
                keys.append((here[here >= 0] << _POSITION_BITS) | positions[here >= 0].astype(np.int64))
        joined = np.concatenate(keys) if keys else np.empty(0, np.int64)
        documents, at = np.unique(joined >> _POSITION_BITS, return_inverse=True)
        fields = (joined >> 24) & 0xFF
        scores = np.zeros(len(documents))
        for number, name in enumerate(rules.FIELDS):
            here = at[fields == number]
            if len(here):
                occurrences = np.bincount(here, minlength=len(documents)).astype(np.float64)
                lengths = self._lengths[documents, number]
                scores += rules.field_score(name, occurrences, lengths, float(self._average[number]))
        return _Term(documents, scores * rules.rarity(self.size, len(documents)), joined)

    def _chosen(self, facet: Facet, criteria: Criteria, moment: int) -> Mask | None:
        """Give the documents among what is chosen in one facet; None when nothing is, or nothing that means anything."""
        values = criteria.values(facet)
        if facet is Facet.PAY:
            floor = rules.pay_floor(values)
            if rules.takes_unsaid(criteria):
                return self._pay < 0 if floor is None else (self._pay < 0) | (self._pay >= floor)
            return None if floor is None else self._pay >= floor
        if facet is Facet.DISTANCE:
            return None
        if facet is Facet.POSTED:
            days = rules.posted_days(values)
            return None if days is None else self._posted_within(days, moment)
        return self._columns[facet].mask(values, self.size)

    def _posted_within(self, days: int, moment: int) -> Mask:
        within: Mask = self._posted > moment - days * rules.MICROSECONDS_A_DAY
        return within

    def _counts(self, facet: Facet, among: Mask, criteria: Criteria, moment: int) -> dict[str, int]:
        if facet not in SCALES:
            counts = self._columns[facet].counts(among)
            for value in criteria.values(facet):
                counts.setdefault(value, 0)
            return counts
        counts = {}
        chosen = rules.chosen_steps(facet, criteria)
        for text, step in rules.scale_steps(facet, criteria).items():
            reached = self._pay >= step if facet is Facet.PAY else self._posted_within(step, moment)
            count = int((among & reached).sum())
            if count or text in chosen:
                counts[text] = count
        return counts

    def _sorted(self, hits: Ints, sort: Sort, scores: Floats, moment: int) -> list[int]:
        if sort is Sort.BEST:
            age = np.maximum(0.0, (moment - self._posted[hits]) / rules.MICROSECONDS_A_DAY)
            key = -np.round(rules.lifted(scores[hits], age, self._completeness[hits]), rules.SCORE_DIGITS)
        elif sort is Sort.PAY:
            key = -self._pay[hits]
        elif sort is Sort.CLOSING:
            key = self._closes[hits]
        else:
            key = np.zeros(len(hits))
        ordered: list[int] = hits[np.lexsort((self._place[hits], key))].tolist()
        return ordered

    def _joined(self, name: str) -> Any:
        pieces = [getattr(segment, name)[places >= 0] for segment, places in self._parts]
        return np.concatenate(pieces) if pieces else np.empty(0)

    def _column(self, facet: Facet) -> _Column:
        numbers: dict[str, int] = {}
        owners, values = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for segment, places in self._parts:
            names, held_by, held = segment.facets[facet]
            if names:
                here = places[held_by]
                known = np.array([numbers.setdefault(name, len(numbers)) for name in names])
                owners.append(here[here >= 0])
                values.append(known[held[here >= 0]])
        owner, value = np.concatenate(owners), np.concatenate(values)
        order = np.argsort(value, kind="stable")
        present, starts = np.unique(value[order], return_index=True)
        # A value may be left with no document when all that held it are deleted.
        again = {int(number): at for at, number in enumerate(present)}
        return _Column({name: again[number] for name, number in numbers.items() if number in again}, owner[order], starts)


def _renumbered(segment: Segment, deleted: frozenset[int]) -> Ints:
    """Give each document its number among those that are not deleted; -1 to the deleted."""
    places = np.ones(segment.size, dtype=np.int64)
    places[list(deleted)] = 0
    kept = places == 1
    places = np.cumsum(places) - 1
    places[~kept] = -1
    return places
