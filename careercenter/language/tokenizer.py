"""How a text becomes terms, which an index holds, and a typed text tokens that know where they stand.

CPC-A, CCS-P, ICD-10-CM, E/M, I&I, CAR-T and 3M stay whole, so that a search for CCS never answers with CCS-P. Other joined
words come apart ("full-time" is two terms). Coder, coders and coding are one term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from careercenter.language.limits import LONGEST_QUERY
from careercenter.language.normalization import lower, normalize, odd_chars, plain_letters
from careercenter.language.stemmer import stem, whole_words

# Part of every index's stamp: raise it when `terms` or what documents hold begins to differ, and indexes are rebuilt.
VERSION = 5

_LONGEST_TEXT = 200_000  # characters of a document that are read; a description is far shorter
LONGEST_TERM = 64

# Words joined by one of these are looked at together; what is not known to be whole comes apart again.
_JOINED = re.compile(r"[^\W_]+(?:[-/&.][^\W_]+)*")
# What no such word has, of ASCII, becomes a blank: a text comes apart by blanks sooner than by the pattern.
_JOINERS = frozenset(b"-/&.")
_BLANKED = bytes(at if at in _JOINERS or (at < 128 and chr(at).isalnum()) else 32 for at in range(256))
_ASCII = bytes(range(128))
_PARTS = re.compile(r"[^\W_]+|[-/&.]")
_NUMBER = re.compile(r"(?<!\d)\d+\.\d+")
# E/M, A/R, I&I, O&P; and two to four letters with one more: CPC-A, CCS-P, HCS-D, CAR-T.
_WHOLE = re.compile(r"[a-z][/&][a-z]|[a-z]{2,4}-[a-z]")


def tokenize(text: str) -> list[str]:
    """Cut a document's text into terms, in order. The place in the list is the term's position."""
    text = normalize(text[:_LONGEST_TEXT])
    if any(map(str.isalnum, odd_chars(text, _ASCII))):
        return list(chain.from_iterable(map(_terms_of, _JOINED.findall(text))))
    return list(chain.from_iterable(map(_terms_of, text.encode("ascii", "replace").translate(_BLANKED).decode().split())))


@lru_cache(maxsize=32_768)
def _terms_of(piece: str) -> tuple[str, ...]:
    """Give the terms of the joined words in a text without blanks."""
    return tuple(stem(part)[:LONGEST_TERM] for joined in _JOINED.findall(piece) for part in _apart(joined))


def _apart(joined: str) -> Iterable[str]:
    """Cut joined words, keeping whole what is known to be one word."""
    if joined in whole_words():
        return (joined,)
    if _NUMBER.fullmatch(joined) or joined.isalnum():
        return (joined,)
    parts = _PARTS.findall(joined)
    found: list[str] = []
    at = 0
    while at < len(parts):
        for length in (5, 3):
            piece = "".join(parts[at : at + length])
            if at + length <= len(parts) and (piece in whole_words() or _WHOLE.fullmatch(piece) or _NUMBER.fullmatch(piece)):
                break
        else:
            length, piece = 1, parts[at]
        found.append(piece)
        at += length + 1
    return found


_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """`form` is the plain form; the text stands at `start` to `end` of the folded text. `glued`: no space before it."""

    form: str
    start: int
    end: int
    glued: bool


def beginning(text: str) -> str:
    """Give as much of a text as is read, without half a word at its end: the "co" of a "coder" is no Colorado."""
    kept = text[:LONGEST_QUERY]
    if len(text) <= LONGEST_QUERY or text[LONGEST_QUERY].isspace() or kept[-1].isspace():
        return kept
    return kept.rsplit(None, 1)[0]


def fold(text: str) -> tuple[str, str]:
    """Give the text in its own case and in lower case, letter by letter at the same places."""
    text = plain_letters(text)
    return text, lower(text)


def tokens(text: str) -> list[Token]:
    return [
        Token(stem(match[0]), match.start(), match.end(), match.start() > 0 and text[match.start() - 1] in "-/&.'")
        for match in _TOKEN.finditer(text)
    ]


def phrase(text: str) -> tuple[str, ...]:
    """Give a phrase of a table in the form typed texts are compared in."""
    return tuple(token.form for token in tokens(fold(text)[1]))
