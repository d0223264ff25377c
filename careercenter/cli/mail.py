"""`flask mail`: whether this board can send e-mail."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter.cli.board import OnABoard
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail.services import send_test


@click.group("mail", cls=OnABoard)
def commands() -> None:
    """Try out how the board sends e-mail."""


@commands.command("test")
@click.argument("address")
@with_appcontext
def test_command(address: str) -> None:
    """Send a test e-mail to ADDRESS at once and say what the mail server answered."""
    settings = current_app.config["SETTINGS"]
    try:
        sent_to = send_test(address, settings, at=now())
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken
    click.echo(f"{settings.mail_server}:{settings.mail_port} took a test e-mail for {sent_to}, from {settings.mail_from}.")
