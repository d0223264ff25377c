"""The table of goals: what, figure, goal, met or short."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`figure` None: not measured in this run, and so neither met nor short."""

    what: str
    figure: float | None
    goal: float
    at_least: bool = False
    unit: str = ""
    beside: str = ""  # what the figure was made of

    @property
    def verdict(self) -> str:
        if self.figure is None:
            return "not measured"
        return "met" if (self.figure >= self.goal if self.at_least else self.figure <= self.goal) else "short"

    def __str__(self) -> str:
        figure = "–" if self.figure is None else f"{self.figure:{_digits(self.goal)}}{self.unit}"
        goal = f"{'≥' if self.at_least else '≤'} {self.goal:{_digits(self.goal)}}{self.unit}"
        return f"{self.what:<66} {figure:>9}  {goal:>10}  {self.verdict:<12} {self.beside}".rstrip()


def _digits(goal: float) -> str:
    if goal == int(goal) and goal >= 50:
        return ".0f"
    return ".4f" if goal < 0.1 else ".2f"


def code(lines: list[Line]) -> int:
    """Give the exit code: 1 when anything is short."""
    return int(any(line.verdict == "short" for line in lines))
