"""Codes in a text: the likeliest is kept, and what else was typed may be is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careercenter.job_search.understanding import place_entities
from careercenter.language import code_mentions, lexicon, locations
from careercenter.language.code_mentions import Code

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer


def read(recognizer: EntityRecognizer) -> None:
    """Mark every code of the text, each the likeliest of what was typed."""
    mentions = list(code_mentions.typed_in(recognizer.text))
    beside = _beside(recognizer) if mentions else code_mentions.Beside(frozenset(), frozenset())
    for typed in mentions:
        named_otherwise = not typed.sets and (typed.first,) in lexicon.meanings()
        if recognizer.free(typed.start, typed.end) and not named_otherwise:
            _code(recognizer, typed, code_mentions.read(typed, beside), beside)


def _beside(recognizer: EntityRecognizer) -> code_mentions.Beside:
    forms = [token.form for token in recognizer.tokens]
    named: set[str] = set()
    for length in (1, 2, 3):
        for at in range(len(forms) - length + 1):
            meant = lexicon.meanings().get(tuple(forms[at : at + length]), ())
            named.update(meaning.value for meaning in meant if meaning.kind == "specialty")
    return code_mentions.Beside(frozenset(forms), frozenset(named))


def _code(
    recognizer: EntityRecognizer, typed: code_mentions.Typed, found: tuple[Code, ...], beside: code_mentions.Beside
) -> None:
    """Keep the likeliest of what was typed, and offer the rest: five digits may be a place as well."""
    place = None if typed.sets or typed.last else locations.zip_place(typed.first)
    here = place is not None and place.city.casefold() in recognizer.text
    if (
        place
        and (here or not code_mentions.is_code(found, beside))
        and place_entities.mark_zip(recognizer, typed.first, typed.start, typed.end)
    ):
        _offer(recognizer, typed, found)
        return
    if not found:
        return
    _keep_code(recognizer, found[0], typed.start, typed.end)
    if place:
        words = _instead(recognizer, typed, f"zip {typed.first}")
        recognizer.offers.append((words, f"the ZIP code of {place.city}, {place.state}"))
    _offer(recognizer, typed, found[1:])


def _offer(recognizer: EntityRecognizer, typed: code_mentions.Typed, others: tuple[Code, ...]) -> None:
    for other in others:
        words = _instead(recognizer, typed, f"{other.code_set} {other.code}")
        recognizer.offers.append((words, f"the {other.code_set} code {other.code}"))


def _instead(recognizer: EntityRecognizer, typed: code_mentions.Typed, words: str) -> str:
    """Give the whole text with other words in the place of a code."""
    return f"{recognizer.cased[: typed.start]}{words}{recognizer.cased[typed.end :]}"


def _keep_code(recognizer: EntityRecognizer, code: Code, start: int, end: int) -> None:
    if code not in recognizer.codes:
        recognizer.codes.append(code)
    recognizer.mark(start, end, "code", f"{code.code_set} {code.code}")
