"""Counts what a backtracking matcher does, as Python's `re` is one: the same on every machine, however busy it is.

The matcher walks the tree that `re` parses a pattern to, and takes no shortcuts: where its count grows with the square of the
text, so may the time.
"""

from __future__ import annotations

import math
import re
import sys
import threading
from collections.abc import Callable, Iterator
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Then = Callable[[int], bool]
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
ONE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d", c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_SPACE: r"\s", c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w", c.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
# Stand for every class a pattern may name; the last is in hardly any.
REPRESENTATIVES = "aZ5_ \n\t-.,'’/<>&;:#*\"()[]|@$+=\\é\x01"


STEEP = 1.4  # steeper than this nobody needs to look further


class TooMany(Exception):
    """More steps than anybody would wait for."""


class Matcher:
    """One pattern and one text. `anchored`: only tried at the beginning, as `match` and `fullmatch` do."""

    def __init__(self, pattern: re.Pattern[str], most: int) -> None:
        self.flags = pattern.flags
        self.tree = list(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
        self.most = most
        self.steps = 0
        self.text = ""
        self.groups: dict[int, tuple[int, int]] = {}
        self._tests: dict[tuple[int, str], bool] = {}

    def count(self, text: str, *, anchored: bool) -> int:
        """Count the steps of looking for every match; TooMany beyond `most`."""
        self.text, self.steps, at = text, 0, 0
        ends: list[int] = []
        while at <= len(text):
            ends.clear()
            self.groups.clear()
            if self._match(self.tree, 0, at, lambda end: ends.append(end) or True):  # type: ignore[func-returns-value]
                at = max(ends[0], at + 1)
            else:
                at += 1
            if anchored:
                break
        return self.steps

    def _match(self, items: list[Any], i: int, at: int, then: Then) -> bool:
        while i < len(items):
            self.steps += 1
            if self.steps > self.most:
                raise TooMany
            kind, value = items[i]
            if kind in ONE:
                if at >= len(self.text) or not self._fits(items[i], self.text[at]):
                    return False
                i, at = i + 1, at + 1
            elif kind is c.AT:
                if not self._at(value, at):
                    return False
                i += 1
            else:
                return self._compound(kind, value, at, lambda end, i=i: self._match(items, i + 1, end, then))  # type: ignore[misc]
        return then(at)

    def _compound(self, kind: Any, value: Any, at: int, then: Then) -> bool:
        if kind in REPEATS:
            return self._repeat(kind, value, at, then)
        if kind is c.BRANCH:
            return any(self._match(list(branch), 0, at, then) for branch in value[1])
        if kind is c.SUBPATTERN:
            number = value[0]

            def closed(end: int) -> bool:
                if number is not None:
                    self.groups[number] = (at, end)
                return then(end)

            return self._match(list(value[3]), 0, at, closed)
        if kind in (c.ASSERT, c.ASSERT_NOT):
            direction, tree = value
            start = at if direction > 0 else at - tree.getwidth()[1]
            found = start >= 0 and self._match(list(tree), 0, start, lambda end: direction > 0 or end == at)
            return found is (kind is c.ASSERT) and then(at)
        if kind is c.ATOMIC_GROUP:
            ends: list[int] = []
            return self._match(list(value), 0, at, lambda end: ends.append(end) or True) and then(ends[0])  # type: ignore[func-returns-value]
        if kind is c.GROUPREF:
            start, end = self.groups.get(value, (0, 0))
            said = self.text[start:end]
            return self.text.startswith(said, at) and then(at + len(said))
        raise NotImplementedError(kind)

    def _repeat(self, kind: Any, value: Any, at: int, then: Then) -> bool:
        least, most, tree = value
        most = len(self.text) + 1 if most is c.MAXREPEAT else int(most)
        body = list(tree)
        if len(body) == 1 and body[0][0] in ONE:
            return self._run(kind, (least, most, body[0]), at, then)

        def again(count: int, start: int) -> bool:
            def more(end: int) -> bool:
                return (end > start or count < least) and again(count + 1, end)

            self.steps += 1
            if kind is c.MIN_REPEAT:
                return (count >= least and then(start)) or (count < most and self._match(body, 0, start, more))
            return (count < most and self._match(body, 0, start, more)) or (count >= least and then(start))

        return again(0, at)

    def _run(self, kind: Any, value: Any, at: int, then: Then) -> bool:
        """Repeat a single character: the longest first and then shorter, or the other way round."""
        least, most, one = value
        longest = 0
        while longest < most and at + longest < len(self.text) and self._fits(one, self.text[at + longest]):
            longest += 1
            self.steps += 1
        if longest < least:
            return False
        lengths: Iterator[int] = iter(range(longest, least - 1, -1))
        if kind is c.MIN_REPEAT:
            lengths = iter(range(least, longest + 1))
        elif kind is c.POSSESSIVE_REPEAT:
            lengths = iter((longest,))
        for length in lengths:
            self.steps += 1
            if self.steps > self.most:
                raise TooMany
            if then(at + length):
                return True
        return False

    def _fits(self, one: Any, letter: str) -> bool:
        key = id(one), letter
        if key not in self._tests:
            letters = {letter, letter.lower(), letter.upper()} if self.flags & re.IGNORECASE else {letter}
            self._tests[key] = any(fits(one, each, dot_all=bool(self.flags & re.DOTALL)) for each in letters)
        return self._tests[key]

    def _at(self, where: Any, at: int) -> bool:
        text, many = self.text, bool(self.flags & re.MULTILINE)
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return at == 0 or (many and where is c.AT_BEGINNING and text[at - 1] == "\n")
        if where is c.AT_END_STRING:
            return at == len(text)
        if where is c.AT_END:
            return at == len(text) or (at == len(text) - 1 and text[at] == "\n") or (many and text[at] == "\n")
        before = at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
        after = at < len(text) and (text[at].isalnum() or text[at] == "_")
        return (before is not after) is (where is c.AT_BOUNDARY)


def fits(one: Any, letter: str, *, dot_all: bool = False) -> bool:
    """Say whether a single-character item accepts a letter."""
    kind, value = one
    if kind is c.LITERAL:
        return bool(ord(letter) == value)
    if kind is c.NOT_LITERAL:
        return bool(ord(letter) != value)
    if kind is c.ANY:
        return dot_all or letter != "\n"
    negated = value[0][0] is c.NEGATE
    return any(_within(part, letter) for part in value[negated:]) is not negated


def _within(part: Any, letter: str) -> bool:
    kind, value = part
    if kind is c.LITERAL:
        return bool(ord(letter) == value)
    if kind is c.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    return re.match(_CATEGORIES[value], letter) is not None


def letters_of(one: Any) -> list[str]:
    """Give some letters a single-character item accepts, different ones."""
    kind, value = one
    if kind is c.LITERAL:
        return [chr(value)]
    if found := [letter for letter in REPRESENTATIVES if fits(one, letter)]:
        return found
    parts = value if kind is c.IN else []
    firsts = {c.LITERAL: lambda said: said, c.RANGE: lambda said: said[0]}
    return [chr(firsts[part[0]](part[1])) for part in parts if part[0] in firsts]


def sample(tree: Any, choice: int = 0) -> str:
    """Give a text that the tree matches, but for its looks to the side; `choice` varies it."""
    out = ""
    for kind, value in tree:
        if kind in ONE:
            letters = letters_of((kind, value))
            out += letters[choice % len(letters)] if letters else ""
        elif kind in REPEATS:
            out += sample(value[2], choice) * max(value[0], 1)
        elif kind is c.BRANCH:
            out += sample(value[1][choice % len(value[1])], choice)
        elif kind is c.SUBPATTERN:
            out += sample(value[3], choice)
        elif kind is c.ATOMIC_GROUP:
            out += sample(value, choice)
    return out


def pumps(tree: Any, own: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """Give (what stands before, what to repeat) for every long repeat of the tree; `own` are letters the pattern names."""
    for kind, value in tree:
        inner = value[2] if kind in REPEATS else value[3] if kind is c.SUBPATTERN else value
        if kind in REPEATS:
            if value[1] is c.MAXREPEAT:
                body = list(inner)
                if len(body) == 1 and body[0][0] in ONE:
                    said = [letter for letter in own if fits(body[0], letter)][:4]
                    letters = dict.fromkeys([*said, *letters_of(body[0])[:3]])
                    yield from ((before, letter) for letter in letters)
                    if before:
                        yield from (("", before), ("", before + next(iter(letters), "")))
                else:
                    yield from ((before, text) for choice in range(3) if (text := sample(body, choice)))
            yield from pumps(inner, own, before)
            before += sample(inner) * max(value[0], 1)
        elif kind is c.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, own, before)
            before += sample([(kind, value)])
        elif kind in (c.SUBPATTERN, c.ATOMIC_GROUP):
            yield from pumps(inner, own, before)
            before += sample(inner)
        elif kind in ONE:
            before += sample([(kind, value)])


def own_letters(tree: Any) -> str:
    """Give the letters a pattern names, those of marks and spaces first: they are what its parts are told apart by."""
    named = dict.fromkeys(_named(tree))
    return "".join(sorted(named, key=str.isalnum))


def _named(tree: Any) -> Iterator[str]:
    for kind, value in tree:
        if kind in (c.LITERAL, c.NOT_LITERAL):
            yield chr(value)
        elif kind is c.IN:
            yield from (chr(part[1]) for part in value if part[0] is c.LITERAL)
        elif kind is c.BRANCH:
            for branch in value[1]:
                yield from _named(branch)
        elif kind in REPEATS:
            yield from _named(value[2])
        elif kind is c.SUBPATTERN:
            yield from _named(value[3])
        elif kind is c.ATOMIC_GROUP:
            yield from _named(value)


def unbounded(tree: Any) -> bool:
    """Say whether anything of the tree may repeat without a bound."""
    for kind, value in tree:
        if kind in REPEATS and (value[1] is c.MAXREPEAT or unbounded(value[2])):
            return True
        if kind is c.BRANCH and any(unbounded(branch) for branch in value[1]):
            return True
        if (kind is c.SUBPATTERN and unbounded(value[3])) or (kind is c.ATOMIC_GROUP and unbounded(value)):
            return True
        if kind in (c.ASSERT, c.ASSERT_NOT) and unbounded(value[1]):
            return True
    return False


def longest_bound(tree: Any) -> int:
    """Give the largest number a repeat of the tree is bounded by."""
    most = 0
    for kind, value in tree:
        if kind in REPEATS:
            most = max(most, 0 if value[1] is c.MAXREPEAT else int(value[1]), longest_bound(value[2]))
        elif kind is c.BRANCH:
            most = max(most, *(longest_bound(branch) for branch in value[1]))
        elif kind is c.SUBPATTERN:
            most = max(most, longest_bound(value[3]))
        elif kind is c.ATOMIC_GROUP:
            most = max(most, longest_bound(value))
    return most


def worst(pattern: re.Pattern[str], *, anchored: bool) -> tuple[float, str]:
    """Give the power by which the steps grow with the length of the worst text (1.0: linearly), and what it is made of."""
    found: list[tuple[float, str]] = []
    size, deepest = threading.stack_size(), sys.getrecursionlimit()

    def look() -> None:
        found.append(_worst(pattern, anchored=anchored))

    threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(200_000)
    try:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(deepest)
    return found[0]


def _worst(pattern: re.Pattern[str], *, anchored: bool) -> tuple[float, str]:
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    if not unbounded(tree):
        return 1.0, ""
    length = max(60, 2 * min(longest_bound(tree), 100))
    matcher = Matcher(pattern, most=1000 * length)
    steepest = (1.0, "")
    for before, repeated in dict.fromkeys(pumps(tree, own_letters(tree))):
        for text in dict.fromkeys((before, "")):
            growth = _growth(matcher, text, repeated, "\x01", length, anchored=anchored)
            if growth > steepest[0]:
                steepest = growth, f"{text[:30]!r} + {repeated[:30]!r} * n + a letter it does not take"
            if growth > STEEP:
                return steepest
    return steepest


def _growth(matcher: Matcher, before: str, repeated: str, end: str, length: int, *, anchored: bool) -> float:
    times = max(1, length // len(repeated))
    try:
        once = matcher.count(before + repeated * times + end, anchored=anchored)
        twice = matcher.count(before + repeated * (2 * times) + end, anchored=anchored)
    except TooMany:
        return 9.0
    return math.log2(max(twice, 1) / max(once, 1))
