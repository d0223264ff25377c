"""Whether the board is well: what /healthz asks every few seconds and what an operator's commands ask at length.

Each check gives a sentence for the operator, or nothing. They change nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from careercenter.config import Settings
from careercenter.core.db import Base, db

# Below this, or below a fiftieth of a small disk, a restore, a rebuilt index or a large upload no longer fits.
LEAST_FREE = 200 * 1024 * 1024
LEAST_SHARE = 50


def database_answers() -> str | None:
    """Read from every table, so that a damaged one is known although others answer."""
    # Else SQLite would look into the smallest index, and the table itself stay unread.
    itself = " not indexed" if db.engine.dialect.name == "sqlite" else ""
    try:
        for table in Base.metadata.tables:
            db.session.execute(select(text("1")).select_from(text(f'"{table}"{itself}')).limit(1))
    except SQLAlchemyError as error:
        db.session.rollback()
        return f"The database cannot be read: {getattr(error, 'orig', error)}."
    return None


def database_is_whole() -> str | None:
    """Have SQLite look at every page of its file; seconds for a large one. PostgreSQL has tools of its own."""
    if db.engine.dialect.name != "sqlite":
        return None
    try:
        found = db.session.execute(text("pragma quick_check(3)")).scalars().all()
    except SQLAlchemyError as error:
        db.session.rollback()
        return f"The database cannot be read: {getattr(error, 'orig', error)}."
    return None if found == ["ok"] else f"The database is damaged: {'; '.join(found)}. Restore a backup."


def disk_has_room() -> str | None:
    for folder in _folders():
        disk = shutil.disk_usage(folder)
        if disk.free < min(LEAST_FREE, disk.total // LEAST_SHARE):
            return f"The disk of {folder} is full: {disk.free // 1024 // 1024} MB are free."
    return None


def folders_are_writable() -> str | None:
    for folder in _folders():
        if not os.access(folder, os.W_OK | os.X_OK):
            return f"{folder} cannot be written to."
    return None


def _folders() -> list[Path]:
    """Give the folders the board writes to, as far as they exist."""
    settings: Settings = current_app.config["SETTINGS"]
    folders = [settings.folder, Path(tempfile.gettempdir())]
    if urlsplit(settings.storage_url).scheme in ("", "file"):
        folders.append(Path(urlsplit(settings.storage_url).path))
    database = make_url(settings.database_url)
    if database.get_backend_name() == "sqlite" and database.database:
        folders.append(Path(database.database).parent)
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


Check = Callable[[], str | None]

# Asked by /healthz: a few milliseconds in all.
QUICK: dict[str, Check] = {"database": database_answers, "disk": disk_has_room, "folders": folders_are_writable}
THOROUGH: dict[str, Check] = {**QUICK, "damage": database_is_whole}


def failing(checks: dict[str, Check]) -> dict[str, str]:
    """Give what is wrong, by the name of its check."""
    return {name: words for name, check in checks.items() if (words := check()) is not None}
