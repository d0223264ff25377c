"""One addition until it is found."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import bench.generate
from bench.search import building
from bench.search.corpus import ASKED_AT, MADE_AT, Corpus, Entry
from bench.search.engines import Growing
from bench.search.questions import Question

ADDITIONS = 30


def additions(names: tuple[str, ...], corpus: Corpus) -> dict[str, list[float]]:
    """Add to copies of the engines' indexes in turns; give each one's milliseconds from the addition to the answer."""
    times: dict[str, list[float]] = {name: [] for name in names}
    with _copies(names, corpus) as engines:
        new = bench.generate.documents(range(corpus.number, corpus.number + ADDITIONS), MADE_AT)
        for number, document in enumerate(new):
            word = f"added{number:04d}x"
            entry = Entry.of(replace(document, title=f"{document.title} {word}", closes_at=ASKED_AT + timedelta(days=30)))
            for name, engine in engines.items():
                # By the clock on the wall: most of it is waiting for the disk.
                began = time.perf_counter()
                _add_and_find(engine, entry, word)
                times[name].append((time.perf_counter() - began) * 1000)
    return times


def _add_and_find(engine: Growing, entry: Entry, word: str) -> None:
    engine.add(entry)
    found = engine.ask(Question("added", word), counted=())
    assert found.ids == (entry.document.id,), f"{word}: {found}"


@contextmanager
def _copies(names: tuple[str, ...], corpus: Corpus) -> Iterator[dict[str, Growing]]:
    """On the same disk, so that what is kept stays as it is."""
    with tempfile.TemporaryDirectory(dir=corpus.folder, prefix="growing-") as top:
        engines = {}
        for name in names:
            copy = Path(top) / name
            shutil.copytree(building.folder(name, corpus), copy)
            engines[name] = cast(Growing, building.opened(name, corpus, copy))
        yield engines
        for engine in engines.values():
            engine.close()
