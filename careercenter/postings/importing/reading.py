"""Rows out of a file, each with its line; what cannot be read is a Problem with its line and the reason."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_LINE = 1024 * 1024  # bytes; the longest real announcement seen has 46 kB
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: names as they stand in the file, values as text, number, true, false, or a list of those."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    reason: str


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why."""


def read(path: Path) -> Iterator[Row | Problem]:
    """Read a .jsonl or .csv file; any other name is told apart by its first character."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("The file is in UTF-16. Save it as UTF-8.")
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not first:
        raise Unreadable("The file is empty.")
    if path.suffix.lower() not in (".jsonl", ".ndjson", ".csv") and first == b"[":
        raise Unreadable("The file holds one JSON list. Write one object a line (JSON Lines).")
    as_json = path.suffix.lower() in (".jsonl", ".ndjson") or (path.suffix.lower() != ".csv" and first == b"{")
    yield from _json_lines(path) if as_json else _csv(path)


def _lines(path: Path) -> Iterator[tuple[int, str | Problem]]:
    """Give each line's number and text, or why it cannot be read. A line of any length costs no more memory than the limit."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(LONGEST_LINE)
                yield number, Problem(number, f"The line is longer than {LONGEST_LINE // 1024 // 1024} MB.")
                continue
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if b"\0" in raw:
                yield number, Problem(number, "The line holds a NUL character.")
                continue
            try:
                yield number, raw.decode("utf-8")
            except UnicodeDecodeError as error:
                yield number, Problem(number, f"The line is not UTF-8: byte {error.start + 1} is 0x{raw[error.start]:02x}.")


def _json_lines(path: Path) -> Iterator[Row | Problem]:
    for number, text in _lines(path):
        if isinstance(text, Problem):
            yield text
        elif text.strip():
            yield _json_row(number, text)


def _json_row(number: int, text: str) -> Row | Problem:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return Problem(number, f"The line is not JSON: {error.msg} at character {error.pos + 1}.")
    except (ValueError, RecursionError):
        return Problem(number, "The line is not JSON that can be read: a number is too long, or it is nested too deeply.")
    if not isinstance(found, dict):
        return Problem(number, "The line holds no JSON object with column names.")
    values = {}
    for name, value in found.items():
        reason = _why_not(value)
        if reason or (reason := _why_not(name)):
            return Problem(number, f"{name[:40]!r}: {reason}")
        if value not in (None, "", []):
            values[name] = value
    return Row(number, values)


def _why_not(value: Any) -> str:
    """Say why a JSON value cannot be taken; "" when it can."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict | list) for item in value)):
        return "The value is an object within the row. Write text, a number or a list of texts."
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, float) and not math.isfinite(item):
            return "The value is not a number."
        if isinstance(item, str):
            if "\0" in item:
                return "The value holds a NUL character."
            try:
                item.encode()
            except UnicodeEncodeError:
                return "The value holds half of a character (a lone surrogate)."
    return ""


def _csv(path: Path) -> Iterator[Row | Problem]:
    bad: dict[int, Problem] = {}
    at = 0

    def texts() -> Iterator[str]:
        nonlocal at
        for number, text in _lines(path):
            at = number
            if isinstance(text, Problem):
                bad[number] = text
                yield "\n"
            else:
                yield text

    source = texts()
    head = next(source, "")
    if 1 in bad:
        raise Unreadable(f"The heading cannot be read. {bad[1].reason}")
    delimiter = max(",;\t", key=head.count)
    names = [name.strip() for name in next(csv.reader(io.StringIO(head), delimiter=delimiter), [])]
    if len(names) < 2 or not all(names):
        raise Unreadable("The first line must name every column, separated by commas.")
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(f"The heading names {', '.join(repeated)} more than once.")
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        began = at + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Problem(began, f"The row is not CSV: {error}.")
            continue
        if cells is None:
            break
        broken = [bad.pop(number) for number in range(began, at + 1) if number in bad]
        if broken:
            yield broken[0]
        elif any(cell.strip() for cell in cells):
            yield _csv_row(began, names, cells)


def _csv_row(line: int, names: list[str], cells: list[str]) -> Row | Problem:
    if len(cells) != len(names):
        return Problem(line, f"The row has {len(cells)} fields and the heading {len(names)}.")
    return Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()})
