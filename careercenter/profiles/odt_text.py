"""The text of an OpenDocument text (ISO/IEC 26300), with the Markdown marks of its headings and lists. Runs in a child."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

TYPE = "application/vnd.oasis.opendocument.text"
_BODY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"
# Remarks and what was deleted are for those who write, and are not shown to who reads.
_NOT_SHOWN = ("annotation", "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls")
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_DEEPEST = 200  # elements within elements


def odt_text(content: bytes) -> Iterator[str]:
    from defusedxml.ElementTree import fromstring

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        tree = fromstring(package.read("content.xml"), forbid_dtd=True)
    body = next(tree.iter(_BODY), None)
    if body is not None:
        yield from _blocks(body, lists=0, depth=0)


def odt_pictures(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return any(name.startswith("Pictures/") for name in package.namelist())


def _blocks(element: Any, *, lists: int, depth: int) -> Iterator[str]:
    for child in element if depth < _DEEPEST else ():
        name = _name(child)
        if name == "h":
            yield f"\n## {''.join(_words(child, depth))}\n\n"
        elif name == "p" and lists:
            yield f"{'  ' * (lists - 1)}- {''.join(_words(child, depth))}\n"
        elif name == "p":
            yield f"{''.join(_words(child, depth))}\n\n"
        elif name == "list":
            yield from _blocks(child, lists=lists + 1, depth=depth + 1)
            yield "" if lists else "\n"
        elif name not in _NOT_SHOWN:
            yield from _blocks(child, lists=lists, depth=depth + 1)


def _words(element: Any, depth: int) -> Iterator[str]:
    yield element.text or ""
    for child in element if depth < _DEEPEST else ():
        name = _name(child)
        if name == "s":
            yield " "  # one or many: words are read, not columns
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name not in _NOT_SHOWN:
            yield from _words(child, depth + 1)
        yield child.tail or ""


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
