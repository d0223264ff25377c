"""The search page by its measures: what the first screen shows, how far the keyboard goes, that nothing moves by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import axe_finds, scrolls_sideways

Visit = Callable[..., Page]

ALL, NAMED, NARROWED = "/jobs", "/jobs?q=denials+specialist+florida", "/jobs?q=cpc&setting=remote"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
# The lowest the first job may begin, in pixels: all of its title and its pay stand on the first screen.
FIRST_JOB = [
    (SMALL, ALL, 260), (SMALL, NAMED, 440), (SMALL, NARROWED, 440),
    (PHONE, ALL, 220), (PHONE, NAMED, 400), (PHONE, NARROWED, 360),
    (WIDE, ALL, 250), (WIDE, NAMED, 330), (WIDE, NARROWED, 330),
]  # fmt: skip
ONE_ROW = 64  # pixels
MOST_TAB_STOPS = 10
# What moves on a page while nobody touches it, as browsers sum it up.
SHIFTS = """
    window.shifted = 0
    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value
    }).observe({type: 'layout-shift', buffered: true})
"""


def top_of(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("element => element.getBoundingClientRect().top"))


@pytest.mark.parametrize(("screen", "path", "most"), FIRST_JOB, ids=lambda it: it["width"] if isinstance(it, dict) else str(it))
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_first_job_stands_on_the_first_screen(
    visit: Visit, screen: dict[str, int], path: str, most: int, javascript: bool
) -> None:
    page = visit(javascript=javascript)
    page.set_viewport_size(screen)  # type: ignore[arg-type]
    page.goto(path)
    assert top_of(page, ".job-card") <= most


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
@pytest.mark.parametrize("email", [None, "coder@example.com", "owner@example.com"])
def test_the_header_is_one_row(visit: Visit, width: int, email: str | None) -> None:
    page = visit(width=width, email=email)
    page.goto(ALL)
    assert page.locator(".site-header").evaluate("header => header.offsetHeight") <= ONE_ROW
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_menus_open_below_their_button_on_a_phone(visit: Visit, javascript: bool) -> None:
    page = visit(javascript=javascript, width=320)
    page.goto(ALL)
    codes = page.get_by_role("navigation", name="Main").get_by_role("link", name="Codes")
    expect(codes).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(codes).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    if javascript:
        assert not axe_finds(page)
    codes.click()
    expect(page).to_have_url(re.compile("/codes"))


@pytest.mark.parametrize("width", [390, 1280])
def test_who_is_signed_in_reaches_their_own_pages_by_the_menu(visit: Visit, width: int) -> None:
    page = visit(width=width, email="coder@example.com")
    page.goto(ALL)
    menu = page.locator(".menu-button" if width < 960 else ".account-menu")
    menu.click()
    expect(page.get_by_role("link", name="Your résumés")).to_be_visible()
    assert not axe_finds(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your résumés")).to_be_hidden()
    menu.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".account-menu")).to_have_count(0)


def test_the_first_job_is_a_few_tab_stops_from_the_search_box(visit: Visit) -> None:
    page = visit()
    page.goto(NAMED)
    page.locator("#q").focus()
    first = page.locator(".job-card a").first
    for _ in range(MOST_TAB_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Skip to the jobs":
            page.keyboard.press("Enter")
        if first.evaluate("link => link === document.activeElement"):
            return
    pytest.fail("the first job is farther away")


@pytest.mark.parametrize("screen", [SMALL, PHONE, WIDE], ids=lambda it: str(it["width"]))
@pytest.mark.parametrize("path", [ALL, NAMED, NARROWED, "/", "/specialties", "/login"])
def test_nothing_moves_while_a_page_comes_in(visit: Visit, screen: dict[str, int], path: str) -> None:
    page = visit()
    page.set_viewport_size(screen)  # type: ignore[arg-type]
    page.add_init_script(SHIFTS)
    page.goto(path)
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.evaluate("window.shifted") == 0


THREE = ("#employment-w2_full_time", "#setting-remote", "#pay-3000")


def test_three_filters_on_a_phone_are_five_presses_and_no_lost_place(visit: Visit) -> None:
    page = visit(width=390)
    page.goto("/jobs?q=oncology")
    page.get_by_text("Filters", exact=True).first.click()
    filters, show = page.locator("#filters"), page.locator("#show")
    for choice in THREE:
        was = show.inner_text()
        page.locator(choice).scroll_into_view_if_needed()
        place = filters.evaluate("filters => filters.scrollTop")
        page.locator(choice).check()
        expect(show).not_to_have_text(was)
        expect(filters).to_have_attribute("open", "")
        expect(page.locator(choice)).to_be_focused()
        assert filters.evaluate("filters => filters.scrollTop") == place
    assert not axe_finds(page)
    found = show.inner_text().removeprefix("Show ")
    show.click()
    expect(filters).not_to_have_attribute("open", "")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(found)
    expect(heading).to_be_focused()
    assert 0 <= top_of(page, "#results") < top_of(page, ".job-card") < PHONE["height"] / 2


def test_a_sheet_of_filters_covers_what_is_behind_and_closes_by_escape(visit: Visit) -> None:
    page = visit(width=390)
    page.goto(NAMED)
    page.locator("#filters > summary").click()
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('#filters') !== null"
        )
        assert inside
    page.keyboard.press("Escape")
    expect(page.locator("#filters > summary")).to_be_focused()
    expect(page.locator("#employment-w2_full_time")).to_be_hidden()
    page.locator(".job-card a").first.click()
    expect(page).to_have_url(re.compile("/jobs/"))


def test_without_javascript_all_is_chosen_first_and_sent_by_one_press(visit: Visit) -> None:
    page = visit(javascript=False, width=390)
    page.goto("/jobs?q=oncology")
    page.locator("#filters > summary").click()
    for choice in THREE:
        page.locator(choice).check()
    page.get_by_role("button", name="Show jobs").click()
    for chosen in ("setting=remote", "employment=w2_full_time", "pay=3000"):
        expect(page).to_have_url(re.compile(chosen))
    expect(page.locator("#filters")).not_to_have_attribute("open", "")


def test_a_choice_far_down_never_leaves_an_empty_screen(visit: Visit) -> None:
    page = visit()
    page.goto(ALL)
    page.locator(".job-card").last.scroll_into_view_if_needed()
    page.locator("#posted-3").check()
    expect(page.get_by_role("link", name="Remove: posted within 3 days")).to_be_attached()
    expect(page.locator("#posted-3")).to_be_focused()
    expect(page.locator("#posted-3")).to_be_in_viewport()
    expect(page.locator(".job-card").first).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_of_all_specialties_one_is_found_by_a_few_letters_and_stays_found(visit: Visit) -> None:
    page = visit()
    page.goto(ALL)
    page.get_by_role("link", name=re.compile(r"All \d+ specialties")).click()
    family = page.locator("#family-oncology")
    expect(family).to_be_visible()
    expect(page.locator("#specialty-hematology")).to_be_hidden()
    page.locator("#more-specialty").get_by_role("searchbox").press_sequentially("hemat")
    expect(page.locator("#specialty-hematology")).to_be_visible()
    expect(page.locator("#family-surgery")).to_be_hidden()
    assert not axe_finds(page)
    page.locator("#specialty-hematology").check()
    expect(page).to_have_url(re.compile("specialty=hematology"))
    expect(family).to_have_attribute("open", "")
    expect(page.locator("#family-surgery")).to_be_hidden()


def test_without_javascript_specialties_stand_in_their_families(visit: Visit) -> None:
    page = visit(javascript=False)
    page.goto("/jobs?all=specialty")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    page.locator("#family-oncology > summary").click()
    page.locator("#specialty-hematology").check()
    page.get_by_role("button", name="Show jobs").click()
    expect(page).to_have_url(re.compile("specialty=hematology"))


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_folded_opens_within_the_screen(visit: Visit, width: int) -> None:
    page = visit(width=width)
    page.goto(NAMED)
    page.get_by_text("Not what you meant?").click()
    page.locator("#best > summary").click()
    box = page.get_by_text("Best match: first the jobs").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert not axe_finds(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_tick_can_be_seen_where_colors_are_forced(visit: Visit, width: int) -> None:
    page = visit(width=width, forced_colors="active")
    page.goto("/jobs?setting=remote")
    assert page.locator("#setting-remote").evaluate("box => getComputedStyle(box).appearance") == "auto"
    assert page.locator("#setting-remote").evaluate("box => getComputedStyle(box, '::before').content") == "none"
