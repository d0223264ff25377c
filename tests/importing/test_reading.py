"""Rows out of a file; what cannot be read is named with its line and reason."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from careercenter.importing.reading import LONGEST_LINE, Problem, Row, Unreadable, read


def rows(path: Path, content: str | bytes, name: str = "jobs.jsonl") -> list[Row | Problem]:
    file = path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(file))


def test_json_lines_are_rows_with_their_lines(tmp_path: Path) -> None:
    assert rows(tmp_path, '\ufeff{"title": "A", "codes": ["1", "2"], "pay_min": 28.5, "empty": ""}\n\n{"title": "B"}\r\n') == [
        Row(1, {"title": "A", "codes": ["1", "2"], "pay_min": 28.5}),
        Row(3, {"title": "B"}),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"title": "A"', "not JSON"),
        (b'["A"]', "no JSON object"),
        (b'{"title": "caf\xe9"}', r"not UTF-8: byte 15 is 0xe9"),
        (b'{"title": "A\x00"}', "NUL"),
        (b'{"title": "A\\u0000"}', "NUL"),
        (b'{"title": "\\ud800"}', "half of a character"),
        (b'{"\\ud800": "A"}', "half of a character"),
        (b'{"title": {"en": "A"}}', "object within the row"),
        (b'{"title": [["A"]]}', "object within the row"),
        (b'{"pay_min": NaN}', "not a number"),
        (b'{"pay_min": ' + b"9" * 5000 + b"}", "number is too long"),
        (b"[" * 50_000, "nested too deeply"),
        (b'{"title": "' + b"x" * LONGEST_LINE + b'"}', "longer than 1 MB"),
    ],
)
def test_a_bad_line_is_named_and_the_next_one_is_read(tmp_path: Path, line: bytes, reason: str) -> None:
    bad, good = rows(tmp_path, line + b'\n{"title": "B"}')
    assert isinstance(bad, Problem)
    assert bad.line == 1
    assert reason in bad.reason
    assert good == Row(2, {"title": "B"})


def test_a_line_of_ten_megabytes_is_passed_over(tmp_path: Path) -> None:
    bad, good = rows(tmp_path, b"x" * 10_000_000 + b'\n{"title": "B"}')
    assert bad == Problem(1, "The line is longer than 1 MB.")
    assert good == Row(2, {"title": "B"})


def test_csv_rows_may_span_lines(tmp_path: Path) -> None:
    content = 'title,description,pay\n"A, B","one\ntwo ""three""",\n,,\nC,four,$30\n'
    assert rows(tmp_path, content, "jobs.csv") == [
        Row(2, {"title": "A, B", "description": 'one\ntwo "three"'}),
        Row(5, {"title": "C", "description": "four", "pay": "$30"}),
    ]


def test_semicolons_and_tabs_separate_too(tmp_path: Path) -> None:
    assert rows(tmp_path, "title;pay\nA;1,5\n", "a.csv") == [Row(2, {"title": "A", "pay": "1,5"})]
    assert rows(tmp_path, "title\tpay\nA\t15\n", "b.csv") == [Row(2, {"title": "A", "pay": "15"})]


def test_bad_csv_rows_are_named(tmp_path: Path) -> None:
    content = b'title,pay\nA\nB,1\ncaf\xe9,2\nC,3,4\n"D"x,5\nE,6\n'
    found = rows(tmp_path, content, "jobs.csv")
    assert [(row.line, "ok" if isinstance(row, Row) else row.reason.split(":")[0]) for row in found] == [
        (2, "The row has 1 fields and the heading 2."),
        (3, "ok"),
        (4, "The line is not UTF-8"),
        (5, "The row has 3 fields and the heading 2."),
        (6, "The row is not CSV"),
        (7, "ok"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "empty"),
        (b"  \n ", "a.jsonl", "empty"),
        (b"PK\x03\x04\x14\x00", "jobs.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1", "jobs.csv", "damaged"),
        (b'{"title": {"a": 1}}', "a.json", "no list of jobs"),
        (b'[{"title": ', "a.json", "not JSON"),
        (b"title\nA\n", "a.csv", "name every column"),
        (b"title,title\nA,B\n", "a.csv", "title more than once"),
        (b"title,\xe9\nA,B\n", "a.csv", "heading cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(tmp_path: Path, content: bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        rows(tmp_path, content, name)


GREENHOUSE = {
    "jobs": [
        {"id": 7, "title": "Coder", "absolute_url": "https://jobs.example.com/7", "location": {"name": "Remote"},
         "content": "&lt;p&gt;CPC&lt;/p&gt;", "metadata": None, "departments": [{"id": 1}]},
    ],
    "meta": {"total": 1},
}  # fmt: skip
LEVER = [
    {"id": "a-1", "text": "Coder", "hostedUrl": "https://jobs.example.com/a-1", "description": "<p>Code.</p>",
     "categories": {"location": "Texas", "commitment": "Full-time"}, "workplaceType": "remote",
     "lists": [{"text": "You have", "content": "<li>CPC</li>"}],
     "salaryRange": {"min": 28, "max": 34, "currency": "USD", "interval": "per-hour-wage"}},
]  # fmt: skip


def test_the_lists_of_greenhouse_and_lever_are_read(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, json.dumps(GREENHOUSE), "board.json")
    assert row == Row(1, {
        "id": "7", "title": "Coder", "location": "Remote", "description": "&lt;p&gt;CPC&lt;/p&gt;",
        "apply_url": "https://jobs.example.com/7",
    })  # fmt: skip
    (row,) = rows(tmp_path, json.dumps(LEVER), "board.json")
    assert row == Row(1, {
        "id": "a-1", "title": "Coder", "location": "Remote - Texas", "employment_type": "Full-time",
        "description": "<p>Code.</p>\n<h3>You have</h3><ul><li>CPC</li></ul>", "apply_url": "https://jobs.example.com/a-1",
        "pay": "28 - 34 USD an hour",
    })  # fmt: skip
    assert rows(tmp_path, '[{"title": "A"}, 3]', "a.json") == [
        Row(1, {"title": "A"}), Problem(2, "The line holds no JSON object with column names."),
    ]  # fmt: skip
    assert rows(tmp_path, '{"title": "A"}\n{"title": "B"}\n', "a.json") == [Row(1, {"title": "A"}), Row(2, {"title": "B"})]


TABLE = "title,pay\nA,1\nB,2\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.replace("\n", "\r"),
        TABLE.replace("\n", "\r\n"),
        TABLE.removesuffix("\n"),
        "\n" + TABLE,
        ",,\n" + TABLE,
        "sep=,\n" + TABLE,
        "sep=;\n" + TABLE.replace(",", ";"),
        TABLE.replace("\n", ",\n"),
        TABLE.replace("\n", ",,\n"),
        TABLE.replace("pay\n", "pay,\n"),
        TABLE.replace(",", "\t").encode("utf-16"),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.encode("utf-32"),
        TABLE.replace(",", "|"),
        "sep=\t\r\n" + TABLE.replace(",", "\t"),
        '"sep=;"\n' + TABLE.replace(",", ";"),
    ],
)
def test_tables_are_read_as_excel_writes_them(tmp_path: Path, content: str | bytes) -> None:
    found = rows(tmp_path, content, "jobs.csv")
    assert [row.values for row in found if isinstance(row, Row)] == [{"title": "A", "pay": "1"}, {"title": "B", "pay": "2"}]
    assert len(found) == 2


def test_an_object_in_a_column_nobody_knows_is_passed_over(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, '{"title": "A", "baseSalary": {"value": 3}, "categories": [{"a": 1}]}')
    assert row == Row(1, {"title": "A", "baseSalary": "(not read)", "categories": "(not read)"})


@pytest.mark.parametrize("content", [b"[" * 100_000, b'[{"title": "a", "pay_min": ' + b"9" * 5_000 + b"}]"])
def test_a_file_of_json_that_costs_too_much_is_said_in_plain_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "jobs.json"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match="too long, or it is nested too deeply"):
        list(read(file))


def test_a_compressed_file_is_called_so(tmp_path: Path) -> None:
    file = tmp_path / "jobs.csv"
    file.write_bytes(gzip.compress(b"title,city\n"))
    with pytest.raises(Unreadable, match="compressed"):
        list(read(file))
