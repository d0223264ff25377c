"""Ways of writing that are easy to read past: parts of a name apart, states in a row, one phrase for several things."""

from __future__ import annotations

import pytest

from careercenter.job_search.understanding import interpret


@pytest.mark.parametrize("text", ["hcc coder, medicare advantage", "medicare advantage remote, hcc coder"])
def test_parts_of_one_name_apart_name_it(text: str) -> None:
    assert interpret(text).specialties == ("medicare-advantage-hcc",)


def test_what_is_left_of_a_name_may_say_too_little() -> None:
    assert interpret("no drug test").excluded == ()


def test_two_names_apart_stay_two() -> None:
    assert interpret("cardiology coder, infusion").specialties == ("cardiovascular", "infusion-injection")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ear, nose and throat", "ent"),
        ("Supplies, drugs and transport billing", "supplies-transport"),
        ("IHS, tribal, VA and military", "tribal-va-military"),
        ("psych coder", "psychiatry"),
        ("chc coder", "fqhc"),
        ("need my first coding job", "entry-level"),
        ("him director", "coding-management"),
        ("hims director", "coding-management"),
        ("drg validator", "drg-validation"),
    ],
)
def test_a_whole_name_is_read_as_one(text: str, slug: str) -> None:
    found = interpret(text)
    assert (found.specialties, found.words, found.corrections) == ((slug,), (), ())


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("tx la ms coder", ("TX", "LA", "MS")),
        ("coder ga al la remote", ("GA", "AL", "LA")),
        ("texas la oklahoma", ("TX", "LA", "OK")),
        ("tx la coder", ("TX",)),
    ],
)
def test_three_states_in_a_row_are_states(text: str, states: tuple[str, ...]) -> None:
    assert sorted(interpret(text).states) == sorted(states)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("externship", ["employment:internship"]),
        ("apprenticeship", ["employment:internship"]),
        ("no experience required", ["experience:0-1"]),
        ("entry level coder", ["experience:0-1"]),
    ],
)
def test_one_phrase_is_offered_once(text: str, keys: list[str]) -> None:
    found = interpret(text)
    assert [one.key for one in found.readings] == keys
    assert found.specialties == ("entry-level",)


@pytest.mark.parametrize("text", ["validator", "applicator"])
def test_another_form_of_a_word_is_not_put_right(text: str) -> None:
    assert interpret(text).corrections == ()


@pytest.mark.parametrize(("typed", "read"), [("contracter", "contractor"), ("auditer", "auditor")])
def test_a_wrong_ending_is_put_right(typed: str, read: str) -> None:
    assert [(one.typed, one.read) for one in interpret(typed).corrections] == [(typed, read)]
