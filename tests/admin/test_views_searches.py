from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.admin.tasks import forget_searches
from careercenter.audit.retention import Forgotten, Retained
from careercenter.core.clock import now
from careercenter.job_search.zero_results import Counted, ZeroResultSearch, most_frequent, write_down
from tests.factories.accounts import make_admin, make_coder, make_moderator

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def counted(app: Flask) -> Callable[[], dict[str, int]]:
    """Give what the process counted since it was asked last."""

    def take() -> dict[str, int]:
        return {key: one.times for (_day, key), one in app.extensions["zero-results"].take().items()}

    take()
    return take


def test_what_a_person_typed_and_found_no_job_with_is_counted(
    session: Session, client: FlaskClient, sign_in: SignIn, counted: Callable[[], dict[str, int]]
) -> None:
    client.get("/jobs?q=Quux+wizard")
    client.get("/jobs?q=quux+wizard", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    sign_in(make_coder()).get("/jobs?q=quux+wizard&sort=newest")
    assert counted() == {"quux wizard": 3}


def test_a_search_that_finds_a_job_is_not_counted(
    session: Session, client: FlaskClient, counted: Callable[[], dict[str, int]], board: Callable[..., object]
) -> None:
    board({"title": "Quux Wizard"})
    assert "1 job" in client.get("/jobs?q=quux+wizard").text
    assert counted() == {}


def test_what_staff_try_and_crawlers_follow_is_not_counted(
    session: Session, client: FlaskClient, sign_in: SignIn, counted: Callable[[], dict[str, int]]
) -> None:
    for staff in (make_admin(), make_moderator()):
        sign_in(staff).get("/jobs?q=quux+wizard")
    client.get("/jobs?q=quux+wizard", headers={"User-Agent": "Mozilla/5.0 (compatible; ExampleBot/2.1)"})
    client.get("/jobs?specialty=oncology")
    assert counted() == {}


def test_what_is_counted_is_not_written_by_the_search(
    session: Session, client: FlaskClient, counted: Callable[[], dict[str, int]], count_queries: list[str]
) -> None:
    client.get("/jobs?q=quux+wizard")
    assert counted() == {"quux wizard": 1}
    assert not [statement for statement in count_queries if "zero_result_search" in statement]


def test_the_page_lists_them_with_a_link_and_what_was_not_understood(session: Session, sign_in: SignIn) -> None:
    today = now().date()
    write_down({(today, "zorble & coder"): Counted("Zorble & coder", 4), (today, "jane roe"): Counted("jane roe", 1)})
    page = sign_in(make_admin()).get("/admin/searches").text
    assert 'href="/jobs?q=Zorble+%26+coder"' in page
    assert '<td data-label="Not understood">zorble</td>' in page
    assert "jane roe" not in page


def test_the_overview_and_the_trends_lead_to_it(session: Session, sign_in: SignIn) -> None:
    admin = sign_in(make_admin())
    for page in ("/admin", "/admin/trends"):
        assert 'href="/admin/searches"' in admin.get(page).text
    assert "Nothing yet" in admin.get("/admin/searches").text


def test_more_texts_ask_no_more_of_the_database(session: Session, count_queries: list[str]) -> None:
    today = now().date()
    write_down({(today, f"quux {number}"): Counted(f"quux {number}", 3) for number in range(40)})
    del count_queries[:]
    assert len(most_frequent(at=now())) == 40
    assert len(count_queries) == 1


def test_they_are_deleted_after_their_days(session: Session) -> None:
    today = now().date()
    for ago in (0, 90, 91):
        write_down({(today - timedelta(days=ago), "quux"): Counted("quux", 1)})
    forget_searches()
    assert session.scalars(select(ZeroResultSearch.day).order_by(ZeroResultSearch.day)).all() == [
        today - timedelta(days=90),
        today,
    ]
    assert session.scalars(select(Forgotten.number).where(Forgotten.what == Retained.SEARCHES)).all() == [1]


def test_the_privacy_page_says_it(client: FlaskClient) -> None:
    assert "without who typed it" in client.get("/privacy").text
