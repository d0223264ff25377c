"""The whole story in a browser, with JavaScript on and off: a job is posted, judged and found, and somebody is hired for it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from reportlab.pdfgen import canvas

from tests.journeys.conftest import axe_finds

PASSWORD = "a winter of 4 quiet charts"
FOUND_WITHIN = 60  # seconds until a test gives up; from the approval to the search it is half a second on a quiet machine
ON_AND_OFF = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
Visit = Callable[..., Page]

FIRST_WORDS = (
    "You code apheresis and infusion visits at five centers, about nine an hour. The pay you hear from us on a chat "
    "app, where we also meet you for a first conversation."
)
BETTER_WORDS = (
    "You code apheresis and infusion visits at five centers, about nine an hour, from the nurse's start and stop times. Two "
    "coders beside you do the same, and a lead checks ten charts a month. The evening shift begins at three."
)


def press(page: Page, words: str) -> None:
    """Press the button of the main part that says just this, and look at where it led."""
    page.get_by_role("main").get_by_role("button", name=words, exact=True).click()
    look(page)


def follow(page: Page, words: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("link", name=words).first.click()
    look(page)


def look(page: Page) -> None:
    """The pages of a story have steps before them, and so no crawler sees them: axe looks here."""
    page.wait_for_load_state()
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        assert axe_finds(page) == []


def heading(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("heading", level=1, name=words)


def letters_to(page: Page, email: str) -> list[str]:
    """Give the subjects of the latest letters to an address, newest first."""
    page.goto("/_dev/mail")
    rows = page.get_by_role("row").filter(has=page.get_by_role("cell", name=email, exact=True))
    return rows.get_by_role("rowheader").all_inner_texts()


def open_letter(page: Page, email: str, subject: str | re.Pattern[str]) -> None:
    page.goto("/_dev/mail")
    rows = page.get_by_role("row").filter(has=page.get_by_role("cell", name=email, exact=True))
    rows.get_by_role("link", name=subject).first.click()
    expect(page.get_by_text(email).first).to_be_visible()


def sign_up(page: Page, *, name: str, email: str, kind: str) -> None:
    """Fill the sign-up form the page shows, then open the letter, follow its link and press its button."""
    page.get_by_label(kind).check()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Create account")
    expect(heading(page, "Check your e-mail")).to_be_visible()
    follow(page, "read the e-mails")
    open_letter(page, email, re.compile("onfirm"))
    follow(page, "/confirm/")
    press(page, "Confirm and sign in")
    expect(page.get_by_text("Your e-mail address is confirmed.")).to_be_visible()


def choose(page: Page, group: str, words: str | re.Pattern[str]) -> None:
    """Tick a choice of a fieldset whose choices stand in folded groups."""
    fieldset = page.get_by_role("group", name=re.compile(f"^{group}")).first
    choice = page.get_by_role("checkbox", name=words, include_hidden=True)
    for folded in fieldset.locator("details").filter(has=choice).all():
        if folded.get_attribute("open") is None:
            folded.locator("> summary").click()
    fieldset.get_by_role("checkbox", name=words).first.check()


def create_employer(page: Page, name: str) -> None:
    expect(heading(page, "Set up an employer")).to_be_visible()
    page.get_by_label("Name of the employer").fill(name)
    page.get_by_label("What kind of employer it is").select_option(label="Health system")
    page.get_by_label("City").fill("Cedar Rapids")
    page.get_by_label(re.compile("^State")).select_option(label="Iowa")
    page.get_by_label("Time zone").select_option("America/Chicago")
    press(page, "Set up employer")
    expect(page.get_by_text(f"{name} is set up.")).to_be_visible()


def begin_posting(page: Page, title: str) -> None:
    """Save a title alone, go on to submit, and be told what is missing, each line leading to its field."""
    page.get_by_role("link", name="Your jobs").click()
    follow(page, "Post the first one")
    page.get_by_label("Job title").fill(title)
    press(page, "Save and continue to submit")
    expect(heading(page, f"Submit {title}")).to_be_visible()
    lacks = page.get_by_role("region", name="missing").get_by_role("link")
    said = lacks.all_inner_texts()
    assert {"Choose at least one specialty.", "Describe the work.", "Choose a closing day.", "Enter the lowest pay."} <= set(
        said
    )
    anchors = [str(href).partition("#")[2] for href in lacks.evaluate_all("links => links.map(a => a.href)")]
    expect(page.get_by_role("button", name="Submit for review")).to_have_count(0)
    follow(page, "Choose at least one specialty")
    expect(heading(page, f"Edit {title}")).to_be_visible()
    assert [anchor for anchor in anchors if page.locator(f"[id='{anchor}']").count() != 1] == []


def complete_posting(page: Page) -> None:
    choose(page, "Specialties", "Infusion and injection")
    page.get_by_label("Outpatient facility", exact=True).check()
    page.get_by_label("CPT", exact=True).check()
    choose(page, "Credentials: any one", re.compile("^CPC, "))
    page.get_by_label("Experience as a coder").select_option(label="1 to 2 years")
    for choice in ("Remote", "All states", "Full time, W-2", "an hour"):
        page.get_by_role("radio", name=choice, exact=True).check()
    page.get_by_label("Lowest pay").fill("27.50")
    page.get_by_label("Highest pay").fill("34")
    page.get_by_label("About this job").fill(FIRST_WORDS)
    page.get_by_label("Closing day").fill((datetime.now(UTC) + timedelta(days=30)).date().isoformat())
    press(page, "Save and continue to submit")
    expect(page.get_by_text("A moderator reads each job before it goes live")).to_be_visible()
    press(page, "Submit for review")
    expect(page.get_by_text("Your job is waiting for review.")).to_be_visible()


def open_case(page: Page, title: str) -> None:
    """Go through the queue, oldest first, to the case of this title."""
    page.goto("/desk")
    case = page.get_by_role("main").get_by_role("link", name=title, exact=True)
    while not case.count():
        page.get_by_role("link", name="Next page").click()
    case.first.click()
    expect(heading(page, title)).to_be_visible()


def ask_for_changes(page: Page, title: str, words: str) -> None:
    open_case(page, title)
    page.locator("summary").filter(has_text="Ask for changes").click()
    form = page.locator("details[open] form")
    form.get_by_role("checkbox").first.check()
    form.get_by_label("Your words to the author").fill(words)
    form.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_text(f"Sent back for changes: {title}.")).to_be_visible()


def approve(page: Page, title: str) -> None:
    """Approve, and wait until the page says so."""
    open_case(page, title)
    page.get_by_role("region", name="Decide").get_by_role("button", name=re.compile("^Approve")).click()
    expect(page.get_by_text(f"Approved: {title}.")).to_be_visible()


def search(page: Page, words: str) -> Locator:
    """Search by typing into the box; gives the link of each job found."""
    page.goto("/jobs")
    page.get_by_label("Search jobs").fill(words)
    page.get_by_role("search").get_by_role("button", name="Search").click()
    page.wait_for_url(re.compile(r"\?.*q="))
    expect(page.get_by_label("Search jobs")).to_have_value(words)
    return page.get_by_role("main").locator(".job-card__title a")


def wait_until_found(page: Page, words: str, title: str) -> None:
    """Search until the job is found."""
    began = time.monotonic()
    while time.monotonic() - began < FOUND_WITHIN:
        if title in search(page, words).all_inner_texts():
            return
    raise AssertionError(f"“{title}” was not found by “{words}”")


def resume_of(name: str) -> bytes:
    written = BytesIO()
    page = canvas.Canvas(written)
    page.drawString(72, 720, name)
    page.drawString(72, 700, "Infusion and apheresis coder, CPC, four years of start and stop times.")
    page.save()
    return written.getvalue()


def apply(page: Page, *, name: str, email: str, resume: bytes) -> tuple[str, str]:
    """Apply from the posting's page as somebody without an account; gives the reference and the application's address."""
    follow(page, re.compile("^Apply$"))
    follow(page, "Create account")
    sign_up(page, name=name, email=email, kind="I’m looking for a job")
    expect(heading(page, "Apply")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value(name)
    page.get_by_label("Note to the employer").fill("I could begin in March.")
    press(page, "Continue")
    # A missing file keeps what was typed.
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Note to the employer")).to_have_value("I could begin in March.")
    file = FilePayload(name="Ångström résumé.pdf", mimeType="application/pdf", buffer=resume)
    page.get_by_label("Résumé file").set_input_files(file)
    press(page, "Continue")
    expect(heading(page, "Check your answers before you send")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("I could begin in March.")
    press(page, "Send application")
    expect(heading(page, "Application sent")).to_be_visible()
    reference = page.locator(".reference").inner_text()
    follow(page, "See its status or withdraw it")
    return reference, page.url


def take_step(page: Page, step: str, message: str) -> None:
    """As the employer, from the applicant's page: write, look at what they will read, and do it."""
    follow(page, re.compile(f"^{step}$"))
    page.get_by_label("Message to the applicant").fill(message)
    press(page, "See what they will read")
    expect(heading(page, "Check what they will read")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(message)
    press(page, step)
    expect(page.get_by_role("heading", level=2, name="Messages")).to_be_visible()


@ON_AND_OFF
def test_a_job_is_posted_found_applied_for_and_somebody_is_hired(visit: Visit, javascript: bool) -> None:
    word = "Quietharbor" if javascript else "Larchmere"
    title = f"{word} Evening Apheresis Coder"
    hirer, seeker = f"hirer@{word.lower()}.example.com", f"seeker@{word.lower()}.example.com"
    employer, coder = visit(javascript=javascript), visit(javascript=javascript)
    moderator = visit(javascript=javascript, email="moderator@example.com")

    # An employer posts, is asked for changes, makes them, and is approved.
    employer.goto("/")
    employer.get_by_role("link", name="Post a job").first.click()
    employer.get_by_role("main").get_by_role("link", name="Create account").first.click()
    sign_up(employer, name="Perpetua Lindqvist", email=hirer, kind="I’m hiring for an employer")
    create_employer(employer, f"{word} Infusion Centers")
    begin_posting(employer, title)
    complete_posting(employer)
    assert title not in search(coder, f"{word} apheresis").all_inner_texts()
    ask_for_changes(moderator, title, "Leave out the chat app, and say what the work is like.")
    open_letter(employer, hirer, re.compile(word))
    expect(employer.get_by_role("main")).to_contain_text("Leave out the chat app, and say what the work is like.")
    follow(employer, "/employers/")
    expect(employer.get_by_role("region", name="Changes asked")).to_contain_text("Leave out the chat app")
    employer.get_by_label("About this job").fill(BETTER_WORDS)
    press(employer, "Save and continue to submit")
    press(employer, "Submit for review")
    approve(moderator, title)

    # A visitor finds it, becomes a coder and applies.
    wait_until_found(coder, f"{word} apheresis", title)
    follow(coder, title)
    expect(heading(coder, title)).to_be_visible()
    expect(coder.get_by_role("main")).to_contain_text("$27.50–34 an hour")
    resume = resume_of("Ingeborg Ångström")
    posting_url = coder.url
    reference, application_url = apply(coder, name="Ingeborg Ångström", email=seeker, resume=resume)
    steps = coder.locator(".steps li")
    expect(steps).to_have_text([re.compile("^Received")])
    expect(coder.get_by_role("main")).to_contain_text(reference)
    expect(coder.get_by_text("Nobody has opened it yet.")).to_be_visible()

    # The employer reads it and takes every step; the coder sees each.
    open_letter(employer, hirer, "New application: Ingeborg Ångström")
    follow(employer, "/applicants/")
    expect(heading(employer, "Ingeborg Ångström")).to_be_visible()
    expect(employer.get_by_role("main")).to_contain_text(reference)
    with employer.expect_download() as download:
        press(employer, "Download")
    assert Path(download.value.path()).read_bytes() == resume
    coder.goto(application_url)
    expect(coder.get_by_text(f"Opened by {word} Infusion Centers")).to_be_visible()
    seen = ["Received"]
    for step, words in [
        ("Shortlist", "Shortlisted"), ("Invite to interview", "Interviewing"),
        ("Make an offer", "Offer made"), ("Hire", "Hired"),
    ]:  # fmt: skip
        take_step(employer, step, f"{step}: call 319-555-0142 about {reference}.")
        coder.goto(application_url)
        seen.append(words)
        expect(steps).to_have_text([re.compile(f"^{one}") for one in seen])
        expect(coder.get_by_text(f"{step}: call 319-555-0142 about {reference}.")).to_be_visible()
    to_coder, to_employer = letters_to(coder, seeker), letters_to(coder, hirer)
    assert len(to_coder) == 6, to_coder  # confirm, received, and one a step
    assert len([subject for subject in to_employer if "Ångström" in subject]) == 1, to_employer

    # Closed, it is gone from the search at once, and a form that was open already is refused.
    other = visit(javascript=javascript, email="coder@example.com")
    other.goto(posting_url)
    follow(other, re.compile("^Apply$"))
    expect(heading(other, "Apply")).to_be_visible()
    employer.get_by_role("link", name="Your jobs").click()
    follow(employer, title)
    follow(employer, "Close")
    employer.get_by_role("radio").first.check()
    press(employer, "Close job")
    expect(employer.get_by_text("The job is closed.")).to_be_visible()
    assert title not in search(coder, f"{word} apheresis").all_inner_texts()
    press(other, "Continue")
    expect(heading(other, "This job is not taking applications")).to_be_visible()
    expect(other.get_by_text("Nothing was sent.")).to_be_visible()


def choices(page: Page) -> set[tuple[str, str]]:
    """Give what the address says was chosen, without what says nothing."""
    return {(name, value) for name, value in parse_qsl(urlsplit(page.url).query) if value and (name, value) != ("sort", "best")}


@ON_AND_OFF
def test_back_from_a_job_the_search_is_as_it_was_left(visit: Visit, javascript: bool) -> None:
    page = visit(javascript=javascript)
    page.goto("/jobs?q=coder")
    for name in ("Remote", "Full time, W-2"):
        page.locator(".filters").get_by_role("checkbox", name=re.compile(rf"^{name} \d")).first.check()
        if not javascript:
            page.get_by_role("button", name="Show jobs").click()
        expect(page.locator(".chips").get_by_role("link", name=f"Remove: {name}")).to_be_visible()
    assert {name for name, _ in choices(page)} == {"q", "setting", "employment"}
    page.locator(".chips").get_by_role("link", name="Remove: Full time, W-2").click()
    expect(page.locator(".chips").get_by_role("link", name="Remove: Full time, W-2")).to_have_count(0)
    left = choices(page)
    assert {name for name, _ in left} == {"q", "setting"}
    found = page.locator(".job-card__title a").all_inner_texts()
    assert found

    page.locator(".job-card__title a").nth(2).click()
    expect(heading(page, found[2])).to_be_visible()
    page.go_back()
    expect(page.locator(".job-card__title a")).to_have_text(found)
    assert choices(page) == left
    expect(page.locator(".filters").get_by_role("checkbox", name=re.compile(r"^Remote \d")).first).to_be_checked()
    expect(page.locator(".filters").get_by_role("checkbox", name=re.compile(r"^Full time, W-2 \d")).first).not_to_be_checked()
    # The link on the job's page leads to the same.
    page.locator(".job-card__title a").first.click()
    page.get_by_role("link", name="Back to the jobs found").click()
    expect(page.locator(".job-card__title a")).to_have_text(found)
    assert choices(page) == left


@ON_AND_OFF
def test_a_live_job_stays_as_it_is_while_its_edit_is_judged(visit: Visit, javascript: bool) -> None:
    owner = visit(javascript=javascript, email="owner@example.com")
    moderator = visit(javascript=javascript, email="moderator@example.com")
    visitor = visit(javascript=javascript)
    owner.get_by_role("link", name="Your jobs").first.click()
    follow(owner, re.compile(r"^Live \d"))
    rows = owner.get_by_role("row").filter(has_not_text="edit waits")
    rows.get_by_role("rowheader").get_by_role("link").first.click()
    title = owner.get_by_role("heading", level=1).inner_text()
    better = f"{title}, {'Larkspur' if javascript else 'Foxglove'} Wing"
    follow(owner, "Public page")
    public_url = owner.url
    owner.go_back()
    owner.get_by_role("link", name="Edit", exact=True).click()
    owner.get_by_label("Job title").fill(better)
    press(owner, "Save changes")
    expect(owner.get_by_text("the job stays up as it is until then")).to_be_visible()

    visitor.goto(public_url)
    expect(heading(visitor, title)).to_be_visible()
    assert better not in search(visitor, better).all_inner_texts()
    open_case(moderator, better)
    change = moderator.get_by_role("table", name="What the edit changes").get_by_role("row").nth(1)
    expect(change.locator("ins").first).to_contain_text("Wing")
    moderator.get_by_role("region", name="Decide").get_by_role("button", name=re.compile("^Approve")).click()
    expect(moderator.get_by_text(f"Approved: {better}.")).to_be_visible()
    wait_until_found(visitor, better, better)
    visitor.goto(public_url)
    expect(heading(visitor, better)).to_be_visible()
