"""Lists of jobs: each has its place, and is shown as cards or short."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from careercenter.postings.models import Posting

Board = Callable[..., list[Posting]]


def test_each_job_found_has_a_place_to_come_back_to(client: FlaskClient, board: Board) -> None:
    made = board({"title": "One Coder"}, {"title": "Other Coder"})
    places = re.findall(r'<li [^>]*id="job-(\w+)"', client.get("/jobs?q=coder").text)
    assert sorted(places) == sorted(posting.public_id for posting in made)


def test_the_short_list_is_kept_through_every_link_and_the_form(client: FlaskClient, board: Board) -> None:
    board({"title": "One Coder"}, {"title": "Other Coder"})
    page = client.get("/jobs?q=coder+remote&view=compact").text
    assert '<div id="found" class="compact">' in page
    assert '<input type="hidden" name="view" value="compact">' in page
    found = page.partition('<div id="found"')[2]
    searches = [link for link in re.findall(r'href="(/jobs(?:\?[^"]*)?)"', found) if "/jobs/" not in link]
    others = [link for link in searches if "view=compact" not in link]
    assert others == ["/jobs?q=coder+remote", "/jobs?q=coder+remote&amp;view=detail"]


def test_cards_are_what_one_gets_unasked(client: FlaskClient, board: Board) -> None:
    board({"title": "One Coder"}, {"title": "Other Coder"})
    client.get("/jobs?q=coder&view=compact")
    page = client.get("/jobs?q=coder").text
    assert '<div id="found">' in page
    assert page.count("view=compact") == 1


@pytest.mark.parametrize("path", ["/", "/jobs", "/specialties/medical-oncology"])
def test_what_needs_a_script_waits_in_a_template(client: FlaskClient, board: Board, path: str) -> None:
    board({"title": "One Coder"})
    before, _, after = client.get(path).text.partition('<template id="job-tools">')
    inside, _, after = after.partition("</template>")
    assert "data-piece" in inside
    assert "data-piece" not in before + after


def test_a_job_that_was_opened_is_named_to_the_browser_alone(client: FlaskClient, board: Board) -> None:
    (posting,) = board({"title": "One Coder"})
    page = client.get(f"/jobs/{posting.public_id}-{posting.slug}")
    assert f'data-seen="{posting.public_id}"' in page.text
    assert "Set-Cookie" not in page.headers
