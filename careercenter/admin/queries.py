"""Reading the whole board: people, employers, postings, background work, mail, the trail and the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from careercenter.accounts import sessions
from careercenter.accounts.models import Account
from careercenter.admin.lists import employers
from careercenter.audit.models import AuditEntry
from careercenter.audit.queries import trail
from careercenter.audit.retention import Retained
from careercenter.config import PREFIX, Settings
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.employers.models import Employer
from careercenter.mail.models import Letter, LetterStatus
from careercenter.postings import comparison
from careercenter.postings.comparison import IndexComparison
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision
from careercenter.postings.queries import count_visible
from careercenter.search.interface import Criteria, EngineUnavailable, SearchEngine
from careercenter.tasks.models import Task, TaskStatus
from careercenter.tasks.names import TaskName


def people_of(addresses: Iterable[str]) -> dict[str, Account]:
    """Give the accounts of a page of addresses, in one query."""
    return {person.email: person for person in db.session.scalars(select(Account).where(Account.email.in_(list(addresses))))}


def live_counts(shown: Iterable[Employer]) -> dict[int, int]:
    """Count the live postings of the employers on a page, in one query."""
    query = (
        select(Posting.employer_id, func.count())
        .where(Posting.employer_id.in_([employer.id for employer in shown]), Posting.status == PostingStatus.LIVE)
        .group_by(Posting.employer_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def tasks(status: TaskStatus | None = None) -> Select[Any]:
    query = select(Task).order_by(Task.due_at, Task.id)
    return query if status is None else query.where(Task.status == status)


def task_counts() -> dict[TaskStatus, int]:
    return {row[0]: row[1] for row in db.session.execute(select(Task.status, func.count()).group_by(Task.status))}


def letter_counts() -> dict[LetterStatus, int]:
    return {row[0]: row[1] for row in db.session.execute(select(Letter.status, func.count()).group_by(Letter.status))}


SUBJECTS: dict[str, Any] = {model.__tablename__: model for model in (Account, Employer, Posting, PostingRevision)}


def audit(*, what: str = "", who: str = "", about: str = "") -> Select[Any]:
    """Select entries whose `what` begins so, written by the person of an address or public id, about a public id's subject."""
    query = trail()
    if what:
        query = query.where(AuditEntry.what.startswith(what, autoescape=True))
    if who:
        person = select(Account.id).where(or_(Account.email == who.lower(), Account.public_id == who))
        query = query.where(AuditEntry.actor_id.in_(person))
    if about:
        query = query.where(or_(*(_about(kind, model, about) for kind, model in SUBJECTS.items())))
    return query


def _about(kind: str, model: Any, public_id: str) -> Any:
    return (AuditEntry.subject_kind == kind) & AuditEntry.subject_id.in_(select(model.id).where(model.public_id == public_id))


@dataclass(frozen=True, slots=True)
class Subject:
    """What an audit entry is about, with a name people know it by."""

    kind: str
    public_id: str
    name: str


def subjects(entries: Iterable[AuditEntry]) -> dict[tuple[str, int], Subject]:
    """Name the subjects of a page of entries, one query a kind."""
    entries = list(entries)
    out: dict[tuple[str, int], Subject] = {}
    for kind, name in (("account", Account.email), ("employer", Employer.name), ("posting", Posting.title)):
        ids = {entry.subject_id for entry in entries if entry.subject_kind == kind}
        if ids:
            model = SUBJECTS[kind]
            for row in db.session.execute(select(model.id, model.public_id, name.label("name")).where(model.id.in_(ids))):
                out[kind, row.id] = Subject(kind, row.public_id, row.name or _("Untitled job"))
    return out


@dataclass(frozen=True, slots=True)
class Health:
    """How the index stands: what is asked now by counting, and what the worker's last comparison found."""

    usable: bool
    held: int
    visible: int
    waiting: int
    oldest_waiting: datetime | None
    compared: IndexComparison | None
    rebuild_waiting: bool

    @property
    def sound(self) -> bool:
        return self.usable and self.held == self.visible


def health(engine: SearchEngine, at: datetime, *, live: int | None = None) -> Health:
    """Ask in a few counts: the whole index is read only by the worker. `live`: see `count_visible`."""
    try:
        usable, held = True, engine.find(Criteria(), at=at, size=1, counted=()).total
    except EngineUnavailable:
        usable, held = False, 0
    waiting = db.session.execute(
        select(func.count(), func.min(Task.made_at)).where(Task.name == TaskName.INDEX_POSTING, Task.status != TaskStatus.DEAD)
    ).one()
    mending = db.session.scalars(select(Task).where(Task.name == TaskName.RECONCILE_INDEX, Task.status != TaskStatus.DEAD))
    return Health(
        usable=usable,
        held=held,
        visible=count_visible(at, live=live),
        waiting=waiting[0],
        oldest_waiting=waiting[1],
        compared=comparison.last(),
        rebuild_waiting=any(task.args.get("anew") for task in mending),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    people: int
    suspended: int
    employers: int
    unverified: int
    postings: dict[PostingStatus, int]
    tasks: dict[TaskStatus, int]
    oldest_due: datetime | None
    letters: dict[LetterStatus, int]


def overview(at: datetime) -> Overview:
    """Give the board in numbers, each a count over an index."""
    count = func.count()
    postings = {row[0]: row[1] for row in db.session.execute(select(Posting.status, count).group_by(Posting.status))}
    accounts = select(count).select_from(Account)
    # Two jumps into the index of both columns, where one scan would read all of it.
    closed = accounts.where(Account.active.in_((True, False)), Account.erased_at.is_not(None))
    return Overview(
        people=(db.session.scalar(accounts) or 0) - (db.session.scalar(closed) or 0),
        suspended=db.session.scalar(accounts.where(Account.active.is_(False))) or 0,
        employers=db.session.scalar(select(count).select_from(Employer)) or 0,
        unverified=db.session.scalar(select(count).select_from(Employer).where(Employer.verified_at.is_(None))) or 0,
        postings={status: postings[status] for status in PostingStatus if status in postings},
        tasks=task_counts(),
        oldest_due=db.session.scalar(select(func.min(Task.due_at)).where(Task.status == TaskStatus.WAITING, Task.due_at <= at)),
        letters=letter_counts(),
    )


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept; `setting` is the name an operator changes it by, "" when it is fixed."""

    what: Retained
    days: int
    setting: str = ""


def periods(settings: Settings) -> list[Period]:
    return [
        Period(Retained.APPLICATIONS, settings.retention_applications_days, f"{PREFIX}RETENTION_APPLICATIONS_DAYS"),
        Period(Retained.EMAILS, settings.retention_mail_days, f"{PREFIX}RETENTION_MAIL_DAYS"),
        Period(Retained.REPORTS, settings.retention_reports_days, f"{PREFIX}RETENTION_REPORTS_DAYS"),
        Period(Retained.SEARCHES, settings.retention_searches_days, f"{PREFIX}RETENTION_SEARCHES_DAYS"),
        Period(Retained.SESSIONS, sessions.KEPT.days),
    ]


def held_employers() -> list[Employer]:
    return list(
        db.session.scalars(select(Employer).where(Employer.legal_hold_at.is_not(None)).order_by(Employer.legal_hold_at))
    )


def held_jobs() -> int:
    return db.session.scalar(select(func.count()).where(Posting.legal_hold_at.is_not(None))) or 0


def employers_to_hold(words: str) -> list[Employer]:
    """Find a few employers by name or website that are under no hold; none without words."""
    return list(db.session.scalars(employers(words).where(Employer.legal_hold_at.is_(None)).limit(5))) if words else []
