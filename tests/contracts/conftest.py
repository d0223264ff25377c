"""Every engine there is: each test of the contract is asked of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, text

from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import SearchEngine
from careercenter.search.select import engine as named
from tests.conftest import DATABASE
from tests.factories.search import document

# The one on PostgreSQL is asked where the tests have a PostgreSQL: in the second pass of `make test`.
ON_DISK = ["whoosh"] + (["postgres"] if DATABASE == "postgresql" else [])


@pytest.fixture(scope="module", params=["memory", *ON_DISK])
def make(request, tmp_path_factory) -> Callable[[], SearchEngine]:
    """Make an engine that was never built."""

    def made() -> SearchEngine:
        url = request.getfixturevalue("search_database") if request.param == "postgres" else ""
        if url:
            forget(url)
        return named(request.param, POSTINGS, tmp_path_factory.mktemp("index"), url)

    return made


def forget(url: str) -> None:
    database = create_engine(url)
    with database.begin() as connection:
        connection.execute(text("truncate search_commit, search_pieces"))
    database.dispose()


@pytest.fixture
def engine(make) -> SearchEngine:
    made = make()
    made.rebuild([])
    return made


@pytest.fixture
def board(engine) -> SearchEngine:
    engine.rebuild(
        [
            document(
                "a", "Coder", under={Facet.STATE: ("TX", "CA"), Facet.WORK_SETTING: "remote"}, pay=(1, 3200), days_ago=0.5
            ),
            document("b", "Coder", under={Facet.STATE: ("TX",), Facet.WORK_SETTING: "onsite"}, pay=(2600, None), days_ago=2),
            document("c", "Coder", under={Facet.STATE: ("CA",), Facet.WORK_SETTING: "remote"}, pay=(4000, 5200), days_ago=10),
            document("d", "Auditor", under={Facet.STATE: ("OH",), Facet.WORK_SETTING: "hybrid"}, days_ago=40),
        ]
    )
    return engine
