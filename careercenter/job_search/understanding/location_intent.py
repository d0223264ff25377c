"""What places mean: one to look around, states to live in, or both, by what is said of working from home beside them.

"Houston" asks for jobs near Houston and for work from home that may be done there; "remote Houston" for work from home alone;
"onsite Houston" for jobs near it alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from careercenter.core.places import lookup_zip
from careercenter.job_search.near import near_city, near_named
from careercenter.job_search.understanding.entities import NOT, Entity
from careercenter.job_search.understanding.recognizer import EntityRecognizer
from careercenter.language import locations
from careercenter.language.tokenizer import phrase
from careercenter.postings.search_schema import FROM_HOME
from careercenter.search.interface import Near

PLACES = ("zip", "city")
_KEPT_OUT = (f"{NOT}state", f"{NOT}region")

# What may stand between "remote or" and the place, in either order.
_BETWEEN = frozenset("or near in around by at of from within close to in-person work job the".split())
_ALTERNATIVE = "or"


@dataclass(frozen=True, slots=True)
class Placed:
    """`states`: those to live in, asked for. `parts`: keys of entities that another one says too, or that count for nothing."""

    near: Near | None
    miles: int | None
    states: tuple[str, ...]
    parts: frozenset[str]


def joined(recognizer: EntityRecognizer) -> list[Entity]:
    """Give the entities, a place that stands together being one: "Dayton, Ohio", "Houston TX 77030"."""
    entities = _of_one_name(list(recognizer.entities), recognizer)
    for kind, joins in (("city", ("state",)), ("zip", ("state", "city"))):
        for place in [one for one in entities if one.kind == kind]:
            for other in [one for one in entities if one.kind in joins]:
                if _state(other) == _state(place) and _beside(recognizer, place, other):
                    start = min(recognizer.spans[place.key][0], recognizer.spans[other.key][0])
                    end = max(recognizer.spans[place.key][1], recognizer.spans[other.key][1])
                    recognizer.spans[place.key] = (start, end)
                    wider = replace(place, typed=recognizer.cased[start:end].strip(" ,;"))
                    entities = [wider if one.key == place.key else one for one in entities if one is not other]
    return entities


def placed(recognizer: EntityRecognizer, entities: list[Entity], kept: list[Entity], beside: Near | None) -> Placed:
    """Decide what the places among the entities kept mean; to one chosen `beside` the words they yield.

    How they are meant hangs on all that was typed: to take one reading back takes away what it asks for, and turns no other.
    """
    typed = [one for one in kept if one.kind == "state"]
    # "northeast Ohio" is Ohio.
    regions = [one for one in kept if one.kind == "region" and (beside or typed or _named(kept))]
    named = _named(kept)
    miles = [one for one in kept if one.kind == "miles"][:1]
    near = beside or _near(named, or_from_home=_home(entities) or not _away(entities))
    if near is None or (beside is None and _to_live_in(recognizer, entities)):
        states = tuple(dict.fromkeys(_state(one) for one in (*typed, *named)))
        return Placed(None, None, states, _said_twice([*typed, *named]) | _keys([*regions, *miles]))
    parts = named if beside else _said_by_zip(named)
    # Of a place chosen beside the words, a state among them is no part.
    told = [] if beside else [one for one in typed if _state(one) in near.states]
    states = tuple(dict.fromkeys(_state(one) for one in typed if one not in told))
    far = int(miles[0].values[0]) if miles else None
    return Placed(near, far, states, _keys([*parts, *told, *regions, *_instead(recognizer, entities), *miles]))


def otherwise(recognizer: EntityRecognizer, entities: list[Entity]) -> list[tuple[str, str]]:
    """Offer what a place may mean as well: the namesakes of a city typed without its state, the city that LA is called.

    Each is the whole text with that place in it, and its name.
    """
    found = []
    said = {one.values[0] for one in entities if one.kind == "state"}
    for one in entities:
        start, end = recognizer.spans[one.key]
        typed = recognizer.cased[start:end]
        others = []
        if one.kind == "city" and phrase(typed) == phrase(one.values[0]):
            # Where all of a name are looked around already, any may be meant alone.
            meant = [other.values[-1] for other in entities if _same_name(recognizer, one, other)]
            states = meant if len(meant) > 1 else locations.namesakes(*one.values)
            others = [f"{one.values[0]}, {state}" for state in states if not said or state in said]
        elif one.kind == "state" and typed.lower() == "la":
            others = ["Los Angeles"]
        found += [(f"{recognizer.cased[:start]}{other}{recognizer.cased[end:]}", other) for other in others]
    return list(dict.fromkeys(found))


def place_of(one: Entity) -> Near | None:
    """Give the place of an entity that names one."""
    return near_named(one.values[0]) if one.kind == "zip" else near_city(*one.values)


def _of_one_name(entities: list[Entity], recognizer: EntityRecognizer) -> list[Entity]:
    """Of cities of one name leave the one whose state is named anywhere: "springfield coder il"."""
    said = {one.values[0] for one in entities if one.kind == "state"}
    told = [one for one in entities if one.kind == "city" and one.values[-1] in said]
    return [one for one in entities if one in told or not any(_same_name(recognizer, one, other) for other in told)]


def _same_name(recognizer: EntityRecognizer, one: Entity, other: Entity) -> bool:
    """Say whether two entities are cities read from the same words, or one such city."""
    return one.kind == other.kind == "city" and recognizer.spans[one.key] == recognizer.spans[other.key]


def _said_by_zip(named: list[Entity]) -> list[Entity]:
    """Give the cities that a ZIP code named beside them says more exactly."""
    inside = {(place.city, place.state) for one in named if one.kind == "zip" and (place := lookup_zip(one.values[0]))}
    return [one for one in named if one.kind == "city" and one.values in inside]


def _named(entities: list[Entity]) -> list[Entity]:
    """Give the places, the most exact first."""
    return sorted((one for one in entities if one.kind in PLACES), key=lambda one: PLACES.index(one.kind))


def _to_live_in(recognizer: EntityRecognizer, entities: list[Entity]) -> bool:
    """Say whether places are told to live in: where a state beside theirs is named, or only work from home is asked for."""
    said = {one.kind for one in entities}
    only_home = _home(entities) and not _away(entities) and "miles" not in said and not _instead(recognizer, entities)
    return only_home or _elsewhere(_named(entities), [one for one in entities if one.kind == "state"])


def _home(entities: list[Entity]) -> bool:
    return any(not FROM_HOME.isdisjoint(one.values) for one in entities if one.kind == "setting")


def _away(entities: list[Entity]) -> bool:
    return any(FROM_HOME.isdisjoint(one.values) for one in entities if one.kind == "setting")


def _elsewhere(named: list[Entity], typed: list[Entity]) -> bool:
    """Say whether a state is named beside that of a place: only in states can both be looked for."""
    return bool(named) and not {_state(one) for one in typed} <= {_state(one) for one in named}


def _near(named: list[Entity], *, or_from_home: bool) -> Near | None:
    """Look around each place named: who names two takes work near either."""
    said = _said_by_zip(named)
    found = [place for one in named if one not in said and (place := place_of(one))]
    return replace(found[0], or_from_home=or_from_home, others=tuple(found[1:])) if found else None


def _instead(recognizer: EntityRecognizer, entities: list[Entity]) -> list[Entity]:
    """Give the entities of work from home that stand beside a place as the other way: "remote or near Houston"."""
    homes = [one for one in entities if one.kind == "setting" and FROM_HOME.issuperset(one.values)]
    return [one for one in homes if any(_or_between(recognizer, one, place) for place in _named(entities))]


def _or_between(recognizer: EntityRecognizer, one: Entity, other: Entity) -> bool:
    between = _between(recognizer, one, other)
    forms = [recognizer.tokens[at].form for at in between]
    miles = [recognizer.spans[reading.key] for reading in recognizer.entities if reading.kind == "miles"]
    said = [at for at in between if any(start <= recognizer.tokens[at].start < end for start, end in miles)]
    return _ALTERNATIVE in forms and all(at in said or recognizer.tokens[at].form in _BETWEEN for at in between)


def _between(recognizer: EntityRecognizer, one: Entity, other: Entity) -> list[int]:
    first, last = sorted((recognizer.spans[one.key], recognizer.spans[other.key]))
    return [at for at, token in enumerate(recognizer.tokens) if token.start >= first[1] and token.end <= last[0]]


def _beside(recognizer: EntityRecognizer, one: Entity, other: Entity) -> bool:
    return not _between(recognizer, one, other)


def _state(one: Entity) -> str:
    """Give the state of a place or a state; "" for any other reading."""
    if one.kind == "zip":
        found = lookup_zip(one.values[0])
        return found.state if found else ""
    return one.values[-1] if one.kind in ("city", "state") else ""


def states_of(kept: Iterable[Entity]) -> tuple[str, ...]:
    """Give the states named, by themselves, by a place in them or by a region."""
    named = (locations.REGIONS[one.values[0]].states if one.kind == "region" else (_state(one),) for one in kept)
    return tuple(dict.fromkeys(state for states in named for state in states if state))


def states_kept_out(kept: Iterable[Entity]) -> tuple[str, ...]:
    """Give the states kept out, by themselves or by a region."""
    kept_out = [replace(one, kind=one.kind.removeprefix(NOT)) for one in kept if one.kind in _KEPT_OUT]
    return states_of(kept_out) if kept_out else ()


def _said_twice(entities: list[Entity]) -> frozenset[str]:
    """Give the keys of those whose state another before them has said."""
    said: set[str] = set()
    again: set[str] = set()
    for one in entities:
        if _state(one) in said:
            again.add(one.key)
        said.add(_state(one))
    return frozenset(again)


def _keys(entities: Iterable[Entity]) -> frozenset[str]:
    return frozenset(one.key for one in entities)
