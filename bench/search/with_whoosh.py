"""Stock Whoosh 2.7.5, tuned as far as it goes: its own matchers and scorer over one field, walked once to the end.

Dates, choices and facets are counted in numpy over what matched. Fed by our terms already counted, which its own analysis would
take three times as long to make; the index it writes is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats, index, query
from whoosh.filedb.filestore import FileStorage

from bench.search.corpus import ASKED_AT, Entry
from bench.search.engines import PAGE_SIZE, Answer
from bench.search.questions import FIVE, Question
from careercenter.postings.search_schema import Facet
from careercenter.search import ranking
from careercenter.search.interface import Sort
from careercenter.search.query import Clause, TermQuery

_UNDER = "under-"  # a specialty a document stands under is a word too
_GAP = 100  # positions between two fields, so that no phrase reaches across
_POOL_MB = 512
_CLOSES_AFTER = ranking.microseconds(ASKED_AT)

Ints = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


class _Cut(fields.FieldType):  # type: ignore[misc]
    """Texts of terms joined by blanks, with stock positions."""

    def __init__(self) -> None:
        super().__init__(format=formats.Positions(), analyzer=None, scorable=True)

    def index(self, value: list[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = {}
        position = 0
        for text in value:
            for term in text.split():
                places.setdefault(term, []).append(position)
                position += 1
            position += _GAP
        for term, found in places.items():
            yield term.encode(), len(found), float(len(found)), self.format.encode(found)


class StockWhoosh:
    name = "Whoosh"
    stamp = "1"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, entries: Iterable[Entry]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        made = index.create_in(str(self._folder), fields.Schema(body=_Cut()))
        writer = made.writer(limitmb=_POOL_MB)
        posted, closes = [], []
        held: dict[Facet, list[tuple[str, ...]]] = {facet: [] for facet in FIVE}
        for entry in entries:
            document = entry.document
            under = " ".join(_UNDER + slug for slug in document.values.get(Facet.SPECIALTY, ()))
            writer.add_document(body=[*entry.texts, under])
            posted.append(ranking.microseconds(document.posted_at))
            closes.append(ranking.microseconds(document.closes_at))
            for facet in FIVE:
                held[facet].append(tuple(set(document.values.get(facet, ()))))
        writer.commit()
        columns = {"posted": np.array(posted), "closes": np.array(closes)}
        for facet, all_held in held.items():
            names = sorted({value for values in all_held for value in values})
            number = {name: at for at, name in enumerate(names)}
            columns[f"{facet.name}_names"] = np.array(names)
            columns[f"{facet.name}_owners"] = np.repeat(np.arange(len(all_held)), [len(values) for values in all_held])
            columns[f"{facet.name}_values"] = np.array([number[value] for values in all_held for value in values])
        np.savez(self._folder / "columns.npz", **columns)

    def stale(self) -> bool:
        return False  # its stamp is in the folder's name

    def open(self) -> None:
        self._searcher = index.FileIndex(FileStorage(str(self._folder))).searcher()
        with np.load(self._folder / "columns.npz") as columns:
            self._columns = dict(columns)
        self._open = self._columns["closes"] > _CLOSES_AFTER
        self._masks: dict[tuple[Facet, tuple[str, ...]], Mask] = {}

    def ask(self, question: Question, *, page: int = 1, counted: Collection[Facet] = FIVE) -> Answer:
        size = len(self._open)
        if question.query.must:
            ids, scores = self._walk(query.And([_clause(clause) for clause in question.query.must]))
            matching = np.zeros(size, dtype=np.bool_)
            matching[ids] = True
            matching &= self._open
            by_score = np.zeros(size)
            by_score[ids] = scores
        else:
            matching, by_score = self._open, np.zeros(size)
        masks = {facet: self._mask(facet, values) for facet, values in question.chosen.items()}
        hits = np.flatnonzero(_both(matching, masks.values()))
        key = -self._columns["posted"][hits] if question.sort is Sort.NEWEST else -by_score[hits]
        last = min(page * PAGE_SIZE, len(hits))
        best = np.argpartition(key, last - 1)[:last] if last else np.empty(0, np.int64)
        shown = hits[best[np.argsort(key[best], kind="stable")]][(page - 1) * PAGE_SIZE :]
        facets = {
            facet: self._counts(facet, _both(matching, (mask for other, mask in masks.items() if other is not facet)))
            for facet in counted
        }
        return Answer(tuple(f"{number:012d}" for number in shown), len(hits), facets)

    def _walk(self, asked: query.Query) -> tuple[list[int], list[float]]:
        ids: list[int] = []
        scores: list[float] = []
        for leaf, offset in self._searcher.leaf_searchers():
            matcher = asked.matcher(leaf)
            while matcher.is_active():
                ids.append(offset + matcher.id())
                scores.append(matcher.score())
                matcher.next()
        return ids, scores

    def _mask(self, facet: Facet, values: tuple[str, ...]) -> Mask:
        if (facet, values) not in self._masks:
            names = self._columns[f"{facet.name}_names"].tolist()
            wanted = [names.index(value) for value in values if value in names]
            found = np.zeros(len(self._open), dtype=np.bool_)
            found[self._columns[f"{facet.name}_owners"][np.isin(self._columns[f"{facet.name}_values"], wanted)]] = True
            self._masks[facet, values] = found
        return self._masks[facet, values]

    def _counts(self, facet: Facet, among: Mask) -> dict[str, int]:
        names = self._columns[f"{facet.name}_names"].tolist()
        held = self._columns[f"{facet.name}_values"][among[self._columns[f"{facet.name}_owners"]]]
        return dict(zip(names, np.bincount(held, minlength=len(names)).tolist(), strict=True))


def _both(matching: Mask, masks: Iterable[Mask]) -> Mask:
    left = matching.copy()
    for mask in masks:
        left &= mask
    return left


def _clause(clause: Clause) -> query.Query:
    wanted = [_needle(needle) for needle in clause.alternatives]
    wanted += [query.Term("body", _UNDER + slug) for _facet, slug in clause.satisfied_by]
    return query.Or(wanted) if len(wanted) > 1 else wanted[0]


def _needle(needle: TermQuery) -> query.Query:
    if needle.prefix:
        return query.Prefix("body", needle.terms[0])
    if needle.phrase:
        return query.Phrase("body", list(needle.terms))
    terms = [query.Term("body", term) for term in needle.terms]
    return query.And(terms) if len(terms) > 1 else terms[0]
