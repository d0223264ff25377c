"""`flask postings import`: real jobs from a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.permissions import Actor
from careercenter.employers import queries as employers
from careercenter.employers.models import Employer, EmployerKind
from careercenter.employers.services import EmployerProfile, create
from careercenter.postings.importing import columns, loading
from careercenter.postings.importing.reading import Problem, Unreadable, read
from careercenter.postings.lifecycle import PostingStatus

commands = AppGroup("postings", help="Jobs from files.")

MOST_LINES_SHOWN = 200


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
@click.option("--employer", "name", required=True, help="Name or id of the employer the jobs belong to.")
@click.option("--create-employer", is_flag=True, help="Set the employer up when there is none of that name.")
@click.option("--status", type=click.Choice([one.value for one in loading.REACHABLE]), default="draft", show_default=True)
@click.option("--as", "email", help="Act as this account; without it, as the operator of the board.")
@click.option(
    "--closing-on", type=click.DateTime(["%Y-%m-%d"]), help="Closing day of rows that name none, or one that has passed."
)
@click.option("--skip-bad", is_flag=True, help="Write the good rows although there are bad ones.")
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing.")
def import_postings(
    file: Path,
    name: str,
    create_employer: bool,
    status: str,
    email: str | None,
    closing_on: datetime | None,
    skip_bad: bool,
    dry_run: bool,
) -> None:
    """Bring the jobs of FILE (JSON Lines or CSV) in. docs/import.md describes the columns."""
    at = now()
    actor = _actor(email, status, at)
    employer = _employer(name, create_employer, actor, at)
    try:
        plan = loading.plan(
            read(file), employer, status=PostingStatus(status), closing_on=closing_on.date() if closing_on else None, at=at
        )
    except (Unreadable, OSError) as error:
        db.session.rollback()
        raise click.ClickException(f"{file}: {error}") from error
    _report(plan)
    if (plan.problems and not skip_bad) or dry_run:
        db.session.rollback()
        click.echo("Nothing was written.")
        raise SystemExit(1 if plan.problems and not skip_bad else 0)
    outcome = loading.write(plan, employer, actor=actor, at=at)
    _lines(outcome.problems)
    if outcome.problems and not skip_bad:
        db.session.rollback()
        click.echo("Nothing was written.")
        raise SystemExit(1)
    db.session.commit()
    click.echo(
        f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} as they were"
        + (f"; {outcome.waiting} edits wait for a moderator" if outcome.waiting else "")
        + (f"; made {status} by {email or 'a command'}." if status != "draft" else ".")
    )


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
    return account  # type: ignore[return-value]


def _employer(name: str, make: bool, actor: Actor, at: datetime) -> Employer:
    found = employers.by_name(name)
    if len(found) > 1:
        ids = ", ".join(one.public_id for one in found)
        raise click.ClickException(f"There are {len(found)} employers called {name}. Give one of their ids: {ids}.")
    if found:
        if getattr(actor, "account_id", None) and not (actor.is_admin or actor.role_in(found[0].id) in ("owner", "recruiter")):
            raise click.ClickException(f"This account does not write jobs of {found[0].name}.")
        return found[0]
    if not make:
        raise click.ClickException(f"There is no employer called {name}. Add --create-employer to set it up.")
    try:
        return create(EmployerProfile(name=name, kind=EmployerKind.OTHER), actor=None, at=at)
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken


def _report(plan: loading.Plan) -> None:
    _lines(plan.problems)
    for line, earlier in plan.repeats[:MOST_LINES_SHOWN]:
        click.echo(f"line {line}: repeats line {earlier} and is left out.")
    for note in plan.notes[:MOST_LINES_SHOWN]:
        click.echo(f"line {note.line}: {note.reason}")
    if plan.unknown_columns:
        click.echo(f"Columns not known, and not used: {', '.join(plan.unknown_columns)}")
    if plan.inferred:
        click.echo("Read out of the words: " + ", ".join(f"{name} in {n}" for name, n in plan.inferred.most_common()))
    bad = len({problem.line for problem in plan.problems})
    click.echo(f"{len(plan.rows)} good rows, {bad} bad, {len(plan.repeats)} repeats.")


def _lines(problems: list[Problem]) -> None:
    for problem in problems[:MOST_LINES_SHOWN]:
        click.echo(f"line {problem.line}: {problem.reason}", err=True)
    if len(problems) > MOST_LINES_SHOWN:
        click.echo(f"… and {len(problems) - MOST_LINES_SHOWN} more.", err=True)
