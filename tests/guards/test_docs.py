"""Printed pages are current, and what pages name is there."""

import re
from pathlib import Path

import pytest

from careercenter.cli.docs import PAGES

TOP = Path(__file__).resolve().parent.parent.parent
DOCS = TOP / "docs"
WRITTEN = sorted([*DOCS.rglob("*.md"), *TOP.glob("*.md")])
# Paths are named from the top of the project, or within the package.
ROOTS = (TOP, TOP / "careercenter")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_printed_from_the_code_is_current(name: str) -> None:
    assert (DOCS / name).read_text() == PAGES[name](), "run: flask --app app docs"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_a_page_links_to_what_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["architecture.md", "developing.md"])
def test_a_page_for_newcomers_names_files_that_are_there(page: str) -> None:
    named = set(re.findall(r"(?<![\w/])(?:\w+/)+\w+\.(?:py|toml|md|pot)\b", (DOCS / page).read_text()))
    assert len(named) > 10
    assert sorted(name for name in named if not any((root / name).exists() for root in ROOTS)) == []
