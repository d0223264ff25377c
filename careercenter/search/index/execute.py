"""Executing one search: match the query, apply the facet filters, count the facets, select the page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from careercenter.search import ranking
from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.facet_bitmaps import Array, Bitmap, Mask, count_bits, doc_ids_in, pack_mask, unpack_bitmap
from careercenter.search.index.scored_docs import ScoredDocs
from careercenter.search.index.scoring import ScoreCache
from careercenter.search.index.top_docs import TopDocs
from careercenter.search.interface import UNSAID, Criteria, SearchResult, Sort
from careercenter.search.query import FacetName, Query


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """Documents to count, both as ascending doc ids and as a bitmap: few are counted by ids, many by bits."""

    doc_ids: Array
    bits: Bitmap


@dataclass(frozen=True, slots=True)
class _Matches:
    """Open documents that match the query, ascending. `scores`: None without clauses; `max_text_score`: their bound."""

    doc_ids: Array
    scores: Array | None
    max_text_score: float

    def bits(self, size: int) -> Bitmap:
        mask = np.zeros(size, np.bool_)
        mask[self.doc_ids] = True
        return pack_mask(mask)


def execute(
    doc_values: IndexDocValues,
    score_cache: ScoreCache,
    query: Query,
    criteria: Criteria,
    *,
    moment: int,
    page: int,
    size: int,
    counted: Collection[FacetName] | None,
    id_of: Callable[[int], str],
) -> SearchResult:
    """Answer for a moment in microseconds since 1970; `id_of` gives the public id of a doc id."""
    schema = doc_values.schema
    counted = schema.facets if counted is None else counted
    matching = _match(doc_values, score_cache, query, moment)
    filters = FacetFilters(doc_values, criteria, moment)
    hits, scores = matching.doc_ids, matching.scores
    if filters.masks:
        kept = np.flatnonzero(filters.leave(hits))
        hits, scores = hits.take(kept), scores.take(kept) if scores is not None else None
    facets = filters.facets(counted, matching.bits(doc_values.size), hits) if counted else {}
    miles = ranking.miles(schema, criteria)
    if criteria.near and miles and criteria.sort is Sort.BEST:
        # Being there answers the question exactly; work from home comes after.
        nearness = ranking.EXACT_MATCH_BONUS * doc_values.within_radius(criteria.near, miles)[hits]
        scores = nearness if scores is None else scores + nearness
    size = max(1, size)
    page = ranking.clamp_page(page, size, len(hits))
    top_docs = TopDocs(doc_values, hits, scores, matching.max_text_score, criteria.sort, moment, id_of)
    page_docs = top_docs.page(page, size, capped=ranking.caps_employers(schema, criteria))
    return SearchResult(tuple(map(id_of, page_docs)), len(hits), page, facets, query.ignored)


def _match(doc_values: IndexDocValues, scores_of: ScoreCache, query: Query, moment: int) -> _Matches:
    allowed = doc_values.open_at(moment)
    if query.must_not:
        allowed = allowed.copy()
        for excluded in query.must_not:
            allowed[scores_of.clause(excluded).all()[0]] = False
    if not query.must:
        doc_ids = np.flatnonzero(allowed)
        matches = _Matches(doc_ids, np.zeros(len(doc_ids)) if query.should else None, 0.0)
    else:
        clauses = sorted(map(scores_of.clause, query.must), key=lambda clause: clause.count)
        doc_ids, scores = clauses[0].among(allowed)
        for clause in clauses[1:]:
            found, clause_scores = clause.lookup(doc_ids)
            doc_ids, scores = doc_ids.take(found), scores.take(found) + clause_scores
        matches = _Matches(doc_ids, scores, sum(clause.max_text_score for clause in clauses))
    return _lift(matches, map(scores_of.clause, query.should))


def _lift(matches: _Matches, clauses: Iterable[ScoredDocs]) -> _Matches:
    """Add the scores of optional clauses."""
    scores, max_text_score = matches.scores, matches.max_text_score
    for clause in clauses:
        assert scores is not None
        scores = scores.copy()
        found, clause_scores = clause.lookup(matches.doc_ids)
        scores[found] += clause_scores
        max_text_score += clause.max_text_score
    return _Matches(matches.doc_ids, scores, max_text_score)


class FacetFilters:
    """The facet choices of criteria, each as a bitmap of the documents that pass it."""

    def __init__(self, doc_values: IndexDocValues, criteria: Criteria, moment: int) -> None:
        self._doc_values, self._criteria, self._moment = doc_values, criteria, moment
        self._schema = doc_values.schema
        asked = {facet for facet, values in criteria.chosen.items() if values}
        if criteria.near and self._schema.distance:
            asked.add(self._schema.distance.facet)
        masks = {facet: self._filter_bitmap(facet) for facet in self._schema.facets if facet in asked} if asked else {}
        self.masks: Mapping[FacetName, Bitmap] = {facet: mask for facet, mask in masks.items() if mask is not None}

    def leave(self, doc_ids: Array) -> Mask:
        """Give a mask of those of these documents that pass every filter."""
        return unpack_bitmap(np.bitwise_and.reduce(list(self.masks.values())), self._doc_values.size)[doc_ids]

    def facets(self, counted: Collection[FacetName], matching: Bitmap, hits: Array) -> dict[FacetName, dict[str, int]]:
        """Count each facet among what matches and passes all other facets' filters; `hits` pass every filter."""
        candidates = CandidateSet(hits, self._all_filters_but(None, matching))
        counts = self._counts([facet for facet in counted if facet not in self.masks], candidates)
        for facet in counted:
            if facet in self.masks:
                bits = self._all_filters_but(facet, matching)
                counts |= self._counts([facet], CandidateSet(doc_ids_in(bits, self._doc_values.size), bits))
        return counts

    def _all_filters_but(self, omitted: FacetName | None, matching: Bitmap) -> Bitmap:
        for facet, mask in self.masks.items():
            if facet is not omitted:
                matching = matching & mask
        return matching

    def _counts(self, facets: Collection[FacetName], candidates: CandidateSet) -> dict[FacetName, dict[str, int]]:
        doc_values = self._doc_values
        by_value = [facet for facet in facets if facet in doc_values.bits and facet not in self._schema.number_facets]
        by_facet = doc_values.counts(by_value, candidates.doc_ids, candidates.bits)
        if (capped := self._schema.capped) in facets:
            one_each = doc_values.one_employer_each
            by_facet[capped] = doc_values.employers.counts(candidates.doc_ids, doc_values.size, one_each=one_each)
        for facet, counts in by_facet.items():
            for value in self._criteria.values(facet):
                counts.setdefault(value, 0)
        return by_facet | {facet: self._scale_counts(facet, candidates.bits) for facet in facets if facet not in by_facet}

    def _scale_counts(self, facet: FacetName, candidates: Bitmap) -> dict[str, int]:
        chosen = ranking.chosen_steps(self._schema, facet, self._criteria)
        steps = ranking.scale_steps(self._schema, facet, self._criteria)
        if not steps:
            return {}
        counts = dict.fromkeys(steps, 0)
        singly = set(steps)
        if not self._schema.is_age(facet):
            usual = self._doc_values.usual_steps(facet, self._criteria.near)
            counts |= usual.counts(candidates)
            singly = chosen - usual.names.keys()
        for text in singly:
            counts[text] = count_bits(candidates & self._scale_bitmap(facet, steps[text]))
        if self._schema.is_amount(facet):
            counts.setdefault(UNSAID, 0)
            chosen |= {UNSAID} & set(self._criteria.values(facet))
        return {text: number for text, number in counts.items() if number or text in chosen}

    def _scale_bitmap(self, facet: FacetName, step: int) -> Bitmap:
        if self._schema.is_age(facet):
            return self._doc_values.posted_within(step, self._moment)
        return self._doc_values.under_step(facet, step, self._criteria.near)

    def _filter_bitmap(self, facet: FacetName) -> Bitmap | None:
        """Give the documents that pass the filter of one facet; None where nothing valid is chosen in it."""
        criteria, doc_values = self._criteria, self._doc_values
        values = criteria.values(facet)
        if self._schema.is_distance(facet):
            miles = ranking.miles(self._schema, criteria)
            return None if miles is None else self._scale_bitmap(facet, miles)
        if not values:
            return None
        if facet in self._schema.number_facets:
            widest = ranking.widest_step(self._schema.scales[facet], values)
            return None if widest is None else self._scale_bitmap(facet, widest)
        if facet in doc_values.bits:
            return doc_values.bits[facet].any_of(values)
        if facet == self._schema.capped:
            return pack_mask(doc_values.employers.mask(values, doc_values.size))
        if self._schema.is_age(facet):
            days = ranking.posted_days(values)
            return None if days is None else self._scale_bitmap(facet, days)
        floor = ranking.pay_floor(values)
        reached = None if floor is None else self._scale_bitmap(facet, floor)
        if ranking.includes_unsaid(self._schema, criteria):
            return doc_values.without_amount() if reached is None else reached | doc_values.without_amount()
        return reached
