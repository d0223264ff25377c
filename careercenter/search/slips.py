"""Slips of the pen: how far two words are apart, and which of many is nearest to what was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

SHORTEST = 5  # characters: a shorter word is too near to too many others
TWO_FROM = 8  # from this length two slips are forgiven


def distance(one: str, other: str) -> int:
    """Count the letters left out, put in, changed or swapped with their neighbour between two words."""
    before: list[int] = []
    here = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        earlier, before, here = before, here, [row]
        for column, wanted in enumerate(other, 1):
            steps = min(before[column] + 1, here[-1] + 1, before[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                steps = min(steps, earlier[column - 2] + 1)
            here.append(steps)
    return here[-1]


def forgiven(one: str, other: str) -> int:
    """Give how many slips may part two words."""
    return 2 if min(len(one), len(other)) >= TWO_FROM else 1


class Words:
    """Words with how much each counts, ready to find the one nearest to a word that is none of them.

    Two words a slip apart share what is left of them when a letter is taken away: so no word is compared with all others.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = {word: count for word, count in counts.items() if _counts(word)}
        self._index: dict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            for left in _less(word):
                self._index[left].append(word)

    def nearest(self, word: str) -> str | None:
        """Give the word fewest slips away, of those the one that counts most; None where none is near."""
        if not _counts(word):
            return None
        found = {candidate for left in _less(word) for candidate in self._index.get(left, ())}
        apart = ((distance(word, candidate), candidate) for candidate in found)
        near = [(far, -self._counts[candidate], candidate) for far, candidate in apart if far <= forgiven(word, candidate)]
        return min(near)[2] if near else None


def _counts(word: str) -> bool:
    return len(word) >= SHORTEST and word.isascii() and word.isalpha()


def _less(word: str) -> set[str]:
    """Give the word without up to one of its letters, or two when it is long."""
    found = {word}
    for _slip in range(2 if len(word) >= TWO_FROM - 1 else 1):
        found |= {left[:at] + left[at + 1 :] for left in found for at in range(len(left))}
    return found
