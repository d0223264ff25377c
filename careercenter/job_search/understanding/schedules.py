"""Schedules that are named to be kept out: "no weekends", "no nights or weekends", "weekends and holidays off"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from careercenter.job_search.understanding.negation import JOINING, NOT, form_at, joined_to_kept_out
from careercenter.language import lexicon

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer

_NO_SHIFT = frozenset({"holiday"})  # named beside shifts; nobody's postings are kept out for it


def kept_out(recognizer: EntityRecognizer, meant: Iterable[lexicon.Meaning], start: int, end: int) -> bool:
    """Claim the schedule the tokens from `start` to `end` mean, with what says it is not wanted; False where nothing does."""
    first, last = _with_holidays(recognizer, start, end)
    denied = form_at(recognizer, first - 1) in NOT
    off = form_at(recognizer, last) == "off"
    joined = joined_to_kept_out(recognizer, start)
    if not (denied or off or joined or _goes_on_to_off(recognizer, last)):
        return False
    if joined:
        first = start - 1
    values = [meaning.value for meaning in meant if meaning.kind == "schedule"]
    span = recognizer.tokens[first - denied].start, recognizer.tokens[last - 1 + off].end
    recognizer.claim(*span, "not_schedule", *values)
    return True


def _with_holidays(recognizer: EntityRecognizer, start: int, end: int) -> tuple[int, int]:
    """Give the tokens with the holidays joined to them."""
    while form_at(recognizer, start - 1) in JOINING and form_at(recognizer, start - 2) in _NO_SHIFT:
        start -= 2
    while form_at(recognizer, end) in JOINING and form_at(recognizer, end + 1) in _NO_SHIFT:
        end += 2
    return start, end


def _goes_on_to_off(recognizer: EntityRecognizer, end: int) -> bool:
    """Say whether more schedules are joined to this, and "off" behind the last: "nights and" weekends off."""
    if form_at(recognizer, end) not in JOINING:
        return False  # "night shift, weekends off" asks for nights
    named = [token.form for token in recognizer.tokens[end:] if token.form not in JOINING]
    shifts = next((at for at, form in enumerate(named) if not _is_schedule(form)), len(named))
    return named[shifts : shifts + 1] == ["off"]


def _is_schedule(form: str) -> bool:
    return form in _NO_SHIFT or any(meaning.kind == "schedule" for meaning in lexicon.meanings().get((form,), ()))
