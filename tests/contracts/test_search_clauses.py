"""Clauses of a query: what has to be there, what lifts, what is excluded, by terms, facet values and numbers alike."""

from __future__ import annotations

import pytest

from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, SearchEngine, Sort
from careercenter.search.query import Clause, FacetValue, Query, Range, TermQuery
from tests.factories.search import AT, document

ONCOLOGY, SURGERY = FacetValue(Facet.SPECIALTY, "oncology"), FacetValue(Facet.SPECIALTY, "surgery")
REMOTE = FacetValue(Facet.WORK_SETTING, "remote")
CODER = TermQuery(("coding",))


@pytest.fixture
def jobs(engine: SearchEngine) -> SearchEngine:
    engine.rebuild(
        [
            document("a", "Coder", under={Facet.SPECIALTY: "oncology", Facet.WORK_SETTING: "remote"}, days_ago=4),
            document("b", "Coder", under={Facet.SPECIALTY: "surgery", Facet.PATIENT_TYPE: "12"}, days_ago=3),
            document("c", "Tumor coder", under={Facet.WORK_SETTING: "remote", Facet.PATIENT_TYPE: "7.5"}, days_ago=2),
            document("d", "Auditor", under={Facet.EMPLOYER: "e1"}, days_ago=1),
        ]
    )
    return engine


def ids(engine: SearchEngine, query: Query) -> list[str]:
    return list(engine.find(Criteria(query, sort=Sort.NEWEST), at=AT).ids)


def best(engine: SearchEngine, query: Query) -> list[str]:
    return list(engine.find(Criteria(query), at=AT).ids)


def test_a_clause_is_satisfied_by_its_terms_or_by_a_facet_value(jobs: SearchEngine) -> None:
    clause = Clause((TermQuery(("tumor",)),), (ONCOLOGY,))
    assert ids(jobs, Query(must=(clause,))) == ["c", "a"]


def test_a_clause_of_facet_values_alone_is_satisfied_by_any_of_them(jobs: SearchEngine) -> None:
    assert ids(jobs, Query(must=(Clause(satisfied_by=(ONCOLOGY, SURGERY)),))) == ["b", "a"]
    assert ids(jobs, Query(must=(Clause(satisfied_by=(ONCOLOGY,)), Clause(satisfied_by=(REMOTE,))))) == ["a"]
    assert ids(jobs, Query(must=(Clause(satisfied_by=(FacetValue(Facet.EMPLOYER, "e1"),)),))) == ["d"]
    assert ids(jobs, Query(must=(Clause(satisfied_by=(FacetValue(Facet.SPECIALTY, "nothing"),)),))) == []


def test_what_stands_under_an_excluded_value_is_left_out_and_what_says_nothing_of_it_stays(jobs: SearchEngine) -> None:
    assert ids(jobs, Query(must_not=(Clause(satisfied_by=(REMOTE,)),))) == ["d", "b"]
    assert ids(jobs, Query(must=(Clause((CODER,)),), must_not=(Clause(satisfied_by=(REMOTE,)),))) == ["b"]
    assert ids(jobs, Query(must_not=(Clause((TermQuery(("tumor",)),), (SURGERY,)),))) == ["d", "a"]


def test_what_need_not_be_there_lifts_and_leaves_nothing_out(jobs: SearchEngine) -> None:
    assert best(jobs, Query(should=(Clause((TermQuery(("tumor",)),)),))) == ["c", "d", "b", "a"]
    assert best(jobs, Query(must=(Clause((CODER,)),), should=(Clause(satisfied_by=(ONCOLOGY,)),)))[0] == "a"
    assert best(jobs, Query(should=(Clause((TermQuery(("nowhere",)),)),))) == ["d", "c", "b", "a"]


def test_an_exact_answer_stands_before_all_that_only_matches(jobs: SearchEngine) -> None:
    clause = Clause((CODER, TermQuery(("tumor",))), exact=(ONCOLOGY,))
    assert best(jobs, Query(must=(clause,)))[0] == "a"
    by_name = Clause((TermQuery(("tumor",)),), (ONCOLOGY,), exact_terms=True)
    assert best(jobs, Query(must=(by_name,))) == ["c", "a"]


def test_a_number_in_a_range_may_be_an_exact_answer(jobs: SearchEngine) -> None:
    few = (Range(Facet.PATIENT_TYPE, most=10),)
    assert best(jobs, Query(must=(Clause((CODER,)),), should=(Clause(ranges=few, exact_ranges=True),)))[0] == "c"
    # It counts less than another exact answer: "oncology from $35" has all of oncology first.
    less = Query(must=(Clause((CODER,), exact=(ONCOLOGY,)),), should=(Clause(ranges=few, exact_ranges=True),))
    assert best(jobs, less) == ["a", "c", "b"]
    both = Query(
        must=(Clause((CODER,), exact=(ONCOLOGY,)), Clause(satisfied_by=(REMOTE,))),
        should=(Clause(ranges=few, exact_ranges=True),),
    )
    assert set(best(jobs, both)) == {"a", "c"}
    not_exact = Query(must=(Clause((CODER,), exact=(ONCOLOGY,)),), should=(Clause(ranges=few),))
    assert best(jobs, not_exact)[0] == "a"


@pytest.mark.parametrize(
    ("least", "most", "found"),
    [(None, 12, ["c", "b"]), (None, 11.99, ["c"]), (7.5, None, ["c", "b"]), (8, 20, ["b"]), (13, None, [])],
)
def test_numbers_of_a_facet_are_asked_for_from_one_to_another(
    jobs: SearchEngine, least: float | None, most: float | None, found: list[str]
) -> None:
    assert ids(jobs, Query(must=(Clause(ranges=(Range(Facet.PATIENT_TYPE, least, most),)),))) == found


def test_numbers_can_be_excluded_too(jobs: SearchEngine) -> None:
    assert ids(jobs, Query(must_not=(Clause(ranges=(Range(Facet.PATIENT_TYPE, 0),)),))) == ["d", "a"]
