"""One way of writing: what people and postings write in several ways becomes the same letters, before it is cut into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

# One spelling for what is written in several ways. Each pattern is
# looked for only in a text with one of the parts it cannot do without: most texts have few of them. It begins with its letters
# and looks back for the boundary before them: so begun, it is looked for by its letters and not tried everywhere.
_SPELLINGS = tuple(
    (parts, re.compile(pattern), spelling)
    for parts, pattern, spelling in (
        (("icd",), r"icd(?<=\bicd)[ -]?(9|10|11)(?:[ -]?(cm|pcs))?\b", lambda m: "-".join(filter(None, ("icd", m[1], m[2])))),
        (("car t", "car-t", "tcr"), r"(car|tcr)(?<=\b\w{3})[ -]t\b", r"\1-t"),
        (("drg",), r"(ms|apr)(?:(?<=\bms)|(?<=\bapr))[ -]?drgs?\b", r"\1-drg"),
        (("hcc",), r"(cms|hhs)(?<=\b\w{3})[ -]hccs?\b", r"\1-hcc"),
        (("/", "&", "e and m", "e  and", "e and  m"), r"e(?<=\be) ?(?:/|&| and ) ?m\b", "e/m"),
        (("&",), r"\bi ?& ?i\b", "i&i"),
        (("gyn",), r"ob(?<=\bob) ?[/-]? ?gyn\b", "ob/gyn"),
        (("pro-fee", "pro fee"), r"pro(?<=\bpro)[ -]fee\b", "profee"),
        (("-patient",), r"(in|out)(?:(?<=\bin)|(?<=\bout))-patient\b", r"\1patient"),
        (("w-2",), r"w-2(?<=\bw-2)\b", "w2"),
        (("home",), r"work(?<=\bwork)(?:ing)?[ -](?:from|at)[ -]home\b", "wfh"),
        ((".",), r"\b([a-z])\.((?:[a-z]\.)+[a-z]?)(?![a-z0-9])", lambda m: m[0].replace(".", "")),  # i.r. and u.s.
        ((".",), r"\b([a-z]\d[0-9a-z])\.([0-9a-z]{1,4})\b", r"\1\2"),  # ICD-10-CM: D89.839 and D89839
        (("'s",), r"'s\b", ""),
        (("'",), r"'", ""),
    )
)
# A dot inside a word or number: most texts have dots at the ends of sentences alone.
_DOT_WITHIN = re.compile(r"\.[a-z0-9]")


def normalize(text: str) -> str:
    """Give a text in plain small letters, with one spelling for what is written in several ways: what is cut into terms."""
    text = lower(plain_letters(text))
    dot_within = _DOT_WITHIN.search(text) is not None
    for parts, pattern, spelling in _SPELLINGS:
        for part in parts:
            if part in text:
                break
        else:
            continue
        if dot_within or parts != (".",):
            text = pattern.sub(spelling, text)
    return text


def plain_letters(text: str) -> str:
    """Take accents off, straighten quotes and hyphens, and turn what is no text into spaces; the case stays."""
    text = _replace(text, STRAIGHT_CHARS)
    return text if text.isascii() else _replace(unicodedata.normalize("NFKD", text), _READABLE)


def lower(text: str) -> str:
    """Lower the case letter by letter, so that every letter keeps its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one if len(one := char.lower()) == 1 else char for char in text)


def _replace(text: str, read_as: Mapping[str, str]) -> str:
    """Replace characters; quicker than `translate`, as a text has few kinds of those that are not plain."""
    for char in odd_chars(text, _PLAIN):
        replacement = read_as.get(char)
        if replacement is not None and replacement != char:
            text = text.replace(char, replacement)
    return text


def odd_chars(text: str, plain: bytes) -> set[str]:
    """Give the characters of a text that are not among these of ASCII."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, plain).decode("utf-8", "surrogatepass"))


_PLAIN = bytes(set(range(32, 127)) - set(b"`"))
STRAIGHT_CHARS = (
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys([*map(chr, range(32)), "\x7f"], " ")
)
# Marks above letters and what has no width go; control characters, lone surrogates and odd spaces are spaces.
_AWAY = {"Mn": "", "Me": "", "Cf": "", "Cc": " ", "Cs": " ", "Co": " ", "Cn": " ", "Zs": " ", "Zl": " ", "Zp": " "}


class _Readable(dict[str, str]):
    """Says of each character what it is read as; learned as characters come, of which there are as many as Unicode has."""

    def get(self, char: str, default: Any = None) -> Any:
        if char not in self:
            self[char] = _AWAY.get(unicodedata.category(char), char)
        return self[char]


_READABLE = _Readable()
