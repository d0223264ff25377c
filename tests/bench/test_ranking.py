"""The judged set of rankings holds together, and its measure is what it says."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bench.ranking import AT, GRADES, QUERIES, PlainBM25, ndcg, read_judged
from careercenter.cli.demo.days import dated
from careercenter.postings.lifecycle import PostingStatus
from careercenter.search.interface import Document


def test_there_are_a_hundred_and_twenty_queries_of_many_kinds_each_once() -> None:
    judged = read_judged()
    assert len(judged) >= 120
    assert max(Counter(one.text.casefold() for one in judged).values()) == 1
    assert max(Counter(one.id for one in judged).values()) == 1
    assert {one.kind for one in judged} >= {"code", "specialty", "abbr", "typo", "credential", "place", "pay", "terms", "mixed"}


def test_every_query_has_something_that_serves_it() -> None:
    assert [one.id for one in read_judged() if max(one.grades.values(), default=0) < 2] == []


def test_every_grade_is_given_once_to_a_live_posting_of_the_demonstration() -> None:
    live = {one.job.key for one in dated(AT, {}) if one.status is PostingStatus.LIVE}
    with QUERIES.open(encoding="utf-8", newline="") as queries, GRADES.open(encoding="utf-8", newline="") as grades:
        known = {row["id"] for row in csv.DictReader(queries)}
        rows = list(csv.DictReader(grades))
    assert {row["query_id"] for row in rows} == known
    assert {row["posting"] for row in rows} <= live
    assert {row["grade"] for row in rows} == {"1", "2", "3"}
    assert max(Counter((row["query_id"], row["posting"]) for row in rows).values()) == 1


def test_a_gain_is_divided_by_the_logarithm_of_its_place() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    # 3/1 + 0 + 7/2, of 7/1 + 3/1.58496 + 1/2
    assert ndcg(["b", "x", "a"], grades) == pytest.approx(6.5 / 9.39279, abs=1e-5)
    assert ndcg(["a", "b", "c"], grades) == pytest.approx(1.0)
    assert ndcg(["x", "y"], grades) == 0.0


def test_what_stands_below_the_depth_counts_neither_here_nor_in_the_best_there_could_be() -> None:
    grades = {"a": 3, "b": 3, "c": 3}
    assert ndcg(["a", "b", "x"], grades, depth=2) == pytest.approx(1.0)
    assert ndcg(["x", "y", "a"], grades, depth=2) == 0.0


def _document(title: str, description: str) -> Document:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Document(
        id=title, texts={"title": title, "description": description},
        values={}, posted_at=at, closes_at=at + timedelta(days=30),
    )  # fmt: skip


def test_plain_bm25_knows_words_and_nothing_else() -> None:
    documents = {
        "rare": _document("Rad-Onc Coder", "linear accelerator"),
        "long": _document("Coder", "claims " * 40 + "onc"),
        "other": _document("Coder", "claims"),
    }
    plain = PlainBM25(documents)
    assert plain("RAD onc") == ["rare", "long"]
    assert plain("radonc") == []
    assert PlainBM25(documents, every=True)("rad onc") == ["rare"]
