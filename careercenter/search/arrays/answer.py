"""One search: what matches, what is chosen, what each further choice would leave, and the page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from careercenter.search import ranking
from careercenter.search.arrays.bits import Array, Mask, Words, count, packed, unpacked
from careercenter.search.arrays.columns import OF_BITS, Columns
from careercenter.search.arrays.order import Hits
from careercenter.search.arrays.weights import Weights
from careercenter.search.interface import UNSAID, Criteria, Facet, SearchResult, Sort
from careercenter.search.query import Query


@dataclass(frozen=True, slots=True)
class _Among:
    """Documents that are counted, ascending, said twice: what is quick with the one is slow with the other."""

    documents: Array
    bits: Words


@dataclass(frozen=True, slots=True)
class _Matching:
    """Open documents that match the words, ascending; `scores` of them, None without words, `most` of which are words'."""

    documents: Array
    scores: Array | None
    most: float

    def bits(self, size: int) -> Words:
        mask = np.zeros(size, np.bool_)
        mask[self.documents] = True
        return packed(mask)


def answer(
    columns: Columns,
    weights: Weights,
    query: Query,
    criteria: Criteria,
    *,
    moment: int,
    page: int,
    size: int,
    counted: Collection[Facet],
    id_of: Callable[[int], str],
) -> SearchResult:
    """Answer for a moment in microseconds since 1970; `id_of` names the document at a place."""
    matching = _matching(columns, weights, query, moment)
    chosen = _Chosen(columns, criteria, moment)
    hits, scores = matching.documents, matching.scores
    if chosen.masks:
        there = np.flatnonzero(chosen.of(hits))
        hits, scores = hits[there], scores[there] if scores is not None else None
    facets = chosen.facets(counted, matching.bits(columns.size), hits) if counted else {}
    miles = ranking.miles(criteria)
    if criteria.near and miles and criteria.sort is Sort.BEST:
        # Being there answers it exactly; work from home comes after.
        nearness = ranking.EXACT * columns.around(criteria.near, miles)[hits]
        scores = nearness if scores is None else scores + nearness
    size = max(1, size)
    page = ranking.page_given(page, size, len(hits))
    ranked = Hits(columns, hits, scores, matching.most, criteria.sort, moment, id_of)
    shown = ranked.page(page, size, spread=ranking.spreads(criteria))
    return SearchResult(tuple(map(id_of, shown)), len(hits), page, facets, query.ignored)


def _matching(columns: Columns, weights: Weights, query: Query, moment: int) -> _Matching:
    meant = columns.open_at(moment)
    if query.excluded:
        meant = meant.copy()
        for needle in query.excluded:
            meant[weights.needle(needle).documents] = False
    if not query.clauses:
        return _Matching(np.flatnonzero(meant), None, 0.0)
    clauses = sorted(map(weights.clause, query.clauses), key=lambda one: len(one.documents))
    documents, scores = clauses[0].documents, clauses[0].scores
    for one in clauses[1:]:
        there, found = one.among(documents)
        documents, scores = documents[there], scores[there] + found
    still = np.flatnonzero(meant[documents])
    return _Matching(documents[still], scores[still], sum(one.most for one in clauses))


class _Chosen:
    """The choices of criteria as sets of documents."""

    def __init__(self, columns: Columns, criteria: Criteria, moment: int) -> None:
        self._columns, self._criteria, self._moment = columns, criteria, moment
        found = {facet: self._among(facet) for facet in Facet}
        self.masks: Mapping[Facet, Words] = {facet: mask for facet, mask in found.items() if mask is not None}

    def of(self, documents: Array) -> Mask:
        """Say which of these documents all choices leave."""
        return unpacked(np.bitwise_and.reduce(list(self.masks.values())), self._columns.size)[documents]

    def facets(self, counted: Collection[Facet], matching: Words, hits: Array) -> dict[Facet, dict[str, int]]:
        """Count each value of each facet among what matches and is chosen in the others; `hits`: what all choices leave."""
        left = _Among(hits, self._all_but(None, matching))
        found = self._counts([facet for facet in counted if facet not in self.masks], left)
        for facet in counted:
            if facet in self.masks:
                bits = self._all_but(facet, matching)
                documents = np.flatnonzero(unpacked(bits, self._columns.size))
                found |= self._counts([facet], _Among(documents, bits))
        return found

    def _all_but(self, left_out: Facet | None, matching: Words) -> Words:
        for facet, mask in self.masks.items():
            if facet is not left_out:
                matching = matching & mask
        return matching

    def _counts(self, facets: Collection[Facet], among: _Among) -> dict[Facet, dict[str, int]]:
        columns = self._columns
        found = columns.counts([facet for facet in facets if facet in OF_BITS], among.documents, among.bits)
        if Facet.EMPLOYER in facets:
            one_each = columns.one_employer_each
            found[Facet.EMPLOYER] = columns.employers.counts(among.documents, columns.size, one_each=one_each)
        for facet, counts in found.items():
            for value in self._criteria.values(facet):
                counts.setdefault(value, 0)
        return found | {facet: self._on_scale(facet, among.bits) for facet in facets if facet not in found}

    def _on_scale(self, facet: Facet, among: Words) -> dict[str, int]:
        chosen = ranking.chosen_steps(facet, self._criteria)
        steps = ranking.scale_steps(facet, self._criteria)
        counts = {text: count(among & self._reached(facet, step)) for text, step in steps.items()}
        if facet is Facet.PAY:
            counts[UNSAID] = count(among & self._columns.without_pay())
            chosen |= {UNSAID} & set(self._criteria.values(facet))
        return {text: number for text, number in counts.items() if number or text in chosen}

    def _reached(self, facet: Facet, step: int) -> Words:
        if facet is Facet.PAY:
            return self._columns.paid(step)
        if facet is Facet.POSTED:
            return self._columns.posted_within(step, self._moment)
        assert self._criteria.near is not None
        return self._columns.near(self._criteria.near, step)

    def _among(self, facet: Facet) -> Words | None:
        """Give the documents among what is chosen in one facet; None when nothing is, or nothing that means anything."""
        criteria, columns = self._criteria, self._columns
        values = criteria.values(facet)
        if facet is Facet.DISTANCE:
            miles = ranking.miles(criteria)
            return None if miles is None else self._reached(facet, miles)
        if not values:
            return None
        if facet in OF_BITS:
            return columns.bits[facet].any_of(values)
        if facet is Facet.EMPLOYER:
            return packed(columns.employers.mask(values, columns.size))
        if facet is Facet.POSTED:
            days = ranking.posted_days(values)
            return None if days is None else self._reached(facet, days)
        floor = ranking.pay_floor(values)
        reached = None if floor is None else self._reached(facet, floor)
        if ranking.takes_unsaid(criteria):
            return columns.without_pay() if reached is None else reached | columns.without_pay()
        return reached
