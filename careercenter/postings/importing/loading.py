"""Bringing a file's rows into an employer's postings: everything is checked first, then written, or nothing is.

A second run of the same file changes nothing: what each row said when it was last imported stands in the audit trail, so that a
posting somebody has edited since is left alone while its row stays the same.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from careercenter.audit.models import AuditEntry
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.postings import services
from careercenter.postings.completeness import Incomplete, contradictions, missing, today
from careercenter.postings.content import PostingContent
from careercenter.postings.importing.columns import Reading, read_row, unknown
from careercenter.postings.importing.inference import infer
from careercenter.postings.importing.reading import Problem, Row
from careercenter.postings.lifecycle import EDITABLE, REVISABLE, PostingStatus
from careercenter.postings.models import Posting

# A row that names no closing day closes a month from now: shorter than what a form allows, since nobody chose it.
OPEN_DAYS = timedelta(days=30)
REACHABLE = (PostingStatus.DRAFT, PostingStatus.PENDING, PostingStatus.LIVE)


@dataclass(slots=True)
class Planned:
    """One good row, and the posting it was imported as before, if any."""

    line: int
    reference: str
    print: str  # of the row as it stands in the file
    content: PostingContent
    inferred: tuple[str, ...]
    posting: Posting | None = None
    same_row: bool = False
    same_status: bool = False


@dataclass(slots=True)
class Plan:
    """What an import would do. `problems` are bad rows; `repeats` rows left out, each with the line it repeats."""

    status: PostingStatus
    rows: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    repeats: list[tuple[int, int]] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)

    @property
    def inferred(self) -> Counter[str]:
        return Counter(name for row in self.rows for name in row.inferred)


@dataclass(slots=True)
class Outcome:
    new: int = 0
    changed: int = 0
    waiting: int = 0  # edits of live postings that a moderator judges first
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def plan(
    rows: Iterable[Row | Problem], employer: Employer, *, status: PostingStatus, closing_on: date | None, at: datetime
) -> Plan:
    """Read and check every row; nothing is written."""
    made = Plan(status)
    names: set[str] = set()
    by_reference: dict[str, tuple[int, str]] = {}
    by_words: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Problem):
            made.problems.append(row)
            continue
        names |= set(row.values)
        reading = read_row(row.values, time_zone=employer.time_zone)
        made.notes += [Problem(row.line, note) for note in reading.notes]
        printed = _print(row.values)
        reference = reading.reference or f"content-{printed[:32]}"
        if reading.problems:
            made.problems += [Problem(row.line, reason) for reason in reading.problems]
        elif reference in by_reference and by_reference[reference][1] != printed:
            made.problems.append(
                Problem(row.line, f"id: {reference} stands in line {by_reference[reference][0]} too, with other words.")
            )
        elif (earlier := _repeated(reading, reference, by_reference, by_words)) is not None:
            made.repeats.append((row.line, earlier))
        else:
            by_reference[reference] = (row.line, printed)
            by_words.setdefault(_words(reading), row.line)
            made.rows.append(_planned(row.line, reference, printed, reading, closing_on=closing_on, status=status, at=at))
    made.unknown_columns = unknown(names)
    _compare(made, employer)
    _check(made, at)
    return made


def _planned(
    line: int, reference: str, printed: str, reading: Reading, *, closing_on: date | None, status: PostingStatus, at: datetime
) -> Planned:
    content, inferred = infer(reading.content, reading.words)
    over = content.closing_on is not None and content.closing_on < today(content, at)
    if closing_on is not None and (content.closing_on is None or over):
        content = dataclasses.replace(content, closing_on=closing_on)
    elif content.closing_on is None and status is not PostingStatus.DRAFT:
        content = dataclasses.replace(content, closing_on=today(content, at) + OPEN_DAYS)
        inferred = (*inferred, "closing_on")
    return Planned(line, reference, printed, content, inferred)


def _print(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _words(reading: Reading) -> str:
    """Rows that say the same under two ids are one job put up twice; without a description they may be two."""
    text = " ".join(reading.content.description.lower().split())
    if not text:
        return ""
    return hashlib.sha256(
        f"{reading.content.title.lower()}\n{reading.words.location.lower()}\n{reading.content.places}\n{text}".encode()
    ).hexdigest()


def _repeated(
    reading: Reading, reference: str, by_reference: dict[str, tuple[int, str]], by_words: dict[str, int]
) -> int | None:
    if reference in by_reference:
        return by_reference[reference][0]
    return by_words.get(_words(reading)) if _words(reading) else None


def _compare(made: Plan, employer: Employer) -> None:
    """Find the postings these rows were imported as before, and what their rows said then."""
    known = {
        posting.external_reference: posting
        for posting in db.session.scalars(
            select(Posting).where(Posting.employer_id == employer.id, Posting.external_reference.is_not(None))
        )
    }
    last: dict[int, dict[str, Any]] = {}
    entries = (
        select(AuditEntry.subject_id, AuditEntry.detail).where(AuditEntry.what == "posting.imported").order_by(AuditEntry.id)
    )
    for posting_id, detail in db.session.execute(entries):
        last[posting_id] = detail
    for row in made.rows:
        row.posting = known.get(row.reference)
        if row.posting is not None:
            then = last.get(row.posting.id, {})
            row.same_row, row.same_status = then.get("row") == row.print, then.get("status") == made.status.value


def _check(made: Plan, at: datetime) -> None:
    """Hold every new or changed row to what its status needs."""
    kept = []
    for row in made.rows:
        reasons = _why_not(row, made.status, at)
        made.problems += [Problem(row.line, reason) for reason in reasons]
        if not reasons:
            kept.append(row)
    made.rows = kept
    made.problems.sort(key=lambda problem: problem.line)


def _why_not(row: Planned, status: PostingStatus, at: datetime) -> list[str]:
    if row.same_row and row.same_status:
        return []
    posting = row.posting
    if posting is not None and not row.same_row and posting.status not in EDITABLE | REVISABLE:
        return [f"the row has changed, but its job is {posting.status.label.lower()} and cannot be edited."]
    lacks = list(contradictions(row.content))
    if status is not PostingStatus.DRAFT or (posting is not None and posting.status in REVISABLE):
        lacks = missing(row.content, at, imported=True)
    return [f"{lack.field}: {lack.message}." for lack in lacks]


def write(made: Plan, employer: Employer, *, actor: Actor, at: datetime) -> Outcome:
    """Write the plan's rows; each is written whole or, when a rule refuses it, not at all and reported. The caller commits."""
    outcome = Outcome()
    for row in made.rows:
        if row.same_row and row.same_status:
            outcome.unchanged += 1
            continue
        try:
            with db.session.begin_nested():
                _write_row(row, made.status, employer, outcome, actor=actor, at=at)
        except Incomplete as incomplete:
            outcome.problems += [Problem(row.line, f"{lack.field}: {lack.message}.") for lack in incomplete.lacks]
        except RuleBroken as broken:
            outcome.problems.append(Problem(row.line, broken.message))
    return outcome


def _write_row(
    row: Planned, status: PostingStatus, employer: Employer, outcome: Outcome, *, actor: Actor, at: datetime
) -> None:
    posting = row.posting
    if posting is None:
        posting = services.draft(
            employer, row.content, actor=actor, at=at, external_reference=row.reference, inferred=row.inferred
        )
        db.session.flush()
    elif not row.same_row:
        change = services.change(posting, row.content, actor=actor, at=at)
        posting.inferred = list(row.inferred)
    elif status is not PostingStatus.DRAFT:
        _give_closing_day(posting, row, actor=actor, at=at)
    _bring_to(posting, status, actor=actor, at=at)
    record("posting.imported", subject=posting, actor=actor, at=at, row=row.print, status=status.value)
    if row.posting is None:
        outcome.new += 1
    else:
        outcome.changed += 1
        outcome.waiting += not row.same_row and bool(change.waiting)


def _give_closing_day(posting: Posting, row: Planned, *, actor: Actor, at: datetime) -> None:
    """Let a draft of an earlier run close when a new row of today would, where it names no day or one that has passed."""
    closes = posting.content.closing_on
    if posting.status in EDITABLE and (closes is None or closes < today(posting.content, at)):
        services.change(posting, dataclasses.replace(posting.content, closing_on=row.content.closing_on), actor=actor, at=at)
        posting.inferred = sorted({*posting.inferred, *({"closing_on"} & set(row.inferred))})


def _bring_to(posting: Posting, status: PostingStatus, *, actor: Actor, at: datetime) -> None:
    """Submit, and approve, what has not come as far as asked for; what is further along stays."""
    if status is PostingStatus.DRAFT:
        return
    if posting.status in EDITABLE:
        services.submit(posting, actor=actor, at=at)
    if status is PostingStatus.LIVE and posting.status is PostingStatus.PENDING:
        services.approve(posting, actor=actor, at=at)
