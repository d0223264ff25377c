"""Side by side: the list, and the job chosen of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.result_page import FEW
from careercenter.postings.models import Posting
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application

Board = Callable[..., list[Posting]]
SignIn = Callable[[Account], FlaskClient]
SIDE_BY_SIDE = "/jobs?q=coder&view=detail"
PARTIAL = {"HX-Request-Type": "partial"}


@pytest.fixture
def jobs(board: Board) -> list[Posting]:
    return board(
        *(
            {"title": f"Coder {number}", "description": f"Words of number {number}. " + "We code charts. " * 9}
            for number in range(FEW + 1)
        )
    )


def beside(page: str) -> str:
    return page.partition('<section class="beside')[2]


def page_of(posting: Posting) -> str:
    return f"/jobs/{posting.public_id}-{posting.slug}"


def number_of(posting: Posting) -> str:
    return posting.title.split()[-1]


def test_the_job_named_stands_beside_the_list_with_all_its_page_says(client: FlaskClient, jobs: list[Posting]) -> None:
    named = jobs[3]
    page = client.get(f"{SIDE_BY_SIDE}&job={named.public_id}").text
    assert f"Words of number {number_of(named)}." in beside(page)
    assert page_of(named) in beside(page)
    assert f"/jobs/{named.public_id}/apply" in beside(page)
    assert re.findall(r'id="job-(\w+)">\s*<h2[^>]*><a [^>]*aria-current="true"', page) == [named.public_id]


def test_where_none_is_named_the_first_found_is_shown(client: FlaskClient, jobs: list[Posting]) -> None:
    page = client.get(SIDE_BY_SIDE).text
    first = re.search(r'<li [^>]*id="job-(\w+)"', page)
    assert first
    assert f'data-job="{first[1]}"' in beside(page)
    assert "beside--named" not in page


@pytest.mark.parametrize("job", ["nosuchposting", "%00", "' or 1=1", "x" * 3000])
def test_a_job_that_is_none_leaves_the_first_found(client: FlaskClient, jobs: list[Posting], job: str) -> None:
    page = client.get(f"{SIDE_BY_SIDE}&job={job}")
    assert page.status_code == 200
    assert "Words of number" in beside(page.text)


def test_a_job_that_closed_is_not_shown_beside_the_list(client: FlaskClient, jobs: list[Posting]) -> None:
    closed = jobs[3]
    address = f"{SIDE_BY_SIDE}&job={closed.public_id}"
    assert f"Words of number {number_of(closed)}." in client.get(address).text
    closed.closes_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert f"Words of number {number_of(closed)}." not in client.get(address).text


def test_titles_lead_to_the_same_list_and_scripts_know_the_pages(client: FlaskClient, jobs: list[Posting]) -> None:
    page = client.get(f"/jobs?q=coder&sort=newest&page=1&view=detail&job={jobs[0].public_id}").text
    for posting in jobs:
        link = f'href="/jobs?q=coder&amp;sort=newest&amp;view=detail&amp;job={posting.public_id}#beside"'
        assert f'{link} data-page="{page_of(posting)}"' in page


def test_the_usual_list_is_as_before_after_one_side_by_side(client: FlaskClient, jobs: list[Posting]) -> None:
    client.get(SIDE_BY_SIDE)
    page = client.get("/jobs?q=coder").text
    assert "data-page" not in page
    assert f'<a href="{page_of(jobs[0])}">' in page
    assert "Words of number" not in beside(page)


def test_the_view_is_kept_and_the_job_is_not_when_the_search_changes(client: FlaskClient, jobs: list[Posting]) -> None:
    page = client.get(f"{SIDE_BY_SIDE}&job={jobs[0].public_id}").text
    assert '<input type="hidden" name="view" value="detail">' in page
    assert 'name="job"' not in page
    answer = client.get(SIDE_BY_SIDE, headers=PARTIAL)
    assert answer.headers["HX-Push-Url"] == SIDE_BY_SIDE


def test_nothing_found_has_nothing_beside_it(client: FlaskClient, jobs: list[Posting]) -> None:
    assert 'id="beside"' not in client.get("/jobs?q=zzzz&view=detail").text


def test_the_page_of_a_job_gives_a_script_the_part_beside_the_list(client: FlaskClient, jobs: list[Posting]) -> None:
    part = client.get(page_of(jobs[1]), headers=PARTIAL)
    whole = client.get(page_of(jobs[1]))
    assert f"Words of number {number_of(jobs[1])}." in part.text
    assert "<html" not in part.text
    assert "<html" in whole.text
    for answer in (part, whole):
        assert "HX-Request-Type" in answer.headers["Vary"]
    again = client.get(page_of(jobs[1]), headers={**PARTIAL, "If-None-Match": part.headers["ETag"]})
    assert again.status_code == 304


def test_who_applied_reads_it_beside_the_list(jobs: list[Posting], sign_in: SignIn) -> None:
    coder = make_coder()
    make_application(posting=jobs[2], coder=coder)
    db.session.commit()
    address = f"{SIDE_BY_SIDE}&job={jobs[2].public_id}"
    assert "You applied" in beside(sign_in(coder).get(address).text)


def test_side_by_side_asks_a_few_questions_more_and_the_usual_list_none(
    app: Flask, jobs: list[Posting], count_queries: list[str]
) -> None:
    def asked(path: str) -> int:
        client = app.test_client()
        client.set_cookie("seen", "1")
        client.get(path)
        del count_queries[:]
        client.get(path)
        return len(count_queries)

    assert asked(SIDE_BY_SIDE) - asked("/jobs?q=coder") <= 2
