"""`flask applications`: how long what coders sent is kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter.applications import retention
from careercenter.audit.retention import Retained, note_deleted
from careercenter.cli.board import OnABoard
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.postings.models import Posting
from careercenter.postings.queries import by_public_id


@click.group("applications", cls=OnABoard)
def commands() -> None:
    """Keep applications longer, or delete those past their period now."""


@commands.command("hold")
@click.argument("posting")
@click.option("--reason", required=True, help="What asks for it; it stands in the audit trail.")
@with_appcontext
def hold_command(posting: str, reason: str) -> None:
    """Keep what was sent to the job with this public id until it is released."""
    with _saying_refusals():
        retention.hold(_posting_or_fail(posting), reason=reason, actor=None, at=now())
    db.session.commit()
    click.echo("held")


@commands.command("release")
@click.argument("posting")
@with_appcontext
def release_command(posting: str) -> None:
    """End a legal hold."""
    with _saying_refusals():
        retention.release(_posting_or_fail(posting), actor=None, at=now())
    db.session.commit()
    click.echo("released")


@commands.command("forget")
@with_appcontext
def forget_command() -> None:
    """Delete what is past CAREERCENTER_RETENTION_APPLICATIONS_DAYS now; the daily sweep does the same."""
    total = 0
    before = now() - timedelta(days=current_app.config["SETTINGS"].retention_applications_days)
    while number := retention.forget_before(before, at=now()):
        note_deleted(Retained.APPLICATIONS, number, at=now())
        db.session.commit()
        total += number
    click.echo(f"applications deleted: {total}")


def _posting_or_fail(public_id: str) -> Posting:
    posting = by_public_id(public_id)
    if posting is None:
        raise click.ClickException(f"There is no job {public_id}.")
    return posting


@contextlib.contextmanager
def _saying_refusals() -> Iterator[None]:
    try:
        yield
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken
