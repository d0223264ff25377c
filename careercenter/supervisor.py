"""What `flask serve` becomes once the board is prepared: it starts web and worker, and ends with them.

It imports nothing but the standard library: an application that only waits for its children would take a hundred megabytes.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

TOP = Path(__file__).resolve().parent.parent
WEB_WORKERS = 2
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
# One heap of the C library for all threads of a process: each of its own keeps what the largest answer took.
_ENVIRONMENT = {"PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "1"}


def command(listener: int) -> list[str]:
    """Give the command that supervises a board listening on the socket that is the file of this number."""
    return [sys.executable, "-m", "careercenter.supervisor", str(listener)]


def web_command(listener: int) -> list[str]:
    """Give the command that serves the board on the socket that is the file of this number."""
    return [
        sys.executable, "-m", "gunicorn", "app:app", "--bind", f"fd://{listener}",
        "--config", "python:careercenter.gunicorn_config", "--workers", str(WEB_WORKERS),
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", "worker"]


def run(listener: int) -> int:
    """Run until told to stop or the web server ends; a worker that died is started again."""
    stopping = False

    def stop(_sign: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    serving = _start(web_command(listener), listener)
    working = _start(_worker())
    while not stopping and serving.poll() is None:
        if working.poll() is not None:
            sys.stderr.write("The worker stopped; starting it again.\n")
            time.sleep(1)
            working = _start(_worker())
        time.sleep(0.2)
    code = 0 if stopping else serving.returncode or 1
    for process in (serving, working):
        if process.poll() is None:
            process.terminate()
    for process in (serving, working):
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
    return code


def _start(command: list[str], *files: int) -> subprocess.Popen[bytes]:
    """Start one of the processes, in a session of its own, so that Ctrl-C reaches it through us, in order."""
    return subprocess.Popen(
        command, cwd=TOP, env={**os.environ, **_ENVIRONMENT},
        start_new_session=True, pass_fds=files, preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 - one system call
    )  # fmt: skip


def _end_with(parent: int) -> Callable[[], None] | None:
    """Give what tells the system to end a child when its parent is gone, killed too; only Linux can be told."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def in_child() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it was killed before the system was told
            os._exit(1)

    return in_child


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1])))
