from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.admin.by_moderator import CountedAs, ModeratorFigures, figures_by_moderator
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.postings import make_posting

SignIn = Callable[[Account], FlaskClient]
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


def _of(person: Account) -> ModeratorFigures:
    db.session.flush()
    return next(row for row in figures_by_moderator(WEDNESDAY) if row.public_id == person.public_id)


def _happen(posting: Posting, *acts: tuple[str, Account | None], at: datetime = WEDNESDAY) -> None:
    for what, actor in acts:
        record(f"posting.{what}", subject=posting, actor=actor, at=at)
        db.session.flush()


def _draft() -> Posting:
    return make_posting(PostingStatus.DRAFT, moderator=make_admin())


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("approved", CountedAs.APPROVED), ("scheduled", CountedAs.APPROVED), ("edit_approved", CountedAs.APPROVED),
        ("changes_asked", CountedAs.CHANGES_ASKED), ("edit_changes_asked", CountedAs.CHANGES_ASKED),
        ("rejected", CountedAs.REJECTED), ("edit_rejected", CountedAs.REJECTED),
        ("frozen", CountedAs.STOPPED), ("removed", CountedAs.STOPPED),
        ("reports_upheld", CountedAs.REPORTS), ("reports_dismissed", CountedAs.REPORTS),
    ],
)  # fmt: skip
def test_a_decision_counts_once_for_who_made_it(session: Session, act: str, kind: CountedAs) -> None:
    one, other = make_moderator(), make_moderator()
    _happen(_draft(), (act, one))
    assert _of(one).counts == {each: int(each is kind) for each in CountedAs}
    assert set(_of(other).counts.values()) == {0}


def test_what_the_clock_did_and_what_is_older_counts_for_nobody(session: Session) -> None:
    one = make_moderator()
    _happen(_draft(), ("approved", None))
    _happen(_draft(), ("approved", one), at=WEDNESDAY - timedelta(weeks=13))
    assert _of(one).counts[CountedAs.APPROVED] == 0


def test_hours_are_the_middle_of_the_moderators_own(session: Session) -> None:
    quick, slow = make_moderator(), make_moderator()
    for moderator, hours in ((quick, 1), (quick, 3), (quick, 80), (slow, 50)):
        posting = _draft()
        _happen(posting, ("submitted", None), at=WEDNESDAY - timedelta(hours=hours))
        _happen(posting, ("approved", moderator))
    assert (_of(quick).hours, _of(slow).hours, _of(make_moderator()).hours) == (3, 50, None)


@pytest.mark.parametrize(
    ("against", "then"),
    [
        ("rejected", ["appealed", "approved"]),
        ("rejected", ["appealed", "changes_asked", "submitted", "scheduled"]),
        ("frozen", ["restored"]),
        ("removed", ["appealed", "approved"]),
    ],
)
def test_what_somebody_else_shows_again_was_reversed(session: Session, against: str, then: list[str]) -> None:
    one, other = make_moderator(), make_moderator()
    _happen(_draft(), (against, one), *((act, other) for act in then))
    assert (_of(one).reversals, _of(other).reversals) == (1, 0)


def test_who_thinks_better_of_it_was_not_reversed(session: Session) -> None:
    one, other = make_moderator(), make_admin()
    _happen(_draft(), ("frozen", one), ("restored", one), ("approved", other))
    assert _of(one).reversals == 0


def test_the_reversal_is_of_the_last_who_decided_against_it(session: Session) -> None:
    held, removed, admin = make_moderator(), make_moderator(), make_admin()
    _happen(_draft(), ("frozen", held), ("removed", removed), ("appealed", admin), ("approved", admin))
    assert (_of(held).reversals, _of(removed).reversals) == (0, 1)


def test_another_job_of_the_employer_reverses_nothing(session: Session) -> None:
    one = make_moderator()
    _happen(_draft(), ("rejected", one))
    _happen(_draft(), ("approved", make_admin()))
    assert _of(one).reversals == 0


def test_who_left_the_staff_is_named_and_who_decided_nothing_is_there_if_a_moderator(session: Session) -> None:
    left, idle, admin = make_account(name="Robin Left"), make_moderator(name="Ida Idle"), make_admin()
    _happen(_draft(), ("approved", left))
    assert (_of(left).name, _of(left).still, _of(idle).still) == ("Robin Left", False, True)
    assert admin.public_id not in {row.public_id for row in figures_by_moderator(WEDNESDAY)}


def test_a_closed_account_has_no_name(session: Session) -> None:
    gone = make_account(name="")
    gone.erased_at = WEDNESDAY
    _happen(_draft(), ("approved", gone))
    assert _of(gone).name == "Closed account"


def test_more_moderators_and_decisions_ask_no_more_of_the_database(session: Session) -> None:
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        figures_by_moderator(now())
        return len(asked)

    event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_more: asked.append(statement))
    make_posting(PostingStatus.LIVE, moderator=make_moderator())
    count()  # what a session asks once
    few = count()
    for _number in range(4):
        make_posting(PostingStatus.LIVE, moderator=make_moderator())
    session.flush()
    assert count() == few == 4


def test_administrators_read_it_in_a_table_that_says_how_it_is_counted(session: Session, sign_in: SignIn) -> None:
    moderator = make_moderator(name="Morgan Field")
    make_posting(PostingStatus.LIVE, moderator=moderator)
    session.commit()
    browser = sign_in(make_admin())
    page = browser.get("/admin/trends/moderators").text
    assert 'data-label="Approved">1</td>' in page
    assert f'href="/admin/people/{moderator.public_id}">Morgan Field</a>' in page
    assert "Reversed: jobs the moderator rejected, held or removed that somebody else then approved or restored." in page
    assert 'href="/admin/trends/moderators"' in browser.get("/admin/trends").text


@pytest.mark.parametrize("who", [make_moderator, make_coder])
def test_nobody_else_reads_anybodys_figures(session: Session, sign_in: SignIn, who: Callable[[], Account]) -> None:
    person = who()
    session.commit()
    assert sign_in(person).get("/admin/trends/moderators").status_code == 404
