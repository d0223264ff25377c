"""The words of an ad that comes as a file, and what is said of a file that gives none."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from careercenter.core.errors import RuleBroken
from careercenter.importing import ad_file
from careercenter.importing.ad_file import words_of
from careercenter.profiles import documents, reading
from careercenter.profiles.odt_text import TYPE
from tests.factories.profiles import docx, pdf, zipped

LINES = ("This position is fully remote.", "CPC required.")
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
ODT = """<text:h>Duties</text:h><text:p>You code<text:s text:c="2"/>visits.</text:p>
<text:list><text:list-item><text:p>Assign codes</text:p></text:list-item><text:list-item><text:p>CPC required</text:p>
<text:list><text:list-item><text:p>or COC</text:p></text:list-item></text:list></text:list-item></text:list>
<text:tracked-changes><text:p>Struck out</text:p></text:tracked-changes><text:p>Pay: $30 an hour.</text:p>"""


def odt(body: str = ODT, **parts: str) -> bytes:
    """Write an OpenDocument text; `parts` by their names, with __ for /."""
    more: dict[str, str | bytes] = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    spaces = f'xmlns:office="{SPACE}office:1.0" xmlns:text="{SPACE}text:1.0"'
    content = f"<office:doc {spaces}><office:body><office:text>{body}</office:text></office:body></office:doc>"
    first: dict[str, str | bytes] = {"mimetype": TYPE}
    return zipped({**first, "content.xml": content, **more}, method=0)


def paragraph(words: str, *, style: str = "", level: int | None = None) -> str:
    item = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{item}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def refusal_of(content: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        words_of(content)
    assert refused.value.field == "file"
    return refused.value.message


def test_a_word_document_keeps_its_headings_lists_and_paragraphs() -> None:
    body = paragraph("Duties", style="Heading1") + paragraph("You code visits.") + paragraph("By their start times.")
    body += paragraph("Assign codes", level=0) + paragraph("CPT too", level=1) + paragraph("Pay: $30 an hour.")
    assert words_of(docx(body=body)).split("\n\n") == [
        "## Duties", "You code visits.", "By their start times.", "- Assign codes\n  - CPT too\nPay: $30 an hour.",
    ]  # fmt: skip


def test_an_opendocument_text_keeps_its_headings_lists_and_paragraphs() -> None:
    assert words_of(odt()).split("\n\n") == [
        "## Duties", "You code visits.", "- Assign codes\n- CPC required\n  - or COC", "Pay: $30 an hour.",
    ]  # fmt: skip


def test_a_pdf_is_read() -> None:
    assert words_of(pdf(LINES)).splitlines() == list(LINES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_as_editors_write_it(encoding: str) -> None:
    assert words_of("Résumés read – daily.\r\nCPC required.".encode(encoding)) == "Résumés read – daily.\nCPC required."


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return out.getvalue()


def test_what_is_no_document_is_told_which_kinds_are() -> None:
    for content in (picture(), b"{\\rtf1 Coder}", b"PK\x03\x04", zipped({"a.txt": "Coder"}), b"\x00\x01\x02"):
        assert refusal_of(content) in (ad_file.WRONG_TYPE, documents.BROKEN_WORD)
    assert refusal_of(picture()) == ad_file.WRONG_TYPE
    assert refusal_of(b"") == documents.EMPTY


def test_a_file_is_refused_as_a_resume_is() -> None:
    assert refusal_of(b"x" * (documents.LARGEST + 1)) == documents.TOO_BIG
    assert refusal_of(docx(parts={"word/vbaProject.bin": b"x"})) == documents.MACROS
    assert refusal_of(odt(Basic__Standard="<x/>")) == documents.MACROS
    locked = '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    assert refusal_of(odt(**{"META-INF__manifest": locked})) == documents.PASSWORD
    assert refusal_of(odt("<text:p>Coder")) == ad_file.NO_WORDS
    assert refusal_of(zipped({"mimetype": TYPE, "styles.xml": "<x/>"}, method=0)) == documents.BROKEN_WORD


def test_a_file_without_words_says_so() -> None:
    assert refusal_of(docx([])) == ad_file.NO_WORDS
    assert refusal_of(odt("", Pictures__1="x")) == ad_file.PICTURE


def test_reading_that_takes_too_long_is_no_error_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: object, **_more: object) -> None:
        raise reading.Interrupted

    monkeypatch.setattr(reading, "read", slow)
    assert refusal_of(pdf()) == ad_file.TOO_SLOW
