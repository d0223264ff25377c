"""Questions to an engine, as the tests of the contract ask them."""

from __future__ import annotations

from careercenter.job_search.query_parser import parse
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Sort
from tests.factories.search import AT


def ids(engine, words="", **asked) -> list[str]:
    return list(find(engine, words, **asked).ids)


def find(engine, words="", *, sort=Sort.BEST, at=AT, page=1, size=20, near=None, **chosen):
    criteria = Criteria(parse(words), {Facet[name.upper()]: values for name, values in chosen.items()}, sort, near)
    return engine.find(criteria, at=at, page=page, size=size)
