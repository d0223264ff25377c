"""A saved search is JSON in a column; a new posting is held against all of them without an index and without HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

import pytest

from careercenter.core.places import STATES, locate
from careercenter.job_search.request import InterpretationOverrides, SearchRequest, from_json
from careercenter.job_search.resolved import resolve
from careercenter.job_search.saved_search_matcher import SavedSearchMatcher
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import Document
from careercenter.search.memory_engine import MemoryEngine
from tests.factories.search import AT, document

TEXTS = (
    "", "oncology", "remote oncology coder", "cardiology -oncology", "cpc", "not onsite", "texas", "near Houston, TX", "$30/hr",
    "hem/onc auditor", "zebra",
)  # fmt: skip
FILTERS: tuple[dict[Facet, tuple[str, ...]], ...] = (
    {},
    {Facet.CREDENTIAL: ("cpc",)},
    {Facet.CREDENTIAL: ("ccs", "crc")},
    {Facet.WORK_SETTING: ("remote",)},
    {Facet.STATE: ("OH",)},
    {Facet.SPECIALTY: ("oncology",), Facet.PAY: ("3000",)},
    {Facet.POSTED: ("3",)},
    {Facet.EMPLOYMENT_TYPE: ("prn",)},
    {Facet.PAY: ("5000",)},
    {Facet.STATE: ("TX", "CA"), Facet.WORK_SETTING: ("remote", "hybrid")},
)


def saved_requests() -> Iterator[SearchRequest]:
    overrides = [InterpretationOverrides(disabled=each) for each in (False, True)]
    overrides += [InterpretationOverrides(dismissed=(key,)) for key in ("state:TX", "credential:cpc", "setting:remote")]
    overrides += [InterpretationOverrides(kept_as_text=(key,)) for key in ("credential:cpc", "setting:remote", "state:TX")]
    overrides += [InterpretationOverrides(only_near=True), InterpretationOverrides(dismissed=("not_setting:onsite",))]
    for text, filters, override in product(TEXTS, FILTERS, overrides):
        yield SearchRequest(text, filters, overrides=override)


@pytest.fixture(scope="module")
def saved() -> dict[str, SearchRequest]:
    """A thousand searches, as they come back from a column."""
    column = {f"alert{number}": json.dumps(request.to_json()) for number, request in enumerate(islice(saved_requests(), 1_000))}
    return {key: from_json(json.loads(value)) for key, value in column.items()}


def new_posting() -> Document:
    middle = locate("Dallas", "TX")
    assert middle is not None
    return document(
        "new",
        "Oncology Coder",
        specialties="Oncology and hematology coding",
        under={
            Facet.SPECIALTY: ("oncology",),
            Facet.CREDENTIAL: ("cpc",),
            Facet.WORK_SETTING: "remote",
            Facet.STATE: tuple(code for code in STATES if code != "OH"),
            Facet.EMPLOYMENT_TYPE: "w2_full_time",
        },
        pay=(2800, 3600),
        days_ago=1,
        points=(middle,),
    )


def test_one_new_posting_is_held_against_a_thousand_saved_searches(saved: dict[str, SearchRequest]) -> None:
    assert len(saved) == 1_000
    index = MemoryEngine(POSTINGS)
    index.rebuild([new_posting(), document("old", "Zebra Auditor", days_ago=20), document("other", "Cardiology Coder")])
    expected = {
        key for key, request in saved.items() if "new" in index.find(resolve(request).criteria, at=AT, size=10, counted=()).ids
    }
    matched = SavedSearchMatcher(saved).matches([new_posting()], at=AT)
    assert set(matched) == expected
    assert set(matched.values()) == {("new",)}
    assert 100 < len(matched) < 900


def test_what_is_asked_for_decides() -> None:
    matcher = SavedSearchMatcher(
        {
            "coder": SearchRequest("remote oncology coder"),
            "unwanted": SearchRequest("oncology not remote"),
            "elsewhere": SearchRequest("oncology", {Facet.STATE: ("OH",)}),
            "dearer": SearchRequest("oncology $50/hr"),
            "taken back": SearchRequest("oncology $50/hr", overrides=InterpretationOverrides(dismissed=("pay:50|hour",))),
        }
    )
    assert set(matcher.matches([new_posting()], at=AT)) == {"coder", "taken back"}


def test_of_several_new_postings_each_search_gets_its_own() -> None:
    matcher = SavedSearchMatcher(
        {"zebra": SearchRequest("zebra"), "any": SearchRequest("coder"), "none": SearchRequest("okapi")}
    )
    fresh = [document("one", "Zebra Coder"), replace(new_posting(), id="two")]
    found = matcher.matches(fresh, at=AT)
    assert found["zebra"] == ("one",)
    assert set(found["any"]) == {"one", "two"}
    assert "none" not in found
    matcher.remove("zebra")
    matcher.remove("zebra")
    assert set(matcher.matches(fresh, at=AT)) == {"any"}


def test_nothing_new_answers_nothing() -> None:
    assert SavedSearchMatcher({"all": SearchRequest()}).matches([], at=AT) == {}
