"""Restoring a backup into an empty board; a restore that was killed is begun again with the same command."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import alembic.script
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.engine import make_url

from careercenter.cli.backups import databases
from careercenter.cli.backups.archive import KEY_PART, Manifest, unpack, verify
from careercenter.cli.backups.making import fingerprint, sync_folder
from careercenter.cli.backups.sealing import UnreadableBackup
from careercenter.config import Settings
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.storage.files import Files


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    same_key: bool
    key_file: Path | None
    mail_waiting: int


def check_revision(manifest: Manifest) -> None:
    """Refuse a backup of a later version than this program."""
    if manifest.revision not in known_revisions():
        raise UnreadableBackup(
            f"This backup was made by version {manifest.version} (database {manifest.revision}), which is later than this one. "
            f"Restore it with version {manifest.version} or a later one."
        )


def known_revisions() -> set[str]:
    config = current_app.extensions["migrate"].migrate.get_config()
    return {script.revision for script in alembic.script.ScriptDirectory.from_config(config).walk_revisions()}


def restore(path: Path, *, passphrase: str, hold_mail: bool, rebuild: Callable[[], object]) -> Restored:
    """Put a verified backup into this board's folder, database and storage; RuleBroken when anything is there already.

    Files and codes come first and the database last, whole: until then the board is empty, and the same command begins again.
    """
    settings: Settings = current_app.config["SETTINGS"]
    for left in (*settings.folder.glob(".verifying-*"), *settings.folder.glob(".restoring-*")):
        shutil.rmtree(left, ignore_errors=True)
    manifest = verify(path, passphrase, folder=settings.folder)
    check_revision(manifest)
    if manifest.database != db.engine.dialect.name:
        raise RuleBroken(
            f"This backup is of a board on {manifest.database}, "
            f"and CAREERCENTER_DATABASE_URL names one on {db.engine.dialect.name}."
        )
    marker, name = settings.unfinished_restore, _name_of(manifest)
    going_on = marker.exists() and marker.read_text() == name
    if not going_on:
        _refuse_unless_empty(settings)
        _write_whole(marker, name.encode())
    if not _is_loaded(manifest):
        _load(path, passphrase, settings, manifest)
    upgrade()
    waiting = _mail_waiting(hold=hold_mail)
    rebuild()
    marker.unlink()
    key_file = settings.folder / "secret-key" if manifest.key_included else None
    return Restored(manifest, manifest.key == fingerprint(settings.secret_key), key_file, waiting)


def _name_of(manifest: Manifest) -> str:
    return hashlib.sha256(json.dumps([manifest.made_at, sorted(manifest.parts.items())]).encode()).hexdigest()


def _is_loaded(manifest: Manifest) -> bool:
    """Say whether an earlier try got as far as the database, which comes whole; RuleBroken when it is somebody else's."""
    held = {table: databases.rows(db.engine, table) for table in ("account", "employer", "posting", "application")}
    if held == {table: manifest.counts.get(table, 0) for table in held}:
        return not databases.is_empty(db.engine)
    if any(held.values()):
        raise RuleBroken(
            "The board was started and used before its restore was done. Restore into another empty folder and database."
        )
    return False


def _refuse_unless_empty(settings: Settings) -> None:
    if not databases.is_empty(db.engine):
        raise RuleBroken(
            "The database of this board is not empty. A restore overwrites nothing: name an empty folder by "
            f"CAREERCENTER_DATA_DIR (now {settings.folder}) and, on PostgreSQL, an empty database."
        )
    for folder in (settings.codes_folder, settings.brand_folder):
        if folder.is_dir() and any(folder.iterdir()):
            raise RuleBroken(f"{folder} is not empty. A restore overwrites nothing: name an empty CAREERCENTER_DATA_DIR.")


def _load(path: Path, passphrase: str, settings: Settings, manifest: Manifest) -> None:
    files: Files = current_app.extensions["files"]
    folders = {"codes": settings.codes_folder, "brand": settings.brand_folder}
    with tempfile.TemporaryDirectory(dir=settings.folder, prefix=".restoring-") as temporary:
        database: dict[str, Path] = {}

        def take(name: str, content: IO[bytes]) -> None:
            kind, _, rest = name.partition("/")
            if kind == "files":
                files.keep(content.read())
            elif kind in folders:
                _write_whole(folders[kind] / rest, content.read(), mode=0o644)
            elif name == KEY_PART:
                _write_whole(settings.folder / "secret-key", content.read())
            elif kind == "database":
                database[name] = Path(temporary) / rest
                with database[name].open("wb") as file:
                    shutil.copyfileobj(content, file, 1024 * 1024)

        unpack(path, passphrase, take)
        _place(database, manifest)


def _place(parts: dict[str, Path], manifest: Manifest) -> None:
    """Bring the unpacked database in whole: before it there is none."""
    if manifest.database == "sqlite":
        _place_sqlite(parts[databases.SQLITE_PART])
    else:
        databases.load_postgres(db.engine, parts, lambda: upgrade(revision=manifest.revision))


def _place_sqlite(copied: Path) -> None:
    target = Path(make_url(str(db.engine.url)).database or "")
    db.session.remove()
    db.engine.dispose()
    for beside in ("-wal", "-shm"):  # of the empty file that looking for tables made
        target.with_name(target.name + beside).unlink(missing_ok=True)
    copied.chmod(0o600)
    with copied.open("rb") as file:
        os.fsync(file.fileno())
    copied.replace(target)
    sync_folder(target.parent)


def _mail_waiting(*, hold: bool) -> int:
    """Count the e-mails that waited when the backup was made; drop their tasks when asked, as they were sent since."""
    with db.engine.begin() as connection:
        waiting = connection.scalar(text("select count(*) from task where name = 'send_mail' and status <> 'dead'")) or 0
        if hold and waiting:
            connection.execute(text("delete from task where name = 'send_mail' and status <> 'dead'"))
    return int(waiting)


def _write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(mode)
    Path(name).replace(path)
    sync_folder(path.parent)
