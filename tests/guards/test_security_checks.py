"""What docs/security.md promises is held by tests that exist; the page is printed from them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from flask import Flask

from careercenter.core.db import Base
from careercenter.employers import remake_picture
from careercenter.employers.logo import LARGEST_UPLOAD
from careercenter.factory import LARGEST_REQUEST
from careercenter.profiles import documents
from careercenter.profiles.extract import READING
from tests.security_checks import COSTLY, DATA, PARTS, Check

TOP = Path(__file__).resolve().parent.parent.parent
PAGE = TOP / "docs" / "security.md"
CHECKS = [check for checks in PARTS.values() for check in checks]
MB = 1024 * 1024


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_has_a_test_that_exists_or_says_why_not(check: Check) -> None:
    assert check.tests or check.why, "name a test, or say why there is none"
    for test in check.tests:
        file, name = test.split("::")
        source = (TOP / "tests" / file).read_text()
        assert re.search(rf"^def {name}\b", source, re.MULTILINE), f"tests/{file} has no {name}"


def test_every_check_is_there_once() -> None:
    ids = [check.id for check in CHECKS]
    numbers = {"A": 20, "B": 12, "C": 8, "D": 12, "E": 7, "F": 8, "G": 21}
    assert ids == [f"{part}{number}" for part, most in numbers.items() for number in range(1, most + 1)]


def test_every_table_is_classified(_app: Flask) -> None:
    named = [table for kept in DATA for table in kept.tables]
    assert sorted(named) == sorted(Base.metadata.tables)


@pytest.mark.parametrize("name", ["SECURITY.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"])
def test_the_files_of_a_project_are_there(name: str) -> None:
    assert len((TOP / name).read_text()) > 300


def page() -> str:
    lines = [
        "# Security",
        "",
        "What the board promises, and the tests that would fail without it. Printed from `tests/security_checks.py`:",
        "`WRITE_DOCS=1 .venv/bin/python -m pytest -q tests/guards/test_security_checks.py::test_the_page_is_current`.",
        "How to report a fault, and how soon it is mended, is said in [SECURITY.md](../SECURITY.md).",
    ]
    for part, checks in PARTS.items():
        lines += ["", f"## {part}", "", "| | what holds | shown by |", "|---|---|---|"]
        lines += [f"| {check.id} | {check.words}{_why(check)} | {_tests(check)} |" for check in checks]
    lines += [
        "",
        "## Files that are taken",
        "",
        "| file | kinds | largest | limits of whoever reads it |",
        "|---|---|---|---|",
        f"| résumé | PDF, Word (.docx) | {documents.LARGEST_MB} MB; unpacked {documents.LARGEST_UNPACKED // MB} MB in "
        f"{documents.MOST_PARTS:,} parts, {documents.HIGHEST_RATIO} times its size | {_limits(READING)} |",
        f"| picture | {', '.join(remake_picture.FORMATS)} | {LARGEST_UPLOAD // MB} MB, "
        f"{remake_picture.MOST_PIXELS // 1_000_000} million pixels | {_limits(remake_picture.LIMITS)} |",
        f"| any request | | {LARGEST_REQUEST // MB} MB | |",
        "",
        "## What costs much",
        "",
        "| what | bounded by |",
        "|---|---|",
        *(f"| {what} | {bound} |" for what, bound in COSTLY),
        "",
        "## What is kept of people",
        "",
        "| what | how private | who sees it | when it goes |",
        "|---|---|---|---|",
        *(f"| {kept.what} | {kept.private} | {kept.seen_by} | {kept.goes} |" for kept in DATA),
    ]
    return "\n".join(lines) + "\n"


def _why(check: Check) -> str:
    return f". {check.why}" if check.why else ""


def _tests(check: Check) -> str:
    return "<br>".join(f"`{test}`" for test in check.tests) or "no test"


def _limits(limits: object) -> str:
    return f"{limits.cpu_seconds} s of processor, {limits.memory // MB} MB of memory"  # type: ignore[attr-defined]


def test_the_page_is_current() -> None:
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "print it anew: the page says how"
