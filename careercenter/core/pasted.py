"""Plain text as people paste it, from Word, an e-mail or a spreadsheet, into Markdown: its lists, tables and wrapped lines.

What is Markdown already stays as it is, and what came out of here goes through unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

_BULLET = re.compile(r"^[^\S\n]*[•●▪‣◦·∙■➢✓\uf0b7\uf0a7][^\S\n]*(?=\S)")
_SMALL_O = re.compile(r"^[^\S\n]*o(?:\t| {1,8})[^\S\n]*(?=\S)")  # Word's second level
_DASH = re.compile(r"^[^\S\n]*[–—](?:\t| {1,4})(?=\S)")
_NUMBER = re.compile(r"^[^\S\n]{0,12}\(?(\d{1,2})[.)](?:\t[^\S\n]*|[^\S\n]{1,8})(?=\S)")
_LIST_LINE = re.compile(r"^\s{0,12}(?:[-*+]|\d{1,2}[.)])\s")
_PIPES = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*(?:\|\s*)?:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*(?:\|\s*)?$")
_MARKED = re.compile(r"^\s*(?:[#>|]|[-*+]\s|\d{1,3}[.)]\s|$)")
_WRAPS_AT = 50  # characters: a shorter line ends where its writer ended it
_MOST_CELLS = 12
_MOST_TURNS = 5  # what one turn makes may be another's list; two are enough for all but riddles


def as_markdown(text: str) -> str:
    """Give text as the Markdown it means; nothing in it is escaped, since who types may type Markdown."""
    for _ in range(_MOST_TURNS):
        before, text = text, _turned(text)
        if text == before:
            break
    return text


def _turned(text: str) -> str:
    lines = list(_unwrapped(_listed(text.strip().split("\n"))))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_apart(_tabled(lines)))).strip()


def _listed(lines: list[str]) -> Iterator[str]:
    """Turn marks of lists into those of Markdown; a single "o" or dash in front of a line is a word, two are a list."""
    bullets = any(_BULLET.match(line) for line in lines)
    small_o = bullets or sum(bool(_SMALL_O.match(line)) for line in lines) > 1
    dashes = sum(bool(_DASH.match(line)) for line in lines) > 1
    for line in lines:
        if match := _BULLET.match(line):
            yield f"- {line[match.end() :]}"
        elif small_o and (match := _SMALL_O.match(line)):
            yield f"{'  ' if bullets else ''}- {line[match.end() :]}"
        elif dashes and (match := _DASH.match(line)):
            yield f"- {line[match.end() :]}"
        elif match := _NUMBER.match(line):
            yield f"{match[1]}. {line[match.end() :]}"
        else:
            yield line


def _unwrapped(lines: Iterator[str]) -> Iterator[str]:
    """Join a line to the one before that broke off in the middle of a sentence."""
    before: str | None = None
    for line in lines:
        if before is not None and _goes_on(before, line):
            before = f"{before.rstrip()} {line.strip()}"
            continue
        if before is not None:
            yield before
        before = line
    if before is not None:
        yield before


def _goes_on(before: str, line: str) -> bool:
    if len(before) < _WRAPS_AT or "\t" in before or "|" in before or before.rstrip()[-1:] in ".:;!?" or before.endswith("  "):
        return False
    return bool(line) and line.lstrip()[:1].islower() and not _MARKED.match(line) and "\t" not in line


def _cells(line: str) -> tuple[str, ...]:
    """Give the cells of a line of a table, with tabs or bars between; none where it is no such line."""
    if _PIPES.match(line):
        cells = line.strip().strip("|").split("|")
    elif "\t" in line.strip():
        cells = line.strip("\n").rstrip().split("\t")
    else:
        return ()
    return tuple(cell.strip() for cell in cells) if 2 <= len(cells) <= _MOST_CELLS else ()


def _tabled(lines: list[str]) -> Iterator[str]:
    """Make a table of two lines and more with as many cells; one that is marked as a table already stays."""
    for size, group in groupby(lines, key=lambda line: len(_cells(line))):
        rows = list(group)
        if size < 2 or len(rows) < 2 or any(_RULE.match(row) for row in rows):
            yield from rows
            continue
        yield ""
        for at, row in enumerate(rows):
            yield table_row(_cells(row))
            if at == 0:
                yield f"|{' --- |' * size}"
        yield ""


def table_row(cells: tuple[str, ...]) -> str:
    """Write one row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _apart(lines: Iterator[str]) -> Iterator[str]:
    """Set a blank line between a list and what is none: else the line behind a list stands in its last item."""
    before = ""
    for line in lines:
        ends = _LIST_LINE.match(before) and line[:1].isalnum() and not line[:1].islower() and not _LIST_LINE.match(line)
        begins = _LIST_LINE.match(line) and before.strip() and not _LIST_LINE.match(before) and before[:1] not in " \t"
        if ends or begins:
            yield ""
        yield line
        before = line
