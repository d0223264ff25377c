"""Reading the text of résumés."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import select

from careercenter.accounts.closing import on_closing
from careercenter.core.db import db
from careercenter.profiles import services
from careercenter.profiles.extract import MOST_CHARACTERS
from careercenter.profiles.models import Resume, ResumeKind, ResumeText
from careercenter.storage import references
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import DOCUMENTS, handles

log = structlog.get_logger("profiles")

# The child's own limit is 10 seconds of processor time; this is for one that waits instead.
WALL_SECONDS = 20
TOP = Path(__file__).resolve().parents[2]


def init_app(_app: Flask) -> None:
    references.register("résumés", lambda: select(Resume.digest))
    on_closing("profile and résumés", services.forget)


def _give_up(args: dict[str, Any], _error: str) -> None:
    resume = db.session.get(Resume, args["resume_id"])
    if resume is not None and resume.text_status is ResumeText.WAITING:
        resume.text_status = ResumeText.UNREADABLE


@handles(TaskName.EXTRACT_RESUME, given_up=_give_up, lane=DOCUMENTS)
def extract_resume(resume_id: int) -> None:
    """Read one résumé's text. What cannot be read is marked so; the file can be used all the same."""
    resume = db.session.get(Resume, resume_id)
    if resume is None or resume.text_status is not ResumeText.WAITING:
        return
    content = current_app.extensions["files"].get(resume.digest)
    kind = resume.kind
    # No transaction is held open while the child works: SQLite has one writer.
    db.session.commit()
    text = text_of(content, kind)
    resume = db.session.get(Resume, resume_id)
    if resume is None:
        return
    resume.text_status, resume.text = (ResumeText.READ, text) if text else (ResumeText.UNREADABLE, "")


def text_of(content: bytes, kind: ResumeKind, *, wall_seconds: float = WALL_SECONDS) -> str:
    """Give the text, or "" when the child found none, failed, or ran into one of its limits."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as got:
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "careercenter.profiles.extract", kind.value],
            stdin=given, stdout=got, stderr=subprocess.DEVNULL, cwd=TOP, start_new_session=True,
            # Nothing of ours is in its surroundings: no secret key, no database address.
            env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        try:
            code = child.wait(timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            # The whole group: should the parser have started something, it ends too.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        if code != 0:
            log.info("résumé not readable", code=code)
            return ""
        got.seek(0)
        return got.read().decode("utf-8", "replace")[:MOST_CHARACTERS].strip()
