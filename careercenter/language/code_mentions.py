"""Codes as people type them in a search: where they stand in a text, and which code is meant.

What is known of codes is the taxonomy's. Here is what the words beside a code add: a set may be named, a string of two sets is
ranked by dot, neighbours and specialty, and five digits may be a ZIP.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careercenter.core.places import lookup_zip
from careercenter.taxonomy import catalogue
from careercenter.taxonomy import codes as medical
from careercenter.taxonomy.code_shapes import A_DRG, A_SET, SETS, between, narrow, plain, sets_called
from careercenter.taxonomy.codes import EVERY_STAY, MedicalCode

Code = MedicalCode

# Words that speak for a set wherever they stand in the text, in the plain form words are compared in.
_SPEAK_FOR = {
    "CPT": frozenset({"cpt", "procedure", "profee"}),
    "HCPCS": frozenset({"hcpcs", "hcpc", "supply", "supplies", "drug", "device", "ostomy", "modifier"}),
    "ICD-10-CM": frozenset(
        {"icd", "icd10", "icd-10", "icd-10-cm", "cm", "dx", "diagnosis", "diagnoses", "diagnose", "disease", "condition", "hcc"}
    ),
    "ICD-10-PCS": frozenset({"pcs", "icd-10-pcs", "inpatient"}),
    "MS-DRG": frozenset({"drg", "ms-drg"}),
}
# Written like codes, and something else on a board of coding jobs: models of risk adjustment, offices, schools.
_LOOK_ALIKES = frozenset({"V22", "V24", "V28", "K12", "O365", "M365", "H1B", "A1C", "B2B", "F2F"})
_SHORTEST_BARE = 4  # characters of a diagnosis without its dot; "G35" alone is one only where we have a note of it

_ONE = r"(?=[a-z]{0,3}\d)[0-9a-z]{3,7}(?:\.[0-9a-z]{1,4})?"
_TO = r"\s?(?:-|\bto\b|\bthrough\b|\bthru\b)\s?"
_END = r"(?![\w%+]|\.\d|,\d{3}(?!\d))"
_CODE = re.compile(
    rf"(?<![\w$.+-])(?:(?P<before>{A_SET}|codes?)(?:\s+codes?)?[\s:#-]*(?<![a-z0-9]))?(?P<first>{_ONE})"
    rf"(?:{_TO}(?:(?:{A_SET})\s*)?(?P<last>{_ONE}))?{_END}"
    # "99213 cpt", but not the "drg" of "38225 drg 018".
    rf"(?:\s*(?:codes?\s+)?(?<![a-z0-9])(?P<after>{A_SET})(?![\w-])(?![\s:#]*(?=[a-z]{{0,3}}\d)[0-9a-z.]+))?"
)
_DRG = re.compile(
    rf"(?<![\w-])(?<!apr )(?<!apr-){A_DRG}[\s:#-]*(?P<first>\d{{1,3}})"
    rf"(?:{_TO}(?:{A_DRG}\s*)?(?P<last>\d{{1,3}}))?"
    r"(?![\w/%]|\.\d|,\d{3}|\s*(?:hours?|hrs?|days?|weeks?|years?|yrs?|beds?|charts?|miles?)\b)"
)
_MORE_DRGS = re.compile(r"\s*(?:,|&|\band\b|\bor\b)\s*(?P<first>\d{3})(?P<last>)(?![\w.%,-])")
_BEFORE_DRG = re.compile(
    rf"(?<![\w$.,/-])(?P<first>\d{{1,3}})(?:{_TO}(?P<last>\d{{1,3}}))?"
    rf"\s?{A_DRG}\b(?!\s*(?:\d|coders|charts|jobs|cases))"
)
# "018" beside a word that says DRG; other numbers of three digits are beds, miles and 360 Encompass.
_SAYS_DRG = re.compile(rf"(?<!apr )(?<!apr-)(?<![\w-]){A_DRG}(?!\w)")
_ZERO_FIRST = re.compile(r"(?<![\w$.-])(?P<first>0\d\d)(?P<last>)(?![\w.%-])")
_ONLY_A_NUMBER = re.compile(r"\s*(?P<first>\d{3})(?P<last>)\s*")


@dataclass(frozen=True, slots=True)
class Typed:
    """A code or a range in a text, from `start` to `end` with the name of its set. `sets`: those it was said to be of."""

    start: int
    end: int
    first: str
    last: str = ""
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in the same text: its words in plain form, and the specialties (slugs) they name."""

    words: frozenset[str] = frozenset()
    specialties: frozenset[str] = frozenset()


_NOTHING = Beside()


def typed_in(text: str) -> Iterator[Typed]:
    """Find what is written like a code in a text of small letters; the same place may be found twice, the surer way first."""
    for match in _DRG.finditer(text):
        yield _typed(match, ("MS-DRG",))
        after = match.end()
        while more := _MORE_DRGS.match(text, after):
            after = more.end()
            yield _typed(more, ("MS-DRG",), start=more.start("first"))
    patterns = [_BEFORE_DRG]
    patterns += [_ZERO_FIRST] if _SAYS_DRG.search(text) else []
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield _typed(match, ("MS-DRG",))
    if only := _ONLY_A_NUMBER.fullmatch(text):
        yield _typed(only, ("MS-DRG",))
    for match in _CODE.finditer(text):
        sets = sets_called(match["before"] or "") or sets_called(match["after"] or "")
        if sets == ("MS-DRG",):
            continue  # read above, or "APR-DRG 720"
        one = _typed(match, sets)
        if match["last"] and read(one) == ():
            yield Typed(match.start(), match.end("first"), match["first"], sets=sets)
            yield Typed(match.start("last"), match.end(), match["last"], sets=sets)
        else:
            yield one


def _typed(match: re.Match[str], sets: tuple[str, ...], start: int | None = None) -> Typed:
    return Typed(match.start() if start is None else start, match.end(), match["first"], match["last"] or "", sets)


def read(typed: Typed, beside: Beside = _NOTHING) -> tuple[Code, ...]:
    """Give what was typed may be, likeliest first; () for no code at all."""
    first, last = typed.first.upper(), typed.last.upper()
    if typed.sets:
        found = [one for name in typed.sets if (one := medical.read(name, first, last))]
        found = found or [one for name in typed.sets if not last and (one := medical.unheard(name, first))]
        if found:
            return _ranked(found, beside)
    # "CPT code J9271" and "HCPCS 99213" are said of codes of the other set.
    found = [one for name in SETS if (one := medical.read(name, first, last, named=False)) and _plausible(one, typed, beside)]
    return _ranked(found, beside)


def is_code(found: Iterable[Code], beside: Beside) -> bool:
    """Say whether five digits that may be a ZIP are the code: it is known, or something beside them speaks for it."""
    return any(one.sure or _spoken_for(one, beside) or not beside.specialties.isdisjoint(one.specialties) for one in found)


def of_words(words: tuple[str, ...]) -> Code | None:
    """Read terms of a search as one code: a number, the ends of a range, either with its set beside it; else None."""
    rest = list(words)
    sets = sets_called(rest[0]) or sets_called(rest[-1]) if len(rest) > 1 else ()
    if sets:
        rest = rest[1:] if sets_called(rest[0]) else rest[:-1]
    if not 1 <= len(rest) <= 2 or not all(_like_a_code(word, named=bool(sets)) for word in rest):
        return None
    if not sets and len(rest) == 1 and (glued := re.fullmatch(r"(?:ms)?drg(\d{1,3})", rest[0])):
        rest, sets = [glued[1]], ("MS-DRG",)
    found = read(Typed(0, 0, rest[0], rest[1] if len(rest) == 2 else "", sets))
    if not found or (not sets and len(rest) == 1 and lookup_zip(rest[0]) and not is_code(found, _NOTHING)):
        return None
    return found[0]


def writings(code: Code) -> tuple[str, ...]:
    """Give all a posting may write that names a code, what replaced it too; "xw0*" for whatever begins so.

    A range is named by each code in it, and a code by a range or a category around it.
    """
    opened = [f"{plain(code.code)}*"] if medical.is_open(code) else []
    drg = "MS-DRG " if code.code_set == "MS-DRG" else ""
    others = (*_singles(code), *code.replaced_by, *medical.around(code))
    return tuple(dict.fromkeys([code.written, *opened, *(drg + one for one in others)]))


def whose(code: Code) -> tuple[str, ...]:
    """Give the specialties whose jobs a search for a code finds too: all of inpatient coding only where there is no other."""
    own = tuple(slug for slug in code.specialties if slug != EVERY_STAY)
    return own or code.specialties


def _singles(code: Code) -> Iterator[str]:
    first, dash, last = plain(code.code).partition("-")
    if dash and narrow(code.code):
        yield from (first, *between(code.code), last)


def _like_a_code(word: str, *, named: bool) -> bool:
    digits = any("0" <= character <= "9" for character in word)
    return digits and (named or len(word) >= 3)


def _plausible(code: Code, typed: Typed, beside: Beside) -> bool:
    """Say whether a text of which nobody said the set is likely meant as this code."""
    whole = plain(code.code)
    if code.code_set == "MS-DRG" or whole in _LOOK_ALIKES:
        return False
    if code.code_set == "ICD-10-CM":
        alone = bool(code.text) and len(beside.words) == 1
        return "." in typed.first or code.exact or alone or len(whole.partition("-")[0]) >= _SHORTEST_BARE
    if code.code_set == "ICD-10-PCS" and "-" not in whole:
        # Numbers of six or seven digits are telephones and requisitions; short beginnings are of new technology alone.
        return whole[0] == "X" or (len(whole) >= 5 and not (whole.isdigit() and len(whole) > 5))
    return True


def _ranked(found: list[Code], beside: Beside) -> tuple[Code, ...]:
    """Put first what a word beside it speaks for, then what stands in a list of its set; else in the order of the sets."""
    if len(found) > 1:
        found.sort(key=lambda one: (-_spoken_for(one, beside) - _same_family(one, beside), not one.sure))
    return tuple(found)


def _spoken_for(code: Code, beside: Beside) -> int:
    return len(_SPEAK_FOR[code.code_set] & beside.words)


def _same_family(code: Code, beside: Beside) -> bool:
    """Say whether a specialty beside a code is its own, or the parent of it, or under it."""
    return not _with_parents(code.specialties).isdisjoint(_with_parents(beside.specialties))


def _with_parents(slugs: Iterable[str]) -> set[str]:
    return {family for slug in slugs for family in (slug, *(one.slug for one in catalogue.ancestors(slug)))}
