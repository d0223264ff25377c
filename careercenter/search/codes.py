"""Codes as people type them: which set a text belongs to, what replaced it, and whose work it is.

The numbers come from the taxonomy's table of codes and ranges; the most specific rows count, exact ones before ranges.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from careercenter.taxonomy import catalogue
from careercenter.taxonomy.codes import replaced_by

INPATIENT_SETS = frozenset({"MS-DRG", "ICD-10-PCS"})
# A coder of inpatient stays works with these two sets, whatever the stay is about.
INPATIENT = "inpatient-drg"

# A range of more numbers than this is a whole section of its set: too wide to say that a number is known by it.
_NARROW = 1500
_LONGEST_CODE = 7

_CPT = re.compile(r"\d{5}|\d{4}[FTU]")
_HCPCS = re.compile(r"[A-V]\d{4}")
_CM = re.compile(r"[A-TV-Z]\d[0-9A-Z]{1,5}")
_PCS = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")
_DRG = re.compile(r"\d{1,3}")
_SHAPES = {"CPT": _CPT, "HCPCS": _HCPCS, "ICD-10-CM": _CM, "ICD-10-PCS": _PCS, "MS-DRG": _DRG}
_PREFIX_FROM = 3


@dataclass(frozen=True, slots=True)
class Code:
    """A code as its set writes it ("MS-DRG 018", "D89.839"); `last` closes a range. `known`: by a row or a narrow range."""

    code_set: str
    text: str
    last: str = ""
    replaced_by: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    known: bool = False
    note: str = ""

    @property
    def written(self) -> str:
        return f"{self.text}-{self.last}" if self.last else self.text


@dataclass(frozen=True, slots=True)
class _Row:
    first: str
    low: int
    high: int
    exact: bool
    entry: catalogue.MedicalCode

    @property
    def width(self) -> int:
        return self.high - self.low


def read(text: str, *, dotted: bool = False, code_set: str = "") -> tuple[Code, ...]:
    """Give what a text may be, likeliest first: a known code before one of the right shape only, nothing for no code at all.

    `dotted`: it was written with the dot of ICD-10-CM. `code_set`: the set named beside it.
    """
    plain = text.upper().replace(".", "")
    if not plain or len(plain) > _LONGEST_CODE:
        return ()
    sets = [code_set] if code_set else ["ICD-10-CM"] if dotted else ["CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS"]
    found = [code for name in sets if (code := _in_set(plain, name, named=bool(code_set or dotted)))]
    # A replaced or current number of the table first; a shape that only happens to fit last.
    return tuple(sorted(found, key=lambda code: not code.known))


def read_range(first: str, last: str, *, code_set: str = "") -> Code | None:
    """Give a range of one set, in order; None when the two are not of one shape or stand the wrong way round."""
    for start in read(first, dotted="." in first, code_set=code_set):
        ends = read(last, dotted="." in last, code_set=start.code_set)
        if ends and len(first) == len(last) and _number(_bare(start.text)) < _number(_bare(ends[0].text)):
            rows = _rows_over(start.code_set, _bare(start.text), _bare(ends[0].text))
            specialties = _with_inpatient(start.code_set, [row.entry.specialty for row in rows])
            known = any(row.width <= _NARROW for row in rows)
            return Code(start.code_set, start.text, ends[0].text.removeprefix("MS-DRG "), (), specialties, known)
    return None


@lru_cache(maxsize=4096)
def of_words(words: tuple[str, ...]) -> Code | None:
    """Read terms of a search as one known code: a number of the table, a known range, or "ms-drg 018"; else None."""
    if len(words) == 2 and words[0] in ("drg", "ms-drg") and words[1].isascii() and words[1].isdigit():
        found = read(words[1], code_set="MS-DRG") if len(words[1]) <= 3 else ()
        return found[0] if found else None
    if len(words) == 2:
        code = read_range(words[0], words[1]) if all(len(word) >= 5 for word in words) else None
        return code if code and code.known else None
    found = read(words[0]) if len(words) == 1 and len(words[0]) >= 5 else ()
    return found[0] if found and found[0].known and found[0].specialties else None


def _in_set(plain: str, name: str, *, named: bool) -> Code | None:
    if not _SHAPES[name].fullmatch(plain):
        return _prefix(plain) if name == "ICD-10-PCS" else None
    plain = plain.zfill(3) if name == "MS-DRG" else plain
    rows = _rows_over(name, plain, plain)
    exact = any(row.exact and row.first == plain for row in rows) or plain in _examples().get(name, ())
    narrow = any(row.width <= _NARROW for row in rows) and name in ("CPT", "HCPCS", "MS-DRG")
    if name == "ICD-10-CM" and not named and not exact and not _plausible_cm(plain, rows):
        return None
    if name == "ICD-10-PCS" and (plain.isdigit() or plain.isalpha() or (plain[0].isalpha() and plain[1].isdigit())):
        return None
    return Code(
        code_set=name,
        text=_written(plain, name),
        replaced_by=replaced_by(name, plain),
        specialties=_with_inpatient(name, [row.entry.specialty for row in rows]),
        known=exact or narrow or name == "MS-DRG" or (named and bool(rows)),
        note=rows[0].entry.note if rows and rows[0].exact else "",
    )


def _plausible_cm(plain: str, rows: list[_Row]) -> bool:
    """Without its dot a short text may be anything ("B12", "T1"); it is a diagnosis where the table knows its category."""
    return bool(rows) and (len(plain) > _PREFIX_FROM or any(row.exact for row in rows))


def _prefix(plain: str) -> Code | None:
    """Read the beginning of an ICD-10-PCS code of the table: XW0, XW033."""
    if not (_PREFIX_FROM <= len(plain) < _LONGEST_CODE) or plain.isdigit() or plain[0] != "X":
        return None
    rows = [row for row in _rows()["ICD-10-PCS"] if row.first.startswith(plain) or plain.startswith(row.first)]
    longest = max((len(row.first) for row in rows if plain.startswith(row.first)), default=0)
    meant = [row for row in rows if len(row.first) == longest and plain.startswith(row.first)] or rows
    if not meant:
        return None
    specialties = _with_inpatient("ICD-10-PCS", [row.entry.specialty for row in meant])
    return Code("ICD-10-PCS", plain, specialties=specialties, known=True)


def _rows_over(name: str, first: str, last: str) -> list[_Row]:
    """Give the most specific rows that hold a code or a whole range: exact ones, else those of the narrowest width."""
    low, high = _low(first), _high(last)
    holding = [row for row in _rows()[name] if row.low <= low and high <= row.high]
    if not holding and first != last:  # a range over several rows belongs to each of them
        return [row for row in _rows()[name] if row.low <= high and low <= row.high]
    exact = [row for row in holding if row.exact and row.first == first == last]
    narrowest = min((row.width for row in holding), default=0)
    return exact or [row for row in holding if row.width == narrowest]


def _with_inpatient(name: str, slugs: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*slugs, INPATIENT] if name in INPATIENT_SETS else slugs))


def _written(plain: str, name: str) -> str:
    if name == "MS-DRG":
        return f"MS-DRG {plain}"
    return f"{plain[:3]}.{plain[3:]}" if name == "ICD-10-CM" and len(plain) > 3 else plain


def _bare(written: str) -> str:
    return written.removeprefix("MS-DRG ").replace(".", "")


@lru_cache(maxsize=1)
def _rows() -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for entry in catalogue.medical_codes():
        first, last = _bare(entry.first), _bare(entry.last)
        found[entry.code_set].append(_Row(first, _low(first), _high(last), entry.first == entry.last, entry))
    return found


@lru_cache(maxsize=1)
def _examples() -> dict[str, frozenset[str]]:
    """Give the codes the specialties name as their own, by the sets whose shape they have."""
    plain = {_bare(code) for one in catalogue.specialties() for code in one.example_codes if "-" not in _bare(code)}
    return {name: frozenset(code for code in plain if shape.fullmatch(code)) for name, shape in _SHAPES.items()}


def _number(plain: str) -> int:
    return int(plain, 36)


def _low(plain: str) -> int:
    return int(plain.ljust(_LONGEST_CODE, "0"), 36)


def _high(plain: str) -> int:
    return int(plain.ljust(_LONGEST_CODE, "Z"), 36)
