"""What is named to be kept out, or not to be needed: "not onsite", "no 1099", "not IR", "RHIT not required"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from careercenter.language import lexicon, locations, phrases
from careercenter.taxonomy import catalogue

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer

# What can be kept out by choosing the others of these, and what only by its words.
KEPT_OUT = {
    "not_setting": tuple(phrases.SETTINGS),
    "not_employment": tuple(dict.fromkeys(value for held in phrases.EMPLOYMENT for value in held.split("|"))),
}
_BY_WORDS = ("credential", "specialty", "ehr", "encoder")
NOT = frozenset({"not", "no", "except", "without", "excluding", "never"})
JOINING = frozenset({"or", "and", "nor"})
_A_THING_AND_OR = 2  # tokens: what is kept out, and what joins the next to it
_NEEDED = frozenset({"required", "needed", "necessary", "require", "need"})
# A specialty's name is kept out too, and what begins alike: who wants no "ortho" wants no "orthopedic surgery".
_ALIKE = 5  # letters
_MOST_SAID = 2


def kept_out(recognizer: EntityRecognizer, meant: Iterable[lexicon.Meaning], start: int, end: int) -> bool:
    """Claim what the tokens from `start` to `end` mean, if it is not wanted, with the word that says so."""
    meant = list(meant)
    kinds = {meaning.kind for meaning in meant}
    typed = recognizer.text[recognizer.tokens[start].start : recognizer.tokens[end - 1].end]
    denied = _denied(recognizer, start)
    needless = end if denied else end + 1 if form_at(recognizer, end) == "not" else len(recognizer.tokens)
    if "credential" in kinds and form_at(recognizer, needless) in _NEEDED:
        recognizer.claim(recognizer.tokens[start - denied].start, recognizer.tokens[needless].end, "")
        return True
    if not denied:
        return False
    span = recognizer.tokens[start - 1].start, recognizer.tokens[end - 1].end
    for kind in KEPT_OUT:
        held = [value for meaning in meant if f"not_{meaning.kind}" == kind for value in meaning.value.split("|")]
        if held:
            recognizer.claim(*span, kind, *held)
            return True
    if kinds.isdisjoint(_BY_WORDS):
        return False
    recognizer.claim(*span, "unwanted", *dict.fromkeys([typed, *_said(meant)]))
    return True


def _denied(recognizer: EntityRecognizer, start: int) -> bool:
    """Say whether "not" stands before a token, or what joins it to another thing that is kept out."""
    if form_at(recognizer, start - 1) in NOT:
        return not recognizer.claimed[start - 1]
    if form_at(recognizer, start - 1) in locations.LEAVING_OUT and form_at(recognizer, start - 2) in locations.QUANTITIES:
        return True  # "everything but inpatient"
    return joined_to_kept_out(recognizer, start)


def joined_to_kept_out(recognizer: EntityRecognizer, start: int) -> bool:
    """Say whether "or" stands before a token, and before that what is kept out."""
    if form_at(recognizer, start - 1) not in JOINING or start < _A_THING_AND_OR:
        return False
    ends = {
        recognizer.spans[one.key][1] for one in recognizer.readings if one.kind == "unwanted" or one.kind.startswith("not_")
    }
    return recognizer.tokens[start - _A_THING_AND_OR].end in ends


def _said(meant: Iterable[lexicon.Meaning]) -> list[str]:
    """Give the words by which postings speak of the specialties."""
    found = [catalogue.specialty(meaning.value) for meaning in meant if meaning.kind == "specialty"]
    return [said for one in found if one for said in list(_words_of(one.name, one.synonyms))[:_MOST_SAID]]


def _words_of(name: str, synonyms: Iterable[str]) -> Iterator[str]:
    plain = name.split("(", maxsplit=1)[0].strip().lower().removesuffix(" coding")
    if " and " not in plain and "/" not in plain:
        yield plain
    begun = plain[:_ALIKE]
    if plain.split()[0] not in phrases.GENERIC:
        yield from (one for one in synonyms if one.isalpha() and len(one) > _ALIKE and one.startswith(begun) and one != plain)


def form_at(recognizer: EntityRecognizer, number: int) -> str:
    """Give the plain form of a token, "" where there is none."""
    return recognizer.tokens[number].form if 0 <= number < len(recognizer.tokens) else ""
