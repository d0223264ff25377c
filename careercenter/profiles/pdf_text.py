"""The text of a PDF, whether it needs a password, and what it would do when it is opened. Runs in a child."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

MOST_PAGES = 30
# What a PDF may hold that acts (ISO 32000-2, 12.6.4 and 7.11.4), and what we call it.
_ACTIVE = {
    "/Launch": "programs",
    "/JavaScript": "scripts",
    "/JS": "scripts",
    "/EmbeddedFile": "files",
    "/EmbeddedFiles": "files",
    "/RichMedia": "media",
    "/ImportData": "forms",
    "/SubmitForm": "forms",
    "/XFA": "forms",
    "/GoToR": "files",
    "/GoToE": "files",
}
MOST_OBJECTS = 50_000
_NOT_SHOWN = 0b10_0010  # flags of an annotation: hidden, no view (ISO 32000-2, 12.5.3)
_DEEPEST_FIELD = 8


def open_pdf(content: bytes) -> Any:
    """Open a PDF that asks for no password, or accepts an empty one, as viewers do; PermissionError when it needs one."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise PermissionError("the file is protected with a password")
    return reader


def pdf_text(content: bytes) -> Iterator[str]:
    _read_fonts_once()
    for number, page in enumerate(open_pdf(content).pages):
        if number == MOST_PAGES:
            return
        upon = "".join(f"{text}\n" for text in _laid_upon(page))
        yield (page.extract_text() or "") + "\n" + upon + "\n"


def _laid_upon(page: Any) -> Iterator[str]:
    """Give the words that lie upon a page and are no part of its content: what was filled into a form, or typed over it."""
    for one in page.get("/Annots") or ():
        annotation = one.get_object()
        if not isinstance(annotation, dict):
            continue
        flags = annotation.get("/F")
        if isinstance(flags, int) and flags & _NOT_SHOWN:
            continue
        kind = annotation.get("/Subtype")
        words = annotation.get("/Contents") if kind == "/FreeText" else _filled_in(annotation) if kind == "/Widget" else None
        if isinstance(words, str) and words.strip():
            yield words


def _filled_in(widget: Any) -> Any:
    """Give what a field of a form holds; its kind and value may be said of the field the widget belongs to."""
    field = widget
    for _ in range(_DEEPEST_FIELD):
        if field.get("/FT") == "/Tx" and field.get("/V") is not None:
            return field.get("/V")
        value, field = field.get("/V"), field.get("/Parent")
        if field is None:
            return None
        field = field.get_object()
        if value is not None and field.get("/FT") == "/Tx":
            return value
    return None


def pdf_pictures(content: bytes) -> bool:
    """Say whether the first pages hold a picture, which may hold all their words."""
    from pypdf.generic import DictionaryObject

    for page in list(open_pdf(content).pages[:MOST_PAGES]):
        objects: Any = (page.get("/Resources") or {}).get("/XObject") or DictionaryObject()
        if any(one.get_object().get("/Subtype") == "/Image" for one in objects.get_object().values()):
            return True
    return False


def pdf_active(content: bytes) -> list[str]:
    """Name what acts in the file, in whatever object it hides: programs, scripts, files, media, forms."""
    from pypdf.generic import DictionaryObject, IndirectObject

    reader = open_pdf(content)
    found: set[str] = set()
    seen: set[int] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting and len(seen) < MOST_OBJECTS:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            names = {*one, *(str(one.raw_get(key)) for key in ("/S", "/Type") if key in one)}
            found.update(_ACTIVE[name] for name in names & _ACTIVE.keys())
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, list):
            waiting.extend(list.__iter__(one))
    return sorted(found)


def _read_fonts_once() -> None:
    """Keep each font that was read: pypdf reads a font again on every page, which made files of 100 kB take nine seconds."""
    from pypdf.generic._font import Font

    read, kept = Font.from_font_resource, {}

    def once(resource: Any) -> Any:
        key = id(resource)
        if key not in kept:
            kept[key] = (read(resource), resource)  # the resource is kept too, so that its number is not given to another
        return kept[key][0]

    setattr(Font, "from_font_resource", staticmethod(once))  # noqa: B010 - the type says method
