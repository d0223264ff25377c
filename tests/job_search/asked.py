"""The query an interpretation asks an engine, as short text for tests."""

from __future__ import annotations

from careercenter.job_search import query_parser
from careercenter.job_search.understanding import Entity, Interpretation
from careercenter.language.tokenizer import tokenize
from careercenter.postings.search_schema import Facet
from careercenter.search.query import Clause, TermQuery


def asked(found: Interpretation) -> str:
    """Write each clause by its specialties, else by the first of its terms, else by its facet values.

    "~" stands before what only lifts, "-" before what is excluded. That a specialty's name as typed lifts is not written.
    """
    query = found.criteria.query
    names = {_typed(found, one) for one in found.entities if one.kind == "specialty"}
    parts = [_written(clause) for clause in query.must]
    parts += [f"~{_written(clause)}" for clause in query.should if clause not in names]
    parts += [f"-{_written(clause)}" for clause in query.must_not]
    return " ".join(parts)


def _typed(found: Interpretation, name: Entity) -> Clause:
    words = name.typed.lower()
    for correction in found.corrections:
        words = words.replace(correction.typed, correction.read)
    return query_parser.typed_clause(tuple(tokenize(words)))


def _written(clause: Clause) -> str:
    specialties = [value for facet, value in clause.satisfied_by if facet is Facet.SPECIALTY]
    if specialties and clause.alternatives and not clause.exact_terms:
        return "|".join(specialties)
    if clause.alternatives:
        return _term(clause.alternatives[0])
    values = [f"{facet.value}={value}" for facet, value in clause.satisfied_by]
    values += [f"{facet.value}={_number(least)}..{_number(most)}" for facet, least, most in clause.ranges]
    return "|".join(values)


def _term(term: TermQuery) -> str:
    text = " ".join(term.terms) + "*" * term.prefix
    return f'"{text}"' if term.phrase else text


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
