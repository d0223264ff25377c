"""Misspelt words put right against the board's own words: those of the taxonomy and of the tables.

An English word, a place or a word of the trade is never "corrected", unless the taxonomy lists it as a misspelling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from careercenter.language import edit_distance, lexicon, locations
from careercenter.language.stemmer import stem
from careercenter.language.tokenizer import fold
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import english_words, vocabulary

_WORD = re.compile(r"[a-z]+")
# Other ways to write a word are not mistakes.
_BRITISH = re.compile(r"ae|our|oe")
_SUFFIX = re.compile(r"(?P<stem>[a-z]{5,}?)(?:(?P<who>[eo]rs?)|(?P<what>ions?)|(?P<doing>ings?)|(?P<done>ed))")
_SHORTEST_PLACE = 6  # letters: places are many, and names of people and employers are near to the shorter ones


@lru_cache(maxsize=4096)
def correct(word: str) -> str | None:
    """Give the word that was meant, None where the word is known or nothing is near it."""
    if len(word) < edit_distance.SHORTEST or not (word.isascii() and word.isalpha()):
        return None
    if meant := listed(word):
        return meant
    if word in vocabulary().usual_misspellings:
        return vocabulary().usual_misspellings[word]
    if _is_known(word) or _is_known(stem(word)):
        return None
    heard = word.replace("f", "ph")  # "nefrology" is written as it sounds, and is no misspelling of "neurology"
    if heard in _targets():
        return heard
    nearest = _right().nearest(word)
    if nearest is not None and _another_form(word, nearest):
        return None
    return nearest or _place_meant(word)


def _another_form(word: str, other: str) -> bool:
    """Say whether two words are made of one stem: an applicator is no misspelling of an application, a "contracter" is one."""
    one, two = _SUFFIX.fullmatch(word), _SUFFIX.fullmatch(other)
    return one is not None and two is not None and one["stem"] == two["stem"] and one.lastgroup != two.lastgroup


def listed(word: str) -> str | None:
    """Give the word meant by a misspelling that the taxonomy lists, or by its plural; None where it lists none."""
    known = catalogue.misspellings()
    return known.get(word) or (known.get(word[:-1]) if word.endswith("s") else None)


def _place_meant(word: str) -> str | None:
    """Give the larger city a word is a misspelling of; the first letter is seldom the wrong one."""
    if len(word) < _SHORTEST_PLACE or word in locations.words_of_places():
        return None
    return _cities().nearest(word, held=lambda city: city[0] == word[0])


@lru_cache(maxsize=1)
def _cities() -> edit_distance.SpellingIndex:
    return edit_distance.SpellingIndex(
        {word: 1 for word in sorted(locations.words_of_larger_cities()) if len(word) >= _SHORTEST_PLACE}
    )


@lru_cache(maxsize=1)
def _right() -> edit_distance.SpellingIndex:
    return edit_distance.SpellingIndex(_targets())


def _words(text: str) -> Iterator[str]:
    return iter(_WORD.findall(fold(text)[1]))


@lru_cache(maxsize=1)
def _targets() -> dict[str, int]:
    """Give the words a misspelling may be put right to, with how often the taxonomy says them."""
    counts: dict[str, int] = defaultdict(int)
    for text in _texts():
        for word in _words(text):
            if len(word) >= edit_distance.SHORTEST and not (_BRITISH.search(word) and stem(word) != word):
                counts[word] += 1
    return counts


def _texts() -> Iterator[str]:
    for one in catalogue.specialties():
        yield from (one.name, *one.synonyms, *one.search_phrases)
    for held in catalogue.credentials():
        yield from (held.name, *held.aliases)
    for kind in ("setting", "employment", "schedule", "ehr", "encoder"):
        for said in vocabulary().phrases[kind].values():
            yield from said
    yield from (
        *vocabulary().phrases["equipment"]["employer"],
        "coder coders coding biller billing certified certification credential",
    )
    yield from (" ".join(name) for name, meant in lexicon.meanings().items() if meant[0].kind == "state")


def _is_known(word: str) -> bool:
    return word in _of_the_trade() or word in english_words()


@lru_cache(maxsize=1)
def _of_the_trade() -> frozenset[str]:
    said = {word for one in catalogue.specialties() for word in _words(one.description)}
    said |= {word for held in catalogue.credentials() for word in _words(held.abbr)}
    said |= {word for code in catalogue.medical_codes() for word in _words(code.note)}
    return frozenset(said) | set(_targets()) | vocabulary().medical
