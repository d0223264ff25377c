"""The text of a résumé, and what a bomb gets."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from careercenter.profiles import extract, tasks
from careercenter.profiles.models import ResumeKind
from tests.factories.profiles import LINES, docx, pdf, pdf_of

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADER = f"<w:hdr {SPACE}><w:p><w:r><w:t>512 555 0134</w:t></w:r></w:p></w:hdr>"


def test_reads_a_pdf_in_a_child() -> None:
    assert tasks.text_of(pdf(), ResumeKind.PDF).splitlines() == list(LINES)


def test_reads_a_word_document_with_what_stands_in_the_head_of_its_pages() -> None:
    text = tasks.text_of(docx(parts={"word/header1.xml": HEADER}), ResumeKind.DOCX)
    assert text.splitlines() == [*LINES, "", "512 555 0134"]


def test_a_scan_has_no_text() -> None:
    assert tasks.text_of(pdf_of(b"q 612 0 0 792 0 0 cm /Im1 Do Q"), ResumeKind.PDF) == ""


def test_words_of_tables_tabs_and_line_ends_stay_apart() -> None:
    words = "<w:p><w:r><w:t>CPC</w:t><w:tab/><w:t>2019</w:t><w:br/><w:t>AAPC</w:t></w:r></w:p>"
    body = f"<w:tbl><w:tr><w:tc>{words}</w:tc></w:tr></w:tbl>"
    assert extract.readable(extract.docx_text(docx(body=body))) == "CPC\t2019\nAAPC"


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
    assert tasks.text_of(docx(parts={"word/document.xml": part}), ResumeKind.DOCX) == ""


def test_text_is_cut_and_cleaned() -> None:
    text = extract.readable(iter(["a\x00b\x1b[31m\u202e", "\n\n\n\n", "c" * 300_000]))
    assert text.startswith("ab[31m\n\nc")
    assert len(text) <= extract.MOST_CHARACTERS


def test_thirty_pages_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdf

    class Page:
        def extract_text(self) -> str:
            return "page"

    class Reader:
        def __init__(self, _file: object) -> None:
            self.pages = [Page()] * 10_000

    monkeypatch.setattr(pypdf, "PdfReader", Reader)
    assert len(list(extract.pdf_text(b""))) == 30


def test_a_bomb_within_the_parsers_own_limits_is_stopped_by_the_clock() -> None:
    bomb = pdf_of(b"BT /F1 9 Tf (a) Tj ET " * 2_700_000)
    assert len(bomb) < 200_000
    began = time.perf_counter()
    assert tasks.text_of(bomb, ResumeKind.PDF, wall_seconds=1) == ""
    assert time.perf_counter() - began < 5


LIMITED = (
    "from careercenter.profiles import extract; extract.CPU_SECONDS = 1; extract.MEMORY = 300 * 1024**2; extract.limit(); "
)


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
    assert (tmp_path / "out").stat().st_size <= extract.LARGEST_OUTPUT


def _limited(act: str, out: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", f"{LIMITED}\n{act}"]
    return subprocess.run(command, cwd=tasks.TOP, stdout=out, stderr=subprocess.DEVNULL, timeout=20, check=False)


def test_the_child_is_told_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    really = subprocess.Popen

    def popen(command: list[str], **options: object) -> object:
        seen.update(options, command=command)
        return really(command, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("CAREERCENTER_SECRET_KEY", "secret")
    monkeypatch.setattr(tasks.subprocess, "Popen", popen)
    assert tasks.text_of(pdf(), ResumeKind.PDF)
    assert "CAREERCENTER_SECRET_KEY" not in seen["env"]
    assert seen["start_new_session"] is True
    assert seen["command"][1:] == ["-m", "careercenter.profiles.extract", "pdf"]
