"""`flask backup`: make one while the board serves, verify it, restore it into an empty board."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from careercenter.cli.backups.archive import Manifest
from careercenter.cli.backups.sealing import UnreadableBackup
from careercenter.cli.board import refuse_no_board
from careercenter.config import Settings
from careercenter.core.clock import now
from careercenter.core.db import db, reading
from careercenter.core.errors import RuleBroken

_COUNTED = {"account": "accounts", "employer": "employers", "posting": "jobs", "application": "applications"}
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_PASSPHRASE = click.option(
    "--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the passphrase; otherwise CAREERCENTER_BACKUP_PASSPHRASE is used.",
)  # fmt: skip


def _in_a_sentence(command: Callable[..., Any]) -> Callable[..., Any]:
    """Say what went wrong in one line and end with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (RuleBroken, UnreadableBackup) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")) from error

    return run


@click.group("backup")
def commands() -> None:
    """Back up the board, check a backup, restore one."""


@commands.command("make")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; default: backups/ in the data folder.",
)
@click.option("--keep", type=click.IntRange(min=1), help="Delete all but this many of the newest backups in the folder.")
@click.option("--with-secret-key", is_flag=True, help="Put the secret key in; only into an encrypted backup.")
@_PASSPHRASE
@with_appcontext
@_in_a_sentence
def make(into: Path | None, keep: int | None, with_secret_key: bool, passphrase_file: Path | None) -> None:
    """Write the database, the stored files and the imported codes into one new file. The board may go on serving."""
    from careercenter.cli.backups import making

    refuse_no_board()
    settings = _settings()
    made = making.make(
        into or settings.folder / "backups",
        passphrase=_passphrase(passphrase_file),
        with_key=with_secret_key,
        keep=keep,
        at=now(),
    )
    click.echo(f"{made.path} ({made.path.stat().st_size:,} bytes), read back and found whole.")
    _describe(made.manifest)
    if not made.manifest.key_included:
        click.echo(
            "The secret key is not in it. Keep it apart: without it nobody's authenticator app works after a restore, links in "
            "e-mails end, and everybody signs in anew."
        )
    for path in made.dropped:
        click.echo(f"Deleted {path.name}.")


@commands.command("verify")
@_FILE
@_PASSPHRASE
@with_appcontext
@_in_a_sentence
def verify(file: Path, passphrase_file: Path | None) -> None:
    """Read a backup whole and say whether this version can restore it. Nothing is changed."""
    from careercenter.cli.backups import archive, restoring

    manifest = archive.verify(file, _passphrase(passphrase_file))
    restoring.check_revision(manifest)
    click.echo(f"{file} is whole.")
    _describe(manifest)


@commands.command("restore")
@_FILE
@click.option(
    "--hold-mail", is_flag=True, help="Do not send e-mails that waited when the backup was made: they were sent since."
)
@_PASSPHRASE
@with_appcontext
@_in_a_sentence
def restore(file: Path, hold_mail: bool, passphrase_file: Path | None) -> None:
    """Put a backup into this board, which must be empty. Killed in the middle, the same command finishes it."""
    from careercenter.cli.backups import restoring
    from careercenter.postings.tasks import rebuild

    def rebuild_index() -> None:
        db.session.remove()
        with reading():
            rebuild(at=now())

    done = restoring.restore(file, passphrase=_passphrase(passphrase_file), hold_mail=hold_mail, rebuild=rebuild_index)
    click.echo(f"Restored into {_settings().folder}; the search index is built.")
    _describe(done.manifest)
    if done.key_file and not done.same_key:
        click.echo(
            f"The secret key of the backup stands in {done.key_file}: set CAREERCENTER_SECRET_KEY_FILE to it before you start "
            "the board."
        )
    elif not done.same_key:
        click.echo(
            "The secret key is another one than the backup was made under: authenticator apps will not work, and links in "
            "e-mails ended. Set CAREERCENTER_SECRET_KEY to the earlier one, or name it in CAREERCENTER_SECRET_KEY_FALLBACKS."
        )
    if done.mail_waiting:
        kept = "were waiting and are not sent" if hold_mail else "were waiting and will be sent once the worker runs"
        click.echo(f"{done.mail_waiting:,} e-mails {kept}.")


def _describe(manifest: Manifest) -> None:
    counts = ", ".join(f"{manifest.counts.get(table, 0):,} {words}" for table, words in _COUNTED.items())
    click.echo(f"  Of {manifest.board}, made {manifest.made_at} by version {manifest.version}.")
    click.echo(f"  {manifest.database}, migration {manifest.revision}: {counts}, {manifest.files:,} files.")
    if manifest.lacking:
        some = ", ".join(manifest.lacking[:5])
        click.echo(f"  Storage did not give {len(manifest.lacking):,} files, or gave them damaged: {some}", err=True)


def _passphrase(file: Path | None) -> str:
    words = file.read_text().strip() if file else _settings().backup_passphrase
    if file and not words:
        raise RuleBroken(f"{file} is empty.")
    return words


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
