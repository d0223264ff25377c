"""Commands of `flask --app app`: a module a noun, imported when a command is asked for and not in a web process."""

from __future__ import annotations

import importlib
import pkgutil

import click
from flask import Flask
from flask.cli import AppGroup


class Commands(AppGroup):
    """The `commands` group (or command) of every module of this package, and that of Flask-Migrate."""

    _imported = False

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        self._import()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._import()
        return super().list_commands(ctx)

    def _import(self) -> None:
        if self._imported:
            return
        self._imported = True
        from flask_migrate.cli import db

        self.add_command(db, "db")
        for module in pkgutil.iter_modules(__path__):
            if module.ispkg:
                continue
            found = importlib.import_module(f"{__name__}.{module.name}")
            if commands := getattr(found, "commands", None):
                self.add_command(commands)


def register(app: Flask) -> None:
    commands = Commands(app.cli.name)
    for command in app.cli.commands.values():  # those of blueprints
        commands.add_command(command)
    app.cli = commands
