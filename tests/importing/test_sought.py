"""A pattern tried only around its words finds what it finds in the whole text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.importing import employment_words, place_words, specialty_words, work_words
from careercenter.importing.sought import Sought
from tests.importing.samples import SAMPLES

TEXTS = [columns["text"] for columns, _ in SAMPLES]
PATTERNS = [
    value
    for module in (employment_words, place_words, specialty_words, work_words)
    for value in vars(module).values()
    if isinstance(value, Sought)
]
PATTERNS += [pattern for _, pattern in work_words._CODE_SETS if isinstance(pattern, Sought)]


@pytest.mark.parametrize(
    ("pattern", "flags", "words"),
    [
        (r"\bhybrid\b(?! title)", re.IGNORECASE, ("hybrid",)),
        (r"\b(?:1099|freelance)s?\b", 0, ("1099", "freelance")),
        (r"(?:not )?remote", 0, ("remote",)),
        (r"[A-Z]+ DRG", 0, (" DRG",)),
        (r"\d+|x", 0, ()),
        (r"(?:wholly|fully) Remote|at home", re.IGNORECASE, (" remote", "at home")),
    ],
)
def test_the_words_a_pattern_cannot_do_without(pattern: str, flags: int, words: tuple[str, ...]) -> None:
    assert Sought(pattern, flags).words == words


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), st.text(max_size=200), st.sampled_from(PATTERNS))
def test_nothing_more_and_nothing_less_is_found(texts: list[str], between: str, pattern: Sought) -> None:
    text = between.join(texts)
    assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in pattern.whole.finditer(text)]
    first, whole = pattern.search(text), pattern.whole.search(text)
    assert (first and first.span()) == (whole and whole.span())


def test_it_is_found_far_into_a_long_text_and_at_its_ends() -> None:
    pattern = Sought(r"\b(?:work(?:ing)?[- ]from[- ]home)\b", re.IGNORECASE)
    for text in ("Working from home", "x" * 5000 + " work-from-home.", "İ" * 50 + " WORK FROM HOME", "home work"):
        assert (pattern.search(text) is None) is (pattern.whole.search(text) is None)
