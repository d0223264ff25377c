"""Edits of a live posting, judged while it stays up."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from careercenter.core.errors import RuleBroken
from careercenter.postings import services
from careercenter.postings.content import Schedule
from careercenter.postings.lifecycle import CloseReason, PostingStatus
from careercenter.postings.models import Posting, PostingRevision, RevisionStatus
from careercenter.postings.queries import latest_revision, pending_revision
from tests.factories.accounts import make_moderator
from tests.factories.postings import make_member, make_posting

S, R = PostingStatus, RevisionStatus
AT = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
TOLD = {"reason": "pay-unclear", "words": "Say why."}


def edit(posting: Posting, **changes) -> PostingRevision:
    change = services.change(posting, dataclasses.replace(posting.content, **changes), actor=posting.author, at=AT)
    assert change.revision is not None
    return change.revision


@pytest.fixture
def live(session: Session) -> Posting:
    return make_posting(at=AT)


def test_an_approved_edit_shows_and_the_posting_day_stays(live: Posting) -> None:
    revision = edit(live, pay_max=4500, closing_on=date(2027, 1, 5))

    assert services.approve_revision(revision, actor=make_moderator(), at=AT + timedelta(days=1)) is R.APPROVED

    assert (live.content.pay_max, live.posted_at, live.status) == (4500, AT, S.LIVE)
    assert live.closes_at == datetime(2027, 1, 6, 5, 0, tzinfo=UTC)


def test_what_changed_meanwhile_is_kept(live: Posting) -> None:
    revision = edit(live, pay_max=4500)
    live.content = dataclasses.replace(live.content, schedule=Schedule.NIGHT)

    services.approve_revision(revision, actor=make_moderator(), at=AT)

    assert (live.content.pay_max, live.content.schedule) == (4500, Schedule.NIGHT)


def test_a_second_edit_replaces_the_first(live: Posting) -> None:
    first = edit(live, pay_max=4500)
    second = edit(live, pay_max=4700)

    assert (first.status, second.status) == (R.SUPERSEDED, R.PENDING)
    assert pending_revision(live) is second
    with pytest.raises(RuleBroken, match="decided already"):
        services.approve_revision(first, actor=make_moderator(), at=AT)


def test_the_same_edit_again_keeps_its_place_in_the_queue(live: Posting) -> None:
    first = edit(live, pay_max=4500)

    change = services.change(live, first.content, actor=live.author, at=AT + timedelta(days=1))

    assert (change, pending_revision(live), first.submitted_at) == (services.Change(), first, AT)


def test_an_edit_back_to_what_is_live_leaves_nothing_waiting(live: Posting) -> None:
    first = edit(live, pay_max=4500)

    change = services.change(live, dataclasses.replace(live.content, pay_max=4100), actor=live.author, at=AT)

    assert (change.revision, first.status, pending_revision(live)) == (None, R.SUPERSEDED, None)


@pytest.mark.parametrize("end", ["closed", "expired", "removed"])
def test_an_edit_of_what_ended_meanwhile_is_put_aside(live: Posting, end: str) -> None:
    revision, at = edit(live, pay_max=4500), AT
    if end == "closed":
        services.close(live, reason=CloseReason.FILLED, actor=live.author, at=AT)
    elif end == "removed":
        services.remove(live, actor=make_moderator(), at=AT, **TOLD)
        assert revision.status is R.SUPERSEDED
        return
    else:
        at = live.closes_at

    assert services.approve_revision(revision, actor=make_moderator(), at=at) is R.SUPERSEDED
    assert live.content.pay_max == 4100


def test_an_edit_that_is_no_longer_complete_cannot_be_approved(live: Posting) -> None:
    revision = edit(live, pay_max=4500)
    live.content = dataclasses.replace(live.content, closing_on=date(2026, 11, 18))

    with pytest.raises(RuleBroken, match="cannot go live"):
        services.approve_revision(revision, actor=make_moderator(), at=AT)


@pytest.mark.parametrize(
    ("judge", "status"),
    [(services.ask_revision_changes, R.CHANGES_ASKED), (services.reject_revision, R.REJECTED)],
)
def test_an_edit_sent_back_leaves_what_is_live(live: Posting, judge, status: RevisionStatus) -> None:
    revision = edit(live, pay_max=4500)

    judge(revision, actor=make_moderator(), at=AT, **TOLD)

    assert (revision.status, revision.decision_words, revision.decided_at) == (status, "Say why.", AT)
    assert (live.content.pay_max, live.status) == (4100, S.LIVE)
    assert latest_revision(live) is revision


def test_the_editor_goes_on_from_the_edit_that_was_sent_back(live: Posting) -> None:
    revision = edit(live, pay_max=4500)
    services.ask_revision_changes(revision, actor=make_moderator(), at=AT, **TOLD)
    assert services.latest_content(live).pay_max == 4500

    again = edit(live, pay_max=4400)

    assert (revision.status, again.status) == (R.SUPERSEDED, R.PENDING)


def test_an_edit_can_be_taken_back_once(live: Posting) -> None:
    revision = edit(live, pay_max=4500)

    services.withdraw_revision(revision, actor=live.author, at=AT)

    assert services.latest_content(live).pay_max == 4100
    with pytest.raises(RuleBroken):
        services.withdraw_revision(revision, actor=live.author, at=AT)


def test_nobody_judges_an_edit_of_their_own_employer(live: Posting) -> None:
    revision = edit(live, pay_max=4500)
    judge = make_member(live.employer, staff=make_moderator().staff)

    for verdict in (services.ask_revision_changes, services.reject_revision):
        with pytest.raises(RuleBroken, match="You belong to"):
            verdict(revision, actor=judge, at=AT, **TOLD)
    with pytest.raises(RuleBroken, match="You belong to"):
        services.approve_revision(revision, actor=judge, at=AT)
