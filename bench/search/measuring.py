"""Asking engines turn by turn, and what is made of the times."""

from __future__ import annotations

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bench.search.engines import Answer, Asked
from bench.search.questions import Question

ROUNDS = 5
# An engine that takes longer than this is timed once: nothing depends on its third digit.
PATIENCE = 100.0

# BENCH_CLOCK=cpu counts processor time, for a machine that has other work to do.
_CLOCK = time.process_time if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter

Times = dict[str, dict[Question, float]]


def timed(work: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[float, Any]:
    """Give the milliseconds a call takes, and what it gives."""
    began = _CLOCK()
    result = work(*arguments, **named)
    return (_CLOCK() - began) * 1000, result


def p50(times: Iterable[float]) -> float:
    return statistics.median(times)


def p95(times: Iterable[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def turns(engines: Sequence[Asked], questions: Sequence[Question], **how: Any) -> tuple[Times, dict[Question, list[Answer]]]:
    """Ask every engine every question in turns, each once untimed; give the medians in milliseconds, and the answers."""
    medians: Times = {engine.name: {} for engine in engines}
    answers: dict[Question, list[Answer]] = {}
    for question in questions:
        warmed = [timed(engine.ask, question, **how) for engine in engines]
        answers[question] = [answer for _, answer in warmed]
        rounds = {engine.name: ROUNDS if took < PATIENCE else 1 for engine, (took, _) in zip(engines, warmed, strict=True)}
        times: dict[str, list[float]] = defaultdict(list)
        for turn in range(ROUNDS):
            # Who begins changes, so that none always finds the processor's caches as the same other left them.
            for at in range(len(engines)):
                engine = engines[(turn + at) % len(engines)]
                if turn < rounds[engine.name]:
                    times[engine.name].append(timed(engine.ask, question, **how)[0])
        for name, taken in times.items():
            medians[name][question] = statistics.median(taken)
    return medians, answers


def by_kind(times: Mapping[Question, float]) -> dict[str, float]:
    """Give the median of each kind of question."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for question, took in times.items():
        kinds[question.kind].append(took)
    return {kind: statistics.median(taken) for kind, taken in kinds.items()}
