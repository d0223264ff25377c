"""Misspelt words put right against the board's own words: those of the taxonomy and of the tables.

An English word, a place or a word of the trade is never "corrected". Words the taxonomy lists only because people misspell
them that way are known for what they are, so that the page can say what was read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from careercenter.search.interpret import names, tables
from careercenter.search.interpret.words import fold, form, tokens
from careercenter.taxonomy import catalogue

SHORTEST = 5  # characters: a shorter word is too near to too many others
_TWO_FROM = 8  # from this length two slips are forgiven
_WORD = re.compile(r"[a-z]+")
# Other ways to write a word are not mistakes.
_BRITISH = re.compile(r"ae|our|oe")


@lru_cache(maxsize=4096)
def correct(word: str) -> str | None:
    """Give the word that was meant, None where the word is known or nothing is near it."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return None
    listed = _listed().get(word) or (_listed().get(word[:-1]) if word.endswith("s") else None)
    if listed:
        return form(listed) if _BRITISH.search(listed) else listed
    if word in _known() or form(word) in _known():
        return None
    best: tuple[int, int, str] | None = None
    for candidate in _near(word):
        allowed = 2 if min(len(word), len(candidate)) >= _TWO_FROM else 1
        far = distance(word, candidate)
        if far <= allowed and (best is None or (far, -_targets()[candidate]) < best[:2]):
            best = (far, -_targets()[candidate], candidate)
    return best[2] if best else None


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


def _near(word: str) -> set[str]:
    index = _index()
    return {found for left in _less(word, 2 if len(word) >= _TWO_FROM - 1 else 1) for found in index.get(left, ())}


def _less(word: str, slips: int) -> set[str]:
    """Give the word without up to so many of its letters: two words a slip apart share one of these."""
    found = {word}
    for _slip in range(slips):
        found |= {left[:at] + left[at + 1 :] for left in found for at in range(len(left))}
    return found


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = defaultdict(list)
    for word in _targets():
        for left in _less(word, 2 if len(word) >= _TWO_FROM - 1 else 1):
            index[left].append(word)
    return {left: tuple(words) for left, words in index.items()}


def _words(text: str) -> Iterator[str]:
    return iter(_WORD.findall(fold(text)[1]))


@lru_cache(maxsize=1)
def _targets() -> dict[str, int]:
    """Give the words a slip may be put right to, with how often the taxonomy says them."""
    counts: dict[str, int] = defaultdict(int)
    for text in _texts():
        for word in _words(text):
            if len(word) >= SHORTEST and word not in _listed() and not (_BRITISH.search(word) and form(word) != word):
                counts[word] += 1
    return counts


def _texts() -> Iterator[str]:
    for one in catalogue.specialties():
        yield from (one.name, *one.synonyms)
    for held in catalogue.credentials():
        yield from (held.name, *held.aliases)
    for table in (tables.SPECIALTIES, tables.SETTINGS, tables.EMPLOYMENT, tables.SCHEDULES, tables.EHRS, tables.ENCODERS):
        yield from table.values()
    yield from (tables.EXTRAS["equipment"], "coder coders coding biller billing certified certification credential")
    yield from (" ".join(name) for name, meant in names.meanings().items() if meant[0].kind == "state")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    said = {word for one in catalogue.specialties() for word in _words(one.description)}
    said |= {word for held in catalogue.credentials() for word in _words(held.abbr)}
    said |= {word for code in catalogue.medical_codes() for word in _words(code.note)}
    return frozenset((_english() | said | set(_targets())) - set(_listed()))


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """Give the words of English; the lists hold each word once, so names and English words are wanted together."""
    lists = ("english_wikipedia", "us_tv_and_film", "surnames", "female_names", "male_names", "passwords")
    return frozenset(word for name in lists for word in FREQUENCY_LISTS[name])


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    """Map the misspellings among the synonyms of a specialty to its word: a rare word, two slips from a usual one."""
    english = _english()
    counts: dict[str, int] = defaultdict(int)
    for one in catalogue.specialties():
        for said in (one.name, one.description, *one.synonyms):
            for word in _words(said):
                counts[word] += 1
    found: dict[str, str] = {}
    for one in catalogue.specialties():
        synonyms = {word for said in one.synonyms for word in _words(said)}
        named = {*_words(one.name), *_words(one.description)}
        proper = sorted(word for word in named | synonyms if word in named or word in english or counts[word] > 1)
        for word in synonyms - english - named:
            if len(word) < SHORTEST or form(word) != word:
                continue
            right = min((one for one in proper if one != word), key=lambda one: (distance(word, one), one), default="")
            another_form = word.endswith("ic") and not right.endswith("ic")
            near = distance(word, right) <= 2 and right[:1] == word[0] and len(right) >= SHORTEST
            if near and not another_form and form(right) != word and counts[right] >= counts[word]:
                found[word] = right
    return found


def spelled(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Put a folded text right; give it with the (typed, read) pairs, in order."""
    pairs: list[tuple[str, str]] = []
    parts: list[str] = []
    at = 0
    for token in tokens(text):
        typed = text[token.start : token.end]
        better = correct(typed)
        if better is not None:
            parts += [text[at : token.start], better]
            at = token.end
            pairs.append((typed, better))
    return "".join([*parts, text[at:]]), pairs
