"""A queued letter goes out once, or says why it did not."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail import services
from careercenter.mail import tasks as mail_tasks
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks import queue
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.worker import run_pending
from tests.mail.servers import Taking, certificate, mail_server

MakeLetter = Callable[..., Letter]


def test_without_a_mail_server_letters_are_kept(letter: MakeLetter) -> None:
    kept = letter()
    assert run_pending() == 1
    assert kept.status is LetterStatus.KEPT


def test_a_letter_carries_text_and_html_and_says_that_a_machine_wrote_it(letter: MakeLetter, server: Taking) -> None:
    sent = letter(reply_to="recruiter@example.com")
    run_pending()
    (got,) = server.letters
    assert got["To"] == "Ana Coder <ana@example.com>"
    assert got["From"] == "CareerCenter <board@example.com>"
    assert got["Reply-To"] == "recruiter@example.com"
    assert got["Subject"] == "Join Northfield Clinic"
    assert got["Message-ID"] == sent.message_id
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"].datetime - now() < timedelta(minutes=1)
    assert [part.get_content_type() for part in got.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert got.get_body(("plain",)).get_content() == "Come in.\r\n"  # type: ignore[union-attr]
    assert sent.status is LetterStatus.SENT
    assert sent.sent_at is not None


def test_a_letter_already_sent_is_not_sent_again(letter: MakeLetter, server: Taking, session: Session) -> None:
    sent = letter()
    run_pending()
    queue.enqueue(TaskName.SEND_MAIL, letter_id=sent.id)
    session.commit()
    assert run_pending() == 1
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "ana@example.com\r\nBcc: all@example.com"},
        {"recipient_name": "Ana\r\nBcc: all@example.com"},
        {"reply_to": "a@example.com\nBcc: all@example.com"},
        {"subject": "Hello\r\nBcc: all@example.com"},
        {"recipient": "no address"},
        {"recipient": ""},
    ],
)
def test_no_value_can_add_a_header(letter: MakeLetter, server: Taking, changes: dict[str, str]) -> None:
    refused = letter(**changes)
    run_pending()
    assert server.letters == []
    assert refused.status is LetterStatus.DEAD
    assert refused.last_error


def test_a_recipient_refused_for_good_is_not_tried_again(
    letter: MakeLetter, use_server: Callable[..., None], session: Session
) -> None:
    refused = letter()
    with mail_server(Taking(to_recipient="550 No such person")) as port:
        use_server(port)
        run_pending()
    assert refused.status is LetterStatus.DEAD
    assert "550 No such person" in refused.last_error
    assert session.query(Task).count() == 0


def test_a_letter_refused_for_good_is_not_tried_again(letter: MakeLetter, use_server: Callable[..., None]) -> None:
    refused = letter()
    with mail_server(Taking(to_letter="554 Not wanted")) as port:
        use_server(port)
        run_pending()
    assert refused.status is LetterStatus.DEAD


@pytest.mark.parametrize("answers", [{"to_recipient": "451 Try later"}, {"to_letter": "452 Full"}])
def test_what_may_pass_is_tried_again_later(
    letter: MakeLetter, use_server: Callable[..., None], session: Session, answers: dict[str, str]
) -> None:
    waiting = letter()
    with mail_server(Taking(**answers)) as port:
        use_server(port)
        run_pending()
    task = session.query(Task).one()
    assert (task.status, task.attempts) == (TaskStatus.WAITING, 1)
    assert task.due_at > now() + timedelta(seconds=20)
    assert waiting.status is LetterStatus.QUEUED


def test_after_the_last_attempt_the_letter_is_dead_and_can_be_sent_again(
    letter: MakeLetter, use_server: Callable[..., None], session: Session
) -> None:
    dead = letter()
    with mail_server(Taking()) as port:
        use_server(port)  # nothing answers there once this block is left
    task = session.query(Task).one()
    task.attempts = mail_tasks.ATTEMPTS - 1
    session.commit()
    run_pending()
    session.refresh(dead)
    assert session.query(Task).one().status is TaskStatus.DEAD
    assert dead.status is LetterStatus.DEAD
    assert "refused" in dead.last_error.lower()
    taking = Taking()
    with mail_server(taking) as port:
        use_server(port)
        services.send_again(dead, actor=None, at=now())
        session.commit()
        run_pending()
    assert dead.status is LetterStatus.SENT
    assert len(taking.letters) == 1
    with pytest.raises(RuleBroken):
        services.send_again(dead, actor=None, at=now())


def test_nothing_is_sent_in_the_clear_when_starttls_is_asked_for(
    letter: MakeLetter, use_server: Callable[..., None], session: Session
) -> None:
    letter()
    taking = Taking()
    with mail_server(taking) as port:
        use_server(port, "starttls")
        run_pending()
    assert taking.letters == []
    assert "STARTTLS" in session.query(Task).one().last_error


def test_a_certificate_nobody_vouches_for_is_refused(
    letter: MakeLetter, use_server: Callable[..., None], session: Session, tmp_path: Path
) -> None:
    letter()
    taking = Taking()
    context, _ = certificate(tmp_path)
    with mail_server(taking, tls=context) as port:
        use_server(port, "starttls")
        run_pending()
    assert taking.letters == []
    assert "certificate verify failed" in session.query(Task).one().last_error


def test_starttls_with_a_trusted_certificate_sends_encrypted(
    letter: MakeLetter, use_server: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = letter()
    taking = Taking()
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(taking, tls=context) as port:
        use_server(port, "starttls")
        run_pending()
    assert taking.encrypted == [True]
    assert sent.status is LetterStatus.SENT


def test_no_write_lock_is_held_while_the_server_takes_its_time(
    letter: MakeLetter, server: Taking, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter()
    seen: list[bool] = []
    really_send = smtplib.SMTP.sendmail

    def sendmail(self: smtplib.SMTP, *args: Any, **kwargs: Any) -> Any:
        seen.append(session.in_transaction())
        return really_send(self, *args, **kwargs)

    monkeypatch.setattr(smtplib.SMTP, "sendmail", sendmail)
    run_pending()
    assert seen == [False]
