"""The text of a résumé, read in a process of its own: `python -m careercenter.profiles.extract pdf|docx <file >text`.

Parsers can be made to burn minutes and gigabytes by a small file that is within their own limits, so the limits are the
system's: processor time, memory, open files, processes, and the size of what is written. The parent adds a limit on the clock.
"""

from __future__ import annotations

import io
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

CPU_SECONDS = 10
MEMORY = 1024**3
OPEN_FILES = 16
LARGEST_OUTPUT = 4 * 1024 * 1024  # 200,000 characters in UTF-8 are at most 800 kB
MOST_PAGES = 30
MOST_CHARACTERS = 200_000

MAIN_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def limit() -> None:
    """Bind this process; none of it can be undone from within."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, LARGEST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def pdf_text(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages):
        if number == MOST_PAGES:
            return
        yield (page.extract_text() or "") + "\n\n"


def docx_text(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [main_part(package.read("[Content_Types].xml"))]
        # The name and the telephone number often stand in the head of the page.
        names += sorted(name for name in package.namelist() if name.startswith(("word/header", "word/footer")))
        for name in names:
            with package.open(name) as part:
                yield from _words(part)
            yield "\n"


def main_part(types: bytes) -> str:
    """Give the name of the part that holds the text, as [Content_Types].xml says; "" when it names none."""
    from defusedxml.ElementTree import fromstring

    for element in fromstring(types, forbid_dtd=True).iter():
        if element.get("ContentType") == MAIN_PART and element.get("PartName"):
            return str(element.get("PartName")).lstrip("/")
    return ""


def _words(part: Any) -> Iterator[str]:
    from defusedxml.ElementTree import iterparse

    open_elements: list[Any] = []
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            open_elements.append(element)
            continue
        open_elements.pop()
        if element.tag == f"{_WORD}t":
            yield element.text or ""
        elif element.tag == f"{_WORD}p":
            yield "\n"
        elif element.tag in _SPACES:
            yield _SPACES[element.tag]
        if open_elements:
            # What was read is let go at once: a document of a million paragraphs takes no more memory than one.
            del open_elements[-1][:]


def readable(pieces: Iterator[str]) -> str:
    """Join the pieces up to the limit, without characters a database or a page cannot hold, and without many blank lines."""
    out: list[str] = []
    left = MOST_CHARACTERS
    for piece in pieces:
        kept = "".join(c for c in piece[:left] if c in "\n\t" or c.isprintable())
        out.append(kept)
        left -= len(kept)
        if left <= 0:
            break
    lines: list[str] = []
    for line in (line.rstrip() for line in "".join(out).split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()


def main() -> int:
    limit()
    content = sys.stdin.buffer.read()
    reader = {"pdf": pdf_text, "docx": docx_text}[sys.argv[1]]
    sys.stdout.buffer.write(readable(reader(content)).encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
