"""Words that could not be read: beside things that were they lift, and leave no job out."""

from __future__ import annotations

import pytest

from careercenter.job_search.query_parser import parse
from careercenter.job_search.understanding import interpret


@pytest.mark.parametrize(
    ("text", "soft"),
    [
        ("remote leveling", ("leveling",)),
        ("oncology leveling walrus", ("leveling", "walrus")),
        ("leveling in houston", ("leveling",)),
        ("leveling $30/hr", ("leveling",)),
    ],
)
def test_a_word_that_could_not_be_read_is_soft_beside_what_was(text: str, soft: tuple[str, ...]) -> None:
    found = interpret(text)
    assert found.soft_words == soft
    assert set(parse(" ".join(soft)).must) <= set(found.criteria.query.should)
    assert not set(parse(" ".join(soft)).must) & set(found.criteria.query.must)


@pytest.mark.parametrize("text", ["leveling", "leveling walrus", "leveling not onsite"])
def test_words_alone_or_beside_what_is_only_kept_out_have_to_be_there(text: str) -> None:
    found = interpret(text)
    assert found.soft_words == ()
    assert set(parse(text.partition(" not ")[0]).must) <= set(found.criteria.query.must)


@pytest.mark.parametrize("word", ['"leveling"', "level*", "-leveling"])
def test_a_word_with_a_sign_means_what_it_says(word: str) -> None:
    query = interpret(f"remote {word}").criteria.query
    assert (query.must, query.must_not, query.should) == (parse(word).must, parse(word).must_not, ())


def test_what_a_person_keeps_as_words_has_to_be_there() -> None:
    found = interpret("remote oncology leveling", as_words={"setting:remote"})
    assert found.soft_words == ("leveling",)
    assert parse("remote").must[0] in found.criteria.query.must
