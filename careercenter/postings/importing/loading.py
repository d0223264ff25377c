"""Bringing a plan's rows into employers' postings, in short pieces.

Each piece is a transaction of its own, so that people's requests are never held up for long; each row is whole in one of them
or not there at all. When the import is stopped, what was written stays, and running it again writes the rest: a row is looked
up again in the transaction that writes it, so that neither a second run nor a second import beside it writes anything twice.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.core.turns import in_background
from careercenter.employers import queries as employers
from careercenter.employers import services as employer_services
from careercenter.employers.models import Employer, EmployerKind
from careercenter.employers.services import EmployerProfile
from careercenter.postings import services
from careercenter.postings.completeness import Incomplete, today
from careercenter.postings.importing.planning import Plan, Planned
from careercenter.postings.importing.reading import Problem
from careercenter.postings.importing.whose import Target
from careercenter.postings.lifecycle import EDITABLE, PostingStatus
from careercenter.postings.models import Posting

# A piece ends with the row after which either is reached. Nobody waits longer than this and one row for the lock of an import,
# on a slow or busy machine too.
MOST_ROWS = 100
MOST_SECONDS = 0.2


@dataclass(slots=True)
class Outcome:
    """`problems` are rows that a rule refused when they were to be written; they are left out whole."""

    new: int = 0
    changed: int = 0
    waiting: int = 0  # edits of live postings that a moderator judges first
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def done(self) -> int:
        return self.new + self.changed + self.unchanged


def write(made: Plan, *, actor: Actor, at: datetime, after_each: Callable[[Outcome], None] = lambda _outcome: None) -> Outcome:
    """Write the plan's rows and commit, piece by piece; `after_each` is told what is written so far."""
    outcome = Outcome(unchanged=made.unchanged)
    writer = _Writer(made.status, outcome, actor, at)
    rows = iter(made.rows)
    with in_background():
        while _piece(rows, writer):
            after_each(outcome)
    return outcome


def _piece(rows: Iterator[Planned], writer: _Writer) -> bool:
    """Write some rows in one transaction; say whether there may be more."""
    until = None
    for count, row in enumerate(rows, 1):
        db.session.connection()  # waits for the turn to write: the time of others' turns is not ours
        until = until or time.monotonic() + MOST_SECONDS
        writer.write(row)
        if count == MOST_ROWS or time.monotonic() > until:
            break
    db.session.commit()
    return until is not None


class _Writer:
    def __init__(self, status: PostingStatus, outcome: Outcome, actor: Actor, at: datetime) -> None:
        self.status, self.outcome, self.actor, self.at = status, outcome, actor, at
        self.numbers: dict[str, int] = {}  # of employers, by the key of their target
        self.employers: dict[str, Employer] = {}  # held, so that a piece reads each once

    def write(self, row: Planned) -> None:
        """Write one row whole or, when a rule refuses it, not at all."""
        try:
            try:
                self._whole(row)
            except (IntegrityError, StaleDataError):
                self._whole(row)  # another import wrote it between our look and our writing: now it is there
        except Incomplete as incomplete:
            self.outcome.problems += [Problem(row.line, f"{lack.field}: {lack.message}.") for lack in incomplete.lacks]
        except RuleBroken as broken:
            self.outcome.problems.append(Problem(row.line, broken.message))
        except (IntegrityError, StaleDataError):
            self.outcome.problems.append(Problem(row.line, "somebody changed its job at the same moment."))

    def _whole(self, row: Planned) -> None:
        with db.session.begin_nested():
            employer = self._employer(row.target)
            became = _write_row(row, employer, self)
        self.numbers[row.target.key], self.employers = employer.id, {row.target.key: employer}
        self.outcome.new += became is _Became.NEW
        self.outcome.changed += became in (_Became.CHANGED, _Became.WAITING)
        self.outcome.waiting += became is _Became.WAITING
        self.outcome.unchanged += became is _Became.SAME

    def _employer(self, target: Target) -> Employer:
        """Give the employer, setting it up when nobody has since the plan was made."""
        number = target.id or self.numbers.get(target.key)
        if number is not None:
            found = db.session.get(Employer, number)
            if found is None:
                raise RuleBroken(_("The employer %(name)s is there no more.", name=target.name))
            return found
        if there := employers.by_name(target.name):
            return there[0]
        return employer_services.create(EmployerProfile(target.name, EmployerKind.OTHER), actor=None, at=self.at)


class _Became(Enum):
    NEW = auto()
    CHANGED = auto()
    WAITING = auto()
    SAME = auto()  # another import wrote it since this one was planned


def _write_row(row: Planned, employer: Employer, writer: _Writer) -> _Became:
    actor, at, status = writer.actor, writer.at, writer.status
    where = Posting.employer_id == employer.id, Posting.external_reference == row.reference
    number = db.session.scalar(select(Posting.id).where(*where))
    posting = db.session.get(Posting, number) if number is not None else None
    became = _Became.CHANGED
    if posting is None:
        became = _Became.NEW
        posting = services.draft(
            employer, row.content, actor=actor, at=at, external_reference=row.reference, inferred=row.inferred
        )
    elif posting.imported_row != row.digest:
        if services.change(posting, row.content, actor=actor, at=at).waiting:
            became = _Became.WAITING
        posting.inferred = row.inferred
    elif posting.imported_status == status.value:
        return _Became.SAME
    elif status is not PostingStatus.DRAFT:
        _give_closing_day(posting, row, actor=actor, at=at)
    _bring_to(posting, status, actor=actor, at=at)
    posting.imported_row, posting.imported_status = row.digest, status.value
    record("posting.imported", subject=posting, actor=actor, at=at, row=row.digest, status=status.value)
    return became


def _give_closing_day(posting: Posting, row: Planned, *, actor: Actor, at: datetime) -> None:
    """Let a draft of an earlier run close when a new row of today would, where it names no day or one that has passed."""
    closes = posting.content.closing_on
    if posting.status in EDITABLE and (closes is None or closes < today(posting.content, at)):
        services.change(posting, dataclasses.replace(posting.content, closing_on=row.content.closing_on), actor=actor, at=at)
        posting.inferred = {**posting.inferred, **({"closing_on": ""} if "closing_on" in row.inferred else {})}


def _bring_to(posting: Posting, status: PostingStatus, *, actor: Actor, at: datetime) -> None:
    """Submit, and approve, what has not come as far as asked for; what is further along stays."""
    if status is PostingStatus.DRAFT:
        return
    if posting.status in EDITABLE:
        services.submit(posting, actor=actor, at=at)
    if status is PostingStatus.LIVE and posting.status is PostingStatus.PENDING:
        services.approve(posting, actor=actor, at=at)
