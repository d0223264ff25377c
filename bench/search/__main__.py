"""`make bench-search`: our search beside tantivy and SQLite's FTS5, turn by turn, and the table of goals.

Milliseconds differ from machine to machine and hour to hour: goals are ratios of one run. What is generated and built is kept
in ~/.cache/careercenter-bench, or the folder BENCH_CACHE names.

    python -m bench.search [documents ...] [--fresh] [--quick]

--fresh builds every index anew; --quick asks only us and tantivy, and serves no board. BENCH_CLOCK=cpu counts processor time,
for a machine that has other work to do. Exits with 1 when a goal was missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.search import close, oracle, served
from bench.search.alone import first_times
from bench.search.building import FROM_TEXTS, OURS, YARDSTICK, Built, built, opened
from bench.search.corpus import Corpus, corpus_of_today
from bench.search.engines import PAGE_SIZE, Answer, Asked
from bench.search.growing import additions
from bench.search.measuring import Times, by_kind, p50, p95, turns
from bench.search.questions import KINDS, QUESTIONS, Question
from bench.search.table import Line, code

TANTIVY, FTS5 = YARDSTICK, "FTS5"
PAIR = (OURS, TANTIVY)
DEEP = 50
SIZES = (10_000, 100_000)


class AtPage:
    """An engine that is asked for one page, whatever is asked for."""

    def __init__(self, engine: Asked, number: int) -> None:
        self.name = f"page {number}"
        self.engine, self.number = engine, number

    def ask(self, question: Question, **how: Any) -> Answer:
        return self.engine.ask(question, **{**how, "page": self.number})


@dataclass(frozen=True, slots=True)
class Measured:
    """What one corpus gave; times in milliseconds."""

    corpus: Corpus
    builds: dict[str, Built]
    page: Times  # page of 20, total and five facets
    hits: Times  # without facets
    ends: Times  # of the questions that have a page 50: our page 1 and that one in turns, without facets
    first: Times  # of each question, asked for the first time in a process
    same: int | None  # first pages that are the oracle's

    def ratio(self, times: Times, of, other: str = TANTIVY) -> float | None:  # type: ignore[no-untyped-def]
        return of(times[OURS].values()) / of(times[other].values()) if other in times else None


def measure(number: int, names: tuple[str, ...], *, fresh: bool) -> Measured:
    corpus = corpus_of_today(number)
    corpus.make()
    builds = {name: built(name, corpus, fresh=fresh) for name in (*names, FROM_TEXTS)}
    print(f"\n{number:,} documents, {len(QUESTIONS)} questions\n")
    # Two at a time: an engine that walks through all of memory would leave the others' caches cold.
    pair = [opened(name, corpus) for name in PAIR]
    others = [opened(name, corpus) for name in names if name not in PAIR]
    page, answers = turns(pair, QUESTIONS)
    slow, more = turns(others, QUESTIONS)
    page |= slow
    _print_agreement({question: [*given, *more[question]] for question, given in answers.items()}, names)
    _print_times("page of 20, total, five facets", page)
    hits, _ = turns(pair, QUESTIONS, counted=())
    _print_times("page of 20, total", hits)
    reaching = [question for question in QUESTIONS if answers[question][0].total > (DEEP - 1) * PAGE_SIZE]
    deep, _ = turns(pair, reaching, counted=(), page=DEEP)
    _print_times(f"page {DEEP}, total, of the {len(reaching)} questions that have one", deep)
    first = first_times(PAIR, corpus)
    _print_times("page of 20, total, five facets, the first time in a process", first)
    ends, _ = turns([AtPage(pair[0], 1), AtPage(pair[0], DEEP)], reaching, counted=())
    return Measured(
        corpus,
        builds,
        page,
        hits,
        ends,
        first,
        _same_as_oracle(answers, corpus) if number <= oracle.DOCUMENTS else None,
    )


def _same_as_oracle(answers: dict[Question, list[Answer]], corpus: Corpus) -> int:
    pages = oracle.pages(corpus)
    others = [question for question in QUESTIONS if answers[question][0].ids != pages[str(question)]]
    for question in others:
        print(f"not the oracle's first page: {question.kind}, {question}")
    return len(QUESTIONS) - len(others)


def _print_agreement(answers: dict[Question, list[Answer]], names: tuple[str, ...]) -> None:
    for at, name in enumerate(names[1:], start=1):
        apart = [question for question, given in answers.items() if not given[0].agrees(given[at])]
        print(f"{name}: totals and counts as ours on {len(QUESTIONS) - len(apart)} of {len(QUESTIONS)}")
        for question in apart:
            print(f"    {question.kind}, {question}: {answers[question][0].total} here, {answers[question][at].total} there")
            # Only what a word is mistaken for may be read in two ways.
            assert question.kind in ("slip", "prefix"), "the engines were not asked the same"
    print()


def _print_times(what: str, times: Times) -> None:
    print(f"{what:<58} {'p50':>8} {'p95':>8}   by kind: " + " ".join(f"{kind:>8}" for kind in KINDS))
    for name, taken in times.items():
        kinds = by_kind(taken)
        cells = " ".join(f"{kinds[kind]:8.2f}" if kind in kinds else " " * 8 for kind in KINDS)
        print(f"    {name:<54} {p50(taken.values()):8.2f} {p95(taken.values()):8.2f}            {cells}")
    print()


def lines(small: Measured | None, large: Measured) -> list[Line]:
    """Judge the larger corpus; the smaller too by kind, and where the oracle is asked."""
    build, other_build = large.builds[OURS], large.builds[FROM_TEXTS]
    judged = large if large.same is not None else small
    return [
        *(line for measured in filter(None, (small, large)) for line in _by_kind(measured)),
        Line("page of 20, total, five facets: p95 / tantivy's", large.ratio(large.page, p95), 0.40),
        Line("the same, p50", large.ratio(large.page, p50), 0.50),
        Line("the same, the first time in a process: p95 / tantivy's", large.ratio(large.first, p95), 1.0),
        Line("hits only: p95 / tantivy's", large.ratio(large.hits, p95), 0.60),
        Line(
            f"page {DEEP} / page 1, p95",
            p95(large.ends[f"page {DEEP}"].values()) / p95(large.ends["page 1"].values()),
            1.1,
        ),
        *close.lines(large.corpus),
        *_of_additions(small.corpus if small else None, large.corpus),
        Line(
            "bulk build CPU / tantivy's, each cutting words its own way",
            build.cpu / other_build.cpu,
            2.5,
            beside=f"{build.cpu:.0f} / {other_build.cpu:.1f} s; index {build.megabytes:.0f} / {other_build.megabytes:.0f} MB",
        ),
        Line("top 20 equal to the oracle", judged.same if judged else None, len(QUESTIONS), at_least=True),
    ]


def _by_kind(measured: Measured) -> Iterator[Line]:
    """Judge each kind of question by itself, asked again and for the first time in a process."""
    for what, times in (("", measured.page), (", the first time", measured.first)):
        mine, theirs = by_kind(times[OURS]), by_kind(times[TANTIVY])
        for kind in KINDS:
            yield Line(
                f"{measured.corpus.number:,}: {kind}{what} / tantivy's",
                mine[kind] / theirs[kind],
                1.0,
                beside=f"{mine[kind]:.2f} / {theirs[kind]:.2f} ms",
            )


def _of_additions(small: Corpus | None, large: Corpus) -> list[Line]:
    """Compare one addition with tantivy's, and with one to the smaller corpus."""
    indexes = [(OURS, large), (TANTIVY, large)]
    if small is not None:
        indexes.append((OURS, small))
    taken = additions(indexes)
    middles, highest = [p50(times) for times in taken], [p95(times) for times in taken]
    return [
        Line(
            "one addition until visible: p50 / tantivy's",
            middles[0] / middles[1],
            0.5,
            beside=f"{middles[0]:.1f} / {middles[1]:.1f} ms; p95 {highest[0]:.1f} / {highest[1]:.1f}",
        ),
        Line(
            "the same / with fewer documents",
            middles[0] / middles[2] if small is not None else None,
            1.3,
            beside=f"{middles[0]:.1f} / {middles[2]:.1f} ms with {small.number:,}" if small is not None else "",
        ),
    ]


def main() -> int:
    read = argparse.ArgumentParser(prog="bench.search")
    read.add_argument("documents", type=int, nargs="*")
    read.add_argument("--fresh", action="store_true")
    read.add_argument("--quick", action="store_true")
    asked = read.parse_args()
    names = PAIR if asked.quick else (*PAIR, FTS5)
    measured = [measure(number, names, fresh=asked.fresh) for number in sorted(asked.documents or SIZES)]
    found = lines(measured[0] if len(measured) > 1 else None, measured[-1])
    if not asked.quick:
        found += served.lines(measured[-1].corpus.number)
    print(f"{f'at {measured[-1].corpus.number:,} documents':<66} {'figure':>9}  {'goal':>10}")
    for line in found:
        print(line)
    return code(found)


if __name__ == "__main__":
    sys.exit(main())
