"""Sixty applicants: twelve shortlisted and taken back, all résumés read, one invited, with page loads and presses counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.factory import create_app
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application, owner_of
from tests.factories.postings import content, make_posting
from tests.factories.profiles import make_resume
from tests.journeys.board import Board
from tests.journeys.conftest import axe_finds, scrolls_sideways, sign_in

Visit = Callable[..., Page]
MANY = 60
PASSWORD = "sixty-applicants-and-one-recruiter"
ON_AND_OFF = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


@dataclass
class Counted:
    """A page whose loads and presses are counted."""

    page: Page
    loads: int = 0
    presses: int = 0

    def press(self, what: Locator, *, loads: bool = True) -> None:
        self.presses += 1
        if not loads:
            what.click()
            return
        self.loads += 1
        with self.page.expect_navigation():
            what.click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


def job_with_many(board: Board) -> tuple[str, str]:
    """Put a job with sixty applicants on the board; give its list's address and who recruits for it."""
    from careercenter.accounts import passwords

    app = create_app(read_settings(data_dir=str(board.folder / "var")))
    with app.app_context():
        posting = make_posting()
        posting.content = content(now(), credentials_all=("ccs",))
        for number in range(MANY):
            coder = make_coder(name=f"Applicant {number:02}")
            words = (coder.name, f"Words of résumé {number:02}", "Inpatient coding since 2015")
            said: dict[str, Any] = {"credentials": ["ccs"] if number % 5 == 0 else ["cpc"], "state": "OH", "years": number % 9}
            sent = now() - timedelta(hours=number)
            make_application(posting=posting, coder=coder, resume=make_resume(coder, words), at=sent).profile = said
        owner = owner_of(posting)
        passwords.keep(owner, PASSWORD)
        owner.confirmed_at = now()
        db.session.commit()
        return f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants", owner.email


@ON_AND_OFF
def test_sixty_applicants_are_shortlisted_read_and_invited(visit: Visit, board: Board, javascript: bool) -> None:
    listed, recruiter = job_with_many(board)
    page = visit(javascript=javascript)
    sign_in(page, recruiter, PASSWORD)

    # Twelve hold what the job needs: found, ticked and shortlisted at once.
    page.goto(f"{listed}?credential=needed")
    shortlist = Counted(page, loads=1)
    expect(page.get_by_role("checkbox", name=re.compile("^Select Applicant"))).to_have_count(12)
    if javascript:
        assert not axe_finds(page)
    shortlist.press(shortlist.button("Select all on this page"), loads=not javascript)
    page.get_by_label("With those selected").select_option("shortlist")
    shortlist.press(shortlist.button("Continue"))
    shortlist.press(shortlist.button("Shortlist"))
    expect(page.get_by_role("button", name=re.compile("^Shortlisted 12"))).to_be_visible()
    expect(page).to_have_url(re.compile("credential=needed"))
    assert (shortlist.loads, shortlist.presses) == ((3, 3) if javascript else (4, 3))

    # Every résumé beside the facts, one page each.
    reading = Counted(page)
    page.goto(listed)
    reading.press(reading.button("Read the résumés one by one"))
    for number in range(MANY):
        expect(page.get_by_text(f"Words of résumé {number:02}")).to_be_visible()
        if number < MANY - 1:
            reading.press(reading.button("Next applicant"))
    expect(page.get_by_text(f"{MANY} of {MANY}")).to_be_visible()
    assert (reading.loads, reading.presses) == (MANY, MANY)
    if javascript:
        with page.expect_navigation():
            page.keyboard.press("p")
        expect(page.get_by_role("heading", name="Applicant 58")).to_be_visible()
        assert not axe_finds(page)

    # One is invited, in words that say when and where.
    invite = Counted(page)
    invite.press(page.get_by_role("link", name="Invite to interview"))
    message = page.get_by_label("Message to the applicant")
    expect(message).to_have_value(re.compile(r"When: \[day"))
    message.fill("On Monday at 9 AM Eastern, by telephone, half an hour.")
    invite.press(invite.button("See what they will read"))
    invite.press(invite.button("Invite to interview"))
    expect(page.get_by_text("On Monday at 9 AM Eastern")).to_be_visible()
    assert (invite.loads, invite.presses) == (3, 3)


@ON_AND_OFF
def test_ticks_stay_from_page_to_page_on_a_phone(visit: Visit, board: Board, javascript: bool) -> None:
    listed, recruiter = job_with_many(board)
    page = visit(javascript=javascript, width=320)
    sign_in(page, recruiter, PASSWORD)
    page.goto(listed)
    page.get_by_role("checkbox", name="Select Applicant 03").check()
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("(1 of them on another page)")).to_be_visible()
    page.get_by_role("checkbox", name="Select Applicant 30").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("For Applicant 30, Applicant 03.")).to_be_visible()
    assert not scrolls_sideways(page)
    page.goto(listed)
    assert not scrolls_sideways(page)
