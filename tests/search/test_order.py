"""Pages of many hits with few different keys: what a page leaves unsorted must not show on it."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from careercenter.search import ranking
from careercenter.search.arrays.columns import Columns, Rows
from careercenter.search.arrays.order import Hits
from careercenter.search.interface import Document, Facet, Sort
from tests.factories.search import AT, document

SIZE = 7
MOMENT = ranking.microseconds(AT)
DOCUMENTS = [
    document(
        f"{name:03}",
        under={Facet.EMPLOYER: "large" if at % 6 == 5 else f"e{at % 4}"},  # the best are all of one
        pay=(3000 + at % 3, None) if at % 4 else (None, None),
        days_ago=at % 7,
        closes_in=1 + at % 2,
    )
    for at, name in enumerate(random.Random(3).sample(range(500), 400))
]
SCORES = np.array([at % 3 + ranking.EXACT * (at % 2) for at in range(len(DOCUMENTS))], dtype=np.float64)


def key(sort: Sort, place: int) -> Any:
    one = DOCUMENTS[place]
    if sort is Sort.PAY:
        return -(ranking.top_pay(one) or -1)
    if sort is Sort.CLOSING:
        return one.closes_at
    if sort is Sort.NEWEST:
        return 0
    fresh = ranking.freshness((AT - one.posted_at).days)
    return -round(ranking.lifted(SCORES[place] % ranking.EXACT, fresh, one.completeness) + ranking.EXACT * (place % 2), 6)


def in_order(sort: Sort) -> list[int]:
    def full(place: int) -> tuple[Any, float, str]:
        return key(sort, place), -DOCUMENTS[place].posted_at.timestamp(), DOCUMENTS[place].id

    return sorted(range(len(DOCUMENTS)), key=full)


def hits(sort: Sort) -> Hits:
    rows = Rows.of(DOCUMENTS, [[1] * len(ranking.FIELDS)] * len(DOCUMENTS))
    columns = Columns(rows, np.ones(rows.size, np.bool_))
    scores = SCORES if sort is Sort.BEST else None
    return Hits(
        columns, np.arange(rows.size), scores, float(SCORES.max() % ranking.EXACT), sort, MOMENT, lambda at: DOCUMENTS[at].id
    )


def pages(found: Hits, *, spread: bool) -> list[int]:
    numbers = range(1, -(-len(DOCUMENTS) // SIZE) + 1)
    return [place for number in numbers for place in found.page(number, SIZE, spread=spread)]


@pytest.mark.parametrize("sort", Sort)
def test_all_pages_together_are_all_in_order(sort: Sort) -> None:
    assert pages(hits(sort), spread=False) == in_order(sort)


def test_behind_a_spread_first_page_all_others_follow() -> None:
    def employers(place: int) -> tuple[str, ...]:
        one: Document = DOCUMENTS[place]
        return one.values[Facet.EMPLOYER]

    assert pages(hits(Sort.BEST), spread=True) == ranking.spread(in_order(Sort.BEST), employers, SIZE)
