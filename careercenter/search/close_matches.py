"""The rules of close matches, which every engine agrees on: what may be missed, and what is nearer than what.

Nearer is, in this order: what keeps the subject; what misses fewer things; what misses them by less, as a job 60 miles away or
one that pays a dollar less; what scores more; what is newer. The subject, which says what the work is about, is given up only
where nothing keeps it. The arithmetic takes numbers and numpy arrays alike.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from careercenter.core.places import distance_miles
from careercenter.search import ranking
from careercenter.search.interface import Criteria, Criterion, Document, Schema
from careercenter.search.query import Clause, Range

# Things that may be missed of those asked for. More would be another search.
MOST_MISSED = 2
# The nearest documents among which employers take turns.
POOL = 100

# How far off a miss is, in hundredths: what was excluded and is there is as far off as can be.
WHOLE, HALF = 100, 50
# Miles at which a place is as far off as can be.
_FARTHEST = 500
# Of two documents as far off the one that scores more is nearer: no score comes to this.
_KEY_PER_HUNDREDTH = 100 * ranking.EXACT_MATCH_BONUS


def asked(schema: Schema, criteria: Criteria) -> tuple[Criterion, ...]:
    """Give the things asked for: clauses, then what is excluded, then facets in their order."""
    everything = (
        *(Criterion(clause=clause) for clause in criteria.query.must),
        *(Criterion(clause=clause, excluded=True) for clause in criteria.query.must_not),
        *(Criterion(facet=facet) for facet in schema.facets if ranking.narrows(schema, facet, criteria)),
    )
    return tuple(dict.fromkeys(everything))


def most_missed(schema: Schema, criteria: Collection[Criterion]) -> int:
    """Say how many of the things asked for may be missed: never all, unless the only one is missed by degree."""
    if len(criteria) == 1:
        return sum(has_degrees(schema, criterion) for criterion in criteria)
    return min(MOST_MISSED, len(criteria) - 1)


def has_degrees(schema: Schema, criterion: Criterion) -> bool:
    """Say whether a document can miss a criterion by little or by much."""
    if criterion.excluded:
        return False
    ranges = criterion.clause.ranges if criterion.clause else ()
    facet = criterion.facet
    return bool(ranges) or schema.is_distance(facet) or schema.is_amount(facet) or facet in schema.number_facets


def subjects(schema: Schema, criteria: Iterable[Criterion]) -> frozenset[Criterion]:
    """Give those that say what the work is about."""
    return frozenset(criterion for criterion in criteria if is_subject(schema, criterion))


def is_subject(schema: Schema, criterion: Criterion) -> bool:
    """Say whether a criterion is a value of the schema's subject, or naming something is an answer to it."""
    clause = criterion.clause or Clause()
    facets = {criterion.facet, *(value.facet for value in clause.satisfied_by)}
    about = schema.subject is not None and schema.subject in facets
    return (about or clause.exact_terms) and not criterion.excluded


def miles_off(miles: Any) -> Any:
    """Give how far off a place is."""
    return WHOLE * miles / _FARTHEST


def pay_off(floor: int, hourly: Any) -> Any:
    """Give how far off a pay below the floor is, both in cents."""
    return WHOLE * (floor - hourly) / floor


def number_off(limits: Range, number: Any) -> Any:
    """Give how far off a number outside limits is: half way where it is as far outside as the limit is large."""
    below = 0 if limits.least is None else limits.least - number
    above = 0 if limits.most is None else number - limits.most
    limit = np.where(np.greater(below, above), limits.least or 0, limits.most or 0)
    outside = np.maximum(np.maximum(below, above), 0)
    return WHOLE * outside / (outside + np.maximum(limit, 1))


def limits_of(schema: Schema, criterion: Criterion, criteria: Criteria) -> tuple[Range, ...]:
    """Give the ranges of numbers of which a criterion wants one."""
    if criterion.facet in schema.number_facets:
        scale = schema.scales[criterion.facet]
        step = ranking.widest_step(scale, criteria.values(criterion.facet))
        return () if step is None else (ranking.within_step(scale, step),)
    return criterion.clause.ranges if criterion.clause else ()


def hundredths_off(schema: Schema, criterion: Criterion, document: Document, criteria: Criteria) -> float:
    """Give how far off a document is by one criterion that it misses."""
    near, floor, pay = criteria.near, ranking.amount_floor(schema, criteria), ranking.top_amount(document)
    if criterion.excluded:
        return WHOLE
    if schema.is_distance(criterion.facet) and near:
        miles = (distance_miles(center, point) for center in near.centers for point in document.points)
        return min(float(WHOLE), float(miles_off(min(miles, default=math.inf))))
    if schema.is_amount(criterion.facet) and floor is not None and pay is not None:
        return float(pay_off(floor, pay))
    offs = [
        float(number_off(limits, number))
        for limits in limits_of(schema, criterion, criteria)
        if (number := smallest_number(document.values.get(limits.facet, ()))) is not None
    ]
    return min(offs, default=HALF)


def smallest_number(values: Iterable[str]) -> float | None:
    """Give the number that counts of those a document states in a facet; None where it states none."""
    return min(map(float, values), default=None)


def key(hundredths: Any, score: Any) -> Any:
    """Give one number for how far off a document is and what it scores, the nearest having the smallest."""
    return _KEY_PER_HUNDREDTH * hundredths - score
