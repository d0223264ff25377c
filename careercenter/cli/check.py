"""`flask check`: is everything as it should be, a line each."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter import __version__
from careercenter.config import Settings


@click.command("check")
@click.option("--quick", is_flag=True, help="Only what /readyz asks.")
@with_appcontext
def commands(quick: bool) -> None:
    """Look at database, disk, folders, key, clock, worker, index and mail server; end with 1 when something failed."""
    from careercenter.admin import checks

    settings: Settings = current_app.config["SETTINGS"]
    click.echo(f"ok       settings    version {__version__}, {settings.env}, {settings.public_url}, {settings.folder}")
    found = checks.ready() if quick else checks.everything()
    for one in found:
        click.echo(f"{one.state.value:<8} {one.name:<11} {one.words}")
    sys.exit(1 if any(one.state is checks.State.FAILED for one in found) else 0)
