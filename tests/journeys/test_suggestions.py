"""Suggestions while typing, by keyboard and by pointer, and a plain search box without JavaScript."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

from tests.journeys.conftest import axe_finds, scrolls_sideways

Visit = Callable[..., Page]


def typed(page: Page, words: str) -> Locator:
    """Type into the box and wait for the list."""
    box = page.get_by_role("combobox", name="Search jobs")
    page.locator("#q").click()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.locator("#q").press_sequentially(words)
    # The first answer of a board may wait for tables that are being made.
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible(timeout=15_000)
    expect(box).to_have_attribute("aria-expanded", "true")
    return box


def chosen(page: Page) -> str:
    """Give the words of the line the box says is active; it is the one that is selected."""
    active = page.locator("#q").get_attribute("aria-activedescendant")
    selected = page.locator("#suggestions [aria-selected=true]")
    if active is None:
        expect(selected).to_have_count(0)
        return ""
    expect(selected).to_have_attribute("id", active)
    return selected.inner_text()


@pytest.mark.parametrize("path", ["/", "/jobs"])
def test_the_list_is_walked_with_keys(visit: Visit, path: str) -> None:
    page = visit()
    page.goto(path)
    box = typed(page, "onc")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    last = options.count() - 1
    expect(page.locator("#suggestions-said")).to_have_text(f"{last + 1} suggestions")
    expect(page.get_by_role("group", name="Specialties")).to_be_visible()

    assert chosen(page) == ""
    box.press("ArrowDown")
    assert chosen(page) == options.nth(0).inner_text()
    box.press("ArrowDown")
    assert chosen(page) == options.nth(1).inner_text()
    box.press("End")
    assert chosen(page) == options.nth(last).inner_text()
    box.press("ArrowDown")
    assert chosen(page) == ""
    box.press("ArrowUp")
    assert chosen(page) == options.nth(last).inner_text()
    box.press("Home")
    assert chosen(page) == options.nth(0).inner_text()
    assert not axe_finds(page)

    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("onc")
    box.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/jobs\?specialty=oncology"))
    expect(page.locator("#results")).to_contain_text("job")


def test_enter_without_a_line_searches_for_what_is_typed(visit: Visit) -> None:
    page = visit()
    page.goto("/jobs")
    typed(page, "oncology").press("Enter")
    expect(page).to_have_url(re.compile(r"/jobs\?q=oncology$"))
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#results")).to_contain_text("job")


def test_a_line_is_pressed_and_leads_there(visit: Visit) -> None:
    page = visit(width=320, has_touch=True)
    page.goto("/jobs")
    before = page.locator("#found").bounding_box()
    typed(page, "3822")
    # The list lies over the page and moves nothing, and fits a narrow one.
    assert page.locator("#found").bounding_box() == before
    assert not scrolls_sideways(page)
    assert not axe_finds(page)
    page.get_by_role("option", name=re.compile("38225")).tap()
    page.wait_for_url(re.compile("/codes/cpt/38225"))


def test_the_list_goes_when_the_words_do_and_when_one_leaves(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    box = typed(page, "hous")
    box.fill("")
    expect(page.get_by_role("listbox")).to_have_count(0)
    box.press_sequentially("hous")
    expect(page.get_by_role("option", name="Houston, TX")).to_be_visible()
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_late_answer_is_dropped(visit: Visit) -> None:
    page = visit()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/suggest\?q=podi$"), hold)
    page.goto("/jobs")
    page.locator("#q").click()
    with page.expect_request(re.compile(r"/suggest\?q=podi$")):
        page.locator("#q").press_sequentially("podi")
    page.locator("#q").fill("houston")
    expect(page.get_by_role("option", name="Houston, TX")).to_be_visible()
    (late,) = held
    with contextlib.suppress(Error):  # the page itself has given it up by now
        late.fulfill(body='<div role="option">Podiatry</div>')
    expect(page.get_by_role("option", name="Podiatry")).to_have_count(0)


def test_without_javascript_the_box_searches(visit: Visit) -> None:
    page = visit(javascript=False)
    page.goto("/")
    page.fill("#q", "oncology")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/jobs\?q=oncology$"))
    page.goto("/jobs?q=zzzz")
    page.get_by_role("region", name="Specialties with the most jobs").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/jobs\?specialty="))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_all_choices_are_a_press_away(visit: Visit, javascript: bool) -> None:
    page = visit(javascript=javascript)
    page.goto("/jobs")
    page.get_by_role("link", name=re.compile(r"All \d+ credentials")).click()
    summary = page.locator("#more-credential > summary")
    expect(summary).to_be_visible()
    if javascript:
        expect(summary).to_be_focused()
    page.locator("#more-credential input[type=checkbox]").first.check()
    if not javascript:
        page.get_by_role("button", name="Show jobs").click()
    expect(page).to_have_url(re.compile("credential="))
    expect(page.locator("#more-credential > summary")).to_be_visible()
