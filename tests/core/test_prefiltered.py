"""A pattern tried only around its words finds what it finds in the whole text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.core import contacts
from careercenter.core.prefiltered import PrefilteredPattern, any_words
from careercenter.importing import (
    conduct_words,
    employment_words,
    live_in_words,
    offer_words,
    place_words,
    quota_words,
    specialty_words,
    statements,
    tool_words,
    work_words,
)
from careercenter.postings import denial, phrases
from tests.importing.samples import SAMPLES

TEXTS = [columns["text"] for columns, _ in SAMPLES]
TEXTS += [
    "We never ask for bank details: write to jane (at) example (dot) com, or call 212-555-0100.",
    "Contact our recruiter on telegram @coder_jobs or at www.example.com/apply; please do not send your ssn.",
    "m-f, no weekends. keystrokes are tracked. i am a coder. our coders are in india and the us.",
]
MODULES = (
    *(conduct_words, contacts, denial, employment_words, live_in_words, offer_words, phrases, place_words, quota_words),
    *(specialty_words, statements, tool_words, work_words),
)


def _prefiltered_patterns(value: Any, deep: int = 0) -> Iterator[PrefilteredPattern]:
    """Give the patterns that a value of a module holds."""
    if isinstance(value, PrefilteredPattern):
        yield value
    elif deep < 4 and isinstance(value, list | tuple):
        for item in value:
            yield from _prefiltered_patterns(item, deep + 1)
    elif deep < 4 and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _prefiltered_patterns(getattr(value, field.name), deep + 1)


PATTERNS = [pattern for module in MODULES for value in vars(module).values() for pattern in _prefiltered_patterns(value)]


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
    assert PrefilteredPattern(pattern, flags).words == words


def test_a_pattern_of_several_parts_demands_a_word_of_each() -> None:
    pattern = PrefilteredPattern(
        r"\b(?:all|most) (?:of )?our (?:coders|staff) (?:are|work) (?:offshore|abroad)\b", re.IGNORECASE
    )
    assert {pattern.words, *pattern.others} >= {("coders", "staff"), ("abroad", "offshore")}
    assert pattern.may_match("Most of our coders work abroad")
    assert not pattern.may_match("Our vendors are abroad, all of them")


def test_words_can_be_given_where_a_pattern_does_not_say_them() -> None:
    pattern = PrefilteredPattern(r"\w{1,9}\s?@\s?\w{1,9}", words=(" @", "@ "))
    assert pattern.search("write to jane @ example")
    assert not pattern.search("jane@example")


def test_one_look_decides_for_many_patterns() -> None:
    first, second, of_none = (PrefilteredPattern(text) for text in (r"hybrid\b", r"1099|freelance", r"\d\d"))
    assert any_words([first, second]) == ("1099", "freelance", "hybrid")
    assert any_words([first, of_none]) == ("",)  # which every text holds


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), st.text(max_size=200), st.sampled_from(PATTERNS))
def test_nothing_more_and_nothing_less_is_found(texts: list[str], between: str, pattern: PrefilteredPattern) -> None:
    text = between.join(texts)
    assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in pattern.whole.finditer(text)]
    first, whole = pattern.search(text), pattern.whole.search(text)
    assert (first and first.span()) == (whole and whole.span())


def test_it_is_found_far_into_a_long_text_and_at_its_ends() -> None:
    pattern = PrefilteredPattern(r"\b(?:work(?:ing)?[- ]from[- ]home)\b", re.IGNORECASE)
    for text in ("Working from home", "x" * 5000 + " work-from-home.", "İ" * 50 + " WORK FROM HOME", "home work"):
        assert (pattern.search(text) is None) is (pattern.whole.search(text) is None)
