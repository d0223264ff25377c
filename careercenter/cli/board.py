"""Commands for a board that is there: in a wrong folder they say so in one line."""

from __future__ import annotations

from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from careercenter.config import Settings
from careercenter.core.db import db, writing


def where() -> str:
    """Name the database, without its password."""
    settings: Settings = current_app.config["SETTINGS"]
    return make_url(settings.database_url).render_as_string(hide_password=True)


def refuse_no_board() -> None:
    """Raise ClickException when the database is none of a board, or none at all."""
    token = writing.set(False)  # looking holds up no writer, and ends no transaction of the session
    try:
        there = inspect(db.engine).has_table("account")
    except DBAPIError as error:
        raise click.ClickException(f"The database {where()} cannot be read: {error.orig}.") from error
    finally:
        writing.reset(token)
    if not there:
        raise click.ClickException(
            f"There is no board in {where()}. Set CAREERCENTER_DATA_DIR (and CAREERCENTER_DATABASE_URL) as the running board "
            "has them, or start the board once, which makes its tables."
        )


class OnABoard(AppGroup):
    """A group whose commands all need a board."""

    def invoke(self, ctx: click.Context) -> Any:
        ctx.invoke(with_appcontext(refuse_no_board))
        return super().invoke(ctx)
