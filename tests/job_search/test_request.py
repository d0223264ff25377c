"""The address holds the whole search, and nothing in an address can break the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from careercenter.core.clock import now
from careercenter.job_search.request import (
    in_words,
    is_known,
    label,
    meant,
    near_in_words,
    read,
    without,
    without_near,
    without_words,
    write,
)
from careercenter.language.limits import LONGEST_QUERY
from careercenter.search.interface import Criteria, Facet, Sort

AT = now()
EVERYTHING = (
    "q=car-t&specialty=cellular-therapy&specialty=oncology&credential=cpc&setting=remote&state=TX&pay=3000&posted=7&sort=pay"
)


def asked(query: str) -> MultiDict[str, str]:
    from urllib.parse import parse_qsl

    return MultiDict(parse_qsl(query, keep_blank_values=True))


def test_an_address_is_read_whole() -> None:
    criteria = read(asked(EVERYTHING)).criteria
    assert criteria.words == "car-t"
    assert criteria.values(Facet.SPECIALTY) == ("cellular-therapy", "oncology")
    assert criteria.values(Facet.STATE) == ("TX",)
    assert criteria.sort is Sort.PAY


def test_what_is_written_reads_back_as_the_same() -> None:
    criteria = read(asked(EVERYTHING)).criteria
    assert read(asked(write(criteria))).criteria == criteria


def test_the_page_is_part_of_the_address_but_not_of_the_criteria() -> None:
    reading = read(asked("q=x&page=3"))
    assert reading.page == 3
    assert write(reading.criteria, page=3) == "q=x&page=3"
    assert write(reading.criteria) == "q=x"


def test_nothing_chosen_is_written_as_nothing() -> None:
    assert write(read(asked("q=&state=&pay=&sort=best&page=1")).criteria) == ""


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
    reading = read(asked(query))
    assert reading.criteria.empty
    assert len(reading.notes) == 1


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
        ("portland", "Portland, OR", "OR"),
        ("Portland, Maine", "Portland, ME", "ME"),
        ("Charleston, West Virginia", "Charleston, WV", "WV"),
    ],
)
def test_a_place_is_read_however_it_is_written(text: str, name: str, state: str) -> None:
    reading = read(MultiDict({"near": text}))
    assert reading.notes == ()
    assert reading.criteria.near is not None
    assert (reading.criteria.near.name, reading.criteria.near.state) == (name, state)
    assert read(asked(write(reading.criteria))).criteria == reading.criteria


def test_a_place_stands_in_the_address_with_its_miles_and_without_work_from_home() -> None:
    criteria = read(asked("q=coder&near=houston&distance=25&home=no")).criteria
    assert write(criteria) == "q=coder&near=Houston%2C+TX&home=no&distance=25"
    assert near_in_words(criteria) == "Houston, TX (25 miles)"
    assert read(asked(write(criteria))).criteria == criteria
    assert write(without_near(criteria)) == "q=coder"


def test_the_usual_distance_needs_no_saying() -> None:
    criteria = read(asked("near=77002&distance=50")).criteria
    assert write(criteria) == "near=77002"
    assert near_in_words(criteria) == "77002 Houston, TX (50 miles), or from home there"


def test_work_from_home_counts_beside_a_place_unless_it_is_said_not_to() -> None:
    for query, counts in (("", True), ("&home=yes", True), ("&home=no", False), ("&home=no&home=yes", True)):
        near = read(asked("near=77002" + query)).criteria.near
        assert near is not None
        assert near.or_from_home is counts
    assert read(asked("home=no")).criteria.empty


def test_an_own_place_goes_before_the_one_that_was_typed() -> None:
    reading = read(asked("q=coder+houston&near=Dallas,+TX"))
    found = meant(reading.criteria, reading.taken, at=AT).criteria
    assert found.near is not None
    assert found.near.name == "Dallas, TX"
    assert found.words == ""
    assert Facet.STATE not in found.chosen


def test_miles_that_were_typed_count_around_the_own_place_until_others_are_chosen() -> None:
    for query, miles in (("", "30"), ("&distance=50", "50")):
        reading = read(asked("q=coder+30+miles&near=77002" + query))
        assert meant(reading.criteria, reading.taken, at=AT).criteria.values(Facet.DISTANCE) == (miles,)


def test_a_typed_place_may_be_asked_for_without_work_from_home() -> None:
    reading = read(asked("q=coder+houston&home=no"))
    near = meant(reading.criteria, reading.taken, at=AT).criteria.near
    assert near is not None
    assert not near.or_from_home
    assert write(reading.criteria, taken=reading.taken) == "q=coder+houston&home=no"
    nowhere = read(asked("q=coder&home=no"))
    assert write(nowhere.criteria, taken=nowhere.taken) == "q=coder"


def test_what_says_no_pay_may_count_beside_a_floor_typed_or_chosen() -> None:
    for query in ("q=$30/hr&pay=unsaid", "pay=3000&pay=unsaid", "pay=unsaid&pay=4000&pay=3000"):
        reading = read(asked(query))
        pay = meant(reading.criteria, reading.taken, at=AT).criteria.values(Facet.PAY)
        assert set(pay) == {"3000", "unsaid"}
        assert not reading.notes
    assert read(asked("pay=unsaid")).criteria.values(Facet.PAY) == ("unsaid",)
    # The form's "Any" is about floors: without one there is nothing to stand beside.
    assert read(asked("pay=any&pay=unsaid")).criteria.empty


def test_a_place_the_form_filled_in_by_the_words_is_no_choice_until_it_is_changed() -> None:
    sent = "q=coder+within+25+miles+of+houston&read=city:Houston|TX&read=miles:25&home=no&home=yes"
    same = read(asked(sent + "&near=Houston,+TX&distance=25"))
    assert write(same.criteria, taken=same.taken) == "q=coder+within+25+miles+of+houston"
    emptied = read(asked(sent + "&near=&distance=25"))
    assert emptied.criteria.near is None
    assert emptied.taken.without == ("city:Houston|TX",)
    assert emptied.notes == ()
    other = read(asked(sent + "&near=Dallas,+TX&distance=25"))
    assert write(other.criteria) == "q=coder+within+25+miles+of+houston&near=Dallas%2C+TX"
    farther = read(asked(sent + "&near=Houston,+TX&distance=100"))
    assert farther.criteria.values(Facet.DISTANCE) == ("100",)
    assert farther.taken.without == ("miles:25",)


def test_a_state_ticked_by_a_typed_city_is_no_choice() -> None:
    reading = read(asked("q=remote+houston&read=setting:remote&read=live-city:Houston|TX&setting=remote&state=TX"))
    assert write(reading.criteria, taken=reading.taken) == "q=remote+houston"
    unticked = read(asked("q=remote+houston&read=setting:remote&read=live-city:Houston|TX&setting=remote&state="))
    assert unticked.taken.without == ("city:Houston|TX",)


def test_an_unknown_sort_or_page_is_the_usual_one() -> None:
    reading = read(asked("sort=luck&page=minus"))
    assert (reading.criteria.sort, reading.page) == (Sort.BEST, 1)


def test_a_long_query_is_cut_and_said_to_be() -> None:
    reading = read(asked("q=" + "a" * 500))
    assert len(reading.criteria.words) == LONGEST_QUERY
    assert reading.notes


def test_of_several_floors_or_times_the_widest_counts() -> None:
    criteria = read(asked("pay=4000&pay=2500&posted=3&posted=30")).criteria
    assert criteria.values(Facet.PAY) == ("2500",)
    assert criteria.values(Facet.POSTED) == ("30",)


def test_a_choice_can_be_taken_away_alone_or_with_its_facet() -> None:
    criteria = read(asked("q=x&setting=remote&setting=hybrid&credential=cpc")).criteria
    assert write(without(criteria, Facet.WORK_SETTING, "remote")) == "q=x&credential=cpc&setting=hybrid"
    assert write(without(criteria, Facet.WORK_SETTING)) == "q=x&credential=cpc"
    assert write(without_words(criteria)) == "credential=cpc&setting=remote&setting=hybrid"


def test_choices_are_said_in_words() -> None:
    assert label(Facet.CREDENTIAL, "ccs-p") == "CCS-P"
    assert label(Facet.STATE, "TX") == "Texas"
    assert in_words(Facet.PAY, "3500") == "from $35 an hour"
    assert in_words(Facet.POSTED, "1") == "posted within 1 day"
    assert in_words(Facet.STATE, "OH") == "may live in Ohio"


@given(
    st.dictionaries(
        st.sampled_from([*(f.value for f in Facet), "q", "sort", "page", "near", "home", "without", "word", "read", "as"]),
        st.lists(st.text(max_size=40), max_size=4),
    )
)
def test_no_address_raises(values: dict[str, list[str]]) -> None:
    reading = read(MultiDict([(name, one) for name, many in values.items() for one in many]))
    assert isinstance(reading.criteria, Criteria)
    for facet, chosen in reading.criteria.chosen.items():
        for value in chosen:
            assert is_known(facet, value)
            assert in_words(facet, value)


def test_what_is_kept_out_ticks_the_others_and_chooses_none_of_them() -> None:
    typed = "q=coder+not+hybrid+or+onsite&read=not_setting:hybrid&read=not_setting:onsite"
    sent = read(asked(f"{typed}&setting=remote&setting=remote-after-training"))
    assert (sent.criteria.chosen, sent.taken.without) == ({}, ())
    asks = meant(sent.criteria, sent.taken, at=now()).criteria
    assert asks.values(Facet.WORK_SETTING) == ("remote", "remote-after-training")
    unticked = read(asked(f"{typed}&setting=remote"))
    assert unticked.criteria.chosen == {Facet.WORK_SETTING: ("remote",)}
    assert set(unticked.taken.without) == {"not_setting:hybrid", "not_setting:onsite"}
    chosen = read(asked("q=coder+not+hybrid&setting=onsite"))
    assert meant(chosen.criteria, chosen.taken, at=now()).criteria.values(Facet.WORK_SETTING) == ("onsite",)
