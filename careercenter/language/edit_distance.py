"""Slips of the pen: how far two words are apart, and which of many is nearest to what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

SHORTEST = 5  # characters: a shorter word is too near to too many others
TWO_FROM = 8  # from this length two edits are forgiven
_MOST_COUNTED = 63  # of one letter
_ALPHABET = 26


def distance(one: str, other: str, most: int) -> int:
    """Count the letters left out, put in, changed or swapped with their neighbour between two words.

    Of more than `most` one more is counted. Meant for an edit or two: where letters differ all ways on are tried.
    """
    if most <= 0:
        return int(one != other)
    one, other = _without_common_ends(one, other)
    longer = len(one) - len(other)
    if not one or not other:
        return min(abs(longer), most + 1)
    if abs(longer) > most:
        return most + 1
    ways = [(one[1:], other[1:]), (one[1:], other), (one, other[1:])]
    if one[:2] == other[1::-1]:
        ways.append((one[2:], other[2:]))
    further = most
    for rest, other_rest in ways:
        if further:
            further = min(further, distance(rest, other_rest, further - 1))
    return 1 + further


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    """Leave out the letters with which both words begin, and then those with which both end."""
    begin = 0
    for letter, another in zip(one, other, strict=False):
        if letter != another:
            break
        begin += 1
    end, longest = 0, min(len(one), len(other)) - begin
    while end < longest and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[begin : len(one) - end], other[begin : len(other) - end]


def max_edits(one: str, other: str) -> int:
    """Give how many edits may part two words."""
    return 2 if min(len(one), len(other)) >= TWO_FROM else 1


class SpellingIndex:
    """Words with how much each counts, ready to find the one nearest to a word that is none of them.

    An edit takes at most one letter out of a word and puts one in: only words alike in their letters are compared, first by
    which they have, then by how often.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._words = sorted(word for word in counts if _counts(word))
        self._counts = counts
        self._lengths = np.fromiter(map(len, self._words), np.int32, len(self._words))
        self._letters = _letters(self._words)
        self._has = _bits_of(self._letters)

    def nearest(self, word: str, held: Callable[[str], bool] = lambda _word: True) -> str | None:
        """Give the word fewest edits away, of those the one that counts most, that is `held`; None where none is near."""
        if not _counts(word):
            return None
        letters = _letters([word])
        most = max_edits(word, word)
        alike = np.flatnonzero(np.bitwise_count(self._has ^ _bits_of(letters)) <= 2 * most)
        lengths = self._lengths[alike]
        apart = np.abs(self._letters[alike] - letters).sum(axis=1, dtype=np.int16)
        # One edit takes out a letter at most, and puts one in.
        fewest = (apart + np.abs(lengths - len(word))) // 2
        near = []
        for at in alike[fewest <= np.where(lengths >= TWO_FROM, most, 1)].tolist():
            candidate = self._words[at]
            edits = max_edits(word, candidate)
            if (far := distance(word, candidate, edits)) <= edits:
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


def _bits_of(letters: npt.NDArray[np.int8]) -> npt.NDArray[np.uint32]:
    """Give the letters that each row has as bits."""
    bits: npt.NDArray[np.uint32] = (letters != 0) @ (1 << np.arange(_ALPHABET, dtype=np.uint32))
    return bits
