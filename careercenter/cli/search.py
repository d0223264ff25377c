"""`flask search`: the search index."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from careercenter.cli.board import OnABoard
from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.postings.models import Posting
from careercenter.postings.queries import visible
from careercenter.postings.tasks import engine, rebuild


@click.group("search", cls=OnABoard)
def commands() -> None:
    """Build the search index anew, or see how it stands."""


@commands.command()
@with_appcontext
def reindex() -> None:
    """Build the index anew from the database; searches go on being answered from the old one meanwhile."""
    with reading():
        number = rebuild(at=now())
    click.echo(f"The index holds {number:,} {'job' if number == 1 else 'jobs'}.")


@commands.command()
@with_appcontext
def status() -> None:
    """Compare the index with the database; ends with 1 when they differ."""
    if engine().stale():
        click.echo("The index is missing or of another version. Build it with: flask --app app search reindex")
        sys.exit(1)
    held = engine().ids()
    due = set(db.session.scalars(visible(now()).with_only_columns(Posting.public_id)))
    click.echo(f"{len(due):,} visible, {len(held):,} in the index, {len(due - held):,} missing, {len(held - due):,} too many")
    sys.exit(1 if held != due else 0)
