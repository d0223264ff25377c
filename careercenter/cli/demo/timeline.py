"""Let everything on the board happen in the order of its moments, so that trails, letters and ids read as they would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from careercenter.core.db import db
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

# Letters of the last day still wait in the outbox; earlier ones were dealt with when they were written.
STILL_WAITING = timedelta(days=1)


class Timeline:
    """Collect what happens with its moment, then let it happen."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._events: list[tuple[datetime, int, Callable[[datetime], object]]] = []

    def add(self, moment: datetime, act: Callable[[datetime], object]) -> None:
        """`act` is called with its moment, after everything earlier; those of one moment in the order they were added."""
        assert moment <= self._until, f"{moment} is still to come"
        self._events.append((moment, len(self._events), act))

    def run(self) -> None:
        last_letter = 0
        for moment, _, act in sorted(self._events, key=lambda event: event[:2]):
            act(moment)
            db.session.flush()
            for letter in db.session.scalars(select(Letter).where(Letter.id > last_letter).order_by(Letter.id)):
                letter.queued_at, last_letter = moment, letter.id
        self._settle_work()

    def _settle_work(self) -> None:
        """Leave the worker what is left to do today: new letters, résumés to read, and one look at the whole index."""
        db.session.flush()
        old = set()
        for letter in db.session.scalars(select(Letter).where(Letter.queued_at < self._until - STILL_WAITING)):
            letter.status = LetterStatus.KEPT
            old.add(letter.id)
        for task in db.session.scalars(select(Task)):
            about_index = task.name in (TaskName.INDEX_POSTING, TaskName.RECONCILE_INDEX)
            if about_index or (task.name == TaskName.SEND_MAIL and task.args["letter_id"] in old):
                db.session.delete(task)
        enqueue(TaskName.RECONCILE_INDEX)
        db.session.flush()
