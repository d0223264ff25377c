"""What is asked of PostgreSQL for one search: which documents match, and where each term stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from careercenter.search.engines.postgres_engine.rows import ENTRY, lexeme, standing_under
from careercenter.search.vocabulary import Clause, Needle, Query

Ints = np.ndarray[Any, np.dtype[Any]]

# What array_send puts before the elements of a list of one dimension, and before each element.
_HEADER_BYTES = 20
_ELEMENT = np.dtype([("size", ">i4"), ("number", ">i4")])
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Matches:
    """Numbers of documents: those in which every clause is satisfied (None: there is no clause), and those to leave out.

    `phrases` holds, for those phrases that are one of several ways to satisfy a clause, the documents they stand in.
    """

    every_clause: Ints | None
    excluded: tuple[Ints, ...]
    phrases: dict[Needle, Ints]


def matching(cursor: Any, query: Query) -> Matches:
    """Ask the index on `words` once for all; a document's own row is read for phrases alone."""
    clauses = " & ".join(f"({either(clause)})" for clause in query.clauses)
    phrases = [needle for clause in query.clauses if _ways(clause) > 1 for needle in clause.needles if needle.adjacent]
    within = [clauses] if clauses else []
    asked = [*within, *(" & ".join([*within, f"({written(one)})"]) for one in (*query.excluded, *phrases))]
    if not asked:
        return Matches(None, (), {})
    part = "select %s::int as part, array_send(array_agg(number)) as numbers from search_documents where words @@ %s::tsquery"
    cursor.execute(
        " union all ".join([part] * len(asked)), [value for number, text in enumerate(asked) for value in (number, text)]
    )
    given = {number: _numbers(sent) for number, sent in cursor.fetchall()}
    found = [given[number] for number in range(len(asked))]
    first = len(within)
    last = first + len(query.excluded)
    return Matches(found[0] if within else None, tuple(found[first:last]), dict(zip(phrases, found[last:], strict=True)))


def entries(cursor: Any, terms: Iterable[str]) -> dict[str, Ints]:
    """Give each term's entries, by document ascending, those of documents no longer held among them."""
    wanted = sorted(set(terms))
    if not wanted:
        return {}
    cursor.execute("select term, entries from search_terms where term = any(%s) order by term, block", [wanted])
    parts: dict[str, list[bytes]] = {term: [] for term in wanted}
    for term, held in cursor.fetchall():
        parts[term].append(held)
    return {term: np.frombuffer(b"".join(held), dtype=ENTRY) for term, held in parts.items()}


def terms_of(query: Query) -> list[str]:
    return [term for clause in query.clauses for needle in clause.needles for term in needle.terms]


def _ways(clause: Clause) -> int:
    return len(clause.needles) + len(clause.specialties)


def either(clause: Clause) -> str:
    """Write a clause as tsquery reads it."""
    return " | ".join([*(f"({written(one)})" for one in clause.needles), *map(standing_under, clause.specialties)])


def written(needle: Needle) -> str:
    return (" <-> " if needle.adjacent else " & ").join(map(lexeme, needle.terms))


def _numbers(sent: bytes | None) -> Ints:
    return _NONE if sent is None else np.frombuffer(sent, dtype=_ELEMENT, offset=_HEADER_BYTES)["number"].astype(np.int64)
