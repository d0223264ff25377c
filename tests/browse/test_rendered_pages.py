"""A search page made a moment ago is given again, but only while the same search finds the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.result_page import FEW
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from tests.factories.accounts import make_coder
from tests.factories.postings import make_posting

SEARCH = "/jobs?q=coder"


@pytest.fixture
def made(app: Flask) -> Iterator[list[str]]:
    """Name the search pages that were made, whole and in part."""
    names: list[str] = []

    def note(_app: Flask, template: Any, **_more: Any) -> None:
        if template.name in ("browse/search.html", "browse/_found.html"):
            names.append(template.name)

    with template_rendered.connected_to(note, app):
        yield names


@pytest.fixture
def postings(app: Flask) -> list[Posting]:
    found = [make_posting(title=f"Coder {number}") for number in range(FEW)]
    app.extensions["search"].upsert([document_of(posting) for posting in found])
    db.session.commit()
    return found


@pytest.mark.usefixtures("postings")
def test_the_same_search_within_a_minute_is_made_once(client: FlaskClient, made: list[str]) -> None:
    first = client.get(SEARCH)
    assert client.get(SEARCH).data == first.data
    assert made == ["browse/search.html"]


@pytest.mark.usefixtures("postings")
def test_other_searches_and_parts_of_pages_are_pages_of_their_own(client: FlaskClient, made: list[str]) -> None:
    client.get(SEARCH)
    client.get(f"{SEARCH}&sort=newest")
    client.get(SEARCH, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert made == ["browse/search.html", "browse/search.html", "browse/_found.html"]


def _close(posting: Posting) -> None:
    posting.closes_at = now() - timedelta(seconds=1)


def _suspend(posting: Posting) -> None:
    posting.employer.suspended_at = now()


def _rename(posting: Posting) -> None:
    posting.employer.name = "Quillfeather Clinics"


def test_a_changed_title_is_seen_at_once_by_who_has_a_page_of_their_own(client: FlaskClient, postings: list[Posting]) -> None:
    client.set_cookie("seen", "1")
    assert "Coder 0" in client.get(SEARCH).text
    postings[0].content = replace(postings[0].content, title="Zebra Coder")
    db.session.commit()
    after = client.get(SEARCH).text
    assert "Zebra Coder" in after
    assert "Coder 0" not in after


@pytest.mark.parametrize("change", [_close, _suspend, _rename])
def test_what_changed_is_seen_at_once(
    client: FlaskClient, postings: list[Posting], change: Callable[[Posting], None], made: list[str]
) -> None:
    before = client.get(SEARCH).text
    assert "Quillfeather Clinics" not in before
    change(postings[0])
    db.session.commit()

    after = client.get(SEARCH).text

    assert len(made) == 2
    assert ("Coder 0" in after) is ("Quillfeather Clinics" in after)


def test_a_new_job_is_seen_at_once(app: Flask, client: FlaskClient, postings: list[Posting]) -> None:
    client.get(SEARCH)
    new = make_posting(title="Coder of tomorrow")
    app.extensions["search"].upsert([document_of(new)])
    assert len(postings) == FEW
    assert "Coder of tomorrow" in client.get(SEARCH).text


@pytest.mark.usefixtures("postings")
def test_nobody_gets_the_page_of_somebody_signed_in(
    client: FlaskClient, sign_in: Callable[[Account], FlaskClient], made: list[str]
) -> None:
    coder = make_coder()
    db.session.commit()
    own = sign_in(coder).get(SEARCH).text
    visitors = client.get(SEARCH).text
    again = sign_in(coder).get(SEARCH).text
    assert "Sign out" in own
    assert "Sign out" not in visitors
    assert "Sign out" in again
    assert len(made) == 3


def test_where_few_are_found_the_page_is_made_anew(
    app: Flask, client: FlaskClient, postings: list[Posting], made: list[str]
) -> None:
    app.extensions["search"].drop([posting.public_id for posting in postings[1:]])
    client.get(SEARCH)
    client.get(SEARCH)
    assert len(made) == 2
