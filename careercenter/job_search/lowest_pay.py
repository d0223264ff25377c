"""Which of the jobs found pay from the floor asked for, and which reach it only at the top of their pay.

An engine finds both and puts the first before the second; a page says where the second begin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from careercenter.job_search.labels import pay_label
from careercenter.job_search.resolved import ResolvedSearch, from_the_floor
from careercenter.language.pay import Pay
from careercenter.postings.content import PostingContent
from careercenter.postings.search_document import facet_values
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.interface import SearchReader, SearchResult, Sort
from careercenter.search.query import Clause
from careercenter.taxonomy.work_terms import PayUnit


class Standing(IntEnum):
    """In the order jobs are shown in."""

    FROM_IT = 0
    BELOW = 1
    UNSAID = 2


@dataclass(frozen=True, slots=True)
class LowestPay:
    """`floor` is what was asked for in words, as "$35 an hour"; `from_it` is how many of all jobs found pay no less."""

    floor: str
    from_it: int
    clause: Clause

    def standing(self, content: PostingContent) -> Standing:
        """Say how the pay of a posting stands to the floor."""
        stated = facet_values(content).get(Facet.LEAST_PAY, ())
        if not stated:
            return Standing.UNSAID
        from_it = any(limits.holds(value) for limits in self.clause.ranges for value in stated)
        return Standing.FROM_IT if from_it else Standing.BELOW


def lowest_pay(search: ResolvedSearch, result: SearchResult, engine: SearchReader, *, at: datetime) -> LowestPay | None:
    """Count the jobs that pay from the floor; None where none is asked for, all found do, or the order is another."""
    floor = ranking.amount_floor(POSTINGS, search.criteria)
    if floor is None or not result.total or search.request.sort is not Sort.BEST:
        return None
    clause = from_the_floor(floor)
    query = search.criteria.query
    narrower = replace(search.criteria, query=replace(query, must=(*query.must, clause)))
    from_it = engine.find(narrower, at=at, size=1, counted=()).total
    return None if from_it == result.total else LowestPay(_words(search, floor), from_it, clause)


def _words(search: ResolvedSearch, floor: int) -> str:
    """Say the floor as it was typed, or as it was chosen beside the words."""
    typed = search.interpretation.pay_min
    return pay_label(typed if typed and typed.hourly_cents == floor else Pay(PayUnit.HOUR, floor))
