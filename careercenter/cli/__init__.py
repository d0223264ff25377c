"""Commands of `flask --app app`: a module a noun."""

from __future__ import annotations

import importlib
import pkgutil

from flask import Flask


def register(app: Flask) -> None:
    """Add the `commands` group (or command) of every module of this package."""
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            continue
        found = importlib.import_module(f"{__name__}.{module.name}")
        if commands := getattr(found, "commands", None):
            app.cli.add_command(commands)
