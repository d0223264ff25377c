"""Close matches: what misses one or two of the things asked for, the nearest first, and what each of them misses."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import UNSAID, Criteria, Criterion, EngineUnavailable, Near, SearchEngine
from careercenter.search.memory_engine import MemoryEngine
from careercenter.search.query import Clause, FacetValue, Query, Range, TermQuery
from tests.factories.search import AT, document

ONCOLOGY = Clause((TermQuery(("oncology",)),), (FacetValue(Facet.SPECIALTY, "oncology"),))
SURGERY = Clause((TermQuery(("surgery",)),), (FacetValue(Facet.SPECIALTY, "surgery"),))
REMOTE = Clause(satisfied_by=(FacetValue(Facet.WORK_SETTING, "remote"),))
TUMOR = Clause((TermQuery(("tumor",)),))
QUOTA = Clause(ranges=(Range(Facet.PRODUCTIVITY, most=10),))
CPC, TEXAS, DOLLARS_30 = {Facet.CREDENTIAL: ("cpc",)}, {Facet.STATE: ("TX",)}, {Facet.PAY: ("3000",)}
CHARTS = {Facet.PRODUCTIVITY: ("15",)}
HOUSTON = Near("Houston, TX", 29.76, -95.37, "TX")
DALLAS, AUSTIN = (32.78, -96.80), (30.27, -97.74)  # 225 and 146 miles away


def posting(public_id, title="Coder", *, specialty="oncology", credential="cpc", state="TX", employer="", **said):
    under = {
        Facet.SPECIALTY: specialty,
        Facet.CREDENTIAL: credential,
        Facet.STATE: state,
        Facet.EMPLOYER: employer or public_id,
    }
    under |= {Facet.WORK_SETTING: said.pop("setting", "onsite"), Facet.PRODUCTIVITY: said.pop("charts", ())}
    return document(public_id, title, under=under, **said)


def asked(*must: Clause, near: Near | None = None, must_not: tuple[Clause, ...] = (), **facets) -> Criteria:
    query = Query(must=must, must_not=must_not)
    return Criteria(query, {Facet[name.upper()]: values for name, values in facets.items()}, near=near)


def close(engine: SearchEngine, criteria: Criteria, **how) -> list[str]:
    return [match.id for match in engine.close_matches(criteria, at=AT, **how)]


def missed(engine: SearchEngine, criteria: Criteria) -> dict[str, tuple[Criterion, ...]]:
    return {match.id: match.missed for match in engine.close_matches(criteria, at=AT)}


def test_a_close_match_names_what_it_misses(engine: SearchEngine) -> None:
    engine.rebuild([posting("exact"), posting("ccs", credential="ccs"), posting("ohio", state="OH")])
    assert missed(engine, asked(ONCOLOGY, credential=("cpc",), state=("TX",))) == {
        "ccs": (Criterion(facet=Facet.CREDENTIAL),),
        "ohio": (Criterion(facet=Facet.STATE),),
    }


def test_what_misses_a_clause_or_has_what_was_excluded_is_close_too(engine: SearchEngine) -> None:
    engine.rebuild([posting("plain"), posting("tumor", "Tumor coder", setting="remote")])
    assert missed(engine, asked(ONCOLOGY, TUMOR, must_not=(REMOTE,))) == {
        "plain": (Criterion(clause=TUMOR),),
        "tumor": (Criterion(clause=REMOTE, excluded=True),),
    }


def test_one_thing_missed_comes_before_two_and_three_are_too_many(engine: SearchEngine) -> None:
    engine.rebuild(
        [
            posting("three", credential="ccs", state="OH", pay=(None, 1500)),
            posting("two", credential="ccs", state="OH", pay=(None, 3500)),
            posting("one", credential="ccs", pay=(None, 3500)),
        ]
    )
    assert close(engine, asked(ONCOLOGY, credential=("cpc",), state=("TX",), pay=("3000",))) == ["one", "two"]


def test_all_is_never_missed(engine: SearchEngine) -> None:
    engine.rebuild([posting("neither", credential="ccs", state="OH"), posting("one", state="OH")])
    assert close(engine, asked(credential=("cpc",), state=("TX",))) == ["one"]
    assert close(engine, asked(credential=("rhit",))) == []
    assert close(engine, Criteria()) == []


def test_the_subject_is_kept_while_anything_keeps_it(engine: SearchEngine) -> None:
    engine.rebuild([posting("surgery", specialty="surgery"), posting("ohio", state="OH", credential="ccs")])
    assert close(engine, asked(ONCOLOGY, credential=("cpc",), state=("TX",))) == ["ohio"]
    assert close(engine, asked(SURGERY, credential=("ccs",), state=("OH",))) == ["surgery"]
    assert close(engine, asked(credential=("cpc",), state=("TX",), specialty=("oncology",))) == ["ohio"]
    nothing_keeps_it = asked(Clause(satisfied_by=(FacetValue(Facet.SPECIALTY, "dental"),)), state=("OH",))
    assert close(engine, nothing_keeps_it) == ["ohio"]


def test_of_two_subjects_one_is_enough(engine: SearchEngine) -> None:
    engine.rebuild([posting("oncology"), posting("surgery", specialty="surgery"), posting("dental", specialty="dental")])
    assert sorted(close(engine, asked(ONCOLOGY, SURGERY))) == ["oncology", "surgery"]


def test_a_place_is_missed_by_miles_and_what_is_nearer_comes_first(engine: SearchEngine) -> None:
    engine.rebuild(
        [
            posting("nowhere", state="OH"),
            posting("dallas", points=(DALLAS,)),
            posting("austin", points=(AUSTIN, DALLAS)),
            posting("ccs", credential="ccs", points=((29.76, -95.37),)),
        ]
    )
    criteria = asked(ONCOLOGY, near=HOUSTON, credential=("cpc",))
    assert close(engine, criteria) == ["austin", "dallas", "ccs", "nowhere"]
    assert missed(engine, criteria)["dallas"] == (Criterion(facet=Facet.DISTANCE),)


def test_pay_is_missed_by_dollars_and_what_pays_more_comes_first(engine: SearchEngine) -> None:
    engine.rebuild(
        [
            posting("unsaid"),
            posting("little", pay=(None, 1000)),
            posting("nearly", pay=(2000, 2900)),
            posting("half", pay=(2000, 2000)),
        ]
    )
    criteria = asked(ONCOLOGY, pay=("3000",))
    assert close(engine, criteria) == ["nearly", "half", "unsaid", "little"]
    assert sorted(close(engine, asked(ONCOLOGY, pay=(UNSAID,)))) == ["half", "little", "nearly"]


def test_of_several_places_the_nearest_says_how_far_a_job_is(engine: SearchEngine) -> None:
    engine.rebuild([posting("austin", points=(AUSTIN,)), posting("dallas", points=(DALLAS,))])
    fort_worth = Near("Fort Worth, TX", 32.75, -97.33, "TX")
    near = dataclasses.replace(HOUSTON, or_from_home=False, others=(fort_worth,))
    assert close(engine, asked(near=near)) == ["austin"]  # 146 miles from one, 175 from the other


def test_who_asks_for_a_place_or_a_pay_alone_is_shown_what_comes_nearest(engine: SearchEngine) -> None:
    engine.rebuild([posting("dallas", points=(DALLAS,), pay=(None, 2000)), posting("austin", points=(AUSTIN,))])
    assert close(engine, asked(near=HOUSTON)) == ["austin", "dallas"]
    assert close(engine, asked(pay=("3000",))) == ["dallas", "austin"]


def test_what_was_excluded_comes_after_what_only_lacks_something(engine: SearchEngine) -> None:
    engine.rebuild([posting("remote", "Tumor coder", setting="remote"), posting("plain")])
    assert close(engine, asked(ONCOLOGY, TUMOR, must_not=(REMOTE,))) == ["plain", "remote"]


def test_of_equals_the_one_that_scores_more_then_the_newer_then_the_lower_id_comes_first(engine: SearchEngine) -> None:
    engine.rebuild(
        [
            posting("b", state="OH"),
            posting("a", state="OH"),
            posting("new", state="OH", days_ago=1),
            posting("named", "Oncology coder", state="OH", days_ago=20),
        ]
    )
    assert close(engine, asked(ONCOLOGY, state=("TX",))) == ["named", "new", "a", "b"]


def test_one_employer_has_three_while_there_are_others(engine: SearchEngine) -> None:
    many = [posting(f"m{number}", state="OH", employer="large", days_ago=1) for number in range(6)]
    engine.rebuild([*many, posting("other", state="OH", days_ago=9)])
    assert close(engine, asked(ONCOLOGY, state=("TX",)), size=4) == ["m0", "m1", "m2", "other"]


def test_as_many_are_given_as_were_asked_for_and_none_that_has_closed(engine: SearchEngine) -> None:
    engine.rebuild([posting(f"{number:02}", state="OH") for number in range(12)])
    assert len(close(engine, asked(ONCOLOGY, state=("TX",)))) == 10
    assert len(close(engine, asked(ONCOLOGY, state=("TX",)), size=5)) == 5
    engine.rebuild([posting("closed", state="OH", closes_in=0), posting("open", state="OH")])
    assert close(engine, asked(ONCOLOGY, state=("TX",))) == ["open"]


def test_numbers_are_a_thing_asked_for_like_others(engine: SearchEngine) -> None:
    quick = document("quick", under={Facet.SPECIALTY: "oncology", Facet.PRODUCTIVITY: "20"})
    engine.rebuild([quick])
    assert missed(engine, asked(ONCOLOGY, QUOTA)) == {"quick": (Criterion(clause=QUOTA),)}
    assert missed(engine, asked(ONCOLOGY, productivity=("10",))) == {"quick": (Criterion(facet=Facet.PRODUCTIVITY),)}
    assert close(engine, asked(ONCOLOGY, productivity=("many",))) == []


def test_a_number_is_missed_by_how_far_it_is_outside_and_the_nearest_comes_first(engine: SearchEngine) -> None:
    charts = {"far": "20", "near": "11", "unsaid": ()}
    engine.rebuild(
        [
            document(name, under={Facet.SPECIALTY: "oncology", Facet.PRODUCTIVITY: number, Facet.HOURS: "20"})
            for name, number in charts.items()
        ]
    )
    nearest_first = ["near", "far", "unsaid"]
    assert close(engine, asked(ONCOLOGY, QUOTA)) == nearest_first
    assert close(engine, asked(ONCOLOGY, productivity=("10",))) == nearest_first
    # Asked for alone, it is missed by degree like a place and a pay.
    assert close(engine, asked(QUOTA)) == nearest_first
    assert close(engine, asked(productivity=("10",))) == nearest_first
    assert close(engine, asked(must_not=(Clause(ranges=(Range(Facet.HOURS, most=30),)),))) == []
    either = Clause(ranges=(Range(Facet.HOURS, least=40), Range(Facet.PRODUCTIVITY, most=10)))
    assert close(engine, asked(either))[0] == "near"


def test_none_at_all_is_missed_by_little_and_by_much_too(engine: SearchEngine) -> None:
    engine.rebuild([document(days, under={Facet.ONSITE_DAYS: days}) for days in ("9", "1", "4")])
    assert close(engine, asked(onsite_days=("0",))) == ["1", "4", "9"]


def test_an_index_never_built_has_no_close_matches(make) -> None:
    with pytest.raises(EngineUnavailable):
        make().close_matches(asked(ONCOLOGY, TUMOR), at=AT)


_documents = st.lists(
    st.builds(
        lambda number, title, specialty, credential, state, setting, charts, pay, point, days: posting(
            f"{number:03}", title, specialty=specialty, credential=credential, state=state, setting=setting, charts=charts,
            employer=f"e{number % 3}", pay=(None, pay), points=(point,) if point else (), days_ago=days,
        ),
        st.integers(0, 200),
        st.sampled_from(["Coder", "Tumor coder", "Oncology tumor coder", "Surgery"]),
        st.sampled_from(["oncology", "surgery", "dental"]),
        st.sampled_from(["cpc", "ccs"]),
        st.sampled_from(["TX", "OH"]),
        st.sampled_from(["remote", "onsite"]),
        st.sampled_from([(), "8", "10.5", "20", ("12", "30")]),
        st.sampled_from([None, 1500, 2500, 3500]),
        st.sampled_from([None, AUSTIN, DALLAS]),
        st.sampled_from([1, 5]),
    ),
    max_size=30,
    unique_by=lambda one: one.id,
)  # fmt: skip
_questions = st.builds(
    lambda must, must_not, facets, near: Criteria(
        Query(must=tuple(must), must_not=tuple(must_not)),
        {key: value for one in facets for key, value in one.items()},
        near=near,
    ),
    st.lists(st.sampled_from([ONCOLOGY, SURGERY, TUMOR, REMOTE, QUOTA]), max_size=3),
    st.lists(st.sampled_from([REMOTE, TUMOR, QUOTA]), max_size=1),
    st.lists(st.sampled_from([CPC, TEXAS, DOLLARS_30, CHARTS]), max_size=3),
    st.sampled_from([None, HOUSTON]),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=_documents, criteria=_questions)
def test_every_engine_gives_the_same(engine: SearchEngine, documents, criteria: Criteria) -> None:
    reference = MemoryEngine(POSTINGS)
    reference.rebuild(documents)
    engine.rebuild(documents)
    assert engine.close_matches(criteria, at=AT) == reference.close_matches(criteria, at=AT)
