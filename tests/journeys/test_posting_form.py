"""A job mended by two people at once, with JavaScript on and off; and what the form does while one types."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.factories.profiles import docx
from tests.journeys.conftest import axe_finds, scrolls_sideways
from tests.journeys.test_story import complete_posting, create_employer, sign_up

Visit = Callable[..., Page]
ON_AND_OFF = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
WIDE_AND_NARROW = pytest.mark.parametrize("width", [1280, 390])


def begin(page: Page, title: str, words: str) -> str:
    """Save a new draft; give the address of its form."""
    page.goto("/post-a-job")
    page.get_by_label("Job title").fill(title)
    page.get_by_label("About this job").fill(words)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    return f"{page.url}/edit"


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name=re.compile("^Edit"))).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()


@ON_AND_OFF
@WIDE_AND_NARROW
def test_two_people_mend_one_job_and_nobody_loses_a_word(visit: Visit, javascript: bool, width: int) -> None:
    rita = visit(javascript=javascript, width=width, email="recruiter@example.com")
    dana = visit(javascript=javascript, width=width, email="owner@example.com")
    address = begin(rita, f"Infusion Coder {javascript} {width}", "You code infusion visits at five centers.")
    open_form(rita, address)
    open_form(dana, address)

    dana.get_by_label("About this job").fill("You code infusion visits at six centers, by their start times.")
    dana.get_by_label("Hours a week").fill("36")
    save(dana)
    expect(dana.get_by_text("Your changes are saved.")).to_be_visible()

    rita.get_by_label("About this job").fill("You code infusion visits at five centers, some by video.")
    rita.get_by_label("Lowest pay").fill("27.50")
    save(rita)

    asked = rita.get_by_role("group", name="Description")
    expect(rita.get_by_text("1 field was changed by you and by somebody else")).to_be_visible()
    expect(asked.get_by_text(re.compile(r"changed it on .+\s[AP]M"))).to_be_visible()
    expect(asked.locator("del").first).to_contain_text("six")
    expect(asked.locator("ins").first).to_contain_text("five")
    expect(rita.get_by_text(re.compile("changed Hours a week on .*That is kept"))).to_be_visible()
    expect(rita.get_by_label("Hours a week")).to_have_value("36")
    if javascript:
        assert axe_finds(rita) == []
        assert not scrolls_sideways(rita)

    save(rita)
    expect(rita.get_by_role("link", name="Choose whose words to keep: Description.").or_(
        rita.get_by_text("Choose whose words to keep: Description."))).to_be_visible()  # fmt: skip
    rita.get_by_label("Keep what it says now").check()
    save(rita)
    expect(rita.get_by_text("Your changes are saved.")).to_be_visible()

    open_form(rita, address)
    expect(rita.get_by_label("About this job")).to_have_value("You code infusion visits at six centers, by their start times.")
    expect(rita.get_by_label("Hours a week")).to_have_value("36")
    expect(rita.get_by_label("Lowest pay")).to_have_value("27.50")


def test_what_is_typed_comes_back_and_the_parts_say_what_is_missing(visit: Visit) -> None:
    page = visit(email="recruiter@example.com")
    page.goto("/post-a-job")
    page.get_by_label("Job title").fill("Typed and left")
    expect(page.locator("#kept-said")).to_contain_text(re.compile(r"Saved for you at \d+:\d\d"))
    expect(page.locator("#parts")).to_contain_text("1 missing in About the job")
    assert axe_finds(page) == []

    page.goto("/jobs")
    page.goto("/post-a-job")
    page.get_by_role("link", name="Typed and left").click()
    expect(page.get_by_label("Job title")).to_have_value("Typed and left")

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("What you had typed and not saved is gone.")).to_be_visible()


def test_a_specialty_is_typed_and_places_are_added_in_place(visit: Visit) -> None:
    page = visit(email="recruiter@example.com")
    page.goto("/post-a-job")
    expect(page.get_by_label("Address to apply at")).to_be_hidden()
    page.get_by_label("On the employer's own site").check()
    expect(page.get_by_label("Address to apply at")).to_be_visible()

    box = page.get_by_role("combobox", name="Type to find a specialty")
    box.fill("infusion")
    expect(page.get_by_role("option").first).to_be_visible()
    assert axe_finds(page) == []
    box.press("ArrowDown")
    box.press("Enter")
    chosen = page.get_by_role("button", name=re.compile("^Remove .*nfusion"))
    expect(chosen).to_be_visible()
    expect(page.locator("input[name=specialties]:checked")).to_have_count(1)
    chosen.click()
    expect(page.locator("input[name=specialties]:checked")).to_have_count(0)
    for other_name, specialty in (
        ("profee", "Professional fee coding"),
        ("cath lab", "Interventional cardiology and cath lab"),
    ):
        box.fill(other_name)
        expect(page.get_by_role("listbox", name="Type to find a specialty").get_by_role("option").first).to_contain_text(
            specialty
        )
    box.fill("")

    more = page.get_by_role("button", name="Add another place")
    for number in range(4, 51):
        more.click()
        expect(page.locator(f"#places-{number - 1}-city")).to_be_focused()
    more.click()
    expect(page.get_by_text("A job has at most 50 places.")).to_be_visible()
    page.locator("#places-49-city").fill("Hibbing")
    page.get_by_label("Job title").fill("Fifty places")
    save(page)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_role("group", name="Place 1", exact=True).get_by_label("City")).to_have_value("Hibbing")


WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><!--StartFragment-->
<h2>Your work</h2><p class=MsoNormal>You code <b>infusion visits</b> at five centers.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1'><span style='mso-list:Ignore'>·&nbsp;</span>Start and stop times</p>
<p class=MsoListParagraph style='mso-list:l0 level1'><span style='mso-list:Ignore'>·&nbsp;</span>Drug units</p>
<!--EndFragment--></body></html>"""
PASTE = """(field, html) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/html", html);
  clipboard.setData("text/plain", "Your work");
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""


@WIDE_AND_NARROW
def test_what_is_pasted_from_word_is_what_coders_will_see_beside_the_field(visit: Visit, width: int) -> None:
    page = visit(width=width, email="recruiter@example.com")
    page.goto("/post-a-job")
    page.get_by_label("Job title").fill(f"Pasted {width}")
    words = page.get_by_label("About this job")
    words.evaluate(PASTE, WORD)
    expect(words).to_have_value(
        "## Your work\n\nYou code **infusion visits** at five centers.\n\n- Start and stop times\n- Drug units"
    )
    preview = page.get_by_role("region", name="How coders will see it").first
    expect(preview.locator("li")).to_have_text(["Start and stop times", "Drug units"])
    expect(preview.locator("strong")).to_have_text("infusion visits")
    expect(page.get_by_role("button", name="Refresh preview")).to_have_count(0)
    field, shown = words.bounding_box(), preview.bounding_box()
    assert field is not None
    assert shown is not None
    assert (shown["x"] > field["x"] + field["width"]) == (width >= 960)
    assert axe_finds(page) == []
    assert not scrolls_sideways(page)
    save(page)
    expect(page.get_by_role("link", name="Preview")).to_be_visible()
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("listitem").filter(has_text="Drug units")).to_be_visible()


def test_without_javascript_a_button_shows_what_coders_will_see(visit: Visit) -> None:
    page = visit(javascript=False, width=390, email="recruiter@example.com")
    page.goto("/post-a-job")
    page.get_by_label("About this job").fill("You code:\n\n- visits\n- stays")
    page.get_by_role("button", name="Refresh preview").last.click()
    preview = page.get_by_role("region", name="How coders will see it").last
    expect(preview.locator("li")).to_have_text(["visits", "stays"])
    expect(page.get_by_label("About this job")).to_have_value("You code:\n\n- visits\n- stays")


@ON_AND_OFF
@WIDE_AND_NARROW
def test_an_ad_from_a_file_says_at_each_field_what_was_read(visit: Visit, javascript: bool, width: int) -> None:
    page = visit(javascript=javascript, width=width, email="recruiter@example.com")
    page.goto("/post-a-job")
    page.get_by_role("link", name="Paste it or choose its file").click()
    page.get_by_label("Job title").fill(f"Infusion Coder {javascript} {width}")
    ad = docx(["This position is fully remote.", "Pay: $35 to $41 per hour.", "CPC required."])
    page.get_by_label("File of the ad").set_input_files({"name": "ad.docx", "mimeType": "", "buffer": ad})
    page.get_by_role("button", name="Read the ad into a draft").click()
    expect(page.get_by_text("The draft is saved, with")).to_be_visible()
    expect(page.locator("#pay_min-guess")).to_have_text("Read from your ad: “Pay: $35 to $41 per hour”")
    expect(page.get_by_role("group", name="Where the work is done")).to_contain_text("Read from your ad: “")
    page.get_by_label("Lowest pay").fill("36")
    if javascript:
        expect(page.locator("#pay_min-guess")).to_have_count(0)
        assert axe_finds(page) == []
        assert not scrolls_sideways(page)
    save(page)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.locator("#pay_min-guess")).to_have_count(0)
    expect(page.locator("#pay_max-guess")).to_be_visible()


def test_leaving_before_what_is_typed_is_kept_asks_first(visit: Visit) -> None:
    page = visit(email="recruiter@example.com")
    page.goto("/post-a-job")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.route("**/postings/new/keep*", lambda route: route.abort())
    page.get_by_label("Job title").press_sequentially("Typed and not kept")
    page.get_by_role("link", name="CareerCenter").first.click(no_wait_after=True)
    expect(page.get_by_label("Job title")).to_have_value("Typed and not kept")
    assert asked == ["beforeunload"]


def test_a_first_job_is_submitted_six_pages_after_sign_up(visit: Visit) -> None:
    page, word = visit(), secrets.token_hex(3)
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(urlsplit(frame.url).path) if frame == page.main_frame else None)
    page.goto("/sign-up?as=employer&next=/post-a-job")
    sign_up(page, name="Ina Holt", email=f"ina.{word}@example.com", kind="I’m hiring for an employer")
    create_employer(page, f"Holt Clinic {word}")
    page.get_by_label("Job title").fill(f"Infusion Coder {word}")
    complete_posting(page)

    pages = [re.sub(r"/[a-z0-9]{12}(?=/|$)|(?<=/confirm)/.*", "", path) for path in seen if not path.startswith("/_dev/")]
    assert pages[:-1] == [
        "/sign-up", "/sign-up/sent", "/confirm", "/employers/new", "/employers/postings/new", "/employers/postings/submit",
    ]  # fmt: skip
