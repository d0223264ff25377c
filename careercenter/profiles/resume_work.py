"""The systems, encoders and specialties a résumé's text says its writer works with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from careercenter.language import lexicon
from careercenter.language.tokenizer import fold, phrase, tokens
from careercenter.profiles.resume_credentials import named_in
from careercenter.profiles.resume_sections import JOB_LINE, ResumePiece, Section
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import vocabulary

# Systems and encoders

_WORD = re.compile(r"[A-Za-z0-9][\w’'-]{0,30}")
_LONGEST_NAME = 4  # words
_SURELY_A_NAME = 12  # characters
_NOT_KNOWN = re.compile(
    r"\b(?:no|not|without|never|learning|learn|interest\w{0,3}|eager|willing|hoping|observed|exposure|shadow\w{0,3}|evaluat\w{1,4}"
    r"|select\w{0,4}|vendors?|demo\w{0,6})\b[^;]{0,80}$",
    re.IGNORECASE,
)
# Alone these are words of every day, numbers, payers or makers of several things.
_TOO_SHORT = frozenset(
    "360 3m r1 aria paragon resolute millennium optum expanse encompass iodine dax pcc cac solventum sunrise athena nuance"
    " dolbey".split()
)
# Houses that employ coders too: their names count only in a list of tools.
_HOUSES = frozenset(
    "cotiviti episource inovalon reveleer r1 change-healthcare waystar availity finthrive iodine healthicity".split()
)
_LISTS_TOOLS = (Section.TOOLS, Section.SKILLS)


def tools(said: Iterable[ResumePiece]) -> Iterator[tuple[str, str]]:
    for one in said:
        if one.section in (Section.EDUCATION, Section.OVER, Section.OTHER, Section.CERTIFICATES) or JOB_LINE.search(one.text):
            continue
        for start, slug in _tools_in(one.text):
            if slug in _HOUSES and one.section not in _LISTS_TOOLS:
                continue
            if not _NOT_KNOWN.search(one.text[:start]):
                yield vocabulary().written["tool"][slug], one.text


def _tools_in(text: str) -> Iterator[tuple[int, str]]:
    """Give the longest names written with a capital or a figure, each with the one tool it means."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        size = next((size for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1) if _tool(text, words, at, size)), 0)
        if size:
            yield words[at].start(), _tool(text, words, at, size)
        at += size or 1


def _tool(text: str, words: list[re.Match[str]], at: int, size: int) -> str:
    name = text[words[at].start() : words[at + size - 1].end()]
    written = name[0].isupper() or name[0].isdigit() or (" " not in name and len(name) >= _SURELY_A_NAME)
    if not written or name.casefold() in _TOO_SHORT:
        return ""
    slugs = tuple(slug for slug, label in vocabulary().written["tool"].items() if label == name) or lexicon.tools(name)
    return slugs[0] if len(slugs) == 1 and slugs[0] in vocabulary().written["tool"] else ""


# Specialties

_CODES = re.compile(
    r"\b(?:cod(?:e|es|ed|er|ers|ing)|abstract\w{0,4}|charts?|encounters?|assign(?:ed|s)?|auditor|audits?)\b", re.IGNORECASE
)
_NOT_DONE = re.compile(
    r"\b(?:no|not|without|never|learn\w{0,3}|interest\w{0,3}|eager|hop(?:e|es|ing)|seeking|aspir\w{1,4}|want\w{0,3}|goal|course\w{0,5}"
    r"|class(?:es)?|nurse|willing|pursu\w{1,3}|looking|transition\w{0,4} (?:in)?to|train\w{0,3} in|department of|refer\w{0,4}"
    r"|schedul\w{1,4}|my (?:coding )?instructor)\b",
    re.IGNORECASE,
)
_LONGEST_SPECIALTY = 5  # tokens
# Too wide to claim, or rather a kind of work, of which a résumé says more.
_TOO_WIDE = frozenset(
    "surgery medicine supplies-transport quality-compliance payer-technology revenue-integrity entry-level him-records auditing"
    " compliance education-training coding-management medical-billing".split()
)
_LISTED_IN = (Section.SPECIALTIES,)


def specialties(said: Iterable[ResumePiece]) -> Iterator[tuple[str, str]]:
    for one in said:
        if one.section in (Section.EDUCATION, Section.OVER, Section.OTHER, Section.CERTIFICATES, Section.TOOLS):
            continue
        if JOB_LINE.search(one.text) or _NOT_DONE.search(one.text):
            continue
        if one.section not in _LISTED_IN and not _CODES.search(one.text):
            continue
        yield from (
            (slug, one.text) for slug in _specialties_in(_without_credentials(one.text), listed=one.section in _LISTED_IN)
        )


def _without_credentials(text: str) -> str:
    """Blank names of credentials: who holds the CHONC does not say that they code oncology."""
    for _slug, start, end, _short in named_in(text):
        text = text[:start] + "#" * (end - start) + text[end:]
    return text


def _specialties_in(text: str, *, listed: bool) -> Iterator[str]:
    found = tokens(fold(text)[1])
    at = 0
    while at < len(found):
        for size in range(min(_LONGEST_SPECIALTY, len(found) - at), 0, -1):
            part = found[at : at + size]
            if any(text[left.end : right.start].strip(" -/&'") for left, right in pairwise(part)):
                continue  # a comma parts two names
            slugs = _specialties_named(tuple(one.form for one in part))
            if len(slugs) == 1 and (listed or _is_said(text[part[0].start : part[-1].end])):
                if slugs[0] not in _TOO_WIDE:
                    yield slugs[0]
                at += size - 1
                break
        at += 1


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], set[str]]:
    """Map names and synonyms to specialties. Looser words that a search takes for one are no claim."""
    found: dict[tuple[str, ...], set[str]] = {}
    for one in catalogue.specialties():
        plain = one.name.split("(", maxsplit=1)[0].strip()
        for said in (plain, plain.removesuffix(" coding"), *one.synonyms):
            if name := phrase(said):
                found.setdefault(name, set()).add(one.slug)
    return found


def _specialties_named(name: tuple[str, ...]) -> list[str]:
    return sorted(_names().get(name, ()))


def _is_said(words: str) -> bool:
    """Say whether words of a sentence are surely the name of a specialty: "ed" may be a man, a "professional coder" anybody."""
    return (len(words) > 3 or words.isupper()) and not words.casefold().startswith(("professional cod", "medical "))
