"""The rules of close matches, which every engine agrees on: what may be missed, and what is nearer than what.

Nearer is, in this order: what keeps the subject; what misses fewer things; what misses them by less, as a job 60 miles away or
one that pays a dollar less; what scores more; what is newer. The subject, which says what the work is about, is given up only
where nothing keeps it. The arithmetic takes numbers and numpy arrays alike.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Any

from careercenter.core.places import distance_miles
from careercenter.search import ranking
from careercenter.search.interface import Criteria, Criterion, Document, Schema
from careercenter.search.query import Clause

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
        return sum(schema.is_distance(criterion.facet) or schema.is_amount(criterion.facet) for criterion in criteria)
    return min(MOST_MISSED, len(criteria) - 1)


def subjects(schema: Schema, criteria: Iterable[Criterion]) -> frozenset[Criterion]:
    """Give those that say what the work is about."""
    return frozenset(criterion for criterion in criteria if _is_subject(schema, criterion))


def _is_subject(schema: Schema, criterion: Criterion) -> bool:
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
    return HALF


def key(hundredths: Any, score: Any) -> Any:
    """Give one number for how far off a document is and what it scores, the nearest having the smallest."""
    return _KEY_PER_HUNDREDTH * hundredths - score
