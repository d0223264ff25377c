"""Places left out of the whole country, places with apostrophes, territories, the armed forces, and names of two states."""

from __future__ import annotations

import pytest

from careercenter.job_search.near import near_named
from careercenter.job_search.understanding import interpret
from careercenter.language.normalization import normalize


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("all states but california", ("CA",)),
        ("all states except ny", ("NY",)),
        ("50 states except ca", ("CA",)),
        ("fifty states excluding ca", ("CA",)),
        ("all 50 states except california, new york and hawaii", ("CA", "NY", "HI")),
        ("all of the us states but nj", ("NJ",)),
        ("every state but texas", ("TX",)),
        ("any state other than ohio", ("OH",)),
        ("everywhere except ny", ("NY",)),
        ("everywhere but ny", ("NY",)),
        ("nationwide except ca and ny", ("CA", "NY")),
        ("nationwide but not california", ("CA",)),
        ("anywhere other than texas", ("TX",)),
        ("anywhere besides new jersey", ("NJ",)),
        ("remote anywhere but CA, NY, or CO", ("CA", "NY", "CO")),
        ("all except texas", ("TX",)),
        ("all but california and texas", ("CA", "TX")),
        ("all states with the exception of texas", ("TX",)),
        ("all states minus wa", ("WA",)),
        ("outside of texas", ("TX",)),
        ("usa except hawaii", ("HI",)),
    ],
)
def test_what_is_left_out_is_never_asked_for(text: str, left_out: tuple[str, ...]) -> None:
    found = interpret(text)
    assert (found.states, found.excluded_states, found.words) == ((), left_out, ())


def test_the_rest_of_the_words_keeps_its_meaning() -> None:
    found = interpret("all states but california oncology coder remote cpc")
    assert found.excluded_states == ("CA",)
    assert (found.specialties, found.credentials, found.work_settings, found.words) == (
        ("oncology",),
        ("cpc",),
        ("remote",),
        (),
    )


def test_everything_but_a_specialty_keeps_it_out() -> None:
    found = interpret("everything but inpatient")
    assert found.specialties == ()
    assert found.excluded == (("specialty", ("inpatient",)),)


@pytest.mark.parametrize(
    "text", ["all states", "any state", "every state", "50 states", "nationwide", "everywhere", "lower 48 states"]
)
def test_the_whole_country_is_no_word_to_look_for(text: str) -> None:
    found = interpret(f"{text} oncology")
    assert (found.words, found.states, found.excluded_states, found.specialties) == ((), (), (), ("oncology",))


@pytest.mark.parametrize(
    "text", ["onco\u00adlogy", "onco\u200blogy", "\ufeffoncology", "onco\u2060logy", "onco\u200dlogy", "ONCO\u00adLOGY"]
)
def test_characters_without_width_are_left_out_of_what_is_typed_and_of_what_is_found(text: str) -> None:
    assert interpret(text).specialties == ("oncology",)
    assert normalize(text) == "oncology"


@pytest.mark.parametrize("text", ["medical\u00a0coder", "medical\u2009coder", "medical\u2028coder", "medical\u0085coder"])
def test_spaces_of_any_kind_part_words(text: str) -> None:
    assert normalize(text) == "medical coder"
    assert interpret(f"{text} oncology").words == ()


@pytest.mark.parametrize(
    "text",
    [
        "O'Fallon, IL", "o'fallon il", "O\u2019Fallon, Illinois", "OFallon IL", "O Fallon, IL", "Coeur d'Alene, ID",
        "coeur d\u2019alene idaho", "coeur d alene id", "coeur dalene id", "Lee's Summit, MO", "D'Iberville, MS",
        "L'Anse, MI", "Land O'Lakes, FL", "St. Louis, MO", "Saint Louis, MO", "Ft. Worth, TX", "Mt. Vernon, NY",
        "Mount Vernon, NY", "St. Thomas, VI",
    ],
)  # fmt: skip
def test_places_with_apostrophes_and_short_words_are_known(text: str) -> None:
    found = interpret(text)
    assert found.city
    assert found.words == ()
    assert near_named(text) is not None


def test_names_with_an_apostrophe_are_written_as_people_write_them() -> None:
    assert interpret("coeur d'alene id").city == "Coeur d'Alene"
    assert interpret("o'fallon il").city == "O'Fallon"
    assert interpret("d'iberville ms").city == "D'Iberville"


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("virgin islands", ("VI",)),
        ("US Virgin Islands", ("VI",)),
        ("U.S. Virgin Islands", ("VI",)),
        ("APO AE 09012", ("AE",)),
        ("remote apo ae", ("AE",)),
        ("FPO, AP 96349", ("AP",)),
        ("DPO AA 34002", ("AA",)),
        ("APO 09012", ("AE",)),
        ("armed forces pacific", ("AP",)),
        ("carolina", ("NC", "SC")),
        ("remote the carolinas", ("NC", "SC")),
        ("north carolina", ("NC",)),
        ("dakotas", ("ND", "SD")),
        ("coder VI", ()),
        ("Coder II AP", ()),
    ],
)
def test_states_by_their_other_names(text: str, states: tuple[str, ...]) -> None:
    found = interpret(text)
    assert found.states == states
    assert found.city is None


def test_a_city_called_carolina_is_found_beside_its_state() -> None:
    assert interpret("Carolina, PR").city == "Carolina"


def test_a_zip_code_that_lost_its_zero_is_offered() -> None:
    assert interpret("coder 2115").offers == (("coder zip 02115", "the ZIP code of Boston, MA"),)
    near = near_named("2115")
    assert near is not None
    assert near.name == "02115"
    assert interpret("1099 coder").offers == ()
