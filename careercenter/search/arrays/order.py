"""The first of many documents in the order asked for, without sorting them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from careercenter.search import ranking
from careercenter.search.arrays.bits import Array
from careercenter.search.arrays.columns import Columns
from careercenter.search.interface import MOST_OF_ONE_EMPLOYER, Sort

# How many times as many are looked at where an employer has too many on the first page, for others to come before its fourth.
_FURTHER = 8
_ROUNDED = 10.0**-ranking.SCORE_DIGITS


@dataclass(frozen=True, slots=True)
class Hits:
    """Places of what was found, to be put in order. `scores`: None where words play no part; `most`: what words score there."""

    columns: Columns
    places: Array
    scores: Array | None
    most: float
    sort: Sort
    moment: int  # microseconds since 1970
    id_of: Callable[[int], str]

    def page(self, number: int, size: int, *, spread: bool) -> list[int]:
        """Give the places on a page. `spread`: no more than three of one employer on the first, while there are others."""
        if not len(self.places):
            return []
        begin, end = (number - 1) * size, number * size
        if number > 1 or not spread:
            among, keys = self._with_keys(end)
            if not spread or self._fill_a_page(among[np.flatnonzero(keys < _at(keys, begin))], size):
                return self._ranks(among, keys, begin, end)
        looked_at = end
        while True:
            ordered = self._ranks(*self._with_keys(looked_at), 0, looked_at)
            employers = self.columns.employers.of_documents(ordered)
            shown = ranking.spread(ordered, employers.__getitem__, size)
            # Where no employer has too many, nobody further down could have come before.
            held = Counter(employer for place in shown[:size] for employer in employers[place])
            if looked_at >= len(self.places) or max(held.values(), default=0) <= MOST_OF_ONE_EMPLOYER:
                return shown[begin:end]
            looked_at *= _FURTHER

    def _fill_a_page(self, places: Array, size: int) -> bool:
        """Say whether the first page is sure to be filled from these places: then all behind them keep their ranks."""
        if len(places) < size or not self.columns.one_employer_each:
            return False
        of_each = np.bincount(self.columns.employers.values[places])
        return bool(np.minimum(of_each, MOST_OF_ONE_EMPLOYER).sum() >= size)

    def _ranks(self, among: Array, keys: Array, begin: int, end: int) -> list[int]:
        """Give those from one rank to another by key, then newest, then id; only what may be one of them is sorted."""
        at, before = _around(keys, begin, end)
        among, keys, begin, end = among[at], keys[at], begin - before, end - before
        last = keys.max()
        sure, tied = np.flatnonzero(keys < last), np.flatnonzero(keys == last)
        at, before = _around(-self.columns.posted[among[tied]], max(0, begin - len(sure)), end - len(sure))
        some = np.concatenate([sure, tied[at]])
        by_key, by_age = keys[some], -self.columns.posted[among[some]]
        order = np.lexsort((by_age, by_key))
        by_key, by_age = by_key[order], by_age[order]
        equal = (by_key[1:] == by_key[:-1]) & (by_age[1:] == by_age[:-1])
        return self._by_id(among[some[order]].tolist(), equal)[begin - before : end - before]

    def _by_id(self, places: list[int], equal: Array) -> list[int]:
        """Order those by id that are equal in all else; `equal`: whether each is so to the next."""
        begins = np.flatnonzero(equal & ~np.append(False, equal[:-1]))
        ends = np.flatnonzero(equal & ~np.append(equal[1:], False)) + 2
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            places[begin:end] = sorted(places[begin:end], key=self.id_of)
        return places

    def _with_keys(self, wanted: int) -> tuple[Array, Array]:
        """Give the hits that may be among the first, and their keys, the smallest first."""
        columns, hits, scores = self.columns, self.places, self.scores
        if self.sort is Sort.PAY:
            return hits, -columns.pay[hits]
        if self.sort is Sort.CLOSING:
            return hits, columns.closes[hits]
        if scores is None or self.sort is Sort.NEWEST:
            return hits, -columns.posted[hits]
        if len(hits) > wanted:
            # All are lifted at least and at most so far: what stays below so many others however far it is lifted is out.
            last = _at(scores, len(scores) - wanted)
            least_lift, most_lift = columns.lifts(self.moment)
            least = last + _words(last) * (least_lift - 1.0) - _ROUNDED
            # Without exact answers all of a score is words.
            within = least / most_lift if last < ranking.EXACT else least - (most_lift - 1.0) * self.most
            near = np.flatnonzero(scores >= within)
            hits, scores = hits[near], scores[near]
        words = _words(scores)
        lifted = ranking.lifted(words, columns.freshness(hits, self.moment), columns.completeness[hits]) + (scores - words)
        return hits, -np.round(lifted, ranking.SCORE_DIGITS)


def _words(scores: Any) -> Any:
    """Give what words score, exact answers taken away."""
    if np.max(scores, initial=0.0) < ranking.EXACT:
        return scores
    return scores - np.floor(scores / ranking.EXACT) * ranking.EXACT


def _at(values: Array, rank: int) -> Any:
    """Give the value that would stand at a rank, counted from 0, the smallest first."""
    return np.partition(values, rank)[rank]


def _around(keys: Array, begin: int, end: int) -> tuple[Array, int]:
    """Give where those stand that may be at the ranks from `begin` to `end`, and how many come before them all."""
    end = min(end, len(keys))
    if begin >= end or (begin == 0 and end == len(keys)):
        return np.arange(len(keys)), 0
    parted = np.partition(keys, (begin, end - 1))
    first, last = parted[begin], parted[end - 1]
    return np.flatnonzero((keys >= first) & (keys <= last)), int(np.count_nonzero(keys < first))
