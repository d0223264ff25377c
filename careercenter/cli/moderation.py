"""`flask moderation`: what the desk needs before its first decision."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from careercenter.cli.board import OnABoard
from careercenter.core.db import db
from careercenter.moderation.services_reasons import ensure_reasons


@click.group("moderation", cls=OnABoard)
def commands() -> None:
    """Prepare the desk."""


@commands.command("load-reasons")
@with_appcontext
def load_reasons_command() -> None:
    """Add the default reasons that were never in the table; a second run changes nothing."""
    added = load_reasons()
    click.echo(f"{added} reasons added" if added else "every default reason is there")


def load_reasons() -> int:
    """Do it, for `flask serve` too; give how many were added."""
    added = ensure_reasons()
    db.session.commit()
    return added
