"""A résumé's text cut into pieces, each with the section it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

MOST_LINES = 1_500
LONGEST_PIECE = 400  # characters; what is longer is cut between words
_HEAD_LINES = 8  # name, address and a headline, where no heading ends them


class Section(Enum):
    """What a part of a résumé is about. OVER: what is still to come, or was once; OTHER: nothing that is read."""

    HEAD = auto()
    SUMMARY = auto()
    CERTIFICATES = auto()
    OVER = auto()
    WORK = auto()
    EDUCATION = auto()
    SKILLS = auto()
    SPECIALTIES = auto()
    TOOLS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class ResumePiece:
    """A sentence or an item of a list; `first`: the line is the first of all."""

    text: str
    section: Section
    line: int


# The words headings are made of; where a heading has several, the first section here is its.
_HEADINGS: tuple[tuple[Section, str], ...] = (
    (Section.WORK, "experience employment work career positions"),
    (Section.OVER, "progress planned upcoming pursuing pursuit expired lapsed past former previous goals studies"),
    (Section.CERTIFICATES, "certification certifications certificates certs credential credentials license licenses licensure"),
    (Section.EDUCATION, "education training academic coursework school"),
    (
        Section.TOOLS,
        "software systems system tools technology technologies technical ehr emr encoder encoders platforms computer",
    ),
    (Section.SPECIALTIES, "specialty specialties expertise areas"),
    (Section.SKILLS, "skills skill strengths competencies proficiencies qualifications highlights"),
    (Section.SUMMARY, "summary profile objective about"),
    (
        Section.OTHER,
        "affiliations memberships membership reference references awards volunteering interests languages publications",
    ),
    (Section.WORK, "history"),
)
_SECTION_OF = {word: section for section, words in _HEADINGS for word in words.split()}
_ORDER = {word: at for at, (_section, words) in enumerate(_HEADINGS) for word in words.split()}
_FILLING = frozenset(
    "and of the my me core key professional relevant additional medical coding clinical health information other in used "
    "current currently i know have coded code held knowledge proficiency continuing".split()
)
_WORDS = re.compile(r"[a-z]+")
_LABEL = re.compile(r"([A-Za-z][A-Za-z &/]{2,40}):\s{0,4}(?=\S)")
# Where a sentence or an item ends. A period within a name ("St. Ana") ends nothing that matters here.
_END = re.compile(r"(?:(?<=[a-z0-9)%])|(?<=[A-Z]{2}))[.!?]\s{1,3}(?=[A-Z])|\s{0,3}[;•●▪·|]\s{0,3}|\t{1,9}|\s{4,40}")
_BULLET = re.compile(r"[-*–—>o]\s{1,3}(?=\S)")
# The line of a job or of a school: with the years it lasted.
JOB_LINE = re.compile(
    r"\b(?:19|20)\d\d\s{0,2}(?:[-–—]|to)\s{0,2}(?:[A-Za-z]{3,9}\.?\s{1,2})?(?:(?:19|20)\d\d|present|current|now|today)\b",
    re.IGNORECASE,
)


def pieces(text: str) -> Iterator[ResumePiece]:
    """Cut a text at its lines, then at the ends of sentences and items, in order."""
    section, number = Section.HEAD, 0
    for line in text.split("\n")[:MOST_LINES]:
        bare = line.strip()
        if not bare:
            continue
        if (found := _heading(bare)) is not None:
            section = found
            continue
        number += 1
        if section is Section.HEAD and number > _HEAD_LINES:
            section = Section.SUMMARY
        here = section
        if (label := _LABEL.match(bare)) and (named := _heading(label[1])) is not None:
            here, bare = named, bare[label.end() :]
        if mark := _BULLET.match(bare):
            bare = bare[mark.end() :]
        for part in _END.split(bare):
            yield from (ResumePiece(cut, here, number) for cut in _cut(part.strip()))


def _heading(line: str) -> Section | None:
    """Give the section that a line begins, when it is nothing but a heading."""
    words = _WORDS.findall(line.lower())
    if not 0 < len(words) <= 6 or len(line) > 60 or any(char.isdigit() for char in line) or line.rstrip().endswith((".", ",")):
        return None
    telling = [word for word in words if word in _SECTION_OF]
    if not telling or not all(word in _SECTION_OF or word in _FILLING for word in words):
        return None
    return _SECTION_OF[min(telling, key=_ORDER.__getitem__)]


def _cut(part: str) -> Iterator[str]:
    while len(part) > LONGEST_PIECE:
        at = part.rfind(" ", 0, LONGEST_PIECE)
        at = at if at > 0 else LONGEST_PIECE
        yield part[:at]
        part = part[at:].strip()
    if part:
        yield part
