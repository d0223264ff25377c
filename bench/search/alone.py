"""A process that holds one engine and nothing else: what its first answers cost, and the memory it holds after them.

python -m bench.search.alone <engine> <documents> <folder of the corpus>
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.search.building import opened
from bench.search.corpus import Corpus
from bench.search.measuring import timed
from bench.search.questions import QUESTIONS


@dataclass(frozen=True, slots=True)
class Alone:
    """Milliseconds of each question's first asking; megabytes resident, the most there were, and those that are no file's."""

    first: list[float]
    resident: float
    highest: float
    own: float


def alone(name: str, corpus: Corpus) -> Alone:
    command = [sys.executable, "-m", "bench.search.alone", name, str(corpus.number), str(corpus.folder)]
    return Alone(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main(name: str, corpus: Corpus) -> None:
    engine = opened(name, corpus)
    first = [timed(engine.ask, question)[0] for question in QUESTIONS]
    held = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    resident, highest, own = (int(held[name].split()[0]) / 1000 for name in ("VmRSS", "VmHWM", "RssAnon"))
    print(json.dumps(asdict(Alone(first, resident, highest, own))))


if __name__ == "__main__":
    main(sys.argv[1], Corpus(int(sys.argv[2]), Path(sys.argv[3])))
