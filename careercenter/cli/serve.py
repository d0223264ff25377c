"""`flask serve`: what `make run` starts. Migrates, loads the demonstration on the first start, runs web and worker."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from careercenter.config import Settings
from careercenter.core.clock import now
from careercenter.core.db import db, reading

WEB_WORKERS = 2
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
# One heap of the C library for all threads of a process: each of its own keeps what the largest answer took.
_ENVIRONMENT = {"PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "1"}
BACKLOG = 1024  # connections the system accepts for us while the web starts or is busy


@click.command("serve")
@click.option("--port", type=int, envvar="PORT", default=5000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@with_appcontext
def commands(port: int, host: str) -> None:
    """Migrate the database, then serve the board and run the worker beside it until Ctrl-C."""
    settings: Settings = current_app.config["SETTINGS"]
    listener = _listen(host, port)  # first: a second board must not touch the data of the one that runs
    _prepare(settings)
    _announce(settings, port)
    sys.exit(_run_both(listener, _worker()))


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=BACKLOG, reuse_port=False
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(f"Port {port} is in use; CareerCenter may be running already.") from error
        raise click.ClickException(f"{host}:{port} cannot be listened on: {error.strerror}.") from error


def _prepare(settings: Settings) -> None:
    from careercenter.cli.moderation import load_reasons
    from careercenter.cli.seed import seed_if_empty
    from careercenter.postings.tasks import rebuild
    from careercenter.web.health import database_is_whole

    if settings.unfinished_restore.exists():
        # Half of a board would become a new one, and the restore could no longer be finished.
        raise click.ClickException("A restore was begun and not finished: run the same `backup restore` again, then start.")
    with reading():
        if damage := database_is_whole():
            click.echo(damage, err=True)  # what can be read goes on being served
    upgrade()
    load_reasons()
    if not settings.production and seed_if_empty():
        # The first search finds something; from then on the worker keeps the index.
        with reading():
            rebuild(at=now())
    # The processes to come open connections of their own.
    db.session.remove()
    db.engine.dispose()


def _announce(settings: Settings, port: int) -> None:
    click.echo(f"\n  {settings.board_name} is at http://127.0.0.1:{port}\n")
    if not settings.production:
        from careercenter.cli.demo.accounts import DEMONSTRATION_ACCOUNTS, PASSWORD

        click.echo("  Demonstration accounts (each with the password " + PASSWORD + "):")
        for email, what in DEMONSTRATION_ACCOUNTS:
            click.echo(f"    {email:<24} {what}")
        click.echo("")
    click.echo("  Ctrl-C stops it.\n")


def web_command(listener: socket.socket) -> list[str]:
    """Give the command that serves the board on a socket, as the file of that number."""
    return [
        sys.executable, "-m", "gunicorn", "app:app", "--bind", f"fd://{listener.fileno()}",
        "--config", "python:careercenter.gunicorn_config", "--workers", str(WEB_WORKERS),
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", "worker"]


def _run_both(listener: socket.socket, worker: list[str]) -> int:
    """Run until told to stop or the web server ends; a worker that died is started again."""
    stopping = False

    def stop(_sign: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    serving = _start(web_command(listener), listener.fileno())
    working = _start(worker)
    while not stopping and serving.poll() is None:
        if working.poll() is not None:
            click.echo("The worker stopped; starting it again.", err=True)
            time.sleep(1)
            working = _start(worker)
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
        command, cwd=Path(current_app.root_path), env={**os.environ, **_ENVIRONMENT},
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
