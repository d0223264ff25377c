"""Asking the child process what a résumé says, and a scanner whether it is safe."""

from __future__ import annotations

import json
import shlex
import subprocess
from dataclasses import dataclass

import structlog

from careercenter.core import child
from careercenter.core.child import Limits
from careercenter.profiles.extract import MOST_CHARACTERS, READING
from careercenter.profiles.models import ResumeKind, ResumeScan, ResumeText

log = structlog.get_logger("profiles")

_STATES = {
    "read": ResumeText.READ,
    "picture": ResumeText.PICTURE,
    "garbled": ResumeText.GARBLED,
    "empty": ResumeText.UNREADABLE,
}
SCANNER_SECONDS = 120
# What scanners of the ClamAV family say with their exit code.
_CLEAN, _INFECTED = 0, 1


class Interrupted(Exception):
    """The clock ran out, or the scanner did not answer, which says nothing of the file: try again later."""


@dataclass(frozen=True, slots=True)
class ResumeReading:
    """How far reading came, the text where it did, and the names of what the file would do when it is opened."""

    state: ResumeText
    text: str = ""
    active: tuple[str, ...] = ()


def read(content: bytes, kind: ResumeKind | str, *, limits: Limits = READING) -> ResumeReading:
    """Read a file as a kind that `extract` knows.

    `Interrupted` when the child was kept from working, never because the machine is busy for a while.
    """
    finished = child.run("careercenter.profiles.extract", str(kind), content=content, limits=limits)
    if finished.code is None:
        raise Interrupted(f"reading took longer than {limits.wall_seconds:g} s on the clock")
    if finished.code != 0:
        log.info("résumé not readable", code=finished.code)
        return ResumeReading(ResumeText.UNREADABLE)
    try:
        answer = json.loads(finished.output)
    except ValueError:
        log.info("résumé not readable", code="no answer")
        return ResumeReading(ResumeText.UNREADABLE)
    return ResumeReading(_STATES[answer["state"]], str(answer["text"])[:MOST_CHARACTERS], tuple(answer["active"]))


def scan(content: bytes, command: str) -> ResumeScan:
    """Hand the file to the operator's scanner, which reads it from its input; `Interrupted` when it gives no verdict."""
    try:
        done = subprocess.run(
            shlex.split(command), input=content, capture_output=True, timeout=SCANNER_SECONDS, check=False
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Interrupted(f"the scanner gave no verdict: {type(error).__name__}") from error
    if done.returncode == _INFECTED:
        return ResumeScan.INFECTED
    if done.returncode == _CLEAN:
        return ResumeScan.CLEAN
    raise Interrupted(f"the scanner gave no verdict: exit code {done.returncode}")
