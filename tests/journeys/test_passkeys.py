"""A passkey in a real browser, whose authenticator is made of software."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.board import Board
from tests.journeys.test_story import PASSWORD, heading, press, sign_up

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_passkey_is_added_and_signs_in_by_itself(visit: Callable[..., Page], board: Board) -> None:
    page, email = visit(), "passkey.holder@example.com"
    page.goto("/sign-up")
    sign_up(page, name="Pia Keyholder", email=email, kind="I’m looking for a job")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    named = f"http://localhost:{board.port}"
    page.goto(f"{named}/login")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.goto(f"{named}/account/passkeys/new")
    page.get_by_label("Name of the passkey").fill("Work laptop")
    # A script answers these two and moves on by itself, so they are not looked at in between.
    page.get_by_role("button", name="Add the passkey").click()
    expect(heading(page, "Your recovery codes")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{named}/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("button", name="Pia Keyholder")).to_be_visible()


def test_at_an_address_of_numbers_no_passkey_is_offered(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/login")
    expect(heading(page, "Sign in")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
