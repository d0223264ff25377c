"""`flask accounts`: the first administrator, suspending, ending sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter.accounts import queries, services
from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken


@click.group("accounts")
def commands() -> None:
    """People who can sign in."""


@commands.command("create-admin")
@click.argument("email")
@with_appcontext
def create_admin(email: str) -> None:
    """Make an administrator and print a link, good once and for 24 hours, at which they choose a password."""
    try:
        account, token = services.create_admin(email, at=now())
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken
    db.session.commit()
    if token is None:
        click.echo(f"{account.email} is an administrator now and signs in with the password they have.")
    else:
        click.echo("Open this link once, within 24 hours:")
        click.echo(current_app.jinja_env.globals["link"]("accounts.set_up_admin", token=token))  # type: ignore[operator]


@commands.command("suspend")
@click.argument("email")
@with_appcontext
def suspend(email: str) -> None:
    """Refuse an account from its next request on."""
    _do(email, lambda account: services.suspend(account, actor=None, at=now()), "is suspended")


@commands.command("restore")
@click.argument("email")
@with_appcontext
def restore(email: str) -> None:
    """Let a suspended account sign in again."""
    _do(email, lambda account: services.restore(account, actor=None, at=now()), "may sign in again")


@commands.command("end-sessions")
@click.argument("email")
@with_appcontext
def end_sessions(email: str) -> None:
    """Sign an account out everywhere."""
    _do(email, lambda account: services.end_sessions(account, actor=None, at=now()), "is signed out everywhere")


def _do(email: str, act: Callable[[Account], Any], words: str) -> None:
    account = queries.by_email(email)
    if account is None:
        raise click.ClickException(f"There is no account of {email}.")
    try:
        act(account)
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken
    db.session.commit()
    click.echo(f"{account.email} {words}.")
