"""A process that is killed between any two steps leaves the commit before or the one after, on every host."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest
from sqlalchemy import create_engine, text

from careercenter.job_search.query_parser import parse
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Criteria
from careercenter.search.stores.directory.index_directory import IndexDirectory
from careercenter.search.stores.directory.whoosh_index import WhooshIndex
from careercenter.search.stores.postgres import PostgresEngine, local_copy
from careercenter.search.stores.postgres.local_copy import LocalCopy
from careercenter.search.stores.postgres.segment_store import Transaction
from tests.factories.search import AT, document

FORK = multiprocessing.get_context("fork")

WRITE = [
    (WhooshIndex, "prepare"),
    (Transaction, "publish"),
    (Transaction, "commit"),
    (WhooshIndex, "commit"),
    (local_copy, "_write_name"),
]
REBUILD = [
    (WhooshIndex, "commit"),
    (Transaction, "publish"),
    (LocalCopy, "finish"),
    (Transaction, "commit"),
    (IndexDirectory, "point_at"),
]
FETCH_ANEW = [(local_copy, "_fetch_file"), (WhooshIndex, "commit"), (LocalCopy, "finish"), (IndexDirectory, "point_at")]
FETCH_MORE = [(local_copy, "_fetch_file"), (WhooshIndex, "commit"), (local_copy, "_write_name")]


@pytest.fixture
def host(search_database, tmp_path):
    """Make a process on a host of this name, after an index was built on host a."""
    database = create_engine(search_database)
    with database.begin() as connection:
        connection.execute(text("truncate search_commit, search_pieces"))
    database.dispose()

    def made(name):
        return PostgresEngine(search_database, POSTINGS, tmp_path / name)

    made("a").rebuild([document(f"{number:03}", "Oncology coder") for number in range(12)])
    return made


def ids(made):
    return set(made.find(Criteria(parse("coder")), at=AT, size=100).ids)


def killed(place, name, when, work):
    """Run `work` in a process that is killed before or after a step."""
    step = getattr(place, name)

    def kill(*args, **kwargs):
        if when == "after":
            step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    def child():
        setattr(place, name, kill)
        work()
        os._exit(0)  # never came to the step

    process = FORK.Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def whole(host, *allowed):
    """All hosts answer alike, with one of the sets allowed, and go on being written."""
    held = ids(host("a"))
    assert held in allowed
    assert ids(host("b")) == held
    host("a").upsert([document("next", "Next coder")])
    host("b").drop(["003"])
    expected = (held | {"next"}) - {"003"}
    assert ids(host("a")) == ids(host("b")) == set(host("c").ids()) == expected
    assert not host("a").stale()


BEFORE = {f"{number:03}" for number in range(12)}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("place", "name"), WRITE)
def test_killed_while_writing(host, place, name, when):
    def work():
        host("a").upsert([document("new", "New coder"), document("001", "Another coder")])

    killed(place, name, when, work)
    whole(host, BEFORE, BEFORE | {"new"})


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("place", "name"), REBUILD)
def test_killed_while_rebuilding(host, place, name, when):
    after = {"003", "rebuilt"}
    killed(place, name, when, lambda: host("a").rebuild([document(one, "Coder") for one in sorted(after)]))
    whole(host, BEFORE, after)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("place", "name"), FETCH_ANEW)
def test_killed_while_fetching_a_copy(host, place, name, when):
    killed(place, name, when, lambda: ids(host("b")))
    whole(host, BEFORE)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("place", "name"), FETCH_MORE)
def test_killed_while_fetching_what_is_new(host, place, name, when):
    ids(host("b"))
    host("a").upsert([document("new", "New coder"), document("001", "Another coder")])
    killed(place, name, when, lambda: ids(host("b")))
    whole(host, BEFORE | {"new"})
