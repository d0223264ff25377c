"""What a person typed, as a query: words, "quoted words", begin*, -absent, one | another; names stand for what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from careercenter.language import code_mentions
from careercenter.language.limits import LONGEST_QUERY, MOST_WORDS, SHORTEST_PREFIX
from careercenter.language.normalization import normalize
from careercenter.language.tokenizer import LONGEST_TERM, tokenize
from careercenter.postings.search_schema import Facet
from careercenter.search.query import Clause, FacetValue, Query, TermQuery, either
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import vocabulary

T = TypeVar("T")

# "Keytruda coding" names its specialty without the last word too. These alone would name one in nearly every search.
_GENERAL = frozenset({"coding", "billing"})
_NAMES_NOTHING = frozenset(
    {"billing and", "education", "factor", "float", "medical", "medicine", "physician", "provider", "quality", "query"}
)
_SHORTEST_MENTION = 3
_SHORTEST_NAME = 4  # characters: shorter ones ("va", "id", "new", "im") mean other things too often

# Words that narrow nothing: every posting is a job. They count inside quotes only.
_COURTESY = vocabulary().courtesies


def parse(text: str) -> Query:
    """Read what a person typed: words, "quoted words", begin*, -absent; one | another asks for either.

    Never raises; reads at most 200 characters and 12 words.
    """
    return _parsed(text[:LONGEST_QUERY])


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Query:
    clauses: list[Clause] = []
    excluded: list[Clause] = []
    ignored: list[str] = []
    wordless: list[str] = []
    loose: list[str] = []
    joints: list[int] = []  # numbers of the clauses that come after a "|"
    room = MOST_WORDS

    for typed in _TYPED.findall(normalize(text)):
        if typed == "|":
            clauses.extend(_named(loose))
            loose = []
            joints.append(len(clauses))
            continue
        absent, quoted = typed.startswith("-"), typed.endswith('"')
        found = tokenize(typed)
        if not found:
            wordless.append(typed)
            continue
        ignored.extend(found[room:])
        found = found[:room]
        room -= len(found)
        # "full-time" is typed as one word, so its parts stand side by side; "inpatient/outpatient" asks for both.
        together = quoted or not ("/" in typed or "&" in typed)
        begun = _BEGUN.fullmatch(typed)
        if not found:
            continue
        if begun and len(begun[1]) < SHORTEST_PREFIX:
            ignored.append(typed)
            continue
        beginning = TermQuery((begun[1][:LONGEST_TERM],), prefix=True) if begun else None
        if absent:
            excluded.append(Clause((beginning or _needle(found, together),)))
        elif beginning:
            clauses.append(Clause((beginning, _needle(found, False))))  # coder* is coding too
        elif quoted or (len(found) > 1 and together):
            # "MS-DRG 216-221": the word before a range may be the name of its set.
            named = None if quoted or not loose else code_mentions.of_words((loose[-1], *found))
            code = named or (None if quoted else code_mentions.of_words(tuple(found)))
            clauses.extend(_named(loose[:-1] if named else loose))
            loose = []
            clauses.append(code_clause(code) if code else Clause((_needle(found, True),)))
        else:
            loose.extend(found)
    clauses.extend(_named(loose))
    _join(clauses, joints)
    ignored.extend(() if clauses or excluded else wordless)
    must = tuple(clause for clause in clauses if not _courtesy(clause))
    return Query(must=must, must_not=tuple(excluded), ignored=tuple(ignored))


def _join(clauses: list[Clause], joints: Sequence[int]) -> None:
    """Make one clause of the two around each "|"."""
    for number in reversed(joints):
        if 0 < number < len(clauses):
            clauses[number - 1 : number + 1] = [either(*clauses[number - 1 : number + 1])]


# A quoted run or a word, with its minus only where a word begins: the hyphen of CCS-P excludes nothing.
_TYPED = re.compile(r'(?:(?<!\S)-)?"[^"]+"|[^\s"]+')
# The beginning of a word: letters and digits with a star after them.
_BEGUN = re.compile(r"-?(?<![^\W_])([^\W_]+)\*")


class _Named(NamedTuple):
    """What a name stands for. `alternatives` find it where it is written otherwise: a credential by its abbreviation."""

    specialties: tuple[str, ...]
    credentials: tuple[str, ...]
    alternatives: tuple[TermQuery, ...]


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], _Named]:
    """Map the terms of a name or synonym to the specialties and the credentials it stands for."""
    slugs: dict[tuple[str, ...], list[str]] = {}
    held: dict[tuple[str, ...], list[str]] = {}
    needles: dict[tuple[str, ...], list[TermQuery]] = {}
    for one in catalogue.specialties():
        for phrase in (one.name, *one.synonyms):
            for name in _with_and_without_general(tuple(tokenize(phrase))):
                slugs.setdefault(name, []).append(one.slug)
    for credential in catalogue.credentials():
        for phrase in (credential.abbr, credential.name, *credential.aliases):
            held.setdefault(tuple(tokenize(phrase)), []).append(credential.slug)
            needle = _needle(tokenize(credential.abbr), True)
            # An alias that is another credential's own abbreviation stays that one's.
            if tuple(tokenize(phrase)) != needle.terms:
                needles.setdefault(tuple(tokenize(phrase)), []).append(needle)
    for before, now in vocabulary().renamed.items():
        for said, other in ((before, now), (now, before)):
            needles.setdefault(tuple(tokenize(said)), []).append(_needle(tokenize(other), True))
    # A word such as "coding" or "query" alone names no specialty, whatever a list of synonyms says.
    return {
        key: _Named(_once(slugs.get(key)), _once(held.get(key)), _once(needles.get(key)))
        for key in slugs.keys() | held.keys() | needles.keys()
        if key and key != ("coding",) and " ".join(key) not in _NAMES_NOTHING
    }


def _once(found: list[T] | None) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found or ()))


def _with_and_without_general(name: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    yield name
    short = name[:-1] if name and name[-1] in _GENERAL else ()
    if len(" ".join(short)) >= _SHORTEST_NAME:
        yield short


@lru_cache(maxsize=1)
def _longest_name() -> int:
    return max(map(len, _names()))


def _named(words: list[str]) -> Iterable[Clause]:
    """Make a clause of each word, and one of the longest run of words that names something."""
    names = _names()
    at = 0
    while at < len(words):
        for length in range(min(_longest_name(), len(words) - at), 0, -1):
            run = tuple(words[at : at + length])
            code = code_mentions.of_words(run) if length <= 2 else None
            if code:
                yield code_clause(code)
                break
            if run in names:
                named = names[run]
                telling = [word for word in run if word not in _COURTESY] or run
                needles = (_needle(telling, False), *_also(run), *named.alternatives)
                yield _name_clause(needles, named.specialties, named.credentials)
                break
        else:
            length = 1
            yield Clause((_needle(words[at : at + 1], False), *_also(words[at : at + 1])))
        at += length


def code_clause(code: code_mentions.Code) -> Clause:
    """Ask for a code: by its number, what replaced it, a range or a category around it, and whatever a beginning begins."""
    needles: list[TermQuery] = []
    for text in code_mentions.writings(code):
        found = tokenize(text)
        if text.endswith("*"):
            needles.append(TermQuery((found[0],), prefix=True))
        else:
            needles.append(_needle(found, "-" in text.removeprefix("MS-DRG ")))
    return Clause(tuple(needles), _values(Facet.SPECIALTY, code_mentions.whose(code)), exact_terms=True)


@lru_cache(maxsize=1024)
def specialty_clause(slugs: tuple[str, ...]) -> Clause:
    """Ask for specialties: what stands under them or is of their patients, and what speaks of them by any of their names.

    The clause is the same whichever of the names was typed.
    """
    known = [specialty for slug in slugs if (specialty := catalogue.specialty(slug))]
    names = {
        short  # "apheresis billing" is spoken of by a title that says "apheresis"
        for one in known
        for name in (_plain_name(one.name), *one.synonyms)
        for short in _with_and_without_general(tuple(tokenize(name)))
    }
    patients = tuple(value for one in known for value in one.patient_types)
    under = (*_values(Facet.SPECIALTY, slugs), *_values(Facet.PATIENT_TYPE, patients))
    telling = {terms for terms in names if _tells(terms) and set(_names()[terms].specialties) <= set(slugs)}
    shortest = sorted(terms for terms in telling if not any(other != terms and _within(other, terms) for other in telling))
    return Clause(tuple(_needle(terms, True) for terms in shortest), under, under)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Say whether a phrase is part of a longer one, which finds nothing that the part does not."""
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))


def _plain_name(name: str) -> str:
    return name.split("(", maxsplit=1)[0].removesuffix(" coding").removesuffix(" billing")


def _tells(terms: tuple[str, ...]) -> bool:
    """Say whether a name found in a text is hardly anything else: two letters mean too much."""
    name = " ".join(terms)
    return terms in _names() and len(name) >= _SHORTEST_MENTION and name not in vocabulary().too_general


def names_specialties(terms: tuple[str, ...], slugs: Iterable[str]) -> bool:
    """Say whether terms are a whole name or synonym of all of these specialties."""
    named = _names().get(terms)
    return named is not None and set(slugs) <= set(named.specialties)


def typed_clause(terms: tuple[str, ...]) -> Clause:
    """Ask for terms as they were typed, anywhere, and for what answers them too."""
    named = _names().get(terms)
    telling = [word for word in terms if word not in _COURTESY] or terms
    return Clause((_needle(telling, False), *_also(terms), *(named.alternatives if named else ())))


def terms_clause(text: str) -> Clause:
    """Ask for a phrase as it stands."""
    return Clause((_needle(tokenize(text), True),))


def _name_clause(alternatives: tuple[TermQuery, ...], specialties: tuple[str, ...], credentials: tuple[str, ...]) -> Clause:
    under = _values(Facet.SPECIALTY, specialties)
    return Clause(alternatives, under, (*under, *_values(Facet.CREDENTIAL, credentials)))


def _values(facet: Facet, values: Iterable[str]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(facet, value) for value in values)


def _also(words: Iterable[str]) -> tuple[TermQuery, ...]:
    first, *more = words
    return () if more else tuple(TermQuery((term,)) for term in vocabulary().answered_by.get(first, ()))


def _needle(found: Iterable[str], adjacent: bool) -> TermQuery:
    unique = tuple(found)
    return TermQuery(unique, phrase=True) if adjacent and len(unique) > 1 else TermQuery(tuple(dict.fromkeys(unique)))


def _courtesy(clause: Clause) -> bool:
    needle = clause.alternatives[0]
    return not (needle.phrase or needle.prefix or clause.satisfied_by) and all(term in _COURTESY for term in needle.terms)
