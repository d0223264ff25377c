"""A moderator's morning: fifty new jobs of five employers, judged with the keyboard, and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.database import free_port
from tests.journeys.board import Board
from tests.journeys.conftest import axe_finds, scrolls_sideways

MODERATOR = "moderator@example.com"
EMPLOYERS = ("Alder Health", "Birch Clinic", "Cedar Coding", "Dogwood Hospitals", "Elm Physicians")
DUTIES = (
    "You code cardiology visits for a group of clinics and answer questions of its physicians. The work is reviewed each month "
    "by a second coder, and what differs is talked over. You have two screens, the encoder and a quiet line to your lead. "
    "New coders are paired with somebody for four weeks. Overtime is offered in January, never required, and paid as such. "
)
FEE = "A training fee of $75 is due before you start. We interview you on Telegram."
CASES, SCAMS, FIR = 50, 2, 6


def _row(number: int, employer: str) -> dict[str, object]:
    scam = number in (7, 23)
    return {
        "id": f"R-{number}", "employer": employer, "title": f"Cardiology Coder, Team {number}",
        "description": (FEE if scam else "") + DUTIES + f"This is team {number}.", "work_setting": "remote",
        "live_in": "all", "specialties": "general-cardiology", "employment_type": "w2_full_time", "pay_basis": "hourly",
        "pay_min": "27", "pay_max": "34", "experience": "1-2", "code_sets": "icd-10-cm|cpt",
    }  # fmt: skip


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    folder: Path = tmp_path_factory.mktemp("desk")
    board = Board(folder, free_port())
    board.start()
    try:
        rows = [_row(number, EMPLOYERS[number % 5]) for number in range(CASES)]
        rows += [_row(CASES + number, "Fir Clinic") for number in range(FIR)]
        rows.append(_row(CASES + FIR, "Gum Clinic"))
        file = folder / "rows.jsonl"
        file.write_text("\n".join(map(json.dumps, rows)))
        done = board.flask("postings", "import", str(file), "--create-employer", "--status", "pending")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        yield board
    finally:
        board.stop()


class Hand:
    """Presses keys and counts them, and the pages that came of it."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.pages = page, 0, 0
        page.on("request", self._count)

    def _count(self, request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            self.pages += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def press_and_go(self, *keys: str) -> None:
        """Press keys of which the last opens a page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])


def waiting(page: Page) -> int:
    return int(page.locator(".menu__count").first.inner_text())


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_desks_pages_fit_and_axe_finds_nothing(board: Board, visit: Callable[..., Page], width: int) -> None:
    page = visit(email=MODERATOR, width=width)
    found = []
    page.goto("/desk?weight=block")
    addresses = ["/desk", page.locator("tr[data-case] a").first.get_attribute("href") or ""]
    page.goto("/desk")
    addresses.append(page.locator("[data-key=g]").first.get_attribute("href") or "")
    for address in addresses:
        page.goto(address)
        found += axe_finds(page)
        assert not scrolls_sideways(page), address
    assert found == []


def test_a_slip_is_corrected_by_one_key_and_approved(board: Board, visit: Callable[..., Page]) -> None:
    page = visit(email=MODERATOR)
    hand = Hand(page)
    page.goto("/desk?text=gum+clinic")
    before = waiting(page)
    hand.press_and_go("j", "Enter")
    hand.press_and_go("e")
    found, fits = axe_finds(page), not scrolls_sideways(page)
    page.get_by_label("Job title").fill("Cardiology Coder, Clinics")
    page.get_by_label("Why, in a sentence to the author").fill("The title was cut off.")
    page.get_by_role("button", name="Correct and approve").click()
    expect(page.get_by_text("Approved: Cardiology Coder, Clinics.")).to_be_visible()
    assert waiting(page) == before - 1
    assert (found, fits) == ([], True)


def test_fifty_cases_take_at_most_75_keys_and_10_pages(board: Board, visit: Callable[..., Page]) -> None:
    page = visit(email=MODERATOR)
    hand = Hand(page)
    page.goto("/desk?weight=block&origin=import")
    before = waiting(page)
    hand.press_and_go("j", "Enter")
    for _case in range(SCAMS):
        expect(page.get_by_text("Known from scams").first).to_be_visible()
        hand.press_and_go("r", "4", "Enter")  # asks the coder to pay
    hand.press_and_go("g", "Enter")  # the employer of which most wait
    for _employer in EMPLOYERS:
        expect(page.get_by_role("heading", name="The same in all of them")).to_be_visible()
        hand.press_and_go("a", "Enter")
    assert waiting(page) == before - CASES
    print(f"{CASES} cases: {hand.keys} keys, {hand.pages} pages")
    assert hand.keys <= 75
    assert hand.pages <= 10


def test_the_same_without_javascript(board: Board, visit: Callable[..., Page]) -> None:
    page = visit(email=MODERATOR, javascript=False)
    page.goto("/desk?text=fir+clinic")
    before = waiting(page)
    page.get_by_role("link", name="Fir Clinic: 6 new jobs").click()
    page.get_by_role("checkbox", name="Choose Cardiology Coder, Team 50").uncheck()
    page.get_by_role("button", name="Approve selected").click()
    expect(page.get_by_text("Approved 5 jobs.")).to_be_visible()
    assert waiting(page) == before - 5
