"""Many e-mails over one connection, and what happens to each when the server stumbles in the middle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.mail import reachability, services
from careercenter.mail import tasks as mail_tasks
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks import queue
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.worker import run_one, run_pending
from tests.mail.conftest import MakeLetter
from tests.mail.servers import Taking, mail_server

Use = Callable[..., None]


def left(session: Session) -> list[Task]:
    return list(session.scalars(select(Task).order_by(Task.id)))


def statuses(session: Session) -> list[LetterStatus]:
    return list(session.scalars(select(Letter.status).order_by(Letter.id)))


def test_many_go_over_one_connection_in_their_order(letter: MakeLetter, server: Taking) -> None:
    made = [letter(recipient=f"coder{number}@example.com") for number in range(12)]
    assert run_pending() == 12
    assert server.connections == 1
    assert [got["Message-ID"] for got in server.letters] == [one.message_id for one in made]
    assert {one.status for one in made} == {LetterStatus.SENT}


def test_one_that_is_refused_does_not_hold_up_the_others(letter: MakeLetter, use_server: Use, session: Session) -> None:
    made = [letter() for _ in range(4)]
    taking = Taking(to_each=lambda number: {2: "554 5.7.1 Not wanted", 3: "452 4.2.2 Mailbox full"}.get(number, ""))
    with mail_server(taking) as port:
        use_server(port)
        assert run_pending() == 3
    assert taking.connections == 1
    assert statuses(session) == [LetterStatus.SENT, LetterStatus.DEAD, LetterStatus.QUEUED, LetterStatus.SENT]
    (waiting,) = left(session)
    assert (waiting.args["letter_id"], waiting.attempts) == (made[2].id, 1)
    assert "Mailbox full" in waiting.last_error


def test_a_connection_that_drops_costs_one_and_the_rest_goes_over_another(
    letter: MakeLetter, use_server: Use, session: Session
) -> None:
    made = [letter() for _ in range(5)]
    taking = Taking(to_each=lambda number: "drop" if number == 3 else "")
    with mail_server(taking) as port:
        use_server(port)
        assert run_pending() == 4
    assert taking.connections == 2
    assert len(taking.letters) == 4
    (waiting,) = left(session)
    assert (waiting.args["letter_id"], waiting.attempts, waiting.status) == (made[2].id, 1, TaskStatus.WAITING)


def test_a_server_that_drops_again_and_again_is_left_alone_for_a_while(
    letter: MakeLetter, use_server: Use, session: Session
) -> None:
    for _ in range(6):
        letter()
    taking = Taking(to_each=lambda _number: "drop")
    with mail_server(taking) as port:
        use_server(port)
        at = now()
        assert run_pending() == 0
    assert taking.connections == mail_tasks.MOST_DROPS
    tasks = left(session)
    assert [task.attempts for task in tasks] == [1, 1, 1, 0, 0, 0]
    assert min(task.due_at for task in tasks) > at + timedelta(seconds=20)


@pytest.mark.parametrize(
    "answer", ["421 4.7.0 Too many messages, come back later", "454 Throttling failure: Maximum sending rate"]
)
def test_a_server_that_asks_to_slow_down_costs_nobody_an_attempt(
    letter: MakeLetter, use_server: Use, session: Session, answer: str
) -> None:
    for _ in range(4):
        letter()
    taking = Taking(to_each=lambda number: answer if number == 2 else "")
    with mail_server(taking) as port:
        use_server(port)
        at = now()
        assert run_pending() == 1
    assert len(taking.letters) == 1
    assert [task.attempts for task in left(session)] == [0, 0, 0]
    assert all(task.due_at > at + timedelta(seconds=30) for task in left(session))


def test_a_server_that_is_away_is_not_asked_for_each(letter: MakeLetter, use_server: Use, session: Session) -> None:
    for _ in range(3):
        letter()
    with mail_server(Taking()) as port:
        use_server(port)
    at = now()
    first = queue.claim("w", at=at)[:1]
    queue.give_back([task.id for task in session.scalars(select(Task).where(Task.id != first[0].id))], due_at=at)
    assert run_one(first) == 0
    tasks = left(session)
    assert [task.attempts for task in tasks] == [1, 0, 0]
    assert min(task.due_at for task in tasks) > at + timedelta(seconds=20)


def test_a_slow_server_gets_part_of_a_batch_at_a_time(
    letter: MakeLetter, server: Taking, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        letter()
    monkeypatch.setattr(mail_tasks, "LONGEST_BATCH_SECONDS", -1)
    assert run_one(queue.claim("w", at=now())) == 1
    assert [task.attempts for task in left(session)] == [0, 0]
    assert run_pending() == 2
    assert len(server.letters) == 3


def test_what_is_stopped_while_a_batch_is_sent_is_not_sent(
    letter: MakeLetter, use_server: Use, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_tasks, "RECHECK_SECONDS", -1)
    made = [letter(through="employer:1") for _ in range(3)]
    taking = Taking()
    really_marking = mail_tasks._marking

    def stopping_the_rest(*args: object) -> Callable[[], None]:
        mark = really_marking(*args)  # type: ignore[arg-type]
        return lambda: (mark(), services.stop("employer:1"))  # type: ignore[func-returns-value]

    monkeypatch.setattr(mail_tasks, "_marking", stopping_the_rest)
    with mail_server(taking) as port:
        use_server(port)
        run_pending()
    assert [one.status for one in made] == [LetterStatus.SENT, LetterStatus.STOPPED, LetterStatus.STOPPED]
    assert len(taking.letters) == 1
    assert left(session) == []


def test_the_lease_outlasts_the_longest_batch() -> None:
    assert timedelta(seconds=2 * mail_tasks.LONGEST_BATCH_SECONDS) < mail_tasks.LEASE


def test_a_server_is_asked_for_four_days_before_an_email_is_given_up() -> None:
    waits = mail_tasks.WAITS
    waited = sum(waits[min(attempt, len(waits)) - 1] for attempt in range(1, mail_tasks.ATTEMPTS))
    assert timedelta(days=4) <= timedelta(seconds=waited) < timedelta(days=5)


def test_one_twice_in_the_queue_is_sent_once(letter: MakeLetter, server: Taking, session: Session) -> None:
    made = letter()
    queue.enqueue(TaskName.SEND_MAIL, letter_id=made.id)
    session.commit()
    assert run_pending() == 2
    assert len(server.letters) == 1


def test_an_internationalized_domain_reaches_its_people(letter: MakeLetter, server: Taking) -> None:
    made = letter(recipient="ana@b\u00fccher.example", recipient_name="Ana B\u00fccher")
    run_pending()
    assert made.status is LetterStatus.SENT
    (got,) = server.letters
    assert got["To"].addresses[0].addr_spec == "ana@xn--bcher-kva.example"
    assert got["To"].addresses[0].display_name == "Ana B\u00fccher"


def test_letters_before_the_at_need_a_server_that_knows_them(letter: MakeLetter, use_server: Use) -> None:
    taking = Taking()
    made, others = letter(recipient="j\u00f6rg@example.com"), letter()
    with mail_server(taking) as port:
        use_server(port)
        run_pending()
    assert (made.status, others.status) == (LetterStatus.DEAD, LetterStatus.SENT)
    assert "SMTPUTF8" in made.last_error
    assert reachability.stopped_since("j\u00f6rg@example.com") is not None  # so that the person is told
    reachability.reached("j\u00f6rg@example.com")
    made = letter(recipient="j\u00f6rg@example.com")
    with mail_server(taking, utf8=True) as port:
        use_server(port)
        run_pending()
    assert made.status is LetterStatus.SENT
