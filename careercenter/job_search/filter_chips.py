"""What was chosen beside the words, as chips that take it away again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from careercenter.job_search.request import Taken, in_words, near_in_words, without, without_near, write
from careercenter.search import ranking
from careercenter.search.interface import UNSAID, Criteria, Facet


@dataclass(frozen=True, slots=True)
class Chip:
    words: str
    facet: Facet
    without: str  # the query of the same search without this choice


def chips(criteria: Criteria, employers: Mapping[str, str], taken: Taken, counted: Criteria) -> list[Chip]:
    """Give a chip for each choice; `employers` maps public ids to names, `counted` is the whole question, words read."""
    return list(_chips(criteria, employers, taken, counted))


def _chips(criteria: Criteria, employers: Mapping[str, str], taken: Taken, counted: Criteria) -> Iterator[Chip]:
    for facet in Facet:
        for value in criteria.values(facet):
            if facet is Facet.DISTANCE and criteria.near:
                continue  # the place says its miles
            left = without(criteria, facet, value)
            if facet is Facet.PAY and value != UNSAID:
                left = without(criteria, facet)  # what says no pay was asked for beside the floor
            yield Chip(_words(facet, value, employers, counted), facet, write(left, taken=taken))
    if criteria.near:
        yield Chip(f"near {near_in_words(counted)}", Facet.DISTANCE, write(without_near(criteria), taken=taken))


def _words(facet: Facet, value: str, employers: Mapping[str, str], counted: Criteria) -> str:
    if facet is Facet.EMPLOYER:
        return employers.get(value, "one employer")
    if value == UNSAID and ranking.pay_floor(counted.values(Facet.PAY)) is not None:
        return f"also {in_words(facet, value)}"
    return in_words(facet, value)
