"""`flask seed`: the demonstration's board, loaded into an empty one."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import exists, select

from careercenter.accounts.models import Account
from careercenter.accounts.queries import demonstration_exists
from careercenter.config import Settings
from careercenter.core.clock import now
from careercenter.core.db import db


@click.command("seed")
@with_appcontext
def commands() -> None:
    """Load the demonstration: employers, jobs, coders, applications, and work for a moderator."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException("The demonstration is not for production: its accounts have a password everybody knows.")
    if demonstration_exists():
        click.echo("The demonstration is loaded already; nothing was changed.")
        return
    if not seed_if_empty():
        raise click.ClickException("This board has accounts of its own. The demonstration is loaded only into an empty board.")
    click.echo("The demonstration is loaded.")


def seed_if_empty() -> bool:
    """Load the demonstration when nobody has an account yet, all of it or nothing; say whether it was loaded."""
    if db.session.scalar(select(exists().where(Account.id.is_not(None)))):
        return False
    from careercenter.cli.demo.board import Board

    Board(now(), current_app.extensions["files"]).load()
    db.session.commit()
    return True
