"""Profiles and résumés, for tests and the demonstration alike; and files that break a rule."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from flask import current_app

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.profiles import services
from careercenter.profiles.answers import ProfileAnswers
from careercenter.profiles.documents import kind_of
from careercenter.profiles.models import CoderProfile, Resume, ResumeText
from careercenter.profiles.word_text import MAIN_PART

ANSWERS = ProfileAnswers(
    headline="Outpatient oncology and infusion coder",
    phone="512 555 0134",
    city="Austin",
    state="TX",
    credentials=("cpc", "chonc"),
    specialties=(("medical-oncology", 6), ("cellular-therapy", 2)),
    years=8,
    tools=("Epic", "360 Encompass"),
    work_settings=("remote",),
    pay_wanted=3650,
)
LINES = (
    "Rosalind Ferry, CPC, CHONC",
    "Eight years of infusion and oncology coding",
    "Epic, 360 Encompass",
    "97 % accuracy over 2,400 charts",
)


def make_profile(account: Account, answers: ProfileAnswers = ANSWERS, **values: Any) -> CoderProfile:
    made = services.save_profile(account, answers, actor=account, at=values.get("changed_at", now()))
    db.session.flush()
    return made


def make_resume(
    account: Account, lines: Iterable[str] = LINES, *, name: str = "resume.pdf", read: bool = True, **values: Any
) -> Resume:
    """Store a real file for `account`; with `read` its text is there already, as after the worker."""
    content = docx(lines) if name.endswith(".docx") else pdf(lines)
    at = values.pop("uploaded_at", now())
    made = services.keep_resume(
        account, content, name, kind=kind_of(content), files=current_app.extensions["files"], actor=account, at=at
    )
    if read:
        made.text_status, made.text = ResumeText.READ, "\n".join(lines)
    db.session.flush()
    return made


def pdf(lines: Iterable[str] = LINES) -> bytes:
    """Write a plain one-page PDF, the same bytes for the same lines on every machine."""
    shown = "T* ".join(f"({_in_pdf(line)}) Tj " for line in lines)
    return pdf_of(f"BT /F1 11 Tf 16 TL 72 720 Td {shown}ET".encode("cp1252", "replace"))


def _in_pdf(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def pdf_of(stream: bytes, *, trailer: bytes = b"", pages: bool = True) -> bytes:
    packed = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R" if pages else b"", int(pages)),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
        if pages
        else b"<<>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def docx(lines: Iterable[str] = LINES, *, body: str | None = None, parts: dict[str, str | bytes] | None = None) -> bytes:
    """Write a minimal Word document; `body` is the XML of its body, `parts` are more parts or others instead."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines) if body is None else body
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kept: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_PART}"/></Types>',
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }
    return zipped(kept)


def zipped(parts: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            # A fixed date, so that the same words are the same file.
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            part.compress_type = method
            package.writestr(part, content)
    return out.getvalue()
