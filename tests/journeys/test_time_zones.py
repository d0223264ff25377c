"""The time zone: taken from the browser at sign-up, offered to who has none."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import axe_finds

Visit = Callable[..., Page]


def test_a_browser_names_its_zone_at_sign_up_and_without_javascript_none(visit: Visit) -> None:
    for javascript, zone in ((True, "America/Boise"), (False, "")):
        page = visit(javascript=javascript, timezone_id="America/Boise")
        page.goto("/sign-up")
        expect(page.locator("[name=time_zone]")).to_have_value(zone)


def test_who_chose_none_is_offered_the_devices_zone_once(visit: Visit) -> None:
    page = visit(email="coder@example.com", timezone_id="America/New_York")
    page.goto("/home")
    expect(page.get_by_text("This device is in another")).to_be_hidden()
    page = visit(email="coder@example.com", timezone_id="America/Denver")
    page.goto("/home")
    expect(page.get_by_text("This device is in another: Mountain.")).to_be_visible()
    assert not axe_finds(page)
    page.get_by_role("button", name="Show times in mine").click()
    expect(page.get_by_text("Your time zone is changed.")).to_be_visible()
    expect(page.get_by_text("This device is in another")).to_have_count(0)
