from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import sessions
from careercenter.accounts.models import Account, Staff
from careercenter.admin import services
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail.message import Recipient, post
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator

STANDING = [services.suspend, services.restore, services.end_sessions, services.make_moderator, services.unmake_moderator]


def dead_task(session: Session, name: TaskName = TaskName.SWEEP_FILES, **args: Any) -> Task:
    task = Task(name=name, args=args, status=TaskStatus.DEAD, attempts=8, last_error="Traceback…\nOSError: disk full")
    session.add(task)
    session.flush()
    return task


def dead_letter(session: Session) -> Letter:
    letter = post("report_decided", Recipient("coder@example.com"), title="A job", decision="dismiss")
    letter.status, letter.last_error = LetterStatus.DEAD, "550 no such person"
    session.flush()
    return letter


def _whats(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.what).order_by(AuditEntry.id)))


@pytest.mark.parametrize("act", STANDING)
def test_nobody_changes_their_own_standing(session: Session, act: Callable[..., None]) -> None:
    actor = make_admin()
    with pytest.raises(RuleBroken, match="your own standing"):
        act(actor, actor=actor, at=now())
    assert actor.staff is Staff.ADMIN
    assert actor.active


@pytest.mark.parametrize("act", STANDING)
@pytest.mark.parametrize("who", [make_moderator, make_coder])
def test_only_administrators_change_standing(session: Session, act: Callable[..., None], who: Callable[[], Account]) -> None:
    person = make_account()
    with pytest.raises(RuleBroken, match="Only an administrator"):
        act(person, actor=who(), at=now())
    assert person.staff is None
    assert person.active


def test_a_suspended_person_is_signed_out_and_may_come_back(session: Session) -> None:
    actor, person = make_admin(), make_coder()
    sessions.start(person, at=now())
    services.suspend(person, actor=actor, at=now())
    assert not person.active
    assert sessions.of_account(person, at=now()) == []
    services.restore(person, actor=actor, at=now())
    assert person.active
    assert {"account.suspended", "account.restored"} <= set(_whats(session))


def test_a_moderator_is_made_and_unmade_and_signs_in_anew(session: Session) -> None:
    actor, person = make_admin(), make_account()
    sessions.start(person, at=now())
    services.make_moderator(person, actor=actor, at=now())
    assert person.staff is Staff.MODERATOR
    assert sessions.of_account(person, at=now()) == []
    with pytest.raises(RuleBroken, match="already"):
        services.make_moderator(person, actor=actor, at=now())
    services.unmake_moderator(person, actor=actor, at=now())
    assert person.staff is None
    with pytest.raises(RuleBroken, match="not a moderator"):
        services.unmake_moderator(person, actor=actor, at=now())
    assert {"account.made_moderator", "account.unmade_moderator"} <= set(_whats(session))


@pytest.mark.parametrize("values", [{"confirmed": False}, {"active": False}, {"erased_at": now()}])
def test_only_an_account_in_use_becomes_a_moderators(session: Session, values: dict[str, Any]) -> None:
    person = make_account(**values)
    with pytest.raises(RuleBroken, match="confirmed address"):
        services.make_moderator(person, actor=make_admin(), at=now())


def test_an_administrator_is_not_unmade_like_a_moderator(session: Session) -> None:
    other = make_admin()
    with pytest.raises(RuleBroken):
        services.unmake_moderator(other, actor=make_admin(), at=now())
    assert other.staff is Staff.ADMIN


def test_given_up_work_is_retried_with_fresh_attempts(session: Session) -> None:
    task, at = dead_task(session), now()
    services.retry_task(task, actor=make_admin(), at=at)
    assert (task.status, task.attempts, task.due_at) == (TaskStatus.WAITING, 0, at)
    assert "task.retried" in _whats(session)


def test_given_up_work_is_dropped_and_the_trail_says_what_it_was(session: Session) -> None:
    task = dead_task(session, TaskName.EXTRACT_RESUME, resume_id=7)
    services.drop_task(task, actor=make_admin(), at=now())
    session.flush()
    assert session.get(Task, task.id) is None
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "task.dropped")).one()
    assert entry.detail["args"] == {"resume_id": 7}


@pytest.mark.parametrize("act", [services.retry_task, services.drop_task])
@pytest.mark.parametrize("status", [TaskStatus.WAITING, TaskStatus.CLAIMED])
def test_work_that_goes_on_is_left_alone(session: Session, act: Callable[..., None], status: TaskStatus) -> None:
    task = dead_task(session)
    task.status = status
    with pytest.raises(RuleBroken, match="failed tasks"):
        act(task, actor=make_admin(), at=now())
    with pytest.raises(RuleBroken, match="Only an administrator"):
        act(task, actor=make_moderator(), at=now())


def test_a_letter_that_could_not_be_sent_is_sent_again_once(session: Session) -> None:
    letter = dead_letter(session)
    session.execute(Task.__table__.delete())
    given_up = dead_task(session, TaskName.SEND_MAIL, letter_id=letter.id)
    dead_task(session, TaskName.SEND_MAIL, letter_id=letter.id + 1)
    services.retry_letter(letter, actor=make_admin(), at=now())
    session.flush()
    waiting = session.scalars(select(Task).where(Task.status == TaskStatus.WAITING)).all()
    assert waiting == [given_up]
    assert (letter.status, letter.last_error) == (LetterStatus.QUEUED, "")
    with pytest.raises(RuleBroken, match="could not be sent"):
        services.retry_letter(letter, actor=make_admin(), at=now())


def test_a_refused_letter_without_a_task_gets_a_new_one(session: Session) -> None:
    letter = dead_letter(session)
    session.execute(Task.__table__.delete())
    services.retry_letter(letter, actor=make_admin(), at=now())
    session.flush()
    task = session.scalars(select(Task)).one()
    assert (task.name, task.args) == (TaskName.SEND_MAIL, {"letter_id": letter.id})


def test_retrying_the_task_of_a_dead_letter_lets_the_letter_wait_again(session: Session) -> None:
    letter = dead_letter(session)
    services.retry_task(dead_task(session, TaskName.SEND_MAIL, letter_id=letter.id), actor=make_admin(), at=now())
    assert letter.status is LetterStatus.QUEUED


def test_a_rebuild_is_work_for_the_worker(session: Session) -> None:
    services.ask_rebuild(make_admin(), at=now())
    session.flush()
    assert session.scalars(select(Task.args).where(Task.name == TaskName.RECONCILE_INDEX)).one() == {"anew": True}
    with pytest.raises(RuleBroken):
        services.ask_rebuild(make_moderator(), at=now())
