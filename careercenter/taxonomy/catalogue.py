"""What coders code and what they hold: specialties, credentials and the codes of each specialty, read once from data files.

Everything is named by slug. The files stand in `data/`; a mistake in them is a `CatalogueError` at the first question asked,
with the file and the row, and not a page that is wrong.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from careercenter.taxonomy.code_shapes import SETS

DATA = Path(__file__).with_name("data")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD = re.compile(r"[a-z]+")
_MISSPELLING = re.compile(r"([a-z]+)=([a-z]+)")
_KINDS = frozenset({"core", "apprentice", "specialty", "management", "adjacent"})

Choices = list[tuple[str, str]]


class CatalogueError(ValueError):
    """A data file contradicts itself or the others."""


@dataclass(frozen=True, slots=True)
class Specialty:
    """`parent` is a slug or None; `synonyms` are what people call it, lower-case; `credentials` are slugs that fit it.

    `search_phrases` mean it in a search too, but are no names of it: short forms, roles, what is done there. `misspellings`
    pairs a word people misspell with the word they mean; both are read in searches and never shown as names. `patient_types`
    are values of PatientType that people name by the same words.
    """

    slug: str
    name: str
    parent: str | None
    synonyms: tuple[str, ...]
    search_phrases: tuple[str, ...]
    misspellings: tuple[tuple[str, str], ...]
    patient_types: tuple[str, ...]
    description: str
    credentials: tuple[str, ...]
    example_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credential:
    """`kind`: core, apprentice, specialty, management or adjacent. `verified`: the issuer's own words were seen.

    `other_names` mean it wherever they stand; `aliases` hold them too, and what people type who look for it.
    """

    slug: str
    abbr: str
    name: str
    issuer: str
    kind: str
    other_names: tuple[str, ...]
    aliases: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code, or a range from `first` to `last`, that belongs to a specialty. `note` is in words of our own.

    A row of the file; what is known of one code, from all files together, is `codes.CodeEntry`.
    """

    first: str
    last: str
    code_set: str
    specialty: str
    note: str
    status: str
    verified: bool

    @property
    def text(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


Named = TypeVar("Named", Specialty, Credential)


@dataclass(frozen=True, slots=True)
class Catalogue:
    specialties: MappingProxyType[str, Specialty]
    children: MappingProxyType[str, tuple[Specialty, ...]]
    credentials: MappingProxyType[str, Credential]
    codes: tuple[CodeEntry, ...]
    misspellings: MappingProxyType[str, str]


def specialties() -> tuple[Specialty, ...]:
    """Give every specialty: each parent followed by its children, in the order of the file."""
    return tuple(catalogue().specialties.values())


def specialty(slug: str) -> Specialty | None:
    return catalogue().specialties.get(slug)


def children(slug: str) -> tuple[Specialty, ...]:
    return catalogue().children.get(slug, ())


def ancestors(slug: str) -> tuple[Specialty, ...]:
    """Give the parents of a specialty, nearest first; none for one at the top or unknown."""
    found: list[Specialty] = []
    here = specialty(slug)
    while here is not None and here.parent is not None:
        here = specialty(here.parent)
        if here is not None:
            found.append(here)
    return tuple(found)


def misspellings() -> MappingProxyType[str, str]:
    """Map each listed misspelling to the word that is meant, both lower-case."""
    return catalogue().misspellings


def specialty_choices() -> list[tuple[str, Choices]]:
    """Give (parent's name, [(slug, name), …]) for each parent; the parent itself is the first choice of its group."""
    return [
        (top.name, [(one.slug, one.name) for one in (top, *children(top.slug))]) for top in specialties() if top.parent is None
    ]


def other_names(slug: str) -> list[str]:
    """Give the synonyms of a specialty that its name does not hold already."""
    one = catalogue().specialties[slug]
    return [synonym for synonym in one.synonyms if synonym not in one.name.lower()]


def credentials() -> tuple[Credential, ...]:
    return tuple(catalogue().credentials.values())


def credential(slug: str) -> Credential | None:
    return catalogue().credentials.get(slug)


def credentials_issued_by(issuer: str) -> tuple[str, ...]:
    """Give the slugs of the credentials of an issuer, as credentials.csv writes it."""
    return tuple(one.slug for one in credentials() if one.issuer == issuer)


def credential_choices() -> list[tuple[str, Choices]]:
    """Give (issuer, [(slug, "CPC, Certified Professional Coder"), …]) for each issuer, in the order of the file."""
    groups: dict[str, Choices] = {}
    for one in credentials():
        groups.setdefault(one.issuer, []).append((one.slug, f"{one.abbr}, {one.name}"))
    return list(groups.items())


def medical_codes(specialty: str | None = None) -> tuple[CodeEntry, ...]:
    """Give the codes and ranges of one specialty, or all."""
    return tuple(code for code in catalogue().codes if specialty in (None, code.specialty))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Give the whole of the project's own files, read once."""
    return load(DATA)


def load(folder: Path) -> Catalogue:
    """Read and check the three files of a folder."""
    found_credentials = _unique(
        "credentials.csv", (_credential(row, where) for row, where in _rows(folder / "credentials.csv"))
    )
    found = _unique("specialties.csv", (_specialty(row, where) for row, where in _rows(folder / "specialties.csv")))
    ordered: dict[str, Specialty] = {}
    families: dict[str, tuple[Specialty, ...]] = {}
    for one in found.values():
        _check_specialty(one, found, found_credentials)
        if one.parent is None:
            families[one.slug] = tuple(other for other in found.values() if other.parent == one.slug)
            ordered.update({member.slug: member for member in (one, *families[one.slug])})
    _check_search_phrases(found.values())
    codes = tuple(_medical_code(row, where, found) for row, where in _rows(folder / "code_specialty.csv"))
    return Catalogue(
        MappingProxyType(ordered),
        MappingProxyType(families),
        MappingProxyType(found_credentials),
        codes,
        MappingProxyType(_misspellings(found.values())),
    )


def _check_search_phrases(found: Iterable[Specialty]) -> None:
    """Refuse a search phrase of two specialties, and one that is a synonym: several may share a synonym alone."""
    meant = {synonym: one.slug for one in found for synonym in one.synonyms}
    for one in found:
        for phrase in one.search_phrases:
            if phrase in meant:
                raise CatalogueError(f"specialties.csv: {one.slug}: search phrase {phrase!r} means {meant[phrase]} already")
            meant[phrase] = one.slug


def _misspellings(found: Iterable[Specialty]) -> dict[str, str]:
    """Gather the misspellings of all specialties; each means one word, and none is a word of a name or a synonym."""
    found = list(found)
    right = {word for one in found for said in (one.name, *one.synonyms) for word in _WORD.findall(said.lower())}
    gathered: dict[str, str] = {}
    for one in found:
        own = {word for said in (one.name, one.description, *one.synonyms) for word in _WORD.findall(said.lower())}
        for typed, meant in one.misspellings:
            where = f"specialties.csv: {one.slug}: misspelling {typed!r}"
            if typed in right:
                raise CatalogueError(f"{where} is a word of a name or a synonym")
            if meant not in own:
                raise CatalogueError(f"{where}: {meant!r} is no word of its name, synonyms or description")
            if gathered.setdefault(typed, meant) != meant:
                raise CatalogueError(f"{where} means {gathered[typed]!r} too")
    return gathered


def _check_specialty(one: Specialty, found: dict[str, Specialty], held: dict[str, Credential]) -> None:
    if one.parent is not None:
        parent = found.get(one.parent)
        if parent is None:
            raise CatalogueError(f"specialties.csv: {one.slug}: no specialty is called {one.parent!r}, its parent")
        if parent.parent is not None:
            raise CatalogueError(f"specialties.csv: {one.slug}: its parent {one.parent!r} has a parent; there are two levels")
    for slug in one.credentials:
        if slug not in held:
            raise CatalogueError(f"specialties.csv: {one.slug}: no credential is called {slug!r}")


def _rows(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file, strict=True), start=2):
                where = f"{path.name}, row {number}"
                if None in row or None in row.values():
                    raise CatalogueError(f"{where}: it does not have as many fields as the heading")
                yield row, where
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogueError(f"{path.name}: {error}") from error


def _unique(name: str, values: Iterator[Named]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for value in values:
        if value.slug in found:
            raise CatalogueError(f"{name}: {value.slug!r} stands there twice")
        found[value.slug] = value
    return found


def _specialty(row: dict[str, str], where: str) -> Specialty:
    return Specialty(
        slug=_slug(row, where),
        name=_said(row, "name", where),
        parent=row["parent"] or None,
        synonyms=_list(row["synonyms"]),
        search_phrases=_list(row["search_phrases"]),
        patient_types=_list(row["patient_types"]),
        misspellings=tuple(_misspelling(entry, where) for entry in _list(row["misspellings"])),
        description=_said(row, "description", where),
        credentials=_list(row["credentials"]),
        example_codes=_list(row["example_codes"]),
    )


def _misspelling(entry: str, where: str) -> tuple[str, str]:
    match = _MISSPELLING.fullmatch(entry)
    if match is None or match[1] == match[2]:
        raise CatalogueError(f"{where}: misspelling {entry!r} is not written misspelt=meant, two words in lower-case letters")
    return match[1], match[2]


def _credential(row: dict[str, str], where: str) -> Credential:
    if row.get("kind") not in _KINDS:
        raise CatalogueError(f"{where}: kind is {row.get('kind')!r}, not one of {', '.join(sorted(_KINDS))}")
    return Credential(
        slug=_slug(row, where),
        abbr=_said(row, "abbr", where),
        name=_said(row, "name", where),
        issuer=_said(row, "issuer", where),
        kind=row["kind"],
        other_names=_list(row["other_names"]),
        aliases=_list(row["other_names"]) + _list(row["aliases"]),
        verified=_yes(row, where),
    )


def _medical_code(row: dict[str, str], where: str, found: dict[str, Specialty]) -> CodeEntry:
    if row.get("code_set") not in SETS:
        raise CatalogueError(f"{where}: code_set is {row.get('code_set')!r}, not one of {', '.join(SETS)}")
    if row["specialty"] not in found:
        raise CatalogueError(f"{where}: no specialty is called {row['specialty']!r}")
    first, _, last = _said(row, "code", where).partition("-")
    return CodeEntry(
        first=first,
        last=last or first,
        code_set=row["code_set"],
        specialty=row["specialty"],
        note=_said(row, "note", where),
        status=row["status"],
        verified=_yes(row, where),
    )


def _slug(row: dict[str, str], where: str) -> str:
    text = _said(row, "slug", where)
    if not _SLUG.fullmatch(text):
        raise CatalogueError(f"{where}: {text!r} is no slug: lower-case letters and digits joined by hyphens")
    return text


def _said(row: dict[str, str], column: str, where: str) -> str:
    text = (row.get(column) or "").strip()
    if not text:
        raise CatalogueError(f"{where}: {column} is empty or missing")
    return text


def _yes(row: dict[str, str], where: str) -> bool:
    if row.get("verified") not in ("yes", "no"):
        raise CatalogueError(f"{where}: verified is {row.get('verified')!r}, not yes or no")
    return row["verified"] == "yes"


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))
