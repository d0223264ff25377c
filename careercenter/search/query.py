"""What an engine is asked: a tree of clauses over terms and facet values, made by whoever understood a person's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

# The name of a facet: a str, as a rule a member of an enum of the schema's own. Any, so that each index keeps its enum.
FacetName: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class TermQuery:
    """Terms that stand in one document: anywhere, or as a `phrase`, in this order within one field.

    `prefix`: its one term is the beginning of any term, and all that begin so count as one.
    """

    terms: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False


class FacetValue(NamedTuple):
    facet: FacetName
    value: str


class Range(NamedTuple):
    """Numbers of a facet from `least` to `most`, both included; None where there is no such end."""

    facet: FacetName
    least: float | None = None
    most: float | None = None

    def holds(self, value: str) -> bool:
        """Say whether a value of the facet is a number in the range."""
        try:
            number = float(value)
        except ValueError:
            return False
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)


@dataclass(frozen=True, slots=True)
class Clause:
    """Satisfied by any of its `alternatives`, or by standing under any of `satisfied_by`, or by a number in one of `ranges`.

    A document that satisfies it and stands under one of `exact` answers it exactly. Where naming alone is an exact answer, as
    with a medical code, `exact_terms` says so; where a number in a range is (which counts half), `exact_ranges`.
    """

    alternatives: tuple[TermQuery, ...] = ()
    satisfied_by: tuple[FacetValue, ...] = ()
    exact: tuple[FacetValue, ...] = ()
    exact_terms: bool = False
    ranges: tuple[Range, ...] = ()
    exact_ranges: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Every clause of `must` is satisfied and none of `must_not`; each of `should` that is satisfied lifts a document.

    `ignored`: words not used, as typed.
    """

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    must_not: tuple[Clause, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.must or self.should or self.must_not or self.ignored)


def either(one: Clause, other: Clause) -> Clause:
    """Join two clauses into one that is satisfied where either is."""
    return Clause(
        tuple(dict.fromkeys((*one.alternatives, *other.alternatives))),
        tuple(dict.fromkeys((*one.satisfied_by, *other.satisfied_by))),
        tuple(dict.fromkeys((*one.exact, *other.exact))),
        one.exact_terms and other.exact_terms,
        tuple(dict.fromkeys((*one.ranges, *other.ranges))),
        one.exact_ranges and other.exact_ranges,
    )


def without_excluded(query: Query, chosen: Mapping[FacetName, tuple[str, ...]]) -> Query:
    """Give the query without exclusions of what is chosen: a choice made by hand goes before a word."""
    values = {FacetValue(facet, value) for facet, several in chosen.items() for value in several}
    kept = (
        replace(clause, satisfied_by=tuple(value for value in clause.satisfied_by if value not in values))
        for clause in query.must_not
    )
    return replace(query, must_not=tuple(clause for clause in kept if clause != Clause()))
