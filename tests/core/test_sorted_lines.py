"""Lines found by halving: what stands there is found, and nothing else."""

from __future__ import annotations

import pytest

from careercenter.core import places
from careercenter.core.sorted_lines import SortedLines
from careercenter.taxonomy.vocabulary import english_words

LINES = SortedLines(b"a\tfirst\nab\tTX\t1\nab\tWY\t2\nabc\nb")


@pytest.mark.parametrize(
    ("key", "line"), [("a", "a\tfirst"), ("ab\tTX", "ab\tTX\t1"), ("ab\tWY", "ab\tWY\t2"), ("abc", "abc"), ("b", "b")]
)
def test_a_line_is_found_by_its_key(key: str, line: str) -> None:
    assert LINES.find(key) == line


@pytest.mark.parametrize("key", ["A", "ab\tUT", "abcd", "c", "ab\tT", "a\tf"])
def test_what_is_not_there_or_only_begins_so_is_not_found(key: str) -> None:
    assert LINES.find(key) is None
    assert key not in LINES


def test_nothing_is_found_in_nothing() -> None:
    assert "a" not in SortedLines(b"")


@pytest.mark.parametrize("lines", [english_words(), places.zip_lines(), places.city_lines()], ids=["words", "zips", "cities"])
def test_the_shipped_tables_are_in_order_and_each_line_is_found(lines: SortedLines) -> None:
    listed = list(lines)
    assert listed == sorted(set(listed))
    for line in listed[::500]:
        key = line.split("\t")[0] if line[:1].isdigit() else line.rsplit("\t", 2)[0]
        assert lines.find(key) == line
