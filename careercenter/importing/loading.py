"""Bringing a plan's rows into employers' postings, in short pieces.

Each piece is a transaction of its own, so that people's requests are never held up for long; each row is whole in one of them
or not there at all. When the import is stopped, what was written stays, and running it again writes the rest: a row is looked
up again in the transaction that writes it, so that neither a second run nor a second import beside it writes anything twice.
"""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections import Counter
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
from careercenter.importing.planning import Plan, Planned
from careercenter.importing.reading import Problem
from careercenter.importing.whose import Target
from careercenter.postings import services
from careercenter.postings.completeness import Incomplete, today
from careercenter.postings.lifecycle import EDITABLE, PostingStatus
from careercenter.postings.models import Posting

# A piece ends before either is passed, the machine's pace taken as it was a moment ago: nobody waits much longer for the lock
# of an import, on a slow or busy machine too.
MOST_ROWS = 100
MOST_SECONDS = 0.2
# Rows are written some at once, which costs little more than one: twice as many the next time until that takes a part of a
# piece, half as many when it takes longer.
AT_ONCE = 25
PART = 0.4


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


def write(
    made: Plan,
    *,
    actor: Actor,
    at: datetime,
    after_each: Callable[[Outcome], None] = lambda _outcome: None,
    on_new: Callable[[Posting], None] = lambda _posting: None,
) -> Outcome:
    """Write the plan's rows and commit in batches.

    `after_each` is told what is written so far; `on_new` is given each new posting in the transaction that begins it.
    """
    outcome = Outcome(unchanged=made.unchanged)
    writer = _Writer(made.status, outcome, actor, at, on_new)
    rows = iter(made.rows)
    with in_background():
        while _write_batch(rows, writer):
            after_each(outcome)
    return outcome


def _write_batch(rows: Iterator[Planned], writer: _Writer) -> bool:
    """Write some rows in one transaction; say whether there may be more."""
    count, until = 0, 0.0
    while some := list(itertools.islice(rows, min(writer.at_once, MOST_ROWS - count))):
        db.session.connection()  # waits for the turn to write: the time of others' turns is not ours
        began = time.monotonic()
        until = until or began + MOST_SECONDS
        writer.write(some)
        count += len(some)
        ended = time.monotonic()
        took = ended - began
        writer.at_once = min(AT_ONCE, writer.at_once * 2) if took < MOST_SECONDS * PART else max(1, writer.at_once // 2)
        if ended + took > until:
            break
    db.session.commit()
    return count > 0


class _Writer:
    def __init__(
        self, status: PostingStatus, outcome: Outcome, actor: Actor, at: datetime, on_new: Callable[[Posting], None]
    ) -> None:
        self.status, self.outcome, self.actor, self.at, self.on_new = status, outcome, actor, at, on_new
        self.at_once = 1  # rows; the pace of the machine is not known yet
        self.numbers: dict[str, int] = {}  # of employers, by the key of their target
        self.employers: dict[str, Employer] = {}  # of the last rows, held so that a batch reads each once

    def write(self, rows: list[Planned]) -> None:
        """Write rows, each whole or, when a rule refuses it, not at all."""
        try:
            self._whole(rows)
        except (RuleBroken, Incomplete, IntegrityError, StaleDataError):
            for row in rows:
                self._write_one(row)

    def _write_one(self, row: Planned) -> None:
        try:
            try:
                self._whole([row])
            except (IntegrityError, StaleDataError):
                self._whole([row])  # another import wrote it between our look and our writing: now it is there
        except Incomplete as incomplete:
            self.outcome.problems += [Problem(row.line, f"{lack.field}: {lack.message}.") for lack in incomplete.lacks]
        except RuleBroken as broken:
            self.outcome.problems.append(Problem(row.line, broken.message))
        except (IntegrityError, StaleDataError):
            self.outcome.problems.append(Problem(row.line, "somebody changed its job at the same moment."))

    def _whole(self, rows: list[Planned]) -> None:
        """Write all of the rows or, when something is raised, none."""
        with db.session.begin_nested():
            targets = {row.target.key: row.target for row in rows}
            found = {key: self._employer(target) for key, target in targets.items()}
            became = _write_rows([(row, found[row.target.key]) for row in rows], self)
        self.employers = found
        self.numbers |= {key: employer.id for key, employer in found.items()}
        self.outcome.new += became[_Became.NEW]
        self.outcome.changed += became[_Became.CHANGED] + became[_Became.WAITING]
        self.outcome.waiting += became[_Became.WAITING]
        self.outcome.unchanged += became[_Became.SAME]

    def _employer(self, target: Target) -> Employer:
        """Give the employer, setting it up when nobody has since the plan was made."""
        number = target.id or self.numbers.get(target.key)
        if number is not None:
            found = db.session.get(Employer, number)
            if found is None:
                raise RuleBroken(_("The employer %(name)s no longer exists.", name=target.name))
            return found
        if there := employers.by_name(target.name):
            return there[0]
        return employer_services.create(EmployerProfile(target.name, EmployerKind.OTHER), actor=None, at=self.at)


class _Became(Enum):
    NEW = auto()
    CHANGED = auto()
    WAITING = auto()
    SAME = auto()  # another import wrote it since this one was planned


def _write_rows(rows: list[tuple[Planned, Employer]], writer: _Writer) -> Counter[_Became]:
    """Change the postings that are there, and begin the others together."""
    actor, at = writer.actor, writer.at
    there = _there(rows)
    became: Counter[_Became] = Counter()
    begun: list[tuple[Planned, services.Beginning]] = []
    for row, employer in rows:
        if posting := there.get((employer.id, row.reference)):
            became[_change(posting, row, writer)] += 1
        else:
            begun.append((row, services.Beginning(employer, row.content, row.reference, row.inferred)))
    postings = services.draft_all([one for _row, one in begun], actor=actor, at=at)
    for (row, _beginning), posting in zip(begun, postings, strict=True):
        _finish(posting, row, writer)
        writer.on_new(posting)
        became[_Became.NEW] += 1
    return became


def _there(rows: list[tuple[Planned, Employer]]) -> dict[tuple[int, str | None], Posting]:
    """Give the postings of earlier imports by employer and reference."""
    wanted: dict[int, list[str]] = {}
    for row, employer in rows:
        wanted.setdefault(employer.id, []).append(row.reference)
    found: dict[tuple[int, str | None], Posting] = {}
    for number, references in wanted.items():
        where = Posting.employer_id == number, Posting.external_reference.in_(references)
        postings = db.session.scalars(select(Posting).where(*where))
        found |= {(number, posting.external_reference): posting for posting in postings}
    return found


def _change(posting: Posting, row: Planned, writer: _Writer) -> _Became:
    actor, at, status = writer.actor, writer.at, writer.status
    became = _Became.CHANGED
    if posting.imported_row != row.digest:
        if services.change(posting, row.content, actor=actor, at=at).waiting:
            became = _Became.WAITING
        posting.inferred = row.inferred
    elif posting.imported_status == status.value:
        return _Became.SAME
    elif status is not PostingStatus.DRAFT:
        _give_closing_day(posting, row, actor=actor, at=at)
    _finish(posting, row, writer)
    return became


def _finish(posting: Posting, row: Planned, writer: _Writer) -> None:
    """Bring it as far as asked for, and keep what it was imported from."""
    actor, at, status = writer.actor, writer.at, writer.status
    _bring_to(posting, status, actor=actor, at=at)
    posting.imported_row, posting.imported_status = row.digest, status.value
    record("posting.imported", subject=posting, actor=actor, at=at, row=row.digest, status=status.value)


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
