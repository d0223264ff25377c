"""What every engine agrees on, so that the same documents give the same answer: scoring, scales, moments and pages.

The arithmetic is written with plain operators: it takes numbers and numpy arrays alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from careercenter.core.numbers import whole
from careercenter.language import tokenizer
from careercenter.search.interface import (
    DEEPEST_PAGE,
    MOST_OF_ONE_EMPLOYER,
    UNSAID,
    Criteria,
    Document,
    Scale,
    Schema,
    Sort,
)
from careercenter.search.query import FacetName, Range

T = TypeVar("T")

# Terms of a field that are searched: no posting comes near, and a position and a count fit into 13 bits.
MAX_FIELD_TERMS = 8191

# BM25's usual saturation.
_K1 = 1.2

# How far newness and a well-filled posting may lift a score: enough to part equals, too little to pass a better match.
_RECENCY_BOOST, _RECENCY_HALF_LIFE_DAYS = 0.05, 14.0
_COMPLETENESS_BOOST = 0.02

# Answering one clause exactly outweighs all words of a query: twelve terms in every field come to some 8,000.
EXACT_MATCH_BONUS = 100_000.0
# A number within an exact range parts those that answer the rest alike: it counts less than the subject or a place.
EXACT_RANGE = 0.5
EXACT_RANGE_BONUS = EXACT_MATCH_BONUS * EXACT_RANGE

# Scores nearer than this are equal, so that two engines with another order of additions agree on ties.
SCORE_DIGITS = 6

# Three letters and a star may begin thousands of terms; those that most postings hold are looked for.
MAX_PREFIX_TERMS = 50

_MAX_DAYS = 36_500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
MICROSECONDS_A_DAY = 86_400_000_000


def bm25f_score(boost: Any, length_normalization: Any, occurrences: Any, length: Any, average_length: Any) -> Any:
    """Weigh `occurrences` of a term in a field: BM25F, saturated within the field, times its boost.

    `average_length`: of the field in all documents, at least 1.
    """
    norm = 1.0 - length_normalization + length_normalization * length / average_length
    return boost * occurrences * (_K1 + 1.0) / (occurrences + _K1 * norm)


def terms_of(schema: Schema, document: Document) -> list[list[str]]:
    """Cut the texts of a document into terms: a list a field, in the order of the schema."""
    return [tokenizer.tokenize(document.texts.get(name, ""))[:MAX_FIELD_TERMS] for name in schema.field_names]


def facet_match_score(schema: Schema, documents: int, doc_freq: int) -> float:
    """Weigh standing under a facet value that was asked for: like a word once in a field of that boost."""
    return schema.facet_match_boost * idf(documents, doc_freq)


def idf(documents: int, doc_freq: int) -> float:
    """Give the inverse document frequency of what `doc_freq` of `documents` have; never negative."""
    return math.log(1.0 + (documents - doc_freq + 0.5) / (doc_freq + 0.5))


def recency_decay(age_in_days: Any) -> Any:
    """Give 1 for what is new, half of it for what is two weeks old, and so on. That of two ages is their product."""
    return 0.5 ** (age_in_days / _RECENCY_HALF_LIFE_DAYS)


def apply_boosts(score: Any, recency: Any, completeness: Any) -> Any:
    """Boost a text score (without exact bonuses) by recency and completeness."""
    return score * (1.0 + _RECENCY_BOOST * recency + _COMPLETENESS_BOOST * completeness)


def caps_employers(schema: Schema, criteria: Criteria) -> bool:
    """Say whether the first page is spread over employers: that of the best, unless employers were chosen."""
    return schema.capped is not None and criteria.sort is Sort.BEST and not criteria.values(schema.capped)


def cap_per_employer(ordered: Sequence[T], employers: Callable[[T], Collection[Hashable]], size: int) -> list[T]:
    """Let no employer have more than three of the first page; what is passed over comes right after.

    Where nobody else is left to fill the page, it is filled with what was passed over.
    """
    shown_of: dict[Hashable, int] = {}
    full: set[Hashable] = set()
    page: list[T] = []
    postponed: list[T] = []
    for position, hit in enumerate(ordered):
        if len(page) == size:
            return [*page, *postponed, *ordered[position:]]
        hit_employers = employers(hit)
        if not full.isdisjoint(hit_employers):
            postponed.append(hit)
            continue
        page.append(hit)
        for employer in hit_employers:
            number = shown_of[employer] = shown_of.get(employer, 0) + 1
            if number == MOST_OF_ONE_EMPLOYER:
                full.add(employer)
    return [*page, *postponed]


def expand_prefix(documents: Mapping[str, int]) -> list[str]:
    """Choose, of the terms that begin as a person typed, those looked for; `documents` holds how many each stands in."""
    return sorted(documents, key=lambda term: (-documents[term], term))[:MAX_PREFIX_TERMS]


def microseconds(moment: datetime) -> int:
    """Count from 1970, exactly: a float would lose the last of them."""
    return (moment - _EPOCH) // _MICROSECOND


def top_amount(document: Document) -> int | None:
    """Give the highest amount, or the lowest where only that is stated."""
    return document.amount_max if document.amount_max is not None else document.amount_min


def pay_floor(values: Iterable[str]) -> int | None:
    """Read the choices of the amount's facet: the lowest floor chosen, None when there is none."""
    return min(filter(None, map(_number, values)), default=None)


def amount_floor(schema: Schema, criteria: Criteria) -> int | None:
    """Give the floor asked for; None when there is none."""
    return pay_floor(criteria.values(schema.amount.facet)) if schema.amount else None


def miles(schema: Schema, criteria: Criteria) -> int | None:
    """Read how far around the place counts: the longest distance chosen or the usual one; None where no place is given."""
    if criteria.near is None or schema.distance is None:
        return None
    return max(filter(None, map(_number, criteria.values(schema.distance.facet))), default=schema.distance.default)


def posted_days(values: Iterable[str]) -> int | None:
    """Read the choices of the facet of age: the longest time chosen, None when there is none."""
    days = max(filter(None, map(_number, values)), default=None)
    return None if days is None else min(days, _MAX_DAYS)


def within_step(scale: Scale, step: float) -> Range:
    """Give the numbers for which a step of a scale stands."""
    return Range(scale.facet, least=step) if scale.at_least else Range(scale.facet, most=step)


def widest_step(scale: Scale, values: Iterable[str]) -> int | None:
    """Read the choices of a facet of numbers: the step that leaves most; None where there is none."""
    steps = [number for number in map(_number, values) if number is not None]
    return (min if scale.at_least else max)(steps, default=None)


def scale_steps(schema: Schema, facet: FacetName, criteria: Criteria) -> dict[str, int]:
    """Give the steps of a scale that are counted: the usual ones, and any other that was chosen."""
    if schema.is_distance(facet) and criteria.near is None:
        return {}
    steps = {str(step): step for step in schema.scales[facet].steps}
    for text in chosen_steps(schema, facet, criteria):
        steps[text] = min(int(text), _MAX_DAYS) if schema.is_age(facet) else int(text)
    return steps


def chosen_steps(schema: Schema, facet: FacetName, criteria: Criteria) -> set[str]:
    """Give the steps that are counted even when nothing stands under them."""
    if schema.is_distance(facet) and criteria.near is None:
        return set()
    zero = facet in schema.number_facets
    return {str(number) for number in map(_number, criteria.values(facet)) if number or (zero and number == 0)}


def narrows(schema: Schema, facet: FacetName, criteria: Criteria) -> bool:
    """Say whether something is chosen in a facet that means anything there."""
    values = criteria.values(facet)
    if schema.is_distance(facet):
        return criteria.near is not None
    if not values:
        return False
    if schema.is_amount(facet):
        return pay_floor(values) is not None or includes_unsaid(schema, criteria)
    if schema.is_age(facet):
        return posted_days(values) is not None
    return widest_step(schema.scales[facet], values) is not None if facet in schema.number_facets else True


def includes_unsaid(schema: Schema, criteria: Criteria) -> bool:
    """Say whether documents without an amount count beside a floor."""
    return schema.amount is not None and UNSAID in criteria.values(schema.amount.facet)


def clamp_page(page: int, size: int, total: int) -> int:
    """Give the page to show: the one asked for, or the first when that is none or past the end."""
    return page if 1 <= page <= DEEPEST_PAGE and (page - 1) * size < total else 1


def _number(text: str) -> int | None:
    return whole(text)
