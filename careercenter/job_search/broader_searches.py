"""What would be found if one thing less were asked for. Each answer costs one question to the index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from careercenter.core.i18n import _, _n, listing
from careercenter.job_search.links import CountedWay
from careercenter.job_search.request import (
    Reading,
    Taken,
    label,
    meant,
    unplaced,
    without,
    without_near,
    without_words,
    write,
)
from careercenter.job_search.understanding import Interpretation
from careercenter.job_search.understanding.location_intent import PLACES
from careercenter.search import ranking
from careercenter.search.interface import DISTANCES, Criteria, Facet, SearchReader

MOST = 6
_MOST_NAMED = 3
_MOST_WORDS = 3  # dropped one at a time; the other things asked for have their turn too


@dataclass(frozen=True, slots=True)
class _Option:
    words: str
    criteria: Criteria
    taken: Taken


def relaxations(
    reading: Reading,
    read: Interpretation,
    engine: SearchReader,
    employers: Mapping[str, str],
    *,
    at: datetime,
    more_than: int = 0,
) -> list[CountedWay]:
    """Take one thing away at a time; give at most six ways that find more than so many jobs, the one that finds most first."""
    found: list[CountedWay] = []
    asked = 0
    for option in _options(reading, read, employers):
        criteria = meant(option.criteria, option.taken, at=at).criteria
        if criteria.empty:
            continue  # to ask for nothing at all is no help
        total = engine.find(criteria, at=at, size=1, counted=()).total
        if total > more_than:
            found.append(CountedWay(option.words, total, write(option.criteria, taken=option.taken)))
        asked += 1
        if asked == MOST:
            break
    return sorted(found, key=lambda one: -one.total)


def _options(reading: Reading, read: Interpretation, employers: Mapping[str, str]) -> Iterator[_Option]:
    criteria, taken = reading.criteria, reading.taken
    yield from _farther(criteria, taken, read)
    loose = [word for word in _loose(criteria, taken, read) if without_word(criteria.words, word) != criteria.words]
    for word in loose[:_MOST_WORDS]:
        yield _Option(
            _("Without %(words)s", words=_quoted(word)), replace(criteria, words=without_word(criteria.words, word)), taken
        )
    if len(loose) > 1:
        words = criteria.words
        for word in loose:
            words = without_word(words, word)
        if words:
            yield _Option(
                _("Without %(words)s", words=listing(_few([_quoted(word) for word in loose]))),
                replace(criteria, words=words),
                taken,
            )
    for facet in Facet:
        values = criteria.values(facet)
        if values and facet is not Facet.DISTANCE:
            words = _("Without “%(question)s”: %(choices)s", question=facet.label, choices=_named(facet, values, employers))
            yield _Option(words, without(criteria, facet), taken)
    for one in read.readings:
        if one.typed:
            left = replace(taken, without=(*taken.without, one.key))
            yield _Option(
                _("Without %(words)s", words=_quoted(one.typed)), unplaced(criteria) if one.kind in PLACES else criteria, left
            )
    if criteria.near:
        yield _Option(_("Anywhere, not only near %(place)s", place=criteria.near.name), without_near(criteria), taken)
    if criteria.words and len(loose) != 1:
        yield _Option(_("Without the words “%(words)s”", words=criteria.words), without_words(criteria), taken)
    if criteria.words and len(criteria.chosen) + bool(criteria.near) > 1:
        yield _Option(
            _("“%(words)s” and nothing else", words=criteria.words), Criteria(criteria.words, sort=criteria.sort), taken
        )


def _quoted(word: str) -> str:
    return f"“{word.strip(chr(34))}”"


def _named(facet: Facet, values: tuple[str, ...], employers: Mapping[str, str]) -> str:
    words = [employers.get(value, _("one employer")) if facet is Facet.EMPLOYER else label(facet, value) for value in values]
    return listing(_few(words), either=True)


def _few(words: list[str]) -> list[str]:
    """Name a few, and say how many more there are."""
    return (
        words
        if len(words) <= _MOST_NAMED
        else [*words[: _MOST_NAMED - 1], _n("%(num)s more", "%(num)s more", len(words) - _MOST_NAMED + 1)]
    )


def _farther(criteria: Criteria, taken: Taken, read: Interpretation) -> Iterator[_Option]:
    near, miles = read.criteria.near, ranking.miles(read.criteria)
    if near and miles and miles < max(DISTANCES):
        chosen = {**criteria.chosen, Facet.DISTANCE: (str(max(DISTANCES)),)}
        yield _Option(
            _("Within %(miles)s miles of %(place)s", miles=max(DISTANCES), place=near.name),
            replace(criteria, chosen=chosen),
            taken,
        )


def _loose(criteria: Criteria, taken: Taken, read: Interpretation) -> list[str]:
    """Give the words that were not read as anything."""
    words = criteria.words.split() if taken.as_typed else read.words
    return [word for word in dict.fromkeys(words) if not word.startswith("-")]


def without_word(text: str, word: str) -> str:
    """Drop a word or a quoted run from a typed text; the text as it is where the word does not stand in it by itself."""
    left = re.sub(rf"(?<!\S){re.escape(word)}(?!\S)", " ", text, flags=re.IGNORECASE)
    return " ".join(left.split())
