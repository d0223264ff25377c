"""Schedules that are named to be kept out: "no weekends", "no nights or weekends", "nights and weekends off"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from careercenter.search.interpret import names

if TYPE_CHECKING:
    from careercenter.search.interpret.finding import Finder

_NOT = frozenset({"not", "no", "except", "without", "excluding", "never"})
_JOINING = frozenset({"or", "and", "nor"})


def kept_out(finder: Finder, meant: Iterable[names.Meaning], start: int, end: int) -> bool:
    """Claim the schedule the tokens from `start` to `end` mean, with what says it is not wanted; False where nothing does."""
    first, last = _said_before(finder, start), _said_after(finder, end)
    if first == start and last == end and not _goes_on_to_off(finder, end):
        return False
    values = [meaning.value for meaning in meant if meaning.kind == "schedule"]
    finder.claim(finder.tokens[first].start, finder.tokens[last - 1].end, "not_schedule", *values)
    return True


def _said_before(finder: Finder, start: int) -> int:
    """Give where "no" stands, or what joins this one to another that is kept out."""
    before = finder.tokens[start - 1].form if start else ""
    if before in _NOT:
        return start - 1
    others = {finder.spans[one.key][1] for one in finder.readings if one.kind == "not_schedule"}
    return start - 1 if before in _JOINING and start > 1 and finder.tokens[start - 2].end in others else start


def _said_after(finder: Finder, end: int) -> int:
    return end + 1 if end < len(finder.tokens) and finder.tokens[end].form == "off" else end


def _goes_on_to_off(finder: Finder, end: int) -> bool:
    """Say whether more schedules follow, and "off" behind the last: "nights and" weekends off."""
    forms = [token.form for token in finder.tokens[end:]]
    named = [form for form in forms if form not in _JOINING]
    shifts = next((at for at, form in enumerate(named) if not _is_schedule(form)), len(named))
    return forms[:1] != named[:1] and shifts < len(named) and named[shifts] == "off"


def _is_schedule(form: str) -> bool:
    return any(meaning.kind == "schedule" for meaning in names.meanings().get((form,), ()))
