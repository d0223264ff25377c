"""A typed text as plain tokens that know where they stand, and phrases in the same plain form.

CCS-P, CCS P and ccs-p are all the tokens "ccs", "p"; coder and coding are one token, and a plural is its singular.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from careercenter.language.limits import LONGEST_QUERY
from careercenter.language.normalization import lower, plain_letters
from careercenter.language.stemmer import stem

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
