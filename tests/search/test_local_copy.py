"""The copy a host keeps, brought up to what another folder holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from careercenter.job_search.query_parser import parse
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Criteria
from careercenter.search.stores.directory import WhooshEngine, index_directory
from careercenter.search.stores.directory.segment_file import DamagedFile
from careercenter.search.stores.directory.whoosh_index import WhooshIndex
from careercenter.search.stores.postgres import local_copy
from careercenter.search.stores.postgres.local_copy import LocalCopy
from tests.factories.search import AT, document


class Elsewhere:
    """An index in a folder whose segments are handed out as pieces."""

    def __init__(self, path) -> None:
        self.engine = WhooshEngine(path, POSTINGS)
        self.engine.rebuild([document(f"{number}", "Oncology coder") for number in range(12)])
        self.read: list[str] = []

    @property
    def folder(self):
        return self.engine.directory.current()

    @property
    def metas(self):
        return WhooshIndex(self.folder, POSTINGS).metas()[1]

    def pieces(self, file: str) -> Iterator[bytes]:
        self.read.append(file)
        content = (self.folder / file).read_bytes()
        for first in range(0, len(content), 1000):
            yield content[first : first + 1000]


@pytest.fixture
def elsewhere(tmp_path) -> Elsewhere:
    return Elsewhere(tmp_path / "elsewhere")


@pytest.fixture
def reading(tmp_path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "copy", POSTINGS)


@pytest.fixture
def copy(reading) -> LocalCopy:
    return LocalCopy(reading.directory, POSTINGS, reading.stamp)


def bring(copy, elsewhere, name="first"):
    with copy.directory.writing():
        return copy.bring_to(name, elsewhere.metas, elsewhere.pieces)


def total(reading, words="coder"):
    return reading.find(Criteria(parse(words)), at=AT).total


def test_there_is_no_commit_before_one_was_fetched(copy):
    assert copy.commit_name() == ""


def test_a_commit_is_fetched_whole_and_can_be_read(copy, elsewhere, reading):
    bring(copy, elsewhere)
    assert copy.commit_name() == "first"
    assert total(reading) == 12
    assert not reading.stale()


def test_only_segments_that_are_missing_are_fetched(copy, elsewhere, reading):
    folder = bring(copy, elsewhere)
    assert total(reading) == 12
    elsewhere.engine.upsert([document("new", "Late coder")])
    elsewhere.engine.drop(["3"])
    elsewhere.read.clear()
    assert bring(copy, elsewhere, "second") == folder
    assert len(elsewhere.read) == 2
    assert copy.commit_name() == "second"
    assert (total(reading), total(reading, "late")) == (12, 1)


def test_files_that_no_commit_names_are_removed(copy, elsewhere, reading):
    folder = bring(copy, elsewhere)
    elsewhere.engine.rebuild([document("a", "Surgery")])
    assert bring(copy, elsewhere, "second") == folder
    assert {file.name for file in folder.glob("MAIN*")} == {file.name for file in elsewhere.folder.glob("MAIN*")}
    assert reading.ids() == {"a"}


def test_a_commit_from_before_can_be_fetched_too(copy, elsewhere, reading, tmp_path):
    earlier = Elsewhere(tmp_path / "earlier")
    bring(copy, earlier)
    bring(copy, elsewhere, "second")
    bring(copy, earlier, "first")
    assert copy.commit_name() == "first"
    assert total(reading) == 12


def test_a_fetch_that_was_killed_is_gone_on_with(copy, elsewhere, reading, monkeypatch):
    fetch, fetched = local_copy._fetch_file, []

    def killed(path, *rest):
        if fetched:
            raise KeyboardInterrupt
        fetched.append(path.name)
        fetch(path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(local_copy, "_fetch_file", killed)
        with pytest.raises(KeyboardInterrupt):
            bring(copy, elsewhere)
    assert copy.commit_name() == ""
    elsewhere.read.clear()
    bring(copy, elsewhere)
    assert elsewhere.read
    assert fetched[0] not in elsewhere.read
    assert total(reading) == 12


def test_a_file_fetched_in_part_is_fetched_again(copy, elsewhere, reading):
    unfinished = copy.directory.path / "being-fetched"
    unfinished.mkdir(parents=True)
    for file in elsewhere.folder.glob("MAIN*"):
        (unfinished / file.name).write_bytes(file.read_bytes()[:-1])
    bring(copy, elsewhere)
    assert total(reading) == 12


@pytest.mark.parametrize(
    "damage", [lambda piece: piece[:-1], lambda piece: b"", lambda piece: piece[:-1] + bytes([piece[-1] ^ 1])]
)
def test_pieces_that_are_not_what_was_written_are_refused(copy, elsewhere, reading, damage):
    bring(copy, elsewhere)
    elsewhere.engine.upsert([document("new", "Late coder")])

    def damaged(file):
        return map(damage, elsewhere.pieces(file))

    with copy.directory.writing(), pytest.raises(DamagedFile):
        copy.bring_to("second", elsewhere.metas, damaged)
    assert copy.commit_name() == "first"
    assert total(reading) == 12


def test_a_damaged_copy_is_fetched_anew_and_kept_to_be_looked_at(copy, elsewhere, reading):
    damaged = bring(copy, elsewhere)
    copy.directory.mark_damaged()
    assert copy.commit_name() == ""
    assert bring(copy, elsewhere) != damaged
    assert total(reading) == 12
    assert (copy.directory.path / f"damaged-{damaged.name}").is_dir()


@pytest.mark.parametrize("ending", ["*.toc", "commit", "stamp.json"])
@pytest.mark.parametrize("content", [None, b"", b"\xff garbage"])
def test_a_copy_that_does_not_know_what_it_is_is_fetched_anew(copy, elsewhere, reading, ending, content):
    for file in bring(copy, elsewhere).glob(ending):
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
    bring(copy, elsewhere)
    assert copy.commit_name() == "first"
    assert total(reading) == 12


def test_a_copy_that_was_removed_is_fetched_anew(copy, elsewhere, reading):
    bring(copy, elsewhere)
    shutil.rmtree(copy.directory.path)
    assert copy.commit_name() == ""
    bring(copy, elsewhere)
    assert total(reading) == 12


def test_nothing_is_fetched_where_there_is_no_room(copy, elsewhere, monkeypatch):
    usage = shutil.disk_usage(elsewhere.folder)
    monkeypatch.setattr(local_copy.shutil, "disk_usage", lambda _folder: usage._replace(free=100))
    with pytest.raises(OSError, match="too few"):
        bring(copy, elsewhere)
    assert elsewhere.read == []


def test_a_folder_out_of_use_is_removed_later(copy, elsewhere, monkeypatch):
    monkeypatch.setattr(index_directory, "_UNUSED_KEPT_SECONDS", -1.0)
    bring(copy, elsewhere)
    left = copy.directory.new_folder()
    (left / "half.arr").write_bytes(b"half")
    bring(copy, elsewhere, "second")
    assert not left.exists()


def test_the_copy_is_the_owners_alone(copy, elsewhere):
    folder = bring(copy, elsewhere)
    assert folder.stat().st_mode & 0o077 == 0
    assert copy.directory.path.stat().st_mode & 0o077 == 0
