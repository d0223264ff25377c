"""What would be found if one thing less were asked for. Each answer costs one question to the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from careercenter.core.i18n import _, listing
from careercenter.job_search.labels import few, value_label
from careercenter.job_search.links import SearchLinkWithCount
from careercenter.job_search.request import SearchRequest
from careercenter.job_search.resolved import ResolvedSearch, resolve
from careercenter.job_search.understanding.entities import NOT
from careercenter.postings.search_schema import DISTANCES, POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.interface import SearchReader

# Kinds of entities that say what the work is about.
_SUBJECTS = frozenset({"specialty", "code"})
MOST_ASKED = 6  # questions to the index; as many again where none of them finds a job
_MOST_WORDS = 3  # dropped one at a time; the other things asked for have their turn too


@dataclass(frozen=True, slots=True)
class _Option:
    """`drops_subject`: what is left says no more what the work is about."""

    words: str
    request: SearchRequest
    drops_subject: bool = False


def broader_searches(
    search: ResolvedSearch, engine: SearchReader, employers: Mapping[str, str], *, total: int, at: datetime
) -> list[SearchLinkWithCount]:
    """Take one thing away at a time; give at most six searches that find more than the `total` jobs found.

    The one that finds most stands first; those that drop the subject stand after all that keep it. Where nothing is found
    without any one of them, each is asked for alone.
    """
    found = _that_find_more(_options(search, employers), engine, total=total, at=at)
    if not total and not found:
        found = _that_find_more(_each_alone(search, employers), engine, total=total, at=at)
    if total and found and found[0][0].drops_subject:
        return []  # other work is no way out while some of this was found
    return [link for _option, link in found]


def _that_find_more(
    options: Iterable[_Option], engine: SearchReader, *, total: int, at: datetime
) -> list[tuple[_Option, SearchLinkWithCount]]:
    found: list[tuple[_Option, SearchLinkWithCount]] = []
    asked = 0
    for option in sorted(options, key=lambda option: option.drops_subject):
        criteria = resolve(option.request).criteria
        if criteria.empty:
            continue  # to ask for nothing at all is no help
        left = engine.find(criteria, at=at, size=1, counted=()).total
        if left > total:
            found.append((option, SearchLinkWithCount(option.words, left, option.request.to_query_string())))
        asked += 1
        if asked == MOST_ASKED:
            break
    return sorted(found, key=lambda pair: (pair[0].drops_subject, -pair[1].total))


def _options(search: ResolvedSearch, employers: Mapping[str, str]) -> Iterator[_Option]:
    request = search.request
    subjects = sum(entity.kind in _SUBJECTS for entity in search.interpretation.entities) + bool(
        request.values(Facet.SPECIALTY)
    )
    yield from _farther(search)
    plain = [word for word in _plain_words(search) if without_word(request.text, word) != request.text]
    yield from _without_words(request, plain)
    for facet in Facet:
        values = request.values(facet)
        if values and facet is not Facet.DISTANCE:
            words = _("Without “%(question)s”: %(choices)s", question=facet.label, choices=_named(facet, values, employers))
            yield _Option(words, request.without_filter(facet), facet is Facet.SPECIALTY and subjects == 1)
    for entity in search.interpretation.entities:
        if entity.typed:
            words = _("Without %(words)s", words=_quoted(entity.typed))
            yield _Option(words, search.without(entity), entity.kind in _SUBJECTS and subjects == 1)
    if request.near:
        yield _Option(_("Anywhere, not only near %(place)s", place=request.near.name), request.without_place())
    if request.text and len(plain) != 1:
        yield _Option(_("Without the words “%(words)s”", words=request.text), request.with_text(""), True)
    if request.text and len(request.filters) + bool(request.near) > 1:
        only_text = SearchRequest(request.text, overrides=request.overrides, sort=request.sort)
        yield _Option(_("“%(words)s” and nothing else", words=request.text), only_text)


def _each_alone(search: ResolvedSearch, employers: Mapping[str, str]) -> Iterator[_Option]:
    """Give a search for each thing asked for and nothing else."""
    request = search.request
    for entity in search.interpretation.entities:
        if entity.typed and not entity.kind.startswith(NOT):
            words = _("Only %(words)s", words=_quoted(entity.typed))
            yield _Option(words, SearchRequest(entity.typed, sort=request.sort), entity.kind not in _SUBJECTS)
    for facet in Facet:
        if (values := request.values(facet)) and facet is not Facet.DISTANCE:
            only = SearchRequest(filters={facet: values}, sort=request.sort)
            yield _Option(_("Only %(words)s", words=_named(facet, values, employers)), only, facet is not Facet.SPECIALTY)
    if request.near:
        only = SearchRequest(near=request.near, sort=request.sort)
        yield _Option(_("Only near %(place)s", place=request.near.name), only, True)


def _without_words(request: SearchRequest, plain: list[str]) -> Iterator[_Option]:
    for word in plain[:_MOST_WORDS]:
        yield _Option(_("Without %(words)s", words=_quoted(word)), request.with_text(without_word(request.text, word)))
    if len(plain) > 1:
        text = request.text
        for word in plain:
            text = without_word(text, word)
        if text:
            yield _Option(
                _("Without %(words)s", words=listing(few([_quoted(word) for word in plain]))), request.with_text(text)
            )


def _quoted(word: str) -> str:
    return f"“{word.strip(chr(34))}”"


def _named(facet: Facet, values: tuple[str, ...], employers: Mapping[str, str]) -> str:
    words = [
        employers.get(value, _("one employer")) if facet is Facet.EMPLOYER else value_label(facet, value) for value in values
    ]
    return listing(few(words), either=True)


def _farther(search: ResolvedSearch) -> Iterator[_Option]:
    near, miles = search.criteria.near, ranking.miles(POSTINGS, search.criteria)
    if near and miles and miles < max(DISTANCES):
        yield _Option(
            _(
                "Within %(miles)s miles of %(place)s",
                miles=max(DISTANCES),
                place=listing((place.name for place in near.places), either=True),
            ),
            search.request.with_filter(Facet.DISTANCE, str(max(DISTANCES))),
        )


def _plain_words(search: ResolvedSearch) -> list[str]:
    """Give the words that were not read as anything, and leave jobs out."""
    request, interpretation = search.request, search.interpretation
    words = request.text.split() if request.overrides.disabled else interpretation.words
    return [word for word in dict.fromkeys(words) if not word.startswith("-") and word not in interpretation.soft_words]


def without_word(text: str, word: str) -> str:
    """Drop a word or a quoted run from a typed text; the text as it is where the word does not stand in it by itself."""
    left = re.sub(rf"(?<!\S){re.escape(word)}(?!\S)", " ", text, flags=re.IGNORECASE)
    return " ".join(left.split())
