"""Reading the text of résumés."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from careercenter.core.db import db
from careercenter.core.events import Event, subscribe
from careercenter.profiles import queries, reading, services
from careercenter.profiles.models import Resume, ResumeScan, ResumeText
from careercenter.storage import references
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue
from careercenter.tasks.registry import DOCUMENTS, handles

MOST_SCANNED_AT_ONCE = 200


def init_app(_app: Flask) -> None:
    references.register("résumés", lambda: select(Resume.digest))
    subscribe(Event.ACCOUNT_ENDS, services.forget)


def _give_up(args: dict[str, Any], _error: str) -> None:
    resume = db.session.get(Resume, args["resume_id"])
    if resume is not None and resume.text_status is ResumeText.WAITING:
        resume.text_status = ResumeText.UNREADABLE


@handles(TaskName.EXTRACT_RESUME, on_dead=_give_up, lease=timedelta(minutes=30), lane=DOCUMENTS)
def extract_resume(resume_id: int) -> None:
    """Scan one résumé and read its text. What cannot be read is marked so; the file can be used all the same.

    A reading that was interrupted is tried again later, as any task that failed.
    """
    resume = db.session.get(Resume, resume_id)
    scanner = current_app.config["SETTINGS"].scan_command
    if resume is None or not (resume.text_status is ResumeText.WAITING or _unscanned(resume, scanner)):
        return
    content, kind, waiting = current_app.extensions["files"].get(resume.digest), resume.kind, resume.text_status
    # No transaction is held open while others work on it: SQLite has one writer.
    db.session.commit()
    scanned = reading.scan(content, scanner) if scanner else ResumeScan.NOT_SCANNED
    found = None
    if waiting is ResumeText.WAITING and scanned is not ResumeScan.INFECTED:
        found = reading.read(content, kind)
    resume = db.session.get(Resume, resume_id)
    if resume is not None:
        services.note_reading(resume, found, scanned)


@handles(TaskName.SCAN_RESUMES)
def scan_resumes() -> None:
    """Have résumés scanned that came before the scanner did, or while it did not answer for long."""
    if current_app.config["SETTINGS"].scan_command:
        for resume_id in db.session.scalars(queries.unscanned().limit(MOST_SCANNED_AT_ONCE)):
            enqueue(TaskName.EXTRACT_RESUME, resume_id=resume_id)


def _unscanned(resume: Resume, scanner: str) -> bool:
    return bool(scanner) and resume.scan is ResumeScan.NOT_SCANNED
