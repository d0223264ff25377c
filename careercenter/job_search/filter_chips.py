"""What was chosen beside the words, as chips that take it away again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from careercenter.job_search.labels import chip_label, near_label
from careercenter.job_search.resolved import ResolvedSearch
from careercenter.postings.search_schema import Facet
from careercenter.search import ranking
from careercenter.search.interface import UNSAID


@dataclass(frozen=True, slots=True)
class FilterChip:
    words: str
    facet: Facet
    without: str  # the query of the same search without this choice


def filter_chips(search: ResolvedSearch, employers: Mapping[str, str]) -> list[FilterChip]:
    """Give a chip for each choice; `employers` maps public ids to names."""
    return list(_chips(search, employers))


def _chips(search: ResolvedSearch, employers: Mapping[str, str]) -> Iterator[FilterChip]:
    request = search.request
    for facet in Facet:
        for value in request.values(facet):
            if facet is Facet.DISTANCE and request.near:
                continue  # the place says its miles
            # What says no pay was asked for beside the floor, and goes with it.
            left = request.without_filter(facet, None if facet is Facet.PAY and value != UNSAID else value)
            yield FilterChip(_words(search, facet, value, employers), facet, left.to_query_string())
    if request.near and search.criteria.near:
        yield FilterChip(
            f"near {near_label(search.criteria, search.criteria.near)}",
            Facet.DISTANCE,
            request.without_place().to_query_string(),
        )


def _words(search: ResolvedSearch, facet: Facet, value: str, employers: Mapping[str, str]) -> str:
    if facet is Facet.EMPLOYER:
        return employers.get(value, "one employer")
    if value == UNSAID and ranking.pay_floor(search.criteria.values(Facet.PAY)) is not None:
        return f"also {chip_label(facet, value)}"
    return chip_label(facet, value)
