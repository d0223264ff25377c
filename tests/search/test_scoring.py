"""What is kept of scores: at once as they are, in few bytes when asked for again or when there is no more room."""

from __future__ import annotations

import numpy as np
import pytest

from careercenter.postings.search_schema import POSTINGS
from careercenter.search.index import scoring
from careercenter.search.index.doc_values import IndexDocValues
from careercenter.search.index.scored_docs import ScoredDocs
from careercenter.search.index.scoring import ScoreCache, TermDocs
from careercenter.search.query import TermQuery

SIZE = 2_000


class Reader:
    """Every term stands in every document."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def term_docs(self, term: str) -> TermDocs:
        self.asked.append(term)
        return TermDocs(np.arange(SIZE), np.full(SIZE, 1, np.uint16))

    def phrase_docs(self, terms: tuple[str, ...]) -> np.ndarray:
        raise NotImplementedError

    def prefix_terms(self, letters: str) -> dict[str, int]:
        raise NotImplementedError


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> ScoreCache:
    made = ScoreCache(IndexDocValues.empty(POSTINGS), Reader())
    scores = np.arange(SIZE) % 10 + 1.0
    monkeypatch.setattr(made, "_score", lambda docs: ScoredDocs.of(docs.doc_ids, scores, SIZE))
    return made


def ask(cache: ScoreCache, term: str) -> ScoredDocs:
    return cache.term_query(TermQuery((term,)))


def test_what_is_asked_for_again_is_packed(cache: ScoreCache) -> None:
    first = ask(cache, "chart")
    ask(cache, "chart")
    again = ask(cache, "chart")
    assert first.packable
    assert not again.packable
    assert (first.all()[1] == again.all()[1]).all()
    assert cache._reader.asked == ["chart"]


def test_without_room_the_oldest_are_packed_and_nothing_is_thrown_away(
    cache: ScoreCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "_MAX_CACHED_BYTES", 4 * SIZE * 8)
    for number in range(8):
        ask(cache, f"word{number}")
    assert not cache._cache["word0"].packable
    assert cache._cache["word7"].packable
    assert len(cache._cache) == 8
    assert cache._bytes == sum(kept.bytes + scoring._BYTES_PER_KEY for kept in cache._cache.values())


def test_where_even_packed_there_is_no_room_all_is_forgotten(cache: ScoreCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "_MAX_CACHED_BYTES", SIZE)
    assert ask(cache, "chart").count == SIZE
    assert not cache._cache
    assert not cache._bytes
