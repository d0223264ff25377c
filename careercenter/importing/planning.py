"""What an import would do, row by row. Nothing is written, and no transaction stays open while words are read.

What a row said when it was last imported is kept with its posting as a digest: a row that says the same again costs hardly
anything, and a posting somebody has edited since is left alone while its row stays the same.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from careercenter.core.db import db, reading
from careercenter.importing.columns import Reading, read_row
from careercenter.importing.inference import infer
from careercenter.importing.names import column_name, unknown
from careercenter.importing.reading import Problem, Row
from careercenter.importing.whose import NamedEmployer, Target, Whose
from careercenter.postings.completeness import contradictions, missing, today
from careercenter.postings.content import PostingContent
from careercenter.postings.lifecycle import EDITABLE, REVISABLE, PostingStatus
from careercenter.postings.models import Posting

# A row that names no closing day closes a month from now: shorter than what a form allows, since nobody chose it.
OPEN_DAYS = timedelta(days=30)
REACHABLE = (PostingStatus.DRAFT, PostingStatus.PENDING, PostingStatus.LIVE)
AT_ONCE = 50  # rows whose postings are looked up together; a row may have a megabyte
MOST_KEPT = 1000  # problems and notes; beyond that they are counted alone


@dataclass(frozen=True, slots=True)
class Planned:
    """One good row that is new, or says something new, or is to be brought further."""

    line: int
    reference: str
    digest: str  # of the row as it stands in the file
    target: Target
    content: PostingContent
    inferred: dict[str, str]  # each field with the words it was read from

    def to_json(self) -> dict[str, Any]:
        kept = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return {**kept, "target": dataclasses.asdict(self.target), "content": self.content.to_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Planned:
        return cls(
            **{
                **data,
                "target": Target(**data["target"]),
                "content": PostingContent.from_json(data["content"]),
                "inferred": data["inferred"],
            }
        )


class Spool:
    """Planned rows on disk, so that a large file takes no more memory than a small one."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  it lives as long as the plan
        weakref.finalize(self, self._file.close)
        self._count = 0

    def append(self, row: Planned) -> None:
        self._file.seek(0, 2)
        self._file.write(json.dumps(row.to_json(), ensure_ascii=False) + "\n")
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Planned]:
        self._file.seek(0)
        while line := self._file.readline():
            yield Planned.from_json(json.loads(line))


@dataclass(slots=True)
class Plan:
    """`problems` are of bad rows; `repeats` are rows left out, each with the line it repeats. `bad` counts rows."""

    status: PostingStatus
    rows: Spool = field(default_factory=Spool)
    unchanged: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    repeats: list[tuple[int, int]] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    inferred: Counter[str] = field(default_factory=Counter)
    new_employers: list[str] = field(default_factory=list)
    named: list[NamedEmployer] = field(default_factory=list)  # the employers rows name, found or not
    uncounted: int = 0  # problems beyond those kept

    @property
    def good(self) -> int:
        return len(self.rows) + self.unchanged

    def refuse(self, line: int, reasons: Iterable[str]) -> None:
        self.bad += 1
        for reason in reasons:
            if len(self.problems) < MOST_KEPT:
                self.problems.append(Problem(line, reason))
            else:
                self.uncounted += 1


@dataclass(frozen=True, slots=True)
class _Known:
    """What the board holds of a row that was imported before."""

    status: PostingStatus
    row: str | None
    brought_to: str | None


@dataclass(slots=True)
class _Candidate:
    row: Row
    values: dict[str, Any]
    digest: str
    reference: str
    target: Target | None = None
    refused: str = ""


def plan(
    rows: Iterable[Row | Problem],
    whose: Whose,
    *,
    status: PostingStatus,
    closing_on: date | None,
    at: datetime,
    defaults: Mapping[str, Any] | None = None,
) -> Plan:
    """Read and check every row. `defaults` are values of columns, for rows that hold none in them.

    Call it outside of a transaction: it looks up some rows at a time, and reads their words between.
    """
    checking = _Checking(Plan(status), whose, closing_on, at, dict(defaults or {}))
    rows = iter(rows)
    while some := list(itertools.islice(rows, AT_ONCE)):
        checking.take(some)
    made = checking.made
    made.unknown_columns = unknown(checking.names)
    made.new_employers, made.named = whose.new, list(whose.named.values())
    return made


class _Checking:
    def __init__(self, made: Plan, whose: Whose, closing_on: date | None, at: datetime, defaults: dict[str, Any]) -> None:
        self.made, self.whose, self.closing_on, self.at, self.defaults = made, whose, closing_on, at, defaults
        self.names: set[str] = set()
        self.by_reference: dict[tuple[str, str], tuple[int, str]] = {}
        self.by_words: dict[str, int] = {}

    def take(self, rows: list[Row | Problem]) -> None:
        found = [row if isinstance(row, Problem) else self._candidate(row) for row in rows]
        known = self._look_up([one for one in found if isinstance(one, _Candidate)])
        for one in found:
            if isinstance(one, Problem):
                self.made.refuse(one.line, [one.reason])
            else:
                self._check(one, known)

    def _candidate(self, row: Row) -> _Candidate:
        self.names |= set(row.values)
        named = {column_name(name): value for name, value in row.values.items()}
        lacking = {name: value for name, value in self.defaults.items() if name not in named}
        values = {**row.values, **lacking}
        digest = hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        reference = str(named.get("id") or "").strip() or f"content-{digest[:32]}"
        return _Candidate(row, values, digest, reference)

    def _look_up(self, some: list[_Candidate]) -> dict[tuple[str, str], _Known]:
        """Find whose each row is, and what was imported of it before."""
        known: dict[tuple[str, str], _Known] = {}
        with reading():
            for one in some:
                found = self.whose.of(one.values, status=self.made.status)
                one.target, one.refused = (None, found) if isinstance(found, str) else (found, "")
            wanted: dict[int, list[_Candidate]] = {}
            for one in some:
                if one.target is not None and one.target.id is not None:
                    wanted.setdefault(one.target.id, []).append(one)
            for employer, ones in wanted.items():
                query = select(Posting.external_reference, Posting.status, Posting.imported_row, Posting.imported_status).where(
                    Posting.employer_id == employer, Posting.external_reference.in_([one.reference for one in ones])
                )
                for reference, status, row, brought_to in db.session.execute(query):
                    known[str(employer), str(reference)] = _Known(status, row, brought_to)
        return known

    def _check(self, one: _Candidate, known: dict[tuple[str, str], _Known]) -> None:
        line, target = one.row.line, one.target
        if target is None:
            self.made.refuse(line, [one.refused])
            return
        first, digest = self.by_reference.get((target.key, one.reference), (0, ""))
        if first and digest == one.digest:
            self.made.repeats.append((line, first))
            return
        if first:
            self.made.refuse(line, [f"id: {one.reference} stands in line {first} too, with other words."])
            return
        before = known.get((str(target.id), one.reference))
        same = before is not None and before.row == one.digest
        words = _words(target, one.values)
        if before is not None and same and before.brought_to == self.made.status.value:
            self.made.unchanged += 1
        elif not self._read(one, target, before, same=same, words=words):
            return
        self.by_reference[target.key, one.reference] = (line, one.digest)
        if words:
            self.by_words.setdefault(words, line)

    def _read(self, one: _Candidate, target: Target, before: _Known | None, *, same: bool, words: str) -> bool:
        """Read what the row says and hold it to what its status needs; say whether it is good."""
        line = one.row.line
        read = read_row(one.values, time_zone=target.time_zone)
        self.made.notes += [Problem(line, note) for note in read.notes[: max(0, MOST_KEPT - len(self.made.notes))]]
        if read.problems:
            self.made.refuse(line, read.problems)
            return False
        if words in self.by_words:
            self.made.repeats.append((line, self.by_words[words]))
            return False
        row = self._planned(one, target, read)
        if reasons := _why_not(row.content, before, self.made.status, self.at, same=same):
            self.made.refuse(line, reasons)
            return False
        self.made.inferred.update(list(row.inferred))
        self.made.rows.append(row)
        return True

    def _planned(self, one: _Candidate, target: Target, read: Reading) -> Planned:
        content, inferred = infer(read.content, read.words)
        over = content.closing_on is not None and content.closing_on < today(content, self.at)
        if self.closing_on is not None and (content.closing_on is None or over):
            content = dataclasses.replace(content, closing_on=self.closing_on)
        elif content.closing_on is None and self.made.status is not PostingStatus.DRAFT:
            content = dataclasses.replace(content, closing_on=today(content, self.at) + OPEN_DAYS)
            inferred = {**inferred, "closing_on": ""}
        return Planned(one.row.line, one.reference, one.digest, target, content, inferred)


def _words(target: Target, values: dict[str, Any]) -> str:
    """Rows that say the same under two ids are one job put up twice; without a description they may be two: ""."""
    named = {column_name(name): value for name, value in values.items()}
    text = " ".join(str(named.get("description") or "").lower().split())
    if not text:
        return ""
    said = [target.key, *(str(named.get(name) or "").lower() for name in ("title", "location", "city", "state", "zip")), text]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _why_not(content: PostingContent, before: _Known | None, status: PostingStatus, at: datetime, *, same: bool) -> list[str]:
    if before is not None and not same and before.status not in EDITABLE | REVISABLE:
        return [f"the row has changed, but its job is {before.status.label.lower()} and cannot be edited."]
    lacks = list(contradictions(content))
    if status is not PostingStatus.DRAFT or (before is not None and before.status in REVISABLE):
        lacks = missing(content, at, imported=True)
    return [f"{lack.field}: {lack.message}." for lack in lacks]
