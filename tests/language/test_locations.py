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
    assert (
        locations.unmistakable_city("Columbus") is None
    )  # of Ohio, Georgia and others: a search asks, an announcement does not
