"""Documents that meet all but a few of the things asked for: how many each misses is counted for 64 of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from typing import Any

import numpy as np

from careercenter.search import close_matches as rules
from careercenter.search import ranking
from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.execute import FacetFilters
from careercenter.search.index.facet_bitmaps import BITS_PER_WORD, Array, Bitmap, doc_ids_in, words_needed
from careercenter.search.index.scoring import ScoreCache
from careercenter.search.index.top_docs import TopDocs, boosted_scores
from careercenter.search.interface import CloseMatch, Criteria, Criterion, Sort
from careercenter.search.query import Range


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
    filters = FacetFilters(doc_values, criteria, moment)
    asked = (
        *(Criterion(clause=clause) for clause in dict.fromkeys(criteria.query.must)),
        *(Criterion(clause=clause, excluded=True) for clause in dict.fromkeys(criteria.query.must_not)),
        *(Criterion(facet=facet) for facet in filters.masks),
    )
    if not rules.most_missed(doc_values.schema, asked):
        return ()
    search = _CloseMatchSearch(doc_values, score_cache, criteria, asked=asked, filters=filters, moment=moment, id_of=id_of)
    pool = search.nearest(rules.POOL)
    shown = ranking.cap_per_employer(pool, doc_values.employers_of(pool).__getitem__, size)[:size]
    return tuple(CloseMatch(id_of(doc_id), search.missed_by(doc_id)) for doc_id in shown)


class _CloseMatchSearch:
    """`met` says of each criterion which documents meet it; `missing[n]` are the documents that miss exactly so many."""

    def __init__(
        self,
        doc_values: IndexDocValues,
        score_cache: ScoreCache,
        criteria: Criteria,
        *,
        asked: Sequence[Criterion],
        filters: FacetFilters,
        moment: int,
        id_of: Callable[[int], str],
    ) -> None:
        self._doc_values, self._criteria, self._moment, self._id_of = doc_values, criteria, moment, id_of
        self._score_cache, self._filters = score_cache, filters
        self._met = [(criterion, self._bits(criterion)) for criterion in asked]
        self._scored = [score_cache.clause(clause) for clause in (*criteria.query.must, *criteria.query.should)]
        schema = doc_values.schema
        self._has_degrees = any(criterion.excluded or rules.has_degrees(schema, criterion) for criterion in asked)
        self._max_text_score = sum(scored.max_text_score for scored in self._scored)
        most = rules.most_missed(schema, asked)
        self._missing = _count_missed([bitmap for _, bitmap in self._met], most, words_needed(doc_values.size))

    def _bits(self, criterion: Criterion) -> Bitmap:
        if criterion.clause is None:
            return self._filters.masks[criterion.facet]
        bits = self._score_cache.clause(criterion.clause).bits(self._doc_values.size)
        return ~bits if criterion.excluded else bits

    def nearest(self, number: int) -> list[int]:
        """Give so many of the nearest documents, the nearest first."""
        allowed = self._doc_values.open_bits_at(self._moment)
        subjects = [bitmap for criterion, bitmap in self._met if rules.is_subject(self._doc_values.schema, criterion)]
        if not subjects:
            return self._nearest(allowed, number)
        about_subject = reduce(np.bitwise_or, subjects)
        return self._nearest(allowed & about_subject, number) or self._nearest(allowed & ~about_subject, number)

    def _nearest(self, among: Bitmap, number: int) -> list[int]:
        nearest: list[int] = []
        for missed, missing in enumerate(self._missing[1:], start=1):
            if self._has_degrees:
                doc_ids = doc_ids_in(missing & among, self._doc_values.size)
                nearest += self._by_degree(doc_ids, missed, number - len(nearest)) if len(doc_ids) else ()
            else:
                nearest += self._by_score(missing & among, number - len(nearest))
            if len(nearest) == number:
                break
        return nearest

    def _by_degree(self, doc_ids: Array, missed: int, number: int) -> Iterator[int]:
        """Give the nearest of documents that miss equally many things; only what may be among them is scored."""
        hundredths = self._hundredths(doc_ids, missed)
        last = np.partition(hundredths, number - 1)[number - 1] if len(doc_ids) > number else hundredths.max(initial=0)
        before, doc_ids = doc_ids[hundredths < last], doc_ids[hundredths == last]
        yield from self._by_key(before, hundredths[hundredths < last])
        number -= len(before)
        scores = self._scores_of(doc_ids)
        # Where no words are met the newest come first; most are such, and one number many times is slow to partition.
        with_words = np.flatnonzero(scores > 0.0)
        for part, part_scores in ((doc_ids[with_words], scores[with_words]), (doc_ids[np.flatnonzero(scores <= 0.0)], None)):
            if number and len(part):
                first = self._top(part, part_scores, number)
                number -= len(first)
                yield from first

    def _by_score(self, bits: Bitmap, number: int) -> list[int]:
        """Give the nearest of documents that miss equally many things by no degrees: those with words of the query first."""
        size = self._doc_values.size
        with_words = np.zeros_like(bits)
        for scored in self._scored:
            with_words |= scored.bits(size)
        doc_ids = doc_ids_in(bits & with_words, size)
        nearest = self._top(doc_ids, self._scores_of(doc_ids), number) if len(doc_ids) else []
        if len(nearest) < number:
            nearest += self._top(doc_ids_in(bits & ~with_words, size), None, number - len(nearest))
        return nearest

    def _top(self, doc_ids: Array, scores: Array | None, number: int) -> list[int]:
        top_docs = TopDocs(self._doc_values, doc_ids, scores, self._max_text_score, Sort.BEST, self._moment, self._id_of)
        return top_docs.page(1, number, capped=False)

    def _by_key(self, doc_ids: Array, hundredths: Array) -> Iterator[int]:
        """Order documents by how far off they are, then by score, newness and id."""
        keys = rules.key(hundredths, boosted_scores(self._doc_values, doc_ids, self._scores_of(doc_ids), self._moment))
        ages = -self._doc_values.posted[doc_ids]
        ranked = zip(keys.tolist(), ages.tolist(), map(self._id_of, doc_ids.tolist()), doc_ids.tolist(), strict=True)
        return (doc_id for *_key, doc_id in sorted(ranked))

    def _scores_of(self, doc_ids: Array) -> Array:
        near, miles = self._criteria.near, ranking.miles(self._doc_values.schema, self._criteria)
        scores = np.zeros(len(doc_ids))
        for scored in self._scored:
            scored.add_to(scores, doc_ids)
        if near and miles:
            scores = scores + ranking.EXACT_MATCH_BONUS * self._doc_values.within_radius(near, miles)[doc_ids]
        return scores

    def _hundredths(self, doc_ids: Array, missed: int) -> Array:
        """Say how far off documents are that miss so many things."""
        schema = self._doc_values.schema
        floor = ranking.amount_floor(schema, self._criteria)
        hundredths = np.full(len(doc_ids), float(rules.HALF * missed))
        for criterion, met in self._met:
            off: Any = None
            if criterion.excluded:
                off = rules.WHOLE
            elif schema.is_distance(criterion.facet) and self._criteria.near:
                off = rules.miles_off(self._doc_values.miles_from(self._criteria.near)[doc_ids])
            elif schema.is_amount(criterion.facet) and floor:
                pay = self._doc_values.pay[doc_ids]
                off = np.where(pay < 0, rules.HALF, rules.pay_off(floor, pay))
            elif limits := rules.limits_of(schema, criterion, self._criteria):
                off = self._number_off(limits, doc_ids)
            if off is not None:
                meets = _has(met, doc_ids)
                hundredths += np.where(meets, 0, np.minimum(off, rules.WHOLE) - rules.HALF)
        return np.round(hundredths).astype(np.int64)

    def _number_off(self, limits: Iterable[Range], doc_ids: Array) -> Array:
        offs = [rules.number_off(one, self._doc_values.numbers(one.facet)[doc_ids]) for one in limits]
        nearest: Array = np.fmin.reduce(offs)
        return np.nan_to_num(nearest, nan=float(rules.HALF))

    def missed_by(self, doc_id: int) -> tuple[Criterion, ...]:
        """Give what a document misses."""
        word, bit = divmod(doc_id, BITS_PER_WORD)
        return tuple(criterion for criterion, met in self._met if not met.item(word) >> bit & 1)


def _count_missed(met: list[Bitmap], most: int, words: int) -> list[Bitmap]:
    """Give the documents that miss none, exactly one, and so on up to `most` of some things.

    A document moves up one level with each thing it misses, and out above the last. Of four documents (a bit each):

        met      missing[0]  missing[1]  missing[2]
                 1111        0000        0000
        1101     1101        0010        0000
        0101     0101        1000        0010        the third misses both
    """
    missing = [np.full(words, ~np.uint64(0)), *(np.zeros(words, np.uint64) for _ in range(most))]
    for bitmap in met:
        unmet = ~bitmap
        for missed in range(most, 0, -1):
            missing[missed] = missing[missed] & bitmap | missing[missed - 1] & unmet
        missing[0] = missing[0] & bitmap
    return missing


def _has(bitmap: Bitmap, doc_ids: Any) -> Any:
    """Say of documents whether they are in a bitmap."""
    shifts = np.asarray(doc_ids % BITS_PER_WORD, np.uint64)
    return (bitmap[doc_ids // BITS_PER_WORD] >> shifts) & np.uint64(1) != 0
