"""One addition until it is found."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
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


def additions(indexes: Sequence[tuple[str, Corpus]]) -> list[list[float]]:
    """Add to copies of engines' indexes in turns; give each one's milliseconds from an addition to the answer that has it.

    In turns, since most of it is waiting for a disk that others use too.
    """
    times: list[list[float]] = [[] for _ in indexes]
    with ExitStack() as copies:
        engines = [copies.enter_context(_copy(name, corpus)) for name, corpus in indexes]
        beyond = max(corpus.number for _, corpus in indexes)
        new = bench.generate.documents(range(beyond, beyond + ADDITIONS), MADE_AT)
        for number, document in enumerate(new):
            word = f"added{number:04d}x"
            entry = Entry.of(
                replace(
                    document,
                    texts={**document.texts, "title": f"{document.texts['title']} {word}"},
                    closes_at=ASKED_AT + timedelta(days=30),
                )
            )
            for taken, engine in zip(times, engines, strict=True):
                began = time.perf_counter()
                _add_and_find(engine, entry, word)
                taken.append((time.perf_counter() - began) * 1000)
    return times


def _add_and_find(engine: Growing, entry: Entry, word: str) -> None:
    engine.add(entry)
    found = engine.ask(Question("added", word), counted=())
    assert found.ids == (entry.document.id,), f"{word}: {found}"


@contextmanager
def _copy(name: str, corpus: Corpus) -> Iterator[Growing]:
    """On the same disk, so that what is kept stays as it is."""
    with tempfile.TemporaryDirectory(dir=corpus.folder, prefix="growing-") as top:
        copy = Path(top) / name
        shutil.copytree(building.folder(name, corpus), copy)
        engine = cast(Growing, building.opened(name, corpus, copy))
        yield engine
        engine.close()
