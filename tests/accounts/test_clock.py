"""A clock that ran ahead and was put right: nothing of accounts lasts longer for it, and nobody is kept out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import one_time_tokens, sessions
from careercenter.accounts.models import AccountSession, LinkPurpose, MailedLink
from careercenter.core.clock import now
from careercenter.tasks.models import PeriodicRun
from careercenter.tasks.names import TaskName
from careercenter.tasks.worker import run_pending, start_periodic
from careercenter.web.models import RateWindow
from tests.factories.accounts import make_account


def test_sessions_links_and_limits_follow_the_clock(session: Session) -> None:
    ahead, account = now() + timedelta(days=2), make_account()
    sessions.start(account, at=ahead)
    one_time_tokens.make(account, LinkPurpose.RESET, at=ahead)
    session.add(RateWindow(key="a" * 64, count=10, ends_at=ahead + timedelta(hours=1)))
    session.add(PeriodicRun(name=TaskName.SWEEP_FILES, started_at=ahead))
    session.commit()
    start_periodic({TaskName.SWEEP_FILES: timedelta(hours=6)})
    run_pending()
    session.expire_all()
    at = now()
    device = session.scalars(select(AccountSession)).one()
    assert max(device.started_at, device.seen_at, device.proved_at) <= at
    assert session.scalars(select(MailedLink)).one().expires_at <= at + one_time_tokens.LASTS[LinkPurpose.RESET]
    assert session.scalars(select(RateWindow)).all() == []


def test_a_clock_that_runs_right_changes_nothing(session: Session) -> None:
    account, at = make_account(), now()
    sessions.start(account, at=at - timedelta(hours=1))
    session.add(PeriodicRun(name=TaskName.SWEEP_FILES, started_at=at - timedelta(minutes=1)))
    session.add(RateWindow(key="a" * 64, count=10, ends_at=at + timedelta(hours=1)))
    session.commit()
    start_periodic({TaskName.SWEEP_FILES: timedelta(hours=6)})
    run_pending()
    assert len(session.scalars(select(RateWindow)).all()) == 1
