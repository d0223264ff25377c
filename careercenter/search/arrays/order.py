"""The first of many documents in the order asked for, without sorting them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from careercenter.search import rules
from careercenter.search.arrays.columns import Columns
from careercenter.search.port import MOST_OF_ONE_EMPLOYER, Sort

Array = np.ndarray[Any, np.dtype[Any]]

# How many are looked at for the first page of the best, so that others come before an employer's fourth.
_LOOKED_AT = 8
_AT_ONCE = 64


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
        if not spread:
            return self.first(number * size)[(number - 1) * size :]
        looked_at = max(_LOOKED_AT, number) * size
        while True:
            ordered = self.first(looked_at)
            employers = _Employers(self.columns, ordered)
            shown = rules.spread(ordered, employers.of, size)
            # Where no employer has too many, nobody further down could have come before.
            held = Counter(employer for place in shown[:size] for employer in employers.of(place))
            if looked_at >= len(self.places) or max(held.values(), default=0) <= MOST_OF_ONE_EMPLOYER:
                return shown[(number - 1) * size : number * size]
            looked_at *= _LOOKED_AT

    def first(self, wanted: int) -> list[int]:
        """Give the first `wanted` by key, then newest, then id; only what may be among them is sorted."""
        columns = self.columns
        among, keys = self._with_keys(wanted)
        newest = -columns.posted[among]
        if keys is None:
            keys = newest
        sure, unsure = _split(np.arange(len(among)), keys, wanted)
        more, unsure = _split(unsure, newest, wanted - len(sure))
        some = np.concatenate([sure, more, unsure])
        by_key, by_age = keys[some], newest[some]
        order = np.lexsort((by_age, by_key))
        some, by_key, by_age = some[order], by_key[order], by_age[order]
        equal = (by_key[1:] == by_key[:-1]) & (by_age[1:] == by_age[:-1])
        places: list[int] = among[some].tolist()
        return (self._by_id(places, equal.tolist()) if equal.any() else places)[:wanted]

    def _by_id(self, places: list[int], equal: list[bool]) -> list[int]:
        """Order those by id that are equal in all else; `equal`: whether each is so to the next."""
        ordered: list[int] = []
        run: list[int] = []
        for place, goes_on in zip(places, [*equal, False], strict=False):
            run.append(place)
            if not goes_on:
                ordered += sorted(run, key=self.id_of) if len(run) > 1 else run
                run = []
        return ordered

    def _with_keys(self, wanted: int) -> tuple[Array, Array | None]:
        """Give the hits that may be among the first, and their keys, the smallest first; None: the newest first."""
        columns, hits, scores = self.columns, self.places, self.scores
        if self.sort is Sort.PAY:
            return hits, -columns.pay[hits]
        if self.sort is Sort.CLOSING:
            return hits, columns.closes[hits]
        if scores is None or self.sort is Sort.NEWEST:
            return hits, None
        if len(hits) > wanted:
            # What is new and tells much is lifted, at most so far: nothing below can come up among the first.
            least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
            near = scores >= least - (rules.HIGHEST_LIFT - 1.0) * self.most
            hits, scores = hits[near], scores[near]
        exact = np.floor(scores / rules.EXACT) * rules.EXACT
        age = np.maximum(0.0, (self.moment - columns.posted[hits]) / rules.MICROSECONDS_A_DAY)
        lifted = rules.lifted(scores - exact, age, columns.completeness[hits]) + exact
        return hits, -np.round(lifted, rules.SCORE_DIGITS)


class _Employers:
    """Employers of documents in order, looked up so many at a time: the first page is full after a few."""

    def __init__(self, columns: Columns, ordered: list[int]) -> None:
        self._mentions, self._ordered = columns.employers, ordered
        self._known: dict[int, Sequence[int]] = {}

    def of(self, place: int) -> Sequence[int]:
        while place not in self._known:
            at = len(self._known)
            self._known.update(self._mentions.of_documents(self._ordered[at : at + _AT_ONCE]))
        return self._known[place]


def _split(among: Array, keys: Array, wanted: int) -> tuple[Array, Array]:
    """Give those certain to be of the first `wanted`, and those that share the last key among them."""
    if wanted <= 0:
        return among[:0], among[:0]
    if len(among) <= wanted:
        return among, among[:0]
    held = keys[among]
    last = np.partition(held, wanted - 1)[wanted - 1]
    return among[held < last], among[held == last]
