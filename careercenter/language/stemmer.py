"""All forms of a word are one: coder, coders and coding; registrar and registry; a plural and its singular."""

from __future__ import annotations

from functools import lru_cache

from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import vocabulary

_SHORTEST_PLURAL = 4  # letters: "labs", but not "ems"


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Give the one form of a lower-case word: what words.toml lists it under, else itself without a plural's s.

    Credentials as written are no forms of others: CRCS is not several CRC.
    """
    known = vocabulary().forms.get(word)
    if known is not None:
        return known
    if len(word) >= _SHORTEST_PLURAL and word.isascii() and word.isalpha() and word not in whole_words():
        if word.endswith("ies") and word[-4] not in "ae":
            return word[:-3] + "y"
        if word.endswith("s") and word[-2] not in "usi":
            return word[:-1]
    return word


@lru_cache(maxsize=1)
def whole_words() -> frozenset[str]:
    """Words that are neither cut nor stemmed: credentials as written, and what the field writes with a mark inside."""
    written = [one.abbr for one in catalogue.credentials()]
    marked = [alias for one in catalogue.credentials() for alias in one.aliases if " " not in alias and not alias.isalnum()]
    return vocabulary().whole_words | {word.casefold() for word in (*written, *marked)}
