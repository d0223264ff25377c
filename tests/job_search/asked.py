"""The query an interpretation asks an engine, as short text for tests."""

from __future__ import annotations

from careercenter.job_search.understanding import Interpretation
from careercenter.search.query import Clause, TermQuery


def asked(found: Interpretation) -> str:
    """Write each clause by the first of its terms, else by its facet values.

    "~" stands before what only lifts, "-" before what is excluded.
    """
    query = found.criteria.query
    parts = [_written(clause) for clause in query.must]
    parts += [f"~{_written(clause)}" for clause in query.should]
    parts += [f"-{_written(clause)}" for clause in query.must_not]
    return " ".join(parts)


def _written(clause: Clause) -> str:
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
