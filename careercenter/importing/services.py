"""A file's way from upload to drafts: what a person asks for, and what the worker then does in short pieces.

    upload ──► CHECKING ──► CHECKED ──► WRITING ──► WRITTEN ──► UNDOING ──► UNDONE
                   └──► UNREADABLE                    │  ▲
                                                      ▼  │
                                                     CHANGING    one value for all drafts, or submitting those that are complete

A piece is one transaction, and each step of the worker may be cut off anywhere and run again: rows are known by what they say,
drafts by what was last written to them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from careercenter.accounts.models import Account
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.importing import queries
from careercenter.importing.columns import Reading, read_row
from careercenter.importing.models import BatchStatus, ImportBatch, ImportedDraft
from careercenter.importing.planning import Plan
from careercenter.importing.whose import Whose
from careercenter.postings import services
from careercenter.postings.completeness import Incomplete, Lack, missing
from careercenter.postings.content import PostingContent
from careercenter.postings.models import Posting
from careercenter.storage.files import Files
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue

LARGEST = 5 * 1024 * 1024  # bytes of a file; a larger one is for the command
MOST_TOLD = 200  # problems and notes kept for the page
KEPT = timedelta(days=30)  # a file whose drafts nobody made
PIECE = 25  # drafts changed in one transaction
# What one value can be set in for all drafts that lack it: choices and days, never what differs from job to job.
FILLABLE = ("specialties", "experience", "work_setting", "live_in", "employment_type", "closing_on")


# What a page may ask of a report, whatever the batch has been through.
NO_REPORT: dict[str, Any] = {
    "good": 0, "unchanged": 0, "bad": 0, "repeats": 0, "problems": [], "more": 0, "notes": [], "unknown": [], "read": {},
    "why": "", "failed": False, "refused": [], "set": None, "submitted": None, "deleted": 0, "kept": 0, "named": [],
}  # fmt: skip


def digest_of(content: PostingContent) -> str:
    return hashlib.sha256(json.dumps(content.to_json(), sort_keys=True).encode()).hexdigest()


def upload(
    employer: Employer | None,
    content: bytes,
    name: str,
    *,
    defaults: dict[str, str],
    files: Files,
    actor: Account,
    at: datetime,
) -> ImportBatch:
    """Keep a file and have it checked; without `employer` each row names its own. RuleBroken when it is empty or too large."""
    if not content:
        raise RuleBroken(_("The file is empty. Choose a file with jobs in it."), field="file")
    if len(content) > LARGEST:
        most = LARGEST // 1024 // 1024
        raise RuleBroken(_("The file is larger than %(most)s MB. Split it and upload the parts.", most=most), field="file")
    batch = ImportBatch(
        employer=employer, account_id=actor.id, digest=files.put(content), file_name=name[:120], defaults=defaults,
        status=BatchStatus.CHECKING, uploaded_at=at, changed_at=at,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    record("import.uploaded", subject=employer or actor, actor=actor, at=at, file=batch.file_name, batch=batch.public_id)
    enqueue(TaskName.CHECK_IMPORT, batch_id=batch.id)
    return batch


def make_drafts(batch: ImportBatch, *, actor: Account, at: datetime) -> None:
    """Have the good rows of a checked file made drafts, in the name of who asks for it."""
    if not batch.report.get("good"):
        raise RuleBroken(_("No row in the file can be imported. Correct it and upload it again."))
    if batch.uploaded_at < at - KEPT:
        raise RuleBroken(_("This file was uploaded more than 30 days ago. Upload it again."))
    batch.account_id = actor.id
    _hand_over(batch, BatchStatus.CHECKED, BatchStatus.WRITING, at=at, total=batch.report["good"])
    enqueue(TaskName.WRITE_IMPORT, batch_id=batch.id)


def assign(batch: ImportBatch, chosen: Mapping[str, str], *, actor: Account, at: datetime) -> None:
    """Have the file checked again with the rows of names that found no employer given to those chosen, "": left out.

    RuleBroken when one chosen is none the actor writes jobs of; then nothing is assigned.
    """
    asked = {name.lower() for name, _rows, _found in unsettled(batch)}
    given = {name.lower(): value.strip() for name, value in chosen.items() if name.lower() in asked and value.strip()}
    whose = Whose(actor, assigned={})
    for value in given.values():
        if isinstance(whose.look_up(value), str):
            raise RuleBroken(_("%(name)s is not an employer you can post for. Choose another one.", name=value[:80]))
    _hand_over(batch, BatchStatus.CHECKED, BatchStatus.CHECKING, at=at, total=0)
    batch.assigned = given
    enqueue(TaskName.CHECK_IMPORT, batch_id=batch.id)


def unsettled(batch: ImportBatch) -> list[tuple[str, int, str]]:
    """Give the names that found no employer by themselves, with their rows and who was chosen for them."""
    return [
        (name, rows, batch.assigned.get(name.lower(), ""))
        for name, rows, found in batch.report.get("named", [])
        if batch.employer_id is None and (not found or name.lower() in batch.assigned)
    ]


def rows_of_employers(batch: ImportBatch) -> dict[str, int]:
    """Give how many rows of the file are each employer's, where rows name them."""
    rows: Counter[str] = Counter()
    for _name, number, found in batch.report.get("named", []) if batch.employer_id is None else []:
        rows.update({found: number} if found else {})
    return dict(rows)


def undo(batch: ImportBatch, *, actor: Account, at: datetime) -> None:
    """Have the drafts deleted that nobody has edited or submitted since."""
    _hand_over(batch, BatchStatus.WRITTEN, BatchStatus.UNDOING, at=at, total=_count(batch, actor))
    record("import.undone", subject=batch.employer or actor, actor=actor, at=at, file=batch.file_name, batch=batch.public_id)
    enqueue(TaskName.UNDO_IMPORT, batch_id=batch.id, account_id=actor.id)


def set_for_all(batch: ImportBatch, column: str, value: str, *, actor: Account, at: datetime) -> None:
    """Have one value set in all drafts that lack the field. RuleBroken for a value the column cannot hold."""
    if column not in FILLABLE:
        raise RuleBroken(_("Choose a field from the list."), field="value")
    read = _read_value(column, value)
    if read.problems or not getattr(read.content, column):
        raise RuleBroken(_("Choose a value for the drafts that lack it."), field="value")
    _hand_over(batch, BatchStatus.WRITTEN, BatchStatus.CHANGING, at=at, total=_count(batch, actor))
    enqueue(TaskName.CHANGE_IMPORTED, batch_id=batch.id, account_id=actor.id, column=column, value=value)


def submit_complete(batch: ImportBatch, *, actor: Account, at: datetime) -> None:
    """Have every draft that lacks nothing submitted for review."""
    _hand_over(batch, BatchStatus.WRITTEN, BatchStatus.CHANGING, at=at, total=_count(batch, actor))
    enqueue(TaskName.CHANGE_IMPORTED, batch_id=batch.id, account_id=actor.id, column="", value="")


def _hand_over(batch: ImportBatch, before: BatchStatus, after: BatchStatus, *, at: datetime, total: int) -> None:
    """Give the batch to the worker; of two presses at once the second is told that it is under way."""
    report = {name: value for name, value in batch.report.items() if name not in ("failed", "set", "submitted")}
    values = {"status": after, "changed_at": at, "done": 0, "total": total, "report": report}
    changed: Any = db.session.execute(
        update(ImportBatch).where(ImportBatch.id == batch.id, ImportBatch.status == before).values(values)
    )
    if changed.rowcount != 1:
        raise RuleBroken(_("This import has moved on. Reload the page to see where it is."))
    db.session.refresh(batch)


def _read_value(column: str, value: str) -> Reading:
    """Read a value as a row would hold it; none of FILLABLE depends on the time zone."""
    return read_row({"title": "Coder", column: value}, time_zone="UTC")


def _count(batch: ImportBatch, actor: Actor) -> int:
    return len(db.session.scalars(queries.drafts(batch, actor).with_only_columns(Posting.id)).all())


def note_unreadable(batch: ImportBatch, why: str, *, at: datetime) -> None:
    batch.status, batch.report, batch.digest, batch.changed_at = BatchStatus.UNREADABLE, {"why": why}, None, at


def note_checked(batch: ImportBatch, made: Plan, *, at: datetime) -> None:
    """Keep what a person needs to decide: counts, the first problems and notes, and what was read out of words."""
    batch.report = {
        "good": made.good,
        "unchanged": made.unchanged,
        "bad": made.bad,
        "repeats": len(made.repeats),
        "problems": [[problem.line, problem.reason] for problem in made.problems[:MOST_TOLD]],
        "more": len(made.problems[MOST_TOLD:]) + made.uncounted,
        "notes": [[note.line, note.reason] for note in made.notes[:MOST_TOLD]],
        "unknown": made.unknown_columns[:50],
        "read": dict(made.inferred),
        "named": [[one.name, one.rows, one.found] for one in sorted(made.named, key=lambda one: bool(one.found))][:MOST_TOLD],
    }
    batch.status, batch.changed_at, batch.total = BatchStatus.CHECKED, at, made.good


def note_draft(batch_id: int, posting: Posting) -> None:
    """Keep that the batch began this posting, in the transaction that begins it."""
    db.session.flush()
    db.session.add(ImportedDraft(posting_id=posting.id, batch_id=batch_id, content_digest=digest_of(posting.content)))


def note_written(batch: ImportBatch, refused: list[tuple[int, str]], *, at: datetime) -> None:
    batch.report = {**batch.report, "refused": [list(one) for one in refused[:MOST_TOLD]]}
    batch.status, batch.digest, batch.changed_at = BatchStatus.WRITTEN, None, at
    batch.done = batch.total


def lacking(batch: ImportBatch, actor: Actor, at: datetime) -> list[tuple[Posting, list[Lack]]]:
    """Give the batch's drafts, each with what it lacks, those that lack most first."""
    found = [
        (posting, missing(posting.content, at, imported=posting.external_reference is not None))
        for posting in db.session.scalars(queries.drafts(batch, actor))
    ]
    return sorted(found, key=lambda one: -len(one[1]))


Step = Callable[[Posting, ImportedDraft, Actor, datetime], bool]


def run_pieces(batch_id: int, step: Step, *, actor: Actor, at: datetime) -> int:
    """Take a step with each draft of the batch, some in a transaction; give with how many something was done."""
    done = 0
    for some in _pieces(batch_id, actor):
        for posting, kept in some:
            try:
                with db.session.begin_nested():
                    done += step(posting, kept, actor, at)
            except RuleBroken:
                continue  # what a rule refuses stays as it is; the page says what it lacks
        db.session.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(done=ImportBatch.done + len(some)))
        db.session.commit()
    return done


def _pieces(batch_id: int, actor: Actor) -> Iterator[list[tuple[Posting, ImportedDraft]]]:
    after = 0
    while True:
        batch = db.session.get_one(ImportBatch, batch_id)
        query = queries.drafts(batch, actor).add_columns(ImportedDraft).where(Posting.id > after).limit(PIECE)
        some = [(posting, kept) for posting, kept in db.session.execute(query)]
        if not some:
            return
        after = some[-1][0].id
        yield some


def delete_untouched(posting: Posting, kept: ImportedDraft, actor: Actor, at: datetime) -> bool:
    if digest_of(posting.content) != kept.content_digest:
        return False
    db.session.delete(kept)
    db.session.flush()
    services.delete_draft(posting, actor=actor, at=at)
    return True


def setting(column: str, value: str) -> Step:
    """Give the step that sets a field where it is empty."""
    chosen = getattr(_read_value(column, value).content, column)

    def step(posting: Posting, kept: ImportedDraft, actor: Actor, at: datetime) -> bool:
        if getattr(posting.content, column):
            return False
        untouched = digest_of(posting.content) == kept.content_digest
        services.change(posting, dataclasses.replace(posting.content, **{column: chosen}), actor=actor, at=at)
        if untouched:
            kept.content_digest = digest_of(posting.content)
        return True

    return step


def submit_if_complete(posting: Posting, _kept: ImportedDraft, actor: Actor, at: datetime) -> bool:
    try:
        services.submit(posting, actor=actor, at=at)
    except Incomplete:
        return False
    return True


def finish(batch_id: int, status: BatchStatus, *, at: datetime, **said: int) -> None:
    """Give the batch back to people, with how much was done."""
    batch = db.session.get_one(ImportBatch, batch_id)
    batch.status, batch.changed_at, batch.report = status, at, {**batch.report, **said}


def kept_drafts(batch: ImportBatch) -> int:
    """Give how many postings the batch began that are still there."""
    return len(db.session.scalars(select(ImportedDraft.posting_id).where(ImportedDraft.batch_id == batch.id)).all())
