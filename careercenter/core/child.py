"""Work on files that strangers send, in a process of its own under limits of the system.

Parsers and decoders can be made to burn minutes and gigabytes by a small file that is within their own limits, and a fault in
one is a fault in the process that runs it. The child has a limit on processor time, memory, open files, processes and output;
it inherits no settings and no secrets. The clock is no measure on a busy machine: it only ends a child that waits for ever.

This module imports nothing of the board, so that a child starts in the time Python takes.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
OPEN_FILES = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: processor seconds, bytes of memory, bytes of output, and seconds on the clock as a last resort."""

    cpu_seconds: int
    memory: int
    output: int
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Finished:
    """How a child ended: its exit code, minus the signal that ended it, or None when the clock ran out; and what it wrote."""

    code: int | None
    output: bytes


def bind(limits: Limits) -> None:
    """Bind this process; none of it can be undone from within."""
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def run(module: str, *arguments: str, content: bytes, limits: Limits) -> Finished:
    """Run `python -m module arguments` with `content` as its input; the module binds itself before it reads.

    No transaction should be open meanwhile: SQLite has one writer.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as got:
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=given, stdout=got, stderr=subprocess.DEVNULL, cwd=TOP, start_new_session=True,
            # Nothing of ours is in its surroundings: no secret key, no database address.
            env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        code: int | None = None
        try:
            code = child.wait(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            # The whole group: should the parser have started something, it ends too.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        got.seek(0)
        return Finished(code, got.read(limits.output))
