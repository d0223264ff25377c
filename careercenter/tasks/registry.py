"""Which function does which task. Features register their handlers when the factory imports their `tasks` module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from careercenter.tasks.names import TaskName


@dataclass(frozen=True, slots=True)
class Handler:
    """`run` gets the list of the claimed tasks' args: one of them, or up to `batch` where the work is cheaper together."""

    run: Callable[[list[dict[str, Any]]], None]
    batch: int = 1
    lease: timedelta = timedelta(minutes=5)  # after which another worker may take over
    attempts: int = 8
    first: bool = False  # before what is due longer: short work that somebody waits for
    given_up: Callable[[dict[str, Any], str], None] | None = None  # told the args and the error when the last attempt failed


HANDLERS: dict[TaskName, Handler] = {}


def handles(
    name: TaskName,
    *,
    batch: int = 1,
    lease: timedelta = timedelta(minutes=5),
    attempts: int = 8,
    first: bool = False,
    given_up: Callable[[dict[str, Any], str], None] | None = None,
) -> Any:
    """Register a function of `args` (or, with `batch` over 1, of a list of args). It must be safe to run twice."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if name in HANDLERS and HANDLERS[name].run.__module__ != function.__module__:
            raise ValueError(f"{name} has two handlers")

        def run(many: list[dict[str, Any]]) -> None:
            if batch > 1:
                function(many)
            else:
                for args in many:
                    function(**args)

        run.__module__ = function.__module__
        HANDLERS[name] = Handler(run, batch, lease, attempts, first, given_up)
        return function

    return register
