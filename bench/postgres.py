"""`make bench-postgres`: our search on PostgreSQL beside the plain way, on the same server, turn by turn.

The plain way: a weighted tsvector with GIN, twenty rows by `ts_rank`, a count, and a `GROUP BY` a facet without its own choice.
Both match the same documents (the totals are compared). Milliseconds differ from machine to machine: the ratio is the goal.

    python -m bench.postgres [documents] [rounds]
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg

from bench.generate import documents
from bench.search.corpus import ASKED_AT, corpus_of_today
from careercenter.config import read_settings
from careercenter.factory import create_app
from careercenter.job_search import query_parser
from careercenter.language import tokenizer
from careercenter.postings.search_schema import POSTINGS, SCALES, Facet
from careercenter.search import ranking
from careercenter.search.interface import Criteria, Document, SearchResult
from careercenter.search.query import Clause, TermQuery
from careercenter.search.stores.postgres import PostgresEngine
from tests import database

GOAL = 0.25
SEARCHES = (
    "oncology", "oncology coding", "car-t billing", "cpc", "remote infusion", "denial appeal", "epic audit", "senior coder",
    "inpatient drg coder", "radiation oncology", "risk adjustment hcc", '"cell lab"', "surgery -auditor", "columbus",
    "query physician record", "pathology modifier sequence", "home health oasis", "99214", "epic -cpc",
)  # fmt: skip
CHOICES: tuple[dict[Facet, tuple[str, ...]], ...] = (
    {},
    {Facet.STATE: ("TX",), Facet.CREDENTIAL: ("cpc",)},
    {Facet.WORK_SETTING: ("remote",), Facet.EMPLOYMENT_TYPE: ("w2_full_time",)},
)
COUNTED = tuple(facet for facet in Facet if facet not in SCALES)
MERGED = 100  # additions after which small segments were merged several times
WEIGHTS = dict(zip(POSTINGS.field_names, "AABBBCD", strict=True))


class Plain:
    """What one writes first."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True, options="-c jit=off")
        columns = ", ".join(f"{facet.name.lower()} text[] not null" for facet in COUNTED)
        self.connection.execute(
            "create table plain (id text primary key, words tsvector, posted_at timestamptz, closes_at timestamptz, "
            f"pay int, {columns})"
        )

    def put(self, document: Document) -> tuple[Any, ...]:
        held = [sorted(set(document.values.get(facet, ()))) for facet in COUNTED]
        return (
            document.id, _weighted(document), document.posted_at, document.closes_at, ranking.top_amount(document), *held,
        )  # fmt: skip

    def build(self, some: Iterator[Document]) -> None:
        with self.connection.cursor() as cursor, cursor.copy("copy plain from stdin") as copy:
            for document in some:
                copy.write_row(self.put(document))
        self.connection.execute("create index on plain using gin (words)")
        self.connection.execute("create index on plain (closes_at)")
        self.connection.execute("vacuum analyze plain")

    def find(self, criteria: Criteria, at: datetime) -> int:
        query = criteria.query
        clauses = [f"({either(clause)})" for clause in query.must]
        text = " & ".join([*clauses, *(f"!({either(clause)})" for clause in query.must_not)])
        matching = "words @@ %(text)s::tsquery and closes_at > %(at)s"
        values: dict[str, Any] = {"text": text, "at": at}
        chosen = {facet: f"{facet.name.lower()} && %({facet.name})s" for facet in criteria.chosen}
        values |= {facet.name: list(held) for facet, held in criteria.chosen.items()}
        every = " and ".join([matching, *chosen.values()])
        ask = self.connection.execute
        ask(
            f"select id from plain where {every} order by ts_rank(words, %(text)s::tsquery) desc, id limit 20", values
        ).fetchall()
        total = ask(f"select count(*) from plain where {every}", values).fetchone()
        for facet in Facet:
            if facet is Facet.DISTANCE:
                continue  # nobody gives a place
            others = " and ".join([matching, *(said for other, said in chosen.items() if other is not facet)])
            if facet in SCALES:
                step = "width_bucket(pay, array[2000,2500,3000,3500,4000,5000])" if facet is Facet.PAY else "posted_at::date"
                ask(f"select {step}, count(*) from plain where {others} group by 1", values).fetchall()
            else:
                value = f"unnest({facet.name.lower()})"
                ask(f"select {value}, count(*) from plain where {others} group by 1", values).fetchall()
        assert total is not None
        return int(total[0])


def either(clause: Clause) -> str:
    """Write a clause as tsquery reads it."""
    return " | ".join(
        [*(f"({written(one)})" for one in clause.alternatives), *(standing_under(value.value) for value in clause.satisfied_by)]
    )


def written(needle: TermQuery) -> str:
    if needle.prefix:
        return lexeme(needle.terms[0]) + ":*"
    return (" <-> " if needle.phrase else " & ").join(map(lexeme, needle.terms))


def lexeme(term: str) -> str:
    """Write a term as tsvector and tsquery read it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def standing_under(specialty: str) -> str:
    """Give the lexeme of a document that stands under a specialty. No term of a text begins so."""
    return lexeme("=" + specialty)


def _weighted(document: Document) -> str:
    places: dict[str, list[str]] = {}
    position = 0
    for name, weight in WEIGHTS.items():
        position += 1
        for term in tokenizer.tokenize(document.texts.get(name, "")):
            position += 1
            places.setdefault(term, []).append(f"{position}{weight}")
    written = [f"{lexeme(term)}:{','.join(at[:255])}" for term, at in places.items()]
    return " ".join([*written, *map(standing_under, set(document.values.get(Facet.SPECIALTY, ())))])


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work(*arguments)
    return (time.perf_counter() - began) * 1000, result


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A cluster of our own with our schema."""
    from flask_migrate import upgrade

    with database.postgres() as url, tempfile.TemporaryDirectory(prefix="careercenter-bench-") as folder:
        app = create_app(read_settings(data_dir=folder, database_url=url, secret_key="bench-" * 10))
        with app.app_context():
            upgrade()
        yield url


def engine(url: str, host: str) -> PostgresEngine:
    """Make the engine of a process on a host, which is a folder."""
    return PostgresEngine(url, POSTINGS, host)


def build(number: int, plain: Plain, url: str, host: str, at: datetime) -> PostgresEngine:
    corpus = corpus_of_today(number)
    corpus.make()
    made = engine(url, host)
    took, _ = timed(made.rebuild, corpus.documents())
    also, _ = timed(plain.build, corpus.documents())
    print(f"{number:,} documents, built in {took / 1000:.0f} s; the plain way {also / 1000:.0f} s")
    first, _ = timed(lambda: engine(url, host).find(Criteria(), at=at))
    with tempfile.TemporaryDirectory(prefix="careercenter-bench-") as another:
        fetched, _ = timed(lambda: engine(url, another).find(Criteria(), at=at))
    slip, _ = timed(made.nearest, ["oncolgy"])
    print(f"first search of a process {first:.0f} ms, of a host {fetched:.0f} ms; the first slip of the pen {slip:.0f} ms")
    stored, written = stored_bytes(plain), log_position(plain)
    added = [timed(add, made, one, at)[0] for one in documents(range(number, number + MERGED), at)]
    print(f"one addition until found {statistics.median(added):.0f} ms, at most {max(added):.0f} (of {MERGED})")
    print(f"{stored / 1e6:.0f} MB stored; {MERGED} additions wrote {(log_position(plain) - written) / 1e6:.1f} MB of log")
    made.drop([one.id for one in documents(range(number, number + MERGED), at)])
    return made


def stored_bytes(plain: Plain) -> int:
    row = plain.connection.execute(
        "select sum(pg_total_relation_size(oid))::bigint from pg_class where relname in ('search_commit', 'search_pieces')"
    ).fetchone()
    return int(row[0]) if row else 0


def log_position(plain: Plain) -> int:
    """Give how many bytes the server ever wrote to its log, by which it recovers and feeds replicas."""
    row = plain.connection.execute("select (pg_current_wal_insert_lsn() - '0/0')::bigint").fetchone()
    return int(row[0]) if row else 0


def add(made: PostgresEngine, one: Document, at: datetime) -> None:
    made.upsert([one])
    made.find(Criteria(query_parser.parse("oncology")), at=at)


def find(made: PostgresEngine, criteria: Criteria, at: datetime) -> SearchResult:
    return made.find(criteria, at=at)


class Times:
    """Milliseconds of both, by turns: the first time a search is asked for after a change, and again."""

    def __init__(self) -> None:
        self.first: list[float] = []
        self.again: list[float] = []
        self.plain: list[float] = []

    def ask(self, made: PostgresEngine, plain: Plain, criteria: Criteria, at: datetime, rounds: int) -> int:
        """Give the total they agree on."""
        ours, theirs = [], []
        for _ in range(rounds + 1):
            at -= timedelta(microseconds=1)  # an answer that was kept is not given for an earlier moment
            took, found = timed(find, made, criteria, at)
            ours.append(took)
            took, total = timed(plain.find, criteria, at)
            theirs.append(took)
            assert found.total == total, f"{criteria}: {found.total} here, {total} there"
        self.first.append(ours[0])
        self.again.append(statistics.median(ours[1:]))
        self.plain.append(statistics.median(theirs))
        return total


def main(number: int, rounds: int) -> int:
    """Print the table; give 1 when a goal was missed."""
    at = ASKED_AT
    times = Times()
    with server() as url, tempfile.TemporaryDirectory(prefix="careercenter-bench-") as host:
        plain = Plain(url.replace("+psycopg", ""))
        made = build(number, plain, url, host, at)
        print(f"{'page of 20, total, 10 facets':<30} {'matches':>8} {'first ms':>9} {'again ms':>9} {'plain ms':>9}  ratios")
        for chosen in CHOICES:
            one = next(documents([number + MERGED], at))
            made.upsert([one])  # a change: nothing is weighed yet
            made.drop([one.id])
            for words in SEARCHES:
                total = times.ask(made, plain, Criteria(query_parser.parse(words), chosen), at, rounds)
                if not chosen:
                    first, again, other = times.first[-1], times.again[-1], times.plain[-1]
                    ratios = f"{first / other:6.3f}{again / other:6.3f}"
                    print(f"{words:<30} {total:>8,} {first:9.1f} {again:9.1f} {other:9.1f} {ratios:>12}")
        plain.connection.close()
    met = True
    for name, of in (("p50", statistics.median), ("p95", lambda times: statistics.quantiles(times, n=20)[-1])):
        first, again = (of(ours) / of(times.plain) for ours in (times.first, times.again))
        met &= max(first, again) <= GOAL
        verdict = "met" if max(first, again) <= GOAL else "short"
        figures = f"{of(times.first):9.1f} {of(times.again):9.1f} {of(times.plain):9.1f} {first:6.3f}{again:6.3f}"
        print(f"{name:<39} {figures}  goal {GOAL}  {verdict}")
    return 0 if met else 1


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*numbers, *(10_000, 3)[len(numbers) :]))
