"""Another index is another schema: a shelf of guidelines, held in memory and on the disk, by the engines that hold postings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from careercenter.core.enums import LabelledEnum
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import MAX_FIELDS, Criteria, Document, Scale, Schema, SearchEngine, Sort, TextField
from careercenter.search.memory_engine import MemoryEngine
from careercenter.search.query import Clause, FacetValue, Query, Range, TermQuery
from careercenter.search.stores.directory import WhooshEngine
from tests.factories.search import AT


class Shelf(LabelledEnum):
    TOPIC = "topic", "Topic"
    PAGES = "pages", "Pages"
    ISSUED = "issued", "Issued within"


GUIDELINES = Schema(
    name="guidelines",
    fields=(TextField("heading", 5.0), TextField("body", 1.0, length_normalization=0.6)),
    facets=tuple(Shelf),
    age=Scale(Shelf.ISSUED, (7, 30)),
    numbers=(Scale(Shelf.PAGES, (2, 10)),),
)


def section(number: str, heading: str, body: str, *, topic: str, pages: int = 1, days_ago: float = 1) -> Document:
    return Document(
        id=number,
        texts={"heading": heading, "body": body},
        values={Shelf.TOPIC: (topic,), Shelf.PAGES: (str(pages),)},
        posted_at=AT - timedelta(days=days_ago),
    )


SECTIONS = [
    section("a", "Neoplasms", "Code the primary site first.", topic="oncology", pages=12),
    section(
        "b", "Sequencing of chemotherapy", "An admission for it alone; the neoplasm comes second.", topic="oncology", pages=2
    ),
    section("c", "Pregnancy", "Neoplasms of the mother.", topic="obstetrics", days_ago=20),
    section("d", "Burns", "Code each site.", topic="injury", pages=3, days_ago=90),
]


@pytest.fixture(params=["memory", "disk"])
def guidelines(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    engine: SearchEngine = MemoryEngine(GUIDELINES) if request.param == "memory" else WhooshEngine(tmp_path, GUIDELINES)
    engine.rebuild(SECTIONS)
    return engine


def asking(*terms: str) -> Query:
    return Query(must=tuple(Clause((TermQuery((term,)),)) for term in terms))


def test_its_own_fields_are_searched_by_their_own_weight(guidelines: SearchEngine) -> None:
    assert guidelines.find(Criteria(asking("neoplasm")), at=AT).ids == ("a", "c", "b")  # short before long
    assert guidelines.find(Criteria(asking("code", "site")), at=AT).total == 2


def test_its_own_facets_narrow_and_are_counted(guidelines: SearchEngine) -> None:
    found = guidelines.find(Criteria(asking("neoplasm"), chosen={Shelf.PAGES: ("2",)}), at=AT)
    assert set(found.ids) == {"b", "c"}
    assert found.facets == {
        Shelf.TOPIC: {"oncology": 1, "obstetrics": 1},
        Shelf.PAGES: {"2": 2, "10": 2},
        Shelf.ISSUED: {"7": 1, "30": 2},
    }


def test_clauses_take_its_own_values_and_ranges(guidelines: SearchEngine) -> None:
    oncology = Clause(satisfied_by=(FacetValue(Shelf.TOPIC, "oncology"),))
    long = Clause(ranges=(Range(Shelf.PAGES, least=3),))
    assert guidelines.find(Criteria(Query(must=(oncology, long))), at=AT).ids == ("a",)
    assert guidelines.find(Criteria(Query(must=(long,), must_not=(oncology,))), at=AT).ids == ("d",)


def test_what_it_has_no_facet_for_is_no_question_to_it(guidelines: SearchEngine) -> None:
    found = guidelines.find(Criteria(chosen={"pay": ("3000",), "employer": ("x",)}, sort=Sort.PAY), at=AT)
    assert found.ids == ("a", "b", "c", "d")


def test_what_never_closes_is_found_at_any_time(guidelines: SearchEngine) -> None:
    assert guidelines.find(Criteria(), at=AT + timedelta(days=36_500)).total == len(SECTIONS)


def test_an_index_of_another_schema_is_built_anew(tmp_path: Path) -> None:
    WhooshEngine(tmp_path, POSTINGS).rebuild([])
    assert not WhooshEngine(tmp_path, POSTINGS).stale()
    assert WhooshEngine(tmp_path, GUIDELINES).stale()


def test_a_schema_has_as_many_fields_as_an_entry_has_bits_for() -> None:
    fields = tuple(TextField(f"field{number}", 1.0) for number in range(MAX_FIELDS + 1))
    assert Schema("full", fields[:MAX_FIELDS]).boosts == dict.fromkeys(map("field{}".format, range(MAX_FIELDS)), 1.0)
    with pytest.raises(ValueError, match="one to 7 text fields"):
        Schema("too many", fields)
