"""What is named to be kept out, or not to be needed: "not onsite", "no 1099", "not IR", "RHIT not required"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from careercenter.search.interpret import names, places, tables
from careercenter.taxonomy import catalogue

if TYPE_CHECKING:
    from careercenter.search.interpret.finding import Finder

# What can be kept out by choosing the others of these, and what only by its words.
KEPT_OUT = {
    "not_setting": tuple(tables.SETTINGS),
    "not_employment": tuple(dict.fromkeys(value for held in tables.EMPLOYMENT for value in held.split("|"))),
}
_BY_WORDS = ("credential", "specialty", "ehr", "encoder")
NOT = frozenset({"not", "no", "except", "without", "excluding", "never"})
JOINING = frozenset({"or", "and", "nor"})
_A_THING_AND_OR = 2  # tokens: what is kept out, and what joins the next to it
_NEEDED = frozenset({"required", "needed", "necessary", "require", "need"})
# A specialty's name is kept out too, and what begins alike: who wants no "ortho" wants no "orthopedic surgery".
_ALIKE = 5  # letters
_MOST_SAID = 2


def kept_out(finder: Finder, meant: Iterable[names.Meaning], start: int, end: int) -> bool:
    """Claim what the tokens from `start` to `end` mean, if it is not wanted, with the word that says so."""
    meant = list(meant)
    kinds = {meaning.kind for meaning in meant}
    typed = finder.text[finder.tokens[start].start : finder.tokens[end - 1].end]
    denied = _denied(finder, start)
    needless = end if denied else end + 1 if form_at(finder, end) == "not" else len(finder.tokens)
    if "credential" in kinds and form_at(finder, needless) in _NEEDED:
        finder.claim(finder.tokens[start - denied].start, finder.tokens[needless].end, "")
        return True
    if not denied:
        return False
    span = finder.tokens[start - 1].start, finder.tokens[end - 1].end
    for kind in KEPT_OUT:
        held = [value for meaning in meant if f"not_{meaning.kind}" == kind for value in meaning.value.split("|")]
        if held:
            finder.claim(*span, kind, *held)
            return True
    if kinds.isdisjoint(_BY_WORDS):
        return False
    finder.claim(*span, "unwanted", *dict.fromkeys([typed, *_said(meant)]))
    return True


def _denied(finder: Finder, start: int) -> bool:
    """Say whether "not" stands before a token, or what joins it to another thing that is kept out."""
    if form_at(finder, start - 1) in NOT:
        return not finder.claimed[start - 1]
    if form_at(finder, start - 1) in places.LEAVING_OUT and form_at(finder, start - 2) in places.QUANTITIES:
        return True  # "everything but inpatient"
    return joined_to_kept_out(finder, start)


def joined_to_kept_out(finder: Finder, start: int) -> bool:
    """Say whether "or" stands before a token, and before that what is kept out."""
    if form_at(finder, start - 1) not in JOINING or start < _A_THING_AND_OR:
        return False
    ends = {finder.spans[one.key][1] for one in finder.readings if one.kind == "unwanted" or one.kind.startswith("not_")}
    return finder.tokens[start - _A_THING_AND_OR].end in ends


def _said(meant: Iterable[names.Meaning]) -> list[str]:
    """Give the words by which postings speak of the specialties."""
    found = [catalogue.specialty(meaning.value) for meaning in meant if meaning.kind == "specialty"]
    return [said for one in found if one for said in list(_words_of(one.name, one.synonyms))[:_MOST_SAID]]


def _words_of(name: str, synonyms: Iterable[str]) -> Iterator[str]:
    plain = name.split("(", maxsplit=1)[0].strip().lower().removesuffix(" coding")
    if " and " not in plain and "/" not in plain:
        yield plain
    begun = plain[:_ALIKE]
    if plain.split()[0] not in tables.GENERIC:
        yield from (one for one in synonyms if one.isalpha() and len(one) > _ALIKE and one.startswith(begun) and one != plain)


def form_at(finder: Finder, number: int) -> str:
    """Give the plain form of a token, "" where there is none."""
    return finder.tokens[number].form if 0 <= number < len(finder.tokens) else ""
