"""Two letters that are words as well: when "or", "in" and "me" are Oregon, Indiana and Maine, and when OR is none of these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careercenter.job_search.understanding import place_entities
from careercenter.language import lexicon, locations, phrases
from careercenter.language.tokenizer import Token

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer

STOPS = re.compile(r"[,;|()]")
_JOINING = frozenset({"or", "and"})
# What is done in an operating room, and what is billed for it.
_OPERATING_ROOM_BEFORE = frozenset("coding charge surgery surgical procedure case cases".split())

_A_ROW = 3  # states without commas between them: "tx la ms"


@dataclass(frozen=True, slots=True)
class Capitals:
    """A text in its own case and its tokens; `all_caps` where it is in capitals throughout."""

    cased: str
    tokens: list[Token]
    all_caps: bool

    def joins(self, at: int) -> bool:
        """Say whether "or" stands between two things: "Dallas or Houston", "DALLAS OR HOUSTON"; not so "Bend or 97701"."""
        if (
            self.tokens[at].form != "or"
            or self._last(at)
            or self._stop_after(at)
            or self.cased[self.tokens[at + 1].start].isdigit()
        ):
            return False
        place = self._state(at + 1) or locations.city_at(self.tokens, at + 1) is not None
        return place or not self._upper(at) or self.tokens[at + 1].form in locations.INTO

    def meant(self, at: int) -> bool:
        """Say whether a word in capitals is a state: one of several, or a part's end: "IN, OH", "remote OR", "OR, remote"."""
        return self.tokens[at].form in locations.WORDS and self._upper(at) and (self._among_states(at) or self._ends_a_part(at))

    def operating_room(self, at: int) -> bool:
        return (
            self.tokens[at].form == "or"
            and self._upper(at)
            and not self.all_caps
            and not self._last(at)
            and self.tokens[at + 1].form in _OPERATING_ROOM_BEFORE
        )

    def _among_states(self, at: int) -> bool:
        joined_after = not self._last(at) and self.tokens[at + 1].form in _JOINING and self._state(at + 2)
        joined_before = at > 0 and self.tokens[at - 1].form in _JOINING and self._state(at - 2)
        after = self._stop_after(at) and self._state(at + 1)
        before = (self._last(at) or self._stop_after(at - 1)) and self._state(at - 1)
        return joined_after or joined_before or after or before

    def _ends_a_part(self, at: int) -> bool:
        begun = at > 0 and self._stop_after(at - 1)
        return (self._last(at) and begun) or (not self.all_caps and (self._last(at) or self._stop_after(at)))

    def _state(self, at: int) -> bool:
        """Say whether a token is a state, or the first or the last word of one's name."""
        if not 0 <= at < len(self.tokens):
            return False
        form = self.tokens[at].form
        if form in locations.PLAIN or (self._upper(at) and (form in locations.DOUBTFUL or form in locations.WORDS)):
            return True
        runs = [self.tokens[at : at + 1], self.tokens[at : at + 2], self.tokens[max(0, at - 1) : at + 1]]
        meant = [meaning for run in runs for meaning in lexicon.meanings().get(tuple(token.form for token in run), ())]
        return any(meaning.kind == "state" for meaning in meant)

    def _upper(self, at: int) -> bool:
        return self.cased[self.tokens[at].start : self.tokens[at].end].isupper()

    def _last(self, at: int) -> bool:
        return at + 1 == len(self.tokens)

    def _stop_after(self, at: int) -> bool:
        """Say whether a comma or the like parts a token from the next one."""
        if at < 0 or self._last(at):
            return False
        return bool(STOPS.search(self.cased[self.tokens[at].end : self.tokens[at + 1].start]))


def states_of_two_letters(recognizer: EntityRecognizer, *, sure_only: bool) -> None:
    """Read two letters as a state: plainly one, in capitals, after "in" or a city, or the last word of all."""
    for at, token in enumerate(recognizer.tokens):
        if (
            recognizer.consumed[at]
            or len(recognizer.text[token.start : token.end]) != 2
            or token.glued
            or recognizer.capitals.joins(at)
        ):
            continue
        if lexicon.spans([one.form for one in recognizer.tokens], at):
            continue
        found = locations.state_of(token, cased=recognizer.cased, shouting=recognizer.all_caps)
        if found is None or (at + 1 < len(recognizer.tokens) and recognizer.tokens[at + 1].glued):
            continue
        code, sure = found
        low = code.lower()
        before = recognizer.tokens[at - 1].form if at else ""
        into = ("in", "from") if low in locations.WORDS else locations.INTO
        comma = at > 0 and recognizer.text[recognizer.tokens[at - 1].end : token.start].lstrip().startswith(",")
        meant = recognizer.capitals.meant(at) and (comma or low not in locations.NUMERALS)
        listed_without_commas = low not in locations.WORDS and among_three(recognizer, at)
        beside = before in into or (comma and low not in locations.WORDS) or meant or listed_without_commas
        city = (
            locations.city_before(recognizer.text, recognizer.tokens, at, code)
            if at and not recognizer.consumed[at - 1]
            else None
        )
        listed = any(one.kind in ("state", "not_state") for one in recognizer.entities) and before in ("or", "and")
        if city and (city[0].casefold() in phrases.GENERIC or _means_more(recognizer, at - city[1], at)):
            city = None
        sure = beside or bool(city) or (listed and low not in locations.WORDS) or (sure and (low,) not in lexicon.meanings())
        alone = (
            len(recognizer.tokens) == 1
            and (low,) not in lexicon.meanings()
            and (low in locations.DOUBTFUL or recognizer.cased.isupper())
        )
        last = alone or (at == len(recognizer.tokens) - 1 and at > 0 and low not in locations.WORDS and not sure_only)
        if not (sure or last):
            continue
        if sure_only and not beside and not city and lexicon.inside_a_phrase([one.form for one in recognizer.tokens], at):
            continue
        if city:
            place_entities.mark_city(recognizer, city[0], (code,), at - city[1], token.end)
        else:
            place_entities.mark_state(recognizer, code, token.start, token.end, at)


def _means_more(recognizer: EntityRecognizer, start: int, end: int) -> bool:
    """Say whether what stands before two letters is no city there: Remote lies in Oregon, "remote or" does not."""
    run = tuple(token.form for token in recognizer.tokens[start:end])
    return any(meaning.kind != "state" for meaning in lexicon.meanings().get(run, ()))


def operating_room(recognizer: EntityRecognizer) -> None:
    """Read OR before what is done there as surgery, unless it joins that to another thing: "OR coder", "biller OR coder"."""
    for at, token in enumerate(recognizer.tokens):
        before = [
            one.kind for one in recognizer.entities if at and recognizer.spans[one.key][1] == recognizer.tokens[at - 1].end
        ]
        if (
            recognizer.capitals.operating_room(at)
            and not recognizer.consumed[at]
            and {"specialty", "credential"}.isdisjoint(before)
        ):
            recognizer.mark(token.start, token.end, "specialty", "surgery")
            recognizer.offers.append(
                (f"{recognizer.cased[: token.start]}Oregon{recognizer.cased[token.end :]}", "the state of Oregon")
            )


def among_three(recognizer: EntityRecognizer, at: int) -> bool:
    """Say whether a token stands among three states or more in a row, one of them beyond doubt."""
    first = last = at
    while first and _like_a_state(recognizer, first - 1):
        first -= 1
    while last + 1 < len(recognizer.tokens) and _like_a_state(recognizer, last + 1):
        last += 1
    row = range(first, last + 1)
    sure = (recognizer.consumed[number] or recognizer.tokens[number].form in locations.PLAIN for number in row)
    return len(row) >= _A_ROW and any(sure)


def _like_a_state(recognizer: EntityRecognizer, at: int) -> bool:
    token = recognizer.tokens[at]
    if recognizer.consumed[at]:
        spans = (recognizer.spans[one.key] for one in recognizer.entities if one.kind == "state")
        return any(start <= token.start < end for start, end in spans)
    return token.form in locations.PLAIN or token.form in locations.DOUBTFUL or locations.state_written_out(token.form)
