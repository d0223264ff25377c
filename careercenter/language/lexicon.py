"""Every phrase that is understood by itself, with what it means: from the taxonomy first, then from the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from careercenter.core.places import HOME_STATES, OTHER_NAMES
from careercenter.language import phrases
from careercenter.language.typed_text import phrase
from careercenter.taxonomy import catalogue

Phrase = tuple[str, ...]

# What is left of a name or a synonym without its "coding" may say too little: "clinic coder" is no "clinic".
_TOO_GENERAL = frozenset(
    {"coding", "therapy", "medicine", "medical", "factor", "float", "physician", "provider", "surgical", "clinic", "technology"}
    | {
        "health plan",
        "physician office",
        "physician biller",
        "health information",
        "new",
        "will",
        "charge",
        "federal",
        "specialty",
    }
)
_ROLES = frozenset({"coding", "billing"})
_SHORTEST_STRIPPED = 3  # "va coding" names veterans' affairs; "va" alone is Virginia too
_CERTIFYING = ("certif", "cert", "credential", "registered", "board", "approved")
_AFTER = frozenset({"coding", "specialist", "audit", "rn", "billing"})
# A product's name in the note of its code: "pembrolizumab (Keytruda)".
_BRAND = re.compile(r"\(([A-Z][a-z]{4,})\)|^([a-z]{6,})(?= \()")
# The dental coder's CDC is an agency as well, and never read from the bare letters.
_AGENCY = ("cdc",)


# One name for two states: both are meant.
_SEVERAL_STATES = {"carolina|carolinas|the carolinas": ("NC", "SC"), "dakota|dakotas|the dakotas": ("ND", "SD")}


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: str
    value: str


@lru_cache(maxsize=1)
def meanings() -> dict[Phrase, tuple[Meaning, ...]]:
    found: dict[Phrase, list[Meaning]] = defaultdict(list)
    for named in (_specialties(), _credentials(), _table()):
        for name, meaning in named:
            if name and meaning not in found[name]:
                found[name].append(meaning)
    return {name: tuple(meant) for name, meant in found.items()}


@lru_cache(maxsize=1)
def longest() -> int:
    return max(map(len, meanings()))


def inside_a_phrase(forms: Sequence[str], at: int) -> bool:
    """Say whether a token stands inside a longer phrase that is understood: "ct surgery", "co pilot"."""
    return any(
        end - start > 1 and tuple(forms[start:end]) in meanings()
        for start in range(max(0, at - 3), at + 1)
        for end in range(at + 1, min(len(forms), start + 5) + 1)
    )


def _specialties() -> Iterator[tuple[Phrase, Meaning]]:
    named: dict[Phrase, list[str]] = defaultdict(list)
    short: dict[Phrase, list[str]] = defaultdict(list)
    for one in catalogue.specialties():
        for said in (*one.synonyms, *_of_name(one.name), *phrases.SPECIALTIES.get(one.slug, "").split("|")):
            name = phrase(said)
            if not name:
                continue
            named[name].append(one.slug)
            if name[-1] in _ROLES and len(" ".join(name[:-1])) >= _SHORTEST_STRIPPED:
                short[name[:-1]].append(one.slug)
    for code in catalogue.medical_codes():
        for brand in filter(None, (part for match in _BRAND.findall(code.note) for part in match)):
            if code.code_set == "HCPCS":
                named[phrase(brand)].append(code.specialty)
    # What is a name of its own is not what is left of another: "billing" is not "coder billing".
    named.update({name: slugs for name, slugs in short.items() if name not in named})
    for name, slugs in named.items():
        if " ".join(name) not in _TOO_GENERAL:
            yield from ((name, Meaning("specialty", slug)) for slug in _lowest(slugs))


def _of_name(name: str) -> Iterable[str]:
    plain = name.split("(", maxsplit=1)[0].strip()
    yield plain
    yield plain.removesuffix(" coding").removesuffix(" billing")


def _lowest(slugs: Iterable[str]) -> list[str]:
    """Leave out what only repeats a more exact one: a parent beside its own child."""
    unique = list(dict.fromkeys(slugs))
    parents = {one.parent for slug in unique if (one := catalogue.specialty(slug))}
    return [slug for slug in unique if slug not in parents]


def lowest(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(_lowest(slugs))


def _credentials() -> Iterator[tuple[Phrase, Meaning]]:
    roles = {name for name, _meaning in _specialties()}
    own = {phrase(one.abbr): one.slug for one in catalogue.credentials()}
    for one in catalogue.credentials():
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


def _table() -> Iterator[tuple[Phrase, Meaning]]:
    kinds = {
        "setting": phrases.SETTINGS,
        "employment": phrases.EMPLOYMENT,
        "schedule": phrases.SCHEDULES,
        "ehr": phrases.EHRS,
        "encoder": phrases.ENCODERS,
        "extra": phrases.EXTRAS,
        "pay_type": phrases.PAY_TYPES,
    }
    for kind, table in kinds.items():
        for value, said in table.items():
            yield from ((phrase(one), Meaning(kind, value)) for one in said.split("|"))
    yield from ((phrase(said), Meaning("experience", "0-1")) for said in phrases.ENTRY_PHRASES)
    for name, meaning in _specialties():
        if meaning.value == "entry-level":
            yield name, Meaning("experience", "0-1")
    for state, title in HOME_STATES.items():
        yield phrase(title), Meaning("state", state)
        yield (*phrase(title), "state"), Meaning("state", state)
    for said, state in OTHER_NAMES.items():
        yield phrase(said), Meaning("state", state)
    for said, states in _SEVERAL_STATES.items():
        yield from ((phrase(name), Meaning("state", state)) for name in said.split("|") for state in states)
    for said in ("washington dc", "washington d.c.", "d.c.", "district of columbia"):
        yield phrase(said), Meaning("state", "DC")
