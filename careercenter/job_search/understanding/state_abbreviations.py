"""Two letters that are words as well: when "or", "in" and "me" are Oregon, Indiana and Maine, and when OR is none of these."""

from __future__ import annotations

import re
from dataclasses import dataclass

from careercenter.language import lexicon, locations
from careercenter.language.tokenizer import Token

STOPS = re.compile(r"[,;|()]")
_JOINING = frozenset({"or", "and"})
# What is done in an operating room, and what is billed for it.
_OPERATING_ROOM_BEFORE = frozenset("coding charge surgery surgical procedure case cases".split())


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
