"""A row of a lifecycle's table: where an action leads, and who takes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Before = TypeVar("Before", bound=StrEnum)
After = TypeVar("After")


@dataclass(frozen=True, slots=True)
class Transition(Generic[Before, After]):
    """Where an action leads from each status it may be taken in, who takes it, and whether it needs a message."""

    to: Mapping[Before, After]
    by: str
    needs_message: bool = False


def transition(froms: Collection[Before], to: After, by: str, *, needs_message: bool = False) -> Transition[Before, After]:
    """Make a transition that leads to one status wherever it is taken."""
    return Transition(dict.fromkeys(sorted(froms), to), by, needs_message)
