"""Trying again, trying out, and not keeping for ever."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail import queries, services
from careercenter.mail.message import Recipient, post
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.models import Task, TaskStatus
from tests.mail.conftest import MakeLetter
from tests.mail.servers import Taking, mail_server


def test_a_test_email_is_sent_at_once_and_not_kept(app: Flask, server: Taking, session: Session) -> None:
    assert services.send_test("you@hospital.org", app.config["SETTINGS"], at=now()) == "you@hospital.org"
    (got,) = server.letters
    assert got["To"] == "you@hospital.org"
    assert got["Subject"] == "Test e-mail of CareerCenter"
    assert session.scalars(select(Letter)).all() == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [({"to_recipient": "550 5.1.1 No such person"}, "No such person"), ({"to_letter": "451 Not now"}, "451 Not now")],
)
def test_a_test_email_that_is_not_taken_says_what_the_server_said(
    app: Flask, use_server: Callable[..., None], answers: dict[str, str], said: str
) -> None:
    with mail_server(Taking(**answers)) as port:
        use_server(port)
        with pytest.raises(RuleBroken, match=said):
            services.send_test("you@hospital.org", app.config["SETTINGS"], at=now())


def test_a_test_email_without_a_server_or_with_one_that_is_away_says_so(app: Flask, use_server: Callable[..., None]) -> None:
    with pytest.raises(RuleBroken, match="No mail server is set"):
        services.send_test("you@hospital.org", app.config["SETTINGS"], at=now())
    with mail_server(Taking()) as port:
        use_server(port)
    with pytest.raises(RuleBroken, match=r"did not take it: .*refused"):
        services.send_test("you@hospital.org", app.config["SETTINGS"], at=now())


def test_the_command_says_what_the_server_answered(app: Flask, server: Taking) -> None:
    sent = app.test_cli_runner().invoke(args=["mail", "test", "you@hospital.org"])
    assert sent.exit_code == 0
    assert "took a test e-mail for you@hospital.org" in sent.output
    server.to_recipient = "550 No such person"
    refused = app.test_cli_runner().invoke(args=["mail", "test", "you@hospital.org"])
    assert refused.exit_code != 0
    assert "550 No such person" in refused.output


def test_what_was_kept_without_a_server_can_be_sent_later(letter: MakeLetter, use_server: Callable[..., None]) -> None:
    from careercenter.tasks.worker import run_pending

    kept = letter()
    run_pending()
    assert kept.status is LetterStatus.KEPT
    taking = Taking()
    with mail_server(taking) as port:
        use_server(port)
        services.send_again(kept, actor=None, at=now())
        assert run_pending() == 1
    assert len(taking.letters) == 1


def test_what_waits_for_its_next_try_can_go_now(letter: MakeLetter, session: Session) -> None:
    waiting, fresh = letter(), letter()
    at = now()
    task = session.scalars(select(Task).order_by(Task.id)).first()
    assert task is not None
    task.attempts, task.due_at, task.last_error = 4, at + timedelta(hours=1), "the server is away"
    session.commit()
    assert queries.waiting_after_failure(at) == 1
    services.send_again(waiting, actor=None, at=at)
    assert (task.attempts, task.due_at) == (0, at)
    with pytest.raises(RuleBroken):
        services.send_again(fresh, actor=None, at=at)
    task.attempts, task.due_at = 4, at + timedelta(hours=1)
    assert services.send_waiting_now(at=at) == 1
    assert (task.attempts, task.due_at) == (0, at)


def test_an_outage_is_told_with_the_last_answer(letter: MakeLetter, session: Session) -> None:
    letter()
    assert queries.outage(now()) is None
    task = session.scalars(select(Task)).one()
    task.made_at, task.last_error, task.status = (
        now() - timedelta(hours=2),
        "Traceback\nConnectionRefusedError: no",
        TaskStatus.WAITING,
    )
    session.commit()
    told = queries.outage(now())
    assert told is not None
    assert (told.since, told.error) == (task.made_at, "ConnectionRefusedError: no")


def test_old_emails_go_and_those_still_to_be_sent_stay(letter: MakeLetter, session: Session) -> None:
    at = now()
    for status in LetterStatus:
        made = letter()
        made.status, made.queued_at = status, at - timedelta(days=200)
    letter().status = LetterStatus.SENT
    session.commit()
    assert services.sweep(at - timedelta(days=180)) == len(LetterStatus) - 1
    left = session.scalars(select(Letter).order_by(Letter.id)).all()
    assert [made.status for made in left] == [LetterStatus.QUEUED, LetterStatus.SENT]


def test_moments_are_written_in_the_recipients_zone_and_ids_carry_the_boards_host(session: Session) -> None:
    at = now().replace(month=1, day=15, hour=20, minute=5)
    here = post("test", Recipient("ana@example.com", "Ana"), at=at)
    there = post("test", Recipient("kai@example.com", "Kai", "Pacific/Honolulu"), at=at)
    assert "3:05\u202fPM EST" in here.text
    assert "10:05\u202fAM HST" in there.text
    assert here.message_id.endswith("@localhost>")
    assert here.message_id != there.message_id


def test_the_board_does_not_mail_as_somebody_else(app: Flask) -> None:
    settings = dataclasses.replace(app.config["SETTINGS"], mail_from="jobs@your-hospital.org")
    sender = services.sender_of(settings)
    assert (sender.name, sender.address) == ("CareerCenter", "jobs@your-hospital.org")
