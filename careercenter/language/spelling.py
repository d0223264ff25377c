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

from careercenter.language import edit_distance, lexicon, locations, phrases
from careercenter.language.limits import MOST_WORDS
from careercenter.language.typed_text import fold, form, tokens
from careercenter.taxonomy import catalogue

_WORD = re.compile(r"[a-z]+")
# Other ways to write a word are not mistakes.
_BRITISH = re.compile(r"ae|our|oe")
# Slips so usual that the lists of English words hold them.
_USUAL_SLIPS = {"texass": "texas", "pheonix": "phoenix"}
_SHORTEST_PLACE = 6  # letters: places are many, and names of people and employers are near to the shorter ones


@lru_cache(maxsize=4096)
def correct(word: str) -> str | None:
    """Give the word that was meant, None where the word is known or nothing is near it."""
    if len(word) < edit_distance.SHORTEST or not (word.isascii() and word.isalpha()):
        return None
    listed = _listed().get(word) or (_listed().get(word[:-1]) if word.endswith("s") else None)
    if listed:
        return form(listed) if _BRITISH.search(listed) else listed
    if word in _USUAL_SLIPS:
        return _USUAL_SLIPS[word]
    if word in _known() or form(word) in _known():
        return None
    heard = word.replace("f", "ph")  # "nefrology" is written as it sounds, and is no slip of "neurology"
    return heard if heard in _targets() else _right().nearest(word) or _place_meant(word)


def _place_meant(word: str) -> str | None:
    """Give the larger city a word is a slip of; the first letter is seldom the wrong one."""
    if len(word) < _SHORTEST_PLACE or word in locations.words_of_places():
        return None
    return _cities().nearest(word, held=lambda city: city[0] == word[0])


@lru_cache(maxsize=1)
def _cities() -> edit_distance.Words:
    return edit_distance.Words({word: 1 for word in sorted(locations.words_of_larger_cities()) if len(word) >= _SHORTEST_PLACE})


@lru_cache(maxsize=1)
def _right() -> edit_distance.Words:
    return edit_distance.Words(_targets())


def _words(text: str) -> Iterator[str]:
    return iter(_WORD.findall(fold(text)[1]))


@lru_cache(maxsize=1)
def _targets() -> dict[str, int]:
    """Give the words a slip may be put right to, with how often the taxonomy says them."""
    counts: dict[str, int] = defaultdict(int)
    for text in _texts():
        for word in _words(text):
            if (
                len(word) >= edit_distance.SHORTEST
                and word not in _listed()
                and not (_BRITISH.search(word) and form(word) != word)
            ):
                counts[word] += 1
    return counts


def _texts() -> Iterator[str]:
    for one in catalogue.specialties():
        yield from (one.name, *one.synonyms)
    for held in catalogue.credentials():
        yield from (held.name, *held.aliases)
    for table in (phrases.SPECIALTIES, phrases.SETTINGS, phrases.EMPLOYMENT, phrases.SCHEDULES, phrases.EHRS, phrases.ENCODERS):
        yield from table.values()
    yield from (phrases.EXTRAS["equipment"], "coder coders coding biller billing certified certification credential")
    yield from (" ".join(name) for name, meant in lexicon.meanings().items() if meant[0].kind == "state")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    said = {word for one in catalogue.specialties() for word in _words(one.description)}
    said |= {word for held in catalogue.credentials() for word in _words(held.abbr)}
    said |= {word for code in catalogue.medical_codes() for word in _words(code.note)}
    return frozenset((_english() | said | set(_targets()) | phrases.MEDICAL) - set(_listed()))


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
            if len(word) < edit_distance.SHORTEST or form(word) != word:
                continue
            right = min(
                (one for one in proper if one != word), key=lambda one: (edit_distance.distance(word, one), one), default=""
            )
            another_form = word.endswith("ic") and not right.endswith("ic")
            near = edit_distance.distance(word, right) <= 2 and right[:1] == word[0] and len(right) >= edit_distance.SHORTEST
            if near and not another_form and form(right) != word and counts[right] >= counts[word]:
                found[word] = right
    return found


def spelled(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Put the words of a folded text right that may be searched; give it with the (typed, read) pairs, in order."""
    pairs: list[tuple[str, str]] = []
    parts: list[str] = []
    at = 0
    for token in tokens(text)[:MOST_WORDS]:
        typed = text[token.start : token.end]
        better = correct(typed)
        if better is not None:
            parts += [text[at : token.start], better]
            at = token.end
            pairs.append((typed, better))
    return "".join([*parts, text[at:]]), pairs
