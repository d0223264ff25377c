"""Write a résumé as a small PDF or Word file. The same person gives the same bytes on every machine and every day of a year."""

from __future__ import annotations

import io
import textwrap
import zipfile
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from careercenter.taxonomy.catalogue import credential, specialty

_LINE_LENGTH = 88  # characters of 10-point Helvetica that fit between the margins
_LINES_A_PAGE = 52
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold: files made later differ in nothing


def resume_file(coder: dict[str, Any], email: str, at: datetime) -> tuple[bytes, str]:
    """Give the file and its name."""
    lines = _lines(coder, email, at.year)
    stem = coder["name"].replace(" ", " ").replace("'", "")
    if coder["file"] == "docx":
        return _docx(lines), f"{stem} resume.docx"
    return _pdf(lines), f"{stem} - Résumé.pdf"


def _lines(coder: dict[str, Any], email: str, year: int) -> list[str]:
    held = [f"{found.abbr}, {found.name}" for slug in coder["credentials"] if (found := credential(slug))]
    fields = [text.rsplit(" ", 1) for text in coder["specialties"]]
    knows = [f"{field.name}, {years} years" for slug, years in fields if (field := specialty(slug))]
    out = [coder["name"], coder["headline"], f"{coder['home']} · {coder['phone']} · {email}", "", coder["summary"], ""]
    out += ["Credentials", *held, "", "Specialties", *knows, "", "Work"]
    for post in coder["work"]:
        end = "today" if post["to"] == 0 else str(year - post["to"])
        out += [f"{post['title']}, {post['place']}, {year - post['from']} to {end}", post["did"], ""]
    return [*out, "Tools", ", ".join(coder["tools"]), "", "Education", coder["school"]]


def _pdf(lines: list[str]) -> bytes:
    wrapped = [piece for line in lines for piece in (textwrap.wrap(line, _LINE_LENGTH) or [""])]
    pages = [wrapped[at : at + _LINES_A_PAGE] for at in range(0, len(wrapped), _LINES_A_PAGE)]
    # Objects: 1 the catalog, 2 the pages, 3 the font, then a page and its content by turns.
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = _page_content(page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _pdf_file(objects)


def _page_content(lines: list[str]) -> bytes:
    out = [b"BT /F1 10 Tf 14 TL 60 740 Td"]
    for line in lines:
        text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        out.append(b"(" + text.encode("cp1252", "replace") + b") Tj T*")
    return b"\n".join([*out, b"ET"])


def _pdf_file(objects: list[bytes]) -> bytes:
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        file.write(b"%010d 00000 n \n" % offset)
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return file.getvalue()


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def _docx(lines: list[str]) -> bytes:
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", document)):
            package.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode())  # stored: zlibs differ in how they pack
    return file.getvalue()
