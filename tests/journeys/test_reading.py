"""Words typed as a coder types them are read; a reading is taken away, a choice made, a job opened, and all is still there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import axe_finds

TYPED = "remote car-t billing cpc texas $30/hr"
CHIPS = ["Remote", "Cellular therapy and CAR-T billing", "CPC", "Texas", "$30 an hour"]


@pytest.mark.journey
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_words_are_read_narrowed_and_kept(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript)
    page.goto("/jobs")
    page.fill("#q", TYPED)
    page.get_by_role("search").get_by_role("button", name="Search").click()
    read = page.get_by_role("group", name="How your words were read")
    expect(read).to_be_visible(timeout=30_000)  # a board that has just started still makes the tables it reads by
    for words in CHIPS:
        expect(read.get_by_role("listitem").filter(has_text=words).first).to_be_visible()

    read.get_by_role("link", name=re.compile("Remove.*Texas")).click()
    expect(page).to_have_url(re.compile("without=state%3ATX"))
    expect(page.locator("#q")).to_have_value(TYPED)
    expect(page.get_by_text("Not read: “texas”.")).to_be_visible()
    if javascript:  # axe needs timers of its own
        assert not axe_finds(page)

    # What the words ticked can be unticked, and more chosen.
    page.locator("#setting-remote").uncheck()
    if not javascript:
        page.get_by_role("button", name="Show jobs").click()
    expect(read.get_by_role("link", name=re.compile("Remove.*Remote"))).to_have_count(0)
    page.locator("#employment-w2_full_time").check()
    if not javascript:
        page.get_by_role("button", name="Show jobs").click()
    expect(page).to_have_url(re.compile("employment=w2_full_time"))

    # A place to look around, and then how far.
    page.locator("#near").fill("houston")
    page.locator("#near").press("Enter")
    near = page.get_by_role("link", name="Remove: near Houston, TX (50 miles), or from home there")
    expect(near).to_be_visible()
    expect(page.locator("#near")).to_have_value("Houston, TX")
    page.locator("#distance-25").check()
    if not javascript:
        page.get_by_role("button", name="Show jobs").click()
    expect(page.get_by_role("link", name="Remove: near Houston, TX (25 miles), or from home there")).to_be_visible()
    expect(page).to_have_url(re.compile("near=Houston.*distance=25"))
    kept = page.url
    found = page.locator("#results").inner_text()

    page.locator(".job-card__title a").first.click()
    expect(page).to_have_url(re.compile("/jobs/[^?]+"))
    page.go_back()
    expect(page).to_have_url(kept)
    expect(page.locator("#q")).to_have_value(TYPED)
    expect(page.locator("#employment-w2_full_time")).to_be_checked()
    expect(page.locator("#setting-remote")).not_to_be_checked()
    expect(page.locator("#near")).to_have_value("Houston, TX")
    expect(page.locator("#distance-25")).to_be_checked()
    assert page.locator("#results").inner_text() == found


@pytest.mark.journey
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_place_that_was_typed_fills_its_field_and_is_asked_for_otherwise(
    visit: Callable[..., Page], javascript: bool
) -> None:
    def send() -> None:
        if not javascript:
            page.get_by_role("button", name="Show jobs").click()

    page = visit(javascript=javascript)
    page.goto("/jobs?q=coder+within+25+miles+of+columbus+ohio")
    read = page.get_by_role("group", name="How your words were read")
    expect(read.get_by_role("link", name="Remove: near Columbus, OH (25 miles), or from home there")).to_be_visible()
    expect(page.locator("#near")).to_have_value("Columbus, OH")
    expect(page.locator("#distance-25")).to_be_checked()

    page.locator("#home").uncheck()
    send()
    expect(read.get_by_role("link", name="Remove: near Columbus, OH (25 miles)")).to_be_visible()
    expect(page).to_have_url(re.compile("home=no"))
    expect(page.locator("#home")).not_to_be_checked()
    page.locator("#distance-100").check()
    send()
    expect(read.get_by_role("link", name="Remove: near Columbus, OH (100 miles)")).to_be_visible()

    page.locator("#near").fill("Narnia")
    page.locator("#near").press("Enter")
    expect(page.get_by_text("We do not know the place “Narnia”.")).to_be_visible()
    expect(page.locator("#near")).to_have_value("Narnia")
    page.locator("#near").fill("43215")
    page.locator("#near").press("Enter")
    expect(page.get_by_role("link", name=re.compile("Remove: near 43215 Columbus, OH"))).to_be_visible()
    if javascript:
        assert not axe_finds(page)


@pytest.mark.journey
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_words_count_as_typed_when_asked_for(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=320)
    page.goto("/jobs?q=remote+oncolgy+ohio")
    expect(page.get_by_text("Showing oncology")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_text("Not what you meant?").click()
    page.get_by_role("link", name="Search exactly what I typed").click()
    expect(page.get_by_text("Searched for the words as typed.")).to_be_visible()
    page.get_by_role("link", name="Read them again").click()
    expect(page.get_by_role("link", name=re.compile("Remove.*Ohio"))).to_be_visible()
