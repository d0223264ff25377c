"""A table of a page as a file to take away: CSV in UTF-8, written line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from flask import Response, stream_with_context

MARK = "\ufeff"  # by which Excel knows UTF-8; without it, it reads names with accents as something else


def as_csv(rows: Iterable[list[str]], *, name: str) -> Response:
    """Stream rows as a download called `name`.csv; what they hold is private, so no cache keeps it."""
    return Response(
        stream_with_context(_lines(rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )


def _lines(rows: Iterable[list[str]]) -> Iterator[str]:
    yield MARK
    line = io.StringIO()
    write = csv.writer(line)
    for row in rows:
        write.writerow([_as_text(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _as_text(cell: str) -> str:
    """Keep a spreadsheet from running what a person wrote: OWASP, CSV injection."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
