"""A colleague is invited and joins: one e-mail, two pages."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Response, expect

from tests.journeys.test_story import ON_AND_OFF, PASSWORD, heading, letters_to, look, open_letter, press

Visit = Callable[..., Page]


@ON_AND_OFF
def test_an_invited_colleague_meets_one_e_mail_and_two_pages(visit: Visit, javascript: bool) -> None:
    email = f"colleague.{'with' if javascript else 'without'}@example.com"
    owner = visit(javascript=javascript, email="owner@example.com")
    owner.get_by_role("link", name="Team").first.click()
    owner.get_by_role("link", name="Invite somebody").click()
    look(owner)
    owner.get_by_label("E-mail address").fill(email)
    press(owner, "Send invitation")
    expect(owner.get_by_text(f"An invitation is on its way to {email}.")).to_be_visible()

    colleague = visit(javascript=javascript)
    assert len(letters_to(colleague, email)) == 1
    open_letter(colleague, email, "Invitation")
    colleague.set_viewport_size({"width": 390, "height": 800})
    pages: list[str] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.ok:
            pages.append(answer.url)

    colleague.on("response", note)
    colleague.get_by_role("main").get_by_role("link", name="/invitations/").click()
    look(colleague)
    expect(colleague.get_by_label("E-mail address")).to_have_value(email)
    colleague.get_by_label("Your name").fill("Cora Colleague")
    colleague.get_by_label("Password", exact=True).fill(PASSWORD)
    press(colleague, "Create account and join")
    expect(colleague.get_by_text("You are now a member of Ninebark University Hospitals.")).to_be_visible()
    expect(heading(colleague, "Jobs of Ninebark University Hospitals")).to_be_visible()
    assert len(pages) == 2, pages
    colleague.set_viewport_size({"width": 1280, "height": 900})
    assert len(letters_to(colleague, email)) == 1
