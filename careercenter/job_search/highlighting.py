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
from careercenter.job_search import query_parser
from careercenter.language import tokenizer
from careercenter.language.normalization import lower
from careercenter.postings.search_schema import Facet
from careercenter.search.query import Query
from careercenter.taxonomy import catalogue
from careercenter.taxonomy.vocabulary import vocabulary

MAX_EXCERPT = 200  # characters of an excerpt
_CONTEXT_BEFORE = 40  # characters before the first mark: enough to see what is said of it
_MAX_READ = 10_000  # characters of a description; what follows would hardly be the first place
_MAX_CANDIDATES = 100  # places where a word begins as one that is sought
_MAX_MATCHES = 60

_WORD = re.compile(r"[^\W_]+(?:[-/&.'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_JOINS = frozenset("-/&.'’")
# Between two paragraphs or points of a list.
_BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])")
_LIST_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])[ \t]+")
# What Markdown may mean something by. A block without it is its own text, and the parser is not asked.
_MARKDOWN = re.compile(r"[*_`\[\]<\\]|&[#\w]+;|(?:^|\n)[ \t]*[#>]|---|===|~~~")
_MARKDOWN_LETTER = re.compile(r"[*_`\[\]<\\&#>=~]")  # one of these, or the dashes: asked first, and ten times as fast
# A term is looked for by the letters all its forms begin with: a word's but its last, the plural of
# query is queries; of what words.toml lists the letters its forms share. These are written in several ways.
_PUNCTUATED_START = re.compile(r"[^\W_]{2,3}")
_SHARED = 3  # letters with which two forms begin alike
_SPELLINGS = {
    "wfh": ("wfh", "work"), "inpatient": ("inpatient", "in-patient"), "outpatient": ("outpatient", "out-patient"),
    "profee": ("profee", "pro fee", "pro-fee"), "e/m": ("e/m", "e&m", "e & m", "e and m", "e / m"),
    "i&i": ("i&i", "i & i", "i &i", "i& i"), "w2": ("w2", "w-2"),
}  # fmt: skip
# Words that may begin what is one term in several: work from home, CAR T, ICD 10 CM.
_COMPOUND_STARTS = frozenset("work working icd car tcr ms apr cms hhs e i ob pro in out".split())
_MAX_COMPOUND = 20  # characters: "working from home"
# Nearly every text of this board says them.
_COMMON_TERMS = frozenset({"coding", "billing", "medical"})
_COMMON_TERM_WEIGHT = 0.05


@dataclass(frozen=True, slots=True)
class Fragment:
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """A term and where it stands in a text."""

    term: str
    start: int
    end: int


class Highlighter:
    """The terms of one search, ready to be looked for in many texts."""

    def __init__(self, query: Query, credentials: Iterable[str] = ()) -> None:
        """`query` is asked of an engine; `credentials` are slugs, looked for by abbreviation and name."""
        self._terms: set[str] = set()
        self._phrases: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._prefixes: tuple[str, ...] = ()
        for clause in (*query.must, *query.should):
            for term_query in clause.alternatives:
                if term_query.prefix:
                    self._prefixes += term_query.terms
                elif term_query.phrase:
                    self._add_phrase(term_query.terms)
                else:
                    self._terms.update(term_query.terms)
            for facet, slug in () if clause.exact_terms else clause.satisfied_by:
                if facet is Facet.SPECIALTY:
                    self._add_names(slug)
        for slug in credentials:
            if credential := catalogue.credential(slug):
                self._add_phrase(_terms(credential.abbr))
                self._add_phrase(_terms(credential.name))
        self._longest_phrase = max((len(run) for runs in self._phrases.values() for run in runs), default=1)
        self._only_common = self._terms <= _COMMON_TERMS and not self._phrases and not self._prefixes
        self._stems = {start for term in (*self._terms, *self._phrases, *self._prefixes) for start in _first_letters(term)}

    def __bool__(self) -> bool:
        return bool(self._stems)

    def _add_names(self, slug: str) -> None:
        specialty = catalogue.specialty(slug)
        for name in (specialty.name, *specialty.synonyms) if specialty else ():
            if query_parser.names_specialties(_terms(name), (slug,)):
                self._add_phrase(_terms(name))

    def _add_phrase(self, terms: tuple[str, ...]) -> None:
        if len(terms) == 1:
            self._terms.update(terms)
        elif terms:
            self._phrases[terms[0]].add(terms)

    def highlight(self, text: str) -> tuple[Fragment, ...]:
        """Cut a text where what is sought begins and ends."""
        return _fragments(text, self._matches(text), 0, len(text))

    def excerpt(self, markdown: str, above: str = "") -> tuple[Fragment, ...]:
        """Give at most 200 characters around the place that holds most of what is sought; () where nothing is.

        A place that holds no more of it than the text `above` would only repeat that.
        """
        markdown = markdown[:_MAX_READ]
        matches = self._matches(markdown)
        if not matches:
            return ()
        block_ends = list(_BLOCK_END.finditer(markdown))
        starts, ends = [0, *(match.end() for match in block_ends)], [*(match.start() for match in block_ends), len(markdown)]
        terms: dict[int, set[str]] = defaultdict(set)
        for match in matches:
            terms[bisect_right(starts, match.start) - 1].update(match.term.split())
        said = {term for match in self._matches(above) for term in match.term.split()}
        seldom = _COMMON_TERMS | said
        best = max(terms, key=lambda block: sum(_COMMON_TERM_WEIGHT if term in seldom else 1.0 for term in terms[block]))
        if terms[best] <= said or (terms[best] <= seldom and not self._only_common):
            return ()
        start, end = starts[best], ends[best]
        if _is_markdown(markdown[start:end]):
            text = to_text(markdown[start:end])
            return _window(text, self._matches(text))
        bullet = _LIST_MARKER.match(markdown, start, end)
        start = bullet.end() if bullet else start
        own_matches = (
            _Match(match.term, match.start - start, match.end - start) for match in matches if start <= match.start < end
        )
        return _window(markdown[start:end].replace("\n", " "), list(own_matches))

    def _matches(self, text: str) -> list[_Match]:
        """Give where what is sought stands, in order; what stands side by side is one place."""
        matches: list[_Match] = []
        read_to = 0
        for index in self._candidates(text):
            if index < read_to:
                continue
            start = _word_start(text, index)
            words = _next_word(text, start)
            word_terms, read_to = len(words), words[-1].end
            words = self._extend_phrase(text, words)
            for number in range(word_terms):
                if length := self._match_length(words, number):
                    run = words[number : number + length]
                    _append_match(matches, _Match(" ".join(word.term for word in run), run[0].start, run[-1].end), text)
            if len(matches) >= _MAX_MATCHES:
                break
        return matches

    def _candidates(self, text: str) -> list[int]:
        """Give where words begin as what is sought does."""
        lowered = lower(text)
        candidates: set[int] = set()
        for beginning in self._stems:
            index = lowered.find(beginning)
            for _ in range(_MAX_CANDIDATES):
                if index < 0:
                    break
                if index == 0 or not lowered[index - 1].isalnum():
                    candidates.add(index)
                index = lowered.find(beginning, index + 1)
        return sorted(candidates)

    def _extend_phrase(self, text: str, words: list[_Match]) -> list[_Match]:
        """Read on where the words begin a run, as far as the longest run goes."""
        if words[-1].term not in self._phrases:
            return words
        after = _next_word(text, words[-1].end)
        if not after or not any(run[1] == after[0].term for run in self._phrases[words[-1].term]):
            return words
        words = [*words, *after]
        while after and len(words) < self._longest_phrase + len(after):
            after = _next_word(text, words[-1].end)
            words += after
        return words

    def _match_length(self, words: Sequence[_Match], index: int) -> int:
        """Count the terms from here on that are sought together; 0 for none."""
        term = words[index].term
        runs = (
            run for run in self._phrases.get(term, ()) if tuple(word.term for word in words[index : index + len(run)]) == run
        )
        is_single = term in self._terms or (bool(self._prefixes) and term.startswith(self._prefixes))
        return max(map(len, runs), default=int(is_single))


@lru_cache(maxsize=256)
def highlighter_of(query: Query, credentials: tuple[str, ...]) -> Highlighter:
    """Give the one highlighter of a search: that of the same search is the same, so that what it marks can be kept."""
    return Highlighter(query, credentials)


def _is_markdown(block: str) -> bool:
    return bool(_MARKDOWN_LETTER.search(block) or "---" in block) and bool(_MARKDOWN.search(block))


@lru_cache(maxsize=8192)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(tokenizer.tokenize(text))


@lru_cache(maxsize=1)
def _starts_of_forms() -> dict[str, tuple[str, ...]]:
    """Map each word with listed forms to what these begin with: "regist" for registry and registrar."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for form, word in vocabulary().forms.items():
        for written in (form, word):
            start = alike[word].get(written[:_SHARED], written)
            alike[word][written[:_SHARED]] = _common_prefix(start, written)
    return {word: tuple(starts.values()) for word, starts in alike.items()}


def _common_prefix(one: str, other: str) -> str:
    ends = (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    return one[: next(ends, min(len(one), len(other)))]


def _first_letters(term: str) -> Iterator[str]:
    """Give the letters with which the forms of a term begin."""
    if term in _SPELLINGS:
        yield from _SPELLINGS[term]
    elif term in _starts_of_forms():
        yield from _starts_of_forms()[term]
    elif term.isalpha():
        yield term[:-1] if len(term) > 3 else term
    else:
        match = _PUNCTUATED_START.match(term)
        yield match[0] if match else term[:3]


def _word_start(text: str, index: int) -> int:
    """Give where the joined words begin that hold this place: CCS-P for its P."""
    while index > 1 and text[index - 1] in _JOINS and text[index - 2].isalnum():
        index -= 2
        while index and text[index - 1].isalnum():
            index -= 1
    return index


def _next_word(text: str, start: int) -> list[_Match]:
    """Give the next word's terms with their places, as `tokenizer.tokenize` gives them without; [] at the end."""
    word = _WORD.search(text, start)
    if word is None:
        return []
    if word[0].lower() in _COMPOUND_STARTS:
        for end in _ends_after(text, word.end()):
            terms = _terms(text[word.start() : end]) if end - word.start() <= _MAX_COMPOUND else ()
            if len(terms) == 1:
                return [_Match(terms[0], word.start(), end)]
    terms = _terms(word[0])
    if len(terms) == 1:
        return [_Match(terms[0], word.start(), word.end())]
    return list(_split_compound(word[0], terms, word.start()))


def _ends_after(text: str, index: int) -> list[int]:
    """Give where the second and the first word from here on end."""
    first = _WORD.search(text, index)
    second = _WORD.search(text, first.end()) if first else None
    return [word.end() for word in (second, first) if word]


def _split_compound(word: str, terms: Sequence[str], start: int) -> Iterator[_Match]:
    """Place the terms of joined words: "inpatient/outpatient" is two."""
    parts = list(_PART.finditer(word))
    if len(terms) > 1 and len(terms) == len(parts):
        yield from (_Match(term, start + part.start(), start + part.end()) for term, part in zip(terms, parts, strict=True))
    else:
        yield from (_Match(term, start, start + len(word)) for term in terms)


def _append_match(matches: list[_Match], match: _Match, text: str) -> None:
    """Add a place; what overlaps the one before, or has only a space between, becomes one with it."""
    last = matches[-1] if matches else None
    if last and (match.start <= last.end or text[last.end : match.start].isspace()):
        matches[-1] = _Match(f"{last.term} {match.term}", last.start, max(last.end, match.end))
    else:
        matches.append(match)


def _window(text: str, matches: Sequence[_Match]) -> tuple[Fragment, ...]:
    """Choose the stretch that holds most different marks, the first of equals, and end it between words."""
    if not matches:
        return ()
    if len(text) <= MAX_EXCERPT:
        return _fragments(text, matches, 0, len(text))
    width = MAX_EXCERPT - _CONTEXT_BEFORE
    best = max(
        matches, key=lambda match: len({other.term for other in matches if match.start <= other.start < match.start + width})
    )
    start = max(0, best.start - _CONTEXT_BEFORE)
    if start:
        start = text.find(" ", start, best.start) + 1 or best.start
    end = min(len(text), start + MAX_EXCERPT - 4)  # the dots count too
    if end < len(text):
        end = max(text.rfind(" ", best.start, end), min(best.end, end))
    fragments = _fragments(text[:end], [match for match in matches if start <= match.start and match.end <= end], start, end)
    return (*([Fragment("… ")] if start else []), *fragments, *([Fragment(" …")] if end < len(text) else []))


def _fragments(text: str, matches: Sequence[_Match], start: int, end: int) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    for match in matches:
        fragments += [Fragment(text[start : match.start]), Fragment(text[match.start : match.end], marked=True)]
        start = match.end
    return tuple(fragment for fragment in (*fragments, Fragment(text[start:end])) if fragment.text)
