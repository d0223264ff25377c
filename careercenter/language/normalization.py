"""One way of writing: what people and postings write in several ways becomes the same letters, before it is cut into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

# One spelling for what is written in several ways. Each pattern is
# looked for only in a text with one of the parts it cannot do without: most texts have few of them.
_SPELLINGS = tuple(
    (parts, re.compile(pattern), spelling)
    for parts, pattern, spelling in (
        (("icd",), r"\bicd[ -]?(9|10|11)(?:[ -]?(cm|pcs))?\b", lambda m: f"icd-{m[1]}-{m[2]}" if m[2] else f"icd-{m[1]}"),
        (("car t", "car-t", "tcr"), r"\b(car|tcr)[ -]t\b", r"\1-t"),
        (("drg",), r"\b(ms|apr)[ -]?drgs?\b", r"\1-drg"),
        (("hcc",), r"\b(cms|hhs)[ -]hccs?\b", r"\1-hcc"),
        (("/", "&", "e and m", "e  and", "e and  m"), r"\be ?(?:/|&| and ) ?m\b", "e/m"),
        (("&",), r"\bi ?& ?i\b", "i&i"),
        (("gyn",), r"\bob ?[/-]? ?gyn\b", "ob/gyn"),
        (("pro-fee", "pro fee"), r"\bpro[ -]fee\b", "profee"),
        (("-patient",), r"\b(in|out)-patient\b", r"\1patient"),
        (("w-2",), r"\bw-2\b", "w2"),
        (("home",), r"\bwork(?:ing)?[ -](?:from|at)[ -]home\b", "wfh"),
        ((".",), r"\b([a-z])\.((?:[a-z]\.)+[a-z]?)(?![a-z0-9])", lambda m: m[0].replace(".", "")),  # i.r. and u.s.
        ((".",), r"\b([a-z]\d[0-9a-z])\.([0-9a-z]{1,4})\b", r"\1\2"),  # ICD-10-CM: D89.839 and D89839
        (("'s",), r"'s\b", ""),
        (("'",), r"'", ""),
    )
)
# A dot inside a word or number: most texts have dots at the ends of sentences alone.
_DOT_WITHIN = re.compile(r"\.[a-z0-9]")


def fold(text: str) -> str:
    """Lower the case, take accents off, straighten quotes and hyphens, and turn what is no text into spaces."""
    text = _each(text, STRAIGHT_CHARS)
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKD", text).casefold()
        text = _each(text, _READABLE)
    within = _DOT_WITHIN.search(text) is not None
    for parts, pattern, spelling in _SPELLINGS:
        if any(part in text for part in parts) and (within or parts != (".",)):
            text = pattern.sub(spelling, text)
    return text


def _each(text: str, read_as: Mapping[str, str]) -> str:
    """Replace characters; quicker than `translate`, as a text has few kinds of those that are not plain."""
    for char in set(text) - _PLAIN:
        as_read = read_as.get(char)
        if as_read is not None and as_read != char:
            text = text.replace(char, as_read)
    return text


_PLAIN = frozenset(map(chr, range(32, 127))) - {"`"}
STRAIGHT_CHARS = (
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys([*map(chr, range(32)), "\x7f"], " ")
)
STRAIGHT = str.maketrans(STRAIGHT_CHARS)
# Marks above letters and what has no width go; control characters, lone surrogates and odd spaces are spaces.
_AWAY = {"Mn": "", "Me": "", "Cf": "", "Cc": " ", "Cs": " ", "Co": " ", "Cn": " ", "Zs": " ", "Zl": " ", "Zp": " "}


class _Readable(dict[str, str]):
    """Says of each character what it is read as; learned as characters come, of which there are as many as Unicode has."""

    def get(self, char: str, default: Any = None) -> Any:
        if char not in self:
            self[char] = _AWAY.get(unicodedata.category(char), char)
        return self[char]


_READABLE = _Readable()


def as_read(char: str) -> str:
    """Give what a character of a text in NFKD is read as: itself, a space, or nothing. What is typed follows the same rule."""
    return _READABLE.get(char, char)
