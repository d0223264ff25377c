"""What a sentence denies, forbids or warns of: "we never interview by Telegram", "do not include your bank details"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

# A stop, a semicolon or a line ends a sentence; "e.g. " and "U.S. " do no harm, for they only make sentences shorter.
_END = re.compile(r"[.!?;](?=\s|$)|\n")
_BULLET = re.compile(r"\s{0,9}(?:[-•·–+]|\d{1,2}[.)])\s")

_DOING = (
    r"ask\w*|request\w*|requir\w*|includ\w*|provid\w*|send\w*|interview\w*|conduct\w*|contact\w*|us(?:e|es|ing)"
    r"|charg\w*|accept\w*"
    r"|pay\w*|giv\w*|shar\w*|list\w*|need\w*|offer\w*|hir\w+|communicat\w*|reach\w*|solicit\w*|collect\w*|demand\w*|submit\w*"
    r"|enter\w*|disclos\w*|want\w*|deposit\w*|mail\w*|text\w*|messag\w*|put|add|writ\w*|extend\w*|recruit\w*"
    r"|upload\w*|attach\w*"
    r"|have to|call\w*|issu\w*|handl\w*|seek\w*|involve\w*|do (?:any |our )?(?:interviews?|hiring|business)|through"
    r"|via|by|over|on|using"
)
# "never ask you", "will not under any circumstances request": some words may stand between, of one clause.
_NOT = re.compile(
    r"(?:\b(?:not|never|cannot|neither|nor|nobody|no one|none of)\b|n't\b)"
    rf"(?:\s+(?!(?:but|just|so|and|then|because|instead|only)\b)[\w'\-]+){{0,6}}?\s+(?:{_DOING})\b"
    r"|\b(?:refrain from|avoid|instead of|rather than|in place of)\b"
)
# "no registration fee", "without any fee": what directly follows, and what is listed with it.
_NO = re.compile(
    r"\b(?:no|without|zero|free of)(?:\W+(?:any|an?|upfront|hidden|up-front|extra|such))?$|\b(?:no|without|nor"
    r"|or)\s+(?:\w+\W+){0,3}$"
)
# From one of these on a sentence says something else: "we never call, text us on Telegram".
_TURN = re.compile(
    r"\b(?:but|instead|unless|until|however|simply|just|please|then)\b"
    r"|[,:—–]\s*(?:and |so )?(?:you|we|just|send|text|pay|write|call|message|e-?mail|contact|give|provide|add|download)\b"
    r"|[,:—–]\s*(?:[\w'\-]+ ){1,3}(?:is|are|will|must)\b"
)
_WARNS = re.compile(
    r"\b(?:beware|be (?:aware|cautious|wary|alert|vigilant)|fraudulent|phishing|impersonat\w*|scammers?|fraudsters?"
    r"|(?:recruitment|job|employment|hiring) (?:fraud|scams?)"
    r"|if (?:anyone|anybody|someone|somebody|you (?:are|were|get|receive) )"
    r"|any(?:one|body) (?:who|asking|claiming)|suspicious|legitimate)\b"
)
_PROMISES = re.compile(r"(?:\b(?:not|never|cannot|nobody|no one)\b|n't\b)[^\n]{0,80}:\s*$|\bdo not:?\s*$|\bnever:?\s*$")
_WARNING_HEAD = 300  # characters a warning goes on for: "Beware of scams. They ask for bank details."


class Sentences:
    """A text cut into sentences, with what each denies; asking is cheap however often."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cut = False

    def _look(self) -> None:
        text = self._text
        self._starts = [0, *(match.end() for match in _END.finditer(text))]
        self._nots = [match.end() for match in _NOT.finditer(text)]
        self._turns = [match.start() for match in _TURN.finditer(text)]
        self._warns = [match.start() for match in _WARNS.finditer(text)]
        self._promised = self._listed()
        self._cut = True

    def deny(self, start: int, end: int) -> bool:
        """Say whether what stands from `start` to `end` is denied, forbidden or warned of."""
        if not self._cut:
            self._look()
        number = bisect_right(self._starts, start) - 1
        begins = self._starts[number]
        ends = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        if number in self._promised:
            return True
        warned = bisect_left(self._warns, ends) - 1
        if warned >= 0 and self._warns[warned] > max(begins - _WARNING_HEAD, -1):
            return True
        if _NO.search(self._text, max(begins, start - 60), start):
            return True
        last = bisect_right(self._nots, start) - 1
        # A "not" may end in the match's own first word ("never interview by text").
        if last < 0 or self._nots[last] <= begins:
            reaches = bisect_right(self._nots, end) - 1
            last = reaches if reaches >= 0 and self._nots[reaches] > start else -1
        if last < 0 or self._nots[last] <= begins:
            return False
        turned = bisect_left(self._turns, self._nots[last])
        return not (turned < len(self._turns) and self._turns[turned] < start)

    def _listed(self) -> set[int]:
        """Give the sentences that are items of a list whose head says "we never:" or "do not:"."""
        listed: set[int] = set()
        promised = False
        for number, start in enumerate(self._starts):
            ends = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
            sentence = self._text[start:ends]
            if not sentence.strip():
                continue
            if promised and _BULLET.match(sentence):
                listed.add(number)
                continue
            promised = bool(_PROMISES.search(sentence[-200:].rstrip() + " "))
        return listed
