"""A text cut into statements: single sentences and list items, each with what its heading and its list say of it.

A statement has a bounded length, so that whatever looks through one does bounded work. What asks the applicant something, answers
for the applicant or tells how to apply says nothing of the job, and is left out.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from careercenter.core.prefiltered import PrefilteredPattern, lowered

LONGEST = 600  # characters; longer sentences are cut between words
LONGEST_QUOTE = 180


@dataclass(frozen=True, slots=True)
class Statement:
    """`needed`, `preferred` and `offered` are said by the heading above; `choice`: it is one of several of which one is enough."""

    text: str
    needed: bool = False
    preferred: bool = False
    choice: bool = False
    item: bool = False  # of a list, or a line of its own
    offered: bool = False  # what people are given who work there


# It begins with what it may begin with, so that nothing else is tried.
_SENTENCE_END = re.compile(r"[.!?;\s](?:(?<=[\w)\]%”\"][\w)\]%”\"][.!?;])\s{1,9}(?=[\"“(]?[A-Z0-9$•])|(?<=\s)[•●]\s?)")
_MARK = re.compile(r"^\s{0,12}(?:[-*•●▪◦·–]|\(?\d{1,2}\\?[.)]|\(?[a-zA-Z]\\?[.)])\s{1,4}")
_HEADING_WORDS = re.compile(
    r"qualif|requir|must have|what you|who you|about you|you have|you bring|skills|experience|education|responsib|benefit|duties|about"
    r"|offer|certif|licens|credential|prefer|desired|nice to have|bonus|plus\b|pay\b|salary|compensation|schedule|location",
    re.IGNORECASE,
)
_PREFERRED = re.compile(
    r"\bprefer(?:red|abl[ye])\b|\bdesir|nice[- ]to[- ]have|\bbonus\b(?! pay)|\bplus(?:ses)?\b|\bideal|additional (?:skills|qual)",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\bbenefits?\b|\bwe offer\b|\bwhat you(?:['’]ll| will)? (?:get|receive|enjoy)\b|\bperks\b|\bwhat we offer\b", re.IGNORECASE
)
_NEEDED = re.compile(
    r"requir|qualif|must[- ]have|minimum|need|certif|licens|credential|what you(?:'ll|’ll)? (?:have|bring)|you have|who you",
    re.IGNORECASE,
)
_ONE_IS_ENOUGH = re.compile(
    r"\b(?:one|any|either|at least one|one or more)\b[^.:\n]{0,30}\b(?:of|from)\b[^.:\n]{0,40}\b(?:following|these|below|list)|\bsuch as\b\W{0,3}$"
    r"|\b(?:one|any) of\W{0,3}$|\be\.?g\.?,?:?$|\bexamples?\b[^.\n]{0,30}:$|certifications? include|accepted (?:certif|credential)|acceptable",
    re.IGNORECASE,
)
_OR = re.compile(r"^\W{0,4}(?:and/)?or\b\W{0,3}$", re.IGNORECASE)
_OR_BEGINS = re.compile(r"^\W{0,4}(?:-?OR-?\b|Or,)")
_OR_ENDS = re.compile(r"(?:[,;]\s{0,9}(?:and/)?or|\bOR)\W{0,2}$", re.IGNORECASE)
# Answers put into the applicant's mouth, and what an announcement says of papers and résumés.
_ANSWERED = re.compile(r"(?:Yes|No)\b[,.]", re.IGNORECASE)
# Tried on small letters, and each branch begins with its letter: so few characters of a text are looked at. A "Coder I" is a grade.
_SAID_OF_ONESELF = PrefilteredPattern(
    r"i(?<!\wi)(?: (?<!oder i )(?<!evel i )(?<!cian i )(?<!list i )(?<!tier i )(?<!rade i )(?:am|have|possess|do\b|certify|understand|was|would|hold"
    r"|meet|will|can|did|claim|agree|currently|acknowledge|confirm)|['’](?:m|ve|ll)\b)"
    r"|m(?<!\wm)(?:y|ine)\b(?! \w{0,12}(?:chart|benefits))"
)
_OF_PAPERS = PrefilteredPattern(
    r"r[ée]sum[ée]s?\b|curriculum vitae|\bSF-?50\b|standard form|transcripts?\b|your application|application (?:package|form)|cover letter"
    r"|\bscholarship\b|grandfather|interchange agreement|each job listed|questionnaire",
    re.IGNORECASE,
)
_SHORT_HEADING = 80
_HEADING_MOST_WORDS = 6


def statements(text: str) -> list[Statement]:
    """Cut a Markdown text, its marks of emphasis taken off, into what it states of the job."""
    return list(_joined_by_or(_stated(text)))


def quote(text: str, start: int = 0, end: int = 0) -> str:
    """Give a statement to be quoted: shortened between words around what was read in it."""
    if len(text) <= LONGEST_QUOTE:
        return text
    first = max(0, min(start, end - LONGEST_QUOTE // 2 if end else 0, start - LONGEST_QUOTE // 3))
    part = text[first : first + LONGEST_QUOTE]
    if first:
        part = "…" + part.split(" ", 1)[-1]
    return part.rsplit(" ", 1)[0] + "…" if first + LONGEST_QUOTE < len(text) else part


def _stated(text: str) -> Iterator[tuple[_Piece, Statement]]:
    needed = preferred = choice = offered = False
    ended = filled = False  # a heading holds for its list or its first paragraph
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            ended = filled
            continue
        read = _line(bare)
        if read.heading is not None:
            preferred, needed = bool(_PREFERRED.search(read.heading)), bool(_NEEDED.search(read.heading))
            offered = bool(_OFFERED.search(read.heading))
            choice = bool(_ONE_IS_ENOUGH.search(read.heading))
            ended = filled = False
            continue
        if ended and not read.marked:
            needed = preferred = choice = offered = ended = filled = False
        filled = True
        for piece in read.pieces:
            yield piece, Statement(piece.text, needed, preferred, choice, read.short, offered)
        if read.opens is not None:
            choice = read.opens


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence; `alone`: it is the word "or", `begins` and `ends`: "or" joins it to the one before or behind."""

    text: str
    alone: bool
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """`marked`: an item of a list; `opens`: what follows is (or is not) a list of which one is enough."""

    heading: str | None
    pieces: tuple[_Piece, ...] = ()
    marked: bool = False
    short: bool = False
    opens: bool | None = None


@lru_cache(maxsize=4096)  # the announcements of one employer repeat most of their lines
def _line(bare: str) -> _Line:
    if (heading := _heading(bare)) is not None:
        return _Line(heading)
    unmarked = _MARK.sub("", bare, count=1).strip()
    pieces = []
    at = 0
    for end, after in [*((match.start(), match.end()) for match in _SENTENCE_END.finditer(unmarked)), (len(unmarked),) * 2]:
        sentence = unmarked[at:end].strip().rstrip(".;")
        at = after
        if not sentence.endswith("?") and unmarked[end : end + 1] != "?":
            pieces += [_piece(piece) for piece in _pieces(sentence) if not _is_the_applicants(piece)]
    tail = bare[-100:]
    opens = bool(_ONE_IS_ENOUGH.search(tail)) if tail.endswith(":") or _ONE_IS_ENOUGH.search(tail) else None
    return _Line(None, tuple(pieces), unmarked != bare, unmarked != bare or len(bare) < _SHORT_HEADING, opens)


def _is_the_applicants(text: str) -> bool:
    return bool(_ANSWERED.match(text) or _SAID_OF_ONESELF.search(lowered(text)) or _OF_PAPERS.search(text))


def _piece(text: str) -> _Piece:
    return _Piece(text, bool(_OR.match(text)), bool(_OR_BEGINS.match(text)), bool(_OR_ENDS.search(text[-12:])))


def _heading(bare: str) -> str | None:
    """Give the words of a heading: a line marked as one, or a short line without a sentence's end that sounds like one."""
    if bare[0] == "#":
        return bare.lstrip("# ")
    if len(bare) >= _SHORT_HEADING or bare[-1] in ".;,!?" or bare[0] in "-*•●(" or bare[0].isdigit() or not bare[0].isupper():
        return None
    if bare.endswith((" or", " and")):
        return None
    sounds = _HEADING_WORDS.search(bare)
    return bare if bare[-1] == ":" or (sounds and len(bare.split()) <= _HEADING_MOST_WORDS and ":" not in bare) else None


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        cut = sentence.rfind(" ", LONGEST // 2, LONGEST)
        yield sentence[: cut if cut > 0 else LONGEST]
        sentence = sentence[cut if cut > 0 else LONGEST :].lstrip()
    if sentence:
        yield sentence


def _joined_by_or(stated: Iterator[tuple[_Piece, Statement]]) -> Iterator[Statement]:
    """Mark statements between which "or" stands, on a line of its own, at the end of the first or the beginning of the second."""
    before: Statement | None = None
    pending = False
    for piece, one in stated:
        if piece.alone:
            pending = True
            continue
        joined = pending or piece.begins
        if before is not None:
            yield _chosen(before) if joined else before
        before = _chosen(one) if joined else one
        pending = piece.ends
    if before is not None:
        yield before


def _chosen(one: Statement) -> Statement:
    return one if one.choice else dataclasses.replace(one, choice=True)
