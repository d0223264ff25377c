"""Jobs in a workbook: each row as a CSV file would have said it."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from careercenter.importing import workbook as reader
from careercenter.importing.reading import Problem, Row, Unreadable, read
from tests.importing.workbooks import workbook

HEAD = ["id", "Job title", "hours_per_week", "no_quota", "closing_on", "description"]


def test_cells_are_read_as_people_see_them(tmp_path: Path):
    file = workbook(tmp_path / "jobs.xlsx", [HEAD, [17, "Coder “II”", 37.5, True, date(2027, 1, 31), "Line one\nline two"]])
    assert list(read(file)) == [
        Row(2, {
            "id": "17", "Job title": "Coder “II”", "hours_per_week": "37.5", "no_quota": "yes", "closing_on": "2027-01-31",
            "description": "Line one\nline two",
        }),
    ]  # fmt: skip


def test_rows_keep_the_numbers_of_the_sheet_and_empty_ones_are_passed_over(tmp_path: Path):
    file = workbook(tmp_path / "jobs.xlsx", [[None], HEAD, [None], ["R-1", "Coder"]])
    assert list(read(file)) == [Row(4, {"id": "R-1", "Job title": "Coder"})]


def test_what_the_workbook_hides_is_not_read(tmp_path: Path):
    file = workbook(tmp_path / "jobs.xlsx", [HEAD, ["R-1", "Coder"]], hidden_first=True)
    assert list(read(file)) == [Row(2, {"id": "R-1", "Job title": "Coder"})]


def test_a_workbook_is_known_by_what_is_in_it_and_not_by_its_name(tmp_path: Path):
    file = workbook(tmp_path / "jobs.csv", [HEAD, ["R-1", "Coder"]])
    assert [row.values["id"] for row in read(file) if isinstance(row, Row)] == ["R-1"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "is empty"),
        ([["title", "title"], ["Coder", "Coder"]], "names title more than once"),
        ([["title", None, "id"], ["Coder", None, "R-1"]], "must name every column"),
    ],
)
def test_a_workbook_without_a_heading_is_refused(tmp_path: Path, rows: list, words: str):
    with pytest.raises(Unreadable, match=words):
        list(read(workbook(tmp_path / "jobs.xlsx", rows)))


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_damaged_workbook_is_refused_with_a_sentence(tmp_path: Path, content: bytes):
    file = tmp_path / "jobs.xlsx"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match="damaged"):
        list(read(file))


def test_a_workbook_that_unpacks_to_too_much_is_never_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = workbook(tmp_path / "jobs.xlsx", [HEAD, ["R-1", "Coder"]])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/zeros", b"\0" * 300_000)
    monkeypatch.setattr(reader, "LARGEST_UNPACKED", 200_000)
    monkeypatch.setattr(reader.python_calamine, "load_workbook", lambda _path: pytest.fail("it was unpacked"))
    with pytest.raises(Unreadable, match="unpacks to more than"):
        list(read(file))


def test_a_cell_beyond_the_limit_is_a_bad_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("careercenter.importing.reading.LONGEST_LINE", 20)
    file = workbook(tmp_path / "jobs.xlsx", [["id", "title"], ["R-1", "x" * 21], ["R-2", "Coder"]])
    bad, good = read(file)
    assert isinstance(bad, Problem)
    assert bad.line == 2
    assert isinstance(good, Row)
    assert good.values["id"] == "R-2"
