"""How far words are apart; the nearest word: found among those alike in their letters, of equals the one that counts most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.language.edit_distance import SpellingIndex, distance, max_edits

LETTERS = st.text("abcd", max_size=9)


WORDS = SpellingIndex({"oncology": 9, "urology": 5, "neurology": 4, "coding": 80, "codeine": 1, "aaaaa" * 40: 1, "no": 7})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oncolgy", "oncology"),  # left out
        ("oncoology", "oncology"),  # put in
        ("oncolagy", "oncology"),  # changed
        ("onoclogy", "oncology"),  # swapped with its neighbour
        ("ocnolgy", None),  # two edits in seven letters
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


def counted_in_full(one, other):
    """Count edits by the definition: the shortest way by leaving out, putting in, changing, swapping neighbors."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            ways = [i + j] if i == 0 or j == 0 else [rows[i - 1][j] + 1, rows[i][j - 1] + 1]
            if i and j:
                ways.append(rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(ways)
    return rows[-1][-1]


@given(LETTERS, LETTERS, st.integers(0, 4))
def test_slips_are_counted_in_full_up_to_one_more_than_the_most(one, other, most):
    assert distance(one, other, most) == min(counted_in_full(one, other), most + 1)


@given(st.lists(st.text("abcde", min_size=4, max_size=10), min_size=1, max_size=20, unique=True), st.text("abcde", min_size=5))
def test_no_word_near_enough_is_passed_over(words, typed):
    counts = {word: at + 1 for at, word in enumerate(words)}
    near = [
        (counted_in_full(typed, word), -counts[word], word)
        for word in words
        if len(word) >= 5 and counted_in_full(typed, word) <= max_edits(typed, word)
    ]
    assert SpellingIndex(counts).nearest(typed) == (min(near)[2] if near else None)


@pytest.mark.parametrize("typed", ["coder" + "r" * 300, "a" * 300])
def test_a_word_with_one_letter_many_times_is_near_none(typed):
    assert SpellingIndex({"coder": 1}).nearest(typed) is None
