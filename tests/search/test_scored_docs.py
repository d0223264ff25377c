"""Scores kept in few bytes are the scores that were put in, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from careercenter.search.index import scored_docs
from careercenter.search.index.scored_docs import ScoredDocs, distinct_values

SIZE = 5_000


def scored(share: float, different: int = 300) -> tuple[np.ndarray, np.ndarray, ScoredDocs]:
    rng = np.random.default_rng(7)
    doc_ids = np.flatnonzero(rng.random(SIZE) < share)
    scores = rng.choice(rng.random(different) * 40 + rng.integers(0, 2, different) * 100_000, len(doc_ids))
    return doc_ids, scores, ScoredDocs.of(doc_ids, scores, SIZE)


def forms(share: float) -> list[ScoredDocs]:
    kept = scored(share)[2]
    return [kept, kept.packed()] if kept.packable else [kept]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.4, 1.0])
def test_every_form_gives_back_what_was_put_in(share: float) -> None:
    doc_ids, scores, _kept = scored(share)
    rng = np.random.default_rng(8)
    asked, allowed = np.flatnonzero(rng.random(SIZE) < 0.2), rng.random(SIZE) < 0.5
    by_doc = dict(zip(doc_ids.tolist(), scores.tolist(), strict=True))
    for kept in forms(share):
        assert [column.tolist() for column in kept.all()] == [doc_ids.tolist(), scores.tolist()]
        left = [doc_id for doc_id in by_doc if allowed[doc_id]]
        assert [column.tolist() for column in kept.among(allowed)] == [left, [by_doc[doc_id] for doc_id in left]]
        found, found_scores = kept.lookup(asked)
        assert asked[found].tolist() == [doc_id for doc_id in asked.tolist() if doc_id in by_doc]
        assert found_scores.tolist() == [by_doc[doc_id] for doc_id in asked[found].tolist()]
        sums = np.ones(len(asked))
        kept.add_to(sums, asked)
        assert sums.tolist() == [1.0 + by_doc.get(doc_id, 0.0) for doc_id in asked.tolist()]
        assert int(np.bitwise_count(kept.bits(SIZE)).sum()) == kept.count == len(doc_ids)


def test_many_documents_are_packed_into_a_quarter_and_few_stay_as_they_are() -> None:
    many, few = scored(0.9)[2], scored(0.01)[2]
    assert many.packed().bytes < many.bytes / 3
    assert not few.packable


def test_scores_that_all_differ_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scored_docs, "_MOST_VALUES", 100)
    kept = scored(0.9)[2]
    assert kept.packed() is kept


def test_values_that_fall_on_one_place_of_the_table_are_told_apart() -> None:
    scores = np.random.default_rng(9).random(60_000)[np.arange(120_000) % 60_000]
    values, codes = distinct_values(scores)
    assert len(values) == 60_000
    assert (values[codes] == scores).all()
