"""What an engine is asked for when words were misspelt, or say the same in several ways."""

from __future__ import annotations

import pytest

from careercenter.job_search.understanding import interpret


@pytest.mark.parametrize(("typed", "read"), [("nefrology", "nephrology"), ("ofthalmology", "ophthalmology")])
def test_what_is_written_as_it_sounds_is_put_right(typed: str, read: str) -> None:
    assert [(one.typed, one.read) for one in interpret(f"{typed} coder").corrections] == [(typed, read)]


@pytest.mark.parametrize(
    ("text", "asked"), [("oncolgy coder", "oncology"), ("denails", "denial"), ("cellular thereapy", "cellular therapy")]
)
def test_an_engine_is_asked_for_the_word_that_was_meant(text: str, asked: str) -> None:
    assert interpret(text).criteria.words == asked


def test_ways_to_be_paid_are_asked_for_as_postings_say_them() -> None:
    assert interpret("per chart pay hcc").criteria.words == '"per chart" hcc'
    assert interpret("paid by the chart").criteria.words == '"per chart"'


@pytest.mark.parametrize("text", ["career change into coding", "coder paid training", "will train", "no experience coder"])
def test_beginners_say_it_in_many_ways(text: str) -> None:
    found = interpret(text)
    assert found.experience == "0-1"
    assert found.criteria.words == ""
