"""Documents that meet all but a few of the things asked for: how many each meets is counted for all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import numpy as np

from careercenter.search import close_matches as rules
from careercenter.search import ranking
from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.execute import FacetFilters
from careercenter.search.index.facet_bitmaps import Array, Mask, unpack_bitmap
from careercenter.search.index.scoring import ScoreCache
from careercenter.search.index.top_docs import TopDocs, boosted_scores
from careercenter.search.interface import CloseMatch, Criteria, Criterion, Sort
from careercenter.search.query import Clause


def close_matches(
    doc_values: IndexDocValues,
    score_cache: ScoreCache,
    criteria: Criteria,
    *,
    moment: int,
    size: int,
    id_of: Callable[[int], str],
) -> tuple[CloseMatch, ...]:
    """Give close matches of a moment in microseconds since 1970; `id_of` names the document with an id of the index."""
    if not rules.most_missed(doc_values.schema, rules.asked(doc_values.schema, criteria)):
        return ()
    search = _CloseMatchSearch(doc_values, score_cache, criteria, moment, id_of)
    pool = search.nearest(rules.POOL)
    employers = doc_values.employers_of(pool)
    shown = ranking.cap_per_employer(pool, employers.__getitem__, size)[:size]
    return tuple(CloseMatch(id_of(doc_id), search.missed_by(doc_id)) for doc_id in shown)


class _CloseMatchSearch:
    """`met` says of each criterion which documents meet it; `missed` counts for each document those it does not."""

    def __init__(
        self,
        doc_values: IndexDocValues,
        score_cache: ScoreCache,
        criteria: Criteria,
        moment: int,
        id_of: Callable[[int], str],
    ) -> None:
        self._doc_values, self._criteria, self._moment, self._id_of = doc_values, criteria, moment, id_of
        self._scores = np.zeros(doc_values.size)
        self._max_text_score = 0.0
        self.met: dict[Criterion, Mask] = {}
        for clause in criteria.query.must:
            self.met[Criterion(clause=clause)] = self._score(score_cache, clause)
        for clause in criteria.query.should:
            self._score(score_cache, clause)
        for clause in criteria.query.must_not:
            allowed = np.ones(doc_values.size, np.bool_)
            allowed[score_cache.clause(clause).doc_ids] = False
            self.met[Criterion(clause=clause, excluded=True)] = allowed
        for facet, bitmap in FacetFilters(doc_values, criteria, moment).masks.items():
            self.met[Criterion(facet=facet)] = unpack_bitmap(bitmap, doc_values.size)
        self.missed = np.full(doc_values.size, len(self.met), np.uint8)
        for met in self.met.values():
            self.missed -= met

    def _score(self, score_cache: ScoreCache, clause: Clause) -> Mask:
        """Add what a clause scores; give the documents that satisfy it."""
        scored = score_cache.clause(clause)
        self._scores[scored.doc_ids] += scored.scores
        self._max_text_score += scored.max_text_score
        satisfied = np.zeros(self._doc_values.size, np.bool_)
        satisfied[scored.doc_ids] = True
        return satisfied

    def nearest(self, number: int) -> list[int]:
        """Give so many of the nearest documents, the nearest first."""
        allowed = self._doc_values.open_at(self._moment)
        subjects = rules.subjects(self._doc_values.schema, self.met)
        if subjects:
            about_subject = reduce(np.bitwise_or, [self.met[subject] for subject in subjects])
            return self._nearest(allowed & about_subject, number) or self._nearest(allowed & ~about_subject, number)
        return self._nearest(allowed, number)

    def _nearest(self, allowed: Mask, number: int) -> list[int]:
        nearest: list[int] = []
        for missed in range(1, rules.most_missed(self._doc_values.schema, self.met) + 1):
            doc_ids = np.flatnonzero(allowed & (self.missed == missed))
            nearest += self._sorted(doc_ids, missed, number - len(nearest))
            if len(nearest) == number:
                break
        return nearest

    def _sorted(self, doc_ids: Array, missed: int, number: int) -> Iterator[int]:
        """Give the nearest of documents that miss equally many things; only what may be among them is scored."""
        hundredths = self._hundredths(doc_ids, missed)
        last = np.partition(hundredths, number - 1)[number - 1] if len(doc_ids) > number else hundredths.max(initial=0)
        before, tied = doc_ids[hundredths < last], doc_ids[hundredths == last]
        scores = boosted_scores(self._doc_values, before, self._scores_of(before), self._moment)
        keys = rules.key(hundredths[hundredths < last], scores)
        posted = self._doc_values.posted[before]
        ranked = zip(keys.tolist(), (-posted).tolist(), map(self._id_of, before.tolist()), before.tolist(), strict=True)
        yield from (doc_id for *_key, doc_id in sorted(ranked))
        remaining = number - len(before)
        tied_scores = self._scores_of(tied)
        # Where no words are met the newest come first; most are such, and one number many times is slow to partition.
        parts: list[tuple[Array, Array | None]] = [
            (tied[tied_scores > 0.0], tied_scores[tied_scores > 0.0]),
            (tied[tied_scores <= 0.0], None),
        ]
        for part, part_scores in parts:
            top_docs = TopDocs(self._doc_values, part, part_scores, self._max_text_score, Sort.BEST, self._moment, self._id_of)
            first = top_docs.page(1, remaining, capped=False) if remaining else []
            remaining -= len(first)
            yield from first

    def _scores_of(self, doc_ids: Array) -> Array:
        near, miles = self._criteria.near, ranking.miles(self._doc_values.schema, self._criteria)
        scores: Array = self._scores[doc_ids]
        if near and miles:
            scores = scores + ranking.EXACT_MATCH_BONUS * self._doc_values.within_radius(near, miles)[doc_ids]
        return scores

    def _hundredths(self, doc_ids: Array, missed: int) -> Array:
        """Say how far off documents are that miss so many things."""
        schema = self._doc_values.schema
        floor = ranking.amount_floor(schema, self._criteria)
        hundredths = np.full(len(doc_ids), float(rules.HALF * missed))
        for criterion, met in self.met.items():
            off: Any = None
            if criterion.excluded:
                off = rules.WHOLE
            elif schema.is_distance(criterion.facet) and self._criteria.near:
                off = rules.miles_off(self._doc_values.miles_from(self._criteria.near)[doc_ids])
            elif schema.is_amount(criterion.facet) and floor:
                pay = self._doc_values.pay[doc_ids]
                off = np.where(pay < 0, rules.HALF, rules.pay_off(floor, pay))
            if off is not None:
                hundredths += np.where(met[doc_ids], 0, np.minimum(off, rules.WHOLE) - rules.HALF)
        return np.round(hundredths).astype(np.int64)

    def missed_by(self, doc_id: int) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion, met in self.met.items() if not met[doc_id])
