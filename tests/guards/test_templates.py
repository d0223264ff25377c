"""Every template compiles, every page has a title, nothing in a page needs a looser content policy."""

import re
from pathlib import Path

import pytest
from flask import Flask

TOP = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((TOP / "templates").rglob("*.*"))
NAMES = [str(path.relative_to(TOP / "templates")) for path in TEMPLATES]
PAGES = [
    name for name in NAMES
    if name.endswith(".html") and not name.startswith(("layout/", "macros/", "mail/")) and not Path(name).name.startswith("_")
]  # fmt: skip
MAILS = sorted({str(Path(name).parent) for name in NAMES if name.startswith("mail/") and name.count("/") == 2})


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(_app: Flask, name: str) -> None:
    _app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title(_app: Flask, name: str) -> None:
    source = (TOP / "templates" / name).read_text()
    if "{% extends" not in source:
        pytest.fail(f"{name} is a page without a layout; a fragment's name begins with _")
    assert re.search(r"{%-? *block title", source), f"{name} names no title of its own"


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html") and not name.startswith("mail/")])
def test_nothing_inline(name: str) -> None:
    source = (TOP / "templates" / name).read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", source), f"{name} has an inline style or handler"
    for script in re.findall(r"<script[^>]*>", source):
        assert "src=" in script, f"{name} has an inline script"


@pytest.mark.parametrize("name", MAILS)
def test_a_letter_has_its_three_parts(name: str) -> None:
    folder = TOP / "templates" / name
    assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}
    subject = (folder / "subject.txt").read_text().strip()
    assert subject
    assert "\n" not in subject


def test_there_are_letters_and_pages() -> None:
    assert len(MAILS) > 5
    assert len(PAGES) > 20
