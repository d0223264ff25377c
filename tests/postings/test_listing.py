"""Lists read a posting anew when it changed, and only then."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.listing import listed
from careercenter.postings.models import Posting
from tests.factories.postings import make_posting


def titles(session: Session, *postings: Posting) -> list[str]:
    return [found.card.title for found in listed(session, [posting.public_id for posting in postings], at=now())]


def test_postings_are_listed_in_the_order_asked_for(session: Session) -> None:
    first, second = make_posting(title="First coder"), make_posting(title="Second coder")
    assert titles(session, second, first) == ["Second coder", "First coder"]


def test_what_is_unchanged_is_not_read_again(session: Session, count_queries: list[str]) -> None:
    posting = make_posting()
    titles(session, posting)
    session.expunge_all()
    count_queries.clear()

    again = listed(session, [posting.public_id], at=now())

    assert again[0].content.description == posting.content.description
    assert len(count_queries) == 1
    assert "content" not in count_queries[0]


def test_another_title_is_listed_at_once(session: Session) -> None:
    posting = make_posting(title="Coder")
    assert titles(session, posting) == ["Coder"]
    posting.content = dataclasses.replace(posting.content, title="Lead coder")
    session.flush()
    assert titles(session, posting) == ["Lead coder"]


def test_another_name_of_the_employer_is_listed_at_once(session: Session) -> None:
    posting = make_posting()
    titles(session, posting)
    posting.employer.name = "Quillfeather Clinics"
    session.flush()
    assert listed(session, [posting.public_id], at=now())[0].card.employer.name == "Quillfeather Clinics"


@pytest.mark.parametrize("status", [status for status in PostingStatus if status is not PostingStatus.LIVE])
def test_what_is_no_longer_live_is_not_listed_though_it_was(session: Session, status: PostingStatus) -> None:
    posting = make_posting()
    titles(session, posting)
    other = make_posting(status)
    assert titles(session, posting, other) == [posting.title]


def test_a_closing_moment_and_a_suspension_end_a_listing(session: Session) -> None:
    closed, suspended = make_posting(), make_posting()
    assert len(titles(session, closed, suspended)) == 2
    closed.closes_at = now() - timedelta(seconds=1)
    suspended.employer.suspended_at = now()
    session.flush()
    assert titles(session, closed, suspended) == []
