"""A seeded board for the whole session, and browsers with JavaScript on and off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.database import free_port
from tests.journeys.board import Board

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PASSWORD = "careercenter-demo"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder is a journey."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("journey")


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = Board(tmp_path_factory.mktemp("journeys"), free_port())
    board.start()
    yield board
    board.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, board: Board) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own: `visit(javascript=False, email="coder@example.com")`.

    When the test ends, anything the console complained of, a violated content policy above all, fails it.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(*, javascript: bool = True, email: str | None = None, width: int = 1280, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=board.url, java_script_enabled=javascript, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: complaints.append(f"{page.url} {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
        if email:
            sign_in(page, email)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A page that answers 404, 410, 422 … on purpose is reported by the browser as a failed resource.
    ours = [words for words in complaints if "Failed to load resource" not in words]
    assert not ours, ours


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login" not in url)


def axe_finds(page: Page) -> list[str]:
    """Run axe on the page; give what it finds as short lines."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    return [
        f"{page.url} {violation['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


LONG_WORD = "Wm" * 60


def put_long_words(page: Page) -> None:
    """Put a word of 120 letters in the place of all that people may have typed: names, titles, addresses, file names.

    Which words those are a page does not tell, so that is every text but buttons, menus and what says one word of ours.
    """
    page.evaluate(
        """word => {
            const ours = 'button, .button, .menu, .status, .credential, .code, .count, .number, .hidden, .skip, '
                + '.site-name__place, .job-card__pay, label, legend, option, time, abbr, svg, script, style, thead, .tabs, '
                + '.verified, .unverified, .nowrap, kbd'
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
            const found = []
            while (texts.nextNode())
                if (texts.currentNode.data.trim().length > 3 && !texts.currentNode.parentElement.closest(ours))
                    found.push(texts.currentNode)
            for (const text of found) text.data = word
        }""",
        LONG_WORD,
    )


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
