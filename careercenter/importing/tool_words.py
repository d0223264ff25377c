"""Out of words: the health record systems and encoders a place works with, by the names the lexicon knows.

Only where it is said that they are used. What an applicant should know may be one of several, or another employer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from careercenter.core.prefiltered import PrefilteredPattern
from careercenter.importing.fact_words import OF_THE_APPLICANT, POSSIBLE, Said
from careercenter.importing.statements import Statement, quote
from careercenter.language import lexicon
from careercenter.language.phrases import EHRS

_USED = PrefilteredPattern(
    r"\b(?:we|our (?:team|coders)|you(?:['’]ll| will)?) (?:use|code|work|document|chart)s?\b"
    r"|\bour (?:EHR|EMR|encoders?|record systems?|systems?|tools?) (?:is|are)\b"
    r"|\b(?:EHR|EMR|encoders?|systems?|software|tools?)(?: used)?:",
    re.IGNORECASE,
)
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:or|such as|e\.g|similar|like|any|other|replac\w{1,5}|migrat\w{1,5}|mov\w{1,4} (?:from|to))\b|/", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z0-9][\w’'-]{0,30}")
_LONGEST_NAME = 4  # words
_SURELY_A_NAME = 12  # characters
# Names that are words of every day, of payers or of numbers when they stand alone.
_TOO_SHORT = frozenset(
    {"360", "3m", "r1", "aria", "paragon", "resolute", "millennium", "optum", "expanse", "encompass", "iodine", "dax", "pcc"}
)


def find_tools(stated: Iterable[Statement]) -> dict[str, Said]:
    """Give the systems and the encoders that are used, as they are written, each with the statement that says it."""
    found: dict[str, tuple[dict[str, str], str]] = {"ehrs": ({}, ""), "encoders": ({}, "")}
    for one in stated:
        text = one.text
        if not _USED.search(text):
            continue
        if (
            one.choice
            or one.preferred
            or any(pattern.search(text) for pattern in (POSSIBLE, OF_THE_APPLICANT, _ONE_OF_SEVERAL))
        ):
            continue
        for name, slug in _names_in(text):
            field = "ehrs" if slug in EHRS else "encoders"
            names, said = found[field]
            names.setdefault(slug, name)
            found[field] = names, said or quote(text)
    return {field: (tuple(names.values()), said) for field, (names, said) in found.items() if names}


def _is_written_as_a_name(text: str) -> bool:
    """Say whether a text begins with a capital or a figure, or is too long a word to be another ("athenahealth")."""
    return text[0].isupper() or text[0].isdigit() or (" " not in text and len(text) >= _SURELY_A_NAME)


def _names_in(text: str) -> Iterator[tuple[str, str]]:
    """Give the longest names written with a capital or a figure, each with the one slug it means."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            name = text[words[at].start() : words[at + size - 1].end()]
            slugs = lexicon.tools(name) if _is_written_as_a_name(name) else ()
            if len(slugs) == 1 and name.lower() not in _TOO_SHORT:
                yield name, slugs[0]
                at += size
                break
        else:
            at += 1
