"""What comes first, and what counts as the same: exact answers, codes, beginnings, employers, misspellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.job_search.query_parser import parse
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import MOST_OF_ONE_EMPLOYER, Criteria, Sort
from tests.contracts.asking import find, ids
from tests.contracts.test_search_engine import CALM
from tests.factories.search import AT, document

ONCOLOGY = {Facet.SPECIALTY: "medical-oncology"}


# Exact answers


def test_standing_under_the_specialty_outweighs_any_words(engine):
    words = "Medical oncology, medical oncology and medical oncology"
    engine.rebuild(
        [
            document("says", "Medical oncology coder", employer=words, specialties=words, description=words, completeness=1.0),
            document("is", "Coder", under=ONCOLOGY, days_ago=60),
            document("other", "Cardiology coder"),
        ]
    )
    assert ids(engine, "medical oncology") == ["is", "says"]


def test_asking_for_the_credential_outweighs_speaking_of_it(engine):
    engine.rebuild(
        [
            document("says", "CPC wanted, CPC or CPC", credentials="CPC", description="cpc " * 50),
            document("asks", "Coder", credentials="CPC Certified Professional Coder", under={Facet.CREDENTIAL: "cpc"}),
        ]
    )
    assert ids(engine, "cpc") == ["asks", "says"]


def test_among_exact_answers_words_decide(engine):
    engine.rebuild(
        [document("b", "Coder", under=ONCOLOGY), document("a", "Medical oncology coder", under=ONCOLOGY, days_ago=30)]
    )
    assert ids(engine, "medical oncology") == ["a", "b"]


def test_more_exact_answers_come_first(engine):
    both = {Facet.SPECIALTY: ("medical-oncology",), Facet.CREDENTIAL: ("cpc",)}
    engine.rebuild(
        [
            document("one", "Medical oncology medical oncology CPC", under=ONCOLOGY),
            document("both", "Coder, CPC", under=both, days_ago=50),
        ]
    )
    assert ids(engine, "medical oncology cpc") == ["both", "one"]


def test_what_names_a_code_comes_before_its_specialty(engine):
    engine.rebuild(
        [
            document("family", "Cellular therapy coder", under={Facet.SPECIALTY: "cellular-therapy"}, completeness=1.0),
            document("names", "Coder", codes="38228", days_ago=60),
            document("says", "Coder", description="You know 38228 and others.", days_ago=70),
            document("else", "Coder", codes="99213"),
        ]
    )
    assert ids(engine, "38228") == ["names", "says", "family"]


# Beginnings


def test_a_star_stands_for_any_ending(engine):
    engine.rebuild([document("a", "Oncology coder"), document("b", "Oncologic surgery"), document("c", "Cardiology coder")])
    assert set(ids(engine, "onco*")) == {"a", "b"}
    assert ids(engine, "onco* surgery") == ["b"]
    assert ids(engine, "coder -onco*") == ["c"]
    assert set(ids(engine, "coders*")) == {"a", "c"}


def test_a_beginning_is_of_three_letters_at_least(engine):
    engine.rebuild([document("a", "Oncology coder"), document("b", "Surgery coder")])
    found = find(engine, "on* coder")
    assert found.ignored == ("on*",)
    assert found.total == 2


def test_all_that_begins_so_counts_as_one_word(engine):
    engine.rebuild(
        [
            document("many", "Coding oncology oncologic oncologist"),
            document("once", "Coding oncology"),
            *(document(f"x{number}", "Coding") for number in range(8)),
        ]
    )
    assert ids(engine, "onco*") == ["many", "once"]


# Employers


def of(employer: str, public_id: str, title: str = "Oncology coder", **said):
    return document(public_id, title, under={Facet.EMPLOYER: employer}, **said)


def test_no_employer_has_more_than_three_of_the_first_page(engine):
    better = [of("big", f"b{number}", "Oncology coder", completeness=1.0) for number in range(9)]
    others = [of(f"small{number}", f"s{number}", "Coder", description="oncology") for number in range(7)]
    engine.rebuild([*better, *others])
    first = ids(engine, "oncology", size=10)
    assert first == [*(f"b{number}" for number in range(MOST_OF_ONE_EMPLOYER)), *(f"s{number}" for number in range(7))]
    assert ids(engine, "oncology", size=10, page=2) == [f"b{number}" for number in range(3, 9)]


def test_where_there_is_nobody_else_the_page_is_filled(engine):
    engine.rebuild([of("big", f"b{number}") for number in range(6)] + [of("small", "s", "Coder", description="oncology")])
    assert ids(engine, "oncology", size=6) == ["b0", "b1", "b2", "s", "b3", "b4"]
    assert ids(engine, "oncology", size=6, page=2) == ["b5"]


def test_a_chosen_employer_and_another_order_are_not_spread(engine):
    engine.rebuild([of("big", f"b{number}") for number in range(5)] + [of("small", "s", days_ago=30)])
    assert ids(engine, "oncology", employer=("big", "small")) == [*(f"b{number}" for number in range(5)), "s"]
    assert ids(engine, "oncology", sort=Sort.NEWEST) == [*(f"b{number}" for number in range(5)), "s"]


@CALM
@given(employers=st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=40), size=st.integers(1, 12))
def test_pages_of_the_best_hold_everything_once(spread, employers, size):
    spread.rebuild([of(name, f"{number:02}", days_ago=number % 3) for number, name in enumerate(employers)])
    pages = [ids(spread, "oncology", size=size, page=page) for page in range(1, -(-len(employers) // size) + 1)]
    assert sorted(one for page in pages for one in page) == [f"{number:02}" for number in range(len(employers))]


@pytest.fixture(scope="module")
def spread(make):
    return make()


# Slips


def test_the_nearest_word_that_is_held_is_given(engine):
    engine.rebuild([document("a", "Oncology coder"), document("b", "Infusion"), document("c", "Infusions of oncologists")])
    assert engine.nearest(["oncolgy", "infusoin", "coder", "oncology"]) == {"oncolgy": "oncology", "infusoin": "infusion"}


def test_nothing_is_nearest_to_what_is_held_or_like_nothing(engine):
    engine.rebuild([document("a", "Oncology coder")])
    assert engine.nearest(["oncology", "zzzzzzz", "me", "", "two words", "\0", "ö" * 9]) == {}


def test_a_word_of_what_was_dropped_is_not_given(engine):
    engine.rebuild([document("a", "Oncology coder"), document("b", "Cardiology coder"), document("c", "Coder")])
    engine.drop(["a"])
    assert engine.nearest(["oncolgy", "cardiolgy"]) == {"cardiolgy": "cardiology"}


# Counting


def test_only_what_is_asked_for_is_counted(board):
    found = board.find(Criteria(parse("coder")), at=AT, counted=(Facet.STATE,))
    assert set(found.facets) == {Facet.STATE}
    assert board.find(Criteria(parse("coder")), at=AT, counted=()).facets == {}
    assert board.find(Criteria(parse("coder")), at=AT, counted=()).ids == found.ids
