"""`flask accounts`: the first administrator, moderators, letting people back in, suspending, ending sessions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter.accounts import export, queries, services, services_recovery
from careercenter.accounts.models import Account, Staff
from careercenter.cli.board import OnABoard, where
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken


@click.group("accounts", cls=OnABoard)
def commands() -> None:
    """People who can sign in."""


@commands.command("create-admin")
@click.argument("email")
@click.option("--demonstration", is_flag=True, help="Do it though this is a board with demonstration content.")
@with_appcontext
def create_admin(email: str, demonstration: bool) -> None:
    """Make an administrator and print a link, good once and for 24 hours, at which they choose a password."""
    _create(email, Staff.ADMIN, demonstration)


@commands.command("create-moderator")
@click.argument("email")
@click.option("--demonstration", is_flag=True, help="Do it though this is a board with demonstration content.")
@with_appcontext
def create_moderator(email: str, demonstration: bool) -> None:
    """Make a moderator and print a link, good once and for 24 hours, at which they choose a password."""
    _create(email, Staff.MODERATOR, demonstration)


def _create(email: str, staff: Staff, demonstration: bool) -> None:
    if queries.demonstration_exists() and not demonstration:
        raise click.ClickException(
            f"{where()} holds a board with demonstration content. Set CAREERCENTER_DATA_DIR as the running board has it, "
            "or say --demonstration."
        )
    try:
        account, token = services.create_staff(email, staff, at=now())
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken
    db.session.commit()
    click.echo(f"In {where()}:")
    if token is None:
        click.echo(f"{account.email} is now: {staff.label}. They sign in with the password they have.")
    else:
        click.echo("Open this link once, within 24 hours:")
        click.echo(current_app.extensions["link"]("accounts.set_up_admin", token=token))


@commands.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Take off the second factor and passkeys of who has lost them; they are told by e-mail."""
    _do(
        email,
        lambda account: services_recovery.reset_second_factor(account, actor=None, at=now()),
        "has no second step any more",
    )


@commands.command("prove-address")
@click.argument("email")
@with_appcontext
def prove_address(email: str) -> None:
    """Take the address of an account as proved, on your word."""
    _do(email, lambda account: services_recovery.prove_address(account, actor=None, at=now()), "is taken as proved")


@commands.command("change-address")
@click.argument("email")
@click.argument("new")
@with_appcontext
def change_address(email: str, new: str) -> None:
    """Give an account another address, proved on your word; both addresses are told."""
    _do(email, lambda account: services_recovery.change_address(account, new, actor=None, at=now()), "is the address now")


@commands.command("export")
@click.argument("email")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def write_export(email: str, file: Path) -> None:
    """Write everything the board holds of a person into a new ZIP file, which only you can read."""
    files = current_app.extensions["files"]

    def write(account: Account) -> None:
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
                export.write(account, to, file_of=files.get, actor=None, at=now())
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error

    _do(email, write, f"is written to {file}")


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
