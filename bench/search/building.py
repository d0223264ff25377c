"""Building each engine's index once, in a process of its own whose CPU time is the figure, and keeping both.

python -m bench.search.building <engine> <documents> <folder of the corpus>
"""

from __future__ import annotations

import json
import pkgutil
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.search.corpus import Corpus, Entry
from bench.search.engines import Engine

OURS, YARDSTICK, FROM_TEXTS = "ours", "tantivy", "tantivy-texts"

# Found when asked for: a process that measures one engine's memory holds no other.
_WHERE = {
    OURS: "bench.search.ours:Ours",
    YARDSTICK: "bench.search.with_tantivy:Tantivy",
    FROM_TEXTS: "bench.search.with_tantivy:FromTexts",
    "FTS5": "bench.search.with_fts5:Fts5",
}


@dataclass(frozen=True, slots=True)
class Built:
    """CPU seconds of a build, children's too, and what it left on the disk."""

    cpu: float
    megabytes: float


def kind(name: str) -> type[Engine]:
    found: type[Engine] = pkgutil.resolve_name(_WHERE[name])
    return found


def folder(name: str, corpus: Corpus) -> Path:
    stamp = kind(name).stamp
    return corpus.of(f"{name.lower()}-{stamp}" if stamp else name)


def built(name: str, corpus: Corpus, *, fresh: bool = False) -> Built:
    """Give what the build took, now or when it was done; builds in another process what is missing or `fresh`."""
    note = _note(name, corpus)
    if fresh:
        note.unlink(missing_ok=True)
    command = [sys.executable, "-m", "bench.search.building", name, str(corpus.number), str(corpus.folder)]
    if name == OURS or not note.exists():
        subprocess.run(command, check=True)
    return Built(**json.loads(note.read_text()))


def opened(name: str, corpus: Corpus, at: Path | None = None) -> Engine:
    engine = kind(name)(at or folder(name, corpus))
    engine.open()
    return engine


class _Fed:
    """Entries, and the CPU seconds of reading them, which are no part of a build."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.reading = 0.0

    def __iter__(self) -> Iterator[Entry]:
        entries = self._corpus.entries()
        while True:
            began = time.thread_time()
            entry = next(entries, None)
            self.reading += time.thread_time() - began
            if entry is None:
                return
            yield entry


def _note(name: str, corpus: Corpus) -> Path:
    return folder(name, corpus).with_suffix(".json")


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def main(name: str, corpus: Corpus) -> None:
    note, at = _note(name, corpus), folder(name, corpus)
    engine = kind(name)(at)
    if note.exists() and not (engine.stale()):
        return
    print(f"building {corpus.number:,} documents for {name}", file=sys.stderr)
    shutil.rmtree(at, ignore_errors=True)
    engine = kind(name)(at)
    fed = _Fed(corpus)
    began = _cpu()
    engine.build(fed)
    took = Built(_cpu() - began - fed.reading, _size(at))
    note.write_text(json.dumps(asdict(took)))


def _size(at: Path) -> float:
    return sum(path.stat().st_size for path in at.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main(sys.argv[1], Corpus(int(sys.argv[2]), Path(sys.argv[3])))
