"""What is known of a medical code: our note, its status and replacement, its specialties, and its text where that is free.

CPT is numbers and notes of our own and nothing else. The texts of ICD-10-CM and MS-DRG are in the public domain and shipped;
those of HCPCS II and ICD-10-PCS are when an operator imported the files of CMS. Everything here is a value and asks nothing
but the files: `lookup` takes microseconds and may be called for every word a person types.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from types import MappingProxyType

from careercenter.taxonomy import catalogue
from careercenter.taxonomy.code_tables import SHIPPED, table

# In the order in which a string of several sets is read, and the words of an address for each.
SETS = ("CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS", "MS-DRG")
SLUGS = MappingProxyType({name: name.lower() for name in SETS})
SET_OF_SLUG = MappingProxyType({slug: name for name, slug in SLUGS.items()})

# Every stay is grouped, and every procedure of a stay is coded, by inpatient coders.
_INPATIENT = "inpatient-drg"
_OF_STAYS = frozenset({"ICD-10-PCS", "MS-DRG"})

_SHAPES = {
    "CPT": re.compile(r"[0-9]{4}[0-9FTU]"),
    "HCPCS": re.compile(r"[A-V][0-9]{4}"),
    "ICD-10-CM": re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}"),
    # Seven characters, or the beginning of them. I and O are not used. Letters alone are a word, not the beginning of a code.
    "ICD-10-PCS": re.compile(r"(?=[A-Z]*[0-9])[0-9A-HJ-NP-Z]{3,7}"),
    "MS-DRG": re.compile(r"[0-9]{3}"),
}
_NAMED_SET = re.compile(
    r"(?P<CPT>CPT(?:-?4)?)|(?P<HCPCS>HCPCS(?: ?(?:LEVEL ?)?(?:II|2))?)|(?P<DRG>(?:MS-? ?)?DRGS?)"
    r"|(?P<CM>ICD-?10-?CM|CM|DX)|(?P<PCS>(?:ICD-?10-?)?PCS)|(?P<ICD>ICD(?:-?10)?)|(?P<ANY>CODES?)"
)
_SETS_NAMED = {
    "CPT": ("CPT",), "HCPCS": ("HCPCS",), "DRG": ("MS-DRG",), "CM": ("ICD-10-CM",), "PCS": ("ICD-10-PCS",),
    "ICD": ("ICD-10-CM", "ICD-10-PCS"), "ANY": SETS,
}  # fmt: skip
_ENDED = ("deleted", "terminated")
_LARGEST_CATEGORY = 5_000  # codes below one of three characters: S52 has the most, some 3,600
LONGEST = 40  # characters; a code with its set and a range of codes are shorter


@dataclass(frozen=True, slots=True)
class MedicalCode:
    """A code, or a range of codes, of one set.

    `code` is written as its owner writes it: "D89.839", "018". `note` is ours; it is about the whole of `noted` (a code, a
    category or a range), which is "" when we have none. `status` is "" when we know none. `text` is its owner's, never CPT's,
    as of the release `as_of`. `specialties` are those of the most specific rows of the catalogue.
    """

    code_set: str
    code: str
    note: str = ""
    status: str = ""
    replaced_by: tuple[str, ...] = ()
    text: str = ""
    specialties: tuple[str, ...] = ()
    noted: str = ""
    as_of: str = ""
    verified: bool = True  # whether our note was checked against what the set's owner publishes

    @property
    def name(self) -> str:
        """The code as it is said without its set beside it: "MS-DRG 018", "38225"."""
        return f"MS-DRG {self.code}" if self.code_set == "MS-DRG" else self.code

    @property
    def exact(self) -> bool:
        """Whether our note is about this very code and not about a range around it."""
        return self.noted == self.code

    @property
    def described(self) -> bool:
        """Whether more is known than its number and the family it stands in."""
        return bool(self.text) or self.exact or bool(self.replaced_by)

    @property
    def ended(self) -> bool:
        return self.status.startswith(_ENDED)


def lookup(text: str) -> list[MedicalCode]:
    """Give what a text may be as a code: "38225", "d89839", "XW0", "drg 18", "38225-38228"; [] when it is none we know.

    The set may be named in front. A string of several sets gives one of each, in the order of SETS; with a dot it is
    ICD-10-CM alone. Three digits alone are an MS-DRG and five may be a ZIP: what stands beside them is for the caller to judge.
    """
    sets, rest, named = _normal(text)
    if not rest:
        return []
    first, dash, last = rest.partition("-")
    found = []
    for code_set in sets:
        one = _code(code_set, first, named=named)
        if one and dash:
            other = _code(code_set, last, named=named)
            one = _range(one, other) if other else None
        if one:
            found.append(one)
    return found


def get(code_set: str, code: str) -> MedicalCode | None:
    """Give a code of one set, in whatever case and with or without its dot."""
    found = [one for one in lookup(f"{code_set} {code}") if one.code_set == code_set]
    return found[0] if found else None


def replacement(code: MedicalCode) -> list[MedicalCode]:
    """Give what is coded today in place of a code that ended; [] when nothing replaced it or it has not ended."""
    return [one for new in code.replaced_by if (one := get(code.code_set, new))]


def replaced_by(code_set: str, code: str) -> tuple[str, ...]:
    """Give the codes that are used in place of one that ended, as the set writes them; () for one in use."""
    first, _, last = _plain(code).partition("-")
    wanted = _padded(first, last)
    spans = _replacements().get(code_set, ())
    return next((new for low, high, new in spans if _within_span(code_set, wanted, low, high)), ())


def listed(code_set: str) -> list[MedicalCode]:
    """Give the codes and ranges of a set that we have a note of, in their own order; the ended ones last."""
    names = dict.fromkeys(row.text for row in _rows(code_set))
    found = [one for name in names if (one := get(code_set, name))]
    return sorted(found, key=lambda one: (one.ended, one.code))


def above(code: MedicalCode) -> MedicalCode | None:
    """Give the category a code of a tree stands in: C83.3 for C83.30; None at the top, and in sets that are no trees."""
    plain = _plain(code.code)
    if code.code_set != "ICD-10-CM" or "-" in plain:
        return None
    shorter = (get(code.code_set, plain[:length]) for length in range(len(plain) - 1, 2, -1))
    return next((one for one in shorter if one), None)


def below(code: MedicalCode, most: int = 60) -> list[MedicalCode]:
    """Give the codes one step below a category: C83.30 and its neighbours for C83.3; [] when it is reported itself."""
    plain = _plain(code.code)
    held = table(code.code_set)
    if code.code_set != "ICD-10-CM" or held is None or "-" in plain:
        return []
    step: list[str] = []
    for one in islice(held.below(plain), _LARGEST_CATEGORY):
        # What goes on from the last one found stands below that. Steps are not all of one character: T80.82, T80.82XA.
        if not step or not one.startswith(step[-1]):
            step.append(one)
    return [found for one in step[:most] if (found := get(code.code_set, one))]


def covers(named: str, code: MedicalCode) -> bool:
    """Say whether what a posting names ("38225-38228", "MS-DRG 018", "C50") is this code or holds it."""
    _, rest, _ = _normal(named)
    first, _, last = rest.replace(".", "").partition("-")
    low, high = _kind(code.code_set, first), _kind(code.code_set, last or first)
    if low is None or high is None:
        return False
    here, _, end = _plain(code.code).partition("-")
    return _within_span(code.code_set, _padded(here, end), *_padded(low, high))


def close(text: str, most: int = 6) -> list[MedicalCode]:
    """Give codes that begin as this text does, the most alike first, for a person whose code is not found."""
    sets, rest, _ = _normal(text)
    wanted = rest.partition("-")[0].replace(".", "")[:7]
    if len(wanted) < 3:
        return []
    alike: dict[tuple[str, str], int] = {}
    for code_set in sets:
        held = table(code_set)
        near = held.near(wanted, most) if held else []
        for code in (*near, *(_plain(row.first) for row in _rows(code_set) if row.first == row.last)):
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(code, wanted, strict=False)))
            if shared >= max(2, min(len(wanted), 5) - 2):
                alike[code_set, code] = shared
    best = sorted(alike, key=lambda one: (-alike[one], abs(len(one[1]) - len(wanted)), SETS.index(one[0]), one[1]))[:most]
    return [found for code_set, code in best if (found := get(code_set, code))]


def _normal(text: str) -> tuple[tuple[str, ...], str, bool]:
    """Give the sets a text may be of, the code or range in it in capitals, and whether its set was named."""
    if len(text) > LONGEST or not any("0" <= character <= "9" for character in text):
        return (), "", False
    rest = re.sub("[\u2010-\u2015\u2212]", "-", text).upper().strip(" .,;:#()\t\r\n")
    sets: tuple[str, ...] = SETS
    named = False
    while found := _NAMED_SET.match(rest):
        after = rest[found.end() :]
        if after[:1].isalnum() and not (found.lastgroup == "DRG" and after[0].isdigit()):
            break  # "CM50" is not a set and a code
        narrowed = _SETS_NAMED[found.lastgroup or "ANY"]
        sets = tuple(one for one in sets if one in narrowed)
        named = named or found.lastgroup != "ANY"
        rest = after.lstrip(" .,;:#-")
    rest = re.sub(r"\s*-\s*(?:MS-DRG |DRG )?", "-", rest)
    if not rest.isascii() or not re.fullmatch(r"[A-Z0-9.]+(?:-[A-Z0-9.]+)?", rest):
        return sets, "", named
    return sets, rest, named


def _kind(code_set: str, plain: str) -> str | None:
    """Give a code as the set writes it without dots; None when it cannot be one of the set."""
    if code_set == "MS-DRG" and plain.isdigit() and len(plain) <= 3:
        plain = plain.zfill(3)
    return plain if _SHAPES[code_set].fullmatch(plain) else None


def _code(code_set: str, typed: str, *, named: bool) -> MedicalCode | None:
    if "." in typed and (code_set != "ICD-10-CM" or typed.find(".") != 3 or typed.count(".") > 1):
        return None
    plain = typed.replace(".", "")
    if code_set == "MS-DRG" and len(plain) < 3 and not named:
        return None
    code = _kind(code_set, plain)
    if code is None:
        return None
    held = table(code_set)
    text = held.text(code) if held else None
    rows = _nearest(code_set, _padded(code))
    exact = any(_plain(row.first) == _plain(row.last) == code for row in rows)
    if text is None and not exact and not _may_be(code_set, code, whole=bool(held), covered=bool(rows)):
        return None
    return _described(code_set, _written(code_set, code), rows, text or "", held.as_of if held and text else "")


def _may_be(code_set: str, code: str, *, whole: bool, covered: bool) -> bool:
    """Say whether a code may stand without a text: a number of a range of ours, where no whole list contradicts it."""
    if code_set == "ICD-10-PCS" and len(code) < 7:
        held = table(code_set)
        return covered or bool(held and held.begins(code))
    return covered and not whole


def _range(first: MedicalCode, last: MedicalCode) -> MedicalCode | None:
    if _plain(first.code) > _plain(last.code):
        return None
    if first.code == last.code:
        return first
    rows = _nearest(first.code_set, _padded(_plain(first.code), _plain(last.code)))
    return _described(first.code_set, f"{first.code}-{last.code}", rows, "", "")


def _described(code_set: str, code: str, rows: list[catalogue.MedicalCode], text: str, as_of: str) -> MedicalCode:
    specialties = [row.specialty for row in rows] + [_INPATIENT] * (code_set in _OF_STAYS)
    status = rows[0].status if rows else ""
    if rows and rows[0].text != code and not status.startswith(_ENDED):
        status = ""  # that a range is in use does not say that each number of it is
    return MedicalCode(
        code_set=code_set,
        code=code,
        note=" ".join(dict.fromkeys(row.note for row in rows)),
        status=status,
        replaced_by=replaced_by(code_set, code),
        text=text,
        specialties=tuple(dict.fromkeys(specialties)),
        noted=rows[0].text if rows else "",
        as_of=as_of,
        verified=all(row.verified for row in rows),
    )


def _nearest(code_set: str, wanted: tuple[str, str]) -> list[catalogue.MedicalCode]:
    """Give the rows of the catalogue that hold all from one code to another: of those, the narrowest."""
    holding = [
        (int(high, 36) - int(low, 36), row)
        for low, high, row in _spans()[code_set]
        if _within_span(code_set, wanted, low, high)
    ]
    narrowest = min((width for width, _ in holding), default=0)
    return [row for width, row in holding if width == narrowest]


def _within_span(code_set: str, wanted: tuple[str, str], low: str, high: str) -> bool:
    # 0100T would stand between 00100 and 01999: numbers of CPT that end in a letter are families of their own.
    if code_set == "CPT" and (low[4] if low[4].isalpha() else "") != (wanted[0][4] if wanted[0][4].isalpha() else ""):
        return False
    return low <= wanted[0] and wanted[1] <= high


def _padded(first: str, last: str = "") -> tuple[str, str]:
    """Give the first and the last code of seven characters that a code, a category, a prefix or a range holds."""
    return first.ljust(7, "0"), (last or first).ljust(7, "Z")


def _rows(code_set: str) -> Iterable[catalogue.MedicalCode]:
    return (row for _, _, row in _spans()[code_set])


@lru_cache(maxsize=1)
def _spans() -> MappingProxyType[str, tuple[tuple[str, str, catalogue.MedicalCode], ...]]:
    found: dict[str, list[tuple[str, str, catalogue.MedicalCode]]] = {name: [] for name in SETS}
    for row in catalogue.medical_codes():
        found[row.code_set].append((*_padded(_plain(row.first), _plain(row.last)), row))
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})


@lru_cache(maxsize=1)
def _replacements() -> MappingProxyType[str, tuple[tuple[str, str, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    with (SHIPPED / "replaced.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            first, _, last = row["code"].partition("-")
            found.setdefault(row["code_set"], []).append((*_padded(first, last), tuple(row["replaced_by"].split("|"))))
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})


def _plain(code: str) -> str:
    return code.replace(".", "")


def _written(code_set: str, plain: str) -> str:
    return f"{plain[:3]}.{plain[3:]}" if code_set == "ICD-10-CM" and len(plain) > 3 else plain


# "99202-99499" names a whole chapter: written out, it would drown the words of a posting.
WIDEST = 40
_ENDS = re.compile(r"([A-Z]?)([0-9]{3,5})([FTU]?)-([A-Z]?)([0-9]{3,5})([FTU]?)")


def codes_between(named: str) -> tuple[str, ...]:
    """Give the codes inside a range that a posting names, without its ends: "38225-38228" gives 38226 and 38227.

    A wide range and one whose codes are not numbers in a row give nothing.
    """
    found = _ENDS.fullmatch(named.upper().removeprefix("MS-DRG "))
    if found is None:
        return ()
    letter, first, ending, last_letter, last, last_ending = found.groups()
    if (letter, len(first), ending) != (last_letter, len(last), last_ending) or not 0 < int(last) - int(first) <= WIDEST:
        return ()
    return tuple(f"{letter}{number:0{len(first)}}{ending}" for number in range(int(first) + 1, int(last)))
