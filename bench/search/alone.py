"""Processes that hold one engine and nothing else: what their first answers cost, and the memory they hold after them.

python -m bench.search.alone <engine> <documents> <folder of the corpus>
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.search.building import opened
from bench.search.corpus import Corpus
from bench.search.measuring import p50, timed
from bench.search.questions import QUESTIONS

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Alone:
    """Milliseconds of each question's first asking; megabytes resident, the most there were, and those that are no file's.

    Of several processes the medians, of megabytes the most.
    """

    first: list[float]
    resident: float
    highest: float
    own: float


def alone(names: Sequence[str], corpus: Corpus) -> dict[str, Alone]:
    """Start processes of the engines in turns: what the system has at hand of files it had from the one before."""
    rounds = [[_started(name, corpus) for name in names] for _ in range(ROUNDS)]
    return {name: _together(processes) for name, processes in zip(names, zip(*rounds, strict=True), strict=True)}


def _started(name: str, corpus: Corpus) -> Alone:
    command = [sys.executable, "-m", "bench.search.alone", name, str(corpus.number), str(corpus.folder)]
    return Alone(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _together(processes: Sequence[Alone]) -> Alone:
    first = [p50(times) for times in zip(*(one.first for one in processes), strict=True)]
    megabytes = [(one.resident, one.highest, one.own) for one in processes]
    return Alone(first, *(max(some) for some in zip(*megabytes, strict=True)))


def main(name: str, corpus: Corpus) -> None:
    engine = opened(name, corpus)
    first = [timed(engine.ask, question)[0] for question in QUESTIONS]
    held = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    resident, highest, own = (int(held[name].split()[0]) / 1000 for name in ("VmRSS", "VmHWM", "RssAnon"))
    print(json.dumps(asdict(Alone(first, resident, highest, own))))


if __name__ == "__main__":
    main(sys.argv[1], Corpus(int(sys.argv[2]), Path(sys.argv[3])))
