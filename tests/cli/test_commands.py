"""Commands are imported when one is asked for."""

from __future__ import annotations

import click
from flask import Flask


def test_a_command_of_ours_and_those_of_migrations_are_found_by_name(app: Flask) -> None:
    context = click.Context(app.cli)
    for name in ("serve", "search", "db"):
        found = app.cli.get_command(context, name)
        assert found is not None
        assert found.name == name


def test_all_commands_are_listed(app: Flask) -> None:
    assert {"serve", "worker", "backup", "db"} <= set(app.cli.list_commands(click.Context(app.cli)))
