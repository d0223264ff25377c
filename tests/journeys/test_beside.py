"""The list with the job beside it: by the pointer, by keys, without JavaScript, shared, and back again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import axe_finds, put_long_words, scrolls_sideways

Visit = Callable[..., Page]
SEARCH = "/jobs?q=oncology"


def titles(page: Page) -> Locator:
    return page.locator(".results-list .job-card__title a")


def side_by_side(page: Page) -> Locator:
    page.goto(SEARCH)
    page.get_by_role("link", name="Side by side").click()
    pane = page.get_by_role("region", name="The job chosen")
    expect(pane.get_by_role("heading", level=2).first).to_have_text(titles(page).first.inner_text())
    return pane


def heading(pane: Locator) -> Locator:
    return pane.get_by_role("heading", level=2).first


def test_a_press_shows_the_job_says_so_and_names_it_in_the_address(visit: Visit) -> None:
    page = visit()
    pane = side_by_side(page)
    third = titles(page).nth(2)
    words = third.inner_text()
    third.click()
    expect(heading(pane)).to_have_text(words)
    expect(page.locator("#said")).to_have_text(f"Shown beside the list: {words}")
    expect(page).to_have_url(re.compile("q=oncology&view=detail&job="))
    expect(third).to_have_attribute("aria-current", "true")
    expect(page.locator(".job-card [aria-current]")).to_have_count(1)
    expect(page.locator(".job-card__seen")).to_have_count(2)  # the first was read before it
    expect(pane.get_by_role("link", name="Apply").first).to_be_in_viewport()
    assert not axe_finds(page)
    assert not scrolls_sideways(page)

    page.goto("/help")
    page.goto(SEARCH)
    expect(page.get_by_role("link", name="Side by side")).to_have_attribute("aria-current", "true")
    expect(heading(pane)).to_have_text(titles(page).first.inner_text())
    page.get_by_role("link", name="Cards").click()
    expect(pane).to_be_hidden()


def test_keys_walk_the_list_enter_the_job_and_open_its_page(visit: Visit) -> None:
    page = visit()
    pane = side_by_side(page)
    page.locator("#results").focus()
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    second = titles(page).nth(1)
    words = second.inner_text()
    expect(second).to_be_focused()
    expect(heading(pane)).to_have_text(words)
    page.keyboard.press("ArrowRight")
    expect(pane).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(second).to_be_focused()
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/jobs/[^?]+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.go_back()
    expect(heading(pane)).to_have_text(words)
    second.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/jobs/[^?]+$"))


def test_back_from_another_search_shows_the_job_again(visit: Visit) -> None:
    page = visit()
    pane = side_by_side(page)
    words = titles(page).nth(3).inner_text()
    titles(page).nth(3).click()
    expect(heading(pane)).to_have_text(words)
    page.locator("#sort").select_option("newest")
    page.wait_for_url(re.compile("sort=newest"))
    expect(heading(pane)).to_have_text(titles(page).first.inner_text())
    page.go_back()
    expect(page).to_have_url(re.compile("job="))
    expect(heading(pane)).to_have_text(words)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_address_shows_another_person_the_same(visit: Visit, javascript: bool) -> None:
    page = visit()
    pane = side_by_side(page)
    words = titles(page).nth(4).inner_text()
    titles(page).nth(4).click()
    expect(heading(pane)).to_have_text(words)
    other = visit(javascript=javascript)
    other.goto(page.url)
    expect(heading(other.get_by_role("region", name="The job chosen"))).to_have_text(words)


def test_without_javascript_titles_lead_to_the_list_with_the_job(visit: Visit) -> None:
    page = visit(javascript=False)
    pane = side_by_side(page)
    words = titles(page).nth(2).inner_text()
    titles(page).nth(2).click()
    expect(page).to_have_url(re.compile("view=detail&job=.*#beside"))
    expect(heading(pane)).to_have_text(words)
    pane.get_by_role("link", name="Open its page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.get_by_role("link", name="Back to the jobs found").click()
    expect(page).to_have_url(re.compile("view=detail&job="))


@pytest.mark.parametrize("width", [320, 768, 1100, 1280])
def test_it_fits_and_where_there_is_no_room_the_job_stands_above_the_list(visit: Visit, width: int) -> None:
    page = visit()
    side_by_side(page)
    titles(page).nth(1).click()
    expect(page).to_have_url(re.compile("job="))
    narrow = visit(width=width)
    narrow.goto(page.url)
    pane = narrow.get_by_role("region", name="The job chosen")
    expect(pane).to_be_visible()
    job, first = pane.bounding_box(), titles(narrow).first.bounding_box()
    below = narrow.locator(".results-list").bounding_box()
    assert job
    assert first
    assert below
    assert width >= 1100 or job["width"] == pytest.approx(below["width"])
    assert (job["y"] < first["y"]) if width < 1100 else (job["x"] > first["x"])
    assert not axe_finds(narrow)
    put_long_words(narrow)
    assert not scrolls_sideways(narrow)


def test_a_job_that_is_gone_says_so_in_its_place(visit: Visit) -> None:
    page = visit()
    pane = side_by_side(page)
    page.route(re.compile(r"/jobs/[^?]+$"), lambda route: route.fulfill(status=410, body="gone"))
    titles(page).nth(1).click()
    expect(pane).to_contain_text("This job can’t be shown here.")
    expect(page.locator("#said")).to_contain_text("This job can’t be shown here.")
