"""`flask serve`: what `make run` starts. Migrates, loads the demonstration on the first start, runs web and worker."""

from __future__ import annotations

import errno
import os
import socket
import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from careercenter import supervisor
from careercenter.config import Settings
from careercenter.core.clock import now
from careercenter.core.db import db, reading

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
    os.chdir(supervisor.TOP)
    listener.set_inheritable(True)
    # This process has the whole application and needs none of it any more.
    os.execv(sys.executable, supervisor.command(listener.fileno()))  # noqa: S606 - our own interpreter


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
    sys.stdout.flush()
