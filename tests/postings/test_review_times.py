"""How long a review takes is measured, and of a few decisions nothing is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.postings import review_times, services
from careercenter.postings.lifecycle import PostingStatus
from tests.factories.accounts import make_moderator
from tests.factories.postings import make_posting

S = PostingStatus


def decide(hours: int) -> None:
    posting = make_posting(S.PENDING)
    assert posting.submitted_at is not None
    services.approve(posting, actor=make_moderator(), at=posting.submitted_at + timedelta(hours=hours))


def test_the_usual_time_is_the_middle_of_the_latest_decisions(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_times, "FEWEST", 3)
    for hours in (1, 5, 90):
        decide(hours)
    assert review_times.usual_review() == timedelta(hours=5)


def test_of_too_few_decisions_nothing_is_said(session: Session) -> None:
    decide(5)
    assert review_times.usual_review() is None


def test_the_oldest_that_waits_says_since_when(session: Session) -> None:
    assert review_times.waiting_since() is None
    first = make_posting(S.PENDING, at=now() - timedelta(days=2))
    make_posting(S.PENDING)
    assert review_times.waiting_since() == first.submitted_at
