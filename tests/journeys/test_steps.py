"""What each main job takes: pages loaded, presses, fields filled and e-mails to read. One more of any fails here.

`pytest tests/journeys/test_steps.py -s` prints the counts. Others of the main jobs are counted where they are tried: first
job submitted (test_posting_form), fifty cases (test_desk), sixty applicants (test_applicants), filters (test_results_page).
"""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.test_apply import resume
from tests.journeys.test_story import (
    BETTER_WORDS,
    PASSWORD,
    approve,
    ask_for_changes,
    complete_posting,
    create_employer,
    sign_up,
)

Visit = Callable[..., Page]
DEMO_PASSWORD = "careercenter-demo"


@dataclasses.dataclass
class Steps:
    pages: int = 0
    presses: int = 0
    fields: int = 0
    emails: int = 0


# What each took when it was last looked at by a person who found nothing to leave out.
MOST = {
    "search and apply, no account yet": Steps(pages=10, presses=9, fields=5, emails=1),
    "search and apply, résumé known": Steps(pages=6, presses=5, fields=1),
    "apply from the job, résumé known": Steps(pages=3, presses=3),
    "fill in the profile from a résumé": Steps(pages=3, presses=3, fields=1),
    "withdraw an application": Steps(pages=2, presses=2),
    "close the account": Steps(pages=2, presses=2, fields=1),
    "changes asked, mended, submitted again": Steps(pages=3, presses=3, fields=1, emails=1),
    "close a job": Steps(pages=2, presses=3),
    "duplicate a job": Steps(pages=1, presses=1),
}


class Counter:
    """Counts what somebody does on a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps, self._aside = page, Steps(), False
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, _page: Page) -> None:
        if not self._aside:
            self.steps.pages += 1

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Look at pages that are none of the way."""
        self._aside = True
        yield
        self._aside = False

    @contextmanager
    def email(self) -> Iterator[None]:
        """Read an e-mail: its pages are not the board's."""
        self.steps.emails += 1
        with self.aside():
            yield

    def press(self, what: Locator | str) -> None:
        button = self.page.get_by_role("main").get_by_role("button", name=what, exact=True) if isinstance(what, str) else what
        button.click()
        self.page.wait_for_load_state()
        self.steps.presses += 1

    def follow(self, words: str | re.Pattern[str]) -> None:
        self.press(self.page.get_by_role("main").get_by_role("link", name=words).locator("visible=true").first)

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)
        self.steps.fields += 1

    def attach(self) -> None:
        self.page.locator("input[type=file]").set_input_files(resume("cv.pdf"))
        self.steps.fields += 1


@contextmanager
def counted(page: Page, job: str) -> Iterator[Counter]:
    counter = Counter(page)
    yield counter
    page.remove_listener("domcontentloaded", counter._loaded)
    print(f"{job}: {counter.steps}")
    for field in dataclasses.fields(Steps):
        assert getattr(counter.steps, field.name) <= getattr(MOST[job], field.name), (job, counter.steps)


def search_for(walk: Counter, words: str) -> None:
    walk.page.get_by_label("Search jobs").fill(words)
    walk.steps.fields += 1
    walk.press(walk.page.get_by_role("search").get_by_role("button", name="Search"))
    walk.press(
        walk.page.locator(".job-card:not(:has-text('apply on')):not(:has-text('apply by e-mail')) .job-card__title a").first
    )


def confirm(walk: Counter, email: str) -> None:
    with walk.email():
        walk.page.goto("/_dev/mail")
        rows = walk.page.get_by_role("row").filter(has=walk.page.get_by_role("cell", name=email, exact=True))
        rows.get_by_role("link", name=re.compile("onfirm")).first.click()
        expect(walk.page.get_by_text(email).first).to_be_visible()
    walk.follow("/confirm/")
    walk.press("Confirm and sign in")


def while_read(page: Page, words: str) -> None:
    """Look at the profile until a link of these words says that the worker has read the file."""
    for _ in range(60):
        page.goto("/profile")
        if page.get_by_role("link", name=re.compile(words)).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the résumé was not read")


def new_coder(visit: Visit) -> tuple[Page, str]:
    page, email = visit(), f"ana.{secrets.token_hex(3)}@example.com"
    page.goto("/sign-up?as=coder")
    sign_up(page, name="Ana Quill", email=email, kind="I’m looking for a job")
    return page, email


def test_a_visitor_searches_and_applies_then_withdraws_and_closes_the_account(visit: Visit) -> None:
    page, email = visit(), f"ana.{secrets.token_hex(3)}@example.com"
    with counted(page, "search and apply, no account yet") as walk:
        page.goto("/")
        search_for(walk, "infusion coder")
        walk.follow("Apply")
        walk.follow("New here? Create account")
        walk.fill("Your name", "Ana Quill")
        walk.fill("E-mail address", email)
        walk.fill("Password", PASSWORD)
        walk.press("Create account")
        confirm(walk, email)
        walk.attach()
        walk.press("Continue")
        walk.press("Send application")
        expect(page.get_by_role("heading", level=1, name="Application sent")).to_be_visible()

    page.get_by_role("link", name="See its status or withdraw it").click()
    page.wait_for_load_state()
    with counted(page, "withdraw an application") as walk:
        walk.follow("Withdraw")
        walk.press(page.get_by_role("main").get_by_role("button", name=re.compile("^Withdraw")))
        expect(page.get_by_text(re.compile("withdrawn")).first).to_be_visible()

    page.goto("/")
    with counted(page, "search and apply, résumé known") as walk:
        page.goto("/")
        search_for(walk, "oncology coder")
        walk.follow("Apply")
        walk.press("Continue")
        walk.press("Send application")
        expect(page.get_by_role("heading", level=1, name="Application sent")).to_be_visible()

    page.goto("/account")
    with counted(page, "close the account") as walk:
        walk.follow("Close your account")
        walk.fill("Your password, to confirm it’s you", PASSWORD)
        walk.press("Close my account")


def test_a_profile_is_filled_in_from_a_resume(visit: Visit) -> None:
    page, _email = new_coder(visit)
    page.goto("/profile/resumes")
    with counted(page, "fill in the profile from a résumé") as walk:
        walk.attach()
        walk.press("Add résumé")
        with walk.aside():  # a second or two, on which a person need not look
            while_read(page, "items? in your résumé")
        walk.follow(re.compile("items? in your résumé"))
        walk.press("Everything is right: add all of it")
        expect(page.get_by_text("CPC").first).to_be_visible()


def test_changes_are_asked_for_and_made(visit: Visit) -> None:
    title, page = f"Infusion Coder {secrets.token_hex(3)}", visit()
    page.goto("/sign-up?as=employer&next=/post-a-job")
    email = f"ina.{secrets.token_hex(3)}@example.com"
    sign_up(page, name="Ina Holt", email=email, kind="I’m hiring for an employer")
    create_employer(page, f"Holt Clinic {title[-6:]}")
    page.get_by_label("Job title").fill(title)
    complete_posting(page)
    moderator = visit(email="moderator@example.com")
    ask_for_changes(moderator, title, "Say how one applies, and leave out the chat app.")

    with counted(page, "changes asked, mended, submitted again") as walk:
        with walk.email():
            page.goto("/_dev/mail")
            page.get_by_role("row").filter(has_text=title).get_by_role("link").first.click()
            page.wait_for_url("/_dev/mail/*")
        walk.follow("/employers/")
        walk.fill("About this job", BETTER_WORDS)
        walk.press("Save and continue to submit")
        walk.press("Submit for review")
        expect(page.get_by_text("Your job is waiting for review.")).to_be_visible()
    approve(moderator, title)

    page.goto("/employers")
    page.get_by_role("link", name="Your jobs").click()
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    page.wait_for_load_state()
    job = page.url
    with counted(page, "duplicate a job") as walk:
        walk.press("Duplicate")
    page.goto(job)
    with counted(page, "close a job") as walk:
        walk.follow("Close")
        walk.press(page.get_by_role("radio").first)
        walk.press("Close job")
        expect(page.get_by_text("The job is closed.")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_who_came_before_applies_in_three_presses_from_the_job(visit: Visit, width: int) -> None:
    page, _email = new_coder(visit)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/profile/resumes")
    page.locator("input[type=file]").set_input_files(resume("cv.pdf"))
    page.get_by_role("main").get_by_role("button", name="Add résumé").click()
    page.goto("/jobs?how=here&q=coder")
    page.locator(".job-card__title a").first.click()
    page.wait_for_load_state()
    with counted(page, "apply from the job, résumé known") as walk:
        walk.follow("Apply")
        walk.press("Continue")
        walk.press("Send application")
        expect(page.get_by_role("heading", level=1, name="Application sent")).to_be_visible()
