"""`flask postings import`: real jobs from a file."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from careercenter.accounts.models import Account
from careercenter.cli.board import OnABoard
from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.core.permissions import Actor
from careercenter.importing import columns, loading, planning
from careercenter.importing.names import column_name, is_known
from careercenter.importing.reading import Problem, Unreadable, read
from careercenter.importing.whose import Whose
from careercenter.postings.lifecycle import PostingStatus

commands = OnABoard("postings", help="Jobs from files.")

MOST_LINES_SHOWN = 200
TELL_EVERY = 500


class Operator:
    """Who types the command: somebody with the machine in hand, who is no account. The audit trail names nobody."""

    account_id = None
    is_moderator = True
    is_admin = True
    is_coder = False
    name = "a command"

    def __init__(self, at: datetime) -> None:
        self.confirmed_at = at

    def role_in(self, _employer_id: int) -> str | None:
        return None


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--employer", "name", help="Name or id of the employer of all rows; without it, the column employer says.")
@click.option("--create-employer", is_flag=True, help="Set employers up that the board does not have.")
@click.option("--status", type=click.Choice([one.value for one in planning.REACHABLE]), default="draft", show_default=True)
@click.option("--as", "email", help="Act as this account; without it, as the operator of the board.")
@click.option(
    "--closing-on", type=click.DateTime(["%Y-%m-%d"]), help="Closing day of rows that name none, or one that has passed."
)
@click.option(
    "--set",
    "defaults",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="For rows that hold none: --set work_setting=remote.",
)
@click.option("--skip-bad", is_flag=True, help="Write the good rows although there are bad ones.")
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing.")
def import_postings(
    file: Path,
    name: str | None,
    create_employer: bool,
    status: str,
    email: str | None,
    closing_on: datetime | None,
    defaults: tuple[str, ...],
    skip_bad: bool,
    dry_run: bool,
) -> None:
    """Bring the jobs of FILE in: JSON Lines, CSV or an Excel workbook. docs/import.md describes the columns.

    The file is read and checked as a whole before anything is written. Then the rows are written in short pieces; stopped in
    between, the import is run again and writes the rest.
    """
    _stand_back()
    at = now()
    values = _defaults(defaults)
    with reading():
        whose = Whose(_actor(email, status, at), name=name, create=create_employer)
        if wrong := whose.all_rows():
            raise click.ClickException(wrong)
        try:
            made = planning.plan(
                read(file),
                whose,
                status=PostingStatus(status),
                closing_on=closing_on.date() if closing_on else None,
                at=at,
                defaults=values,
            )
        except (Unreadable, OSError) as error:
            raise click.ClickException(f"{file}: {error}") from error
    _report(made)
    if (made.bad and not skip_bad) or dry_run:
        click.echo("Nothing was written.")
        raise SystemExit(1 if made.bad and not skip_bad else 0)
    outcome = _write(made, _actor(email, status, at), at)
    click.echo(
        f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} as they were"
        + (f"; {outcome.waiting} edits wait for a moderator" if outcome.waiting else "")
        + (f"; made {status} by {email or 'a command'}." if status != "draft" else ".")
    )
    if outcome.problems:
        _lines(outcome.problems)
        click.echo(f"{len({problem.line for problem in outcome.problems})} rows were refused and are left out.", err=True)
        raise SystemExit(1)


def _stand_back() -> None:
    """Leave most of busy processors to those who serve people, and still get on: a quarter of what one of them gets."""
    if not current_app.testing:  # a test's process is not ours to slow
        with contextlib.suppress(OSError, AttributeError):
            os.nice(5)


def _defaults(given: tuple[str, ...]) -> dict[str, str]:
    """Read COLUMN=VALUE; a column or a value that cannot be is refused before a row is read."""
    values: dict[str, str] = {}
    for one in given:
        column, _, value = one.partition("=")
        if not value.strip():
            raise click.BadParameter(f"{one!r} is not COLUMN=VALUE.", param_hint="--set")
        if not is_known(column):
            raise click.BadParameter(f"there is no column {column}. `flask postings columns` lists them.", param_hint="--set")
        values[column_name(column)] = value.strip()
    problems = columns.read_row({"title": "Coder", **values}, time_zone="America/New_York").problems
    if problems:
        raise click.BadParameter(" ".join(problems), param_hint="--set")
    return values


def _write(made: planning.Plan, actor: Actor, at: datetime) -> loading.Outcome:
    """Write, and say how far it has come; also when it is stopped."""
    told = done = 0

    def tell(outcome: loading.Outcome) -> None:
        nonlocal told, done
        done = outcome.done - made.unchanged
        if done - told >= TELL_EVERY:
            told = done
            click.echo(f"{done} of {len(made.rows)} rows written", err=True)

    try:
        return loading.write(made, actor=actor, at=at, after_each=tell)
    except (KeyboardInterrupt, OperationalError) as stopped:
        db.session.rollback()
        why = "Stopped" if isinstance(stopped, KeyboardInterrupt) else f"The database cannot be written to ({stopped.orig})"
        raise click.ClickException(
            f"{why}: {done} of {len(made.rows)} rows are written, each whole. Run the same again for the rest."
        ) from stopped


@commands.command("columns")
def list_columns() -> None:
    """List the columns an import file may have."""
    for name, holds in columns.describe():
        click.echo(f"{name:26}{holds}")


def _actor(email: str | None, status: str, at: datetime) -> Actor:
    if email is None:
        return Operator(at)
    account = db.session.scalar(select(Account).where(func.lower(Account.email) == email.strip().lower()))
    if account is None:
        raise click.ClickException(f"There is no account {email}.")
    if status == "live" and not account.is_admin:
        raise click.ClickException(f"{email} is no administrator, so these jobs cannot be made live. Use --status pending.")
    if status != "draft" and account.confirmed_at is None:
        raise click.ClickException(f"{email} has not confirmed the address yet, so these jobs can only be drafts.")
    return account


def _report(made: planning.Plan) -> None:
    _lines(made.problems, made.uncounted)
    for line, earlier in made.repeats[:MOST_LINES_SHOWN]:
        click.echo(f"line {line}: repeats line {earlier} and is left out.")
    for note in made.notes[:MOST_LINES_SHOWN]:
        click.echo(f"line {note.line}: {note.reason}")
    if made.unknown_columns:
        click.echo(f"Columns not known, and not used: {', '.join(made.unknown_columns)}")
    if made.new_employers:
        click.echo(f"Employers to be set up: {', '.join(made.new_employers)}")
    if made.inferred:
        click.echo("Read out of the words: " + ", ".join(f"{name} in {n}" for name, n in made.inferred.most_common()))
    click.echo(f"{made.good} good rows, {made.bad} bad, {len(made.repeats)} repeats.")


def _lines(problems: list[Problem], more: int = 0) -> None:
    for problem in problems[:MOST_LINES_SHOWN]:
        click.echo(f"line {problem.line}: {problem.reason}", err=True)
    if more := more + len(problems[MOST_LINES_SHOWN:]):
        click.echo(f"… and {more} more.", err=True)
