"""Lists of jobs: pressed anywhere, walked by keys, shown short; what was seen and hidden is remembered by the browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import axe_finds, scrolls_sideways

Visit = Callable[..., Page]
SEARCH = "/jobs?q=oncology"
ON_A_SCREEN = 12


def cards(page: Page) -> Locator:
    return page.locator(".job-card")


def open_by_body(page: Page, card: Locator) -> None:
    facts = card.locator(".job-card__facts")
    facts.scroll_into_view_if_needed()
    box = facts.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"/jobs/"))


def test_a_card_is_pressed_anywhere_and_the_way_back_leads_to_it(visit: Visit) -> None:
    page = visit(width=390, has_touch=True)
    page.goto(SEARCH)
    card = cards(page).nth(7)
    title = card.locator(".job-card__title").inner_text()
    open_by_body(page, card)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name="Back to the jobs found").click()
    page.wait_for_url(re.compile(r"q=oncology#job-"))
    expect(cards(page).nth(7)).to_be_in_viewport()
    expect(cards(page).nth(7).locator(".job-card__seen")).to_have_text("Seen")
    expect(page.locator(".job-card__seen")).to_have_count(1)


def test_a_job_is_hidden_brought_back_and_hidden_with_its_employer(visit: Visit) -> None:
    page = visit()
    page.goto(SEARCH)
    first = cards(page).first
    title = first.locator(".job-card__title").inner_text()
    employer = first.locator(".job-card__name").inner_text()
    first.get_by_role("button", name="Hide this job").click()
    undo = first.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(first.locator(".job-card__title")).to_be_hidden()
    assert not axe_finds(page)
    undo.click()
    expect(first.locator(".job-card__title a")).to_be_focused()

    first.get_by_role("button", name="Hide this job").click()
    first.get_by_role("button", name=f"Hide all jobs of {employer}").click()
    page.reload()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_hidden()
    expect(page.locator(".job-card__name:visible").filter(has_text=employer)).to_have_count(0)
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    assert not axe_finds(page)
    first.get_by_role("button", name="Show again").click()
    page.reload()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()


def test_what_is_hidden_stays_hidden_when_the_search_changes(visit: Visit) -> None:
    page = visit()
    page.goto(SEARCH)
    title = cards(page).first.locator(".job-card__title").inner_text()
    cards(page).first.get_by_role("button", name="Hide this job").click()
    page.locator("#sort").select_option("newest")
    page.wait_for_url(re.compile("sort=newest"))
    page.locator("#sort").select_option("best")
    page.wait_for_url(re.compile("q=oncology$"))
    expect(page.get_by_role("link", name=title, exact=True)).to_be_hidden()


def test_the_short_list_is_remembered_and_shows_twelve_at_once(visit: Visit) -> None:
    page = visit()
    page.goto(SEARCH)
    page.get_by_role("link", name="Short list").click()
    page.goto(SEARCH)
    expect(page.get_by_role("link", name="Short list")).to_have_attribute("aria-current", "true")
    bottoms = cards(page).evaluate_all("cards => cards.map(card => card.getBoundingClientRect().bottom)")
    assert sum(bottom <= 900 for bottom in bottoms) >= ON_A_SCREEN, bottoms
    assert not axe_finds(page)
    page.set_viewport_size({"width": 960, "height": 900})
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="Cards").click()
    page.goto(SEARCH)
    expect(page.get_by_role("link", name="Cards")).to_have_attribute("aria-current", "true")


def test_the_list_is_walked_by_keys_while_it_has_the_focus(visit: Visit) -> None:
    page = visit()
    page.goto(SEARCH)
    links = page.locator(".job-card__title a")
    page.keyboard.press("j")
    expect(links.first).not_to_be_focused()
    page.locator("#results").focus()
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    href = links.nth(0).get_attribute("href")
    assert href
    page.keyboard.press("o")
    page.wait_for_url(re.compile(re.escape(href)))


def test_without_javascript_nothing_of_it_is_shown_but_the_short_list(visit: Visit) -> None:
    page = visit(javascript=False)
    page.goto(SEARCH)
    expect(page.locator("[data-piece]:visible")).to_have_count(0)
    page.get_by_role("link", name="Short list").click()
    expect(page).to_have_url(re.compile("view=compact"))
    expect(page.locator(".job-card__measured").first).to_be_hidden()
    page.locator("#q").fill("denials")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("view=compact"))
    open_by_body(page, cards(page).first)
    page.get_by_role("link", name="Back to the jobs found").click()
    expect(page).to_have_url(re.compile("view=compact.*#job-"))
