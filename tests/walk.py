"""The way of a call through the house: which modules of the package it enters, and how often it goes from one to another."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import careercenter

PACKAGE = Path(careercenter.__file__).parent


@dataclass
class Walk:
    """`calls`: functions entered, by module; `moves`: calls from a module to another and the returns from it."""

    calls: Counter[str] = field(default_factory=Counter)
    moves: int = 0

    @property
    def modules(self) -> set[str]:
        return set(self.calls)

    def within(self, *packages: str) -> set[str]:
        """Give the modules entered of these packages: "search", "job_search"."""
        return {module for module in self.calls if module.split("/")[0] in packages}


def walk(call: Callable[[], Any]) -> Walk:
    """Run `call` and note its way; code outside the package (and templates) is passed through unseen."""
    found = Walk()
    top = f"{PACKAGE}/"
    before = ""

    def note(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal before
        file = frame.f_code.co_filename
        if event != "call" or not file.startswith(top):
            return
        module = file.removeprefix(top).removesuffix(".py")
        found.calls[module] += 1
        if before and module != before:
            found.moves += 1
        before = module

    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
    return found
