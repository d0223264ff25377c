"""What may be uploaded, by content and never by name; each refusal in its own words."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from careercenter.core.errors import RuleBroken
from careercenter.profiles import documents
from careercenter.profiles.documents import kind_of, shown_name
from careercenter.profiles.models import ResumeKind
from careercenter.profiles.word_text import MAIN_PART
from tests.factories.profiles import docx, pdf, pdf_of, zipped

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, mode: str = "External", to: str = "https://elsewhere.example.com/x") -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (
        f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{RELATIONS}/{kind}" '
        f'Target="{to}" TargetMode="{mode}"/></Relationships>'
    )


def with_template(to: str = "https://elsewhere.example.com/x") -> bytes:
    return docx(parts={"word/_rels/settings.xml.rels": relation("attachedTemplate", to=to)})


def types(*kinds: str) -> str:
    parts = "".join(f'<Override PartName="/word/document.xml" ContentType="{kind}"/>' for kind in kinds)
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{parts}</Types>'


def encrypted_zip() -> bytes:
    content = bytearray(docx())
    for signature, flag_at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(signature)
        content[at + flag_at] |= 1
    return bytes(content)


def locked(user_password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user_password=user_password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def foreign() -> bytes:
    """Write a document as Google Docs does."""
    space = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{space}/content-types">'
            f'<Default Extension="xml" ContentType="{MAIN_PART}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{space}/relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}/officeDocument" Target="/word/document.xml"/></Relationships>',
            "word/document.xml": "<w/>",
        }
    )


def large_records() -> bytes:
    """Add to a small package the records of one of more than 4 GB (APPNOTE.TXT 4.3.14), as some programs always do."""
    content = docx()
    at = content.rfind(b"PK\x05\x06")
    parts, size, start = struct.unpack("<HLL", content[at + 10 : at + 20])
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, parts, parts, size, start)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1)
    return content[:at] + record + locator + content[at:]


GOOD = {
    "a PDF": (pdf(), ResumeKind.PDF),
    "a PDF after a byte order mark": (b"\xef\xbb\xbf" + pdf(), ResumeKind.PDF),
    "a Word document": (docx(), ResumeKind.DOCX),
    "links in the text": (docx(parts={"word/_rels/document.xml.rels": relation("hyperlink")}), ResumeKind.DOCX),
    "pictures inside": (docx(parts={"word/media/image1.png": b"\x89PNG"}), ResumeKind.DOCX),
    "a PDF that only forbids printing": (locked(""), ResumeKind.PDF),
    "a template that lay on one's own disk": (
        with_template("file:///C:\\Users\\rf\\Resume.dotx"),
        ResumeKind.DOCX,
    ),
    "a template by its name": (
        with_template("Normal.dotm"),
        ResumeKind.DOCX,
    ),
    "a template of a Mac": (
        with_template("file:///Users/rf/Resume.dotx"),
        ResumeKind.DOCX,
    ),
    "a type for all parts, the main one named by the relationships": (foreign(), ResumeKind.DOCX),
    "the list of types in small letters": (
        zipped({"[content_types].xml": types(MAIN_PART), "word/document.xml": "<w/>"}),
        ResumeKind.DOCX,
    ),
    "records for packages of any size": (large_records(), ResumeKind.DOCX),
    "packed page objects": (
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm>>endobj 2 0 obj<</Type/XRef/Root 1 0 R>>endobj\nstartxref\n9\n%%EOF",
        ResumeKind.PDF,
    ),
}

BAD = {
    "nothing in it": (b"", documents.EMPTY),
    "one byte too many": (pdf() + b" " * (documents.LARGEST + 1 - len(pdf())), documents.TOO_BIG),
    "plain words": (b"Rosalind Ferry, CPC", documents.WRONG_TYPE),
    "a program": (b"MZ\x90\x00" + b"\0" * 200, documents.WRONG_TYPE),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, documents.WRONG_TYPE),
    "a page that is a PDF too": (b"<html><script>alert(1)</script>" + pdf(), documents.WRONG_TYPE),
    "only the first words of a PDF": (b"%PDF-1.4<script>", documents.BROKEN_PDF),
    "a PDF cut short": (pdf()[:-40], documents.BROKEN_PDF),
    "a PDF without a page": (pdf_of(b"", pages=False), documents.BROKEN_PDF),
    "a PDF with a password": (locked("secret"), documents.PASSWORD),
    "a PDF that says it has a password and does not say which": (
        pdf_of(b"", trailer=b"/Encrypt <</Filter/Standard>>"),
        documents.BROKEN_PDF,
    ),
    "a PDF that starts a program": (pdf_of(b"", trailer=b"/OpenAction <</S/Launch/F(cmd.exe)>>"), documents.STARTS_PROGRAMS),
    "a PDF that hides how": (pdf_of(b"", trailer=b"/OpenAction <</S/L#61unch/F(cmd.exe)>>"), documents.STARTS_PROGRAMS),
    "a PDF with a file inside": (pdf_of(b"", trailer=b"/Names <</EmbeddedFiles 9 0 R>>"), documents.STARTS_PROGRAMS),
    "an old Word document": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500, documents.OLD_WORD),
    "a Word document with a password": (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"),
        documents.PASSWORD,
    ),
    "a zip with a password": (encrypted_zip(), documents.PASSWORD),
    "the first bytes of a zip": (b"PK\x03\x04junk", documents.BROKEN_WORD),
    "a zip cut short": (docx()[:-30], documents.BROKEN_WORD),
    "any zip": (zipped({"notes.txt": "words"}), documents.WRONG_TYPE),
    "a spreadsheet": (zipped({"[Content_Types].xml": types("application/x-sheet"), "a": "b"}), documents.WRONG_TYPE),
    "a document without its text": (zipped({"[Content_Types].xml": types(MAIN_PART)}), documents.BROKEN_WORD),
    "a type list that is no XML": (docx(parts={"[Content_Types].xml": "<Types"}), documents.BROKEN_WORD),
    "a type list with a DTD": (
        docx(parts={"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><Types/>'}),
        documents.BROKEN_WORD,
    ),
    "macros": (docx(parts={"word/vbaProject.bin": b"\0"}), documents.MACROS),
    "macros by type": (
        docx(parts={"[Content_Types].xml": types("application/vnd.ms-word.document.macroEnabled.main+xml")}),
        documents.MACROS,
    ),
    "a template from elsewhere": (
        with_template(),
        documents.FROM_ELSEWHERE,
    ),
    "a template of another computer": (
        with_template("\\\\server\\share\\x.dotx"),
        documents.FROM_ELSEWHERE,
    ),
    "a template of another computer, written as a file": (
        with_template("file://server/share/x.dotx"),
        documents.FROM_ELSEWHERE,
    ),
    "a template of another computer, with slashes to spare": (
        with_template("file:////server/share/x.dotx"),
        documents.FROM_ELSEWHERE,
    ),
    "a template of another computer, escaped": (
        with_template("file:///%5C%5Cserver%5Cshare%5Cx.dotx"),
        documents.FROM_ELSEWHERE,
    ),
    "a picture from elsewhere": (docx(parts={"word/_rels/document.xml.rels": relation("image")}), documents.FROM_ELSEWHERE),
    "an object inside": (docx(parts={"word/embeddings/oleObject1.bin": b"\0"}), documents.FILES_INSIDE),
    "a zip inside": (docx(parts={"word/media/more.zip": b"PK"}), documents.FILES_INSIDE),
    "a way out of the folder": (docx(parts={"word/../../etc/passwd": "x"}), documents.BROKEN_WORD),
    "a name from the root": (docx(parts={"/etc/passwd": "x"}), documents.BROKEN_WORD),
    "a backslash in a name": (docx(parts={"word\\evil.xml": "x"}), documents.BROKEN_WORD),
    "the same name twice": (docx(parts={"WORD/document.xml": "x"}), documents.BROKEN_WORD),
    "another packing": (zipped({"[Content_Types].xml": types(MAIN_PART)}, method=zipfile.ZIP_LZMA), documents.BROKEN_WORD),
    "a thousand and one parts": (docx(parts={f"word/{n}.xml": "" for n in range(1000)}), documents.UNPACKS_TOO_BIG),
    "one part a hundred times its size": (docx(body="<w:p/>" * 300_000), documents.UNPACKS_TOO_BIG),
    "a directory that lies about its length": (
        docx()[:-10] + struct.pack("<L", 300 * 1024) + docx()[-6:],
        documents.UNPACKS_TOO_BIG,
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_takes(name: str) -> None:
    content, kind = GOOD[name]
    assert kind_of(content) is kind


@pytest.mark.parametrize("name", BAD)
def test_refuses_with_the_rule_it_broke(name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(RuleBroken) as refusal:
        kind_of(content)
    assert refusal.value.message == message
    assert refusal.value.field == "resume"


def test_relations_of_many_megabytes_are_not_parsed() -> None:
    many = relation("hyperlink").replace("</Relationships>", "<a/>" * 50_000 + "</Relationships>")
    with pytest.raises(RuleBroken, match="too large once it is opened"):
        kind_of(docx(parts={f"word/_rels/{n}.xml.rels": many for n in range(8)}))


def test_thirty_megabytes_in_small_parts_are_refused() -> None:
    noise = bytes(range(256)) * 4096
    parts: dict[str, str | bytes] = {f"word/media/{n}.png": noise for n in range(26)}
    with pytest.raises(RuleBroken, match="too large once it is opened"):
        kind_of(docx(parts=parts))


@pytest.mark.parametrize(
    "content",
    [
        docx(body="<w:p/>" * 5_000_000),
        pdf_of(b"q Q " * 10_000_000),
        b"%PDF-" + b"/Type/Page " * 450_000,
        b"%PDF-/Encrypt" + b" " * 5_000_000,
        b"%PDF-" + b"/Encrypt 1 " * 450_000,
    ],
)
def test_looking_at_a_bomb_takes_no_time(content: bytes) -> None:
    began = time.process_time()  # of the processor, which a busy machine does not lengthen
    with contextlib.suppress(RuleBroken):
        kind_of(content)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Rosalind Ferry CV.pdf", "Rosalind Ferry CV.pdf"),
        ("C:\\Users\\rf\\cv.PDF", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("cv.exe", "cv.exe.pdf"),
        ('résumé";\r\nX: y.pdf', 'résumé"; X: y.pdf'),
        ("\u202efdp.exe\u202c.pdf", "fdp.exe.pdf"),
        ("", "résumé.pdf"),
        (".pdf", "résumé.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_says_what_the_file_is(given: str, shown: str) -> None:
    assert shown_name(given, ResumeKind.PDF) == shown
