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
_ROUNDED = 10.0**-rules.SCORE_DIGITS


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
        among, keys = self._with_keys(wanted)
        sure, unsure = _split(keys, wanted)
        if len(sure) + len(unsure) > wanted:
            newer, as_new = _split(-self.columns.posted[among[unsure]], wanted - len(sure))
            unsure = unsure[np.concatenate([newer, as_new])]
        some = np.concatenate([sure, unsure])
        by_key = keys[some]
        order = np.argsort(by_key)
        by_key, some = by_key[order], among[some[order]]
        if not (by_key[1:] == by_key[:-1]).any():
            found: list[int] = some[:wanted].tolist()
            return found
        by_age = -self.columns.posted[some]
        order = np.lexsort((by_age, by_key))
        by_key, by_age = by_key[order], by_age[order]
        equal = (by_key[1:] == by_key[:-1]) & (by_age[1:] == by_age[:-1])
        return self._by_id(some[order].tolist(), equal)[:wanted]

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
            last = _largest(scores, wanted)
            least_lift, most_lift = columns.lifts(self.moment)
            least = last + _words(last) * (least_lift - 1.0) - _ROUNDED
            # Without exact answers all of a score is words.
            within = least / most_lift if last < rules.EXACT else least - (most_lift - 1.0) * self.most
            near = np.flatnonzero(scores >= within)
            hits, scores = hits[near], scores[near]
        words = _words(scores)
        lifted = rules.lifted(words, columns.freshness(hits, self.moment), columns.completeness[hits]) + (scores - words)
        if len(hits) > wanted:
            near = np.flatnonzero(lifted >= _largest(lifted, wanted) - _ROUNDED)
            hits, lifted = hits[near], lifted[near]
        return hits, -np.round(lifted, rules.SCORE_DIGITS)


def _largest(values: Array, number: int) -> Any:
    """Give the last of so many largest values."""
    return np.partition(values, len(values) - number)[len(values) - number]


def _words(scores: Any) -> Any:
    """Give what words score, exact answers taken away."""
    if np.max(scores, initial=0.0) < rules.EXACT:
        return scores
    return scores - np.floor(scores / rules.EXACT) * rules.EXACT


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


def _split(keys: Array, wanted: int) -> tuple[Array, Array]:
    """Give where those stand that are certain to be of the first `wanted`, and those that share the last key among them."""
    if wanted <= 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    if len(keys) <= wanted:
        return np.arange(len(keys)), np.empty(0, np.int64)
    last = np.partition(keys, wanted - 1)[wanted - 1]
    return np.flatnonzero(keys < last), np.flatnonzero(keys == last)
