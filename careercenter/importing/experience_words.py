"""Years of experience out of words: as a coder in all, and in the specialty. Where the numbers disagree nothing is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from careercenter.importing.statements import Statement
from careercenter.postings.content import ExperienceBand

B = ExperienceBand


@dataclass(frozen=True, slots=True)
class Experience:
    """Each with the words it was read from, "" where it is not said."""

    band: ExperienceBand | None = None
    band_said: str = ""
    specialty_years: int | None = None
    specialty_said: str = ""


_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_SPAN = re.compile(
    rf"(?<![\w$.,-])(?P<low>{_NUMBER})(?: ?\((?P<again>\d{{1,2}})\))? ?(?P<more>\+|or more|plus)?"
    rf"(?: ?(?:-|–|—|to) ?(?P<high>{_NUMBER})(?: ?\((?P<high_again>\d{{1,2}})\))?)? ?(?:\+ ?|or more |plus )?(?P<unit>years?|yrs?|months?)\b(?:['’]|\b)",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"\bexperience\b|\bexp\b|\b(?:in|as an?) (?:\w+ ){0,3}(?:cod(?:ing|er)|billing|biller|auditing|auditor|HIM|CDI)\b",
    re.IGNORECASE,
)
_OF_THIS_WORK = re.compile(
    r"\bcod(?:ing|er|ed)\b|\bbill(?:ing|er)\b|medical records?|health information|\bHIM\b|\baudit|\bCDI\b|documentation improvement|abstract|revenue cycle|\bRCM\b"
    r"|\bdenials?\b|risk adjustment|\bHCC\b|registr|charge (?:capture|entry)|\bICD|\bCPT\b|claims?\b",
    re.IGNORECASE,
)
_OF_A_SPECIALTY = re.compile(
    r"\b(?:inpatient|outpatient|facility|pro-?fee|professional fee|surg(?:ery|ical)|oncolog\w+|cardi\w+|radiolog\w+|ortho\w+|emergency|\bE[DR]\b|infusion|anesthesia|interventional"
    r"|pediatric\w*|gastro\w+|neuro\w+|risk adjustment|\bHCC\b|\bDRG\b|home health|hospice|patholog\w+|behavioral|denials?|audit\w*|trauma|same[- ]day|ambulatory|CDI|E/M)\b",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(r"\([^)]{0,120}\)|\b(?:such as|including|e\.g\.|prefer\w*)\b.{0,200}$", re.IGNORECASE)
_DEMANDED = re.compile(
    r"requir|\bmust\b|minimum|at least|\bneed|necessary|mandatory|\bhave\b|\bwith\b|\bpossess|^\W*(?:\d|one|two|three|four|five)",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"\bprefer|\bdesir|\bplus\b|\bideal|nice to have|\bbonus\b|\badvantage|\bwe(?:'ve| have| are|’ve)?\b|\bour\b|\bcompany\b|\bover the (?:past|last)\b|\bwithin\b|\bfirst\b|\bago\b|\bfor more than\b"
    r"|\bin lieu\b|\bsubstitut|\bif\b|\bor (?:an? )?(?:\w+ )?(?:degree|diploma|equivalent|certif)|\bequivalent to\b|\bdegree\b[^.]{0,40}\bor\b|\bcontract\b|\bterm\b|\bold\b|\bcreditable\b|\bgrade\b|\bGS-?\d|\bor\b[^.]{0,40}\b(?:years?|yrs?)\b"
    r"|\bnot (?:required|necessary|needed|expected|mandatory)\b|n['’]t (?:need|require|expect)|\b(?:no|not) more than\b|\bless than\b|\bfewer than\b"
    r"|\bdepending\b|\bconsidered\b|\bleadership\b|\bsupervis|\bmanag(?:er|ing|ement) experience|\bcustomer\b|\bsales\b",
    re.IGNORECASE,
)
_NONE_NEEDED = re.compile(
    r"\bno (?:prior |previous )?(?:\w+ ){0,2}experience (?:is )?(?:required|needed|necessary)\b|\bexperience (?:is )?(?:not|never) (?:required|needed|necessary)\b|\bentry[- ]level (?:position|role|job|opportunity)\b|\bnew(?:ly certified)? coders (?:are )?welcome",
    re.IGNORECASE,
)
_BANDS = ((1, B.ENTRY), (3, B.ONE_TO_TWO), (5, B.THREE_TO_FOUR), (10, B.FIVE_TO_NINE))
_MOST_YEARS = 25


def find_experience(stated: Iterable[Statement]) -> Experience:
    """Read the least years that are asked for; an entry-level job asks for none."""
    in_all: dict[int, str] = {}
    in_specialty: dict[int, str] = {}
    doubtful = False
    none_needed = ""
    for one in stated:
        text = one.text
        if not none_needed and ("experience" in text or "ntry" in text or "welcome" in text) and _none_needed(text):
            none_needed = text
        if (
            one.preferred
            or one.choice
            or not ("year" in text or "yr" in text or "month" in text)
            or not _EXPERIENCE.search(text)
        ):
            continue
        spans = list(_SPAN.finditer(text))
        if not spans or _NOT_OURS.search(text) or not _OF_THIS_WORK.search(text) or not (one.needed or _DEMANDED.search(text)):
            continue
        years = _least(spans[0]) if len(spans) == 1 else None
        if years is None:
            doubtful = True
            continue
        (in_specialty if _OF_A_SPECIALTY.search(_EXAMPLES.sub(" ", text)) else in_all).setdefault(years, text)
    if none_needed and not in_all and not in_specialty:
        return Experience(B.ENTRY, none_needed)
    band, band_said = _only(in_all)
    specialty, specialty_said = _only(in_specialty)
    if doubtful:
        return Experience()
    return Experience(
        None if band is None else next((found for most, found in _BANDS if band < most), B.TEN_UP),
        band_said,
        specialty,
        specialty_said,
    )


def _none_needed(text: str) -> bool:
    """Say whether no experience at all is asked for: "ten years are not needed" and "no oncology experience needed" leave some."""
    return bool(_NONE_NEEDED.search(text)) and not (_SPAN.search(text) or _OF_A_SPECIALTY.search(text))


def _least(span: re.Match[str]) -> int | None:
    """Give the lower end in whole years; None where a number contradicts its figure ("three (5) years") or is beyond reason."""
    low = _number(span["low"])
    if span["again"] and int(span["again"]) != low:
        return None
    high = _number(span["high"]) if span["high"] else low
    if (span["high_again"] and int(span["high_again"]) != high) or high < low:
        return None
    if span["unit"].lower().startswith("month"):
        low //= 12
    return low if low <= _MOST_YEARS else None


def _number(text: str) -> int:
    return _WORDS.get(text.lower()) or int(text)


def _only(said: dict[int, str]) -> tuple[int | None, str]:
    return next(iter(said.items())) if len(said) == 1 else (None, "")
