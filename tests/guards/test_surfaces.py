"""What is not public stands nowhere; and looking changes nothing."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.core.db import db
from careercenter.postings.lifecycle import PUBLIC, PostingStatus
from careercenter.postings.models import Posting
from careercenter.postings.search_document import document_of
from tests.factories.accounts import make_coder, sign_in
from tests.factories.employers import make_verified_employer
from tests.factories.postings import make_member, make_posting
from tests.guards.test_permissions import OF_NOBODY, routes
from tests.guards.world import ACTORS, address_values, build

TITLE = "Peregrine Perfusion Coder"
S = PostingStatus
# What a direct address still answers: an ended posting says so for sixty days, the others are gone or never were.
AT_ITS_ADDRESS = {S.PAUSED: 200, S.CLOSED: 200, S.EXPIRED: 200, S.REMOVED: 410, S.ARCHIVED: 410}


def surfaces(posting: Posting, other: Posting) -> dict[str, str]:
    """Give every public page that lists postings, and would list this one."""
    return {
        "home": "/",
        "search": f"/jobs?q={TITLE.replace(' ', '+')}",
        "newest": "/jobs?sort=newest",
        "facet": "/jobs?specialty=medical-oncology&setting=remote",
        "employer": f"/employers/{posting.employer.public_id}-{posting.employer.slug}",
        "specialty": "/specialties/medical-oncology",
        "code": "/codes/cpt/96413",
        "similar": f"/jobs/{other.public_id}-{other.slug}",
        "suggested": "/suggest?q=peregr",
    }


def shown_at(client: FlaskClient, address: str) -> str:
    """Give the main part of a page, or all of a part of one, without the marks of what was searched for."""
    return re.sub("</?mark>", "", client.get(address).text.split("<main", 1)[-1])


def put_into_index_as_if_live(app: Flask, *postings: Posting) -> None:
    """The index is a copy and may be behind: even then nothing may show."""
    app.extensions["search"].upsert([document_of(posting) for posting in postings if posting.posted_at and posting.closes_at])


@pytest.fixture
def other(session: Session) -> Posting:
    return make_posting(S.LIVE, title="Another Oncology Coder")


def test_a_live_posting_stands_everywhere(app: Flask, client: FlaskClient, other: Posting) -> None:
    posting = make_posting(S.LIVE, title=TITLE)
    put_into_index_as_if_live(app, posting, other)
    for name, address in surfaces(posting, other).items():
        assert f">{TITLE}<" in shown_at(client, address), name
    assert "<strong>peregrine</strong>" in client.get("/jobs?q=peregrinne&as=typed").text
    assert posting.employer.name in client.get(f"/suggest?q={posting.employer.name}").text


@pytest.mark.parametrize("status", sorted(set(S) - PUBLIC))
def test_what_is_not_public_stands_nowhere(app: Flask, client: FlaskClient, other: Posting, status: PostingStatus) -> None:
    posting = make_posting(status, title=TITLE)
    put_into_index_as_if_live(app, posting, other)
    for name, address in surfaces(posting, other).items():
        assert f">{TITLE}<" not in shown_at(client, address), f"{name} shows a {status} posting"
    # Nor is a word offered, or an employer, that stands only there.
    assert "peregrine" not in client.get("/jobs?q=peregrinne&as=typed").text
    assert posting.employer.name not in client.get(f"/suggest?q={posting.employer.name}").text
    answer = client.get(f"/jobs/{posting.public_id}-{posting.slug}")
    assert answer.status_code == AT_ITS_ADDRESS.get(status, 404)
    if answer.status_code == 200:
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert f"/jobs/{posting.public_id}/apply" not in answer.text


@pytest.mark.parametrize("status", sorted(set(S) - PUBLIC))
def test_nobody_applies_to_or_reports_what_is_not_public(
    app: Flask, client: FlaskClient, session: Session, status: PostingStatus
) -> None:
    posting = make_posting(status, title=TITLE)
    sign_in(client, make_coder())
    assert client.get(f"/jobs/{posting.public_id}/apply").status_code in (404, 409, 410)
    assert client.post(f"/jobs/{posting.public_id}/apply/check").status_code in (404, 409, 410)
    assert client.post(f"/jobs/{posting.public_id}/report", data={"reason": "scam", "words": "x"}).status_code in (
        404,
        409,
        410,
    )


def test_a_suspended_employers_postings_stand_nowhere(
    app: Flask, client: FlaskClient, session: Session, other: Posting
) -> None:
    employer = make_verified_employer("Peregrine Clinic")
    posting = make_posting(S.LIVE, title=TITLE, employer=employer, author=make_member(employer))
    put_into_index_as_if_live(app, posting, other)
    employer.suspended_at = posting.posted_at
    for name, address in surfaces(posting, other).items():
        assert f">{TITLE}<" not in shown_at(client, address), name
    assert "Peregrine Clinic" not in client.get("/suggest?q=peregrine").text
    assert client.get(f"/jobs/{posting.public_id}-{posting.slug}").status_code == 404


# A session notes now and then that it is used; limits count.
MAY_BE_WRITTEN = ("account_session", "rate_window")


@pytest.mark.parametrize("actor", ACTORS)
def test_looking_changes_nothing(
    app: Flask, session: Session, client: FlaskClient, count_queries: list[str], actor: str
) -> None:
    world = build()
    if actor != "visitor":
        sign_in(client, world.people[actor])
    addresses = [
        app.url_map.bind("localhost").build(rule.endpoint, address_values(world, rule.endpoint, set(rule.arguments)))
        for rule, method in routes(app)
        if method == "GET" and rule.endpoint not in OF_NOBODY
    ]
    db.session.remove()
    wrote = []
    for address in addresses:
        del count_queries[:]
        client.get(address)
        for statement in count_queries:
            first, *words = statement.replace('"', "").split()
            if first.upper() in ("INSERT", "UPDATE", "DELETE") and not any(table in words[:3] for table in MAY_BE_WRITTEN):
                wrote.append(f"{address}: {statement[:80]}")
    assert not wrote, "\n".join(wrote)
