"""A place to look around, from what people write."""

from __future__ import annotations

from careercenter.language.locations import NamedPlace, city_named, place_named
from careercenter.search.interface import Near


def near_named(text: str) -> Near | None:
    """Read a place as people write it: "77002", "Houston, TX", a larger city by its name alone."""
    return _around(place_named(text))


def near_city(city: str, state: str) -> Near | None:
    return _around(city_named(city, state))


def _around(place: NamedPlace | None) -> Near | None:
    return Near(place.name, place.latitude, place.longitude, place.state) if place else None
