"""Keeping storage free of what nothing refers to."""

from __future__ import annotations

import structlog
from flask import current_app
from sqlalchemy import delete

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.events import Event, announce
from careercenter.storage import references
from careercenter.storage.files import SWEEP_AGE
from careercenter.storage.models import StoredFile
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import handles

log = structlog.get_logger("storage")


@handles(TaskName.SWEEP_FILES)
def sweep_files() -> None:
    """Forget rows nothing refers to, then delete the files that have no row.

    The bytes go in a later sweep than their row: a file stored again in between is young again and stays.
    """
    announce(Event.FILES_ARE_SWEPT, at=now())
    gone = current_app.extensions["files"].sweep()
    rows = _forget_rows()
    if gone or rows:
        log.info("files swept", rows=rows, files=gone)


def _forget_rows() -> int:
    needed = references.referred()
    if needed is None:  # nobody registered: that is a mistake of start-up, and no reason to delete everything
        return 0
    column = needed.subquery().c[0]
    done = db.session.execute(
        delete(StoredFile)
        .where(StoredFile.stored_at < now() - SWEEP_AGE, StoredFile.digest.not_in(db.select(column)))
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
