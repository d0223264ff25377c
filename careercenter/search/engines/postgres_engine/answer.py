"""From what matched to one page: scores by the rules all engines share, facets by leaving one choice out, the order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

from careercenter.search import rules
from careercenter.search.engines.postgres_engine.columns import Array, Columns, Mask
from careercenter.search.engines.postgres_engine.question import Matches
from careercenter.search.engines.postgres_engine.rows import FIELD_SHIFT
from careercenter.search.port import SCALES, Criteria, Facet, Found, Sort
from careercenter.search.vocabulary import Clause, Needle, Query


class Answer:
    """One search over columns, what matched, and each term's entries."""

    def __init__(self, columns: Columns, matches: Matches, entries: dict[str, Any], at: datetime) -> None:
        self._columns = columns
        self._moment = rules.microseconds(at)
        self._phrases = matches.phrases
        self._matching = self._all_that(matches)
        self._terms = {term: self._scored(held) for term, held in entries.items()}

    def page(self, query: Query, criteria: Criteria, number: int, size: int) -> Found:
        chosen = {facet: self._chosen(facet, criteria) for facet in Facet if criteria.values(facet)}
        masks = {facet: mask for facet, mask in chosen.items() if mask is not None}
        left = self._matching.copy()
        for mask in masks.values():
            left &= mask
        facets = {}
        for facet in Facet:
            among = left
            if facet in masks:
                among = self._matching.copy()
                for other, mask in masks.items():
                    if other is not facet:
                        among &= mask
            facets[facet] = self._counts(facet, among, criteria)
        hits = np.flatnonzero(left)
        size = max(1, size)
        number = rules.page_given(number, size, len(hits))
        first = self._first(hits, self._keys(hits, criteria.sort, query), number * size)
        ids = tuple(self._columns.ids[hit] for hit in first[(number - 1) * size :])
        return Found(ids, len(hits), number, facets, query.ignored)

    def _all_that(self, matches: Matches) -> Mask:
        columns = self._columns
        found = columns.live & (columns.closes > self._moment)
        if matches.every_clause is not None:
            found &= self._mask(matches.every_clause)
        for numbers in matches.excluded:
            found[columns.places(numbers)] = False
        return found

    def _mask(self, numbers: Array) -> Mask:
        mask = np.zeros(self._columns.size, np.bool_)
        mask[self._columns.places(numbers)] = True
        return mask

    def _scored(self, entries: Any) -> tuple[Mask, Array]:
        """Give where a term stands, and its score at each document that matches."""
        columns = self._columns
        places = columns.place[entries["number"]]
        there = places >= 0
        places, counts = places[there], entries["count"][there]
        stands = np.zeros(columns.size, np.bool_)
        stands[places] = True
        scores = np.zeros(columns.size)
        wanted = self._matching[places]
        for number, name in enumerate(rules.FIELDS):
            here = wanted & (counts >> FIELD_SHIFT == number)
            if here.any():
                at = places[here]
                times = (counts[here] & ((1 << FIELD_SHIFT) - 1)).astype(np.float64)
                scores[at] += rules.field_score(name, times, columns.lengths[at, number], float(columns.average[number]))
        return stands, scores * rules.rarity(int(columns.live.sum()), int(stands.sum()))

    def _clause(self, clause: Clause) -> Array:
        scores = np.zeros(self._columns.size)
        for needle in clause.needles:
            stands = self._stands(needle)
            for term in needle.terms:
                scores += np.where(stands, self._terms[term][1], 0.0)
        if clause.specialties:
            under = self._columns.held[Facet.SPECIALTY].mask(clause.specialties, self._columns.size) & self._columns.live
            scores[under] += rules.specialty_score(int(self._columns.live.sum()), int(under.sum()))
        return scores

    def _stands(self, needle: Needle) -> Mask:
        if needle.adjacent:
            # The only way to satisfy its clause: then it stands in all that matched.
            return self._mask(self._phrases[needle]) if needle in self._phrases else self._matching
        stands = self._matching.copy()
        for term in needle.terms:
            stands &= self._terms[term][0]
        return stands

    def _chosen(self, facet: Facet, criteria: Criteria) -> Mask | None:
        """Give the documents among what is chosen in one facet; None when nothing is, or nothing that means anything."""
        values = criteria.values(facet)
        if facet is Facet.PAY:
            floor = rules.pay_floor(values)
            if rules.takes_unsaid(criteria):
                return self._columns.pay < 0 if floor is None else (self._columns.pay < 0) | (self._columns.pay >= floor)
            return None if floor is None else self._columns.pay >= floor
        if facet is Facet.DISTANCE:
            return None
        if facet is Facet.POSTED:
            days = rules.posted_days(values)
            return None if days is None else self._posted_within(days)
        return self._columns.held[facet].mask(values, self._columns.size)

    def _posted_within(self, days: int) -> Mask:
        within: Mask = self._columns.posted > self._moment - days * rules.MICROSECONDS_A_DAY
        return within

    def _counts(self, facet: Facet, among: Mask, criteria: Criteria) -> dict[str, int]:
        if facet not in SCALES:
            counts = self._columns.held[facet].counts(among)
            for value in criteria.values(facet):
                counts.setdefault(value, 0)
            return counts
        counts = {}
        chosen = rules.chosen_steps(facet, criteria)
        for text, step in rules.scale_steps(facet, criteria).items():
            reached = self._columns.pay >= step if facet is Facet.PAY else self._posted_within(step)
            count = int((among & reached).sum())
            if count or text in chosen:
                counts[text] = count
        return counts

    def _keys(self, hits: Array, sort: Sort, query: Query) -> Array:
        columns = self._columns
        if sort is Sort.PAY:
            return -columns.pay[hits]
        if sort is Sort.CLOSING:
            return columns.closes[hits]
        if sort is Sort.NEWEST or not query.clauses:
            return np.zeros(len(hits))
        scores = np.zeros(columns.size)
        for clause in query.clauses:
            scores += self._clause(clause)
        age = np.maximum(0.0, (self._moment - columns.posted[hits]) / rules.MICROSECONDS_A_DAY)
        lifted: Array = -np.round(rules.lifted(scores[hits], age, columns.completeness[hits]), rules.SCORE_DIGITS)
        return lifted

    def _first(self, hits: Array, keys: Array, most: int) -> list[int]:
        """Give the first `most` by key, then newest, then id; only what may be among them is sorted."""
        columns = self._columns
        newest = -columns.posted[hits]
        sure, open_ = _split(np.arange(len(hits)), keys, most)
        more, open_ = _split(open_, newest, most - len(sure))
        some = np.concatenate([sure, more, open_]).tolist()
        some.sort(key=lambda at: (keys[at], newest[at], columns.ids[hits[at]]))
        return [int(hits[at]) for at in some[:most]]


def _split(among: Array, keys: Array, most: int) -> tuple[Array, Array]:
    """Give those certain to be of the first `most`, and those that share the last key among them."""
    if len(among) <= most or most <= 0:
        return (among, among[:0]) if most > 0 else (among[:0], among[:0])
    held = keys[among]
    last = np.partition(held, most - 1)[most - 1]
    return among[held < last], among[held == last]
