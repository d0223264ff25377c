from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.admin.trends import HIGH, WEEKS, Series, Trend, mondays, trends
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.postings.lifecycle import PostingStatus
from tests.factories.accounts import make_admin, make_coder
from tests.factories.postings import make_posting

SignIn = Callable[[Account], FlaskClient]
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


def _values(trend: Trend, at: datetime = WEDNESDAY) -> tuple[int | None, ...]:
    return next(series.values for series in trends(at) if series.trend is trend)


def test_weeks_begin_on_monday_and_the_last_is_under_way() -> None:
    found = mondays(WEDNESDAY)
    assert (len(found), str(found[0]), str(found[-1])) == (WEEKS, "2026-09-07", "2026-11-23")


def test_what_was_done_is_counted_in_its_week(session: Session) -> None:
    posting = make_posting(PostingStatus.DRAFT)
    before = WEDNESDAY - timedelta(days=7)
    for at in (WEDNESDAY, before, before, WEDNESDAY - timedelta(days=100)):
        record("posting.submitted", subject=posting, actor=None, at=at)
    record("posting.approved", subject=posting, actor=None, at=WEDNESDAY)
    record("posting.published", subject=posting, actor=None, at=WEDNESDAY)
    session.flush()
    assert _values(Trend.SUBMITTED)[-3:] == (0, 2, 1)
    assert _values(Trend.LIVE)[-1] == 2


def test_coders_are_counted_by_the_day_they_signed_up(session: Session) -> None:
    make_coder().created_at = WEDNESDAY - timedelta(days=8)
    make_admin().created_at = WEDNESDAY
    session.flush()
    assert _values(Trend.CODERS)[-2:] == (1, 0)


def test_the_middle_of_the_times_to_a_decision(session: Session) -> None:
    for hours in (2, 5, 90):
        posting = make_posting(PostingStatus.DRAFT)
        record("posting.submitted", subject=posting, actor=None, at=WEDNESDAY - timedelta(hours=hours))
        record("posting.approved", subject=posting, actor=None, at=WEDNESDAY)
    session.flush()
    assert _values(Trend.HOURS)[-2:] == (None, 5)


def test_a_second_look_counts_from_when_it_was_sent_again(session: Session) -> None:
    posting = make_posting(PostingStatus.DRAFT)
    for what, hours in (("submitted", 50), ("changes_asked", 40), ("submitted", 3), ("approved", 0)):
        record(f"posting.{what}", subject=posting, actor=None, at=WEDNESDAY - timedelta(hours=hours))
    session.flush()
    assert _values(Trend.HOURS)[-1] == 7  # of 10 and 3


def test_bars_are_as_high_as_numbers_and_a_little_is_seen() -> None:
    assert Series(Trend.REPORTS, (0, None, 1, 500, 1000)).heights == [0, 0, 2, HIGH // 2, HIGH]


def test_more_that_happened_asks_no_more_of_the_database(session: Session) -> None:
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        trends(now())
        return len(asked)

    event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_more: asked.append(statement))
    count()  # what a session asks once
    few = count()
    for _number in range(4):
        make_posting(PostingStatus.LIVE)
    assert count() == few == 3


def test_the_page_draws_each_number_and_says_it_in_a_table(session: Session, sign_in: SignIn) -> None:
    make_posting(PostingStatus.LIVE)
    session.commit()
    page = sign_in(make_admin()).get("/admin/trends").text
    assert page.count("<svg") == len(Trend)
    assert page.count("<tr>") == WEEKS + 1
    assert "1 this week, 0 the week before" in page
