"""Background work about postings: the index follows the database, days begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.core.events import Event, subscribe
from careercenter.employers.models import Employer
from careercenter.employers.services_revision import set_visibility_check
from careercenter.postings import comparison, mail, services, signal_cache
from careercenter.postings.comparison import Compared
from careercenter.postings.models import Posting
from careercenter.postings.queries import visible
from careercenter.postings.search_document import document_of, revision_of
from careercenter.postings.seen import is_seen
from careercenter.search.interface import Criteria, Document, EngineUnavailable, SearchEngine
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue
from careercenter.tasks.registry import INDEX, handles

AT_ONCE = 200


def init_app(_app: Flask) -> None:
    set_visibility_check(is_seen)
    subscribe(Event.EMPLOYER_CLOSES, services.end_all)
    subscribe(Event.ACCOUNT_ENDS, services.give_up_unsaved)


def engine() -> SearchEngine:
    found: SearchEngine = current_app.extensions["search"]
    return found


@handles(TaskName.TELL_OF_JOBS)
def tell_of_jobs() -> None:
    """Send the news of several jobs whose time has come; what went already is not there any more."""
    mail.tell_together(now())


@handles(TaskName.INDEX_POSTING, batch=AT_ONCE, high_priority=True, lane=INDEX)
def index_postings(many: list[dict[str, Any]]) -> None:
    """Bring postings into the index as they are now, or out of it when nobody may see them: asking twice does no harm."""
    with reading():
        bring(list({args["posting_id"] for args in many}), at=now())


def bring(ids: list[int], *, at: datetime) -> None:
    """Put what is visible of these postings, drop the rest."""
    seen = list(db.session.scalars(visible(at).where(Posting.id.in_(ids))))
    gone = set(ids) - {posting.id for posting in seen}
    if seen:
        engine().upsert([document_of(posting) for posting in seen])
    if gone:
        engine().drop(list(db.session.scalars(select(Posting.public_id).where(Posting.id.in_(gone)))))


@handles(TaskName.RECONCILE_INDEX, lease=timedelta(minutes=30), lane=INDEX)
def reconcile(anew: bool = False) -> None:
    """Mend the index; `anew` when an administrator asked for it to be built from nothing."""
    at = now()
    with reading():
        found = _built_anew(at) if anew else mend(at=at)
    comparison.keep(found, at=at)


@handles(TaskName.CHECK_INDEX, lease=timedelta(minutes=30), lane=INDEX)
def check() -> None:
    """Build the index anew when it is missing, damaged or of another version; a search is how we know."""
    with reading():
        try:
            engine().find(Criteria(), at=now(), size=1)
        except EngineUnavailable:
            rebuild(at=now())


def mend(*, at: datetime) -> Compared:
    """Make the index hold exactly the visible postings as they are now; a stale or missing index is built anew.

    Gives what differed before.
    """
    if engine().stale():
        return _built_anew(at)
    held = engine().revisions()
    names = Posting.public_id, Posting.id, Posting.version, Employer.version
    due = {row[0]: (row[1], revision_of(row[2], row[3])) for row in db.session.execute(visible(at).with_only_columns(*names))}
    extra = held.keys() - due.keys()
    if extra:
        engine().drop(sorted(extra))
    missing = sorted(name for name, (_number, revision) in due.items() if held.get(name) != revision)
    for part in _parts(sorted(due[name][0] for name in missing)):
        bring(part, at=at)
    return Compared(len(held), len(due), tuple(missing), tuple(sorted(extra)))


def _built_anew(at: datetime) -> Compared:
    number = rebuild(at=at)
    return Compared(number, number, built_anew=True)


def rebuild(*, at: datetime) -> int:
    """Build the index anew from what is visible; give how many postings it holds."""
    engine().rebuild(_documents(at))
    return len(engine().ids())


def _documents(at: datetime) -> Iterator[Document]:
    # SQLite orders rows by holding all of them, descriptions and all: their ids are ordered here, and the rows read in parts.
    for part in _parts(sorted(db.session.scalars(visible(at).with_only_columns(Posting.id)))):
        for posting in db.session.scalars(visible(at).where(Posting.id.in_(part)).order_by(Posting.id)):
            yield document_of(posting)


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


@handles(TaskName.PUBLISH_DUE)
def publish_due() -> None:
    services.publish_due(now())


@handles(TaskName.EXPIRE_DUE)
def expire_due() -> None:
    services.expire_due(now())


@handles(TaskName.READ_SIGNALS, lease=timedelta(minutes=10))
def read_signals() -> None:
    """Read what older rules read; as long as there is more, the next piece is a task of its own."""
    if signal_cache.read_anew():
        enqueue(TaskName.READ_SIGNALS)
