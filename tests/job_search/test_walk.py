"""How far one search goes through the house: who follows it opens so many files."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.core.db import db
from careercenter.postings.search_document import document_of
from tests.factories.postings import make_posting
from tests.walk import walk

ADDRESS = "/jobs?q=remote oncology coder houston not onsite"
# What a search is made of; the page around it (signing in, addresses, layout) is the same for all pages.
SEARCH = ("browse", "job_search", "language", "search")
MOST_MODULES = 39
# The same question again within the minute.
MOST_AGAIN, MOST_AGAIN_IN_ALL = 15, 30


@pytest.fixture
def client(own_app: Flask) -> FlaskClient:
    """A visitor of a board of 25 postings, once everything that is made once is made."""
    with own_app.app_context():
        made = [make_posting(title=f"Remote Oncology Coder {number}") for number in range(25)]
        db.session.commit()
        own_app.extensions["search"].rebuild([document_of(posting) for posting in made])
    client = own_app.test_client()
    for other in ("dallas", "chicago"):  # another page than the one that is kept for the next visitor
        assert "25 jobs" in client.get(ADDRESS.replace("houston", other)).text
    return client


def test_one_search_enters_few_modules(client: FlaskClient) -> None:
    one_search = walk(lambda: client.get(ADDRESS))
    entered = one_search.within(*SEARCH)
    assert len(entered) <= MOST_MODULES, sorted(entered)
    # Each of these has its one part in it: what was followed is no page kept from before.
    assert {
        "job_search/facets",
        "job_search/request",
        "job_search/resolved",
        "job_search/execute",
        "job_search/result_page",
    } <= entered


def test_the_same_search_again_enters_fewer(client: FlaskClient) -> None:
    first = client.get(ADDRESS).text
    again = walk(lambda: client.get(ADDRESS))
    assert client.get(ADDRESS).text == first
    assert len(again.within(*SEARCH)) <= MOST_AGAIN, sorted(again.within(*SEARCH))
    assert len(again.modules) <= MOST_AGAIN_IN_ALL, sorted(again.modules)


def test_a_walk_counts_modules_and_the_calls_between_them() -> None:
    from careercenter.core.numbers import whole
    from careercenter.core.paging import page_number

    way = walk(lambda: (page_number("3"), whole("4")))
    assert way.modules == {"core/numbers", "core/paging"}
    assert way.within("core") == way.modules
    assert way.within("search") == set()
    assert way.calls["core/paging"] == 1
    assert way.moves == 1
