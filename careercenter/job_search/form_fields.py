"""Telling choices the form fills in because the text says so from those a person made.

The form shows what was read as choices made, and names in hidden fields "read" the keys of the entities that filled them in.
What of it comes back was not chosen; what does not come back was taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from careercenter.core.numbers import cents
from careercenter.job_search.near import near_city, near_named
from careercenter.job_search.understanding.entities import FACTS
from careercenter.language.pay import Pay
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Near
from careercenter.taxonomy.work_terms import PayUnit

# Kinds of entities that are values of a facet too, and so are chosen beside the results.
ENTITY_FACETS = {
    **{kind: fact.facet for kind, fact in FACTS.items() if not fact.several},
    "state": Facet.STATE,
    "pay": Facet.PAY,
    "miles": Facet.DISTANCE,
}
# Before the key of a place that is read as the state to live in.
RESIDENCE_PREFIX = "live-"
READ_KEYS = "read"


def filled_by_the_words(
    fields: Mapping[str, list[str]], keys: Sequence[str], near: Near | None
) -> tuple[set[tuple[str, str]], list[str]]:
    """Give the fields (names and values) that were filled in and came back, and the keys of entities that were emptied.

    `keys` are those the form named, `near` is the place in the field for one, read.
    """
    filled: set[tuple[str, str]] = set()
    emptied: list[str] = []
    for key in keys:
        pairs = _fields_of(key)
        came_back = all(
            value in fields.get(name, ()) or (name == "near" and near is not None and near.name == value)
            for name, value in pairs
        )
        if pairs and came_back:
            filled.update(pairs)
        elif pairs:
            emptied.append(key.removeprefix(RESIDENCE_PREFIX))
    return filled, emptied


def _fields_of(key: str) -> list[tuple[str, str]]:
    """Give the fields of the form that an entity fills: their names and values."""
    kind, _, values = key.removeprefix(RESIDENCE_PREFIX).partition(":")
    if kind in ("city", "zip"):
        city, _, state = values.rpartition("|")
        near = near_named(values) if kind == "zip" else near_city(city, state)
        if near is None:
            return []
        return [(Facet.STATE.value, near.state)] if key.startswith(RESIDENCE_PREFIX) else [("near", near.name)]
    return [(ENTITY_FACETS[kind].value, value) for value in _facet_values(kind, values)] if kind in ENTITY_FACETS else []


def _facet_values(kind: str, values: str) -> list[str]:
    """Give an entity's values as the facet writes them: pay is a floor in hourly cents there."""
    parts = values.split("|")
    if kind != "pay":
        return parts
    amount, unit = (parts[0], parts[-1]) if len(parts) == 2 else ("", "")
    said = cents(amount)
    hourly = Pay(PayUnit(unit), said).hourly_cents if said and unit in set(PayUnit) else None
    return [str(hourly)] if hourly else []
