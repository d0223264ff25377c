import pytest
from sqlalchemy.orm import Session

from careercenter.audit.queries import trail_of
from careercenter.audit.services import record
from careercenter.core.clock import now
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName


def test_the_trail_of_a_subject_is_newest_first(session: Session) -> None:
    task, other = Task(name=TaskName.SEND_MAIL), Task(name=TaskName.SEND_MAIL)
    session.add_all([task, other])
    for what in ("task.made", "task.done"):
        record(what, subject=task, actor=None, at=now(), why="test")
    record("task.made", subject=other, actor=None, at=now())
    session.commit()
    entries = session.scalars(trail_of(task)).all()
    assert [entry.what for entry in entries] == ["task.done", "task.made"]
    assert entries[0].detail == {"why": "test"}


@pytest.mark.parametrize("act", ["change", "delete"])
def test_an_entry_cannot_be_touched(session: Session, act: str) -> None:
    task = Task(name=TaskName.SEND_MAIL)
    session.add(task)
    record("task.made", subject=task, actor=None, at=now())
    session.commit()
    entry = session.scalars(trail_of(task)).one()
    if act == "change":
        entry.what = "task.unmade"
    else:
        session.delete(entry)
    with pytest.raises(RuntimeError, match="cannot be changed"):
        session.commit()
