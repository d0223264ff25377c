"""What tables shared by several processes must survive. Collected in the pass on PostgreSQL."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from careercenter.core.db import db
from careercenter.factory import create_app
from careercenter.job_search.query_parser import parse
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.interface import Criteria, Document, EngineUnavailable, Near, Sort
from careercenter.search.stores.postgres import PostgresEngine, engine
from tests.conftest import settings_for
from tests.factories.search import AT, document

FORK = multiprocessing.get_context("fork")


def some(count=12, title="Oncology coder"):
    return [document(f"{number:03}", title, description="Reviews charts") for number in range(count)]


@pytest.fixture
def tables(search_database) -> Iterator[Connection]:
    database = create_engine(search_database, isolation_level="AUTOCOMMIT")
    with database.connect() as connection:
        connection.execute(
            text("truncate search_documents, search_terms, search_state, search_values, search_deleted_documents")
        )
        yield connection
    database.dispose()


@pytest.fixture
def built(tables, search_database) -> PostgresEngine:
    made = PostgresEngine(search_database, POSTINGS)
    made.rebuild(some())
    return made


def found(made, words="coder", **asked):
    return made.find(Criteria(parse(words)), at=AT, **{"size": 1000, **asked})


# Missing, damaged, of another version


def test_without_its_tables_search_is_unavailable_and_a_rebuild_is_due(_postgres_url):
    nowhere = PostgresEngine(_postgres_url, POSTINGS)  # a database without our schema
    assert nowhere.stale()
    for verb in (lambda: found(nowhere), nowhere.ids, lambda: nowhere.upsert(some(1)), lambda: nowhere.drop(["a"])):
        with pytest.raises(EngineUnavailable):
            verb()


def test_without_its_server_search_is_unavailable():
    gone = PostgresEngine("postgresql+psycopg://nobody@127.0.0.1:1/none", POSTINGS)
    assert gone.stale()
    with pytest.raises(EngineUnavailable):
        found(gone)


@pytest.mark.parametrize("change", [{"vocabulary": 0}, {"layout": 0}, {"engine": "another"}])
def test_tables_of_another_version_are_stale_and_answer_nothing(built, tables, change):
    stamp = {**engine._STAMP, "schema": POSTINGS.stamp, **change}
    tables.execute(text("update search_state set stamp = :stamp"), {"stamp": json.dumps(stamp)})
    assert built.stale()
    with pytest.raises(EngineUnavailable, match="another version"):
        found(built)
    built.upsert([document("a", "Coder")])
    assert "a" not in built.ids()
    built.rebuild(some(3))
    assert found(built).total == 3


@pytest.mark.parametrize(
    "table", ["search_documents", "search_terms", "search_state", "search_values", "search_deleted_documents"]
)
def test_an_emptied_table_makes_a_rebuild_due(built, tables, table):
    built.upsert([document("003", "Coder", under={Facet.STATE: "TX"})])
    assert not built.stale()
    tables.execute(text(f"truncate {table}"))
    assert built.stale()


@pytest.mark.parametrize(
    "damage",
    [
        "truncate search_values",
        "update search_values set facet = 'another'",
        "update search_documents set doc_values = ''",
        "update search_documents set doc_values = 'abc'",
        "update search_documents set facet_ids = '\\xffffffff'",
        "update search_documents set points = 'abc'",
    ],
)
def test_what_cannot_be_read_makes_search_unavailable_and_a_rebuild_due(built, tables, search_database, damage):
    built.upsert([document("a", "Coder", under={Facet.STATE: "TX"})])
    tables.execute(text(damage))
    late = PostgresEngine(search_database, POSTINGS)
    with pytest.raises(EngineUnavailable, match="damaged"):
        found(late)
    assert late.stale()
    late.rebuild(some(3))
    assert found(late).total == 3


def test_a_rebuild_is_due_when_most_of_what_is_kept_is_gone(built, monkeypatch):
    monkeypatch.setattr(engine, "_MIN_DELETED", 5)
    for _ in range(3):
        built.upsert(some())
        assert found(built).total == 12
    assert built.stale()
    built.rebuild(some())
    assert not built.stale()


def test_a_dropped_connection_is_replaced(built, tables):
    assert found(built).total == 12
    tables.execute(
        text(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    )
    assert found(built).total == 12


def test_a_board_keeps_its_index_in_its_own_database(search_database, tables, tmp_path):
    app = create_app(settings_for(tmp_path, search_database, search_engine="postgres"))
    said = "The search index is being made ready again"
    assert said in app.test_client().get("/jobs").text
    assert "holds 0 jobs" in app.test_cli_runner().invoke(args=["search", "reindex"]).output
    page = app.test_client().get("/jobs?q=oncology")
    assert page.status_code == 200
    assert said not in page.text
    with app.app_context():
        db.engine.dispose()


# Several at once


def test_what_another_engine_writes_is_seen_and_read_once(built, search_database, monkeypatch):
    assert found(built).total == 12
    other = PostgresEngine(search_database, POSTINGS)
    other.upsert([document("late", "Late coder")])
    other.drop(["000"])
    assert found(built).total == 12
    assert found(built, "late").ids == ("late",)
    monkeypatch.setattr(engine.Snapshot, "read", lambda *_: pytest.fail("read again"))
    assert found(built, "oncology").total == 11


def test_searches_see_the_old_rows_to_the_end_of_a_rebuild(built, search_database):
    reading, go_on = threading.Event(), threading.Event()

    def documents() -> Iterator[Document]:
        yield document("new", "New coder")
        reading.set()
        assert go_on.wait(20)

    writer = threading.Thread(target=PostgresEngine(search_database, POSTINGS).rebuild, args=(documents(),))
    writer.start()
    assert reading.wait(20)
    assert found(built).total == 12
    go_on.set()
    writer.join(20)
    assert found(built).ids == ("new",)


def test_writers_take_turns_and_none_is_lost(built, search_database):
    def write(first: int) -> None:
        mine = PostgresEngine(search_database, POSTINGS)
        for number in range(first, first + 5):
            mine.upsert([document(f"t{number}", "Zebra coder")])

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 5, 10, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found(built, "zebra").total == 20


def test_waiting_for_another_writer_ends(built, search_database, monkeypatch):
    monkeypatch.setattr(engine, "_OPTIONS", engine._OPTIONS.replace("30s", "50ms"))
    waiting = PostgresEngine(search_database, POSTINGS)

    def documents() -> Iterator[Document]:
        with pytest.raises(EngineUnavailable):
            waiting.upsert([document("a", "Coder")])
        yield document("b", "Coder")

    built.rebuild(documents())
    assert built.ids() == {"b"}


def test_an_engine_made_before_a_fork_opens_connections_of_its_own(built):
    assert found(built).total == 12

    def child():
        built.upsert([document(f"c{os.getpid()}", "Child coder")])
        os._exit(0 if found(built, "oncology").total == 12 else 1)

    children = [FORK.Process(target=child) for _ in range(3)]
    for one in children:
        one.start()
    for one in children:
        one.join(20)
    assert [one.exitcode for one in children] == [0] * 3
    assert found(built).total == 15


def test_threads_share_an_engine(built):
    totals = []
    threads = [threading.Thread(target=lambda: totals.append(found(built, "oncology charts").total)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert totals == [12] * 8


# Long and many


def test_a_long_text_is_found_by_its_last_word_and_marks_are_taken_as_they_are(built):
    long = " ".join(f"w{number}" for number in range(ranking.MAX_FIELD_TERMS - 1))
    built.upsert([document("long", description=f"{long} zebra"), document("marks", "O'Brien \\ & | ! <-> ':* coder")])
    assert found(built, "zebra").ids == ("long",)
    assert found(built, "o'brien").ids == ("marks",)
    assert found(built, '"coder o\'brien"').ids == ()


def test_many_values_of_many_documents_are_counted_over_blocks(built):
    states = ("TX", "CA", "OH")
    built.rebuild(
        document(
            f"{number:04}",
            "Coder",
            under={Facet.STATE: states[: 1 + number % 3], Facet.EMPLOYER: f"e{number % 70}"},
            days_ago=number % 9,
        )
        for number in range(5000)
    )
    everything = found(built, size=20)
    assert everything.total == 5000
    assert everything.facets[Facet.STATE] == {"TX": 5000, "CA": 3333, "OH": 1666}
    assert sum(everything.facets[Facet.EMPLOYER].values()) == 5000
    some_of = built.find(Criteria(parse("coder"), {Facet.EMPLOYER: ("e3",)}, Sort.NEWEST), at=AT)
    assert some_of.total == everything.facets[Facet.EMPLOYER]["e3"]
    assert len(some_of.facets[Facet.EMPLOYER]) == 70


def test_only_new_rows_are_read_after_a_change(built, tables):
    assert found(built).total == 12
    tables.execute(text("update search_documents set doc_values = '', facet_ids = ''"))
    built.upsert([document("new", "New coder", under={Facet.STATE: ("TX",)})])
    assert found(built, "new").facets[Facet.STATE] == {"TX": 1}
    assert found(built).total == 13


def test_a_process_that_starts_late_answers_as_one_that_saw_every_change(built, search_database):
    texas, ohio = {Facet.STATE: ("TX", "OH"), Facet.EMPLOYER: "e1"}, {Facet.STATE: "OH", Facet.EMPLOYER: "e2"}
    for number in range(6):
        built.upsert([document(f"{number:03}", "Coder", under=texas if number % 2 else ohio, pay=(None, 2500 + number))])
        built.drop([f"{number + 6:03}"])
        assert found(built).total == 11 - number
    built.upsert([document("places", "Coder", points=((29.76, -95.37), (32.78, -96.8)), under=ohio)])
    late = PostgresEngine(search_database, POSTINGS)
    near = Near("Dallas, TX", 32.78, -96.8, state="TX")
    for criteria in (
        Criteria(parse("coder")),
        Criteria(parse("coder"), near=near),
        Criteria(sort=Sort.PAY, chosen={Facet.STATE: ("OH",)}),
        Criteria(parse('"oncology coder"')),
    ):
        assert late.find(criteria, at=AT) == built.find(criteria, at=AT)
    assert late.find(Criteria(near=near), at=AT).ids == ("places",)


def test_a_thread_that_began_before_a_change_was_read_looks_again(built, search_database):
    assert found(built).total == 12
    with built._reading() as cursor:
        engine._state(cursor)  # from here on this transaction sees twelve
        PostgresEngine(search_database, POSTINGS).drop(["000"])
        assert found(built).total == 11
        assert built._matching_snapshot(cursor, reload=False) is None
        assert built._matching_snapshot(cursor, reload=True).state.generation == 0
    assert found(built).total == 11


# Words


def test_of_many_that_begin_so_those_in_the_most_documents_are_looked_for(built):
    often = [document(f"o{number}", f"zeb{number // 2}") for number in range(2 * ranking.MAX_PREFIX_TERMS)]
    built.rebuild([*often, document("once", "zebra")])
    assert "once" not in found(built, "zeb*").ids
    assert found(built, "zeb*").total == 2 * ranking.MAX_PREFIX_TERMS


def test_beginnings_are_found_whatever_the_order_of_letters(tables, search_database):
    made = PostgresEngine(search_database, POSTINGS)
    made.rebuild(
        [document(f"{number}", word) for number, word in enumerate(("Über", "ubert", "uber-x", "ube", "ubf", "éclair"))]
    )
    assert set(found(made, "ube*").ids) == {"0", "1", "2", "3"}
    assert found(made, "ecl*").ids == ("5",)
    ordered = "select collation_name from information_schema.columns where table_name = 'search_terms' and column_name = 'term'"
    assert tables.execute(text(ordered)).scalar() == "C"


def test_a_new_word_is_near_to_a_slip_before_long(built):
    assert built.nearest(["cardiolgy"]) == {}
    built.upsert([document("new", "Cardiology coder")])
    assert built.nearest(["cardiolgy"]) == {"cardiolgy": "cardiology"}
