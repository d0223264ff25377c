"""Slips of the pen: how far two words are apart, and which of many is nearest to what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

SHORTEST = 5  # characters: a shorter word is too near to too many others
TWO_FROM = 8  # from this length two slips are forgiven
_MOST_COUNTED = 63  # of one letter
_ALPHABET = 26


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


def max_edits(one: str, other: str) -> int:
    """Give how many slips may part two words."""
    return 2 if min(len(one), len(other)) >= TWO_FROM else 1


class SpellingIndex:
    """Words with how much each counts, ready to find the one nearest to a word that is none of them.

    A slip changes how often a word has each letter by two at most, so only words alike in that are compared.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._words = sorted(word for word in counts if _counts(word))
        self._counts = counts
        self._letters = _letters(self._words)

    def nearest(self, word: str, held: Callable[[str], bool] = lambda _word: True) -> str | None:
        """Give the word fewest slips away, of those the one that counts most, that is `held`; None where none is near."""
        if not _counts(word):
            return None
        apart = np.abs(self._letters - _letters([word])).sum(axis=1, dtype=np.int16)
        near = []
        for at in np.flatnonzero(apart <= 2 * max_edits(word, word)).tolist():
            candidate = self._words[at]
            slips = max_edits(word, candidate)
            if abs(len(word) - len(candidate)) <= slips and (far := distance(word, candidate)) <= slips:
                near.append((far, -self._counts[candidate], candidate))
        return next((candidate for _far, _count, candidate in sorted(near) if held(candidate)), None)


def _counts(word: str) -> bool:
    return len(word) >= SHORTEST and word.isascii() and word.isalpha() and word.islower()


def _letters(words: list[str]) -> npt.NDArray[np.int8]:
    """Count the letters of words of a to z, a row a word, as far as a byte holds their differences.

    All at once: a board's dictionary has tens of thousands of words, and is read again after each change of the index.
    """
    letters = np.frombuffer("".join(words).encode("ascii"), np.uint8).astype(np.int64) - ord("a")
    rows = np.repeat(np.arange(len(words)), [len(word) for word in words])
    counts = np.bincount(rows * _ALPHABET + letters, minlength=len(words) * _ALPHABET)
    return np.minimum(counts, _MOST_COUNTED).astype(np.int8).reshape(len(words), _ALPHABET)
