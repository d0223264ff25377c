"""What an index in the database, read from a copy on each host, must survive. Collected in the pass on PostgreSQL.

A host is a folder: two engines with one folder are two processes of a host.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from careercenter.core.db import db
from careercenter.factory import create_app
from careercenter.job_search.query_parser import parse
from careercenter.language import tokenizer
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Criteria, Document, EngineUnavailable
from careercenter.search.stores.directory import WhooshEngine, whoosh_index
from careercenter.search.stores.directory.snapshot import Snapshot
from careercenter.search.stores.postgres import PostgresEngine, engine, local_copy, segment_store
from careercenter.search.stores.postgres import tables as search_tables
from careercenter.search.stores.postgres.segment_store import Transaction
from tests.conftest import settings_for
from tests.factories.search import AT, document

FORK = multiprocessing.get_context("fork")

Host = Callable[[str], PostgresEngine]


def some(count=12, title="Oncology coder"):
    return [document(f"{number:03}", title, description="Reviews charts") for number in range(count)]


@pytest.fixture
def tables(search_database) -> Iterator[Connection]:
    database = create_engine(search_database, isolation_level="AUTOCOMMIT")
    with database.connect() as connection:
        connection.execute(text("truncate search_commit, search_pieces"))
        yield connection
    database.dispose()


@pytest.fixture
def host(tables, search_database, tmp_path) -> Host:
    """Make a process on a host of this name."""
    return lambda name: PostgresEngine(search_database, POSTINGS, tmp_path / name)


@pytest.fixture
def built(host) -> PostgresEngine:
    made = host("a")
    made.rebuild(some())
    return made


def search(engine, words="coder", size=1000):
    return engine.find(Criteria(parse(words)), at=AT, size=size)


def fetched(monkeypatch) -> list[str]:
    """Note which files are read from the tables from here on."""
    files: list[str] = []
    read = Transaction.pieces

    def pieces(self, file):
        files.append(file)
        return read(self, file)

    monkeypatch.setattr(Transaction, "pieces", pieces)
    return files


def damage_files(folder, ending):
    for file in folder.glob(f"postgres-copy/*/*{ending}"):
        file.write_bytes(b"x" * len(file.read_bytes()))


# Missing, damaged, of another version


def test_without_its_tables_search_is_unavailable_and_a_rebuild_is_due(_postgres_url, tmp_path):
    nowhere = PostgresEngine(_postgres_url, POSTINGS, tmp_path)  # a database without our schema
    assert nowhere.stale()
    for verb in (lambda: search(nowhere), nowhere.ids, lambda: nowhere.upsert(some(1)), lambda: nowhere.drop(["a"])):
        with pytest.raises(EngineUnavailable):
            verb()


def test_without_its_server_search_is_unavailable(tmp_path):
    gone = PostgresEngine("postgresql+psycopg://nobody@127.0.0.1:1/none", POSTINGS, tmp_path)
    assert gone.stale()
    with pytest.raises(EngineUnavailable):
        search(gone)


@pytest.mark.parametrize("part", ["vocabulary", "layout", "engine", "schema"])
def test_an_index_of_another_version_is_stale_and_answers_nothing(built, tables, part):
    tables.execute(
        text("update search_commit set stamp = (stamp::jsonb || jsonb_build_object(cast(:part as text), 'another'))::json"),
        {"part": part},
    )
    assert built.stale()
    with pytest.raises(EngineUnavailable, match="another version"):
        search(built)
    built.upsert([document("a", "Coder")])
    built.rebuild(some(3))
    assert search(built).total == 3


def test_the_stamp_names_what_would_keep_or_cut_otherwise(built, tables):
    stamp = tables.execute(text("select stamp from search_commit")).scalar_one()
    assert (stamp["layout"], stamp["vocabulary"]) == (whoosh_index.LAYOUT, tokenizer.VERSION)
    assert stamp["schema"] == POSTINGS.stamp


_ONE_BYTE = "set_byte(content, octet_length(content) / 2, 255 - get_byte(content, octet_length(content) / 2))"
DAMAGE = [
    "truncate search_pieces",
    "delete from search_pieces where file like '%.trm'",
    "delete from search_pieces where file like '%.arr'",
    "update search_pieces set content = ''",
    "update search_pieces set content = substr(content, 2)",
    f"update search_pieces set content = {_ONE_BYTE}",
    "update search_commit set segments = '[{}]'",
    "update search_commit set segments = '{\"a\": 1}'",
    "update search_commit set segments = '3'",
    "update search_commit set segments = (replace(segments::text, '\"deleted\": \"', '\"deleted\": \"AAAA'))::json",
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_tables_make_search_unavailable_where_there_is_no_copy_and_a_rebuild_is_due(built, tables, host, damage):
    tables.exec_driver_sql(damage.replace("%", "%%"))
    late = host("b")
    assert late.stale()
    with pytest.raises(EngineUnavailable, match="damaged"):
        search(late)
    assert late.stale()
    late.upsert([document("more", "Coder")])
    late.rebuild(some(3))
    assert not late.stale()
    assert (search(late).total, search(built).total) == (3, 3)


def test_damaged_tables_are_read_by_one_and_a_whole_copy_goes_on_answering(built, tables, host, monkeypatch):
    tables.execute(text("update search_pieces set content = 'abc'"))
    with pytest.raises(EngineUnavailable, match="damaged"):
        search(host("b"))
    monkeypatch.setattr(Transaction, "pieces", lambda *_: pytest.fail("read again"))
    with pytest.raises(EngineUnavailable, match="damaged"):
        search(host("c"))
    assert search(built).total == 12


@pytest.mark.parametrize("ending", [".toc", ".trm", ".arr"])
def test_a_damaged_copy_is_fetched_anew_by_the_search_that_meets_it(built, host, tmp_path, ending):
    damage_files(tmp_path / "a", ending)
    assert search(host("a")).total == 12
    assert search(built).total == 12
    assert not built.stale()


def test_a_damaged_copy_is_no_reason_for_a_rebuild_and_is_not_written_onto(built, host, tmp_path):
    damage_files(tmp_path / "a", ".arr")
    assert not host("a").stale()
    built.upsert([document("more", "Coder")])
    assert (search(built).total, search(host("b")).total) == (13, 13)


def test_a_copy_lost_while_it_is_in_use_is_fetched_anew(built, tmp_path):
    assert search(built).total == 12
    shutil.rmtree(tmp_path / "a")
    assert search(built).total == 12
    shutil.rmtree(tmp_path / "a")
    built.upsert([document("more", "Coder")])
    assert search(built).total == 13


def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_damaged(built, host, tmp_path):
    (tmp_path / "b").write_text("no folder")
    with pytest.raises(EngineUnavailable, match="cannot be kept"):
        search(host("b"))
    with pytest.raises(EngineUnavailable, match="cannot be kept"):
        host("b").upsert([document("more", "Coder")])
    with pytest.raises(EngineUnavailable, match="cannot be kept"):
        host("b").rebuild(some(3))
    assert not host("b").stale()
    assert search(built).total == 12


def test_a_full_disk_makes_search_unavailable_and_is_not_filled_at_every_request(built, host, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    late = host("b")
    with monkeypatch.context() as patch:
        patch.setattr(local_copy, "_fetch_file", full)
        with pytest.raises(EngineUnavailable, match="No space left"):
            search(late)
        patch.setattr(local_copy, "_fetch_file", lambda *_: pytest.fail("tried again"))
        with pytest.raises(EngineUnavailable, match="a moment ago"):
            search(late)
    late._failed_fetch = None
    assert search(late).total == 12


def test_a_bug_in_one_search_is_not_damage(built, host, monkeypatch):
    answer = Snapshot.find

    def find(self, query, criteria, *args, **kwargs):
        if criteria.query == parse("boom"):
            raise TypeError("a bug")
        return answer(self, query, criteria, *args, **kwargs)

    monkeypatch.setattr(Snapshot, "find", find)
    with pytest.raises(TypeError):
        search(built, "boom")
    assert search(built).total == 12
    assert not built.stale()
    files = fetched(monkeypatch)
    assert search(host("a")).total == 12
    assert files == []


def test_a_dropped_connection_is_replaced(built, tables):
    assert search(built).total == 12
    tables.execute(
        text(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    )
    assert search(built).total == 12


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


# What is kept in the tables


def test_files_are_kept_in_pieces_and_fetched_whole(host, tables, monkeypatch):
    monkeypatch.setattr(search_tables, "PIECE_BYTES", 1000)
    host("a").rebuild(some())
    assert tables.execute(text("select max(octet_length(content)) from search_pieces")).scalar() == 1000
    assert tables.execute(text("select max(number) from search_pieces")).scalar() >= 3
    assert search(host("b"), "oncology charts").total == 12


def test_pieces_are_kept_as_they_are_apart_from_their_rows(tables):
    storage = "select attstorage::text from pg_attribute where attrelid = 'search_pieces'::regclass and attname = 'content'"
    assert tables.execute(text(storage)).scalar() == "e"


def test_pieces_of_segments_that_went_are_deleted(built, tables):
    def files():
        return set(tables.execute(text("select distinct file from search_pieces")).scalars())

    first = files()
    built.upsert([document("more", "Coder")])
    assert first < files()
    built.rebuild(some(3))
    assert len(files()) == 2
    assert not first & files()


def test_many_additions_leave_few_segments(built, host, tables):
    for number in range(70):
        built.upsert([document(f"{number % 40:03}", "Oncology coder")])
    assert tables.execute(text("select json_array_length(segments) from search_commit")).scalar() <= 16
    assert tables.execute(text("select count(distinct file) from search_pieces")).scalar() <= 32
    assert search(host("b")).total == search(built).total == 40


def test_writing_nothing_new_makes_no_commit(built, tables):
    before = tables.execute(text("select name from search_commit")).scalar()
    built.drop(["never-held"])
    assert tables.execute(text("select name from search_commit")).scalar() == before


# Several processes and several hosts


def test_what_one_host_writes_another_sees_and_fetches_once(built, host, monkeypatch):
    there, beside = host("b"), host("b")
    assert (search(there).total, search(beside).total) == (12, 12)
    files = fetched(monkeypatch)
    built.upsert([document("late", "Late coder")])
    built.drop(["000"])
    assert search(there).total == 12
    assert search(there, "late").ids == ("late",)
    assert len(files) == 2  # the new segment's: what was deleted is said by the commit
    assert (search(beside).total, search(beside, "late").ids) == (12, ("late",))
    assert len(files) == 2


def test_hosts_write_by_turns_each_onto_what_the_other_wrote(built, host):
    there = host("b")
    for number in range(10):
        (built, there)[number % 2].upsert([document(f"z{number}", "Zebra coder")])
    assert search(built, "zebra").total == search(there, "zebra").total == 10
    assert built.revisions() == there.revisions()


def test_a_database_that_went_back_to_an_earlier_commit_is_followed(built, host, tables):
    keep = "create table earlier_{0} as select * from search_{0}"
    back = "delete from search_{0}; insert into search_{0} select * from earlier_{0}; drop table earlier_{0}"
    for table in ("commit", "pieces"):
        tables.exec_driver_sql(keep.format(table))
    built.upsert([document("late", "Late coder")])
    assert search(built).total == 13
    for table in ("commit", "pieces"):
        tables.exec_driver_sql(back.format(table))
    assert search(built).total == 12
    built.upsert([document("other", "Other coder")])
    assert search(built).ids == search(host("b")).ids
    assert search(host("b"), "other").total == 1


def test_while_one_process_fetches_the_others_of_its_host_answer_from_the_commit_before(built, host):
    there = host("b")
    assert search(there).total == 12
    built.upsert([document("late", "Late coder")])
    with there._index.directory.writing():
        assert search(there).total == 12
    assert search(there).total == 13


def test_where_there_is_no_copy_yet_waiting_for_the_one_that_fetches_ends(built, host, monkeypatch):
    monkeypatch.setattr(engine, "_FETCH_WAIT_SECONDS", 0.05)
    there = host("b")
    with there._index.directory.writing(), pytest.raises(EngineUnavailable, match="another"):
        search(there)
    there._failed_fetch = None
    assert search(there).total == 12


def test_processes_that_start_at_once_fetch_one_copy(built, host, monkeypatch):
    files = fetched(monkeypatch)
    totals = []
    threads = [threading.Thread(target=lambda: totals.append(search(host("b")).total)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert totals == [12] * 6
    assert len(files) == 2


def test_searches_see_the_old_to_the_end_of_a_rebuild(built, host):
    reading, go_on = threading.Event(), threading.Event()

    def documents() -> Iterator[Document]:
        yield document("new", "New coder")
        reading.set()
        assert go_on.wait(20)

    writer = threading.Thread(target=host("a").rebuild, args=(documents(),))
    writer.start()
    assert reading.wait(20)
    assert (search(built).total, search(host("b")).total) == (12, 12)
    go_on.set()
    writer.join(20)
    assert search(built).ids == search(host("b")).ids == ("new",)


def test_writers_take_turns_and_none_is_lost(built, host):
    def write(first: int) -> None:
        mine = host("ab"[first % 2])
        for number in range(first, first + 5):
            mine.upsert([document(f"t{number}", "Zebra coder")])

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 5, 10, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert search(built, "zebra").total == search(host("c"), "zebra").total == 20


def test_waiting_for_another_writer_ends(built, host, monkeypatch):
    monkeypatch.setattr(segment_store, "_OPTIONS", segment_store._OPTIONS.replace("30s", "50ms"))
    waiting = host("a")

    def documents() -> Iterator[Document]:
        with pytest.raises(EngineUnavailable):
            waiting.upsert([document("a", "Coder")])
        yield document("b", "Coder")

    built.rebuild(documents())
    assert built.ids() == {"b"}


def test_an_engine_made_before_a_fork_opens_connections_of_its_own(built):
    assert search(built).total == 12

    def child():
        built.upsert([document(f"c{os.getpid()}", "Child coder")])
        os._exit(0 if search(built, "oncology").total == 12 else 1)

    children = [FORK.Process(target=child) for _ in range(3)]
    for one in children:
        one.start()
    for one in children:
        one.join(60)
    assert [one.exitcode for one in children] == [0] * 3
    assert search(built).total == 15


def test_threads_share_an_engine(built):
    totals = []
    threads = [threading.Thread(target=lambda: totals.append(search(built, "oncology charts").total)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert totals == [12] * 8


def test_the_folder_of_an_index_on_disk_is_left_to_it(built, search_database, tmp_path):
    on_disk = WhooshEngine(tmp_path / "a", POSTINGS)
    on_disk.rebuild(some(3))
    assert (search(on_disk).total, search(built).total) == (3, 12)
    built.upsert([document("more", "Coder")])
    assert (search(on_disk).total, search(built).total) == (3, 13)
