"""How a text becomes terms: what an index holds, and what a search looks for.

CPC-A, CCS-P, ICD-10-CM, E/M, I&I, CAR-T and 3M stay whole, so that a search for CCS never answers with CCS-P. Other joined
words come apart ("full-time" is two terms). Coder, coders and coding are one term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from careercenter.language.normalization import fold
from careercenter.taxonomy import catalogue

# Part of every index's stamp: raise it when `terms` or what documents hold begins to differ, and indexes are rebuilt.
VERSION = 4

_LONGEST_TEXT = 200_000  # characters of a document that are read; a description is far shorter
LONGEST_TERM = 64

# Words joined by one of these are looked at together; what is not known to be whole comes apart again.
_JOINED = re.compile(r"[^\W_]+(?:[-/&.][^\W_]+)*")
_PARTS = re.compile(r"[^\W_]+|[-/&.]")
_NUMBER = re.compile(r"(?<!\d)\d+\.\d+")
# E/M, A/R, I&I, O&P; and two to four letters with one more: CPC-A, CCS-P, HCS-D, CAR-T.
_WHOLE = re.compile(r"[a-z][/&][a-z]|[a-z]{2,4}-[a-z]")
_WHOLE_WORDS = frozenset({"icd-9", "icd-10", "icd-11", "icd-9-cm", "icd-10-cm", "icd-10-pcs", "ms-drg", "apr-drg"}) | frozenset(
    {"cms-hcc", "hhs-hcc", "ob/gyn", "hem/onc", "pet/ct", "x-ray", "t-cell", "b-cell", "pd-1", "pd-l1", "irf-pai", "at&t"}
)

ONE_WORD = {
    **dict.fromkeys(("coder", "coders", "coded"), "coding"),
    **dict.fromkeys(("biller", "billers", "billed"), "billing"),
    **dict.fromkeys(("auditor", "auditors", "auditing", "audits", "audited"), "audit"),
    **dict.fromkeys(("educator", "educators", "educating"), "education"),
    **dict.fromkeys(("trainer", "trainers", "trainee", "trainees"), "training"),
    **dict.fromkeys(("diagnosis", "diagnoses", "diagnostic", "diagnostics"), "diagnosis"),
    **dict.fromkeys(("registrar", "registrars", "registries"), "registry"),
    **dict.fromkeys(("e&m", "em/e"), "e/m"),
    **dict.fromkeys(("orthopaedic", "orthopaedics", "orthopedics"), "orthopedic"),
    **dict.fromkeys(("anaesthesia", "anesthesiology"), "anesthesia"),
    "haematology": "hematology",
    "paediatric": "pediatric",
    "paediatrics": "pediatric",
    "pediatrics": "pediatric",
}


def tokenize(text: str) -> list[str]:
    """Cut a document's text into terms, in order. The place in the list is the term's position."""
    found: list[str] = []
    for word in _JOINED.findall(fold(text[:_LONGEST_TEXT])):
        found.extend(_terms_of(word))
    return found


@lru_cache(maxsize=32_768)
def _terms_of(joined: str) -> tuple[str, ...]:
    return tuple(_one_term(part) for part in _apart(joined))


def _apart(joined: str) -> Iterable[str]:
    """Cut joined words, keeping whole what is known to be one word."""
    if joined in _kept():
        return (joined,)
    if _NUMBER.fullmatch(joined) or joined.isalnum():
        return (joined,)
    parts = _PARTS.findall(joined)
    found: list[str] = []
    at = 0
    while at < len(parts):
        for length in (5, 3):
            piece = "".join(parts[at : at + length])
            if at + length <= len(parts) and (piece in _kept() or _WHOLE.fullmatch(piece) or _NUMBER.fullmatch(piece)):
                break
        else:
            length, piece = 1, parts[at]
        found.append(piece)
        at += length + 1
    return found


def _one_term(word: str) -> str:
    """Give all forms of a word one term: the table first, then a plural's s."""
    known = ONE_WORD.get(word)
    if known is not None:
        return known
    if len(word) > 3 and word.isascii() and word.isalpha() and word not in _kept():
        if word.endswith("ies") and word[-4] not in "ae":
            word = word[:-3] + "y"
        elif word.endswith("s") and word[-2] not in "usi":
            word = word[:-1]
    return word[:LONGEST_TERM]


@lru_cache(maxsize=1)
def _kept() -> frozenset[str]:
    """Words that are neither cut nor stemmed: credentials as written, and what the field writes with a mark inside."""
    written = [one.abbr for one in catalogue.credentials()]
    marked = [alias for one in catalogue.credentials() for alias in one.aliases if " " not in alias and not alias.isalnum()]
    return _WHOLE_WORDS | {word.casefold() for word in (*written, *marked)}
