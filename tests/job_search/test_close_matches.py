"""Close matches in words: what a posting lacks of what was asked for, and when the closest are shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from careercenter.employers.models import Employer
from careercenter.job_search.close_matches import MOST_ALONE, MOST_BESIDE_RESULTS, close_matches, misses
from careercenter.job_search.request import InterpretationOverrides, SearchRequest
from careercenter.job_search.resolved import ResolvedSearch, resolve
from careercenter.postings.content import LiveIn, Place, WorkSetting
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import UNSAID
from careercenter.search.memory_engine import MemoryEngine
from careercenter.taxonomy.work_terms import PayBasis
from tests.factories.postings import content
from tests.factories.search import AT

DALLAS = {
    "work_setting": WorkSetting.ONSITE,
    "live_in": None,
    "live_in_states": (),
    "places": (Place("Dallas", "TX", "75201"),),
}
NOWHERE = {"work_setting": WorkSetting.ONSITE, "live_in": None, "live_in_states": (), "places": ()}
TEXAS_ONLY = {"live_in": LiveIn.LISTED, "live_in_states": ("TX",)}
NO_CREDENTIALS = {"credentials_any": (), "credentials_preferred": ()}
YEARLY = {"pay_basis": PayBasis.SALARY, "pay_min": 7_000_000, "pay_max": 8_500_000}
NO_PAY = {"pay_basis": None, "pay_min": None, "pay_max": None}


def posting(number: int = 0, **changes: Any) -> Posting:
    return Posting(
        public_id=f"p{number}",
        employer=Employer(name="Example Coding", public_id=f"e{number}", version=1),
        content=content(AT, **changes),
        version=1,
        posted_at=AT - timedelta(days=3),
        closes_at=AT + timedelta(days=30),
    )


def engine_of(*postings: Posting) -> MemoryEngine:
    engine = MemoryEngine(POSTINGS)
    engine.rebuild(map(document_of, postings))
    return engine


def search_for(text: str, **filters: tuple[str, ...]) -> ResolvedSearch:
    return resolve(SearchRequest(text, {Facet[name.upper()]: values for name, values in filters.items()}))


def lacks(search: ResolvedSearch, **changes: Any) -> list[str]:
    """Give the words of what a posting lacks; empty where it is no close match."""
    one = posting(**changes)
    missed = close_matches(search, engine_of(one), total=0, at=AT)
    return [miss.words for miss in misses(missed.get("p0", ()), search, one.content, posted_at=one.posted_at, at=AT)]


@pytest.mark.parametrize(
    ("text", "changes", "words"),
    [
        ("car-t rhit", {}, "asks for CPC or CCS, not RHIT"),  # CHONC is only preferred
        ("car-t rhit", {"credentials_all": ("cpc", "ccs"), "credentials_any": ()}, "asks for CPC and CCS, not RHIT"),
        ("car-t rhit", {"credentials_all": ("ccs",), "credentials_any": ("cpc", "coc")},
         "asks for CCS with CPC or COC, not RHIT"),
        ("car-t rhit", {"credentials_any": (), "credentials_preferred": ("ccs", "chonc")}, "prefers CCS or CHONC, not RHIT"),
        ("car-t rhit", NO_CREDENTIALS, "does not ask for RHIT"),
        ("car-t california", {}, "may not be done from California"),
        ("car-t all states but texas", TEXAS_ONLY, "may be done from Texas only"),
        ("car-t ohio", DALLAS, "is in Dallas, TX"),
        ("car-t ohio", NOWHERE, "does not say where you may live"),
        ("car-t houston", DALLAS, "Dallas, TX is 222 miles away"),
        ("car-t houston", NOWHERE, "does not say where it is"),
        ("car-t los angeles", {}, "may not be done from home in California"),
        ("car-t near houston", {"live_in": LiveIn.LISTED, "live_in_states": ("OH",)}, "may not be done from home in Texas"),
        ("car-t onsite", {}, "is remote"),
        ("car-t remote", DALLAS, "is on site"),
        ("car-t $50/hr", {}, "pays up to $41 an hour"),
        ("car-t $100k", YEARLY, "pays up to $85,000 a year"),
        ("car-t $50/hr", YEARLY, "pays up to $40.87 an hour"),
        ("car-t $50/hr", NO_PAY, "says no pay by the hour"),
        ("car-t 1099", {}, "Employment: Full time, W-2"),
        ("car-t 1099", {"employment_type": None}, "does not say “Contract, 1099”"),
        ("car-t entry level", {}, "Experience: 3 to 4 years"),
        ("car-t night shift", {}, "Schedule: Flexible hours"),
        ("car-t cerner", {"encoders": ()}, "works with Epic, not Oracle Health"),
        ("car-t cerner", {"ehrs": (), "encoders": ()}, "does not say “Oracle Health”"),
        ("car-t 20 hours a week", {"hours_per_week": 40}, "40 hours a week"),
        ("car-t hybrid at most 2 days a month onsite", {"work_setting": WorkSetting.HYBRID, "onsite_days": 9},
         "9 days a month on site"),
        ("car-t under 5 charts an hour", {}, "Productivity expected: 9 records an hour"),
        ("car-t under 5 charts an hour", {"productivity": None, "productivity_unit": None, "record_type": None},
         "says nothing of “Productivity expected”"),
        ('car-t "night owl"', {}, "does not say “night owl”"),
        ("J9271 remote", {}, "does not say “J9271”"),
        ("podiatry remote", {}, "does not mention “Podiatry”"),
        ("car-t remote not epic", {}, "has what you left out: Epic"),
        ("car-t remote -physician", {}, "says “physician”, which you left out"),
    ],
)  # fmt: skip
def test_what_a_posting_lacks_is_said_in_words(text: str, changes: dict[str, Any], words: str) -> None:
    assert words in lacks(search_for(text), **changes)


def test_that_it_is_done_from_home_is_said_once() -> None:
    assert lacks(search_for("car-t onsite houston"), live_in=LiveIn.ALL) == ["is remote"]
    only_there = SearchRequest("car-t houston", overrides=InterpretationOverrides(only_near=True))
    assert lacks(resolve(only_there), live_in=LiveIn.ALL) == ["is done from home"]
    assert lacks(search_for("car-t hybrid houston"), **DALLAS) == ["is on site", "Dallas, TX is 222 miles away"]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"posted": ("1",)}, "was posted 3 days ago"),
        ({"employer": ("another",)}, "is a job of another employer"),
        ({"verified": ("yes",)}, "is a job of an employer not yet verified"),
        ({"apply": ("address",)}, "How to apply: Apply here"),
        ({"specialty": ("podiatry",)}, "is other work than “Podiatry”"),
        ({"pay": (UNSAID,)}, "pays up to $41 an hour"),
        ({"patient_type": ("inpatient-facility",)}, "does not say “Inpatient facility”"),
        ({"benefit": ("tuition",)}, "does not say “Tuition help”"),
        ({"ramp_up": ("12",)}, "Weeks to reach it: 8 weeks"),
    ],
)
def test_what_was_chosen_and_is_missed_is_said_too(filters: dict[str, tuple[str, ...]], words: str) -> None:
    assert words in lacks(search_for("", work_setting=("remote",), **filters))


def test_as_few_as_five_stand_beside_what_was_found_and_ten_where_nothing_was() -> None:
    engine = engine_of(*(posting(number) for number in range(12)))
    search = search_for("car-t rhit")
    assert len(close_matches(search, engine, total=0, at=AT)) == MOST_ALONE == 10
    assert len(close_matches(search, engine, total=19, at=AT)) == MOST_BESIDE_RESULTS == 5


def test_none_stand_where_nothing_is_asked_for() -> None:
    engine = engine_of(posting())
    assert close_matches(search_for(""), engine, total=0, at=AT) == {}
