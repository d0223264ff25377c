"""Processes that hold one engine and nothing else: what their first answers cost.

python -m bench.search.alone <engine> <documents> <folder of the corpus>
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.search.building import opened
from bench.search.corpus import Corpus
from bench.search.measuring import Times, p50, timed
from bench.search.questions import QUESTIONS

ROUNDS = 5


def first_times(names: Sequence[str], corpus: Corpus) -> Times:
    """Give the milliseconds of each question's first asking, the medians of several processes.

    The engines take turns: what the system has at hand of files it had from the one before.
    """
    rounds = [[_started(name, corpus) for name in names] for _ in range(ROUNDS)]
    by_name = zip(names, zip(*rounds, strict=True), strict=True)
    return {
        name: dict(zip(QUESTIONS, (p50(times) for times in zip(*processes, strict=True)), strict=True))
        for name, processes in by_name
    }


def _started(name: str, corpus: Corpus) -> list[float]:
    command = [sys.executable, "-m", "bench.search.alone", name, str(corpus.number), str(corpus.folder)]
    times: list[float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return times


def main(name: str, corpus: Corpus) -> None:
    engine = opened(name, corpus)
    print(json.dumps([timed(engine.ask, question)[0] for question in QUESTIONS]))


if __name__ == "__main__":
    main(sys.argv[1], Corpus(int(sys.argv[2]), Path(sys.argv[3])))
