"""The text of a résumé by what its file holds, and what a bomb gets."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from careercenter.core import child
from careercenter.core.child import Limits
from careercenter.profiles import extract, reading
from careercenter.profiles.models import ResumeKind, ResumeText
from careercenter.profiles.pdf_text import pdf_text
from careercenter.profiles.word_text import docx_text
from tests.factories.profiles import LINES, docx, pdf, pdf_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACE = f'xmlns:w="{WORD}" xmlns:mc="{COMPATIBLE}"'
QUICK = Limits(cpu_seconds=1, memory=1024**3, output=1024**2, wall_seconds=600)


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"


def words(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def document(body: str, space: str = SPACE) -> str:
    return f"<w:document {space}><w:body>{body}</w:body></w:document>"


def said(body: str, parts: dict[str, str | bytes] | None = None) -> str:
    more: dict[str, str | bytes] = {"word/document.xml": document(body), **(parts or {})}
    return extract.readable(docx_text(docx(parts=more)))


def relations(**targets: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made = "".join(f'<Relationship Id="{kind}" Type="{kinds}/{kind}" Target="{to}"/>' for kind, to in targets.items())
    return f'<Relationships xmlns="{space}">{made}</Relationships>'


def head(text: str) -> str:
    return f"<w:hdr {SPACE}>{paragraph(words(text))}</w:hdr>"


# In a child


def test_reads_a_pdf_in_a_child() -> None:
    found = reading.read(pdf(), ResumeKind.PDF)
    assert (found.state, found.text.splitlines(), found.active) == (ResumeText.READ, list(LINES), ())


def test_reads_a_word_document_with_what_stands_in_the_head_of_its_pages() -> None:
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations(header="header1.xml"),
        "word/header1.xml": head("512 555 0134"),
    }
    found = reading.read(docx(parts=parts), ResumeKind.DOCX)
    assert found.text.splitlines() == [*LINES, "", "512 555 0134"]


# Characters are folded, never dropped


@pytest.mark.parametrize(
    "space", ["\u00a0", "\u202f", "\u2009", "\u2003", "\u3000", "\u205f", "\uf0b7", "\x00"],
    ids=["no-break", "narrow no-break", "thin", "em", "ideographic", "mathematical", "symbol", "control"],
)  # fmt: skip
def test_whatever_stands_between_words_keeps_them_apart(space: str) -> None:
    assert extract.readable(iter([f"Certified{space}Professional{space}Coder"])) == "Certified Professional Coder"


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\ufeff", "\u202e", "\u2060"])
def test_what_has_no_width_does_not_cut_a_word(unseen: str) -> None:
    assert extract.readable(iter([f"onco{unseen}logy"])) == "oncology"


@pytest.mark.parametrize("end", ["\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_end_of_a_line_is_one(end: str) -> None:
    assert extract.readable(iter([f"CPC{end}CCS"])).split() == ["CPC", "CCS"]
    assert "\n" in extract.readable(iter([f"CPC{end}CCS"]))


def test_ligatures_are_letters_and_joiners_stay() -> None:
    assert extract.readable(iter(["o\ufb03ce \U0001f469\u200d\u2695\ufe0f"])) == "office \U0001f469\u200d\u2695\ufe0f"


def test_text_is_cut() -> None:
    text = extract.readable(iter(["a\n\n\n\n", "c" * 300_000]))
    assert text.startswith("a\n\nc")
    assert len(text) <= extract.MOST_CHARACTERS


# Word documents by their structure


def test_words_of_tables_tabs_and_line_ends_stay_apart() -> None:
    runs = paragraph("<w:t>CPC</w:t><w:tab/><w:t>2019</w:t><w:br/><w:t>AAPC</w:t>")
    assert said(f"<w:tbl><w:tr><w:tc>{runs}</w:tc></w:tr></w:tbl>") == "CPC\t2019\nAAPC"


def test_a_tab_to_the_margin_keeps_name_and_place_apart() -> None:
    assert said(paragraph(words("Alex Rivera") + "<w:ptab/>" + words("Houston, TX"))) == "Alex Rivera\tHouston, TX"


def box(text: str) -> str:
    return f"<w:drawing><w:txbxContent>{paragraph(words(text))}</w:txbxContent></w:drawing>"


def alternatives(*branches: str) -> str:
    first, *others = branches
    rest = "".join(f"<mc:Fallback>{one}</mc:Fallback>" for one in others)
    return f"<mc:AlternateContent><mc:Choice>{first}</mc:Choice>{rest}</mc:AlternateContent>"


def test_a_text_box_is_read_once_on_a_line_of_its_own() -> None:
    body = paragraph(words("Rosalind Ferry"), alternatives(box("SKILLS: Epic"), box("SKILLS: Epic")))
    assert said(body) == "Rosalind Ferry\nSKILLS: Epic"


def test_a_box_within_a_box_is_read_once() -> None:
    inner = alternatives(box("CPC"), box("CPC"))
    outer = f"<w:txbxContent>{paragraph(words('Credentials'), inner)}</w:txbxContent>"
    assert said(paragraph(alternatives(outer, outer))).split() == ["Credentials", "CPC"]


def test_where_the_first_branch_has_no_words_the_other_is_read() -> None:
    assert said(paragraph(alternatives("<w:drawing/>", box("Only here")))) == "Only here"


def test_text_that_was_moved_or_deleted_is_read_where_it_stands_now() -> None:
    run = f"<w:r>{words('Epic')}</w:r>"
    moved = f"<w:moveFrom>{run}</w:moveFrom><w:moveTo>{run}</w:moveTo>"
    gone = "<w:del><w:r><w:delText>Cerner</w:delText></w:r></w:del>"
    added = f"<w:ins><w:r>{words(' 3M')}</w:r></w:ins>"
    assert said(f"<w:p>{moved}{gone}{added}</w:p>") == "Epic 3M"


def test_the_same_head_on_first_and_other_pages_is_read_once() -> None:
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations(header="header1.xml", footer="foot/second.xml"),
        "word/header1.xml": head("Rosalind Ferry"),
        "word/foot/second.xml": head("Rosalind Ferry"),
    }
    assert said(paragraph(words("CPC")), parts).count("Rosalind Ferry") == 1


def test_the_strict_namespace_is_read() -> None:
    strict = document(paragraph(words("Strict and read")), f'xmlns:w="{STRICT}"')
    assert extract.readable(docx_text(docx(parts={"word/document.xml": strict}))) == "Strict and read"


def test_the_main_part_is_where_the_package_says() -> None:
    """As Google Docs writes it: a type for all parts, and the main part named by the relationships alone."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="{main}"/></Types>',
        "_rels/.rels": relations(officeDocument="/text/body.xml"),
        "text/body.xml": document(paragraph(words("From another program"))),
    }
    assert extract.readable(docx_text(docx(parts=parts))) == "From another program"


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><x>&b;</x>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        "<w:document",
        "",
    ],
    ids=["entities", "a file of ours", "broken", "empty"],
)
def test_hostile_xml_is_not_read(part: str) -> None:
    found = reading.read(docx(parts={"word/document.xml": part}), ResumeKind.DOCX)
    assert (found.state, found.text) == (ResumeText.UNREADABLE, "")


def test_a_field_that_starts_a_program_is_named() -> None:
    field = paragraph("<w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText>", words("words"))
    assert extract.answer("docx", docx(body=field))["active"] == ["fields"]
    page = paragraph("<w:instrText>PAGE \\* MERGEFORMAT</w:instrText>", words("words"))
    assert extract.answer("docx", docx(body=page))["active"] == []


# PDFs


def changed(content: bytes, change: Any) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_picture(content: bytes) -> bytes:
    def add(writer: PdfWriter) -> None:
        picture = DecodedStreamObject()
        picture.set_data(b"\0" * 3)
        picture.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image")})
        resources: Any = writer.pages[0]["/Resources"]
        resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(picture)})

    return changed(content, add)


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    locked = changed(pdf(), lambda writer: writer.encrypt(user_password="", owner_password="x", algorithm="RC4-128"))
    assert extract.readable(pdf_text(locked)).splitlines() == list(LINES)


def test_a_scan_has_no_text() -> None:
    assert reading.read(pdf_of(b"q 612 0 0 792 0 0 cm /Im1 Do Q"), ResumeKind.PDF).state is ResumeText.UNREADABLE


def test_a_scanners_mark_is_no_text_of_the_page() -> None:
    assert extract.answer("pdf", with_picture(pdf(["Scanned with PageLens"])))["state"] == "picture"
    assert extract.answer("pdf", with_picture(pdf(LINES)))["state"] == "read"
    assert extract.answer("pdf", pdf(["Rosalind Ferry, CPC"]))["state"] == "read"


HONEST = (
    "Certified professional coder with eight years of experience in oncology and infusion coding for a hospital of 300 beds. "
    "I code charts in Epic and audit the work of four others. My accuracy is 97 percent over 2400 charts. "
    "Education: associate degree in health information. Skills: CPT, HCPCS, ICD-10-CM, denials, modifiers, appeals. "
)


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (HONEST * 3, False),
        (HONEST.replace(" ", "b") * 3, True),
        ("".join(chr(ord(c) + 3) if c.isalpha() else c for c in HONEST * 3), True),
        ("\ue012\ue034\ue056 " * 60, True),
        (
            "Python, SQL, Excel, Tableau, Power BI, R, SAS, Hadoop, Spark, Kafka, Airflow, dbt, Looker, Snowflake. " * 4,
            False,
        ),
        ("Codificadora certificada con ocho años de experiencia en la oncología y los cargos de un hospital. " * 4, False),
        ("医療 コーダー 経験 八年 病院 請求 " * 30, False),
        ("Short: CPC CCS", False),
    ],
    ids=["honest", "spaces are b", "shifted", "no meaning", "a list of skills", "Spanish", "Japanese", "short"],
)
def test_text_with_hardly_a_word_is_known_for_garbage(text: str, garbled: bool) -> None:
    assert extract.is_garbled(text) is garbled


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("scripts", {"/S": "/JavaScript", "/JS": "/x"}),
        ("programs", {"/S": "/Launch"}),
        ("forms", {"/S": "/SubmitForm"}),
        ("files", {"/S": "/GoToR"}),
    ],
)
def test_what_a_pdf_does_when_it_is_opened_is_named(name: str, action: dict[str, str]) -> None:
    def add(writer: PdfWriter) -> None:
        made = DictionaryObject({NameObject(key): NameObject(value) for key, value in action.items()})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(made)

    assert extract.answer("pdf", changed(pdf(), add))["active"] == [name]


def test_files_inside_are_named_and_a_plain_pdf_does_nothing() -> None:
    def attach(writer: PdfWriter) -> None:
        writer.add_attachment("x.exe", b"MZ")

    assert extract.answer("pdf", changed(pdf(), attach))["active"] == ["files"]
    assert extract.answer("pdf", pdf())["active"] == []


def test_thirty_pages_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdf

    class Page(dict[str, Any]):
        def extract_text(self) -> str:
            return "page"

    class Reader:
        is_encrypted = False

        def __init__(self, _file: object) -> None:
            self.pages = [Page()] * 10_000

    monkeypatch.setattr(pypdf, "PdfReader", Reader)
    assert len(list(pdf_text(b""))) == 30


def test_a_font_is_read_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf import _page

    read: list[object] = []
    really = _page.Font.from_font_resource

    def counted(resource: Any) -> Any:
        read.append(resource)
        return really(resource)

    writer = PdfWriter()
    page = PdfReader(io.BytesIO(pdf())).pages[0]
    for _ in range(6):
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    monkeypatch.setattr(_page.Font, "from_font_resource", staticmethod(counted))
    assert "".join(pdf_text(out.getvalue())).count(LINES[0]) == 6
    assert len(read) == 1


# Limits


def test_a_bomb_within_the_parsers_own_limits_is_stopped_by_its_processor_time() -> None:
    bomb = pdf_of(b"BT /F1 9 Tf (a) Tj ET " * 2_700_000)
    assert len(bomb) < 200_000
    program = (
        f"from careercenter.core import child; from careercenter.profiles import extract, reading; extract.READING = {QUICK!r}"
    )
    patched = (
        f"from careercenter.core.child import Limits; {program}; import sys; sys.argv = ['', 'pdf']; sys.exit(extract.main())"
    )
    done = subprocess.run([sys.executable, "-c", patched], input=bomb, cwd=child.TOP, capture_output=True, check=False)
    assert done.returncode == -9
    assert done.stdout == b""


def test_a_child_that_waits_is_ended_by_the_clock_and_read_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "run", lambda *_args, **_options: child.Finished(None, b""))
    with pytest.raises(reading.Interrupted):
        reading.read(pdf(), ResumeKind.PDF)


def test_the_clock_ends_a_child_that_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "waits.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr(child, "TOP", tmp_path)
    assert child.run("waits", content=b"", limits=Limits(1, 1024**3, 1024, wall_seconds=0.5)).code is None


LIMITED = "from careercenter.core.child import Limits, bind; bind(Limits(1, 300 * 1024**2, 4 * 1024**2, 60)); "


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("while True: pass", -9),
        ("x = bytearray(500 * 1024**2)", 1),
        ("files = [open('/dev/null') for _ in range(30)]", 1),
    ],
    ids=["time", "memory", "files"],
)
def test_the_child_cannot_pass_its_limits(act: str, code: int) -> None:
    assert _limited(act, subprocess.DEVNULL).returncode == code


def test_the_child_cannot_fill_the_disk(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        _limited("import os\nwhile os.write(1, b'x' * 1_000_000): pass", out)
    assert (tmp_path / "out").stat().st_size <= 4 * 1024**2


def _limited(act: str, out: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", f"{LIMITED}\n{act}"]
    return subprocess.run(command, cwd=child.TOP, stdout=out, stderr=subprocess.DEVNULL, check=False)


def test_the_child_is_told_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    really = subprocess.Popen

    def popen(command: list[str], **options: object) -> object:
        seen.update(options, command=command)
        return really(command, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("CAREERCENTER_SECRET_KEY", "secret")
    monkeypatch.setattr(child.subprocess, "Popen", popen)
    assert reading.read(pdf(), ResumeKind.PDF).text
    assert "CAREERCENTER_SECRET_KEY" not in seen["env"]
    assert seen["start_new_session"] is True
    assert seen["command"][1:] == ["-m", "careercenter.profiles.extract", "pdf"]


# What is shown beside the text, and what is kept and not shown


def notes(kind: str, text: str) -> str:
    return f"<w:{kind}s {SPACE}><w:{kind}>{paragraph(words(text))}</w:{kind}></w:{kind}s>"


def test_notes_at_the_foot_and_at_the_end_are_read() -> None:
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations(footnotes="footnotes.xml", endnotes="endnotes.xml"),
        "word/footnotes.xml": notes("footnote", "CPC since 2019"),
        "word/endnotes.xml": notes("endnote", "References on request"),
    }
    assert said(paragraph(words("Coder")), parts).split() == "Coder References on request CPC since 2019".split()


def test_hidden_words_are_not_read() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    assert said(paragraph(hidden + words("CPC CCS RHIT"), words("Coder"))) == "Coder"
    assert said(paragraph('<w:rPr><w:vanish w:val="0"/></w:rPr>' + words("Coder"))) == "Coder"


def test_a_hidden_mark_of_a_paragraph_hides_no_words() -> None:
    marked = f"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r>{words('In a box')}</w:r></w:p>"
    box = f"<w:pict><w:txbxContent>{marked}</w:txbxContent></w:pict>"
    assert said(paragraph(box, words("Coder"))).split("\n")[-1] == "Coder"
    assert "In a box" in said(paragraph(box))


@pytest.mark.parametrize("where", ["body", "header", "footnotes"])
def test_a_field_that_acts_is_found_wherever_and_however_it_is_written(where: str) -> None:
    begin, end = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'
    field = paragraph(begin, "<w:instrText> D</w:instrText>", "<w:instrText>DEAUTO c:\\cmd.exe</w:instrText>", end)
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations(header="header1.xml", footnotes="footnotes.xml"),
        "word/header1.xml": f"<w:hdr {SPACE}>{field if where == 'header' else ''}</w:hdr>",
        "word/footnotes.xml": f"<w:footnotes {SPACE}>{field if where == 'footnotes' else ''}</w:footnotes>",
    }
    body = (field if where == "body" else "") + paragraph(words("Coder"))
    assert extract.answer("docx", docx(body=body, parts=parts))["active"] == ["fields"]


def with_annotation(made: dict[str, Any]) -> bytes:
    """Lay something upon the page of a PDF."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["Printed"]))))
    writer.add_annotation(0, {NameObject(key): value for key, value in made.items()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_was_typed_over_a_pdf_or_filled_into_its_form_is_read() -> None:
    rect = ArrayObject([NumberObject(0)] * 4)
    typed = {"/Subtype": NameObject("/FreeText"), "/Contents": TextStringObject("Typed over it"), "/Rect": rect}
    filled = {"/Subtype": NameObject("/Widget"), "/FT": NameObject("/Tx"), "/V": TextStringObject("Filled in"), "/Rect": rect}
    for annotation, words_of_it in ((typed, "Typed over it"), (filled, "Filled in")):
        assert extract.readable(pdf_text(with_annotation(annotation))).split("\n") == ["Printed", words_of_it]
        unseen = annotation | {"/F": NumberObject(2)}
        assert extract.readable(pdf_text(with_annotation(unseen))) == "Printed"
