"""The address holds the whole search, and nothing in an address can break the page."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.job_search.labels import chip_label, near_label, value_label
from careercenter.job_search.request import (
    InterpretationOverrides,
    SearchRequest,
    from_json,
    from_query_params,
    is_known,
)
from careercenter.job_search.resolved import ResolvedSearch, resolve
from careercenter.language.limits import LONGEST_QUERY
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Criteria, Sort

EVERYTHING = (
    "q=car-t&specialty=cellular-therapy&specialty=oncology&credential=cpc&setting=remote&state=TX&pay=3000&posted=7&sort=pay"
)


def asked(query: str) -> SearchRequest:
    return from_query_params(parse_qsl(query, keep_blank_values=True))[0]


def resolved(query: str) -> ResolvedSearch:
    return resolve(*from_query_params(parse_qsl(query, keep_blank_values=True)))


def test_an_address_is_read_whole() -> None:
    request = asked(EVERYTHING)
    assert request.text == "car-t"
    assert request.values(Facet.SPECIALTY) == ("cellular-therapy", "oncology")
    assert request.values(Facet.STATE) == ("TX",)
    assert request.sort is Sort.PAY


def test_what_is_written_reads_back_as_the_same() -> None:
    assert asked(asked(EVERYTHING).to_query_string()) == asked(EVERYTHING)
    assert from_json(asked(EVERYTHING).to_json()) == asked(EVERYTHING)


def test_the_page_is_part_of_the_address_but_not_of_the_question() -> None:
    request = asked("q=x&page=3")
    assert request.page == 3
    assert request.to_query_string() == "q=x&page=3"
    assert resolve(request).url() == "q=x"
    assert resolve(request).url(page=2) == "q=x&page=2"
    assert resolve(request).with_(sort=Sort.PAY).to_query_string() == "q=x&sort=pay"
    assert resolve(request).criteria == resolve(asked("q=x")).criteria


def test_nothing_chosen_is_written_as_nothing() -> None:
    assert asked("q=&state=&pay=&sort=best&page=1").to_query_string() == ""


@pytest.mark.parametrize(
    "query",
    [
        "specialty=alchemy",
        "credential=xyz",
        "setting=moon",
        "state=ZZ",
        "state=tx",
        "pay=3001",
        "pay=-1",
        "posted=2",
        "posted=007",
        "employer=x",
        "near=Narnia",
        "near=Franklin",
        "near=00000",
        "near=Houston, RI",
        "distance=25",
        "distance=0",
        "distance=501",
    ],
)
def test_an_unknown_choice_is_dropped_with_a_word(query: str) -> None:
    search = resolved(query)
    assert search.criteria.empty
    assert search.request.empty
    assert len(search.notes) == 1


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("77002", "77002", "TX"),
        (" 77002-1234 ", "77002", "TX"),
        ("Houston, TX", "Houston, TX", "TX"),
        ("houston texas", "Houston, TX", "TX"),
        ("HOUSTON", "Houston, TX", "TX"),
        ("St. Louis, Mo.", "Saint Louis, MO", "MO"),
        ("tyler,tx", "Tyler, TX", "TX"),
        ("new york", "New York, NY", "NY"),
        ("New York, New York", "New York, NY", "NY"),
        ("Washington DC", "Washington, DC", "DC"),
        ("Portland, Maine", "Portland, ME", "ME"),
        ("Charleston, West Virginia", "Charleston, WV", "WV"),
    ],
)
def test_a_place_is_read_however_it_is_written(text: str, name: str, state: str) -> None:
    request, notes = from_query_params([("near", text)])
    assert notes == ()
    assert request.near is not None
    assert (request.near.name, request.near.state) == (name, state)
    assert asked(request.to_query_string()) == request


def test_a_place_stands_in_the_address_with_its_miles_and_without_work_from_home() -> None:
    search = resolved("q=coder&near=houston&distance=25&home=no")
    assert search.url() == "q=coder&near=Houston%2C+TX&home=no&distance=25"
    assert search.criteria.near is not None
    assert near_label(search.criteria, search.criteria.near) == "Houston, TX (25 miles)"
    assert resolved(search.url()).criteria == search.criteria
    assert search.request.without_place().to_query_string() == "q=coder"


def test_the_usual_distance_needs_no_saying() -> None:
    search = resolved("near=77002&distance=50")
    assert search.url() == "near=77002"
    assert search.criteria.near is not None
    assert near_label(search.criteria, search.criteria.near) == "77002 Houston, TX (50 miles), or from home there"


def test_work_from_home_counts_beside_a_place_unless_it_is_said_not_to() -> None:
    for query, counts in (("", True), ("&home=yes", True), ("&home=no", False), ("&home=no&home=yes", True)):
        near = resolved("near=77002" + query).criteria.near
        assert near is not None
        assert near.or_from_home is counts
    assert resolved("home=no").url() == ""


def test_an_own_place_goes_before_the_one_that_was_typed() -> None:
    criteria = resolved("q=coder+houston&near=Dallas,+TX").criteria
    assert criteria.near is not None
    assert criteria.near.name == "Dallas, TX"
    assert criteria.query.empty
    assert Facet.STATE not in criteria.chosen


def test_miles_that_were_typed_count_around_the_own_place_until_others_are_chosen() -> None:
    for query, miles in (("", "30"), ("&distance=50", "50")):
        assert resolved("q=coder+30+miles&near=77002" + query).criteria.values(Facet.DISTANCE) == (miles,)


def test_a_typed_place_may_be_asked_for_without_work_from_home() -> None:
    search = resolved("q=coder+houston&home=no")
    assert search.criteria.near is not None
    assert not search.criteria.near.or_from_home
    assert search.url() == "q=coder+houston&home=no"
    assert resolved("q=coder&home=no").url() == "q=coder"


def test_what_says_no_pay_may_count_beside_a_floor_typed_or_chosen() -> None:
    for query in ("q=$30/hr&pay=unsaid", "pay=3000&pay=unsaid", "pay=unsaid&pay=4000&pay=3000"):
        search = resolved(query)
        assert set(search.criteria.values(Facet.PAY)) == {"3000", "unsaid"}
        assert not search.notes
    assert asked("pay=unsaid").values(Facet.PAY) == ("unsaid",)
    # The form's "Any" is about floors: without one there is nothing to stand beside.
    assert asked("pay=any&pay=unsaid").empty


def test_a_place_the_form_filled_in_by_the_words_is_no_choice_until_it_is_changed() -> None:
    sent = "q=coder+within+25+miles+of+houston&read=city:Houston|TX&read=miles:25&home=no&home=yes"
    assert resolved(sent + "&near=Houston,+TX&distance=25").url() == "q=coder+within+25+miles+of+houston"
    emptied = resolved(sent + "&near=&distance=25")
    assert emptied.request.near is None
    assert emptied.request.overrides.dismissed == ("city:Houston|TX",)
    assert emptied.notes == ()
    other = resolved(sent + "&near=Dallas,+TX&distance=25")
    assert other.request.near is not None
    assert other.request.near.name == "Dallas, TX"
    farther = resolved(sent + "&near=Houston,+TX&distance=100")
    assert farther.request.values(Facet.DISTANCE) == ("100",)
    assert farther.request.overrides.dismissed == ("miles:25",)


def test_a_state_ticked_by_a_typed_city_is_no_choice() -> None:
    search = resolved("q=remote+houston&read=setting:remote&read=live-city:Houston|TX&setting=remote&state=TX")
    assert search.url() == "q=remote+houston"
    unticked = resolved("q=remote+houston&read=setting:remote&read=live-city:Houston|TX&setting=remote&state=")
    assert unticked.request.overrides.dismissed == ("city:Houston|TX",)


def test_an_unknown_sort_or_page_is_the_usual_one() -> None:
    request = asked("sort=luck&page=minus")
    assert (request.sort, request.page) == (Sort.BEST, 1)


def test_a_long_query_is_cut_and_said_to_be() -> None:
    search = resolved("q=" + "a" * 500)
    assert len(search.request.text) == LONGEST_QUERY
    assert search.notes


def test_of_several_floors_or_times_the_widest_counts() -> None:
    request = asked("pay=4000&pay=2500&posted=3&posted=30")
    assert request.values(Facet.PAY) == ("2500",)
    assert request.values(Facet.POSTED) == ("30",)


def test_a_choice_can_be_taken_away_alone_or_with_its_facet() -> None:
    request = asked("q=x&setting=remote&setting=hybrid&credential=cpc&page=4")
    one_less = request.without_filter(Facet.WORK_SETTING, "remote")
    assert one_less.to_query_string() == "q=x&credential=cpc&setting=hybrid"
    assert request.without_filter(Facet.WORK_SETTING).to_query_string() == "q=x&credential=cpc"
    assert request.with_text("").to_query_string() == "credential=cpc&setting=remote&setting=hybrid"
    assert request.with_filter(Facet.CREDENTIAL, "ccs", "crc").values(Facet.CREDENTIAL) == ("ccs", "crc")


def test_choices_are_said_in_words() -> None:
    assert value_label(Facet.CREDENTIAL, "ccs-p") == "CCS-P"
    assert value_label(Facet.STATE, "TX") == "Texas"
    assert chip_label(Facet.PAY, "3500") == "from $35 an hour (lowest pay first)"
    assert chip_label(Facet.POSTED, "1") == "posted within 1 day"
    assert chip_label(Facet.STATE, "OH") == "may live in Ohio"


fields = st.dictionaries(
    st.sampled_from([*(f.value for f in Facet), "q", "sort", "page", "near", "home", "without", "word", "read", "as"]),
    st.lists(st.text(max_size=40), max_size=4),
)
known = st.fixed_dictionaries(
    {},
    optional={
        "q": st.one_of(st.text(max_size=40), st.just("remote cpc houston $30/hr")).map(lambda text: [text]),
        "specialty": st.lists(st.sampled_from(["oncology", "cellular-therapy"]), max_size=3),
        "credential": st.lists(st.sampled_from(["cpc", "ccs-p", "crc"]), max_size=3),
        "setting": st.lists(st.sampled_from(["remote", "hybrid", "onsite", "moon"]), max_size=3),
        "state": st.lists(st.sampled_from(["TX", "OH", "ZZ"]), max_size=3),
        "pay": st.lists(st.sampled_from(["2500", "3000", "unsaid", "any"]), max_size=3),
        "posted": st.lists(st.sampled_from(["1", "7", "30"]), max_size=2),
        "distance": st.lists(st.sampled_from(["10", "50", "77"]), max_size=2),
        "near": st.sampled_from([["Houston, TX"], ["77002"], ["dallas"], ["Nowhere"], [""]]),
        "home": st.lists(st.sampled_from(["no", "yes"]), max_size=2),
        "without": st.lists(st.one_of(st.sampled_from(["city:Houston|TX", "setting:remote"]), st.text(max_size=9)), max_size=3),
        "word": st.lists(st.one_of(st.sampled_from(["credential:cpc"]), st.text(max_size=9)), max_size=3),
        "read": st.lists(st.sampled_from(["setting:remote", "city:Houston|TX", "live-city:Houston|TX"]), max_size=3),
        "as": st.sampled_from([["typed"], [""], ["other"]]),
        "sort": st.sampled_from([["pay"], ["newest"], ["luck"]]),
        "page": st.sampled_from([["2"], ["-1"], ["17"]]),
    },
)


def pairs(values: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, one) for name, many in values.items() for one in many]


@given(st.one_of(fields, known))
def test_no_address_raises(values: dict[str, list[str]]) -> None:
    search = resolve(*from_query_params(pairs(values)))
    assert isinstance(search.criteria, Criteria)
    for facet, chosen in search.request.filters.items():
        for value in chosen:
            assert is_known(facet, value)
            assert chip_label(facet, value)


@given(st.one_of(fields, known))
def test_an_address_and_json_survive_each_other(values: dict[str, list[str]]) -> None:
    """From an address to a request, to JSON as a column holds it, to a request, to an address: all the same."""
    request, _notes = from_query_params(pairs(values))
    saved = from_json(json.loads(json.dumps(request.to_json())))
    assert saved == request
    address = saved.to_query_string()
    assert address == request.to_query_string()
    assert from_query_params(parse_qsl(address))[0] == request
    assert resolve(saved) == resolve(request)


@given(st.one_of(fields, known))
def test_what_is_resolved_is_settled(values: dict[str, list[str]]) -> None:
    search = resolve(*from_query_params(pairs(values)))
    assert resolve(search.request) == replace(search, notes=())


@pytest.mark.parametrize("saved", [{}, {"q": "coder"}, {"setting": [3, None]}, {"specialty": ["alchemy"]}, {"moon": ["full"]}])
def test_saved_values_that_are_none_of_ours_are_left_out(saved: dict[str, Any]) -> None:
    assert from_json(saved) == SearchRequest()


def test_what_was_taken_back_of_other_words_counts_for_nothing() -> None:
    search = resolved("q=remote+coder&without=state:TX&word=setting:remote")
    assert search.request.overrides == InterpretationOverrides(kept_as_text=("setting:remote",))
    assert resolved("without=state:TX&as=typed").request.overrides == InterpretationOverrides()


def test_what_is_kept_out_fills_no_field_and_yields_to_the_same_value_chosen() -> None:
    kept_out = resolved("q=coder+not+hybrid+or+onsite").criteria
    assert kept_out.chosen == {}
    excluded = [value for clause in kept_out.query.must_not for value in clause.satisfied_by]
    assert excluded == [(Facet.WORK_SETTING, "hybrid"), (Facet.WORK_SETTING, "onsite")]
    chosen = resolved("q=coder+not+hybrid+or+onsite&setting=onsite").criteria
    assert chosen.values(Facet.WORK_SETTING) == ("onsite",)
    assert [clause.satisfied_by for clause in chosen.query.must_not] == [((Facet.WORK_SETTING, "hybrid"),)]
