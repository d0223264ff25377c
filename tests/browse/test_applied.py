"""A list says of each job whether its reader applied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import g
from flask.testing import FlaskClient

from careercenter.accounts.models import Account
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.core.db import db
from careercenter.core.i18n import short_day
from careercenter.postings.models import Posting
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application

Board = Callable[..., list[Posting]]
SignIn = Callable[[Account], FlaskClient]
PATHS = ("/specialties/oncology", "/jobs", "/jobs?q=coder")


@pytest.mark.parametrize("path", PATHS)
def test_what_a_coder_applied_for_is_marked_with_the_day(board: Board, sign_in: SignIn, path: str) -> None:
    applied, _ = board({"title": "Applied Coder"}, {"title": "Other Coder"})
    coder = make_coder()
    sent = make_application(posting=applied, coder=coder)
    db.session.commit()
    page = sign_in(coder).get(path).text
    assert page.count("job-card__applied") == 1
    assert f"Applied {short_day(sent.applied_at.date())}" in page.partition("Applied Coder")[2].partition("</li>\n<li")[0]


def test_what_was_withdrawn_may_be_applied_for_again(board: Board, sign_in: SignIn) -> None:
    (posting,) = board({"title": "Coder"})
    coder = make_coder()
    make_application(ApplicationStatus.WITHDRAWN, posting=posting, coder=coder)
    db.session.commit()
    assert "job-card__applied" not in sign_in(coder).get("/jobs").text


def test_nobody_else_is_told(board: Board, client: FlaskClient, sign_in: SignIn) -> None:
    (posting,) = board({"title": "Coder"})
    coder, other = make_coder(), make_coder()
    make_application(posting=posting, coder=coder)
    db.session.commit()
    assert "job-card__applied" in sign_in(coder).get("/jobs").text
    assert "job-card__applied" not in sign_in(other).get("/jobs").text
    assert "job-card__applied" not in client.get("/jobs").text


def test_one_question_serves_a_page_of_any_length(board: Board, sign_in: SignIn, count_queries: list[str]) -> None:
    coder = make_coder()
    for posting in board({"title": "Coder"}):
        make_application(posting=posting, coder=coder)
    db.session.commit()
    client = sign_in(coder)
    client.get("/jobs")

    def asked() -> int:
        g.pop("applied", None)  # the test's own, which its requests share
        del count_queries[:]
        client.get("/jobs")
        return len(count_queries)

    few = asked()
    for posting in board(*({"title": f"Coder {number}"} for number in range(8))):
        make_application(posting=posting, coder=coder)
    db.session.commit()
    client.get("/jobs")
    assert asked() == few
