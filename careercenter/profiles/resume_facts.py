"""What a résumé's text says that a profile can hold, each with the words it was read from.

Precision comes before recall: it is offered to the coder, who confirms it, and a claim they do not hold must never be among it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from careercenter.core import places
from careercenter.core.numbers import whole
from careercenter.profiles.resume_credentials import credentials
from careercenter.profiles.resume_sections import ResumePiece, Section, pieces
from careercenter.profiles.resume_work import specialties, tools

LONGEST_READ = 30_000  # characters; a résumé of ten pages
LONGEST_QUOTE = 140
MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class ResumeFact:
    """A value a profile can hold, and the words of the résumé that say it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class ResumeFacts:
    """`credentials` and `specialties` are slugs, `tools` names, `state` a code, `years` a number as text."""

    credentials: tuple[ResumeFact, ...] = ()
    specialties: tuple[ResumeFact, ...] = ()
    tools: tuple[ResumeFact, ...] = ()
    years: tuple[ResumeFact, ...] = ()
    state: tuple[ResumeFact, ...] = ()


def read(text: str, *, today: date) -> ResumeFacts:
    """Read a résumé's text; `today` tells what is over from what is still to come."""
    said = list(pieces(text[:LONGEST_READ]))
    return ResumeFacts(
        credentials=_facts(credentials(said, today)),
        specialties=_facts(specialties(said)),
        tools=_facts(tools(said)),
        years=_facts(_years(said)),
        state=_facts(_state(said)),
    )


def _facts(found: Iterator[tuple[str, str]]) -> tuple[ResumeFact, ...]:
    first: dict[str, str] = {}
    for value, words in found:
        first.setdefault(value, words)
    return tuple(ResumeFact(value, _quoted(words)) for value, words in first.items())


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"


# Years

_NUMBERS = {word: at for at, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_ANY_NUMBER = rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})"
# What may stand between the years and the work: words of coding in general, and none of a specialty.
_GENERAL = (
    r"(?:(?:medical|professional|certified|healthcare|health|hospital|facility|clinical|progressive|hands-on|full-time|credentialed"
    r"|work|of|as|an?|in|experience|experienced|remote|overall|total|combined)\s{1,3}){0,7}"
)
_YEARS_OF = re.compile(
    rf"{_ANY_NUMBER}\s{{0,2}}\+?\s{{1,2}}(?:plus\s{{1,2}})?(?:years?|yrs)(?:['’]s?)?\s{{1,3}}{_GENERAL}cod(?:ing|er)\b"
    r"(?!\s{1,2}(?:education|instruct\w{1,4}|manager))",
    re.IGNORECASE,
)
_CODER_WITH = re.compile(
    rf"\bcoder\s{{1,2}}with\s{{1,2}}(?:over\s{{1,2}}|more than\s{{1,2}})?{_ANY_NUMBER}\s{{0,2}}\+?\s{{1,2}}years?\b"
    r"(?!\s{1,3}(?:of\s{1,3})?(?:in|as|with|of)\s{1,3}(?:customer|nurs|retail|admin|manag))",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"\b(?:years (?:of|in) (?:medical )?coding|coding experience):?\s{{1,3}}{_ANY_NUMBER}\b", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:requir\w{1,4}|team|minimum|combined|collective|at least|average|nearly|almost)\b", re.IGNORECASE)


def _years(said: list[ResumePiece]) -> Iterator[tuple[str, str]]:
    """Give the years as a coder in all, where the résumé says one number of them."""
    found: dict[int, str] = {}
    for one in said:
        if one.section in (Section.EDUCATION, Section.OVER, Section.OTHER) or _OF_OTHERS.search(one.text):
            continue
        for pattern in (_YEARS_OF, _CODER_WITH, _LABELLED):
            for match in pattern.finditer(one.text):
                number = _NUMBERS.get(match[1].lower(), whole(match[1]))
                if number is not None and number <= MOST_YEARS:
                    found.setdefault(number, one.text)
    if len(found) == 1:
        yield from ((str(number), words) for number, words in found.items())


# State

_STATE_NAMES = "|".join(sorted((*places.HOME_STATES, *places.HOME_STATES.values()), key=len, reverse=True))
_PLACE = re.compile(rf"\b([A-Z][A-Za-z.'’ -]{{1,30}}),?\s{{1,2}}({_STATE_NAMES})\b(?:,?\s{{0,2}}(\d{{5}}))?")
_ELSEWHERE = re.compile(r"\b(?:relocat\w{1,4}|moving|willing|open to|license\w{0,1}|born|formerly|from)\b", re.IGNORECASE)


def _state(said: list[ResumePiece]) -> Iterator[tuple[str, str]]:
    """Give the state of the address above the first heading: a town that is in it, or its ZIP code."""
    found: dict[str, str] = {}
    for one in said:
        if one.section is not Section.HEAD or _ELSEWHERE.search(one.text):
            continue
        for match in _PLACE.finditer(one.text):
            code = places.state_code(match[2])
            if code and _lies_in(match[1], code, match[3]):
                found.setdefault(code, one.text)
    if len(found) == 1:
        yield from found.items()


def _lies_in(city: str, state: str, zip_code: str | None) -> bool:
    if zip_code and (place := places.lookup_zip(zip_code)) and place.state == state:
        return True
    words = city.split()
    return any(places.locate(" ".join(words[at:]), state) is not None for at in range(len(words)))
