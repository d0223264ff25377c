"""`flask version`: which version this is."""

from __future__ import annotations

import platform

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect, text

from careercenter import __version__
from careercenter.core.db import db


@click.command("version")
@with_appcontext
def commands() -> None:
    """Say which version this is and which migration the database is at."""
    migrated = inspect(db.session.connection()).has_table("alembic_version")
    at = db.session.scalar(text("select version_num from alembic_version")) if migrated else "none"
    click.echo(f"CareerCenter {__version__}, {db.engine.dialect.name}, migration {at}, Python {platform.python_version()}")
