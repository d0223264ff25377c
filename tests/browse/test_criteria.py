"""The address holds the whole search, and nothing in an address can break the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from careercenter.browse.criteria import in_words, is_known, label, read, without, without_words, write
from careercenter.search.port import LONGEST_QUERY, Criteria, Facet, Sort

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
        "employer=x",
    ],
)
def test_an_unknown_choice_is_dropped_with_a_word(query: str) -> None:
    reading = read(asked(query))
    assert reading.criteria.empty
    assert len(reading.notes) == 1


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
        st.sampled_from([*(f.value for f in Facet), "q", "sort", "page"]), st.lists(st.text(max_size=40), max_size=4)
    )
)
def test_no_address_raises(values: dict[str, list[str]]) -> None:
    reading = read(MultiDict([(name, one) for name, many in values.items() for one in many]))
    assert isinstance(reading.criteria, Criteria)
    for facet, chosen in reading.criteria.chosen.items():
        for value in chosen:
            assert is_known(facet, value)
            assert in_words(facet, value)
