"""Background work of the administration."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from careercenter.audit.retention import Retained, note_deleted
from careercenter.core.clock import now
from careercenter.job_search.zero_results import forget_before
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import handles


@handles(TaskName.FORGET_SEARCHES)
def forget_searches() -> None:
    """Delete what was typed longer ago than it is kept."""
    at = now()
    days = timedelta(days=current_app.config["SETTINGS"].retention_searches_days)
    note_deleted(Retained.SEARCHES, forget_before(at.date() - days), at=at)
