"""What a sentence denies, forbids or warns of: "we never interview by Telegram", "do not include your bank details"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from careercenter.core.prefiltered import PrefilteredPattern

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
# "Do not hesitate", "never miss" and "why not" ask for what follows.
_ASKS = r"(?! (?:only|hesitate|wait|delay|worry|miss|forget|be (?:shy|afraid))\b)"
_NOT = PrefilteredPattern(
    rf"(?:\b(?:(?<!why )not|never|cannot|neither|nor|nobody|no one|none of"
    rf"|under no circumstances?|at no (?:time|point))\b{_ASKS}"
    rf"|n't\b{_ASKS})"
    rf"(?:\s+(?!(?:but|just|so|and|then|because|instead|only)\b)[\w'\-]+){{0,6}}?\s+(?:{_DOING})\b"
    r"|\b(?:refrain from|avoid|instead of|rather than|in place of|redact|remove|omit|exclude|delete|black out|mask|leave out)\b"
    # "must not contain your number": what a résumé may not hold.
    r"|(?:\bnot|\bnever|n't) (?:contain|have|hold|show|carry|reveal|mention)\b"
)
# "no registration fee", "without any fee": what directly follows, and what is listed with it.
_NO = re.compile(
    r"\b(?:no|without|zero|free of)(?:\W+(?:any|an?|upfront|hidden|up-front|extra|such))?$|\b(?:no|without|nor"
    r"|or)\s+(?:\w+\W+){0,3}$"
)
# From one of these on a sentence says something else: "we never call, text us on Telegram".
_TURN = PrefilteredPattern(
    r"\b(?:but|instead|unless|until|however|simply|just|please|then)\b"
    r"|[,:—–]\s*(?:and |so )?(?:you|we|just|send|text|pay|write|call|message|e-?mail|contact|give|provide|add|download)\b"
    r"|[,:—–]\s*(?:[\w'\-]+ ){1,3}(?:is|are|will|must)\b"
)
_WARNS = PrefilteredPattern(
    r"\b(?:beware|be (?:aware|cautious|wary|alert|vigilant)|fraudulent|phishing|impersonat\w*|scammers?|fraudsters?"
    r"|(?:recruitment|job|employment|hiring) (?:fraud|scams?)"
    r"|if (?:anyone|anybody|someone|somebody) (?!is interested|interested|wants|wishes|needs|has questions|you know)"
    r"|if you (?:are|were|have been) (?:ever )?(?:asked|contacted|approached|offered|told|sent|requested"
    r"|texted|messaged|called)"
    r"|if you (?:ever )?(?:get|receive)"
    r"|any(?:one|body) (?:who|asking|claiming)|suspicious)\b"
)
_PROMISES = re.compile(r"(?:\b(?:not|never|cannot|nobody|no one)\b|n't\b)[^\n]{0,80}:\s*$|\bdo not:?\s*$|\bnever:?\s*$")
# What is denied behind its words: "bank details are never needed", "your number should be redacted", "only after an offer".
# Between them stand words of the same clause, or the rest of a list: "Zelle, Cash App and Venmo are never used".
_BETWEEN = r"(?:(?:,[^.,;:!?\n]{1,25}){0,4},? (?:and|or)\b)?[^.,;:!?\n]{0,40}?"
_BEHIND = re.compile(
    rf"{_BETWEEN}\b(?:is|are|was|were|will|would|should|must|can|may|do|does|did)(?: (?:not|never)|n't) "
    r"(?:be )?(?:\w{2,12}ly )?"
    r"(?:needed|necessary|required|used|asked|accepted|requested|collected|wanted|part|a part|from us|ours|sent by us"
    r"|affiliated|how we|the way we|our way|allowed|permitted|charged|taken)\b"
    rf"|{_BETWEEN}\b(?:should|must|has to|have to|needs? to|can|may|will|to) be "
    r"(?:redacted|removed|blacked out|omitted|masked|deleted|left out|covered|ignored|reported)\b"
    rf"|{_BETWEEN}\b(?:after|once|upon|following) (?:an? |the |you are |your )?"
    r"(?:offer|hire|hired|hiring|accept\w{0,6}|start(?:ing)? date|first day|onboarding)\b"
)
# Said after a warning and yet of this job: "Beware of scams! Contact our recruiter on Telegram."
_OURS = re.compile(
    r"\W{0,5}(?:please |to apply,? |just |simply |now |then )?"
    r"(?:we are|we're|our|contact|text|message|write|send|add|call|reach|apply|download|ping|dm|chat|interviews?)\b"
)
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
            of_itself = self._warns[warned] >= begins
            if of_itself or not _OURS.match(self._text, begins, ends):
                return True
        if _BEHIND.match(self._text, end, ends):
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
