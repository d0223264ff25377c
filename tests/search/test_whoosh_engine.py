"""What an index on disk shared by several processes must survive."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import shutil
import signal
import threading
import time
from contextlib import suppress

import pytest

from careercenter.job_search import query_parser
from careercenter.job_search.query_parser import parse
from careercenter.language import tokenizer
from careercenter.postings.search_schema import POSTINGS
from careercenter.search import ranking
from careercenter.search.interface import Criteria, EngineUnavailable
from careercenter.search.stores.directory import WhooshEngine, engine, index_directory, segment_file
from careercenter.search.stores.directory.snapshot import Snapshot
from tests.factories.search import AT, document

FORK = multiprocessing.get_context("fork")


def some(count=12, title="Oncology coder"):
    return [document(f"{number:03}", title, description="Reviews charts") for number in range(count)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def built(path):
    WhooshEngine(path, POSTINGS).rebuild(some())
    WhooshEngine(path, POSTINGS).upsert([document("late", "Late coder")])
    return path


def folder_of(path):
    return path / (path / "current").read_text()


def found(path_or_engine, words="coder", size=1000):
    made = path_or_engine if isinstance(path_or_engine, WhooshEngine) else WhooshEngine(path_or_engine, POSTINGS)
    return made.find(Criteria(parse(words)), at=AT, size=size)


# Missing and damaged


def test_an_index_never_built_is_unavailable_and_stale(path):
    missing = WhooshEngine(path, POSTINGS)
    with pytest.raises(EngineUnavailable):
        found(missing)
    assert missing.stale()
    assert missing.ids() == frozenset()
    missing.drop(["a"])
    assert not path.joinpath("current").exists()


def _kinds():
    return ["toc", "trm", "arr"]


def _damage(built, ending, damage):
    for file in folder_of(built).glob(f"*{ending}"):
        content = file.read_bytes()
        match damage:
            case "gone":
                file.unlink()
            case "empty":
                file.write_bytes(b"")
            case "half":
                file.write_bytes(content[: len(content) // 2])
            case "garbage":
                file.write_bytes(random.Random(7).randbytes(len(content)))
            case "one bit":
                file.write_bytes(content[:-9] + bytes([content[-9] ^ 4]) + content[-8:])


@pytest.mark.parametrize("ending", _kinds())
@pytest.mark.parametrize("damage", ["gone", "empty", "half", "garbage"])
def test_a_damaged_file_makes_search_unavailable_until_a_rebuild(built, ending, damage):
    _damage(built, ending, damage)
    damaged = WhooshEngine(built, POSTINGS)
    with pytest.raises(EngineUnavailable):
        found(damaged)
    with suppress(EngineUnavailable):
        damaged.upsert([document("more", "More coder")])
    assert damaged.stale()
    before = folder_of(built)
    damaged.rebuild(some())
    assert not damaged.stale()
    assert found(damaged).total == 12
    assert (built / f"damaged-{before.name}").is_dir()


def test_what_one_process_cannot_read_none_asks_any_more(built, monkeypatch):
    elsewhere = WhooshEngine(built, POSTINGS)
    assert found(elsewhere).total == 13
    for file in folder_of(built).glob("*.trm"):
        file.write_bytes(b"x" * 99)
    with pytest.raises(EngineUnavailable):
        found(WhooshEngine(built, POSTINGS))
    with pytest.raises(EngineUnavailable, match="damaged"):
        found(elsewhere)
    elsewhere.upsert([document("more", "More coder")])
    elsewhere.rebuild(some())
    assert found(elsewhere).total == 12


@pytest.mark.parametrize("ending", ["trm", "arr"])
@pytest.mark.parametrize("damage", ["empty", "half", "garbage", "one bit"])
@pytest.mark.parametrize("mapped_from", [0, 1 << 20])
def test_a_file_damaged_while_it_is_open_is_noticed(path, monkeypatch, ending, damage, mapped_from):
    monkeypatch.setattr(segment_file, "_MAPPED_FROM", mapped_from)
    monkeypatch.setattr(engine, "_FILE_CHECK_SECONDS", -1.0)
    reading = WhooshEngine(path, POSTINGS)
    reading.rebuild(some())
    assert found(reading, "oncology charts").total == 12
    _damage(path, ending, damage)
    with pytest.raises(EngineUnavailable):
        found(reading, "oncology charts")
    assert reading.stale()
    reading.rebuild(some())
    assert found(reading, "oncology charts").total == 12


@pytest.mark.parametrize("ending", ["trm", "arr"])
def test_nothing_is_written_onto_a_damaged_index(built, ending):
    writing_ = WhooshEngine(built, POSTINGS)
    assert found(writing_).total == 13
    _damage(built, ending, "garbage")
    with pytest.raises(EngineUnavailable):
        writing_.upsert([document("more", "More coder")])
    assert writing_.stale()


@pytest.mark.parametrize("ending", ["trm", "arr"])
def test_one_bit_that_changed_is_found_by_the_check(built, ending):
    assert not WhooshEngine(built, POSTINGS).stale()
    _damage(built, ending, "one bit")
    assert WhooshEngine(built, POSTINGS).stale()


@pytest.mark.parametrize("verb", ["upsert", "rebuild"])
def test_a_full_disk_leaves_what_was_there(built, monkeypatch, verb):
    before = sorted(file.name for file in folder_of(built).iterdir())

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(segment_file, "ArrayWriter", full)
        with pytest.raises((EngineUnavailable, OSError)):
            getattr(WhooshEngine(built, POSTINGS), verb)([document("more", "Coder")])
    assert sorted(file.name for file in folder_of(built).iterdir()) == before
    assert found(built).total == 13
    assert not WhooshEngine(built, POSTINGS).stale()


def test_only_the_last_damaged_folder_is_kept(built):
    for _ in range(3):
        for file in folder_of(built).glob("*.trm"):
            file.write_bytes(b"x")
        WhooshEngine(built, POSTINGS).rebuild(some())
    assert len(list(built.glob("damaged-*"))) == 1


def test_damage_is_not_read_again_at_every_search(built, monkeypatch):
    _damage(built, "arr", "garbage")
    damaged = WhooshEngine(built, POSTINGS)
    with pytest.raises(EngineUnavailable):
        found(damaged)
    monkeypatch.setattr(engine.whoosh_index.WhooshIndex, "read", lambda *_: pytest.fail("read again"))
    with pytest.raises(EngineUnavailable):
        found(damaged)


# Bugs


def _plant(monkeypatch, error):
    """Let one question meet a bug, and no other."""
    answer = Snapshot.find

    def find(self, query, criteria, *args, **kwargs):
        if criteria.query == parse("boom"):
            raise error
        return answer(self, query, criteria, *args, **kwargs)

    monkeypatch.setattr(Snapshot, "find", find)


@pytest.mark.parametrize("error", [TypeError("a bug"), KeyError("x"), IndexError("x"), ZeroDivisionError(), AssertionError()])
def test_a_bug_in_one_search_is_not_damage(built, monkeypatch, error):
    _plant(monkeypatch, error)
    reading = WhooshEngine(built, POSTINGS)
    with pytest.raises(type(error)):
        found(reading, "boom")
    assert found(reading).total == 13
    assert found(WhooshEngine(built, POSTINGS)).total == 13
    assert not reading.stale()
    assert not (folder_of(built) / "damaged").exists()


def test_a_bug_does_not_have_the_index_read_each_time(built, monkeypatch):
    _plant(monkeypatch, TypeError("a bug"))
    monkeypatch.setattr(engine.index_directory, "_CLOCK_TICK_NS", -1)
    reading = WhooshEngine(built, POSTINGS)
    with pytest.raises(TypeError):
        found(reading, "boom")
    monkeypatch.setattr(engine.segment, "verify_checksums", lambda *_: pytest.fail("read again"))
    with pytest.raises(TypeError):
        found(reading, "boom")


def test_a_bug_met_on_a_damaged_index_is_damage(built, monkeypatch):
    reading = WhooshEngine(built, POSTINGS)
    assert found(reading).total == 13
    _plant(monkeypatch, IndexError("beyond the end"))
    _damage(built, "arr", "garbage")
    with pytest.raises(EngineUnavailable, match="damaged"):
        found(reading, "boom")
    assert (folder_of(built) / "damaged").exists()


def test_too_many_open_files_are_not_damage(built, monkeypatch):
    _plant(monkeypatch, OSError(errno.EMFILE, "Too many open files"))
    with pytest.raises(EngineUnavailable):
        found(WhooshEngine(built, POSTINGS), "boom")
    assert not (folder_of(built) / "damaged").exists()


@pytest.mark.parametrize("error", [OSError(errno.EMFILE, "Too many open files"), MemoryError()])
def test_an_index_that_cannot_be_verified_just_now_is_not_damaged(built, monkeypatch, error):
    _plant(monkeypatch, TypeError("a bug"))
    reading = WhooshEngine(built, POSTINGS)

    def unable(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(engine.segment, "verify_checksums", unable)
        with pytest.raises(TypeError):
            found(reading, "boom")
        assert not reading.stale()
    assert not (folder_of(built) / "damaged").exists()
    assert found(reading, "oncology").total


def test_an_index_that_a_bug_keeps_from_opening_is_left_alone(built, monkeypatch):
    def broken(*_):
        raise TypeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(engine.whoosh_index.WhooshIndex, "read", broken)
        with pytest.raises(EngineUnavailable):
            found(WhooshEngine(built, POSTINGS))
    assert found(WhooshEngine(built, POSTINGS)).total == 13


@pytest.mark.parametrize("pointer", [b"", b"nowhere", b"../..", b"\xff\xfe", b"."])
def test_a_pointer_that_leads_nowhere_is_a_missing_index(built, pointer):
    (built / "current").write_bytes(pointer)
    lost = WhooshEngine(built, POSTINGS)
    with pytest.raises(EngineUnavailable):
        found(lost)
    assert lost.stale()
    lost.rebuild(some(3))
    assert found(lost).total == 3


def test_a_word_only_deleted_documents_had_is_not_found(built):
    WhooshEngine(built, POSTINGS).upsert([document("a", "Zebra coder"), document("b", "Coder")])
    WhooshEngine(built, POSTINGS).drop(["a"])
    assert found(built, "zebra").total == 0
    assert not WhooshEngine(built, POSTINGS).stale()


# Versions


@pytest.mark.parametrize("change", [{"vocabulary": 0}, {"layout": 0}, {"engine": "another"}, {"whole": False}])
def test_an_index_of_another_version_is_stale_and_answers_nothing(built, change):
    stamp = folder_of(built) / "stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), **change}))
    old = WhooshEngine(built, POSTINGS)
    assert old.stale()
    with pytest.raises(EngineUnavailable, match="another version"):
        found(old)
    old.upsert([document("a", "Coder")])
    old.rebuild(some())
    assert found(old).total == 12


@pytest.mark.parametrize("content", ["", "[]", "{", "null"])
def test_an_unreadable_stamp_is_stale(built, content):
    (folder_of(built) / "stamp.json").write_text(content)
    assert WhooshEngine(built, POSTINGS).stale()


def test_what_terms_answers_is_part_of_the_version():
    """Change VERSION when this list has to change: indexes built before hold other terms."""
    assert tokenizer.VERSION == 5
    text = "CPC-A Coders' full-time I&I, ICD-10-CM/PCS D89.839 at women's clinics; diagnoses, policies, W-2, validators"
    assert " ".join(tokenizer.tokenize(text)) == (
        "cpc-a coding full time i&i icd-10-cm pcs d89839 at women clinic diagnosis policy w2 validation"
    )


# Several at once


def _put_elsewhere(path):
    WhooshEngine(path, POSTINGS).upsert([document("elsewhere", "Coder")])


def test_what_another_process_writes_is_seen(built):
    here = WhooshEngine(built, POSTINGS)
    assert found(here).total == 13
    process = FORK.Process(target=_put_elsewhere, args=(built,))
    process.start()
    process.join(20)
    assert process.exitcode == 0
    assert found(here).total == 14


def test_a_folder_out_of_use_is_removed_later(built, monkeypatch):
    reading = WhooshEngine(built, POSTINGS)
    first = folder_of(built)
    snapshot = reading._latest()
    WhooshEngine(built, POSTINGS).rebuild(some(3, "Radiology coder"))
    assert first.is_dir()
    monkeypatch.setattr(index_directory, "_UNUSED_KEPT_SECONDS", -1.0)
    WhooshEngine(built, POSTINGS).upsert([document("new", "Radiology coder")])
    assert not first.exists()
    # What was open stays readable; the next search is of the new folder.
    moment = ranking.microseconds(AT)
    asked = query_parser.parse("oncology")
    assert snapshot.find(asked, Criteria(parse("oncology")), moment, page=1, size=20, counted=()).total == 12
    assert found(reading, "radiology").total == 4


def test_a_folder_removed_in_part_while_it_is_asked_for_is_not_another_versions(built, monkeypatch):
    reading = WhooshEngine(built, POSTINGS)
    removed = folder_of(built)
    WhooshEngine(built, POSTINGS).rebuild(some(3, "Radiology coder"))
    (removed / "stamp.json").unlink()
    in_use, answers = reading.directory.current, [removed]
    monkeypatch.setattr(reading.directory, "current", lambda: answers.pop() if answers else in_use())
    assert found(reading, "radiology").total == 3


def test_a_writer_waits_and_then_says_so(built):
    holder = index_directory.IndexDirectory(built, lock_timeout=1)
    with holder.writing():
        with pytest.raises(EngineUnavailable, match="another writer"):
            WhooshEngine(built, POSTINGS, lock_timeout=0.05).upsert([document("a", "Coder")])
        patient = WhooshEngine(built, POSTINGS, lock_timeout=20)
        waiting = threading.Thread(target=patient.upsert, args=([document("b", "Coder")],))
        waiting.start()
        time.sleep(0.1)
        assert waiting.is_alive()
    waiting.join(20)
    assert "b" in WhooshEngine(built, POSTINGS).ids()


def _put_many(path, letter):
    for number in range(8):
        WhooshEngine(path, POSTINGS).upsert([document(f"{letter}{number}", "Coder")])


def test_two_processes_that_write_lose_nothing(built):
    writers = [FORK.Process(target=_put_many, args=(built, letter)) for letter in "xy"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert {f"{letter}{number}" for letter in "xy" for number in range(8)} <= WhooshEngine(built, POSTINGS).ids()


def _write_for_ever(path):
    made = WhooshEngine(path, POSTINGS)
    for turn in range(10_000):
        made.upsert([document(f"{turn % 30:03}", "Oncology coder", description=f"turn{turn}")])
        if turn % 10 == 9:
            made.rebuild(some(30))


def test_searches_go_on_while_another_process_writes_and_rebuilds(built, monkeypatch):
    monkeypatch.setattr(index_directory, "_UNUSED_KEPT_SECONDS", -1.0)
    WhooshEngine(built, POSTINGS).rebuild(some(30))
    writer = FORK.Process(target=_write_for_ever, args=(built,))
    writer.start()
    try:
        reading = WhooshEngine(built, POSTINGS)
        until = time.monotonic() + 1.0
        totals = set()
        while time.monotonic() < until:
            totals.add(found(reading, "oncology coder").total)
    finally:
        writer.kill()
        writer.join(10)
    assert totals == {30}


def test_a_kill_while_writing_loses_nothing_that_was_there(built):
    WhooshEngine(built, POSTINGS).rebuild(some(30))
    chance = random.Random(3)
    for _ in range(8):
        writer = FORK.Process(target=_write_for_ever, args=(built,))
        writer.start()
        time.sleep(chance.uniform(0.05, 0.2))
        os.kill(writer.pid, signal.SIGKILL)
        writer.join(10)
        after = WhooshEngine(built, POSTINGS, lock_timeout=2)
        assert found(after, "oncology").total == 30
        assert len(after.ids()) == 30
        after.upsert([document("000", "Oncology coder")])
    assert not WhooshEngine(built, POSTINGS).stale()


def test_a_fixed_seed_elsewhere_does_not_write_over_an_older_segment(built):
    for number in range(6):
        random.seed(1)
        WhooshEngine(built, POSTINGS).upsert([document(f"s{number}", "Zebra coder")])
    assert found(built, "zebra").total == 6


def test_an_engine_made_before_a_fork_reads_for_itself(built):
    before = WhooshEngine(built, POSTINGS)
    assert found(before).total == 13

    def child():
        os._exit(0 if all(found(before, words).total == 12 for words in ("oncology", "charts", "reviews charts")) else 1)

    children = [FORK.Process(target=child) for _ in range(4)]
    for one in children:
        one.start()
    for one in children:
        one.join(20)
    assert [one.exitcode for one in children] == [0] * 4


def test_threads_share_an_engine(built):
    shared = WhooshEngine(built, POSTINGS)
    totals = []
    threads = [threading.Thread(target=lambda: totals.append(found(shared, "oncology charts").total)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert totals == [12] * 8


def test_what_a_killed_rebuild_left_is_swept(built, monkeypatch):
    left = index_directory.IndexDirectory(built, lock_timeout=1).new_folder()
    (left / "half.pst").write_bytes(b"half")
    monkeypatch.setattr(index_directory, "_UNUSED_KEPT_SECONDS", -1.0)
    WhooshEngine(built, POSTINGS).upsert([document("a", "Coder")])
    assert not left.exists()


def test_small_segments_are_merged(path):
    made = WhooshEngine(path, POSTINGS)
    made.rebuild([])
    for number in range(100):
        made.upsert([document(f"{number % 40:03}", "Oncology coder")])
    assert found(made, "oncology").total == 40
    assert len(made._latest().segments) <= 16


def test_the_folder_is_the_owners_alone(built):
    assert built.stat().st_mode & 0o077 == 0
    assert folder_of(built).stat().st_mode & 0o077 == 0


def test_a_vanished_folder_is_a_missing_index(built):
    reading = WhooshEngine(built, POSTINGS)
    assert found(reading).total == 13
    shutil.rmtree(built)
    with pytest.raises(EngineUnavailable):
        found(reading)
    reading.rebuild(some(2))
    assert found(reading).total == 2


def test_of_a_repeated_id_the_last_counts_across_segments(path, monkeypatch):
    monkeypatch.setattr(engine.whoosh_index, "DOCS_PER_RUN", 2)
    WhooshEngine(path, POSTINGS).rebuild(
        [document("a", "Surgery"), document("b", "Coder"), document("a", "Oncology"), document("c")]
    )
    assert found(path, "surgery").total == 0
    assert found(path, "oncology").ids == ("a",)
    assert len(WhooshEngine(path, POSTINGS).ids()) == found(path, "").total == 3
