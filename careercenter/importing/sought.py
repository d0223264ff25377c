"""Patterns that are tried only around the words without which they cannot match.

A description has some ten thousand characters, and an alternation that begins with `\\b(?:` is tried at each of them. Most
patterns of this package cannot match without one of a few literal words ("hybrid", "1099"), which `str.find` finds a hundred
times faster. Which words those are is read out of the pattern itself, so that it may be changed without a thought of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# A run of letters or spaces without a bound in the pattern is taken to be at most this long.
LONGEST_RUN = 60
# What a look to the side may need to see beyond the match.
ASIDE = 80
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)


class Sought:
    """A compiled pattern with the `search`, `finditer` and `findall` of `re.Pattern`, and nothing else of it."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.whole = re.compile(pattern, flags)
        tree = _parser.parse(pattern, flags)
        self.any_case = bool(self.whole.flags & re.IGNORECASE) or "(?i:" in pattern
        words = _words(tree, self.any_case) or set()
        self.words = tuple(sorted(word for word in words if not any(other in word for other in words - {word})))
        self.reach = _width(tree) + ASIDE
        # A word of one letter stands everywhere.
        self.everywhere = min(map(len, self.words), default=0) < 2

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text), None)

    def findall(self, text: str) -> list[str]:
        """Give the whole of each match, whatever groups the pattern has."""
        return [match.group() for match in self.finditer(text)]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        for start, end in self._stretches(text):
            yield from self.whole.finditer(text, start, end)

    def _stretches(self, text: str) -> list[tuple[int, int]]:
        """Give the parts of the text that hold every match, in order and apart from each other."""
        plain = lowered(text) if self.any_case else text
        if self.everywhere or len(plain) != len(text):  # a few capitals become two small letters
            return [(0, len(text))]
        if len(text) <= self.reach:
            return [(0, len(text))] if any(map(plain.__contains__, self.words)) else []
        found = []
        for word in self.words:
            at = plain.find(word)
            while at >= 0:
                found.append((max(0, at - self.reach), min(len(text), at + len(word) + self.reach)))
                at = plain.find(word, at + 1)
        found.sort()
        apart: list[tuple[int, int]] = []
        for start, end in found:
            if apart and start <= apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
        return apart


class Later:
    """A pattern that is compiled when it is first tried: of many hundred most never are."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def whole(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


@lru_cache(maxsize=8)
def lowered(text: str) -> str:
    """Many patterns look at the same few texts one after another."""
    return text.lower()


def _words(tree: Any, any_case: bool) -> set[str] | None:
    """Give literal words of which each match holds at least one; None when the pattern demands none."""
    best: set[str] | None = None
    run = ""
    for kind, value in [*tree, (None, None)]:
        if kind is c.LITERAL:
            run += chr(value)
            continue
        if kind is c.AT:  # a boundary takes no room
            continue
        if run:
            best = _better(best, {run.lower() if any_case else run})
            run = ""
        best = _better(best, _words_of(kind, value, any_case))
    return best


def _words_of(kind: Any, value: Any, any_case: bool) -> set[str] | None:
    if kind is c.SUBPATTERN:
        return _words(value[3], any_case)
    if kind is c.ATOMIC_GROUP:
        return _words(value, any_case)
    if kind in _REPEATS and value[0] > 0:
        return _words(value[2], any_case)
    if kind is c.BRANCH:
        every = [_words(branch, any_case) for branch in value[1]]
        return None if None in every else set().union(*(words for words in every if words))
    return None


def _better(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    """Of two sets that must each be met, the one whose shortest word is longer; of equal ones the smaller."""
    if not one or not other:
        return one or other
    return max((one, other), key=lambda words: (min(len(min(words, key=len)), 4), -len(words)))


def _width(tree: Any) -> int:
    return sum(_width_of(kind, value) for kind, value in tree)


def _width_of(kind: Any, value: Any) -> int:
    if kind in (c.AT, c.ASSERT, c.ASSERT_NOT):
        return 0
    if kind is c.SUBPATTERN:
        return _width(value[3])
    if kind is c.ATOMIC_GROUP:
        return _width(value)
    if kind is c.BRANCH:
        return max(_width(branch) for branch in value[1])
    if kind in _REPEATS:
        most = LONGEST_RUN if value[1] is c.MAXREPEAT else value[1]
        return int(most) * max(1, _width(value[2]))
    return 1
