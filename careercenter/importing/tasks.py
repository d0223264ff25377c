"""What the worker does with an uploaded file of jobs."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.core.turns import in_background
from careercenter.importing import loading, planning, queries, services
from careercenter.importing.models import BatchStatus, ImportBatch
from careercenter.importing.reading import Unreadable, read
from careercenter.importing.whose import Whose
from careercenter.postings.lifecycle import PostingStatus
from careercenter.storage import references
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import IMPORTS, handles

LEASE = timedelta(minutes=30)
_BACK_TO = {
    BatchStatus.CHECKING: BatchStatus.UNREADABLE,
    BatchStatus.WRITING: BatchStatus.CHECKED,
    BatchStatus.CHANGING: BatchStatus.WRITTEN,
    BatchStatus.UNDOING: BatchStatus.WRITTEN,
}


def init_app(_app: Flask) -> None:
    # A day more than is said: a draft may be asked for at the last moment.
    references.register("files of jobs", lambda: queries.files_needed(now() - services.KEPT - timedelta(days=1)))


def _give_up(args: dict[str, Any], _error: str) -> None:
    batch = db.session.get(ImportBatch, args["batch_id"])
    if batch is not None and batch.status in _BACK_TO:
        batch.status = _BACK_TO[batch.status]
        batch.report = {**batch.report, "failed": True}


@handles(TaskName.CHECK_IMPORT, on_dead=_give_up, lease=LEASE, lane=IMPORTS, attempts=3)
def check_import(batch_id: int) -> None:
    """Read the whole file and say what would come of it; nothing is written but that."""
    if (batch := _batch(batch_id, BatchStatus.CHECKING)) is None:
        return
    try:
        made = _plan(batch)
    except Unreadable as error:
        services.note_unreadable(db.session.get_one(ImportBatch, batch_id), str(error), at=now())
    else:
        services.note_checked(db.session.get_one(ImportBatch, batch_id), made, at=now())


@handles(TaskName.WRITE_IMPORT, on_dead=_give_up, lease=LEASE, lane=IMPORTS, attempts=3)
def write_import(batch_id: int) -> None:
    """Make drafts of the good rows. Interrupted, it is run again and makes those that are not there yet."""
    if (batch := _batch(batch_id, BatchStatus.WRITING)) is None:
        return
    number = batch.account_id
    made = _plan(batch)

    def tell(outcome: loading.Outcome) -> None:
        db.session.get_one(ImportBatch, batch_id).done = outcome.done  # with the next piece

    outcome = loading.write(
        made, actor=db.session.get_one(Account, number), at=now(), after_each=tell,
        on_new=lambda posting: services.note_draft(batch_id, posting),
    )  # fmt: skip
    refused = [(problem.line, problem.reason) for problem in outcome.problems]
    services.note_written(db.session.get_one(ImportBatch, batch_id), refused, at=now())


@handles(TaskName.CHANGE_IMPORTED, on_dead=_give_up, lease=LEASE, lane=IMPORTS, attempts=3)
def change_imported(batch_id: int, account_id: int, column: str, value: str) -> None:
    """Set one value in all drafts that lack it or, without a column, submit those that lack nothing."""
    if _batch(batch_id, BatchStatus.CHANGING) is None:
        return
    step = services.setting(column, value) if column else services.submit_if_complete
    with in_background():
        done = services.run_pieces(batch_id, step, actor=db.session.get_one(Account, account_id), at=now())
    services.finish(batch_id, BatchStatus.WRITTEN, at=now(), **({"set": done} if column else {"submitted": done}))


@handles(TaskName.UNDO_IMPORT, on_dead=_give_up, lease=LEASE, lane=IMPORTS, attempts=3)
def undo_import(batch_id: int, account_id: int) -> None:
    """Delete the drafts nobody has edited or submitted since."""
    if _batch(batch_id, BatchStatus.UNDOING) is None:
        return
    with in_background():
        deleted = services.run_pieces(
            batch_id, services.delete_untouched, actor=db.session.get_one(Account, account_id), at=now()
        )
    batch = db.session.get_one(ImportBatch, batch_id)
    services.finish(batch_id, BatchStatus.UNDONE, at=now(), deleted=deleted, kept=services.kept_drafts(batch))


def _batch(batch_id: int, status: BatchStatus) -> ImportBatch | None:
    batch = db.session.get(ImportBatch, batch_id)
    return batch if batch is not None and batch.status is status else None


def _plan(batch: ImportBatch) -> planning.Plan:
    """Read the file again each time: what was planned may have changed, and a plan is not kept."""
    content = current_app.extensions["files"].get(batch.digest)
    number, employer = batch.account_id, batch.employer.public_id if batch.employer else None
    assigned = None if employer else dict(batch.assigned)
    defaults, suffix, at = dict(batch.defaults), _suffix(batch.file_name), now()
    db.session.commit()  # no transaction is held open while words are read
    with tempfile.TemporaryDirectory() as folder, reading():
        file = Path(folder) / f"jobs{suffix}"
        file.write_bytes(content)
        whose = Whose(db.session.get_one(Account, number), name=employer, assigned=assigned)
        if wrong := whose.all_rows():
            raise Unreadable(wrong)
        return planning.plan(read(file), whose, status=PostingStatus.DRAFT, closing_on=None, at=at, defaults=defaults)


def _suffix(name: str) -> str:
    """Give the ending by which a file's kind is known, "" for one that says nothing."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in (".json", ".jsonl", ".ndjson", ".csv") else ""
