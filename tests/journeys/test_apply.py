"""Applying, interrupted in every way a person is interrupted, on a phone and at a desk, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import FilePayload, Page, expect
from reportlab.pdfgen import canvas

from tests.journeys.conftest import axe_finds, scrolls_sideways

PASSWORD = "a winter of 4 quiet charts"
NOTE = "I can start in May.\nNights suit me."
Visit = Callable[..., Page]
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
ON_AND_OFF = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


def resume(name: str, *, pad: int = 0) -> FilePayload:
    page = BytesIO()
    drawn = canvas.Canvas(page)
    drawn.drawString(72, 720, "Perpetua Lisle, CPC. Six years of infusion and oncology coding in Epic.")
    drawn.save()
    return {"name": name, "mimeType": "application/pdf", "buffer": page.getvalue() + b" " * pad}


def look(page: Page) -> None:
    page.wait_for_load_state()
    assert not scrolls_sideways(page)
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        assert axe_finds(page) == []


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).click()
    look(page)


def open_job(page: Page, number: int) -> str:
    """Open a job one applies for here; give its address. Each walk has its own, so that none finds another's application."""
    page.goto("/jobs?how=here&q=coder")
    links = page.locator("#found h2 a, #found h3 a, .job-card__title a").evaluate_all("all => all.map(one => one.pathname)")
    here = []
    for address in links:
        page.goto(address)
        if page.locator("main a[href$='/apply']").count():
            here.append(address)
        if len(here) > number:
            break
    page.goto(here[number])
    look(page)
    return here[number]


def apply_in_sight(page: Page, width: int) -> None:
    """Apply stays in sight at the end of the page: in the panel beside the text, or in the bar at the foot."""
    page.evaluate("document.querySelector('.posting__words').scrollIntoView({block: 'end'})")
    where = page.locator(".apply-bar a" if width < 960 else ".columns__panel .button").first
    expect(where).to_be_in_viewport()
    box = where.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    where.click()
    look(page)


def confirm_address(page: Page, email: str) -> None:
    page.goto("/_dev/mail")
    page.get_by_role("main").get_by_role("link", name=re.compile("onfirm")).first.click()  # the latest
    expect(page.get_by_text(email).first).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="/confirm/").first.click()
    press(page, "Confirm and sign in")


@WIDTHS
@ON_AND_OFF
def test_apply_interrupted_and_resumed(visit: Visit, width: int, javascript: bool) -> None:
    page = visit(javascript=javascript, width=width)
    job = open_job(page, 2 * (width == 390) + javascript)
    title = page.get_by_role("heading", level=1).inner_text().replace("\n", " ")
    apply_in_sight(page, width)

    # Sign in says for what, and an account is made on the way.
    expect(page.get_by_text(f"To apply for {title} at")).to_be_visible()
    page.get_by_role("link", name="New here? Create account").click()
    look(page)
    expect(page.get_by_label("I’m looking for a job")).to_be_checked()
    email = f"perpetua{width}{javascript}@gmail.com".lower()
    page.get_by_label("Your name").fill("Perpetua Lisle")
    page.get_by_label("E-mail address").fill(email.replace("gmail", "gmial"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    if javascript:
        page.get_by_role("button", name=f"Use {email}").click()
        press(page, "Create account")
    else:
        press(page, "Create account")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        press(page, f"Use {email}")
    expect(page.get_by_role("heading", level=1, name="Check your e-mail")).to_be_visible()
    confirm_address(page, email)

    # Back at the application. Off to the profile in the middle of the note, and back again.
    expect(page.get_by_role("heading", level=1, name="Apply")).to_be_visible()
    page.get_by_label("Note to the employer").fill(NOTE)
    if javascript:
        expect(page.get_by_text("Draft saved")).to_be_visible()
        page.goto("/help")  # away without a button
        page.goto(f"{job.split('-')[0]}/apply")
        expect(page.get_by_label("Note to the employer")).to_have_value(NOTE)
    press(page, "Save this and change your profile")
    assert "/profile" in page.url
    page.goto(job)
    page.get_by_role("link", name="Continue your application").locator("visible=true").first.click()
    expect(page.get_by_label("Note to the employer")).to_have_value(NOTE)

    # A file that is too large is said beside the form; the right one goes along.
    page.get_by_label("Résumé file").set_input_files(resume("scan.pdf", pad=6 * 1024 * 1024))
    if not javascript:
        press(page, "Continue")
    expect(page.get_by_text("The file is larger than 5 MB.").last).to_be_visible()
    expect(page.get_by_label("Note to the employer")).to_have_value(NOTE)
    page.get_by_label("Résumé file").set_input_files(resume("cv.pdf"))
    press(page, "Continue")
    press(page, "Send application")
    expect(page.get_by_role("heading", level=1, name="Application sent")).to_be_visible()

    # Afterwards the job says so, and leads to what was sent and to the job as it was.
    page.goto(job)
    look(page)
    expect(page.get_by_role("heading", name=re.compile("^You applied "))).to_be_visible()
    page.get_by_role("link", name="see it").click()
    look(page)
    page.get_by_role("link", name="The job as it was when you applied").click()
    look(page)
    expect(page.get_by_text("Nothing has changed since.")).to_be_visible()


@WIDTHS
def test_who_came_before_applies_in_three_presses_from_the_job(visit: Visit, width: int) -> None:
    page = visit(width=width)
    job = open_job(page, 6 + (width == 390))
    page.goto("/login")
    page.fill("input[name=email]", "coder@example.com")
    page.fill("input[name=password]", "careercenter-demo")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(job)
    page.locator("main a[href$='/apply']").locator("visible=true").first.click()
    press(page, "Continue")
    press(page, "Send application")
    expect(page.get_by_role("heading", level=1, name="Application sent")).to_be_visible()
