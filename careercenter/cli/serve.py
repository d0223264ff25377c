"""`flask serve`: what `make run` starts. Migrates, loads the demonstration on the first start, runs web and worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
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
WEB_THREADS = 4


@click.command("serve")
@click.option("--port", type=int, envvar="PORT", default=5000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@with_appcontext
def commands(port: int, host: str) -> None:
    """Migrate the database, then serve the board and run the worker beside it until Ctrl-C."""
    settings: Settings = current_app.config["SETTINGS"]
    _prepare(settings)
    _announce(settings, port)
    sys.exit(_run_both(_web(host, port), _worker()))


def _prepare(settings: Settings) -> None:
    from careercenter.cli.moderation import load_reasons
    from careercenter.cli.seed import seed_if_empty
    from careercenter.postings.tasks import rebuild

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
    click.echo(f"\n  CareerCenter is at http://127.0.0.1:{port}\n")
    if not settings.production:
        from careercenter.cli.demo.accounts import DEMONSTRATION_ACCOUNTS, PASSWORD

        click.echo("  Demonstration accounts (each with the password " + PASSWORD + "):")
        for email, what in DEMONSTRATION_ACCOUNTS:
            click.echo(f"    {email:<24} {what}")
        click.echo("")
    click.echo("  Ctrl-C stops it.\n")


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "app:app", "--bind", f"{host}:{port}",
        "--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS),
        "--no-control-socket", "--limit-request-line", "8190", "--log-level", "warning", "--graceful-timeout", "10",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", "worker"]


def _run_both(web: list[str], worker: list[str]) -> int:
    """Run until told to stop or the web server ends; a worker that died is started again."""
    top = Path(current_app.root_path)
    stopping = False

    def stop(_sign: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    # Sessions of their own, so that Ctrl-C reaches them through us, in order.
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    serving = subprocess.Popen(web, cwd=top, env=environment, start_new_session=True)
    working = subprocess.Popen(worker, cwd=top, env=environment, start_new_session=True)
    while not stopping and serving.poll() is None:
        if working.poll() is not None:
            click.echo("The worker stopped; starting it again.", err=True)
            time.sleep(1)
            working = subprocess.Popen(worker, cwd=top, env=environment, start_new_session=True)
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
