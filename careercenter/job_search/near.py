"""A place to look around, from what people write."""

from __future__ import annotations

from careercenter.language.locations import NamedPlace, city_named, namesakes, place_named
from careercenter.language.tokenizer import phrase
from careercenter.search.interface import Near


def near_named(text: str) -> Near | None:
    """Read a place as people write it: "77002", "Houston, TX", a larger city by its name alone."""
    return _around(place_named(text))


def namesakes_of(text: str) -> list[str]:
    """Give the other states with a city of the name somebody wrote alone, without its state; [] for any other place."""
    found = place_named(text)
    city = found.name.rpartition(", ")[0] if found else ""
    return namesakes(city, found.state) if found and phrase(city) == phrase(text) else []


def near_city(city: str, state: str) -> Near | None:
    return _around(city_named(city, state))


def _around(place: NamedPlace | None) -> Near | None:
    return Near(place.name, place.latitude, place.longitude, place.state) if place else None
