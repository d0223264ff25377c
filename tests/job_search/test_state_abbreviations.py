"""Two letters that are words as well: or and Oregon, in and Indiana, me and Maine, OR and the operating room."""

from __future__ import annotations

import pytest

from careercenter.job_search.request import from_query_params
from careercenter.job_search.understanding import interpret


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("remote OR", ("OR",)),
        ("Remote, OR", ("OR",)),
        ("OR, remote", ("OR",)),
        ("REMOTE, OR", ("OR",)),
        ("remote ME", ("ME",)),
        ("coder, ME", ("ME",)),
        ("OR, WA", ("OR", "WA")),
        ("CA OR", ("CA", "OR")),
        ("ME or NH", ("ME", "NH")),
        ("NH or ME", ("NH", "ME")),
        ("Indiana or ME", ("IN", "ME")),
        ("IN or OH", ("IN", "OH")),
        ("ME, NH, VT", ("ME", "NH", "VT")),
        ("IN, OH, KY", ("IN", "OH", "KY")),
        ("Bend or 97701", ("OR",)),
    ],
)
def test_capitals_beside_states_or_at_an_end_are_states(text: str, states: tuple[str, ...]) -> None:
    found = interpret(text)
    assert found.states == states
    assert found.words == ()


@pytest.mark.parametrize(
    "text", ["ccs OR rhit", "CCS OR RHIT", "remote OR hybrid", "WORK FROM HOME OR HYBRID", "find ME a job", "REMOTE OR"]
)
def test_capitals_between_other_things_are_words(text: str) -> None:
    assert interpret(text).states == ()


def test_half_a_word_where_a_long_text_is_cut_is_no_state() -> None:
    assert interpret("coder " * 34).states == ()
    assert from_query_params([("q", "coder " * 34)])[0].text.split() == ["coder"] * 33
    assert interpret("coder " * 33 + "co").states == ("CO",)


@pytest.mark.parametrize("text", ["TX OR OK", "TX or OK"])
def test_or_between_states_is_no_third(text: str) -> None:
    assert interpret(text).states == ("TX", "OK")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Dallas or Houston", {"Dallas|TX", "Houston|TX"}),
        ("DALLAS OR HOUSTON", {"Dallas|TX", "Houston|TX"}),
        ("CODER IN OR NEAR HOUSTON", {"Houston|TX"}),
        ("Aurora or Denver", {"Aurora|CO", "Denver|CO"}),
        ("Oakland or Fresno", {"Oakland|CA", "Fresno|CA"}),
        ("Albany or Salem", {"Albany|NY", "Salem|OR"}),
        ("Salem, OR or Reno, NV", {"Salem|OR", "Reno|NV"}),
        ("Bend, OR", {"Bend|OR"}),
        ("portland or maine", {"Portland|OR", "ME"}),
        ("bend or", {"Bend|OR"}),
    ],
)
def test_or_between_cities_is_no_oregon(text: str, places: set[str]) -> None:
    found = interpret(text)
    assert {"|".join(one.values) for one in (*found.entities, *found.parts) if one.kind in ("city", "state")} == places
    assert found.words == ()


@pytest.mark.parametrize("text", ["OR coder", "OR charge capture", "remote OR surgical coder"])
def test_or_before_what_is_done_there_is_the_operating_room(text: str) -> None:
    found = interpret(text)
    assert "surgery" in found.specialties
    assert found.states == ()
    assert (text.replace("OR", "Oregon"), "the state of Oregon") in found.offers


@pytest.mark.parametrize("text", ["auditor OR coder", "CPC OR coder", "or coder"])
def test_or_between_two_jobs_is_no_operating_room(text: str) -> None:
    assert "surgery" not in interpret(text).specialties


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("must reside in OR or WA", ("OR", "WA")),
        ("licensed in IN", ("IN",)),
        ("cpc residing in texas", ("TX",)),
        ("licensed in Houston TX", ("TX",)),
    ],
)
def test_to_live_or_be_licensed_there_is_no_word_to_look_for(text: str, states: tuple[str, ...]) -> None:
    found = interpret(text)
    assert (found.states, found.words) == (states, ())
