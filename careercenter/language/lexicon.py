"""Every phrase that is understood by itself, with what it means: from the taxonomy first, then from the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from careercenter.core.places import HOME_STATES, OTHER_NAMES
from careercenter.language.tokenizer import phrase
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.catalogue import Catalogue, CatalogueError
from careercenter.taxonomy.vocabulary import Vocabulary, vocabulary
from careercenter.taxonomy.work_terms import PatientType

Phrase = tuple[str, ...]

_ROLES = frozenset({"coding", "billing"})
# What tells nothing by itself: a role; and a negation, which is read before whatever it denies: "no production bonus".
_WEIGHTLESS = frozenset({"coding", "specialist", "no", "not", "non", "without", "zero"})
_SHORTEST_STRIPPED = 3  # "va coding" names veterans' affairs; "va" alone is Virginia too
_CERTIFYING = ("certif", "cert", "credential", "registered", "board", "approved")
_AFTER = frozenset({"coding", "specialist", "audit", "rn", "billing"})
# A product's name in the note of its code: "pembrolizumab (Keytruda)".
_BRAND = re.compile(r"\(([A-Z][a-z]{4,})\)|^([a-z]{6,})(?= \()")
_ENTRY_LEVEL = "entry-level"
# An internship is a kind of job, and the work of beginners.
_SAID_TWICE = frozenset({_ENTRY_LEVEL})
# The dental coder's CDC is an agency as well, and never read from the bare letters.
_AGENCY = ("cdc",)


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: str
    value: str


Meanings = dict[Phrase, tuple[Meaning, ...]]


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    return build(catalogue.catalogue(), vocabulary())


def build(listed: Catalogue, words: Vocabulary) -> Meanings:
    """Map every phrase to what it means. A phrase of phrases.toml that means two things is a CatalogueError."""
    _check_patient_types(listed)
    _check_issuers(listed, words)
    found: dict[Phrase, list[Meaning]] = defaultdict(list)
    specialties = list(_specialties(listed))
    for name, meaning in (*specialties, *_credentials(listed, {name for name, _meaning in specialties})):
        if meaning not in found[name]:
            found[name].append(meaning)
    for said, meaning in _jobs(words):
        name = phrase(said)
        others = [other for other in found[name] if other != meaning and other.value not in _SAID_TWICE]
        if others:
            both = " and ".join(f"{one.kind} {one.value}" for one in (others[0], meaning))
            raise CatalogueError(f"phrases.toml: {said!r} means two things, {both}")
        if meaning not in found[name]:
            found[name].append(meaning)
    for name, meaning in (*_entry_level(specialties), *_states(words)):
        if meaning not in found[name]:
            found[name].append(meaning)
    return {name: tuple(meant) for name, meant in found.items() if name}


def _check_patient_types(listed: Catalogue) -> None:
    known = {one.value for one in PatientType}
    for one in listed.specialties.values():
        if unknown := set(one.patient_types) - known:
            raise CatalogueError(f"specialties.csv: {one.slug}: no patient type is called {min(unknown)!r}")


def _check_issuers(listed: Catalogue, words: Vocabulary) -> None:
    known = {one.issuer for one in listed.credentials.values()}
    if unknown := set(words.phrases["issuer"]) - known:
        raise CatalogueError(f"phrases.toml: no credential is issued by {min(unknown)!r}")


@lru_cache(maxsize=1)
def longest() -> int:
    return max(map(len, meanings()))


def spans(forms: Sequence[str], at: int) -> bool:
    """Say whether a phrase of three words or more goes on from before a token to behind it: "ear, nose and throat"."""
    return any(
        tuple(forms[start:end]) in meanings()
        for start in range(max(0, at - longest()), at)
        for end in range(max(at + 1, start + 3), min(len(forms), start + longest()) + 1)
    )


def inside_a_phrase(forms: Sequence[str], at: int) -> bool:
    """Say whether a token stands inside a longer phrase that is understood: "ct surgery", "co pilot"."""
    return any(
        end - start > 1 and tuple(forms[start:end]) in meanings()
        for start in range(max(0, at - 3), at + 1)
        for end in range(at + 1, min(len(forms), start + 5) + 1)
    )


def segment(forms: Sequence[str], is_city: Callable[[Phrase], bool]) -> list[tuple[int, int]]:
    """Cut a run of words into phrases that are understood, each as (start, length).

    As much of it as can be, in as few phrases, the longest first. What says nothing by itself counts last: "psych coder" is a
    name, and more than "psych". "infusion charge capture" is infusion and charge capture, though "infusion charge" is a phrase
    too.
    """
    known = meanings()
    # Up to each token: (words understood that tell something, -phrases, words understood, cut).
    best: list[tuple[int, int, int, list[tuple[int, int]]]] = [(0, 0, 0, [])]
    for end in range(1, len(forms) + 1):
        chosen = best[end - 1]
        for length in range(1, min(longest(), end) + 1):
            part = tuple(forms[end - length : end])
            if part in known or is_city(part):
                before = best[end - length]
                telling = sum(form not in _WEIGHTLESS for form in part)
                cut = (before[0] + telling, before[1] - 1, before[2] + length, [*before[3], (end - length, length)])
                if cut[:3] > chosen[:3] or (cut[:3] == chosen[:3] and cut[3] < chosen[3]):
                    chosen = cut
        best.append(chosen)
    return best[-1][3]


def tools(name: str) -> tuple[str, ...]:
    """Give the slugs of the health record systems and encoders called by a name; () where none is known."""
    said = tuple(meaning.value for meaning in meanings().get(phrase(name), ()) if meaning.kind in ("ehr", "encoder"))
    return said or _tools_as_written().get(phrase(name), ())


@lru_cache(maxsize=1)
def _tools_as_written() -> dict[Phrase, tuple[str, ...]]:
    """Map how tools are written to them: who types "aapc coder" hardly means that software, who fills it in does."""
    return {phrase(label): (slug,) for slug, label in vocabulary().written["tool"].items()}


def _specialties(listed: Catalogue) -> Iterator[tuple[Phrase, Meaning]]:
    named: dict[Phrase, list[str]] = defaultdict(list)
    short: dict[Phrase, list[str]] = defaultdict(list)
    for one in listed.specialties.values():
        for said in (*one.synonyms, *_of_name(one.name), *one.search_phrases):
            name = phrase(said)
            if not name:
                continue
            named[name].append(one.slug)
            if name[-1] in _ROLES and len(" ".join(name[:-1])) >= _SHORTEST_STRIPPED:
                short[name[:-1]].append(one.slug)
    for code in listed.codes:
        for brand in filter(None, (part for match in _BRAND.findall(code.note) for part in match)):
            if code.code_set == "HCPCS":
                named[phrase(brand)].append(code.specialty)
    # What is a name of its own is not what is left of another: "billing" is not "coder billing".
    named.update({name: slugs for name, slugs in short.items() if name not in named})
    for name, slugs in named.items():
        if " ".join(name) not in vocabulary().too_general:
            yield from ((name, Meaning("specialty", slug)) for slug in _lowest(slugs, listed))


def _of_name(name: str) -> Iterable[str]:
    plain = name.split("(", maxsplit=1)[0].strip()
    yield plain
    yield plain.removesuffix(" coding").removesuffix(" billing")


def lowest(slugs: Iterable[str]) -> tuple[str, ...]:
    """Leave out what only repeats a more exact one: a parent beside its own child."""
    return tuple(_lowest(slugs, catalogue.catalogue()))


def _lowest(slugs: Iterable[str], listed: Catalogue) -> list[str]:
    unique = list(dict.fromkeys(slugs))
    parents = {one.parent for slug in unique if (one := listed.specialties.get(slug))}
    return [slug for slug in unique if slug not in parents]


@lru_cache(maxsize=1)
def _in_any_order() -> dict[frozenset[str], str]:
    """Map the words of names and synonyms, in no order, to the one specialty they name."""
    found: dict[frozenset[str], set[str]] = defaultdict(set)
    for one in catalogue.specialties():
        for said in (*_of_name(one.name), *one.synonyms):
            found[frozenset(phrase(said)) - _ROLES].add(one.slug)
    return {words: next(iter(slugs)) for words, slugs in found.items() if len(slugs) == 1}


def child_named(forms: Iterable[str], slugs: Container[str]) -> str | None:
    """Give the child of one of some specialties whose name has just these words in another order; None where none has."""
    slug = _in_any_order().get(frozenset(forms) - _ROLES)
    one = catalogue.specialty(slug) if slug else None
    return one.slug if one and one.parent in slugs else None


def _credentials(listed: Catalogue, roles: set[Phrase]) -> Iterator[tuple[Phrase, Meaning]]:
    own = {phrase(one.abbr): one.slug for one in listed.credentials.values()}
    for one in listed.credentials.values():
        for said in (one.abbr, one.name, *one.aliases):
            name = phrase(said)
            certain = said in (one.abbr, one.name)
            if (
                own.get(name, one.slug) == one.slug
                and name != _AGENCY
                and (certain or not _composed(said, one.slug, own, roles))
            ):
                yield name, Meaning("credential", one.slug)
        # "cpcp", "hcsd": the abbreviation without its hyphen, unless it is another one's.
        run = ("".join(phrase(one.abbr)),)
        if "-" in one.abbr and run not in own:
            yield run, Meaning("credential", one.slug)


def _composed(said: str, slug: str, own: dict[Phrase, str], roles: set[Phrase]) -> bool:
    """Say whether an alias only puts together what is read by itself: a specialty and a role, words around the abbreviation."""
    name = phrase(said)
    if len(name) == 1:
        return False
    certified = any(word in said for word in _CERTIFYING)
    role = name[:-1] in roles and name[-1] in _AFTER and not certified
    return role or (any(own.get((word,)) == slug for word in name) and not _joined(said))


def _joined(said: str) -> bool:
    """Say whether an alias is letters of an abbreviation set apart ("ccs p", "rcc-ir") and not words around one."""
    return all(len(part) <= 4 for part in re.split(r"[ -]", said)) and len(re.split(r"[ -]", said)[-1]) <= 2


def _jobs(words: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    for kind, values in words.phrases.items():
        for value, phrases in values.items():
            yield from ((said, Meaning(kind, value)) for said in phrases)


def _entry_level(specialties: Iterable[tuple[Phrase, Meaning]]) -> Iterator[tuple[Phrase, Meaning]]:
    """What names the work of beginners asks for the first band of experience too."""
    for name, meaning in specialties:
        if meaning.value == _ENTRY_LEVEL:
            yield name, Meaning("experience", "0-1")


def _states(words: Vocabulary) -> Iterator[tuple[Phrase, Meaning]]:
    for state, title in HOME_STATES.items():
        yield phrase(title), Meaning("state", state)
        yield (*phrase(title), "state"), Meaning("state", state)
    for said, state in OTHER_NAMES.items():
        yield phrase(said), Meaning("state", state)
    for name, states in words.places.several_states.items():
        yield from ((phrase(name), Meaning("state", state)) for state in states)
    for slug, region in words.places.regions.items():
        yield from ((phrase(name), Meaning("region", slug)) for name in region.names)
    for state, names in words.places.district.items():
        yield from ((phrase(name), Meaning("state", state)) for name in names)
