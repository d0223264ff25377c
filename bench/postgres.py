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
from datetime import datetime
from typing import Any

import psycopg

from bench.generate import documents
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.factory import create_app
from careercenter.search import rules, vocabulary
from careercenter.search.engines.postgres_engine import PostgresEngine, question
from careercenter.search.engines.postgres_engine.rows import lexeme, standing_under
from careercenter.search.port import SCALES, Criteria, Document, Facet
from tests import database

GOAL = 0.25
SEARCHES = (
    "oncology", "oncology coding", "car-t billing", "cpc", "remote infusion", "denial appeal", "epic audit", "senior coder",
    "inpatient drg coder", "radiation oncology", "risk adjustment hcc", '"cell lab"', "surgery -auditor", "columbus",
    "query physician record", "pathology modifier sequence", "home health oasis",
)  # fmt: skip
CHOICES: tuple[dict[Facet, tuple[str, ...]], ...] = (
    {},
    {Facet.STATE: ("TX",), Facet.CREDENTIAL: ("cpc",)},
    {Facet.WORK_SETTING: ("remote",), Facet.EMPLOYMENT_TYPE: ("w2_full_time",)},
)
COUNTED = tuple(facet for facet in Facet if facet not in SCALES)
WEIGHTS = dict(zip(rules.FIELDS, "AABBCD", strict=True))


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
            document.id, _weighted(document), document.posted_at, document.closes_at, rules.top_pay(document), *held,
        )  # fmt: skip

    def build(self, some: Iterator[Document]) -> None:
        with self.connection.cursor() as cursor, cursor.copy("copy plain from stdin") as copy:
            for document in some:
                copy.write_row(self.put(document))
        self.connection.execute("create index on plain using gin (words)")
        self.connection.execute("create index on plain (closes_at)")
        self.connection.execute("vacuum analyze plain")

    def find(self, criteria: Criteria, at: datetime) -> int:
        query = vocabulary.parse(criteria.words)
        clauses = [f"({question.either(clause)})" for clause in query.clauses]
        text = " & ".join([*clauses, *(f"!({question.written(needle)})" for needle in query.excluded)])
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
            others = " and ".join([matching, *(said for other, said in chosen.items() if other is not facet)])
            if facet in SCALES:
                step = "width_bucket(pay, array[2000,2500,3000,3500,4000,5000])" if facet is Facet.PAY else "posted_at::date"
                ask(f"select {step}, count(*) from plain where {others} group by 1", values).fetchall()
            else:
                value = f"unnest({facet.name.lower()})"
                ask(f"select {value}, count(*) from plain where {others} group by 1", values).fetchall()
        assert total is not None
        return int(total[0])


def _weighted(document: Document) -> str:
    places: dict[str, list[str]] = {}
    position = 0
    for name, weight in WEIGHTS.items():
        position += 1
        for term in vocabulary.terms(getattr(document, name)):
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


def build(number: int, made: PostgresEngine, plain: Plain, at: datetime) -> None:
    took, _ = timed(made.rebuild, documents(range(number), at))
    also, _ = timed(plain.build, documents(range(number), at))
    print(f"{number:,} documents, built in {took / 1000:.0f} s; the plain way {also / 1000:.0f} s (both make them first)")
    first, _ = timed(lambda: made.find(Criteria(), at=at))
    one = next(documents(range(1), at))
    added, _ = timed(lambda: (made.put([one]), made.find(Criteria("oncology"), at=at)))
    print(f"first search of a process {first:.0f} ms; one addition until found {added:.0f} ms")


def turns(made: PostgresEngine, plain: Plain, criteria: Criteria, at: datetime, rounds: int) -> tuple[int, float, float]:
    """Ask both, turn by turn; give the total they agree on, and the median of each in milliseconds."""
    ours, theirs = [], []
    for _ in range(rounds):
        took, found = timed(lambda: made.find(criteria, at=at))
        ours.append(took)
        took, total = timed(plain.find, criteria, at)
        theirs.append(took)
        assert found.total == total, f"{criteria}: {found.total} here, {total} there"
    return total, statistics.median(ours), statistics.median(theirs)


def main(number: int, rounds: int) -> int:
    """Print the table; give 1 when a goal was missed."""
    at = now()
    ours, theirs = [], []
    with server() as url:
        made, plain = PostgresEngine(url), Plain(url.replace("+psycopg", ""))
        build(number, made, plain, at)
        print(f"{'page of 20, total, 10 facets':<30} {'matches':>8} {'ours ms':>9} {'plain ms':>9} {'ratio':>7}")
        for words in SEARCHES:
            for chosen in CHOICES:
                total, mine, other = turns(made, plain, Criteria(words, chosen), at, rounds)
                ours.append(mine)
                theirs.append(other)
                if not chosen:
                    print(f"{words:<30} {total:>8,} {mine:9.1f} {other:9.1f} {mine / other:7.3f}")
        plain.connection.close()
    met = True
    for name, of in (("p50", statistics.median), ("p95", lambda times: statistics.quantiles(times, n=20)[-1])):
        ratio = of(ours) / of(theirs)
        met &= ratio <= GOAL
        verdict = "met" if ratio <= GOAL else "short"
        print(f"{name:<39} {of(ours):9.1f} {of(theirs):9.1f} {ratio:7.3f}  goal {GOAL}  {verdict}")
    return 0 if met else 1


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*numbers, *(10_000, 3)[len(numbers) :]))
