"""Places in words, and the ones that need no state."""

from __future__ import annotations

from careercenter.importing.place_words import read_places
from careercenter.language import locations
from careercenter.postings.content import Place


def test_cities_that_mean_one_place_are_read_without_their_state_in_searches_and_announcements() -> None:
    for text, city, state in (
        ("NYC", "New York", "NY"),
        ("St. Louis", "Saint Louis", "MO"),
        ("Menlo Park", "Menlo Park", "CA"),
    ):
        assert locations.unmistakable_city(text) == (city, state)
        assert read_places(text) == (Place(city, state),)
        named = locations.place_named(text.lower())
        assert named
        assert named.state == state


def test_a_name_of_several_cities_alone_is_no_place_of_an_announcement() -> None:
    assert locations.unmistakable_city("Columbus") is None
    assert read_places("Columbus") == ()
    assert locations.place_named("columbus").state == "OH"  # a search says which it took, and can be told otherwise
