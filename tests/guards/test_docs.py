from pathlib import Path

import pytest

from careercenter.cli.docs import PAGES

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_printed_from_the_code_is_current(name: str) -> None:
    assert (DOCS / name).read_text() == PAGES[name](), "run: flask --app app docs"
