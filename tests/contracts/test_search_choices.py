"""Choices of place and pay, and that engines agree on all of them at once."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.job_search.query_parser import parse
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import UNSAID, Criteria, Near, SearchEngine, Sort
from careercenter.search.memory_engine import MemoryEngine
from tests.contracts.asking import find, ids
from tests.contracts.test_search_engine import CALM
from tests.factories.search import AT, document

HOUSTON = (29.76, -95.37)
GALVESTON = (29.30, -94.80)  # some 47 miles from Houston
DALLAS = (32.78, -96.80)
NEAR = Near("Houston, TX", *HOUSTON, state="TX")
ONLY_NEAR = dataclasses.replace(NEAR, or_from_home=False)
OHIO = Near("Dayton, OH", 39.76, -84.19, state="OH")
# Near either, or from home in Texas or Ohio; and near either of two in one state.
EITHER, EITHER_ALONE = (
    dataclasses.replace(NEAR, others=(OHIO,)),
    dataclasses.replace(ONLY_NEAR, others=(Near("Dallas, TX", *DALLAS, state="TX"),)),
)


def at_home(public_id: str, *states: str):
    return document(public_id, "Coder", under={Facet.WORK_SETTING: "remote", Facet.STATE: states})


@pytest.fixture
def around(engine) -> SearchEngine:
    engine.rebuild(
        [
            document("houston", "Coder", points=(HOUSTON,)),
            document("galveston", "Coder", points=(GALVESTON,)),
            document("dallas", "Coder", points=(DALLAS,)),
            document("both", "Coder", points=(DALLAS, HOUSTON)),
            document("nowhere", "Coder"),
            at_home("texan", "TX", "OK"),
            at_home("ohioan", "OH"),
        ]
    )
    return engine


def test_a_place_means_near_it_or_from_home_there(around):
    assert set(ids(around, near=NEAR)) == {"houston", "galveston", "both", "texan"}
    assert set(ids(around, near=NEAR, distance=("25",))) == {"houston", "both", "texan"}
    assert set(ids(around, near=ONLY_NEAR, distance=("25",))) == {"houston", "both"}


def test_of_several_places_any_will_do(around):
    assert set(ids(around, near=EITHER)) == {"houston", "galveston", "both", "texan", "ohioan"}
    assert set(ids(around, near=EITHER_ALONE, distance=("25",))) == {"houston", "dallas", "both"}
    assert find(around, near=EITHER_ALONE).facets[Facet.DISTANCE] == {"10": 3, "25": 3, "50": 4, "100": 4}


def test_what_is_there_comes_before_work_from_home(engine):
    home = {Facet.WORK_SETTING: "remote", Facet.STATE: "TX"}
    engine.rebuild(
        [
            document("home", "Coder coder", under=home, completeness=1.0, days_ago=0.1),
            document("there", "Coder", points=(HOUSTON,), days_ago=50),
        ]
    )
    assert ids(engine, near=NEAR) == ["there", "home"]
    assert ids(engine, "coder", near=NEAR) == ["there", "home"]
    assert ids(engine, "coder", near=NEAR, sort=Sort.NEWEST) == ["home", "there"]


def test_work_from_home_is_of_both_kinds(engine):
    after = {Facet.WORK_SETTING: "remote-after-training", Facet.STATE: "TX"}
    hybrid = {Facet.WORK_SETTING: "hybrid", Facet.STATE: "TX"}
    engine.rebuild([document("after", under=after), document("hybrid", under=hybrid)])
    assert ids(engine, near=NEAR) == ["after"]


def test_the_longest_distance_counts_and_none_without_a_place(around):
    assert set(ids(around, near=ONLY_NEAR, distance=("10", "50"))) == {"houston", "galveston", "both"}
    assert find(around, distance=("10",)).total == 7


@pytest.mark.parametrize("value", ["", "abc", "-5", "²", "9" * 40, "0"])
def test_a_distance_that_means_nothing_is_the_usual_one(around, value):
    assert find(around, near=ONLY_NEAR, distance=(value,)).total == 3


def test_distances_are_counted_around_a_place_alone(around):
    assert find(around).facets[Facet.DISTANCE] == {}
    assert find(around, distance=("10",)).facets[Facet.DISTANCE] == {}
    assert find(around, near=NEAR, distance=("10",)).facets[Facet.DISTANCE] == {"10": 3, "25": 3, "50": 4, "100": 4}
    assert find(around, near=ONLY_NEAR).facets[Facet.DISTANCE] == {"10": 2, "25": 2, "50": 3, "100": 3}


def test_a_chosen_distance_is_counted_though_nothing_is_there(engine):
    engine.rebuild([document("dallas", points=(DALLAS,))])
    assert find(engine, near=NEAR, distance=("25",)).facets[Facet.DISTANCE] == {"25": 0}


def test_what_says_no_pay_counts_beside_a_floor_and_alone(board):
    assert set(ids(board, pay=("4000", UNSAID))) == {"c", "d"}
    assert ids(board, pay=(UNSAID,)) == ["d"]
    assert find(board, pay=("4000",)).facets[Facet.PAY][UNSAID] == 1
    assert find(board, pay=(UNSAID,), state=("TX",)).facets[Facet.PAY] == {
        "2000": 2, "2500": 2, "3000": 1, UNSAID: 0
    }  # fmt: skip


# Engines agree

WORDS = ("oncology", "coder", "remote", "houston", "cpc", "charge", "capture", "38228", "zebra", "38999")
PLACES = (HOUSTON, GALVESTON, DALLAS)
MANY = [
    document(
        f"{number:03}",
        f"{WORDS[number % 10]} {WORDS[number % 7]}",
        description=" ".join(WORDS[(number * step) % 10] for step in range(1, 9)),
        codes=WORDS[7] if number % 11 == 0 else "",
        under={
            Facet.STATE: ("TX", "CA") if number % 2 else "OH",
            Facet.SPECIALTY: ("asc", "oncology", "cellular-therapy")[number % 3],
            Facet.CREDENTIAL: ("cpc", "ccs")[number % 2],
            Facet.WORK_SETTING: ("remote", "onsite", "hybrid")[number % 3],
            Facet.EMPLOYER: f"employer{number % 5}",
        },
        points=(PLACES[number % 3],) if number % 4 else (),
        days_ago=number % 5,
        pay=(2000 + number * 20, None) if number % 4 else (None, None),
    )
    for number in range(90)
]


@pytest.fixture(scope="module")
def both(make) -> tuple[SearchEngine, SearchEngine]:
    """The reference, and another after many writes, deletions and merges: its answers must not depend on them."""
    memory, other = MemoryEngine(POSTINGS), make()
    memory.rebuild(MANY)
    other.rebuild([*MANY[30:], document("early", "oncology zebras")])
    for at in range(0, 30, 3):
        other.upsert([document("gone", "oncology coder zebra capturing"), *MANY[at : at + 3], *MANY[40:42]])
    other.drop(["gone", "early"])
    return memory, other


@given(
    words=st.lists(
        st.sampled_from([*WORDS, '"charge capture"', "-zebra", "onc*", "-cap*", "oncology coding", "|"]), max_size=5
    ),
    chosen=st.fixed_dictionaries(
        {},
        optional={
            "state": st.sampled_from([("TX",), ("OH", "CA"), ("GU",)]),
            "credential": st.just(("ccs",)),
            "pay": st.sampled_from([("3000",), (UNSAID,), ("2500", UNSAID)]),
            "posted": st.just(("3",)),
            "distance": st.sampled_from([("10",), ("100",)]),
            "employer": st.just(("employer1", "employer2")),
        },
    ),
    near=st.sampled_from([None, NEAR, ONLY_NEAR, EITHER, EITHER_ALONE]),
    shown=st.fixed_dictionaries({"sort": st.sampled_from(list(Sort)), "page": st.integers(1, 4)}),
)
@CALM
def test_engines_agree_on_every_choice(both, words, chosen, near, shown):
    memory, other = (find(one, " ".join(words), near=near, **shown, **chosen) for one in both)
    assert other == dataclasses.replace(memory, facets={facet: dict(counts) for facet, counts in memory.facets.items()})


@given(words=st.sampled_from(["", "oncology", "coder remote", "38228"]), near=st.sampled_from([None, NEAR, EITHER_ALONE]))
@CALM
def test_a_count_is_the_total_after_choosing_on_every_facet(both, words, near):
    for engine in both:
        for facet, counts in find(engine, words, near=near).facets.items():
            for value, count in counts.items():
                criteria = Criteria(parse(words), {facet: (value,)}, near=near)
                assert engine.find(criteria, at=AT, counted=()).total == count
