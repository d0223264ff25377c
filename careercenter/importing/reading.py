"""Rows out of a file, each with its line; what cannot be read is a Problem with its line and the reason."""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from careercenter.importing import workbook
from careercenter.importing.boards import jobs_of
from careercenter.importing.names import is_known

LONGEST_LINE = 1024 * 1024  # bytes; the longest real announcement seen has 46 kB
LARGEST_WHOLE = 64 * 1024 * 1024  # bytes of one JSON value, which is read at once


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
    """Read a file of JSON Lines, JSON or CSV, or a workbook; what it is says its beginning, its name, its first character."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(WORKBOOKS):
        yield from _workbook(path)
        return
    if start.startswith(b"\x1f\x8b"):
        raise Unreadable("The file is compressed. Unpack it and import what is in it.")
    encoding = _encoding(start)
    text = start.decode(encoding, errors="replace").lstrip()
    if not text:
        raise Unreadable("The file is empty.")
    name = path.suffix.lower()
    if name == ".json" or (name not in (".jsonl", ".ndjson", ".csv") and text[0] == "["):
        yield from _whole(path, encoding)
    elif name in (".jsonl", ".ndjson") or (name != ".csv" and text[0] == "{"):
        yield from _json_lines(path, encoding)
    else:
        yield from _csv(path, encoding)


def _encoding(start: bytes) -> str:
    """Say how the text is written: by its mark of byte order, else by the half of its bytes that is zero in UTF-16."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    low, high = start[0::2], start[1::2]
    if high and high.count(0) > len(high) * 0.9 and not low.count(0):
        return "utf-16-le"
    if high and low.count(0) > len(low) * 0.9 and not high.count(0):
        return "utf-16-be"
    return "utf-8-sig"


# How the files of Excel begin: those of today are ZIP archives, those before 2007 compound documents.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SAVE_AS = "In Excel choose Save As and the type CSV UTF-8, then import that file."
_NOT_READ = re.compile("[\udc80-\udcff]")  # what Python makes of a byte that is no UTF-8


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, str | Problem]]:
    """Give each line's number and text, or why it cannot be read. A line of any length costs no more memory than the limit.

    Lines end as on any system: by LF, CRLF, or the lone CR that Excel for Mac writes.
    """
    errors = "replace" if encoding != "utf-8-sig" else "surrogateescape"
    with path.open(encoding=encoding, errors=errors, newline=None) as file:
        number = 0
        while text := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(text) > LONGEST_LINE:
                while text and not text.endswith("\n"):
                    text = file.readline(LONGEST_LINE)
                yield number, Problem(number, f"The line is longer than {LONGEST_LINE // 1024 // 1024} MB.")
            elif "\0" in text:
                yield number, Problem(number, "The line holds a NUL character.")
            elif broken := _NOT_READ.search(text):
                at = len(text[: broken.start()].encode("utf-8", "surrogateescape")) + 1
                byte = f"byte {at} is 0x{ord(broken.group()) - 0xDC00:02x}"
                yield number, Problem(number, f"The line is not UTF-8: {byte}. {SAVE_AS}")
            else:
                yield number, text


def _whole(path: Path, encoding: str) -> Iterator[Row | Problem]:
    """Read one JSON list of jobs, or the lists that Greenhouse and Lever give; jobs are counted instead of lines."""
    if path.stat().st_size > LARGEST_WHOLE:
        raise Unreadable(f"The file is larger than {LARGEST_WHOLE // 1024 // 1024} MB. Write one object a line (JSON Lines).")
    try:
        found = json.loads(path.read_text(encoding=encoding))
    except UnicodeDecodeError as error:
        raise Unreadable(f"The file is not UTF-8: byte {error.start + 1} is 0x{error.object[error.start]:02x}.") from error
    except (ValueError, RecursionError) as error:
        try:
            first = next((text for _, text in _lines(path, encoding) if not isinstance(text, Problem) and text.strip()), "")
            json.loads(first)
        except (ValueError, RecursionError):
            why = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long, or it is nested too deeply"
            raise Unreadable(f"The file is not JSON that can be read: {why}.") from error
        yield from _json_lines(path, encoding)  # one object a line under another name
        return
    jobs = jobs_of(found)
    if jobs is None:
        raise Unreadable("The file holds one JSON value and no list of jobs. Write one object a line (JSON Lines).")
    for number, job in enumerate(jobs, 1):
        yield _object_row(number, job)


def _json_lines(path: Path, encoding: str) -> Iterator[Row | Problem]:
    for number, text in _lines(path, encoding):
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
    return _object_row(number, found)


def _object_row(number: int, found: Any) -> Row | Problem:
    if not isinstance(found, dict):
        return Problem(number, "The line holds no JSON object with column names.")
    values: dict[str, Any] = {}
    for name, value in found.items():
        reason = _why_not(name)
        if not reason and (unfit := _why_not(value)):
            if not is_known(name):
                values[name] = "(not read)"  # named as not known, and no reason to refuse the row
                continue
            reason = unfit
        if reason:
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


def _csv(path: Path, encoding: str) -> Iterator[Row | Problem]:
    bad: dict[int, Problem] = {}
    at = 0

    def texts() -> Iterator[str]:
        nonlocal at
        for number, text in _lines(path, encoding):
            at = number
            if isinstance(text, Problem):
                bad[number] = text
                yield "\n"
            else:
                yield text

    source = texts()
    head, delimiter = _head(source)
    if bad:
        raise Unreadable(f"The heading cannot be read. {min(bad.values(), key=lambda problem: problem.line).reason}")
    names = _heading(next(csv.reader(io.StringIO(head), delimiter=delimiter), []))
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


def _heading(cells: list[str]) -> list[str]:
    """Give the names of the columns; Unreadable when they do not name each."""
    names = [name.strip() for name in cells]
    while names and not names[-1]:
        names.pop()  # Excel writes a column for each that was ever touched
    if len(names) < 2 or not all(names):
        raise Unreadable("The first line must name every column, separated by commas.")
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(f"The heading names {', '.join(repeated)} more than once.")
    return names


def _workbook(path: Path) -> Iterator[Row | Problem]:
    try:
        found = ((number, cells) for number, cells in workbook.rows(path) if any(cells))
        _number, head = next(found, (0, []))
        if not head:
            raise Unreadable("The workbook is empty.")
        names = _heading(head)
        for number, cells in found:
            if any(len(cell.encode()) > LONGEST_LINE for cell in cells):
                yield Problem(number, f"A cell is longer than {LONGEST_LINE // 1024 // 1024} MB.")
            else:
                yield _csv_row(number, names, cells + [""] * (len(names) - len(cells)))
    except workbook.UnreadableWorkbook as error:
        raise Unreadable(str(error)) from error


_SEPARATOR = re.compile(r'"?sep=([^\w\s"]|\t)"?[,;\t|]*', re.IGNORECASE)


def _head(source: Iterator[str]) -> tuple[str, str]:
    """Give the first line that says something, and what separates its columns; a line "sep=;" before it says so to Excel."""
    said = ""
    for line in source:
        if separator := _SEPARATOR.fullmatch(line.rstrip("\r\n")):
            said = separator[1]
        elif line.strip().strip(",;\t|"):
            return line, said or max(",;\t|", key=line.count)
    return "", ","


def _csv_row(line: int, names: list[str], cells: list[str]) -> Row | Problem:
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(names):
        return Problem(line, f"The row has {len(cells)} fields and the heading {len(names)}.")
    return Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()})
