"""An audit entry cannot be changed by the application nor, unnoticed, behind its back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from careercenter.audit import sealing
from careercenter.audit.models import AuditEntry
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName


def entries(session: Session, count: int, at: datetime) -> None:
    task = Task(name=TaskName.SEND_MAIL)
    session.add(task)
    for number in range(count):
        record("task.made", subject=task, actor=None, at=at, number=number, words="Zoë")
    session.flush()


@pytest.fixture
def sealed(session: Session) -> Session:
    """A trail with two seals, of three entries and of two."""
    for count in (3, 2):
        entries(session, count, now() - timedelta(hours=1))
        assert sealing.seal(now()) is not None
        session.flush()
    return session


@pytest.mark.parametrize("statement", ["update audit_entry set what = 'x'", "delete from audit_entry"])
def test_the_database_refuses_to_change_an_entry(sealed: Session, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append only"), sealed.begin_nested():
        sealed.execute(text(statement))
    assert sealing.verify().problems == ()


def test_seals_cover_what_is_old_enough_once(session: Session) -> None:
    entries(session, 2, now())
    assert sealing.seal(now()) is None
    entries(session, 1, now() - timedelta(hours=1))
    made = sealing.seal(now())
    assert made is not None
    session.flush()
    assert sealing.seal(now()) is None
    assert sealing.verify().sealed == made.entries


def unguarded(session: Session) -> None:
    """Do as somebody does who may change the database."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("drop trigger audit_entry_is_not_updated"))
        session.execute(text("drop trigger audit_entry_is_not_deleted"))
    else:
        session.execute(text("alter table audit_entry disable trigger audit_entry_is_append_only"))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("update audit_entry set what = 'task.unmade' where id = (select min(id) from audit_entry)", "not what was sealed"),
        ("update audit_entry set actor_id = 1 where id = (select max(id) from audit_entry)", "not what was sealed"),
        ("delete from audit_entry where id = (select min(id) from audit_entry)", "3 were sealed, 2 are there"),
        ("update audit_seal set digest = 'x' where id = (select min(id) from audit_seal)", "not what was sealed"),
    ],
)
def test_what_was_changed_behind_the_boards_back_is_noticed(sealed: Session, statement: str, words: str) -> None:
    unguarded(sealed)
    sealed.execute(text(statement))
    sealed.expire_all()
    assert any(words in problem for problem in sealing.verify().problems)


def test_a_digest_kept_elsewhere_shows_that_all_seals_were_made_anew(sealed: Session, app: Flask) -> None:
    kept = sealing.verify().digest
    assert sealing.verify(expected=kept).problems == ()
    unguarded(sealed)
    sealed.execute(text("delete from audit_seal"))
    sealed.execute(text("update audit_entry set what = 'task.unmade'"))
    sealed.expire_all()
    sealing.seal(now())
    sealed.flush()
    assert sealing.verify().problems == ()
    assert sealing.verify(expected=kept).problems
    sealed.commit()
    done = app.test_cli_runner().invoke(args=["audit", "verify", "--expect", kept])
    assert (done.exit_code, "of no seal" in done.output) == (1, True)


def test_the_command_says_how_many_and_the_digest(sealed: Session, app: Flask) -> None:
    sealed.commit()
    done = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert done.exit_code == 0
    assert "5 entries are sealed" in done.output
    assert sealing.verify().digest in done.output
    assert sealed.query(AuditEntry).count() == 5
