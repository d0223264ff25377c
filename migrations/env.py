"""What Alembic runs migrations with: the application's engine and metadata."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from careercenter.core.db import Base, UTCDateTime
from careercenter.core.enums import EnumColumn
from careercenter.postings.content import ContentColumn
from careercenter.search.stores.postgres import tables  # noqa: F401 - they are in the metadata

config = context.config
database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our column types as plain ones, so that a migration never needs the code of a later version."""
    if kind == "type":
        if isinstance(item, EnumColumn):
            return "sa.String(length=40)"
        if isinstance(item, UTCDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, ContentColumn):
            return "sa.JSON()"
        if type(item).__name__ == "AsaList":
            return "sa.UnicodeText()"
    return False


def run() -> None:
    options: dict[str, Any] = {
        "target_metadata": Base.metadata,
        "render_as_batch": True,
        "compare_type": True,
        "render_item": render_item,
    }
    if context.is_offline_mode():
        context.configure(url=database.engine.url, literal_binds=True, **options)
        with context.begin_transaction():
            context.run_migrations()
        return
    with database.engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
