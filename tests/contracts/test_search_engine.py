"""What every search engine must do. One suite, each engine."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.interface import DEEPEST_PAGE, UNSAID, Document, EngineUnavailable, SearchEngine, Sort
from careercenter.search.memory_engine import MemoryEngine
from tests.contracts.asking import find, ids
from tests.factories.search import AT, document

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# Writing


def test_what_is_put_is_found_on_return(engine):
    engine.upsert([document("a", "Oncology coder")])
    assert ids(engine, "oncology") == ["a"]
    assert engine.ids() == {"a"}


def test_putting_again_replaces(engine):
    engine.upsert([document("a", "Oncology coder")])
    engine.upsert([document("a", "Radiology coder")])
    assert ids(engine, "oncology") == []
    assert ids(engine, "radiology") == ["a"]
    assert find(engine).total == 1


def test_the_last_of_a_repeated_id_counts(engine):
    engine.upsert([document("a", "Oncology coder"), document("b", "Oncology"), document("a", "Radiology coder")])
    assert ids(engine, "oncology") == ["b"]
    assert ids(engine, "radiology") == ["a"]
    engine.rebuild([document("c", "Surgery"), document("c", "Cardiology")])
    assert (ids(engine, "surgery"), ids(engine, "cardiology")) == ([], ["c"])


def test_what_is_dropped_is_gone_and_unknown_ids_are_no_mistake(engine):
    engine.upsert([document("a", "Coder"), document("b", "Coder")])
    engine.drop(["a", "never-held"])
    assert ids(engine, "coder") == ["b"]
    assert engine.ids() == {"b"}
    engine.upsert([document("a", "Coder")])
    assert engine.ids() == {"a", "b"}


def test_the_revision_of_each_is_kept(engine):
    engine.upsert([document("a", revision="1.1"), document("b", revision="4.2")])
    assert engine.revisions() == {"a": "1.1", "b": "4.2"}
    engine.upsert([document("a", revision="2.1")])
    engine.drop(["b"])
    assert engine.revisions() == {"a": "2.1"}


def test_writing_nothing_changes_nothing(engine):
    engine.upsert([document("a", "Coder")])
    engine.upsert([])
    engine.drop([])
    assert engine.ids() == {"a"}


def test_many_small_writes_leave_what_one_large_one_would(engine):
    for number in range(40):
        engine.upsert([document(f"{number:02}", "Oncology coder", days_ago=number)])
        if number % 3 == 0:
            engine.drop([f"{number:02}"])
    assert ids(engine, "oncology", size=100) == [f"{number:02}" for number in range(40) if number % 3]


def test_a_rebuild_replaces_everything(engine):
    engine.upsert([document("a", "Coder"), document("b", "Coder")])
    engine.rebuild([document("c", "Coder")])
    assert engine.ids() == {"c"}
    assert ids(engine, "coder") == ["c"]


def test_a_rebuild_that_fails_leaves_the_old(engine):
    engine.rebuild([document("a", "Coder")])

    def documents() -> Iterator[Document]:
        yield document("b", "Coder")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(documents())
    assert ids(engine, "coder") == ["a"]
    assert not engine.stale()


def test_an_engine_is_stale_and_answers_nothing_until_it_was_built_whole(make):
    engine = make()
    assert engine.stale()
    engine.drop(["a"])
    engine.upsert([document("a", "Coder")])
    assert engine.stale()
    assert engine.ids() == frozenset()
    with pytest.raises(EngineUnavailable):
        find(engine)
    engine.rebuild([document("a", "Coder")])
    assert not engine.stale()
    engine.upsert([document("b", "Coder")])
    assert not engine.stale()


def test_an_empty_engine_answers(engine):
    engine.rebuild([])
    found = find(engine, "coder", state=("TX",))
    assert (found.ids, found.total, found.page) == ((), 0, 1)


# Words


FIELDS = ("title", "employer", "specialties", "credentials", "places", "description")


def test_words_are_found_in_every_field_and_weigh_in_their_order(engine):
    engine.rebuild([document(name, **{name: "zebra"}, days_ago=at) for at, name in enumerate(reversed(FIELDS))])
    assert ids(engine, "zebra") == list(FIELDS)


def test_a_word_in_the_title_outweighs_many_in_the_description(engine):
    engine.rebuild([document("often", description="oncology " * 50), document("title", "Oncology coder", days_ago=40)])
    assert ids(engine, "oncology") == ["title", "often"]


def test_all_words_have_to_be_there_in_any_field(engine):
    engine.rebuild([document("a", "Oncology", places="Houston"), document("b", "Oncology"), document("c", places="Houston")])
    assert ids(engine, "oncology houston") == ["a"]


def test_quoted_words_stand_side_by_side_within_one_field(engine):
    engine.rebuild(
        [
            document("side", description="charge capture analyst"),
            document("apart", description="capture the charge"),
            document("fields", "Charge", employer="Capture"),
        ]
    )
    assert ids(engine, '"charge capture"') == ["side"]
    assert set(ids(engine, "charge capture")) >= {"side", "apart", "fields"}
    assert ids(engine, '"capture analyst charge"') == []


def test_a_joined_word_finds_both_spellings(engine):
    engine.rebuild([document("hyphen", "Full-time coder"), document("space", "Coder, full time"), document("no", "Full on")])
    assert set(ids(engine, "full-time")) == {"hyphen", "space"}


def test_a_word_with_a_minus_must_be_absent(engine):
    engine.rebuild([document("a", "Remote coder"), document("b", "Coder on site"), document("c", "Night shift coder")])
    assert set(ids(engine, "coder -remote")) == {"b", "c"}
    assert set(ids(engine, '-remote -"night shift"')) == {"b"}


def test_coder_coders_and_coding_are_one_word(engine):
    engine.rebuild([document("a", "Coder"), document("b", "Coders"), document("c", "Coding"), document("d", "Clerk")])
    for word in ("coder", "Coders", "CODING"):
        assert set(ids(engine, word)) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("CPC", {"cpc"}),
        ("cpc-a", {"cpc-a"}),
        ("CCS", {"ccs"}),
        ("ccs-p", {"ccs-p"}),
        ("CCS‑P", {"ccs-p"}),  # the hyphen that does not break, as pasted from a page
        ("ccsp", {"ccs-p"}),
        ("COSC", {"cosc"}),
        ("cos-c", {"cos-c"}),
    ],
)
def test_a_credential_never_answers_for_its_look_alike(engine, words, expected):
    held = ["CPC", "CPC-A", "CCS", "CCS-P", "COSC", "COS-C"]
    engine.rebuild([document(name.lower(), credentials=name) for name in held])
    assert set(ids(engine, words)) == expected


@pytest.mark.parametrize(("words", "written"), [("e&m", "E/M"), ("car t", "CAR-T"), ("icd10", "ICD-10-CM"), ("I & I", "I&I")])
def test_the_fields_words_are_found_however_they_are_written(engine, words, written):
    engine.rebuild([document("a", description=f"Codes {written} daily"), document("b", description="e m car t icd 3 i")])
    assert "a" in ids(engine, words)


def test_a_specialtys_synonym_finds_what_stands_under_it(engine):
    engine.rebuild(
        [
            document("child", "Coder", under={Facet.SPECIALTY: ("radiation-oncology", "oncology")}),
            document("parent", "Coder", under={Facet.SPECIALTY: "oncology"}),
            document("other", "Coder", under={Facet.SPECIALTY: "radiology"}),
        ]
    )
    assert set(ids(engine, "onc coder")) == {"child", "parent"}
    assert ids(engine, "rad onc coder") == ["child"]


def test_words_past_the_twelfth_are_named(engine):
    engine.rebuild([document("a", " ".join(f"w{n}" for n in range(12)))])
    found = find(engine, " ".join(f"w{n}" for n in range(14)))
    assert found.ids == ("a",)
    assert found.ignored == ("w12", "w13")


# Facets


def test_choices_mean_or_within_a_facet_and_and_across(board):
    assert set(ids(board, state=("TX", "OH"))) == {"a", "b", "d"}
    assert set(ids(board, state=("TX", "OH"), work_setting=("remote", "hybrid"))) == {"a", "d"}
    assert ids(board, state=("GU",)) == []


def test_a_facet_is_counted_without_its_own_choice(board):
    found = find(board, state=("TX",), work_setting=("remote",))
    assert found.ids == ("a",)
    assert found.facets[Facet.STATE] == {"TX": 1, "CA": 2}
    assert found.facets[Facet.WORK_SETTING] == {"remote": 1, "onsite": 1}


def test_a_choice_nothing_stands_under_is_counted_as_none(board):
    assert find(board, state=("GU",)).facets[Facet.STATE]["GU"] == 0


def test_pay_counts_under_every_floor_it_reaches(board):
    assert find(board).facets[Facet.PAY] == {
        "2000": 3, "2500": 3, "3000": 2, "3500": 1, "4000": 1, "5000": 1, UNSAID: 1
    }  # fmt: skip
    assert set(ids(board, pay=("2600",))) == {"a", "b", "c"}
    assert set(ids(board, pay=("5000", "3000"))) == {"a", "c"}


def test_posted_counts_within_every_time(board):
    assert find(board).facets[Facet.POSTED] == {"1": 1, "3": 2, "7": 2, "14": 3, "30": 3}
    assert set(ids(board, posted=("1", "3"))) == {"a", "b"}


@pytest.mark.parametrize("value", ["", "abc", "-5", "²", "٣", "9" * 40, "0"])
def test_a_step_that_means_nothing_narrows_nothing(board, value):
    assert find(board, pay=(value,), posted=(value,)).total == 4


def test_a_count_is_the_total_after_choosing(board):
    for words in ("", "coder"):
        for facet, counts in find(board, words).facets.items():
            for value, count in counts.items():
                assert find(board, words, **{facet.name.lower(): (value,)}).total == count


# Order, pages, time


def test_newest_first_and_equals_by_id(engine):
    engine.rebuild([document("b"), document("a"), document("old", days_ago=9), document("new", days_ago=1)])
    assert ids(engine, sort=Sort.NEWEST) == ["new", "a", "b", "old"]
    assert ids(engine) == ["new", "a", "b", "old"]


def test_highest_pay_first_and_none_last(engine):
    engine.rebuild(
        [
            document("none"),
            document("low", pay=(2000, 2500)),
            document("floor", pay=(3000, None)),
            document("high", pay=(1500, 9000)),
            document("low-too", pay=(None, 2500), days_ago=1),
        ]
    )
    assert ids(engine, sort=Sort.PAY) == ["high", "floor", "low-too", "low", "none"]


def test_closing_soonest_first(engine):
    engine.rebuild([document("later", closes_in=9), document("soon", closes_in=1), document("fresh", closes_in=1, days_ago=1)])
    assert ids(engine, sort=Sort.CLOSING) == ["fresh", "soon", "later"]


def test_among_equal_matches_the_newer_is_first(engine):
    engine.rebuild([document("old", "Oncology coder", days_ago=60), document("new", "Oncology coder", days_ago=1)])
    assert ids(engine, "oncology") == ["new", "old"]


def test_pages_cover_everything_once(engine):
    engine.rebuild([document(f"{number:02}", "Coder", days_ago=number % 4) for number in range(23)])
    pages = [ids(engine, "coder", page=page, size=5) for page in range(1, 6)]
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
    assert [one for page in pages for one in page] == ids(engine, "coder", size=100)


@pytest.mark.parametrize("page", [0, -1, 4, DEEPEST_PAGE + 1, 10**12])
def test_a_page_that_is_not_there_is_the_first(engine, page):
    engine.rebuild([document(str(number)) for number in range(6)])
    found = find(engine, page=page, size=2)
    assert (found.page, len(found.ids), found.total) == (1, 2, 6)


def test_what_has_closed_is_not_found_nor_counted(engine):
    texas = {Facet.STATE: "TX"}
    engine.rebuild([document("a", closes_in=1, under=texas), document("b", closes_in=3, under=texas)])
    last_moment = AT + timedelta(days=1) - timedelta(microseconds=1)
    assert set(ids(engine, at=last_moment)) == {"a", "b"}
    closed = find(engine, at=AT + timedelta(days=1))
    assert closed.ids == ("b",)
    assert closed.facets[Facet.STATE] == {"TX": 1}


# Any text


@pytest.fixture(scope="module")
def steady(make) -> SearchEngine:
    made = make()
    made.rebuild(VARIED)
    return made


WORDS = ("oncology", "coder", "remote", "houston", "cpc", "cpc-a", "charge", "capture", "inpatient", "zebra")
VARIED = [
    document(
        f"{number:03}",
        f"{WORDS[number % 10]} {WORDS[number % 7]}",
        description=" ".join(WORDS[(number * step) % 10] for step in range(1, 9)),
        under={Facet.STATE: ("TX", "CA") if number % 2 else "OH", Facet.SPECIALTY: ("asc", "oncology", "cdi")[number % 3]},
        days_ago=number % 5,
        pay=(2000 + number * 20, None) if number % 4 else (None, None),
    )
    for number in range(60)
]


@CALM
@given(words=st.text(max_size=300) | st.text(alphabet='ab*?~^"()[]{}:-+/&.\\ \0\ud800é', max_size=300))
def test_no_text_raises(steady, words):
    found = find(steady, words)
    assert found.total <= len(VARIED)
    assert all(isinstance(word, str) for word in found.ignored)


@pytest.mark.parametrize("words", ["*" * 10_000, "*a* " * 5_000, '"' * 9_999, "a-" * 50_000, "\0\ud800" * 500, "a.b." * 9_000])
def test_hostile_text_costs_little(steady, words):
    began = time.process_time()
    find(steady, words)
    assert time.process_time() - began < 1.0


@CALM
@given(one=st.sampled_from(WORDS), other=st.sampled_from(WORDS))
def test_either_of_two_finds_what_each_finds(steady, one, other):
    each = {*ids(steady, one, size=100), *ids(steady, other, size=100)}
    assert set(ids(steady, f"{one} | {other}", size=100)) == each


@CALM
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), more=st.sampled_from(WORDS))
def test_another_word_never_widens(steady, words, more):
    fewer = set(ids(steady, " ".join(words), size=100))
    assert set(ids(steady, " ".join([*words, more]), size=100)) <= fewer
    assert set(ids(steady, " ".join([*words, "-" + more]), size=100)) <= fewer


@given(
    words=st.lists(st.sampled_from([*WORDS, '"charge capture"', "-zebra", "onc", "-remote", "|"]), max_size=5),
    chosen=st.dictionaries(st.sampled_from(["TX", "OH", "GU"]), st.none(), max_size=2),
    sort=st.sampled_from(list(Sort)),
)
@CALM
def test_engines_agree(both, words, chosen, sort):
    asked = {"state": tuple(chosen)} if chosen else {}
    memory, other = (find(engine, " ".join(words), sort=sort, size=100, **asked) for engine in both)
    assert other == dataclasses.replace(memory, facets={facet: dict(counts) for facet, counts in memory.facets.items()})


@pytest.fixture(scope="module")
def both(make) -> tuple[SearchEngine, SearchEngine]:
    """The reference, and another after many writes and deletions: its answers must not depend on them."""
    memory, other = MemoryEngine(POSTINGS), make()
    memory.rebuild(VARIED)
    other.rebuild(VARIED[30:])
    for at in range(0, 30, 3):
        other.upsert([document("gone", "oncology coder zebra"), *VARIED[at : at + 3], *VARIED[40:42]])
    other.drop(["gone"])
    return memory, other
