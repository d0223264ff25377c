"""The engine under measure, through its port alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bench.search.corpus import ASKED_AT, Entry
from bench.search.engines import PAGE_SIZE, Answer
from bench.search.questions import FIVE, Question
from careercenter.job_search import query_parser
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search.stores.directory import WhooshEngine

# Asked after all that closes then has closed, as the other engines are; what this moment adds to a score is rounded off.
_WITHIN = timedelta(milliseconds=10)


class Ours:
    name = "ours"
    stamp = ""  # the port's `stale` tells

    def __init__(self, folder: Path) -> None:
        self._engine = WhooshEngine(folder, POSTINGS)
        self._asked_at = ASKED_AT + _WITHIN

    def build(self, entries: Iterable[Entry]) -> None:
        self._engine.rebuild(entry.document for entry in entries)

    def stale(self) -> bool:
        return self._engine.stale()

    def open(self) -> None:
        """Make what the board makes before it serves: the columns, the tables of few results, the dictionary of its words."""
        self.ask(Question("none", "zzzz"))
        self._engine.nearest(("zzzzz",))

    def ask(self, question: Question, *, page: int = 1, counted: Collection[Facet] | None = FIVE) -> Answer:
        criteria = question.criteria
        if question.slip:
            # What the board does with a word nothing holds: it asks for the nearest one that is held, and searches for that.
            nearest = self._engine.nearest((question.slip,))
            criteria = replace(criteria, query=query_parser.parse(nearest.get(question.slip, question.slip)))
        found = self._engine.find(criteria, at=self._moment(), page=page, size=PAGE_SIZE, counted=counted)
        return Answer(found.ids, found.total, found.facets)

    def closest(self, question: Question) -> int:
        """Count the close matches of a question, as many as a page shows where nothing is found."""
        return len(self._engine.close_matches(question.criteria, at=self._moment()))

    def _moment(self) -> datetime:
        """Give an earlier moment each time: a question asked again is answered anew, and not by what was kept."""
        self._asked_at -= timedelta(microseconds=1)
        assert self._asked_at >= ASKED_AT, "asked too often"
        return self._asked_at

    def add(self, entry: Entry) -> None:
        self._engine.upsert([entry.document])

    def close(self) -> None:
        """Nothing goes on behind an `upsert`."""
