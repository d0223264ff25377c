"""How codes are written: the shape of each set, its dots and zeros, the words a set is called by, and ranges.

Inside, a code is written *plainly*: in capitals, without dots, an MS-DRG of three digits. A code, a category, the beginning of
a code and a range are all *spans* of seven characters each, so that one comparison says what holds what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

# In the order in which a string of several sets is read, and the words of an address for each.
SETS = ("CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS", "MS-DRG")
SLUGS = MappingProxyType({name: name.lower() for name in SETS})
SET_OF_SLUG = MappingProxyType({slug: name for name, slug in SLUGS.items()})
LONGEST = 40  # characters; a code with its set and a range of codes are shorter
LONGEST_CODE = 7

# "99202-99499" names a whole chapter. A range of no more numbers than this says something of each of them.
WIDEST = 40

Span = tuple[str, str]

# A character of ICD-10-PCS: I and O are not used.
PCS_CHARACTER = "[0-9A-HJ-NP-Z]"
SHAPES = {
    "CPT": re.compile(r"[0-9]{4}[0-9FTU]"),
    "HCPCS": re.compile(r"[A-V][0-9]{4}"),
    "ICD-10-CM": re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}"),
    # Seven characters, or the beginning of them. Letters alone are a word, not the beginning of a code.
    "ICD-10-PCS": re.compile(rf"(?=[A-Z]*[0-9]){PCS_CHARACTER}{{3,7}}"),
    "MS-DRG": re.compile(r"[0-9]{3}"),
}

A_DRG = r"(?:ms[ -]*)?drgs?"
# What people call a set, in small letters, and which it may then be. The longer names first.
_CALLED = (
    (r"cpt(?:[ -]?4)?", ("CPT",)),
    (r"hcpcs?(?:[ -]?(?:level[ -]?)?(?:ii|2))?", ("HCPCS",)),
    (A_DRG, ("MS-DRG",)),
    (r"icd[ -]?10[ -]?cm|cm|dx", ("ICD-10-CM",)),
    (r"(?:icd[ -]?10[ -]?)?pcs", ("ICD-10-PCS",)),
    (r"icd(?:[ -]?10)?", ("ICD-10-CM", "ICD-10-PCS")),
)
A_SET = "|".join(called for called, _ in _CALLED)
_PATTERNS = tuple((re.compile(called), sets) for called, sets in _CALLED)
# A set goes before its code, with "code" beside it or alone; "drg018" is written in one word.
_BEFORE = re.compile(rf"(?P<drg>{A_DRG})[ .,;:#-]*(?=\d)|(?:(?P<set>{A_SET})(?![a-z0-9])|codes?(?![a-z0-9]))[ .,;:#-]*")
_AFTER = re.compile(rf"[ ,;:]{{0,9}}(?:(?<![a-z0-9])(?:(?P<set>{A_SET})|codes?)|(?<=\d)(?P<drg>drgs?))$")
_TO = re.compile(rf"\s{{0,9}}(?:-|\bto\b|\bthrough\b|\bthru\b)\s{{0,9}}(?:(?:{A_SET})\s{{0,9}})?")
_RUN = re.compile(r"([A-Z]?)([0-9]{2,5})([FTU]?)-([A-Z]?)([0-9]{2,5})([FTU]?)")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))


@dataclass(frozen=True, slots=True)
class CodeNotation:
    """A code or a range as it was typed, in capitals and with its dots; `last` is "" for one code. `named`: its set was."""

    sets: tuple[str, ...]
    first: str
    last: str = ""
    named: bool = False


def written_in(text: str) -> CodeNotation | None:
    """Take a text apart into the sets it may be of and its code or range: "18 drg", "CPT: 38225 to 38228"; None for neither."""
    if len(text) > LONGEST or not any("0" <= character <= "9" for character in text):
        return None
    rest = text.translate(_DASHES).lower().strip(" .,;:#()\t\r\n").rstrip("-")
    sets: tuple[str, ...] = SETS
    named = False
    while found := _BEFORE.match(rest) or _AFTER.search(rest):
        called = found["drg"] or found["set"]
        if called:
            sets = tuple(one for one in sets if one in sets_called(called))
            named = True
        rest = (rest[found.end() :] if found.start() == 0 else rest[: found.start()]).strip(" .,;:#-")
    first, dash, last = _TO.sub("-", rest).upper().partition("-")
    if not sets or not _is_plain(first) or (dash and not _is_plain(last)):
        return None
    return CodeNotation(sets, first, last, named)


def sets_called(called: str) -> tuple[str, ...]:
    """Give the sets people call so: "icd 10" is two; () for what is no name of a set."""
    return next((sets for pattern, sets in _PATTERNS if pattern.fullmatch(called.lower())), ())


def kind(code_set: str, typed: str) -> str | None:
    """Give a typed code plainly; None when it has not the shape of the set."""
    if "." in typed and (code_set != "ICD-10-CM" or typed.find(".") != 3 or typed.count(".") > 1):
        return None
    code = plain(typed)
    if code_set == "MS-DRG" and code.isdigit() and len(code) <= 3:
        code = code.zfill(3)
    return code if SHAPES[code_set].fullmatch(code) else None


def plain(code: str) -> str:
    return code.replace(".", "").upper()


def dotted(code_set: str, code: str) -> str:
    """Write a plain code as its owner does: D89.839."""
    return f"{code[:3]}.{code[3:]}" if code_set == "ICD-10-CM" and len(code) > 3 else code


def span(first: str, last: str = "") -> Span:
    """Give the first and the last code of seven characters that a code, a category, a beginning or a range holds."""
    return first.ljust(LONGEST_CODE, "0"), (last or first).ljust(LONGEST_CODE, "Z")


def span_of(code: str) -> Span:
    """Give the span of a code or a range written "C81-C96" or "D89.839"."""
    first, _, last = plain(code).partition("-")
    return span(first, last)


def holds(code_set: str, outer: Span, inner: Span) -> bool:
    """Say whether one span of a set holds all of another."""
    # 0100T would stand between 00100 and 01999: numbers of CPT that end in a letter are families of their own.
    if code_set == "CPT" and _family(outer[0]) != _family(inner[0]):
        return False
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def width(wanted: Span) -> int:
    """Give a number by which spans of one set compare: the wider, the larger."""
    return int(wanted[1], 36) - int(wanted[0], 36)


def between(written: str) -> tuple[str, ...]:
    """Give the codes inside a range without its ends: "38225-38228" gives 38226 and 38227, "C81-C84" C82 and C83.

    A wide range, and one whose codes are not numbers in a row, give nothing.
    """
    ends = _ends(written)
    if ends is None:
        return ()
    letter, first, last, ending = ends
    return tuple(f"{letter}{number:0{len(first)}}{ending}" for number in range(int(first) + 1, int(last)))


def narrow(written: str) -> bool:
    """Say whether a code or a range says something of each code in it: one code, or no more than `WIDEST` in a row."""
    return "-" not in written or _ends(written) is not None


def _ends(written: str) -> tuple[str, str, str, str] | None:
    """Give letter, first and last number and ending letter of a range of numbers in a row; None for any other."""
    found = _RUN.fullmatch(plain(written).removeprefix("MS-DRG "))
    if found is None:
        return None
    letter, first, ending, last_letter, last, last_ending = found.groups()
    alike = (letter, len(first), ending) == (last_letter, len(last), last_ending) and (letter or len(first) > 2)
    return (letter, first, last, ending) if alike and 0 < int(last) - int(first) <= WIDEST else None


def _family(code: str) -> str:
    return code[4] if code[4].isalpha() else ""


def _is_plain(text: str) -> bool:
    return text.isascii() and bool(re.fullmatch(r"[A-Z0-9.]+", text))
