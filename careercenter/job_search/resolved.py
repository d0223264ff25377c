"""A request with what its text means: read once, and asked by every part of a page, by the API and by alerts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from careercenter.core.i18n import _
from careercenter.job_search.form_fields import ENTITY_FACETS
from careercenter.job_search.query_parser import parse
from careercenter.job_search.request import InterpretationOverrides, SearchRequest
from careercenter.job_search.understanding import Entity, Interpretation, interpret
from careercenter.job_search.understanding.location_intent import PLACES, states_of
from careercenter.postings.search_document import half_dollars
from careercenter.postings.search_schema import SCALES, USUAL_DISTANCE, Facet
from careercenter.search import ranking
from careercenter.search.interface import UNSAID, Criteria
from careercenter.search.query import Clause, Range, without_excluded
from careercenter.taxonomy.vocabulary import vocabulary

_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class ResolvedSearch:
    """`request` holds what counts for this text only; `criteria` is the whole question to an engine, choices included.

    `entities` is all that can be read from the text, also what was taken back. `notes` say in words what was left out.
    """

    request: SearchRequest
    interpretation: Interpretation
    criteria: Criteria
    entities: tuple[Entity, ...] = ()
    notes: tuple[str, ...] = ()

    def url(self, *, page: int = 1) -> str:
        """Give the query of this search's own address."""
        return self.request.to_query_string(page=page)

    def with_(self, **changes: Any) -> SearchRequest:
        """Give the request with other fields, from its first page on."""
        return replace(self.request, **{"page": 1, **changes})

    def without(self, entity: Entity) -> SearchRequest:
        """Give the request in which an entity of the text counts for nothing."""
        request = self._yielding_to(entity)
        keys = (*request.overrides.dismissed, entity.key, *self._twins(entity))
        return request.with_overrides(dismissed=keys)

    def as_text(self, entity: Entity) -> SearchRequest:
        """Give the request in which the words an entity was read from are searched for as words."""
        request = self._yielding_to(entity)
        same_words = (one.key for one in self.interpretation.entities if entity.kind == "city" and one.typed == entity.typed)
        keys = dict.fromkeys((*request.overrides.kept_as_text, entity.key, *same_words, *self._twins(entity)))
        return request.with_overrides(kept_as_text=tuple(keys))

    def restored(self, key: str) -> SearchRequest:
        """Give the request in which an entity that was taken back counts again, before the choice made in its stead."""
        overrides = self.request.overrides
        kind = key.partition(":")[0]
        facet = ENTITY_FACETS.get(kind)
        request = self.request
        if kind in PLACES and request.near:
            request = request.without_place()
        elif facet in SCALES:
            request = request.without_filter(facet)
        return request.with_overrides(
            dismissed=tuple(other for other in overrides.dismissed if other != key),
            kept_as_text=tuple(other for other in overrides.kept_as_text if other != key),
        )

    def as_typed(self) -> SearchRequest:
        """Give the request in which nothing is read from the text."""
        request = self._unplaced()
        only_near = request.overrides.only_near and request.near is not None
        return replace(request, overrides=InterpretationOverrides(disabled=True, only_near=only_near), page=1)

    def read_again(self) -> SearchRequest:
        """Give the request in which all is read that can be."""
        return self.with_(overrides=InterpretationOverrides(only_near=self.request.overrides.only_near))

    @property
    def near_me(self) -> bool:
        """Say whether a place is asked for that is not named, here or in another way: "coding jobs near me"."""
        if self.request.overrides.disabled or self.criteria.near or self.criteria.values(Facet.STATE):
            return False
        text = " ".join(_LETTERS.findall(self.request.text.lower()))
        return any(f" {phrase} " in f" {text} " for phrase in vocabulary().places.here)

    def yields(self, entity: Entity) -> bool:
        """Say whether a place in the text does not count because of one chosen beside it."""
        return self.request.near is not None and entity.kind in PLACES

    def _yielding_to(self, entity: Entity) -> SearchRequest:
        """Give the request without what was chosen only beside an entity that is to go."""
        if entity.kind in PLACES:
            request = self._unplaced()
            return request if request.near else request.with_overrides(only_near=False)
        if entity.kind == "pay" and self.request.values(Facet.PAY) == (UNSAID,):
            return self.request.without_filter(Facet.PAY)  # what says no pay was asked for beside the floor
        return self.request

    def _twins(self, entity: Entity) -> list[str]:
        """Give the keys of entities that say the same state again: to take it away once is enough."""
        states = states_of([entity])
        parts = self.interpretation.parts
        return [part.key for part in parts if states and not self.criteria.near and states_of([part]) == states]

    def _unplaced(self) -> SearchRequest:
        """Give the request without miles around a place of the text, which is to go; they stay where another is left."""
        others = self.criteria.near is not None and self.criteria.near.others
        return self.request if self.request.near or others else self.request.without_filter(Facet.DISTANCE)


# A text means the same whoever types it and whenever: people ask the same things, and turn pages.
_interpret = lru_cache(maxsize=500)(interpret)


def resolve(request: SearchRequest, notes: tuple[str, ...] = ()) -> ResolvedSearch:
    """Read the text once, and leave out of the request what counts for nothing beside it; its notes begin with `notes`."""
    overrides = request.overrides
    near = replace(request.near, or_from_home=not overrides.only_near) if request.near else None
    if overrides.disabled or not request.text:
        entities = _interpret(request.text).entities if request.text else ()
        overrides = InterpretationOverrides(disabled=bool(request.text), only_near=overrides.only_near)
        interpretation = Interpretation(text=request.text, criteria=Criteria(parse(request.text), near=near))
    else:
        narrowed = any(request.filters.values())
        whole = _interpret(request.text, beside=near, narrowed=narrowed)
        entities = (*whole.entities, *whole.parts)
        overrides = _of_these(entities, overrides)
        taken_back = overrides.dismissed or overrides.kept_as_text
        interpretation = (
            _interpret(
                request.text, without=overrides.dismissed, as_words=overrides.kept_as_text, beside=near, narrowed=narrowed
            )
            if taken_back
            else whole
        )
    read = interpretation.criteria
    only_near = overrides.only_near and read.near is not None and (near is not None or read.near.or_from_home)
    request = replace(request, overrides=replace(overrides, only_near=only_near))
    if request.values(Facet.DISTANCE):
        if read.near is None:
            if not any(key.startswith(("city:", "zip:")) for key in overrides.dismissed):
                notes = (*notes, _("Miles count around a place, and this address names none: they were left out."))
            request = replace(request.without_filter(Facet.DISTANCE), page=request.page)
        elif request.values(Facet.DISTANCE) == (str(USUAL_DISTANCE),) and not read.values(Facet.DISTANCE):
            # As many count where none are chosen.
            request = replace(request.without_filter(Facet.DISTANCE), page=request.page)
    criteria = _criteria(request, interpretation)
    return ResolvedSearch(request, replace(interpretation, criteria=criteria), criteria, entities, notes)


def from_the_floor(cents: int) -> Clause:
    """Ask for jobs whose lowest pay reaches a floor: who asks for "$35" is answered exactly by these, and by $27-35 hardly."""
    return Clause(ranges=(Range(Facet.LEAST_PAY, least=half_dollars(cents)),), exact_ranges=True)


def _of_these(entities: tuple[Entity, ...], overrides: InterpretationOverrides) -> InterpretationOverrides:
    """Drop what was taken back of other texts than this one."""
    if not (overrides.dismissed or overrides.kept_as_text):
        return overrides
    keys = {entity.key for entity in entities}
    dismissed = tuple(key for key in overrides.dismissed if key in keys)
    kept = tuple(key for key in overrides.kept_as_text if key in keys and key not in dismissed)
    return replace(overrides, dismissed=dismissed, kept_as_text=kept)


def _criteria(request: SearchRequest, interpretation: Interpretation) -> Criteria:
    """Put together what the text asks for and what was chosen beside it."""
    read = interpretation.criteria
    chosen = dict(read.chosen)
    for facet, values in request.filters.items():
        # On a scale the choice made counts: a lower floor that was typed would undo it.
        own_step = facet in SCALES and values != (UNSAID,)
        chosen[facet] = values if own_step else tuple(dict.fromkeys((*values, *chosen.get(facet, ()))))
    # Of states that were kept out, a choice made is the answer; so it is of any other fact.
    if interpretation.excluded_states and request.values(Facet.STATE):
        chosen[Facet.STATE] = request.values(Facet.STATE)
    query = without_excluded(read.query, chosen)  # "onsite Houston, not onsite" asks for onsite
    if floor := ranking.pay_floor(chosen.get(Facet.PAY, ())):
        query = replace(query, should=(*query.should, from_the_floor(floor)))
    near = read.near
    if near is None:
        chosen.pop(Facet.DISTANCE, None)
    elif request.overrides.only_near:
        near = replace(near, or_from_home=False)
    return replace(read, query=query, chosen=chosen, sort=request.sort, near=near)
