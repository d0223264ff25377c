"""What every engine under measure can do, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bench.search.corpus import Entry
from bench.search.questions import FIVE, Question
from careercenter.postings.search_schema import Facet

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of ids, how many there are, and the counts that were asked for; what nothing stands under is left out."""

    ids: tuple[str, ...]
    total: int
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)

    def agrees(self, other: Answer) -> bool:
        return self.total == other.total and _counted(self) == _counted(other)


def _counted(answer: Answer) -> dict[Facet, dict[str, int]]:
    return {facet: {value: count for value, count in counts.items() if count} for facet, counts in answer.facets.items()}


class Asked(Protocol):
    """What is asked in turns with others."""

    name: str

    def ask(self, question: Question, *, page: int = 1, counted: Collection[Facet] = FIVE) -> Answer:
        """Answer as of `ASKED_AT`."""
        ...


class Engine(Asked, Protocol):
    """One engine with its index in one folder."""

    stamp: str  # another stamp, another index

    def __init__(self, folder: Path) -> None: ...

    def build(self, entries: Iterable[Entry]) -> None:
        """Make the index in an empty folder and wait until nothing works on it any more."""
        ...

    def stale(self) -> bool:
        """Say whether an index that was built whole is of another version after all."""
        ...

    def open(self) -> None: ...


class Growing(Engine, Protocol):
    def add(self, entry: Entry) -> None:
        """Add one; `ask` finds it on return."""
        ...

    def close(self) -> None:
        """Wait until nothing works on the index any more."""
        ...
