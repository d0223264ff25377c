"""Where the words a person searched for stand in a text: pieces to mark, and a short excerpt around the first of them.

By the field's words, as engines find them: coders marks coding, and CCS does not mark CCS-P. Nothing here is HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from careercenter.core.markup import to_text
from careercenter.language import tokenizer
from careercenter.search import query_parser
from careercenter.taxonomy import catalogue

LONGEST = 200  # characters of an excerpt
_BEFORE = 40  # characters before the first mark: enough to see what is said of it
_MOST_READ = 10_000  # characters of a description; what follows would hardly be the first place
_MOST_LOOKED_AT = 100  # places where a word begins as one that is sought
_MOST_MARKS = 60

_WORD = re.compile(r"[^\W_]+(?:[-/&.'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_JOINS = frozenset("-/&.'’")
# Between two paragraphs or points of a list.
_BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])")
_POINT = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])[ \t]+")
# What Markdown may mean something by. A block without it is its own text, and the parser is not asked.
_MARKDOWN = re.compile(r"[*_`\[\]<\\]|&[#\w]+;|(?:^|\n)[ \t]*[#>]|---|===|~~~")
# A term is looked for by the letters all its forms begin with: a word's but its last, the plural of
# query is queries. These have forms of their own.
_MARKED_BEGINNING = re.compile(r"[^\W_]{2,3}")
_BEGINNINGS = {
    "coding": ("cod",), "billing": ("bill",), "audit": ("audit",), "education": ("educat",), "training": ("train",),
    "diagnosis": ("diagnos",), "registry": ("regist",), "orthopedic": ("orthop",), "anesthesia": ("anesthes", "anaesthes"),
    "hematology": ("hematolog", "haematolog"), "pediatric": ("pediatric", "paediatric"),
    "wfh": ("wfh", "work"), "inpatient": ("inpatient", "in-patient"), "outpatient": ("outpatient", "out-patient"),
    "profee": ("profee", "pro fee", "pro-fee"), "e/m": ("e/m", "e&m", "e & m", "e and m", "e / m"),
    "i&i": ("i&i", "i & i", "i &i", "i& i"), "w2": ("w2", "w-2"),
}  # fmt: skip
# Words that may begin what is one term in several: work from home, CAR T, ICD 10 CM.
_MAY_GO_ON = frozenset("work working icd car tcr ms apr cms hhs e i ob pro in out".split())
_LONGEST_SPELLING = 20  # characters: "working from home"
# Nearly every text of this board says them.
_USUAL = frozenset({"coding", "billing", "medical"})
_LITTLE = 0.05


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A term and where it stands in a text."""

    term: str
    start: int
    end: int


class Sought:
    """The terms of one search, ready to be looked for in many texts."""

    def __init__(self, words: str, credentials: Iterable[str] = ()) -> None:
        """`words` are asked of an engine; `credentials` are slugs, looked for by abbreviation and name."""
        self._terms: set[str] = set()
        self._runs: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._begun: tuple[str, ...] = ()
        for clause in query_parser.parse(words).clauses:
            for needle in clause.alternatives:
                if needle.prefix:
                    self._begun += needle.terms
                elif needle.phrase:
                    self._run(needle.terms)
                else:
                    self._terms.update(needle.terms)
            for slug in () if clause.of_code else clause.specialties:
                self._names_of(slug)
        for slug in credentials:
            if held := catalogue.credential(slug):
                self._run(_terms(held.abbr))
                self._run(_terms(held.name))
        self._longest = max((len(run) for runs in self._runs.values() for run in runs), default=1)
        self._only_usual = self._terms <= _USUAL and not self._runs and not self._begun
        self._beginnings = {start for term in (*self._terms, *self._runs, *self._begun) for start in _beginnings(term)}

    def __bool__(self) -> bool:
        return bool(self._beginnings)

    def _names_of(self, slug: str) -> None:
        known = catalogue.specialty(slug)
        for said in (known.name, *known.synonyms) if known else ():
            if slug in _specialties_of(said):
                self._run(_terms(said))

    def _run(self, terms: tuple[str, ...]) -> None:
        if len(terms) == 1:
            self._terms.update(terms)
        elif terms:
            self._runs[terms[0]].add(terms)

    def marked(self, text: str) -> tuple[Piece, ...]:
        """Cut a text where what is sought begins and ends."""
        return _pieces(text, self._places(text), 0, len(text))

    def excerpt(self, markdown: str) -> tuple[Piece, ...]:
        """Give at most 200 characters around the place that holds most of what is sought; () where nothing is."""
        markdown = markdown[:_MOST_READ]
        places = self._places(markdown)
        if not places:
            return ()
        between = list(_BLOCK_END.finditer(markdown))
        starts, ends = [0, *(one.end() for one in between)], [*(one.start() for one in between), len(markdown)]
        terms: dict[int, set[str]] = defaultdict(set)
        for one in places:
            terms[bisect_right(starts, one.start) - 1].add(one.term)
        best = max(terms, key=lambda block: sum(_LITTLE if term in _USUAL else 1.0 for term in terms[block]))
        if terms[best] <= _USUAL and not self._only_usual:
            return ()
        start, end = starts[best], ends[best]
        if _MARKDOWN.search(markdown[start:end]):
            text = to_text(markdown[start:end])
            return _around(text, self._places(text))
        point = _POINT.match(markdown, start, end)
        start = point.end() if point else start
        own = (_Placed(one.term, one.start - start, one.end - start) for one in places if start <= one.start < end)
        return _around(markdown[start:end].replace("\n", " "), list(own))

    def _places(self, text: str) -> list[_Placed]:
        """Give where what is sought stands, in order; what stands side by side is one place."""
        found: list[_Placed] = []
        seen = 0
        for at in self._candidates(text):
            if at < seen:
                continue
            start = _word_start(text, at)
            words = _next(text, start)
            own, seen = len(words), words[-1].end
            words = self._with_what_follows(text, words)
            for number in range(own):
                if length := self._length(words, number):
                    _add(found, _Placed(words[number].term, words[number].start, words[number + length - 1].end), text)
            if len(found) >= _MOST_MARKS:
                break
        return found

    def _candidates(self, text: str) -> list[int]:
        """Give where words begin as what is sought does."""
        low = _lower(text)
        found: set[int] = set()
        for beginning in self._beginnings:
            at = low.find(beginning)
            for _ in range(_MOST_LOOKED_AT):
                if at < 0:
                    break
                if at == 0 or not low[at - 1].isalnum():
                    found.add(at)
                at = low.find(beginning, at + 1)
        return sorted(found)

    def _with_what_follows(self, text: str, words: list[_Placed]) -> list[_Placed]:
        """Read on where the words begin a run, as far as the longest run goes."""
        if words[-1].term not in self._runs:
            return words
        after = _next(text, words[-1].end)
        if not after or not any(run[1] == after[0].term for run in self._runs[words[-1].term]):
            return words
        words = [*words, *after]
        while after and len(words) < self._longest + len(after):
            after = _next(text, words[-1].end)
            words += after
        return words

    def _length(self, words: Sequence[_Placed], at: int) -> int:
        """Count the terms from here on that are sought together; 0 for none."""
        term = words[at].term
        runs = (run for run in self._runs.get(term, ()) if tuple(one.term for one in words[at : at + len(run)]) == run)
        alone = term in self._terms or (bool(self._begun) and term.startswith(self._begun))
        return max(map(len, runs), default=int(alone))


@lru_cache(maxsize=8192)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(tokenizer.tokenize(text))


@lru_cache(maxsize=4096)
def _specialties_of(said: str) -> tuple[str, ...]:
    return query_parser.specialties_of(said)


def _beginnings(term: str) -> Iterator[str]:
    """Give the letters with which the forms of a term begin."""
    if term in _BEGINNINGS:
        yield from _BEGINNINGS[term]
    elif term.isalpha():
        yield term[:-1] if len(term) > 3 else term
    else:
        found = _MARKED_BEGINNING.match(term)
        yield found[0] if found else term[:3]


def _lower(text: str) -> str:
    """Lower the case letter by letter, so that every letter keeps its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one if len(one := char.lower()) == 1 else char for char in text)


def _word_start(text: str, at: int) -> int:
    """Give where the joined words begin that hold this place: CCS-P for its P."""
    while at > 1 and text[at - 1] in _JOINS and text[at - 2].isalnum():
        at -= 2
        while at and text[at - 1].isalnum():
            at -= 1
    return at


def _next(text: str, start: int) -> list[_Placed]:
    """Give the next word's terms with their places, as `tokenizer.tokenize` gives them without; [] at the end."""
    word = _WORD.search(text, start)
    if word is None:
        return []
    if word[0].lower() in _MAY_GO_ON:
        for end in _ends_after(text, word.end()):
            terms = _terms(text[word.start() : end]) if end - word.start() <= _LONGEST_SPELLING else ()
            if len(terms) == 1:
                return [_Placed(terms[0], word.start(), end)]
    terms = _terms(word[0])
    if len(terms) == 1:
        return [_Placed(terms[0], word.start(), word.end())]
    return list(_apart(word[0], terms, word.start()))


def _ends_after(text: str, at: int) -> list[int]:
    """Give where the second and the first word from here on end."""
    first = _WORD.search(text, at)
    second = _WORD.search(text, first.end()) if first else None
    return [word.end() for word in (second, first) if word]


def _apart(word: str, terms: Sequence[str], start: int) -> Iterator[_Placed]:
    """Place the terms of joined words: "inpatient/outpatient" is two."""
    parts = list(_PART.finditer(word))
    if len(terms) > 1 and len(terms) == len(parts):
        yield from (_Placed(term, start + part.start(), start + part.end()) for term, part in zip(terms, parts, strict=True))
    else:
        yield from (_Placed(term, start, start + len(word)) for term in terms)


def _add(found: list[_Placed], one: _Placed, text: str) -> None:
    """Add a place; what overlaps the one before, or has only a space between, becomes one with it."""
    before = found[-1] if found else None
    if before and (one.start <= before.end or text[before.end : one.start].isspace()):
        found[-1] = _Placed(f"{before.term} {one.term}", before.start, max(before.end, one.end))
    else:
        found.append(one)


def _around(text: str, places: Sequence[_Placed]) -> tuple[Piece, ...]:
    """Choose the stretch that holds most different marks, the first of equals, and end it between words."""
    if not places:
        return ()
    if len(text) <= LONGEST:
        return _pieces(text, places, 0, len(text))
    room = LONGEST - _BEFORE
    best = max(places, key=lambda one: len({other.term for other in places if one.start <= other.start < one.start + room}))
    start = max(0, best.start - _BEFORE)
    if start:
        start = text.find(" ", start, best.start) + 1 or best.start
    end = min(len(text), start + LONGEST - 4)  # the dots count too
    if end < len(text):
        end = max(text.rfind(" ", best.start, end), min(best.end, end))
    pieces = _pieces(text[:end], [one for one in places if start <= one.start and one.end <= end], start, end)
    return (*([Piece("… ")] if start else []), *pieces, *([Piece(" …")] if end < len(text) else []))


def _pieces(text: str, places: Sequence[_Placed], start: int, end: int) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for one in places:
        found += [Piece(text[start : one.start]), Piece(text[one.start : one.end], marked=True)]
        start = one.end
    return tuple(piece for piece in (*found, Piece(text[start:end])) if piece.text)
