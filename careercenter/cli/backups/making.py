"""Making a backup, and letting old ones go."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from careercenter import __version__
from careercenter.cli.backups import databases
from careercenter.cli.backups.archive import KEY_PART, SETTINGS_PART, Manifest, Writer, verify
from careercenter.config import Settings
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.storage.files import Files

NAME = re.compile(r"careercenter-(\d{8}T\d{6}Z)(?:-(\d+))?\.(?:tar\.gz|sealed)")
NAME_OF_A_FILE = re.compile(r"\w[\w.-]*", re.ASCII)
_SECRET = ("key", "password", "passphrase", "secret", "token")


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest
    dropped: tuple[Path, ...] = ()


def make(into: Path, *, passphrase: str, with_key: bool, keep: int | None, at: datetime) -> Made:
    """Write one backup into the folder `into`, read it back whole, and only then give it its name.

    The database is copied first and then the files it refers to: files are written before their row and deleted long after it.
    """
    if with_key and not passphrase:
        raise RuleBroken(
            "The secret key goes into a backup only when it is encrypted: set CAREERCENTER_BACKUP_PASSPHRASE_FILE."
        )
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(into), tempfile.TemporaryDirectory(dir=into, prefix=".making-") as temporary:
        written = Path(temporary) / "backup"
        with _private(written) as file:
            _write(Writer(file, passphrase), Path(temporary), with_key=with_key, at=at)
            file.flush()
            os.fsync(file.fileno())
        manifest = verify(written, passphrase, folder=Path(temporary))
        path = _publish(written, into, at, "sealed" if passphrase else "tar.gz")
        dropped = _drop_old(into, keep, path) if keep else ()
    return Made(path, manifest, dropped)


def _write(writer: Writer, folder: Path, *, with_key: bool, at: datetime) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    files: Files = current_app.extensions["files"]
    copied = databases.copy_out(db.engine, folder)
    for name, path in copied.parts.items():
        writer.add_file(name, path)
        path.unlink()
    lacking = [digest for digest in copied.digests if not _add_stored(writer, files, digest)]
    for kind, of in (("codes", settings.codes_folder), ("brand", settings.brand_folder)):
        for path in sorted(of.glob("*")) if of.is_dir() else ():
            if path.is_file() and NAME_OF_A_FILE.fullmatch(path.name):
                writer.add_file(f"{kind}/{path.name}", path)
    writer.add(SETTINGS_PART, json.dumps(settings_without_secrets(settings), indent=1).encode())
    if with_key:
        writer.add(KEY_PART, settings.secret_key.encode())
    writer.finish(
        Manifest(
            made_at=at.isoformat(),
            board=settings.public_url,
            version=__version__,
            revision=copied.revision,
            database=db.engine.dialect.name,
            key=fingerprint(settings.secret_key),
            key_included=with_key,
            counts=copied.counts,
            lacking=lacking,
            parts=dict(writer.parts),
        )
    )


def _add_stored(writer: Writer, files: Files, digest: str) -> bool:
    try:
        content = files.get(digest)
    except FileNotFoundError:
        return False
    if hashlib.sha256(content).hexdigest() != digest:
        return False
    writer.add(f"files/{digest}", content)
    return True


def fingerprint(key: str) -> str:
    """Say which secret key it is without saying anything of it: keys are long and random."""
    return hmac.new(key.encode(), b"careercenter backup", hashlib.sha256).hexdigest()[:16]


def settings_without_secrets(settings: Settings) -> dict[str, object]:
    """Give the settings as they may stand in a backup: names of what is secret, and addresses without their passwords."""
    out: dict[str, object] = {}
    for one in fields(settings):
        value = getattr(settings, one.name)
        if any(word in one.name.split("_") for word in _SECRET) or one.name.startswith("secret"):
            value = "not in the backup" if value else ""
        elif isinstance(value, str) and "://" in value:
            with contextlib.suppress(ArgumentError):
                value = make_url(value).render_as_string(hide_password=True)
        out[one.name] = value
    return out


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process make backups in a folder at a time; what a killed one left there is cleared away."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RuleBroken("Another backup is being made in this folder. Wait until it is done.") from error
        for left in folder.glob(".making-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextlib.contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file


def _publish(written: Path, folder: Path, at: datetime, ending: str) -> Path:
    """Give the finished file its name, one that no file has: a link never overwrites."""
    for number in range(1, 1000):
        path = folder / f"careercenter-{at:%Y%m%dT%H%M%SZ}{f'-{number}' if number > 1 else ''}.{ending}"
        try:
            path.hardlink_to(written)
        except FileExistsError:
            continue
        sync_folder(folder)
        return path
    raise RuleBroken("A thousand backups of this second stand in the folder already.")


def sync_folder(folder: Path) -> None:
    """Let names in a folder outlive the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop_old(folder: Path, keep: int, newest: Path) -> tuple[Path, ...]:
    """Delete all but the newest `keep` backups of a folder; other files are left alone, and the one just made too."""
    # By the moment in the name: a copied file has the day of its copying.
    named = [(match[1], int(match[2] or 1), path) for path in folder.iterdir() if (match := NAME.fullmatch(path.name))]
    found = [path for _moment, _number, path in sorted(named, reverse=True)]
    old = [path for path in found if path != newest][max(keep - 1, 0) :]
    for path in old:
        path.unlink()
    return tuple(old)
