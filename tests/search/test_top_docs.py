"""Pages of many hits with few different keys: what a page leaves unsorted must not show on it."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.index import top_docs as module
from careercenter.search.index.doc_values import IndexDocValues, SegmentDocValues
from careercenter.search.index.top_docs import TopDocs
from careercenter.search.interface import Document, Sort
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
SCORES = np.array([at % 3 + ranking.EXACT_MATCH_BONUS * (at % 2) for at in range(len(DOCUMENTS))], dtype=np.float64)


@pytest.fixture(autouse=True, params=["of few", "of many"])
def keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for ranks as among few keys, and as among so many that a sample says where."""
    if request.param == "of many":
        monkeypatch.setattr(module, "_SAMPLED_FROM", 20)
        monkeypatch.setattr(module, "_SAMPLE_SIZE", 10)


def key(sort: Sort, doc_id: int) -> Any:
    document_ = DOCUMENTS[doc_id]
    if sort is Sort.PAY:
        return -(ranking.top_amount(document_) or -1)
    if sort is Sort.CLOSING:
        return document_.closes_at
    if sort is Sort.NEWEST:
        return 0
    recency = ranking.recency_decay((AT - document_.posted_at).days)
    return -round(
        ranking.apply_boosts(SCORES[doc_id] % ranking.EXACT_MATCH_BONUS, recency, document_.completeness)
        + ranking.EXACT_MATCH_BONUS * (doc_id % 2),
        6,
    )


def in_order(sort: Sort) -> list[int]:
    def full(doc_id: int) -> tuple[Any, float, str]:
        return key(sort, doc_id), -DOCUMENTS[doc_id].posted_at.timestamp(), DOCUMENTS[doc_id].id

    return sorted(range(len(DOCUMENTS)), key=full)


def top_docs(sort: Sort) -> TopDocs:
    rows = SegmentDocValues.of(POSTINGS, DOCUMENTS, [[1] * len(POSTINGS.fields)] * len(DOCUMENTS))
    doc_values = IndexDocValues(rows, np.ones(rows.size, np.bool_))
    scores = SCORES if sort is Sort.BEST else None
    return TopDocs(
        doc_values,
        np.arange(rows.size),
        scores,
        float(SCORES.max() % ranking.EXACT_MATCH_BONUS),
        sort,
        MOMENT,
        lambda at: DOCUMENTS[at].id,
    )


def pages(top: TopDocs, *, capped: bool) -> list[int]:
    numbers = range(1, -(-len(DOCUMENTS) // SIZE) + 1)
    return [doc_id for number in numbers for doc_id in top.page(number, SIZE, capped=capped)]


@pytest.mark.parametrize("sort", Sort)
def test_all_pages_together_are_all_in_order(sort: Sort) -> None:
    assert pages(top_docs(sort), capped=False) == in_order(sort)


def test_behind_a_spread_first_page_all_others_follow() -> None:
    def employers(doc_id: int) -> tuple[str, ...]:
        one: Document = DOCUMENTS[doc_id]
        return one.values[Facet.EMPLOYER]

    assert pages(top_docs(Sort.BEST), capped=True) == ranking.cap_per_employer(in_order(Sort.BEST), employers, SIZE)
