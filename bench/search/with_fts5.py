"""SQLite's full-text search, with the facets counted by SQL, over the terms our vocabulary cuts."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from bench.search.corpus import ASKED_AT, Entry
from bench.search.engines import PAGE_SIZE, Answer
from bench.search.questions import FIVE, Chosen, Question
from careercenter.postings.search_schema import POSTINGS, Facet
from careercenter.search import ranking
from careercenter.search.interface import Sort
from careercenter.search.query import Clause, TermQuery

_UNDER = "under-"  # a specialty a document stands under is a word of a column of its own
_WEIGHTS = ", ".join(str(weight) for weight in (*POSTINGS.boosts.values(), POSTINGS.facet_match_boost))
_CLOSES_AFTER = ranking.microseconds(ASKED_AT)


class Fts5:
    name = "FTS5"
    stamp = "1"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, entries: Iterable[Entry]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._folder / "index.db")
        columns = ", ".join((*POSTINGS.field_names, "under"))
        # The characters our terms hold inside.
        database.execute(f"create virtual table words using fts5({columns}, content='', tokenize=\"ascii tokenchars '-/&.'\")")
        database.execute("create table documents (doc integer primary key, posted integer, closes integer)")
        for facet in FIVE:
            database.execute(f"create table {_held(facet)} (doc integer, value text, primary key (doc, value)) without rowid")
        for entry in entries:
            _insert(database, entry)
        database.execute("create index posted on documents (posted desc, closes)")
        database.execute("insert into words (words) values ('optimize')")
        database.execute("analyze")
        database.commit()
        database.close()

    def stale(self) -> bool:
        return False  # its stamp is in the folder's name

    def open(self) -> None:
        self._database = sqlite3.connect(self._folder / "index.db")
        self._database.execute("pragma cache_size = -262144")
        self._database.execute("pragma temp_store = memory")
        self._database.execute("create temp table hits (doc integer primary key, score real)")

    def ask(self, question: Question, *, page: int = 1, counted: Collection[Facet] = FIVE) -> Answer:
        self._find(question)
        kept = _conditions(question.chosen)
        ask = self._database.execute
        order = "posted desc" if question.sort is Sort.NEWEST else "score"
        skipped = (page - 1) * PAGE_SIZE
        shown = ask(
            f"select doc from hits join documents using (doc) where {kept} order by {order} limit {PAGE_SIZE} offset {skipped}"
        ).fetchall()
        (total,) = ask(f"select count(*) from hits where {kept}").fetchone()
        facets = {}
        for facet in counted:
            others = _conditions({other: values for other, values in question.chosen.items() if other is not facet})
            held = _held(facet)
            counts = f"select value, count(*) from hits join {held} using (doc) where {others} group by value"
            facets[facet] = dict(ask(counts).fetchall())
        return Answer(tuple(f"{doc:012d}" for (doc,) in shown), total, facets)

    def _find(self, question: Question) -> None:
        """Keep what the words find, before the choices."""
        self._database.execute("delete from hits")
        clauses = [_clause(clause) for clause in question.query.must]
        if clauses:
            # A document stands in `words` under the row of its number.
            self._database.execute(
                f"insert into hits select words.rowid, bm25(words, {_WEIGHTS}) from words "
                "join documents on doc = words.rowid where words match ? and closes > ?",
                (" AND ".join(clauses), _CLOSES_AFTER),
            )
        else:
            self._database.execute("insert into hits select doc, 0 from documents where closes > ?", (_CLOSES_AFTER,))


def _insert(database: sqlite3.Connection, entry: Entry) -> None:
    document = entry.document
    doc = int(document.id)
    under = " ".join(_UNDER + slug for slug in document.values.get(Facet.SPECIALTY, ()))
    held = ", ".join("?" * (len(POSTINGS.fields) + 2))
    database.execute(
        f"insert into words (rowid, {', '.join(POSTINGS.field_names)}, under) values ({held})", (doc, *entry.texts, under)
    )
    moments = (ranking.microseconds(document.posted_at), ranking.microseconds(document.closes_at))
    database.execute("insert into documents values (?, ?, ?)", (doc, *moments))
    for facet in FIVE:
        rows = [(doc, value) for value in sorted(set(document.values.get(facet, ())))]
        database.executemany(f"insert into {_held(facet)} values (?, ?)", rows)


def _held(facet: Facet) -> str:
    return f"held_{facet.name.lower()}"


def _conditions(chosen: Chosen) -> str:
    among = [
        f"exists (select 1 from {_held(facet)} of where of.doc = hits.doc and value in ({', '.join(map(_quoted, values))}))"
        for facet, values in chosen.items()
    ]
    return " and ".join(among) or "1"


def _clause(clause: Clause) -> str:
    under = [f'under : "{_UNDER}{slug}"' for _facet, slug in clause.satisfied_by]
    return f"({' OR '.join([*map(_needle, clause.alternatives), *under])})"


def _needle(needle: TermQuery) -> str:
    if needle.prefix:
        return f'"{needle.terms[0]}" *'
    if needle.phrase:
        return f'"{" ".join(needle.terms)}"'
    every = " AND ".join(f'"{term}"' for term in needle.terms)
    return f"({every})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
