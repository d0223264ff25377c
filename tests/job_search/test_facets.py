from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.core.places import STATES
from careercenter.job_search.facets import SHOWN, FacetGroup, employers_shown, facet_groups
from careercenter.job_search.request import SearchRequest
from careercenter.postings.search_document import document_of
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import UNSAID, Criteria, Near, SearchResult
from careercenter.taxonomy.work_terms import HiringTest
from tests.factories.postings import make_posting

HOUSTON = Near("Houston, TX", 29.8, -95.4, "TX")


def counted(**counts: dict[str, int]) -> SearchResult:
    return SearchResult((), 0, 1, {Facet(name): values for name, values in counts.items()})


def offered(criteria: Criteria, found: SearchResult, employers: dict[str, str], **more: Any) -> list[FacetGroup]:
    """Give the groups but the place, which is always there."""
    return [group for group in facet_groups(criteria, found, employers, **more) if group.kind != "near"]


def around(criteria: Criteria, found: SearchResult) -> FacetGroup:
    return next(group for group in facet_groups(criteria, found, {}) if group.kind == "near")


def test_only_what_leaves_something_is_offered() -> None:
    (group,) = offered(Criteria(), counted(setting={"remote": 3, "hybrid": 0}), {})
    assert [(choice.value, choice.count) for choice in group.shown] == [("remote", 3)]


def test_what_is_chosen_stays_offered_with_its_count_of_nothing() -> None:
    (group,) = offered(Criteria(chosen={Facet.WORK_SETTING: ("onsite",)}), counted(setting={}), {})
    assert [(choice.value, choice.count, choice.chosen) for choice in group.shown] == [("onsite", 0, True)]


def test_the_most_common_come_first_and_the_rest_are_folded_by_name() -> None:
    counts = {"cpc": 9, "ccs": 8, "coc": 7, "cic": 6, "crc": 5, "rhit": 4, "cca": 3}
    (group,) = offered(Criteria(), counted(credential=counts), {})
    assert [choice.label for choice in group.shown] == ["CPC", "CCS", "COC", "CIC", "CRC"]
    assert [choice.label for choice in group.more] == ["CCA", "RHIT"]
    assert group.size == 7


def test_what_is_folded_is_made_only_when_asked_for_and_counted_always() -> None:
    counts = {"cpc": 9, "ccs": 8, "coc": 7, "cic": 6, "crc": 5, "rhit": 4, "cca": 3}
    (group,) = offered(Criteria(), counted(credential=counts), {}, opened=(Facet.SPECIALTY,))
    assert len(group.shown) == SHOWN
    assert group.more == ()
    assert group.size == 7


def test_of_many_employers_only_those_shown_are_named() -> None:
    many = {f"{number:012d}": number for number in range(1, 41)}
    chosen = Criteria(chosen={Facet.EMPLOYER: ("000000000001",)})
    named = employers_shown(SearchRequest(filters=chosen.chosen), counted(employer=many), opened=())
    assert {"000000000001", "000000000040", "000000000036"} <= named
    assert len(named) < 10
    (group,) = offered(chosen, counted(employer=many), {one: f"Clinic {one}" for one in named}, opened=())
    assert [choice.count for choice in group.shown] == [1, 40, 39, 38, 37]
    assert group.size == 40
    assert employers_shown(SearchRequest(filters=chosen.chosen), counted(employer=many), opened=(Facet.EMPLOYER,)) == set(many)


def test_a_chosen_value_is_never_folded_away() -> None:
    counts = {"cpc": 9, "ccs": 8, "coc": 7, "cic": 6, "crc": 5, "rhit": 4, "cca": 1}
    (group,) = offered(Criteria(chosen={Facet.CREDENTIAL: ("cca",)}), counted(credential=counts), {})
    assert group.shown[0].value == "cca"
    assert group.shown[0].chosen


def test_a_single_one_is_not_folded() -> None:
    counts = dict.fromkeys(["cpc", "ccs", "coc", "cic", "crc", "rhit"][: SHOWN + 1], 2)
    (group,) = offered(Criteria(), counted(credential=counts), {})
    assert not group.more


def test_scales_and_enums_keep_their_order() -> None:
    pay, experience = offered(Criteria(), counted(pay={"4000": 1, "2000": 5}, experience={"10-up": 9, "0-1": 1}), {})
    assert [choice.value for choice in pay.shown] == ["2000", "4000"]
    assert pay.kind == "radios"
    assert [choice.value for choice in experience.shown] == ["0-1", "10-up"]


def test_an_employer_without_a_name_is_not_offered() -> None:
    (group,) = offered(Criteria(), counted(employer={"bcdfghjkmnpq": 2, "qqqqqqqqqqqq": 1}), {"bcdfghjkmnpq": "Lakeshore"})
    assert [choice.label for choice in group.shown] == ["Lakeshore"]


def test_miles_are_offered_once_there_is_a_place() -> None:
    assert around(Criteria(), counted()).shown == ()
    usual = around(Criteria(near=HOUSTON), counted(distance={"50": 4, "100": 9}))
    assert [(choice.label, choice.count, choice.chosen) for choice in usual.shown] == [
        ("10 miles", 0, False), ("25 miles", 0, False), ("50 miles", 4, True), ("100 miles", 9, False),
    ]  # fmt: skip
    own = around(Criteria(chosen={Facet.DISTANCE: ("30",)}, near=HOUSTON), counted(distance={"30": 2}))
    assert [choice.value for choice in own.shown if choice.chosen] == ["30"]
    assert [int(choice.value) for choice in own.shown] == [10, 25, 30, 50, 100]


def test_work_from_home_is_not_offered_beside_a_place_where_only_work_on_site_is_looked_for() -> None:
    assert around(Criteria(near=HOUSTON), counted()).from_home
    assert not around(Criteria(chosen={Facet.WORK_SETTING: ("onsite", "hybrid")}, near=HOUSTON), counted()).from_home


def test_miles_count_the_jobs_there_and_work_from_home_is_counted_apart() -> None:
    counts = counted(distance={"10": 88, "50": 90}, setting={"remote": 80, "remote-after-training": 7, "onsite": 3})
    group = around(Criteria(near=HOUSTON), counts)
    assert [choice.count for choice in group.shown] == [1, 0, 3, 0]
    assert group.home == 87
    only_there = around(Criteria(near=replace(HOUSTON, or_from_home=False)), counts)
    assert [choice.count for choice in only_there.shown] == [88, 0, 90, 0]
    only_remote = Criteria(chosen={Facet.WORK_SETTING: ("remote",)}, near=HOUSTON)
    assert around(only_remote, counts).home == 80


def test_all_specialties_stand_below_the_top_of_their_branch() -> None:
    counts = {"oncology": 20, "surgery": 9, "medicine": 8, "radiology": 7, "emergency": 6}
    counts |= {"medical-oncology": 4, "radiation-oncology": 3, "dental": 1, "payer-technology": 2}
    (group,) = offered(Criteria(), counted(specialty=counts), {})
    assert [(family.slug, [choice.value for choice in family.choices]) for family in group.families] == [
        ("dental", ["dental"]),
        ("oncology", ["medical-oncology", "radiation-oncology"]),
        ("payer-technology", ["payer-technology"]),
    ]
    (credentials,) = offered(Criteria(), counted(credential=dict.fromkeys("abcdefgh", 1)), {})
    assert credentials.families == ()


def test_beside_a_floor_what_says_no_pay_is_offered() -> None:
    counts = counted(pay={"3000": 5, UNSAID: 12})
    (free,) = offered(Criteria(), counts, {})
    assert free.also is None
    (floor,) = offered(Criteria(chosen={Facet.PAY: ("3000",)}), counts, {})
    assert floor.also is not None
    assert (floor.also.count, floor.also.chosen) == (12, False)
    (both,) = offered(Criteria(chosen={Facet.PAY: ("3000", UNSAID)}), counts, {})
    assert both.also is not None
    assert both.also.chosen
    assert UNSAID not in [choice.value for choice in both.shown]


def test_a_state_kept_out_is_said_and_no_other_shown_as_chosen() -> None:
    left = tuple(code for code in STATES if code != "CA")
    (group,) = offered(Criteria(chosen={Facet.STATE: left}), counted(state={"TX": 3, "CA": 1}), {})
    assert group.none == "Any state but California"
    assert group.chosen == 0


def test_what_more_is_told_of_the_work_is_counted_when_asked_for(client: FlaskClient, app: Flask, session: Session) -> None:
    posting = make_posting(hiring_test=HiringTest.NONE)
    app.extensions["search"].upsert([document_of(posting)])
    session.commit()
    box = f'name="{Facet.HIRING_TEST.value}"'

    short, whole = client.get("/jobs").text, client.get("/jobs?all=more").text
    assert box not in short
    assert "all=more" in short
    assert box in whole
    assert '<input type="hidden" form="search" name="all" value="more">' in whole


def test_a_choice_of_what_is_told_more_stays_in_sight(client: FlaskClient, app: Flask, session: Session) -> None:
    posting = make_posting(hiring_test=HiringTest.NONE)
    app.extensions["search"].upsert([document_of(posting)])
    session.commit()
    name, value = Facet.HIRING_TEST.value, HiringTest.NONE.value
    assert f'id="{name}-{value}" checked' in client.get(f"/jobs?{name}={value}").text


def test_where_one_may_work_and_what_is_paid_stand_before_the_long_lists() -> None:
    counts = {
        "setting": {"remote": 2},
        "state": {"TX": 2},
        "pay": {"2000": 2},
        "employment": {"prn": 2},
        "tool": {"epic": 2},
        "schedule": {"day": 2},
        "verified": {"yes": 2},
        "apply": {"here": 2},
        "specialty": {"oncology": 2},
        "credential": {"cpc": 2},
    }
    order = [group.facet for group in facet_groups(Criteria(), counted(**counts), {})]
    assert order == [
        Facet.WORK_SETTING, Facet.STATE, Facet.DISTANCE, Facet.PAY, Facet.EMPLOYMENT_TYPE, Facet.TOOL, Facet.SCHEDULE,
        Facet.VERIFIED, Facet.APPLY, Facet.SPECIALTY, Facet.CREDENTIAL,
    ]  # fmt: skip
