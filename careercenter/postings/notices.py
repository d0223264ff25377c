"""News of several jobs in one e-mail: of those an import brought in, and of those decided about together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from careercenter.core.db import db
from careercenter.mail.message import Recipient
from careercenter.postings.models import Posting, PostingNotice
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

# From the first of an employer's news until all of it is told: who judges an import reads for a while.
WAIT = timedelta(minutes=15)
# What may wait; what is urgent, or about a job that was live, is told at once.
MAY_WAIT = frozenset({"posting_submitted", "posting_approved", "posting_changes_asked", "posting_rejected"})

_together: ContextVar[bool] = ContextVar("together", default=False)


@contextmanager
def together() -> Iterator[None]:
    """Tell what is decided in this block in one e-mail a person, as soon as the transaction is committed."""
    before = _together.set(True)
    try:
        yield
    finally:
        _together.reset(before)


def waits(posting: Posting, template: str) -> bool:
    return template in MAY_WAIT and (_together.get() or posting.external_reference is not None)


def keep(posting: Posting, template: str, words: str, *, at: datetime) -> None:
    """Let news wait: until the employer's others are told, else a while from `at`; at once in a block of `together`."""
    others = select(PostingNotice.due_at).join(Posting, Posting.id == PostingNotice.posting_id)
    others = others.where(Posting.employer_id == posting.employer_id, PostingNotice.due_at > at)
    due_at = at if _together.get() else db.session.scalar(others.order_by(PostingNotice.due_at).limit(1))
    if due_at is None or due_at == at:
        due_at = due_at or at + WAIT
        enqueue(TaskName.TELL_OF_JOBS, due_at=due_at)
    db.session.add(PostingNotice(posting=posting, template=template, words=words, due_at=due_at))
    db.session.flush()


def forget(posting: Posting) -> None:
    """Tell nothing of what waits to be told about a posting: what is told now says more."""
    db.session.execute(delete(PostingNotice).where(PostingNotice.posting_id == posting.id))


def take_due(at: datetime) -> dict[int, dict[int, PostingNotice]]:
    """Give, by employer and posting, the last news of each posting, where any of the employer's is due, and let it go."""
    due = select(Posting.employer_id).join(PostingNotice, PostingNotice.posting_id == Posting.id)
    waiting = select(PostingNotice).join(Posting, Posting.id == PostingNotice.posting_id)
    waiting = waiting.where(Posting.employer_id.in_(due.where(PostingNotice.due_at <= at)))
    found: dict[int, dict[int, PostingNotice]] = {}
    for notice in db.session.scalars(waiting.order_by(PostingNotice.id)).all():
        found.setdefault(notice.posting.employer_id, {})[notice.posting_id] = notice
        db.session.delete(notice)
    return found


def by_recipient(
    notices: list[PostingNotice], told: Callable[[Posting, str], list[Recipient]]
) -> list[tuple[Recipient, list[PostingNotice]]]:
    """Give each person, known by e-mail address, with the news that is theirs."""
    people: dict[str, Recipient] = {}
    theirs: dict[str, list[PostingNotice]] = {}
    for notice in notices:
        for person in told(notice.posting, notice.template):
            people.setdefault(person.email, person)
            theirs.setdefault(person.email, []).append(notice)
    return [(people[email], of_them) for email, of_them in theirs.items()]
