"""`flask worker`: background work until stopped."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter.schedule import AT_START, SCHEDULE
from careercenter.tasks.worker import run_pending, work


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
@with_appcontext
def commands(once: bool) -> None:
    """Send mail, keep the search index, publish and expire, until stopped."""
    if once:
        click.echo(f"{run_pending()} tasks done")
    else:
        work(current_app._get_current_object(), SCHEDULE, at_start=AT_START)  # type: ignore[attr-defined]
