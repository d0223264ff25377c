"""What an engine is asked, made of what was understood: clauses, choices of facets, and the words that are left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from careercenter.core.places import STATES
from careercenter.job_search import query_parser
from careercenter.job_search.understanding.entities import ANY_QUOTA, FACTS, LIMITS, NO_QUOTA, NOT, Entity, limits_of
from careercenter.job_search.understanding.location_intent import PLACES, Placed, states_kept_out, states_of
from careercenter.job_search.understanding.recognizer import EntityRecognizer
from careercenter.language import phrases
from careercenter.language.tokenizer import tokenize
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria
from careercenter.search.query import Clause, FacetValue, Query, Range, either
from careercenter.taxonomy import catalogue

_ISSUER, _CREDENTIAL = "issuer", "credential"
# Of these kinds each one named is asked for; where "or" stands between two of a kind, either is.
_ALTERNATIVES = ({"specialty"}, {"ehr", "encoder"}, {"benefit"}, {"region"})
# Facts that postings speak of in their text too, where it lifts them; what is said of the others stands in searched fields.
_IN_PROSE = frozenset(
    "schedule pay_type equipment test ehr encoder benefit accepts team check on_call visa autonomous monitoring issuer".split()
)
_NOWHERE = Placed(None, None, (), frozenset())
_ENTRY_LEVEL = ("entry-level",)  # asked for as experience


def criteria(
    recognizer: EntityRecognizer, kept: list[Entity], words: list[str], placed: Placed, soft: Collection[str]
) -> tuple[Criteria, tuple[str, ...]]:
    """Give the whole question to an engine: of `kept` entities what they mean, of the `words` left what they say.

    Of the words the `soft` ones only lift. Give with it those that do.
    """
    asked = [one for one in kept if one.key not in placed.parts]
    chosen = _chosen(recognizer, asked, placed)
    must = tuple(_joined(recognizer, asked))
    lifting = [word for word in words if word in soft and query_parser.parse(word).must]
    rest = query_parser.parse(" ".join(word for word in words if word not in lifting))
    also = query_parser.parse(" ".join(lifting))
    query = Query(
        must=(*must, *rest.must),
        should=(*_lifting(recognizer, asked), *also.must),
        must_not=(*_excluded(asked), *rest.must_not),
        ignored=(*rest.ignored, *also.ignored),
    )
    return Criteria(query, chosen, near=placed.near), tuple(lifting)


def narrows(recognizer: EntityRecognizer, one: Entity) -> bool:
    """Say whether an entity leaves jobs out that do not meet it; one that only excludes does not count."""
    if one.kind in PLACES or one.kind == "state":
        return True
    if one.kind.startswith(NOT):
        return False
    return any(_clauses(recognizer, one)) or bool(_chosen(recognizer, [one], _NOWHERE))


def _joined(recognizer: EntityRecognizer, asked: list[Entity]) -> Iterator[Clause]:
    """Give the clauses of entities in their order; of two that "or" joins, one."""
    if held := _any_credential_clause(asked):
        yield held
        asked = [one for one in asked if one.kind != _ISSUER]
    joints = set(_either(recognizer, asked))
    before: Clause | None = None
    for one in asked:
        for clause in _clauses(recognizer, one):
            if before is not None and one.key in joints:
                before = either(before, clause)
                continue
            if before is not None:
                yield before
            before = clause
    if before is not None:
        yield before


def _any_credential_clause(asked: list[Entity]) -> Clause | None:
    """Ask for one of the credentials named, where who issues some is named: what coders type are those they hold."""
    if all(one.kind != _ISSUER for one in asked):
        return None
    held = (value for one in asked if one.kind in (_ISSUER, _CREDENTIAL) for value in _values(Facet.CREDENTIAL, one))
    return Clause(satisfied_by=tuple(dict.fromkeys(held)))


def _either(recognizer: EntityRecognizer, asked: list[Entity]) -> Iterator[str]:
    """Give the keys of those that follow one of their kind after "or", or in a list that does: "GI, cardiology or oncology"."""
    listed = False
    for one, other in reversed(list(pairwise(asked))):
        between = slice(recognizer.spans[one.key][1], recognizer.spans[other.key][0])
        alike = any(one.kind in kinds and other.kind in kinds for kinds in _ALTERNATIVES)
        text = recognizer.text[between].strip()
        joined = text.strip(" ,") == "or" and (recognizer.all_caps or "or" in recognizer.cased[between])
        listed = alike and (joined or (listed and text == ","))
        if listed:
            yield other.key


def _clauses(recognizer: EntityRecognizer, one: Entity) -> Iterator[Clause]:
    fact = FACTS.get(one.kind)
    if fact and fact.several:
        yield Clause(satisfied_by=_values(fact.facet, one))
    elif one.kind in LIMITS:
        yield Clause(ranges=(_range(one),))
    elif one.kind == "quota" and one.values == ("some",):
        yield Clause(ranges=(ANY_QUOTA,))
    elif one.kind == "region":
        yield Clause(satisfied_by=tuple(FacetValue(Facet.STATE, state) for state in states_of([one])))
    elif one.kind == "specialty" and one.values != _ENTRY_LEVEL:
        yield query_parser.specialty_clause(one.values)
    elif one.kind == "code":
        yield from (
            query_parser.code_clause(code) for code in recognizer.codes if one.values == (f"{code.code_set} {code.code}",)
        )


def _range(one: Entity) -> Range:
    bound, number = one.values
    return limits_of(LIMITS[one.kind.removeprefix(NOT)], bound, float(number))


def _lifting(recognizer: EntityRecognizer, asked: list[Entity]) -> Iterator[Clause]:
    """Give what need not be there: a fact in the words it was typed in, and what is denied in the words that deny it."""
    for one in asked:
        if one.kind == "specialty" and one.values != _ENTRY_LEVEL:
            yield query_parser.typed_clause(_terms(one, recognizer.phrases.get(one.key, ())))
        elif one.kind in _IN_PROSE and one.typed:
            yield query_parser.terms_clause(one.typed)
        elif one.kind == "quota" and one.values != ("some",):
            none = (FacetValue(Facet.PRODUCTIVITY, NO_QUOTA),)
            yield Clause(satisfied_by=none, exact=none)
    for denied in recognizer.unread_negations:
        negation, *words = denied.split()
        telling = [word for word in words if word not in phrases.GENERIC] or words
        # "no mandatory overtime" is denied by "no overtime" too; "no-fault" is one word.
        either_way = (denied, f"{negation} {telling[-1]}") if telling else (denied,)
        yield Clause(tuple(dict.fromkeys(query_parser.terms_clause(text).alternatives[0] for text in either_way)))


def _excluded(asked: list[Entity]) -> Iterator[Clause]:
    for one in asked:
        kind = one.kind.removeprefix(NOT)
        if one.kind == "quota" and one.values == ("none",):
            yield Clause(ranges=(ANY_QUOTA,))
        elif kind in (one.kind, "state", "region"):
            continue
        elif kind == "specialty":  # "no inpatient" leaves out whose patients are inpatients, as "inpatient" asks for them
            yield Clause(satisfied_by=query_parser.specialty_clause(one.values).satisfied_by)
        elif kind in LIMITS:
            yield Clause(ranges=(_range(one),))
        else:
            yield Clause(satisfied_by=_values(FACTS[kind].facet, one))


def excluded_facts(kept: Iterable[Entity]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the kinds of facts with the values that are kept out; "no quota" keeps out whatever is stated."""
    for one in kept:
        if one.kind == f"{NOT}region":
            yield "state", states_kept_out([one])
        elif one.kind.startswith(NOT):
            yield one.kind.removeprefix(NOT), one.values
        elif one.kind == "quota" and one.values == ("none",):
            yield one.kind, ("some",)


def _values(facet: Facet, one: Entity) -> tuple[FacetValue, ...]:
    values: Iterable[str] = one.values
    if one.kind.removeprefix(NOT) == _ISSUER:
        values = (slug for issuer in one.values for slug in catalogue.credentials_issued_by(issuer))
    return tuple(FacetValue(facet, value) for value in values)


def _terms(one: Entity, corrected: tuple[str, ...]) -> tuple[str, ...]:
    """Give the terms by which specialties are looked for: as typed, if those are a name of theirs, else one of their names.

    `corrected` are the tokens they were read from, put right where they were misspelt: no posting holds the slip.
    """
    ways = [" ".join(corrected), one.typed.lower()] if tokenize(one.typed) != list(corrected) else [one.typed.lower()]
    known = (specialty for slug in one.values if (specialty := catalogue.specialty(slug)))
    ways += [name for specialty in known for name in (specialty.name.split("(")[0], *specialty.synonyms)]
    named = (terms for way in ways if query_parser.names_specialties(terms := tuple(tokenize(way)), one.values))
    return next(named, tuple(tokenize(ways[0])))


def _chosen(recognizer: EntityRecognizer, asked: list[Entity], placed: Placed) -> dict[Facet, tuple[str, ...]]:
    chosen: dict[Facet, tuple[str, ...]] = {}

    def choose(facet: Facet, values: Iterable[str]) -> None:
        if several := tuple(dict.fromkeys((*chosen.get(facet, ()), *values))):
            chosen[facet] = several

    choose(Facet.STATE, placed.states)
    choose(Facet.DISTANCE, (str(placed.miles),) if placed.miles else ())
    with_issuers = _any_credential_clause(asked) is not None
    for one in asked:
        fact = FACTS.get(one.kind)
        if fact and not fact.several and not (with_issuers and one.kind == _CREDENTIAL):
            choose(fact.facet, one.values)
        elif one.kind == "pay" and recognizer.pay:
            cents = recognizer.pay.hourly_cents
            choose(Facet.PAY, (str(cents),) if cents else ())
    excluded = states_kept_out(asked)
    if excluded and Facet.STATE not in chosen:
        choose(Facet.STATE, (code for code in STATES if code not in excluded))
    return chosen
