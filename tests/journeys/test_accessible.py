"""Every page: axe finds nothing, nothing scrolls sideways at 320 px, no content policy is violated.

The pages are found by following every link from where each kind of person starts, one page a route.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from careercenter.factory import create_app
from tests.conftest import settings_for
from tests.journeys.conftest import axe_finds, put_long_words, scrolls_sideways

CODES = ["/codes/cpt/0539T", "/codes/icd-10-cm/C83.3", "/codes?q=A5052"]
PEOPLE = {
    "visitor": (
        None,
        [
            "/",
            "/jobs",
            "/jobs?q=zzzz",
            "/login",
            "/sign-up",
            "/sign-up/sent",
            "/forgot",
            "/forgot/sent",
            "/nothing-here",
            "/_dev/mail",
            "/confirm/no-such",
            "/reset/no-such",
            "/change-address/no-such",
            "/set-up/no-such",
            "/invitations/no-such",
            *CODES,
        ],
    ),
    "coder": (
        "coder@example.com",
        ["/account/home", "/applications", "/profile", "/profile/resumes", "/account", "/account/prove", "/employers/mine"],
    ),
    "owner": ("owner@example.com", ["/account/home", "/account"]),
    "moderator": ("moderator@example.com", ["/desk"]),
    "admin": ("admin@example.com", ["/admin", "/imports", "/desk/reasons"]),
}
# Of pages that differ only in which object they show, so many are looked at.
OF_EACH_KIND = 2
MOST_PAGES = 240
DOWNLOADS = re.compile(r"/(logo|static)/|\.(svg|png|webp|txt|xml)$|/html$|/file$")


def kind_of(path: str) -> str:
    """Two addresses of the same route have the same kind: public ids, numbers and tokens are left out."""
    parts = urlsplit(path)
    names = "&".join(sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair}))
    path = re.sub(r"/[2-9b-df-hj-kmnp-tv-z]{12}(-[a-z0-9-]+)?(?=/|$)", "/<id>", parts.path)
    path = re.sub(r"/\d+(?=/|$)", "/<n>", path)
    path = re.sub(r"^/codes/[^/]+(/.+)?", lambda found: "/codes/<set>" + ("/<code>" if found[1] else ""), path)
    return re.sub(r"^/specialties/.+", "/specialties/<slug>", path) + f"?{names}"


def crawl(page: Page, starts: list[str]) -> Iterator[str]:
    """Visit pages from `starts` on by their links, a few of each kind; gives each path while the page shows it."""
    seen: dict[str, list[str]] = {}
    waiting = list(starts)
    while waiting and sum(map(len, seen.values())) < MOST_PAGES:
        path = waiting.pop(0)
        of_kind = seen.setdefault(kind_of(path), [])
        if path in of_kind or len(of_kind) >= OF_EACH_KIND or DOWNLOADS.search(urlsplit(path).path):
            continue
        of_kind.append(path)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500, f"{path} answers {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        for href in page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))"):
            to = urlsplit(urljoin(page.url, href))
            if to.netloc == urlsplit(page.url).netloc:
                waiting.append(to._replace(scheme="", netloc="", fragment="").geturl())
        # The page of a letter's HTML part is sandboxed: no script may look into it.
        if "sandbox" not in answer.headers.get("content-security-policy", ""):
            yield path


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Collect the paths looked at by anybody."""
    return set()


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_every_page_is_accessible_and_narrow(visit: Callable[..., Page], looked_at: set[str], who: str) -> None:
    email, starts = PEOPLE[who]
    page = visit(email=email, width=320)
    found: list[str] = []
    for path in crawl(page, starts):
        looked_at.add(path)
        found += axe_finds(page)
        if scrolls_sideways(page):
            found.append(f"{path} scrolls sideways at 320 px")
        put_long_words(page)
        if scrolls_sideways(page):
            found.append(f"{path} scrolls sideways at 320 px with names of one long word")
    assert not found, "\n".join(found)


NO_PAGES = {
    "accounts.app_picture", "api.postings", "web.healthz", "browse.suggest", "employers.logo",
    "mail.letter_html", "profiles.download", "admin.metrics", "admin.readyz", "branding.colors", "branding.mark",
    "moderation.profile_picture", "applications.own_resume", "profiles.names",
}  # fmt: skip
# Somebody has to have done something first: the story looks at the first three, the features' own tests ask the others.
AFTER_A_STEP = {
    "applications.check", "applications.sent", "applications.decline", "moderation.reported", "postings.renew",
    "accounts.app_off", "accounts.recovery_codes", "security.second_step", "accounts.again", "accounts.not_me",
    "accounts.prove_address", "branding.page", "mail_public.unsubscribe", "moderation.profile",
    "importing.batch", "importing.undo", "moderation.side_by_side", "moderation.import_side_by_side",
    "applications.close_jobs",
}  # fmt: skip


def test_no_page_was_forgotten(tmp_path: Path, looked_at: set[str]) -> None:
    """Run with the whole file: it asks what the tests before it looked at."""
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/a.db"))
    address = app.url_map.bind("localhost")
    seen = {address.match(urlsplit(path).path, method="GET")[0] for path in looked_at if not path.startswith("/nothing")}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted(pages - seen - NO_PAGES - AFTER_A_STEP) == []


def test_dark_pages_have_enough_contrast(visit: Callable[..., Page]) -> None:
    page = visit(email="coder@example.com", color_scheme="dark")
    found: list[str] = []
    for path in ("/", "/jobs", "/jobs?q=oncology&setting=remote", "/applications", "/profile"):
        page.goto(path)
        found += axe_finds(page)
    page.goto("/jobs")
    page.locator("main h2 a, main h3 a").first.click()
    page.wait_for_url(re.compile(r"/jobs/"))
    found += axe_finds(page)
    assert not found, "\n".join(found)
