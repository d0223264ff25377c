"""Background work of the desk."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import String, cast, literal, update

from careercenter.audit.retention import Retained, note_deleted
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.moderation import services_mail
from careercenter.moderation.models import Report, ReportStatus
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import handles

# Stands in the place of who reported, one for each report: two reports of a job stay two.
NOBODY = "forgotten:"


@handles(TaskName.FORGET_REPORTS)
def forget_reports() -> None:
    """Forget who wrote reports decided longer ago than they are kept, and what; that a job was reported stays."""
    at = now()
    before = at - timedelta(days=current_app.config["SETTINGS"].retention_reports_days)
    done = db.session.execute(
        update(Report)
        .where(Report.status != ReportStatus.OPEN, Report.decided_at < before, Report.reporter.not_like(f"{NOBODY}%"))
        .values(words="", account_id=None, household=None, reporter=literal(NOBODY) + cast(Report.id, String))
        .execution_options(synchronize_session=False)
    )
    note_deleted(Retained.REPORTS, int(done.rowcount), at=at)  # type: ignore[attr-defined]


@handles(TaskName.TELL_MODERATORS)
def tell_moderators() -> None:
    """Write to the moderators whose time has come."""
    services_mail.tell_moderators(at=now())
