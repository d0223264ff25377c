from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from careercenter.accounts import sessions
from careercenter.accounts.models import AccountSession, Staff
from careercenter.core.clock import now
from tests.factories.accounts import make_account
from tests.factories.employers import make_employer

NOW = now()


def test_only_the_hash_of_a_token_is_kept(session: Session) -> None:
    token = sessions.start(make_account(), at=NOW)
    session.flush()
    row = session.query(AccountSession).one()
    assert len(token) >= 43  # 256 bits
    assert row.token_hash == sessions.hashed(token)
    assert token not in repr(vars(row))


@pytest.mark.parametrize(
    ("staff", "unseen", "age", "alive"),
    [
        (None, timedelta(hours=11, minutes=59), timedelta(days=1), True),
        (None, timedelta(hours=12), timedelta(days=1), False),
        (None, timedelta(minutes=1), timedelta(days=13, hours=23), True),
        (None, timedelta(minutes=1), timedelta(days=14), False),
        (Staff.MODERATOR, timedelta(minutes=59), timedelta(hours=2), True),
        (Staff.MODERATOR, timedelta(minutes=60), timedelta(hours=2), False),
        (Staff.ADMIN, timedelta(minutes=1), timedelta(hours=12), False),
    ],
)
def test_a_session_ends_when_idle_or_old(
    app: Flask, staff: Staff | None, unseen: timedelta, age: timedelta, alive: bool
) -> None:
    token = sessions.start(make_account(staff=staff), at=NOW - age)
    from careercenter.core.db import db

    db.session.flush()
    db.session.query(AccountSession).update({"seen_at": NOW - unseen})
    assert (sessions.alive(token, at=NOW) is not None) is alive


def test_an_ended_session_or_a_suspended_account_is_refused(session: Session) -> None:
    account = make_account()
    token, other = sessions.start(account, at=NOW), sessions.start(account, at=NOW)
    session.flush()
    found = sessions.alive(token, at=NOW)
    assert found is not None
    sessions.end(found, at=NOW)
    session.flush()
    assert sessions.alive(token, at=NOW) is None
    assert sessions.alive(other, at=NOW) is not None
    account.active = False
    session.flush()
    assert sessions.alive(other, at=NOW) is None


def test_all_others_end(session: Session) -> None:
    account, stranger = make_account(), make_account()
    mine, other, theirs = (sessions.start(person, at=NOW) for person in (account, account, stranger))
    session.flush()
    assert sessions.end_all(account, at=NOW, but=sessions.alive(mine, at=NOW)) == 1
    assert sessions.alive(mine, at=NOW)
    assert not sessions.alive(other, at=NOW)
    assert sessions.alive(theirs, at=NOW)


def test_session_account_and_memberships_come_in_one_query(session: Session, count_queries: list[str]) -> None:
    account = make_account()
    make_employer(owner=account)
    token = sessions.start(account, at=NOW)
    session.commit()
    session.expunge_all()
    del count_queries[:]
    found = sessions.alive(token, at=NOW)
    assert found is not None
    assert found.account.memberships[0].employer.name
    assert len(count_queries) == 1


def test_old_sessions_are_forgotten(session: Session) -> None:
    account = make_account()
    for days in (1, 29, 31):
        sessions.start(account, at=NOW - timedelta(days=days))
    session.flush()
    session.query(AccountSession).update({"ended_at": AccountSession.started_at})
    sessions.forget_old(at=NOW)
    assert session.query(AccountSession).count() == 2


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_named_in_words(user_agent: str, words: str) -> None:
    assert sessions.device_words(user_agent) == words
