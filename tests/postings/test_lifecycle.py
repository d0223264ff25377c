"""Every pair of action and status is decided."""

from datetime import UTC, datetime

import pytest

from careercenter.core.errors import RuleBroken
from careercenter.postings.lifecycle import TRANSITIONS, PostingAction, PostingStatus, apply_action, may
from careercenter.postings.models import Posting

S, A = PostingStatus, PostingAction

# Written out again, not derived: a slip in the table must meet a second opinion.
ALLOWED: dict[tuple[PostingAction, PostingStatus], PostingStatus] = {
    (A.SUBMIT, S.DRAFT): S.PENDING,
    (A.SUBMIT, S.CHANGES_ASKED): S.PENDING,
    (A.WITHDRAW, S.PENDING): S.DRAFT,
    (A.APPROVE, S.PENDING): S.LIVE,
    (A.SCHEDULE, S.PENDING): S.SCHEDULED,
    (A.ASK_CHANGES, S.PENDING): S.CHANGES_ASKED,
    (A.REJECT, S.PENDING): S.REJECTED,
    (A.PUBLISH, S.SCHEDULED): S.LIVE,
    (A.PAUSE, S.LIVE): S.PAUSED,
    (A.RESUME, S.PAUSED): S.LIVE,
    (A.CLOSE, S.LIVE): S.CLOSED,
    (A.CLOSE, S.PAUSED): S.CLOSED,
    (A.CLOSE, S.SCHEDULED): S.CLOSED,
    (A.REOPEN, S.CLOSED): S.LIVE,
    (A.EXPIRE, S.LIVE): S.EXPIRED,
    (A.EXPIRE, S.PAUSED): S.EXPIRED,
    (A.RENEW, S.EXPIRED): S.LIVE,
    (A.REVIEW_AGAIN, S.PAUSED): S.PENDING,
    (A.REVIEW_AGAIN, S.CLOSED): S.PENDING,
    (A.REVIEW_AGAIN, S.EXPIRED): S.PENDING,
    (A.FREEZE, S.LIVE): S.FROZEN,
    (A.FREEZE, S.PAUSED): S.FROZEN,
    (A.FREEZE, S.SCHEDULED): S.FROZEN,
    (A.FREEZE, S.CLOSED): S.FROZEN,
    (A.FREEZE, S.EXPIRED): S.FROZEN,
    (A.FREEZE, S.ARCHIVED): S.FROZEN,
    (A.RESTORE, S.FROZEN): S.LIVE,
    (A.REMOVE, S.FROZEN): S.REMOVED,
    (A.REMOVE, S.LIVE): S.REMOVED,
    (A.REMOVE, S.PAUSED): S.REMOVED,
    (A.REMOVE, S.SCHEDULED): S.REMOVED,
    (A.REMOVE, S.CLOSED): S.REMOVED,
    (A.REMOVE, S.EXPIRED): S.REMOVED,
    (A.REMOVE, S.ARCHIVED): S.REMOVED,
    (A.REMOVE, S.PENDING): S.REMOVED,
    (A.APPEAL, S.REJECTED): S.PENDING,
    (A.APPEAL, S.REMOVED): S.PENDING,
    (A.ARCHIVE, S.DRAFT): S.ARCHIVED,
    (A.ARCHIVE, S.CHANGES_ASKED): S.ARCHIVED,
    (A.ARCHIVE, S.PAUSED): S.ARCHIVED,
    (A.ARCHIVE, S.CLOSED): S.ARCHIVED,
    (A.ARCHIVE, S.EXPIRED): S.ARCHIVED,
    (A.ARCHIVE, S.REJECTED): S.ARCHIVED,
    (A.UNARCHIVE, S.ARCHIVED): S.DRAFT,
}


@pytest.mark.parametrize("action", PostingAction)
@pytest.mark.parametrize("status", PostingStatus)
def test_a_status_moves_along_the_table_or_not_at_all(action: PostingAction, status: PostingStatus) -> None:
    posting = Posting(status=status)
    to = ALLOWED.get((action, status))

    assert may(posting, action) is (to is not None)
    if to is None:
        with pytest.raises(RuleBroken):
            apply_action(posting, action)
        assert posting.status is status
    else:
        apply_action(posting, action)
        assert posting.status is to


def test_every_action_says_who_may() -> None:
    assert set(TRANSITIONS) == set(PostingAction)
    assert {way.by for way in TRANSITIONS.values()} == {"member", "moderator", "admin", "clock", "rule"}


@pytest.mark.parametrize("status", sorted(TRANSITIONS[A.FREEZE].to))
def test_what_was_held_goes_back_where_it_was(status: PostingStatus) -> None:
    posting = Posting(status=status)
    apply_action(posting, A.FREEZE)
    apply_action(posting, A.RESTORE)
    assert posting.status is status


@pytest.mark.parametrize("status", sorted(TRANSITIONS[A.ARCHIVE].to))
def test_what_was_archived_goes_back_where_it_was(status: PostingStatus) -> None:
    posting = Posting(status=status)
    apply_action(posting, A.ARCHIVE)
    apply_action(posting, A.UNARCHIVE)
    assert posting.status is status


def test_what_was_archived_before_that_was_noted_is_over_if_it_ever_was_public() -> None:
    posting = Posting(status=S.ARCHIVED, posted_at=datetime(2026, 1, 5, tzinfo=UTC))
    apply_action(posting, A.UNARCHIVE)
    assert posting.status is S.EXPIRED
