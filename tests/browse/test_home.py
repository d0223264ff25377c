"""The first page: the newest jobs, how many there are, and ways in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.browse.home import NEWEST
from careercenter.browse.views import warm
from careercenter.core.clock import now
from careercenter.job_search.execute import EngineWithFallback
from careercenter.job_search.fallback import DatabaseFallback
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.memory_engine import MemoryEngine
from careercenter.search.stores.directory import snapshot
from tests.browse.pages import titles
from tests.factories.postings import make_posting
from tests.factories.search import document


def test_the_newest_come_first_and_all_are_counted(app: Flask, client: FlaskClient) -> None:
    moment = now()
    ages = [3, 1, 8, 2, 5, 7, 6, 4]
    for days in ages:
        posting = make_posting(title=f"{days} Days Old")
        posting.posted_at = moment - timedelta(days=days)
        app.extensions["search"].upsert([document_of(posting)])
    page = client.get("/").text
    assert titles(page) == [f"{days} Days Old" for days in sorted(ages)[:NEWEST]]
    assert "All 8 jobs" in page


def test_while_the_index_is_away_the_newest_are_shown_and_no_number_is_claimed(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_posting(title="Zebra Coder")
    monkeypatch.setitem(app.extensions, "search", MemoryEngine(POSTINGS))  # never built
    monkeypatch.setitem(app.extensions, "job_search", EngineWithFallback(lambda: app.extensions["search"], DatabaseFallback()))
    page = client.get("/").text
    assert titles(page) == ["Zebra Coder"]
    assert "All jobs" in page


def test_what_the_first_search_waits_for_is_made_before_it(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    own_app.extensions["search"].rebuild([document("one", "Oncology Coder")])
    warm(own_app)
    monkeypatch.setattr(snapshot, "SpellingIndex", lambda *_: pytest.fail("made by the first visitor"))
    assert own_app.extensions["search"].nearest(["oncolgy"]) == {"oncolgy": "oncology"}
