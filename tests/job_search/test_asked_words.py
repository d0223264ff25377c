"""What an engine is asked for when words were misspelt, or say the same in several ways."""

from __future__ import annotations

import pytest

from careercenter.job_search.understanding import interpret
from tests.job_search.asked import asked


@pytest.mark.parametrize(("typed", "read"), [("nefrology", "nephrology"), ("ofthalmology", "ophthalmology")])
def test_what_is_written_as_it_sounds_is_put_right(typed: str, read: str) -> None:
    assert [(one.typed, one.read) for one in interpret(f"{typed} coder").corrections] == [(typed, read)]


@pytest.mark.parametrize(
    ("text", "meant"), [("oncolgy coder", "oncology coder"), ("denails", "denials"), ("cellular thereapy", "cellular therapy")]
)
def test_an_engine_is_asked_for_the_word_that_was_meant(text: str, meant: str) -> None:
    assert interpret(text).criteria == interpret(meant).criteria


@pytest.mark.parametrize("text", ["career change into coding", "coder paid training", "will train", "no experience coder"])
def test_beginners_say_it_in_many_ways(text: str) -> None:
    found = interpret(text)
    assert found.experience == "0-1"
    assert asked(found) == ""
