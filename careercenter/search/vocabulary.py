"""The field's words: how a text becomes terms, and what a person typed becomes a query. Done once, before any engine.

CPC-A, CCS-P, ICD-10-CM, E/M, I&I, CAR-T and 3M stay whole, so that a search for CCS never answers with CCS-P. Other joined
words come apart ("full-time" is two terms). Coder, coders and coding are one term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from careercenter.search import codes
from careercenter.search.folding import fold
from careercenter.search.port import LONGEST_QUERY, MOST_WORDS, SHORTEST_PREFIX
from careercenter.taxonomy import catalogue

T = TypeVar("T")

# Part of every index's stamp: raise it when `terms` or what documents hold begins to differ, and indexes are rebuilt.
VERSION = 4

_LONGEST_TEXT = 200_000  # characters of a document that are read; a description is far shorter
_LONGEST_TERM = 64

# Words joined by one of these are looked at together; what is not known to be whole comes apart again.
_JOINED = re.compile(r"[^\W_]+(?:[-/&.][^\W_]+)*")
_PARTS = re.compile(r"[^\W_]+|[-/&.]")
_NUMBER = re.compile(r"(?<!\d)\d+\.\d+")
# E/M, A/R, I&I, O&P; and two to four letters with one more: CPC-A, CCS-P, HCS-D, CAR-T.
_WHOLE = re.compile(r"[a-z][/&][a-z]|[a-z]{2,4}-[a-z]")
_WHOLE_WORDS = frozenset({"icd-9", "icd-10", "icd-11", "icd-9-cm", "icd-10-cm", "icd-10-pcs", "ms-drg", "apr-drg"}) | frozenset(
    {"cms-hcc", "hhs-hcc", "ob/gyn", "hem/onc", "pet/ct", "x-ray", "t-cell", "b-cell", "pd-1", "pd-l1", "irf-pai", "at&t"}
)

_ONE_WORD = {
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

# Left: what is typed. Right: terms that answer it too. One way only, and never the other credential.
_ALSO = {
    "icd-10": ("icd-10-cm", "icd-10-pcs"),
    "drg": ("ms-drg", "apr-drg"),
    "hcc": ("cms-hcc", "hhs-hcc"),
    "remote": ("wfh", "telecommute"),
    "wfh": ("remote", "telecommute"),
    "telecommute": ("remote", "wfh"),
    "pcs": ("icd-10-pcs",),
}

# What a product was called, and what it is called now: postings and coders say either.
_RENAMED = (
    ("cerner", "oracle health"),
    ("3m 360", "solventum 360"),
    ("3m crs", "solventum crs"),
    ("kareo", "tebra"),
    ("allscripts", "veradigm"),
    ("nthrive", "finthrive"),
)

# "Keytruda coding" names its specialty without the last word too. These alone would name one in nearly every search.
_GENERAL = frozenset({"coding", "billing"})
_NAMES_NOTHING = frozenset(
    {"billing and", "education", "factor", "float", "medical", "medicine", "physician", "provider", "quality", "query"}
)
_SHORTEST_NAME = 4  # characters: shorter ones ("va", "id", "new", "im") mean other things too often

# Words that narrow nothing: every posting is a job. They count inside quotes only.
_COURTESIES = """
    a an and are as at be by for from i in is it me my near of on or our please that the this to we with you your
    job jobs position positions opening openings vacancy vacancies career careers hiring work
"""
_COURTESY = frozenset(_COURTESIES.split())


@dataclass(frozen=True, slots=True)
class Needle:
    """Terms that stand in one document: anywhere, or `adjacent` in this order within one field.

    `open`: its one term is the beginning of any term, and all that begin so count as one.
    """

    terms: tuple[str, ...]
    adjacent: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Satisfied by any of its needles, or by a document that stands under any of `specialties` (slugs).

    A document answers it exactly when it stands under one of its specialties or asks for one of its `credentials` (slugs).
    Where the clause names a medical code (`of_code`) naming that code is exact, and its specialties come after.
    """

    needles: tuple[Needle, ...]
    specialties: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    of_code: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Every clause is satisfied and no excluded needle is there. `ignored`: words not used, as typed."""

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Needle, ...] = ()
    ignored: tuple[str, ...] = ()


def terms(text: str) -> list[str]:
    """Cut a document's text into terms, in order. The place in the list is the term's position."""
    found: list[str] = []
    for word in _JOINED.findall(fold(text[:_LONGEST_TEXT])):
        found.extend(_terms_of(word))
    return found


def parse(text: str) -> Query:
    """Read what a person typed: words, "quoted words", begin*, -absent; one | another asks for either.

    Never raises; reads at most 200 characters and 12 words.
    """
    return _parsed(text[:LONGEST_QUERY])


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Query:
    clauses: list[Clause] = []
    excluded: list[Needle] = []
    ignored: list[str] = []
    wordless: list[str] = []
    loose: list[str] = []
    either: list[int] = []  # numbers of the clauses that come after a "|"
    room = MOST_WORDS

    for typed in _TYPED.findall(fold(text)):
        if typed == "|":
            clauses.extend(_named(loose))
            loose = []
            either.append(len(clauses))
            continue
        absent, quoted = typed.startswith("-"), typed.endswith('"')
        found = terms(typed)
        if not found:
            wordless.append(typed)
            continue
        ignored.extend(found[room:])
        found = found[:room]
        room -= len(found)
        # "full-time" is typed as one word, so its parts stand side by side; "inpatient/outpatient" asks for both.
        together = quoted or not ("/" in typed or "&" in typed)
        begun = _BEGUN.fullmatch(typed)
        if not found:
            continue
        if begun and len(begun[1]) < SHORTEST_PREFIX:
            ignored.append(typed)
            continue
        beginning = Needle((begun[1][:_LONGEST_TERM],), open=True) if begun else None
        if absent:
            excluded.append(beginning or _needle(found, together))
        elif beginning:
            clauses.append(Clause((beginning, _needle(found, False))))  # coder* is coding too
        elif quoted or (len(found) > 1 and together):
            # "MS-DRG 216-221": the word before a range may be the name of its set.
            named = None if quoted or not loose else codes.of_words((loose[-1], *found))
            code = named or (None if quoted else codes.of_words(tuple(found)))
            clauses.extend(_named(loose[:-1] if named else loose))
            loose = []
            clauses.append(_of_code(code) if code else Clause((_needle(found, True),)))
        else:
            loose.extend(found)
    clauses.extend(_named(loose))
    for number in reversed(either):
        if 0 < number < len(clauses):
            clauses[number - 1 : number + 1] = [_either(*clauses[number - 1 : number + 1])]
    if not clauses and not excluded:
        ignored.extend(wordless)
    return Query(tuple(clause for clause in clauses if not _courtesy(clause)), tuple(excluded), tuple(ignored))


def _either(one: Clause, other: Clause) -> Clause:
    return Clause(
        tuple(dict.fromkeys((*one.needles, *other.needles))),
        tuple(dict.fromkeys((*one.specialties, *other.specialties))),
        tuple(dict.fromkeys((*one.credentials, *other.credentials))),
        one.of_code and other.of_code,
    )


# A quoted run or a word, with its minus only where a word begins: the hyphen of CCS-P excludes nothing.
_TYPED = re.compile(r'(?:(?<!\S)-)?"[^"]+"|[^\s"]+')
# The beginning of a word: letters and digits with a star after them.
_BEGUN = re.compile(r"-?(?<![^\W_])([^\W_]+)\*")


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
    known = _ONE_WORD.get(word)
    if known is not None:
        return known
    if len(word) > 3 and word.isascii() and word.isalpha() and word not in _kept():
        if word.endswith("ies") and word[-4] not in "ae":
            word = word[:-3] + "y"
        elif word.endswith("s") and word[-2] not in "usi":
            word = word[:-1]
    return word[:_LONGEST_TERM]


@lru_cache(maxsize=1)
def _kept() -> frozenset[str]:
    """Words that are neither cut nor stemmed: credentials as written, and what the field writes with a mark inside."""
    written = [one.abbr for one in catalogue.credentials()]
    marked = [alias for one in catalogue.credentials() for alias in one.aliases if " " not in alias and not alias.isalnum()]
    return _WHOLE_WORDS | {word.casefold() for word in (*written, *marked)}


class _Named(NamedTuple):
    """What a name stands for. `needles` find it where it is written otherwise: a credential by its abbreviation."""

    specialties: tuple[str, ...]
    credentials: tuple[str, ...]
    needles: tuple[Needle, ...]


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], _Named]:
    """Map the terms of a name or synonym to the specialties and the credentials it stands for."""
    slugs: dict[tuple[str, ...], list[str]] = {}
    held: dict[tuple[str, ...], list[str]] = {}
    needles: dict[tuple[str, ...], list[Needle]] = {}
    for one in catalogue.specialties():
        for phrase in (one.name, *one.synonyms):
            for name in _with_and_without_general(tuple(terms(phrase))):
                slugs.setdefault(name, []).append(one.slug)
    for credential in catalogue.credentials():
        for phrase in (credential.abbr, credential.name, *credential.aliases):
            held.setdefault(tuple(terms(phrase)), []).append(credential.slug)
            needle = _needle(terms(credential.abbr), True)
            # An alias that is another credential's own abbreviation stays that one's.
            if tuple(terms(phrase)) != needle.terms:
                needles.setdefault(tuple(terms(phrase)), []).append(needle)
    for before, now in _RENAMED:
        for said, other in ((before, now), (now, before)):
            needles.setdefault(tuple(terms(said)), []).append(_needle(terms(other), True))
    # A word such as "coding" or "query" alone names no specialty, whatever a list of synonyms says.
    return {
        key: _Named(_once(slugs.get(key)), _once(held.get(key)), _once(needles.get(key)))
        for key in slugs.keys() | held.keys() | needles.keys()
        if key and key != ("coding",) and " ".join(key) not in _NAMES_NOTHING
    }


def _once(found: list[T] | None) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found or ()))


def _with_and_without_general(name: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    yield name
    short = name[:-1] if name and name[-1] in _GENERAL else ()
    if len(" ".join(short)) >= _SHORTEST_NAME:
        yield short


@lru_cache(maxsize=1)
def _longest_name() -> int:
    return max(map(len, _names()))


def _named(words: list[str]) -> Iterable[Clause]:
    """Make a clause of each word, and one of the longest run of words that names something."""
    names = _names()
    at = 0
    while at < len(words):
        for length in range(min(_longest_name(), len(words) - at), 0, -1):
            run = tuple(words[at : at + length])
            code = codes.of_words(run) if length <= 2 else None
            if code:
                yield _of_code(code)
                break
            if run in names:
                named = names[run]
                telling = [word for word in run if word not in _COURTESY] or run
                needles = (_needle(telling, False), *_also(run), *named.needles)
                yield Clause(needles, named.specialties, named.credentials)
                break
        else:
            length = 1
            yield Clause((_needle(words[at : at + 1], False), *_also(words[at : at + 1])))
        at += length


def _of_code(code: codes.Code) -> Clause:
    """A code is named by its number, what replaced it, a range or a category around it, and whatever a beginning begins."""
    needles: list[Needle] = []
    for text in codes.writings(code):
        found = terms(text)
        if text.endswith("*"):
            needles.append(Needle((found[0],), open=True))
        else:
            needles.append(_needle(found, "-" in text.removeprefix("MS-DRG ")))
    return Clause(tuple(needles), codes.whose(code), of_code=True)


def specialties_of(phrase: str) -> tuple[str, ...]:
    """Give the slugs a whole phrase names here; () where it names none."""
    named = _names().get(tuple(terms(phrase)))
    return named.specialties if named else ()


def _also(words: Iterable[str]) -> tuple[Needle, ...]:
    first, *more = words
    return () if more else tuple(Needle((term,)) for term in _ALSO.get(first, ()))


def _needle(found: Iterable[str], adjacent: bool) -> Needle:
    unique = tuple(found)
    return Needle(unique, adjacent=True) if adjacent and len(unique) > 1 else Needle(tuple(dict.fromkeys(unique)))


def _courtesy(clause: Clause) -> bool:
    needle = clause.needles[0]
    return not (needle.adjacent or needle.open or clause.specialties) and all(term in _COURTESY for term in needle.terms)
