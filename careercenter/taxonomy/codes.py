"""What is known of a medical code: our note, its status and replacement, its specialties, and its text where that is free.

CPT is numbers and notes of our own and nothing else. The texts of ICD-10-CM and MS-DRG are in the public domain and shipped;
those of HCPCS II and ICD-10-PCS are when an operator imported the files of CMS. Everything here is a value and asks nothing
but the files: `lookup` takes microseconds and may be called for every word a person types.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from careercenter.taxonomy import catalogue, code_rows
from careercenter.taxonomy.code_shapes import (
    LONGEST_CODE,
    SETS,
    between,
    dotted,
    holds,
    kind,
    narrow,
    plain,
    span,
    span_of,
    written_in,
)
from careercenter.taxonomy.code_tables import Table, table

# Every stay is grouped, and every procedure of a stay is coded, by inpatient coders.
EVERY_STAY = "inpatient-drg"
_OF_STAYS = frozenset({"ICD-10-PCS", "MS-DRG"})
# Sets in which a short range of ours vouches for the numbers in it: CPT and HCPCS come without a list of their codes.
_NUMBERED = frozenset({"CPT", "HCPCS"})

_ENDED = ("deleted", "terminated")
_LARGEST_CATEGORY = 5_000  # codes below one of three characters: S52 has the most, some 3,600


@dataclass(frozen=True, slots=True)
class MedicalCode:
    """A code, or a range of codes, of one set.

    `code` is written as its owner writes it: "D89.839", "018". `note` is ours; it is about the whole of `noted` (a code, a
    category or a range), which is "" when we have none. `status` is "" when we know none. `text` is its owner's, never CPT's,
    as of the release `as_of`. `specialties` are those of the most specific rows of the catalogue. `sure`: the code stands in a
    list or a short range; otherwise it only fits a chapter, or nothing at all is known of it.
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
    sure: bool = False

    @property
    def written(self) -> str:
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
    """Give what a text may be as a code: "38225", "d89839", "XW0", "18 drg", "38225 to 38228"; [] when it is none we know.

    The set may be named before or after. A string of several sets gives one of each, in the order of SETS; with a dot it is
    ICD-10-CM alone. Three digits alone are an MS-DRG and five may be a ZIP: what stands beside them is for the caller to judge.
    """
    written = written_in(text)
    if written is None:
        return []
    return [one for code_set in written.sets if (one := read(code_set, written.first, written.last, named=written.named))]


def read(code_set: str, first: str, last: str = "", *, named: bool = True) -> MedicalCode | None:
    """Give a code of one set, or a range; None when there is none such. `named`: somebody said which set it is."""
    one = _code(code_set, first, named=named)
    if one is None or not last:
        return one
    other = _code(code_set, last, named=named)
    return _range(one, other) if other else None


def unheard(code_set: str, typed: str) -> MedicalCode | None:
    """Give a code of which nothing is known but that it has the shape of a set that has no list here; None for any other."""
    code = kind(code_set, typed)
    if code is None or table(code_set) is not None:
        return None
    if code_set == "ICD-10-PCS" and not code.isdigit():
        return MedicalCode(code_set, code, specialties=(EVERY_STAY,))
    return MedicalCode(code_set, code) if code_set in _NUMBERED else None


def get(code_set: str, code: str) -> MedicalCode | None:
    """Give a code of one set, in whatever case and with or without its dot."""
    written = written_in(f"{code_set} {code}")
    return read(code_set, written.first, written.last) if written and code_set in written.sets else None


def replacement(code: MedicalCode) -> list[MedicalCode]:
    """Give what is coded today in place of a code that ended; [] when nothing replaced it or it has not ended."""
    return [one for new in code.replaced_by if (one := get(code.code_set, new))]


def replaced_by(code_set: str, code: str) -> tuple[str, ...]:
    """Give the codes used in place of one that ended, or of a range of which each ended, as written; () for one in use."""
    found = code_rows.replacing(code_set, span_of(code))
    if found or "-" not in code or not narrow(code):
        return found
    first, _, last = plain(code).partition("-")
    each = [code_rows.replacing(code_set, span(one)) for one in (first, *between(code), last)]
    return tuple(dict.fromkeys(new for one in each for new in one)) if all(each) else ()


def listed(code_set: str) -> list[MedicalCode]:
    """Give the codes and ranges of a set that we have a note of, in their own order; the ended ones last."""
    return list(_listed(code_set, table(code_set)))


@lru_cache(maxsize=2 * len(SETS))
def _listed(code_set: str, _held: Table | None) -> tuple[MedicalCode, ...]:
    """Keep the list as long as the set's table is the same: it is looked up code by code."""
    names = dict.fromkeys(row.text for row in code_rows.of_set(code_set))
    found = [one for name in names if (one := get(code_set, name))]
    return tuple(sorted(found, key=lambda one: (one.ended, one.code)))


def above(code: MedicalCode) -> MedicalCode | None:
    """Give the category a code of a tree stands in: C83.3 for C83.30; None at the top, and in sets that are no trees."""
    whole = plain(code.code)
    if code.code_set != "ICD-10-CM" or "-" in whole:
        return None
    shorter = (get(code.code_set, whole[:length]) for length in range(len(whole) - 1, 2, -1))
    return next((one for one in shorter if one), None)


def below(code: MedicalCode, most: int = 60) -> list[MedicalCode]:
    """Give the codes one step below a category: C83.30 and its neighbours for C83.3; [] when it is reported itself."""
    whole = plain(code.code)
    held = table(code.code_set)
    if code.code_set != "ICD-10-CM" or held is None or "-" in whole:
        return []
    step: list[str] = []
    for one in islice(held.below(whole), _LARGEST_CATEGORY):
        # What goes on from the last one found stands below that. Steps are not all of one character: T80.82, T80.82XA.
        if not step or not one.startswith(step[-1]):
            step.append(one)
    return [found for one in step[:most] if (found := get(code.code_set, one))]


def is_open(code: MedicalCode) -> bool:
    """Say whether it is a category or a beginning, so that longer codes are part of it: C83.3, XW0."""
    whole = plain(code.code)
    if code.code_set == "ICD-10-PCS":
        return len(whole) < LONGEST_CODE
    held = table(code.code_set)
    return code.code_set == "ICD-10-CM" and held is not None and next(held.below(whole), None) is not None


def around(code: MedicalCode) -> tuple[str, ...]:
    """Give the categories and the ranges of ours that hold a code, the narrowest first: what else names it."""
    whole = plain(code.code)
    tree = code.code_set == "ICD-10-CM" and "-" not in whole
    categories = [dotted(code.code_set, whole[:length]) for length in range(len(whole) - 1, 2, -1)] if tree else []
    rows = [row.entry.text for row in code_rows.holding(code.code_set, span_of(code.code))]
    return tuple(one for one in dict.fromkeys([*categories, *rows]) if one != code.code)


def in_full(named: str) -> tuple[str, ...]:
    """Write out for an index what a posting names: "018" as MS-DRG 018, and a short range with each code in it."""
    written = written_in(named)
    stay = read("MS-DRG", written.first, written.last, named=written.named) if written and "MS-DRG" in written.sets else None
    name = stay.written if stay else named
    return (name, *between(name))


def names(named: str, code: MedicalCode) -> bool:
    """Say whether what a posting names ("38225-38228", "MS-DRG 018", "C50") is this code, holds it or is part of it."""
    written = written_in(named)
    if written is None or code.code_set not in written.sets:
        return False
    first, last = kind(code.code_set, written.first), kind(code.code_set, written.last or written.first)
    if first is None or last is None:
        return False
    said, meant = span(first, last), span_of(code.code)
    return holds(code.code_set, said, meant) or holds(code.code_set, meant, said)


def close(text: str, most: int = 6) -> list[MedicalCode]:
    """Give codes that begin as this text does, the most alike first, for a person whose code is not found."""
    written = written_in(text)
    wanted = plain(written.first)[:LONGEST_CODE] if written else ""
    if written is None or len(wanted) < 3:
        return []
    alike: dict[tuple[str, str], int] = {}
    for code_set in written.sets:
        held = table(code_set)
        near = held.near(wanted, most) if held else []
        for code in (*near, *(plain(row.first) for row in code_rows.of_set(code_set) if row.first == row.last)):
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(code, wanted, strict=False)))
            if shared >= max(2, min(len(wanted), 5) - 2):
                alike[code_set, code] = shared
    best = sorted(alike, key=lambda one: (-alike[one], abs(len(one[1]) - len(wanted)), SETS.index(one[0]), one[1]))[:most]
    return [found for code_set, code in best if (found := get(code_set, code))]


def _code(code_set: str, typed: str, *, named: bool) -> MedicalCode | None:
    if code_set == "MS-DRG" and len(typed) < 3 and not named:
        return None
    code = kind(code_set, typed)
    if code is None:
        return None
    held = table(code_set)
    text = held.text(code) if held else None
    rows = code_rows.nearest(code_set, span(code))
    exact = any(plain(row.first) == plain(row.last) == code for row in rows)
    if text is None and not exact and not _may_be(code_set, code, whole=bool(held), covered=bool(rows)):
        return None
    sure = text is not None or exact or _vouched(code_set, code, rows)
    return _described(code_set, dotted(code_set, code), rows, text or "", held.as_of if held and text else "", sure=sure)


def _may_be(code_set: str, code: str, *, whole: bool, covered: bool) -> bool:
    """Say whether a code may stand without a text: a number of a range of ours, where no whole list contradicts it."""
    if code_set == "ICD-10-PCS" and len(code) < LONGEST_CODE:
        held = table(code_set)
        noted_inside = not code.isdigit() and bool(code_rows.within(code_set, span(code)))
        return covered or noted_inside or bool(held and held.begins(code))
    return covered and not whole


def _vouched(code_set: str, code: str, rows: Iterable[catalogue.CodeEntry]) -> bool:
    """Say whether a short range of ours, or an example of a specialty, stands for a code without a text."""
    if code_set == "ICD-10-PCS":
        return len(code) < LONGEST_CODE or any(row.first == row.last for row in rows)
    return code_set in _NUMBERED and (code_rows.is_example(code_set, code) or any(narrow(row.text) for row in rows))


def _range(first: MedicalCode, last: MedicalCode) -> MedicalCode | None:
    ends = plain(first.code), plain(last.code)
    if len(ends[0]) != len(ends[1]) and first.code_set != "ICD-10-CM":
        return None
    if ends[0] >= ends[1]:
        return first if first.code == last.code else None
    rows = code_rows.nearest(first.code_set, span(*ends))
    return _described(first.code_set, f"{first.code}-{last.code}", rows, "", "", sure=first.sure and last.sure)


def _described(code_set: str, code: str, rows: list[catalogue.CodeEntry], text: str, as_of: str, *, sure: bool) -> MedicalCode:
    # A range that no row holds is the work of those inside it, and the beginning of a procedure of whatever it begins.
    beginning = code_set == "ICD-10-PCS" and len(code) < LONGEST_CODE
    inside = code_rows.within(code_set, span_of(code)) if beginning or not rows else []
    specialties = [row.specialty for row in (*rows, *inside)]
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
        specialties=tuple(dict.fromkeys([*specialties, *[EVERY_STAY] * (code_set in _OF_STAYS)])),
        noted=rows[0].text if rows else "",
        as_of=as_of,
        verified=all(row.verified for row in rows),
        sure=sure,
    )
