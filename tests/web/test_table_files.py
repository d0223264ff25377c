"""A table taken away as a file."""

from __future__ import annotations

import csv

import pytest
from flask import Flask

from careercenter.web.table_files import MARK, as_csv


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_spreadsheet_runs_what_a_person_wrote(app: Flask, sign: str) -> None:
    with app.test_request_context("/"):
        answer = as_csv([["Name", "Note"], ["Ann", f"{sign}1+1"]], name="people")
        assert list(csv.reader(answer.get_data(as_text=True).removeprefix(MARK).splitlines())) == [
            ["Name", "Note"],
            ["Ann", f"'{sign}1+1"],
        ]


def test_a_spreadsheet_reads_names_with_accents(app: Flask) -> None:
    with app.test_request_context("/"):
        assert as_csv([["José"]], name="people").get_data() == b"\xef\xbb\xbfJos\xc3\xa9\r\n"


def test_it_is_a_download_that_no_cache_keeps(app: Flask) -> None:
    with app.test_request_context("/"):
        answer = as_csv([], name="people")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/csv"
