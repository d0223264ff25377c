"""The documents under measure, generated once and kept: each with its terms cut by our vocabulary, for the other engines."""

from __future__ import annotations

import hashlib
import inspect
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from careercenter.language import tokenizer
from careercenter.postings.search_schema import POSTINGS
from careercenter.search.interface import Document

# Postings run 5 to 80 days: asked eight days later, one in thirty has closed and must not be found.
MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
ASKED_AT = MADE_AT + timedelta(days=8)
PIECE = 1000
_TASTED = 200  # documents that tell one corpus from another


@dataclass(frozen=True, slots=True)
class Entry:
    """A document, and the terms of each searched field joined by blanks."""

    document: Document
    texts: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> Entry:
        return cls(document, tuple(" ".join(tokenizer.tokenize(document.texts.get(name, ""))) for name in POSTINGS.field_names))


def cache() -> Path:
    """Give the folder of everything kept between runs."""
    chosen = os.environ.get("BENCH_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "careercenter-bench"


def corpus_of_today(number: int) -> Corpus:
    """Give the corpus as it would be generated today: another generator, vocabulary or taxonomy gives another folder."""
    from bench import generate, words

    makers = "".join(inspect.getsource(module) for module in (generate, words))
    taste = [Entry.of(document) for document in generate.documents(range(_TASTED), MADE_AT)]
    made = hashlib.sha256(f"{tokenizer.VERSION} {POSTINGS.field_names} {makers} {taste}".encode())
    return Corpus(number, cache() / made.hexdigest()[:12])


@dataclass(frozen=True, slots=True)
class Corpus:
    """The first `number` documents; those of a smaller corpus are the first of a larger one. Everything kept is in `folder`."""

    number: int
    folder: Path

    def of(self, name: str) -> Path:
        """Give the folder where what is made of these documents is kept."""
        return self.folder / f"{self.number}" / name

    def entries(self) -> Iterator[Entry]:
        for start in range(0, self.number, PIECE):
            yield from self._piece(start)[: self.number - start]

    def documents(self) -> Iterator[Document]:
        return (entry.document for entry in self.entries())

    def make(self) -> None:
        """Generate what is missing."""
        for start in range(0, self.number, PIECE):
            if not self._path(start).exists():
                self._piece(start)

    def _piece(self, start: int) -> list[Entry]:
        path = self._path(start)
        if path.exists():
            found: list[Entry] = pickle.loads(path.read_bytes())
            return found
        from bench.generate import documents  # not above: who measures memory wants nothing of the board

        made = [Entry.of(document) for document in documents(range(start, start + PIECE), MADE_AT)]
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        unfinished.rename(path)
        return made

    def _path(self, start: int) -> Path:
        return self.folder / "documents" / f"{start:06d}.pickle"
