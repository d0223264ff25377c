"""The nearest word: found among those alike in their letters, and of equals the one that counts most."""

from __future__ import annotations

import pytest

from careercenter.language.edit_distance import SpellingIndex

WORDS = SpellingIndex({"oncology": 9, "urology": 5, "neurology": 4, "coding": 80, "codeine": 1, "aaaaa" * 40: 1, "no": 7})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oncolgy", "oncology"),  # left out
        ("oncoology", "oncology"),  # put in
        ("oncolagy", "oncology"),  # changed
        ("onoclogy", "oncology"),  # swapped with its neighbour
        ("ocnolgy", None),  # two slips in seven letters
        ("ocnoolgy", "oncology"),  # two in eight
        ("codeing", "coding"),  # as near as codeine, which counts less
        ("coder", None),
        ("n0", None),
    ],
)
def test_a_slip_is_put_right_to_the_nearest_word(typed: str, meant: str | None) -> None:
    assert WORDS.nearest(typed) == meant


def test_a_word_that_is_not_held_gives_way_to_the_next() -> None:
    assert WORDS.nearest("codeing", held=lambda word: word != "coding") == "codeine"


def test_a_letter_said_more_often_than_a_byte_counts_is_found() -> None:
    assert WORDS.nearest("aaaaa" * 40 + "a") == "aaaaa" * 40


def test_a_board_without_words_has_none_near() -> None:
    assert SpellingIndex({}).nearest("oncology") is None
