"""Which function does which task. Features register their handlers when the factory imports their `tasks` module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, cast

from careercenter.tasks.names import TaskName

# Waits before the second, third … attempt, in seconds; the last one is repeated.
BACKOFF = (30, 120, 600, 1800, 3600, 4 * 3600, 12 * 3600)

# Each lane is worked on by a thread of its own, so that what takes long in one holds up nothing in another.
MAIN, MAIL, INDEX, DOCUMENTS, IMPORTS, RETURNS = "main", "mail", "index", "documents", "imports", "returns"


@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """How one task of a batch went.

    Done: `then` is called in the transaction that forgets the task, again if the database was busy. Failed: `error`. Not
    tried: `again_in`, which costs no attempt.
    """

    place: int  # in the list the handler was given
    then: Callable[[], None] | None = None
    error: Exception | None = None
    again_in: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Handler:
    """`run` gets the list of the claimed tasks' args: one of them, or up to `batch` where the work is cheaper together.

    It returns None when all are done, or gives the outcome of each as soon as it is known. What it leaves out was not tried.
    """

    run: Callable[[list[dict[str, Any]]], Iterator[TaskOutcome] | None]
    batch: int = 1
    lease: timedelta = timedelta(minutes=5)  # after which another worker may take over
    attempts: int = 8
    high_priority: bool = False  # before what is due longer: short work that somebody waits for
    on_dead: Callable[[dict[str, Any], str], None] | None = None  # told the args and the error when the last attempt failed
    lane: str = MAIN
    backoff: tuple[int, ...] = BACKOFF


Function = TypeVar("Function", bound=Callable[..., Any])

HANDLERS: dict[TaskName, Handler] = {}


def handles(
    name: TaskName,
    *,
    batch: int = 1,
    lease: timedelta = timedelta(minutes=5),
    attempts: int = 8,
    high_priority: bool = False,
    on_dead: Callable[[dict[str, Any], str], None] | None = None,
    lane: str = MAIN,
    backoff: tuple[int, ...] = BACKOFF,
) -> Callable[[Function], Function]:
    """Register a function of `args` (or, with `batch` over 1, of a list of args). It must be safe to run twice."""

    def register(function: Function) -> Function:
        if name in HANDLERS and HANDLERS[name].run.__module__ != function.__module__:
            raise ValueError(f"{name} has two handlers")

        def run(many: list[dict[str, Any]]) -> Iterator[TaskOutcome] | None:
            if batch > 1:
                return cast("Iterator[TaskOutcome] | None", function(many))
            for args in many:
                function(**args)
            return None

        run.__module__ = function.__module__
        HANDLERS[name] = Handler(run, batch, lease, attempts, high_priority, on_dead, lane, backoff)
        return function

    return register


def lane_of(name: TaskName) -> str:
    handler = HANDLERS.get(name)
    return handler.lane if handler else MAIN


def lanes() -> set[str]:
    return {MAIN, *(handler.lane for handler in HANDLERS.values())}
