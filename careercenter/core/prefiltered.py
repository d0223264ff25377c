"""Patterns that are tried only around the words without which they cannot match.

A description has some ten thousand characters, and an alternation that begins with `\\b(?:` is tried at each of them. A pattern
usually cannot match without one of a few literal words ("hybrid", "1099"), which `str.find` finds a hundred times
faster. Which words those are is read out of the pattern itself, so that it may be changed without a thought of this.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# A run of letters or spaces without a bound in the pattern is taken to be at most this long.
LONGEST_RUN = 60
# What a look to the side may need to see beyond the match.
ASIDE = 80
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)


class PrefilteredPattern:
    """A compiled pattern with the `search`, `finditer` and `findall` of `re.Pattern`, and nothing else of it.

    `words`: what each match holds one of, where the pattern does not say it; in small letters where case does not matter.
    """

    def __init__(self, pattern: str, flags: int = 0, *, words: Collection[str] = ()) -> None:
        self.pattern = pattern
        self.whole = re.compile(pattern, flags)
        tree = _parser.parse(pattern, flags)
        self.any_case = bool(self.whole.flags & re.IGNORECASE) or "(?i:" in pattern
        groups = [_fewest(group) for group in _groups(tree, self.any_case)]
        self.words = _fewest(words or _best(groups))
        # Words of one letter stand everywhere, and are not worth a look.
        self.others = tuple(group for group in groups if group != self.words and min(map(len, group)) > 2)
        self.reach = _width(tree) + ASIDE
        self.everywhere = min(map(len, self.words), default=0) < 2

    def search(self, text: str) -> re.Match[str] | None:
        if len(text) <= self.reach or self.everywhere:
            return self.whole.search(text) if self.may_match(text) else None
        return next(self.finditer(text), None)

    def may_match(self, text: str) -> bool:
        """Say whether a text holds one word of each group, without which nothing can match."""
        plain = lowered(text) if self.any_case else text
        if len(plain) != len(text):  # a few capitals become two small letters
            return True
        if not self.everywhere and not any(map(plain.__contains__, self.words)):
            return False
        return all(any(map(plain.__contains__, group)) for group in self.others)

    def findall(self, text: str) -> list[str]:
        """Give the whole of each match, whatever groups the pattern has."""
        return [match.group() for match in self.finditer(text)]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        for start, end in self._stretches(text):
            yield from self.whole.finditer(text, start, end)

    def _stretches(self, text: str) -> list[tuple[int, int]]:
        """Give the parts of the text that hold every match, in order and apart from each other."""
        plain = lowered(text) if self.any_case else text
        if not self.may_match(text):
            return []
        if self.everywhere or len(plain) != len(text) or len(text) <= self.reach:
            return [(0, len(text))]
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


class LazyPattern:
    """A pattern that is compiled when it is first tried: of many hundred most never are."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def whole(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


def any_words(patterns: Iterable[PrefilteredPattern]) -> tuple[str, ...]:
    """Give words of which each match of any pattern holds at least one; an empty one where a pattern demands none."""
    groups = [pattern.words or ("",) for pattern in patterns]
    return _fewest({word for group in groups for word in group})


@lru_cache(maxsize=128)
def lowered(text: str) -> str:
    """Many patterns look at the same few texts one after another."""
    return text.lower()


def _groups(tree: Any, any_case: bool) -> list[set[str]]:
    """Give groups of literal words; each match holds at least one word of each group."""
    groups: list[set[str]] = []
    run = ""
    for kind, value in [*tree, (None, None)]:
        if kind is c.LITERAL:
            run += chr(value)
            continue
        if kind is c.AT:  # a boundary takes no room
            continue
        if run:
            groups.append({run.lower() if any_case else run})
            run = ""
        groups += _groups_of(kind, value, any_case)
    return groups


def _groups_of(kind: Any, value: Any, any_case: bool) -> list[set[str]]:
    if kind is c.SUBPATTERN:
        return _groups(value[3], any_case)
    if kind is c.ATOMIC_GROUP:
        return _groups(value, any_case)
    if kind in _REPEATS and value[0] > 0:
        return _groups(value[2], any_case)
    if kind is c.BRANCH:
        every = [_best(_groups(branch, any_case)) for branch in value[1]]
        return [set().union(*every)] if all(every) else []
    return []


def _best(groups: Collection[Collection[str]]) -> set[str]:
    """Of groups that must each be met, the one whose shortest word is longest; of equal ones the smaller; empty for none."""

    def rank(words: Collection[str]) -> tuple[int, int]:
        return min(4, *(len(word.strip()) for word in words)), -len(words)

    best: Collection[str] = max(groups, key=rank, default=())
    return set(best)


def _fewest(words: Collection[str]) -> tuple[str, ...]:
    """Leave out words that hold another."""
    return tuple(sorted(word for word in words if not any(other != word and other in word for other in words)))


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
