"""What our own files say of codes: the rows that hold a code, and what is used in place of one that ended."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from careercenter.taxonomy import catalogue
from careercenter.taxonomy.code_shapes import SETS, Span, holds, kind, plain, span, span_of, width
from careercenter.taxonomy.code_tables import SHIPPED


@dataclass(frozen=True, slots=True)
class CodeRow:
    span: Span
    width: int
    entry: catalogue.CodeEntry


@lru_cache(maxsize=4096)  # the same few hundred codes are named again and again
def holding(code_set: str, wanted: Span) -> tuple[CodeRow, ...]:
    """Give the rows of the catalogue that hold all from one code to another, the narrowest first."""
    rows = (row for row in _rows()[code_set] if holds(code_set, row.span, wanted))
    return tuple(sorted(rows, key=lambda row: row.width))


def nearest(code_set: str, wanted: Span) -> list[catalogue.CodeEntry]:
    """Give, of the rows that hold a code or a range, the narrowest."""
    rows = holding(code_set, wanted)
    return [row.entry for row in rows if row.width == rows[0].width]


def within(code_set: str, wanted: Span) -> list[catalogue.CodeEntry]:
    """Give the rows that stand inside a range or a beginning, in the order of the file."""
    return [row.entry for row in _rows()[code_set] if holds(code_set, wanted, row.span)]


def of_set(code_set: str) -> Iterable[catalogue.CodeEntry]:
    return (row.entry for row in _rows()[code_set])


def is_example(code_set: str, code: str) -> bool:
    """Say whether a specialty names this plain code as one of its own."""
    return code in _examples()[code_set]


def replacing(code_set: str, wanted: Span) -> tuple[str, ...]:
    """Give the codes used in place of one that ended, or of a range that ended whole; () for what is in use."""
    return next((new for old, new in _replacements().get(code_set, ()) if holds(code_set, old, wanted)), ())


@lru_cache(maxsize=1)
def _rows() -> MappingProxyType[str, tuple[CodeRow, ...]]:
    found: dict[str, list[CodeRow]] = {name: [] for name in SETS}
    for entry in catalogue.medical_codes():
        here = span(plain(entry.first), plain(entry.last))
        found[entry.code_set].append(CodeRow(here, width(here), entry))
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})


@lru_cache(maxsize=1)
def _examples() -> MappingProxyType[str, frozenset[str]]:
    found: dict[str, set[str]] = {name: set() for name in SETS}
    for named in (code for one in catalogue.specialties() for code in one.example_codes):
        # Of the sets whose shape it has the first is meant: a diagnosis is named with its dot.
        fitting = ((name, code) for name in SETS if (code := kind(name, named.removeprefix("MS-DRG "))))
        for name, code in list(fitting)[:1]:
            found[name].add(code)
    return MappingProxyType({name: frozenset(held) for name, held in found.items()})


@lru_cache(maxsize=1)
def _replacements() -> MappingProxyType[str, tuple[tuple[Span, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[Span, tuple[str, ...]]]] = {}
    with (SHIPPED / "replaced.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            found.setdefault(row["code_set"], []).append((span_of(row["code"]), tuple(row["replaced_by"].split("|"))))
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})
