"""What people write, beside the names of specialties and credentials: phrases, forms of words, words around places.

Read once from `phrases.toml`, `words.toml`, `places.toml` and `english_words.txt` in `data/`. A mistake in them is a
`CatalogueError` that names the file and the phrase.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from careercenter.core.places import STATES
from careercenter.core.sorted_lines import SortedLines
from careercenter.taxonomy.catalogue import DATA, CatalogueError
from careercenter.taxonomy.work_terms import (
    Accepts,
    ApplyHow,
    AutonomousCoding,
    Benefit,
    Check,
    CodeSet,
    Education,
    EmployerCheck,
    EmploymentType,
    Equipment,
    ExperienceBand,
    HiringTest,
    MachineApplications,
    MissedQuota,
    Monitoring,
    OnCall,
    PatientType,
    PayBasis,
    PayUnit,
    Schedule,
    TeamLocation,
    VisaSponsorship,
    WorkSetting,
    WorkZone,
)

Table = Mapping[str, tuple[str, ...]]

# Tables of phrases.toml, each with the values it may name; None where the file itself is the list of them.
KINDS: dict[str, frozenset[str] | None] = {
    "setting": frozenset(one.value for one in WorkSetting),
    "employment": frozenset(one.value for one in EmploymentType),
    "schedule": frozenset(one.value for one in Schedule),
    "ehr": None,
    "encoder": None,
    "benefit": frozenset(one.value for one in Benefit),
    "quota": frozenset({"none", "low", "some"}),
    "equipment": frozenset(one.value for one in Equipment),
    "test": frozenset(one.value for one in HiringTest),
    "accepts": frozenset(one.value for one in Accepts),
    "team": frozenset(one.value for one in TeamLocation),
    "zone": frozenset(one.value for one in WorkZone),
    "education": frozenset(one.value for one in Education),
    "check": frozenset(one.value for one in Check),
    "on_call": frozenset(one.value for one in OnCall),
    "visa": frozenset(one.value for one in VisaSponsorship),
    "autonomous": frozenset(one.value for one in AutonomousCoding),
    "monitoring": frozenset(one.value for one in Monitoring),
    "missed_quota": frozenset(one.value for one in MissedQuota),
    "machine_applications": frozenset(one.value for one in MachineApplications),
    "verified": frozenset(one.value for one in EmployerCheck),
    "apply": frozenset(one.value for one in ApplyHow),
    "pay_type": frozenset(one.value for one in PayBasis),
    "experience": frozenset(one.value for one in ExperienceBand),
    "not_setting": frozenset(one.value for one in WorkSetting),
    "ramp_up": None,
    "patient_type": frozenset(one.value for one in PatientType),
    "not_test": frozenset(one.value for one in HiringTest),
    "not_equipment": frozenset(one.value for one in Equipment),
    "not_code_set": frozenset(one.value for one in CodeSet),
    "not_employment": frozenset(one.value for one in EmploymentType),
    "unstated": None,
    "plain": None,
    "issuer": None,  # checked against credentials.csv by the lexicon
}
_EITHER = "|"  # between values of which a phrase does not say which


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`phrases`: kind → value → phrases. `wished`: kind → those that state nothing in an announcement.

    `forms`: form → the word it is read as. All lower-case.
    """

    phrases: Mapping[str, Table]
    wished: Table
    written: Mapping[str, Mapping[str, str]]
    generic: frozenset[str]
    medical: frozenset[str]
    forms: Mapping[str, str]
    answered_by: Table
    renamed: Mapping[str, str]
    whole_words: frozenset[str]
    courtesies: frozenset[str]
    too_general: frozenset[str]
    denials: frozenset[str]
    usual_misspellings: Mapping[str, str]
    pay_units: Mapping[str, Table]
    places: Places


@dataclass(frozen=True, slots=True)
class Region:
    """States that one name stands for; `written` is how a page names them, `names` what people type."""

    written: str
    names: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Words around the names of places; see places.toml."""

    plain: frozenset[str]
    doubtful: frozenset[str]
    words: frozenset[str]
    numerals: frozenset[str]
    several_states: Table
    regions: Mapping[str, Region]
    district: Table
    left_out: frozenset[str]
    left_out_phrases: frozenset[tuple[str, ...]]
    quantities: frozenset[str]
    after_quantities: frozenset[str]
    into: frozenset[str]
    leading: frozenset[str]
    following: frozenset[str]
    here: frozenset[str]
    city_names: Mapping[str, tuple[str, str]]
    unmistakable_cities: Mapping[str, str]
    known_cities: Mapping[str, str]
    ambiguous_cities: Table


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return load(DATA)


@lru_cache(maxsize=1)
def english_words() -> SortedLines:
    """Give the words and names of English of five letters and more, lower-case."""
    return SortedLines((DATA / "english_words.txt").read_bytes())


def load(folder: Path) -> Vocabulary:
    """Read and check the files of a folder."""
    said, words = _toml(folder / "phrases.toml"), _toml(folder / "words.toml")
    try:
        return Vocabulary(
            phrases=_phrases(said),
            wished=_wished(said),
            written=MappingProxyType({kind: dict(table) for kind, table in said["written"].items()}),
            generic=_set("phrases.toml", said["words"]["generic"]),
            medical=_set("phrases.toml", said["words"]["medical"]),
            forms=_forms(words["forms"]),
            answered_by=_table("words.toml", words["answered_by"]),
            renamed=MappingProxyType(dict(words["renamed"])),
            whole_words=_set("words.toml", words["lists"]["whole"]),
            courtesies=_set("words.toml", words["lists"]["courtesies"]),
            too_general=_set("words.toml", words["lists"]["too_general"]),
            denials=_set("words.toml", words["lists"]["denials"]),
            usual_misspellings=MappingProxyType(dict(words["usual_misspellings"])),
            pay_units=_pay_units(words["pay_units"]),
            places=_places(_toml(folder / "places.toml")),
        )
    except KeyError as error:
        raise CatalogueError(f"phrases.toml, words.toml or places.toml: there is no {error}") from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error


def _phrases(said: dict[str, Any]) -> Mapping[str, Table]:
    """Check that each value is known and that no phrase means two things."""
    unknown = said.keys() - KINDS.keys() - {"wished", "written", "words"}
    if unknown:
        raise CatalogueError(f"phrases.toml: no kind of phrase is called {min(unknown)!r}")
    meant: dict[str, str] = {}
    for kind, values in KINDS.items():
        for value, phrases in _table("phrases.toml", said[kind]).items():
            if values is not None and not values.issuperset(value.split(_EITHER)):
                raise CatalogueError(f"phrases.toml: {kind}: there is no value {value!r}")
            for phrase in phrases:
                meaning = f"{kind} {value}"
                if meant.setdefault(phrase, meaning) != meaning:
                    raise CatalogueError(f"phrases.toml: {phrase!r} means two things, {meant[phrase]} and {meaning}")
    return MappingProxyType({kind: _table("phrases.toml", said[kind]) for kind in KINDS})


def _wished(said: dict[str, Any]) -> Table:
    """Check that each is a phrase of its kind."""
    wished = _table("phrases.toml", said["wished"])
    for kind, phrases in wished.items():
        if unknown := set(phrases).difference(*said[kind].values()):
            raise CatalogueError(f"phrases.toml: wished: {min(unknown)!r} is no phrase of {kind}")
    return wished


def _forms(words: dict[str, list[str]]) -> Mapping[str, str]:
    forms: dict[str, str] = {}
    for word, its_forms in _table("words.toml", words).items():
        for form in its_forms:
            if forms.setdefault(form, word) != word:
                raise CatalogueError(f"words.toml: {form!r} is a form of two words, {forms[form]!r} and {word!r}")
    chained = [word for word in words if forms.get(word, word) != word]
    if chained:
        raise CatalogueError(f"words.toml: {chained[0]!r} has forms and is a form of {forms[chained[0]]!r}")
    return MappingProxyType(forms)


def _pay_units(words: dict[str, Any]) -> Mapping[str, Table]:
    """Check that each unit has both lists, that there is no other, and that no word says two units."""
    for unit in sorted(words.keys() ^ {unit.value for unit in PayUnit}):
        raise CatalogueError(f"words.toml: pay_units: {unit!r} is no unit of pay, or has no words")
    units = {unit: _table("words.toml", {"per": lists["per"], "alone": lists["alone"]}) for unit, lists in words.items()}
    meant: dict[str, str] = {}
    for unit, lists in units.items():
        for word in (*lists["per"], *lists["alone"]):
            if meant.setdefault(word, unit) != unit:
                raise CatalogueError(f"words.toml: {word!r} says two units of pay, {meant[word]} and {unit}")
    return MappingProxyType(units)


def _places(said: dict[str, Any]) -> Places:
    letters, left_out, around = said["state_letters"], said["left_out"], said["around"]
    for name, state in (*said["unmistakable_cities"].items(), *said["known_cities"].items()):
        _check_state(name, state)
    city_names = {name: tuple(place.split(", ")) for name, place in said["city_names"].items()}
    for name, place in city_names.items():
        _check_state(name, place[-1])
    for name, states in (*said["several_states"].items(), *said["ambiguous_cities"].items()):
        for state in states:
            _check_state(name, state)
    into = _set("places.toml", around["into"])
    return Places(
        **{name: _set("places.toml", letters[name]) for name in ("plain", "doubtful", "words", "numerals")},
        several_states=MappingProxyType({name: tuple(states) for name, states in said["several_states"].items()}),
        regions=MappingProxyType({slug: _region(slug, table) for slug, table in said["regions"].items()}),
        district=_table("places.toml", said["district"]),
        left_out=_set("places.toml", left_out["words"]),
        left_out_phrases=frozenset(tuple(phrase.split()) for phrase in _set("places.toml", left_out["phrases"])),
        quantities=_set("places.toml", left_out["quantities"]),
        after_quantities=_set("places.toml", left_out["after_quantities"]),
        into=into,
        leading=_set("places.toml", around["leading"]) | into,
        following=_set("places.toml", around["following"]),
        here=_set("places.toml", around["here"]),
        city_names=MappingProxyType(city_names),
        unmistakable_cities=MappingProxyType(dict(said["unmistakable_cities"])),
        known_cities=MappingProxyType(dict(said["known_cities"])),
        ambiguous_cities=MappingProxyType({name: tuple(states) for name, states in said["ambiguous_cities"].items()}),
    )


def _region(slug: str, said: dict[str, Any]) -> Region:
    for state in said["states"]:
        _check_state(slug, state)
    return Region(said["written"], _listed("places.toml", said["names"], slug), tuple(said["states"]))


def _check_state(name: str, state: str) -> None:
    if state not in STATES:
        raise CatalogueError(f"places.toml: {name}: no state is called {state!r}")


def _table(file: str, table: Mapping[str, Iterable[str]]) -> Table:
    return MappingProxyType({value: _listed(file, phrases, value) for value, phrases in table.items()})


def _set(file: str, words: Iterable[str]) -> frozenset[str]:
    return frozenset(_listed(file, words, "a list"))


def _listed(file: str, phrases: Iterable[str], where: str) -> tuple[str, ...]:
    if isinstance(phrases, str):
        raise CatalogueError(f"{file}: {where}: {phrases!r} stands outside a list")
    listed = tuple(phrases)
    for phrase in listed:
        if not isinstance(phrase, str) or not phrase or phrase != " ".join(phrase.lower().split()):
            raise CatalogueError(f"{file}: {where}: {phrase!r} is no phrase in lower case with single spaces")
    if twice := {phrase for phrase in listed if listed.count(phrase) > 1}:
        raise CatalogueError(f"{file}: {where}: {min(twice)!r} stands there twice")
    return listed
