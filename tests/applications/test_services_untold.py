"""Decisions nobody told: the employer is reminded once, then the board tells the applicant, once, in neutral words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import services_employer, tasks
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus, shown_status
from careercenter.applications.models import Application
from careercenter.applications.services_untold import remind, tell_overdue
from careercenter.audit.models import AuditEntry
from careercenter.config import read_settings
from careercenter.core.clock import now
from careercenter.core.errors import UnsafeSettings
from careercenter.mail.models import Letter
from careercenter.postings.lifecycle import PostingStatus
from tests.factories.applications import TOLD, make_application, owner_of
from tests.factories.postings import make_posting

A = ApplicationStatus
WEEK = timedelta(days=7)


def decided(status: ApplicationStatus = A.UNSUCCESSFUL, *, ago: timedelta = WEEK, **values: object) -> Application:
    return make_application(status, at=now() - ago, **values)  # type: ignore[arg-type]


def letters(session: Session, template: str) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.template == template).order_by(Letter.id)))


def remind_now(at: datetime | None = None) -> int:
    return remind(at=at or now(), after=WEEK, told_after=WEEK)


@pytest.mark.parametrize("status", [A.UNSUCCESSFUL, A.UNSUCCESSFUL_INTERVIEW])
def test_after_the_days_the_employer_is_reminded_once(session: Session, status: ApplicationStatus) -> None:
    application = decided(status)
    assert remind_now() == 1
    assert remind_now(now() + WEEK) == 0
    (letter,) = letters(session, "decisions_not_told")
    assert letter.recipient == owner_of(application.posting).email
    assert letter.subject.startswith("1 applicant for")
    assert "After that, we tell them" in letter.text
    assert shown_status(application) is not A.REJECTED


def test_a_decision_of_less_than_the_days_is_not_reminded_of(session: Session) -> None:
    decided(ago=WEEK - timedelta(hours=1))
    decided(A.REJECTED, ago=timedelta(days=30))
    decided(A.SUBMITTED, ago=timedelta(days=30))
    assert remind_now() == 0
    assert letters(session, "decisions_not_told") == []


def test_many_of_one_job_are_one_e_mail(session: Session) -> None:
    posting = make_posting()
    for _ in range(3):
        decided(posting=posting)
    decided()
    assert remind_now() == 4
    assert sorted(letter.subject[:13] for letter in letters(session, "decisions_not_told")) == [
        "1 applicant f",
        "3 applicants ",
    ]


def test_the_board_tells_only_the_days_after_the_reminder_and_once(session: Session) -> None:
    application = decided(ago=timedelta(days=60))
    assert tell_overdue(at=now(), after=WEEK) == 0  # nobody was reminded yet, however old it is
    remind_now()
    assert tell_overdue(at=now() + WEEK - timedelta(hours=1), after=WEEK) == 0
    assert tell_overdue(at=now() + WEEK, after=WEEK) == 1
    assert application.status is A.REJECTED
    assert tell_overdue(at=now() + 2 * WEEK, after=WEEK) == 0
    (letter,) = letters(session, "application_step")
    assert letter.recipient == application.account.email
    assert "They hadn’t written to you, so we’re letting you know." in letter.text
    assert application.messages == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "application.tell_late")).one()
    assert entry.actor_id is None


def test_what_the_employer_told_or_took_back_meanwhile_is_left_alone(session: Session) -> None:
    told, reconsidered = decided(), decided()
    remind_now()
    services_employer.take(told, ApplicationAction.TELL, actor=owner_of(told.posting), at=now(), message=TOLD)
    services_employer.take(reconsidered, ApplicationAction.RECONSIDER, actor=owner_of(reconsidered.posting), at=now())
    assert tell_overdue(at=now() + WEEK, after=WEEK) == 0
    assert reconsidered.status is A.SHORTLISTED


def test_who_is_decided_against_anew_is_reminded_of_anew(session: Session) -> None:
    application = decided()
    owner = owner_of(application.posting)
    remind_now()
    services_employer.take(application, ApplicationAction.RECONSIDER, actor=owner, at=now())
    services_employer.take(application, ApplicationAction.TURN_DOWN, actor=owner, at=now())
    assert tell_overdue(at=now() + 2 * WEEK, after=WEEK) == 0
    assert remind_now(now() + WEEK) == 1


@pytest.mark.parametrize("how", ["suspended", "frozen"])
def test_an_employer_that_cannot_tell_is_neither_reminded_nor_told_for(session: Session, how: str) -> None:
    before, after = decided(), decided()
    after.reminded_at = now() - WEEK
    for application in (before, after):
        if how == "suspended":
            application.posting.employer.suspended_at = now()
        else:
            application.posting.status = PostingStatus.FROZEN
    assert remind_now() == 0
    assert tell_overdue(at=now(), after=WEEK) == 0


def run_with(app: Flask, monkeypatch: pytest.MonkeyPatch, **settings: int) -> None:
    changed = read_settings(data_dir=app.config["SETTINGS"].data_dir, **settings)
    monkeypatch.setitem(app.config, "SETTINGS", changed)
    tasks.tell_decisions()


@pytest.mark.parametrize(("days", "happens"), [((7, 7), (1, 1)), ((7, 0), (1, 0)), ((0, 7), (0, 0))])
def test_each_half_can_be_turned_off(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, days: tuple[int, int], happens: tuple[int, int]
) -> None:
    (reminder, told), (reminded, ended) = days, happens
    decided()
    overdue = decided(ago=timedelta(days=30))
    overdue.reminded_at = now() - timedelta(days=20)
    run_with(app, monkeypatch, decision_reminder_days=reminder, decision_told_days=told)
    found = letters(session, "decisions_not_told")
    assert len(found) == reminded
    assert all(("After that, we tell them" in letter.text) is bool(told) for letter in found)
    assert (overdue.status is A.REJECTED) is bool(ended)


@pytest.mark.parametrize("name", ["decision_reminder_days", "decision_told_days"])
def test_days_before_the_decision_are_refused(tmp_path: object, name: str) -> None:
    with pytest.raises(UnsafeSettings, match="0 or more"):
        read_settings(data_dir=str(tmp_path), **{name: -1})
