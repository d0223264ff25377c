"""Answers that are kept: for the same search, while it finds the same documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from careercenter.job_search import query_parser
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import Criteria, Near, SearchResult, Sort
from careercenter.search.stores.directory import WhooshEngine, snapshot
from tests.factories.search import AT, document

ONCOLOGY = Criteria(query_parser.parse("oncology"))
CLOSES_IN_DAYS = 1


class Asked:
    """An engine over three documents, and how often it had to find an answer."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found = 0
        self.engine = WhooshEngine(folder, POSTINGS)
        self.engine.rebuild(
            [document("a", title="Oncology coder"), document("b", title="Oncology auditor", closes_in=CLOSES_IN_DAYS)]
        )
        for name in ("execute", "close_matches"):
            monkeypatch.setattr(snapshot, name, self._counting(getattr(snapshot, name)))

    def _counting(self, find: Any) -> Any:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.found += 1
            return find(*arguments, **named)

        return counted

    def again(self, criteria: Criteria = ONCOLOGY, after: timedelta = timedelta(0), **named: Any) -> SearchResult:
        return self.engine.find(criteria, at=AT + after, **named)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(tmp_path / "index", monkeypatch)


def test_the_same_search_within_the_minute_is_found_once(asked: Asked) -> None:
    first = asked.again()
    assert asked.again(after=timedelta(seconds=59)) == first
    assert asked.again(Criteria(query_parser.parse("oncology"))) == first
    assert asked.found == 1


def test_after_a_minute_it_is_found_anew(asked: Asked) -> None:
    asked.again()
    asked.again(after=timedelta(seconds=60))
    assert asked.found == 2


def test_an_earlier_moment_is_not_answered_from_a_later_one(asked: Asked) -> None:
    asked.again(after=timedelta(seconds=30))
    asked.again()
    assert asked.found == 2


def test_what_closes_meanwhile_is_gone_at_once(asked: Asked) -> None:
    closing = timedelta(days=CLOSES_IN_DAYS)
    assert set(asked.again(after=closing - timedelta(seconds=1)).ids) == {"a", "b"}
    assert set(asked.again(after=closing).ids) == {"a"}


def test_what_comes_or_goes_is_found_at_once(asked: Asked) -> None:
    asked.again()
    asked.engine.upsert([document("c", title="Oncology biller")])
    assert set(asked.again().ids) == {"a", "b", "c"}
    asked.engine.drop(["a"])
    assert set(asked.again().ids) == {"b", "c"}


@pytest.mark.parametrize(
    ("criteria", "named"),
    [
        (Criteria(query_parser.parse("auditor")), {}),
        (replace(ONCOLOGY, sort=Sort.NEWEST), {}),
        (replace(ONCOLOGY, chosen={Facet.WORK_SETTING: ("remote",)}), {}),
        (replace(ONCOLOGY, near=Near("Houston, TX", 29.8, -95.4, "TX")), {}),
        (ONCOLOGY, {"page": 2}),
        (ONCOLOGY, {"size": 1}),
        (ONCOLOGY, {"counted": ()}),
        (ONCOLOGY, {"counted": (Facet.WORK_SETTING,)}),
    ],
)
def test_another_search_is_another_answer(asked: Asked, criteria: Criteria, named: dict[str, Any]) -> None:
    asked.again()
    asked.again(criteria, **named)
    assert asked.found == 2


def test_a_search_that_chooses_an_age_is_answered_for_its_moment(asked: Asked) -> None:
    new = replace(ONCOLOGY, chosen={Facet.POSTED: ("7",)})
    asked.again(new)
    asked.again(new)
    assert asked.found == 2


def test_close_matches_are_kept_too(asked: Asked) -> None:
    criteria = Criteria(query_parser.parse("oncology"), {Facet.WORK_SETTING: ("remote",), Facet.STATE: ("TX",)})
    first = asked.engine.close_matches(criteria, at=AT)
    assert first
    assert asked.engine.close_matches(criteria, at=AT) == first
    assert asked.found == 1
    assert len(asked.engine.close_matches(criteria, at=AT, size=1)) == 1
    assert asked.found == 2
