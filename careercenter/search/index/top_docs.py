"""The top documents in the order asked for, by partial selection: only a page and its ties are sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from careercenter.search import ranking
from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.facet_bitmaps import Array
from careercenter.search.interface import MOST_OF_ONE_EMPLOYER, Sort

# Where one employer has too many on the first page, so many times as many hits are ranked, for others to replace its fourth.
_DEPTH_FACTOR = 8
# So many are sorted sooner than they are parted.
_SORTED_WHOLE = 256
# A value at a rank of so many keys is found by a sample of them, which is wrong by so many standard deviations at most.
_SAMPLED_FROM, _SAMPLE_SIZE, _SAMPLE_MARGIN = 2048, 512, 3.0
_ROUNDING = 10.0**-ranking.SCORE_DIGITS


@dataclass(frozen=True, slots=True)
class TopDocs:
    """Hits to be ordered. `scores`: None without clauses; `max_text_score`: bound of their text part, without exact bonuses."""

    doc_values: IndexDocValues
    doc_ids: Array
    scores: Array | None
    max_text_score: float
    sort: Sort
    moment: int  # microseconds since 1970
    id_of: Callable[[int], str]

    def page(self, number: int, size: int, *, capped: bool) -> list[int]:
        """Give the doc ids of a page. `capped`: at most three of one employer on the first, while there are others."""
        if not len(self.doc_ids):
            return []
        start, end = (number - 1) * size, number * size
        if number > 1 or not capped:
            candidates, keys = self._sort_keys(end)
            if not capped or self._can_fill_page(candidates[np.flatnonzero(keys < _value_at_rank(keys, start))], size):
                return self._select_ranks(candidates, keys, start, end)
        depth = end
        while True:
            ordered = self._select_ranks(*self._sort_keys(depth), 0, depth)
            if len(ordered) <= MOST_OF_ONE_EMPLOYER:
                return ordered[start:end]
            employers = self.doc_values.employers_of(ordered)
            shown = ranking.cap_per_employer(ordered, employers.__getitem__, size)
            if depth >= len(self.doc_ids):
                return shown[start:end]
            # Where no employer has too many, nobody further down could have come before.
            shown_per_employer = Counter(employer for doc_id in shown[:size] for employer in employers[doc_id])
            if max(shown_per_employer.values(), default=0) <= MOST_OF_ONE_EMPLOYER:
                return shown[start:end]
            depth *= _DEPTH_FACTOR

    def _can_fill_page(self, doc_ids: Array, size: int) -> bool:
        """Say whether these hits alone fill a capped first page: then the ranks of all hits behind them are unchanged."""
        if len(doc_ids) < size or not self.doc_values.one_employer_each:
            return False
        hits_per_employer = np.bincount(self.doc_values.employers.value_ids[doc_ids])
        return bool(np.minimum(hits_per_employer, MOST_OF_ONE_EMPLOYER).sum() >= size)

    def _select_ranks(self, candidates: Array, keys: Array, start: int, end: int) -> list[int]:
        """Select the ranks from `begin` to `end` by key, then newest, then id.

        1. Partition by key; keep the candidates whose key can have one of these ranks.
        2. Of those tied at the last key, partition by age and keep the newest.
        3. Sort what is left; order by id where key and age are equal."""
        if len(candidates) <= _SORTED_WHOLE:
            return self._sorted(candidates, keys)[start:end]
        selected, skipped = _candidates_for_ranks(keys, start, end)
        candidates, keys, start, end = candidates[selected], keys[selected], start - skipped, end - skipped
        last = keys.max()
        above_tie, tied = np.flatnonzero(keys < last), np.flatnonzero(keys == last)
        selected, skipped = _candidates_for_ranks(
            -self.doc_values.posted[candidates[tied]], max(0, start - len(above_tie)), end - len(above_tie)
        )
        page_and_ties = np.concatenate([above_tie, tied[selected]])
        return self._sorted(candidates[page_and_ties], keys[page_and_ties])[start - skipped : end - skipped]

    def _sorted(self, doc_ids: Array, keys: Array) -> list[int]:
        """Order hits by key, then newest, then id."""
        ages = -self.doc_values.posted[doc_ids]
        order = np.lexsort((ages, keys))
        keys, ages = keys[order], ages[order]
        equal = (keys[1:] == keys[:-1]) & (ages[1:] == ages[:-1])
        ordered: list[int] = doc_ids[order].tolist()
        return self._break_ties_by_id(ordered, equal) if equal.any() else ordered

    def _break_ties_by_id(self, doc_ids: list[int], equal: Array) -> list[int]:
        """Order runs of equal hits by id; `equal[i]`: hit i equals hit i + 1 in key and age."""
        run_starts = np.flatnonzero(equal & ~np.append(False, equal[:-1]))
        run_ends = np.flatnonzero(equal & ~np.append(equal[1:], False)) + 2
        for start, end in zip(run_starts.tolist(), run_ends.tolist(), strict=True):
            doc_ids[start:end] = sorted(doc_ids[start:end], key=self.id_of)
        return doc_ids

    def _sort_keys(self, depth: int) -> tuple[Array, Array]:
        """Give the hits that can be among the first `depth`, and their sort keys, ascending."""
        doc_values, doc_ids, scores = self.doc_values, self.doc_ids, self.scores
        if self.sort is Sort.PAY:
            return doc_ids, -doc_values.pay.take(doc_ids)
        if self.sort is Sort.CLOSING:
            return doc_ids, doc_values.closes.take(doc_ids)
        if scores is None or self.sort is Sort.NEWEST:
            return doc_ids, -doc_values.posted.take(doc_ids)
        if len(doc_ids) > max(depth, _SORTED_WHOLE):
            # Boosts lie in a known range: a hit that its largest boost leaves below `depth` others at their smallest is out.
            threshold = -_value_at_rank(-scores, depth - 1)
            least_lift, most_lift = doc_values.boost_range(self.moment)
            lowest_final = threshold + _text_score(threshold) * (least_lift - 1.0) - _ROUNDING
            # Below the least bonus of an exact answer all of a score is its text part.
            lowest_score = (
                lowest_final / most_lift
                if threshold < ranking.EXACT_RANGE_BONUS
                else lowest_final - (most_lift - 1.0) * self.max_text_score
            )
            reachable = np.flatnonzero(scores >= lowest_score)
            doc_ids, scores = doc_ids.take(reachable), scores.take(reachable)
        return doc_ids, -boosted_scores(doc_values, doc_ids, scores, self.moment)


def boosted_scores(doc_values: IndexDocValues, doc_ids: Array, scores: Array, moment: int) -> Array:
    """Lift the scores of documents by how new they are and how much they tell."""
    text_scores = _text_score(scores)
    boosted: Array = ranking.apply_boosts(
        text_scores, doc_values.recency_decay(doc_ids, moment), doc_values.completeness.take(doc_ids)
    ) + (scores - text_scores)
    return np.round(boosted, ranking.SCORE_DIGITS)


def _text_score(scores: Any) -> Any:
    """Take the bonuses of exact answers away from scores."""
    if np.max(scores, initial=0.0) < ranking.EXACT_RANGE_BONUS:
        return scores
    return scores - np.floor(scores / ranking.EXACT_RANGE_BONUS) * ranking.EXACT_RANGE_BONUS


def _value_at_rank(keys: Array, rank: int) -> Any:
    """Give the value at a rank of the ascending order, counted from 0.

    Of many keys those of the first ranks are looked for below a value that a sample gives; counting says whether it will do.
    """
    if len(keys) >= _SAMPLED_FROM:
        sample = keys[:: len(keys) // _SAMPLE_SIZE]
        expected = (rank + 1) * len(sample) / len(keys)
        rank_in_sample = int(expected + _SAMPLE_MARGIN * (1.0 + expected**0.5))
        if rank_in_sample < len(sample):
            bound = np.partition(sample, rank_in_sample)[rank_in_sample]
            below = np.flatnonzero(keys < bound)
            if rank < len(below):
                keys = keys[below]
            elif rank < np.count_nonzero(keys <= bound):
                return bound
    return np.partition(keys, rank)[rank]


def _candidates_for_ranks(keys: Array, start: int, end: int) -> tuple[Array, int]:
    """Give the indexes of keys that can have a rank from `begin` to `end`, and how many keys rank before all of them."""
    end = min(end, len(keys))
    if start >= end or (start == 0 and end == len(keys)):
        return np.arange(len(keys)), 0
    selected = np.flatnonzero(keys <= _value_at_rank(keys, end - 1))
    if not start:
        return selected, 0
    keys = keys[selected]
    kept = np.flatnonzero(keys >= _value_at_rank(keys, start))
    return selected[kept], len(selected) - len(kept)
