"""What an engine is asked: a tree of terms, phrases and beginnings, made by whoever reads a person's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermQuery:
    """Terms that stand in one document: anywhere, or as a `phrase`, in this order within one field.

    `prefix`: its one term is the beginning of any term, and all that begin so count as one.
    """

    terms: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Satisfied by any of its alternatives, or by a document that stands under any of `specialties` (slugs).

    A document answers it exactly when it stands under one of its specialties or asks for one of its `credentials` (slugs).
    Where the clause names a medical code (`of_code`) naming that code is exact, and its specialties come after.
    """

    alternatives: tuple[TermQuery, ...]
    specialties: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    of_code: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Every clause is satisfied and nothing excluded is there. `ignored`: words not used, as typed."""

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[TermQuery, ...] = ()
    ignored: tuple[str, ...] = ()
