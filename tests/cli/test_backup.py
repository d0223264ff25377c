"""Backups: made while the board serves, read back, restored into an empty board, whatever is killed in between."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from careercenter.accounts.models import Account
from careercenter.cli import serve
from careercenter.cli.backups import archive, making, sealing
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.job_search.query_parser import parse
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.search.interface import Criteria
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from careercenter.taxonomy.code_tables import packed, path_in
from tests.conftest import DATABASE, _fresh_database_url, build_schema, settings_for
from tests.factories.accounts import make_coder
from tests.factories.postings import make_posting
from tests.factories.profiles import make_profile, make_resume, pdf

TOP = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "correct horse battery staple"
NewBoard = Callable[..., Flask]


@pytest.fixture
def filled(own_app: Flask) -> Iterator[Flask]:
    """A board with a live job, a coder with a résumé, and codes of its own."""
    with own_app.app_context():
        make_posting(PostingStatus.LIVE, title="Oncology Coder")
        profile = make_profile(make_coder("ann@example.com", name="Ann Lee"))
        make_resume(profile)
        db.session.commit()
        folder = own_app.config["SETTINGS"].codes_folder
        folder.mkdir()
        path_in(folder, "HCPCS").write_bytes(packed("A release", [("J9999", "A drug")]))
        (own_app.config["SETTINGS"].folder / "brand").mkdir()
        (own_app.config["SETTINGS"].folder / "brand" / "terms.md").write_text("Be kind.")
        yield own_app


@pytest.fixture
def new_board(tmp_path: Path, _postgres_url: str) -> Iterator[NewBoard]:
    """Make boards with empty folders and databases of their own."""
    from careercenter.factory import create_app

    made: list[Flask] = []

    def make(name: str = "new", **changes: object) -> Flask:
        folder = tmp_path / name
        folder.mkdir()
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        url = _fresh_database_url(folder, _postgres_url, f"{name}_{worker}")
        made.append(create_app(settings_for(folder, url, search_engine="whoosh", **changes)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def run(app: Flask, *command: object) -> Result:
    """Run a command of a board, with no transaction of the test's own still open."""
    db.session.rollback()
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["backup", *map(str, command)])
        db.session.remove()
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def backed_up(app: Flask, *options: object) -> Path:
    done = run(app, "make", *options)
    assert done.exit_code == 0, done.output
    return Path(done.output.split(" (")[0])


def passphrase_file(folder: Path, words: str = PASSPHRASE) -> Path:
    path = folder / f"passphrase-{len(words)}"
    path.write_text(words + "\n")
    return path


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


# --- the whole way


def test_a_board_is_backed_up_and_restored_elsewhere_with_everything(filled: Flask, new_board: NewBoard) -> None:
    resume = db.session.scalar(text("select digest from stored_file"))
    content, path = filled.extensions["files"].get(resume), backed_up(filled)
    other = new_board()
    done = run(other, "restore", path)
    assert done.exit_code == 0, done.output
    with other.app_context():
        assert db.session.scalar(select(Account.name).where(Account.email == "ann@example.com")) == "Ann Lee"
        assert other.extensions["files"].get(resume) == content
        assert path_in(other.config["SETTINGS"].codes_folder, "HCPCS").exists()
        assert (other.config["SETTINGS"].folder / "brand" / "terms.md").read_text() == "Be kind."
        posting = db.session.scalars(select(Posting)).one()
        found = other.extensions["search"].find(Criteria(query=parse("oncology")), at=now())
        assert [str(hit) for hit in found.ids] == [posting.public_id]
        # What is added next gets a number of its own, and references hold.
        make_posting(PostingStatus.LIVE, title="Another")
        db.session.commit()
    assert not other.config["SETTINGS"].unfinished_restore.exists()
    assert other.test_client().get("/jobs?q=oncology").text.count("Oncology Coder") >= 1


def test_an_encrypted_backup_opens_with_its_passphrase_alone(filled: Flask, new_board: NewBoard, tmp_path: Path) -> None:
    right, wrong = passphrase_file(tmp_path), passphrase_file(tmp_path, "another one")
    path = backed_up(filled, "--passphrase-file", right)
    assert b"ann@example.com" not in path.read_bytes()
    assert run(filled, "verify", path, "--passphrase-file", right).exit_code == 0
    for options, words in (((), "give the passphrase"), (("--passphrase-file", wrong), "The passphrase is another one")):
        done = run(filled, "verify", path, *options)
        assert done.exit_code == 1
        assert words in done.output
    other = new_board()
    assert run(other, "restore", path, "--passphrase-file", right).exit_code == 0
    with other.app_context():
        assert db.session.scalar(select(Account.email).where(Account.email == "ann@example.com"))


def test_the_passphrase_of_the_settings_is_used(filled: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setitem(filled.config, "SETTINGS", replace(filled.config["SETTINGS"], backup_passphrase=PASSPHRASE))
    path = backed_up(filled)
    assert path.suffix == ".sealed"
    assert run(filled, "verify", path).exit_code == 0


# --- making


def test_a_backup_is_private_and_a_second_one_overwrites_nothing(filled: Flask, tmp_path: Path) -> None:
    at = now()
    first, second = (making.make(tmp_path / "b", passphrase="", with_key=False, keep=None, at=at).path for _number in range(2))
    assert first != second
    assert {stat.S_IMODE(path.stat().st_mode) for path in (first, second)} == {0o600}
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == sorted([".lock", first.name, second.name])


def test_old_backups_are_let_go_and_nothing_else(filled: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "careercenter-notes.txt").write_text("not a backup")
    db.session.rollback()
    days = [now() + timedelta(days=number) for number in range(4)]
    paths = [making.make(folder, passphrase="", with_key=False, keep=2, at=day).path for day in days]
    assert [path.exists() for path in paths] == [False, False, True, True]
    assert (folder / "careercenter-notes.txt").exists()


def test_secrets_stay_out_and_the_key_is_named(filled: Flask, tmp_path: Path) -> None:
    key = filled.config["SETTINGS"].secret_key
    done = run(filled, "make")
    path = Path(done.output.split(" (")[0])
    assert "The secret key is not in it" in done.output
    assert all(key.encode() not in content for content in members(path).values())
    assert json.loads(members(path)["settings.json"])["secret_key"] == "not in the backup"
    refused = run(filled, "make", "--with-secret-key")
    assert refused.exit_code == 1
    assert "only when it is encrypted" in refused.output
    assert backed_up(filled, "--with-secret-key", "--passphrase-file", passphrase_file(tmp_path))


def test_passwords_in_addresses_stay_out(filled: Flask) -> None:
    from dataclasses import replace

    settings = replace(filled.config["SETTINGS"], database_url="postgresql+psycopg://ann:hunter2@db/board")
    assert "hunter2" not in json.dumps(making.settings_without_secrets(settings))


def test_what_is_written_meanwhile_is_in_or_out_as_a_whole(filled: Flask, tmp_path: Path) -> None:
    """Files come after the database: whatever the copy refers to is there."""
    stop = threading.Event()

    def write() -> None:
        with filled.app_context():
            number = 0
            while not stop.is_set():
                number += 1
                account = make_coder(f"writer{number}@example.com", password="the same for all of them")
                make_resume(make_profile(account), content=pdf([f"Coder number {number}"]))
                db.session.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [making.make(tmp_path / "b", passphrase="", with_key=False, keep=None, at=now()) for _number in range(3)]
    finally:
        stop.set()
        writer.join()
    for each in made:
        assert each.manifest.lacking == []
        assert each.manifest.files == each.manifest.counts["stored_file"]
        assert each.manifest.counts["resume"] == each.manifest.counts["coder_profile"]


def test_a_file_that_storage_lost_is_named_and_the_rest_is_backed_up(filled: Flask) -> None:
    digest = db.session.scalar(text("select digest from stored_file"))
    filled.extensions["files"].drop(digest)
    done = run(filled, "make")
    assert done.exit_code == 0
    assert digest in done.output


def test_one_backup_is_made_at_a_time_in_a_folder(filled: Flask, tmp_path: Path) -> None:
    with making._alone(tmp_path):
        done = run(filled, "make", "--into", tmp_path)
    assert done.exit_code == 1
    assert "Another backup is being made" in done.output


# --- verifying


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], into: Path) -> Path:
    """Write a backup anew with parts changed or left out."""
    with tarfile.open(into, "w:gz") as tar:
        for name, content in members(path).items():
            changed = change(name, content)
            if changed is not None:
                info = tarfile.TarInfo(name)
                info.size = len(changed)
                tar.addfile(info, io.BytesIO(changed))
    return into


@pytest.mark.parametrize(
    ("part", "words"),
    [("files/", "is not what was backed up"), ("codes/", "is not what was backed up"), ("manifest", "manifest")],
)
def test_what_is_missing_is_noticed(filled: Flask, tmp_path: Path, part: str, words: str) -> None:
    path = rewritten(backed_up(filled), lambda name, was: None if name.startswith(part) else was, tmp_path / "x")
    done = run(filled, "verify", path)
    assert done.exit_code == 1
    assert words in done.output


def test_what_was_changed_is_noticed(filled: Flask, tmp_path: Path) -> None:
    path = rewritten(
        backed_up(filled),
        lambda name, was: was[:-1] + bytes([was[-1] ^ 1]) if name.startswith("files/") else was,
        tmp_path / "x",
    )
    assert "is not what was backed up" in run(filled, "verify", path).output


def test_a_part_with_a_name_of_its_own_is_refused(filled: Flask, tmp_path: Path) -> None:
    path = tmp_path / "x"
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo("files/../../outside")
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    assert "This is no backup of a board" in run(filled, "restore", path).output


@pytest.mark.parametrize("sealed", [False, True])
def test_a_backup_cut_anywhere_is_not_whole(filled: Flask, tmp_path: Path, sealed: bool) -> None:
    path = backed_up(filled, *(("--passphrase-file", passphrase_file(tmp_path)) if sealed else ()))
    content, cut = path.read_bytes(), tmp_path / "cut"
    for size in (0, 10, 60, len(content) // 2, len(content) - 30):
        cut.write_bytes(content[:size])
        with pytest.raises(sealing.UnreadableBackup):
            archive.verify(cut, PASSPHRASE if sealed else "")


def test_any_byte_changed_in_a_sealed_backup_is_noticed(tmp_path: Path) -> None:
    path, changed = tmp_path / "s", tmp_path / "c"
    said = os.urandom(3 * sealing.CHUNK + 5)
    with path.open("wb") as file, sealing.Sealer(file, PASSPHRASE) as sealer:
        sealer.write(said)
    with path.open("rb") as file:
        assert io.BufferedReader(sealing.Opener(file, PASSPHRASE)).read() == said
    content = path.read_bytes()
    chunk, head = sealing.CHUNK + sealing.TAG, len(sealing.MAGIC) + 1 + sealing.SALT
    flipped = [content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in (head - 1, head, head + chunk, -1)]
    swapped = (
        content[:head] + content[head + chunk : head + 2 * chunk] + content[head : head + chunk] + content[head + 2 * chunk :]
    )
    for wrong in (*flipped, swapped, content[: head + chunk], content + content[-21:]):
        changed.write_bytes(wrong)
        with pytest.raises(sealing.UnreadableBackup), changed.open("rb") as file:
            io.BufferedReader(sealing.Opener(file, PASSPHRASE)).read()


@pytest.mark.parametrize("size", [0, 1, sealing.CHUNK - 1, sealing.CHUNK, sealing.CHUNK + 1])
def test_every_size_is_sealed_and_opened(size: int, tmp_path: Path) -> None:
    said, path = os.urandom(size), tmp_path / "s"
    with path.open("wb") as file, sealing.Sealer(file, PASSPHRASE) as sealer:
        sealer.write(said)
    with path.open("rb") as file:
        assert io.BufferedReader(sealing.Opener(file, PASSPHRASE)).read() == said


def manifest_changed(path: Path, into: Path, **changes: object) -> Path:
    return rewritten(
        path, lambda name, was: json.dumps(json.loads(was) | changes).encode() if name == archive.MANIFEST else was, into
    )


def test_a_backup_of_a_later_version_is_refused_with_what_to_do(filled: Flask, new_board: NewBoard, tmp_path: Path) -> None:
    path = backed_up(filled)
    later = manifest_changed(path, tmp_path / "later", revision="9999", version="9.9.9")
    for command in ("verify", "restore"):
        done = run(new_board(command), command, later)
        assert done.exit_code == 1
        assert "Restore it with version 9.9.9 or a later one" in done.output
    assert "later version" in run(filled, "verify", manifest_changed(path, tmp_path / "f", format=2)).output


def test_a_damaged_database_is_noticed(filled: Flask, tmp_path: Path) -> None:
    """The counts of the manifest are counted again in what was backed up."""
    counts = archive.verify(backed_up(filled), "").counts
    path = manifest_changed(backed_up(filled), tmp_path / "x", counts={**counts, "account": counts["account"] + 1})
    assert "other numbers of rows" in run(filled, "verify", path).output


# --- restoring


def test_a_restore_overwrites_nothing(filled: Flask) -> None:
    path = backed_up(filled)
    done = run(filled, "restore", path)
    assert done.exit_code == 1
    assert "is not empty" in done.output
    assert db.session.scalar(select(Account.email).where(Account.email == "ann@example.com"))


def test_a_backup_of_another_kind_of_database_is_refused(filled: Flask, new_board: NewBoard, tmp_path: Path) -> None:
    other = "postgresql" if DATABASE == "sqlite" else "sqlite"
    path = manifest_changed(backed_up(filled), tmp_path / "x", database=other)
    assert f"a board on {other}" in run(new_board(), "restore", path).output


def test_an_earlier_schema_is_brought_up_to_date(filled: Flask, new_board: NewBoard) -> None:
    from flask_migrate import downgrade, upgrade

    newest = db.session.scalar(text("select version_num from alembic_version"))
    db.session.rollback()
    downgrade(revision="-1")
    path = backed_up(filled)
    upgrade()
    assert archive.verify(path, "").revision < newest
    other = new_board()
    done = run(other, "restore", path)
    assert done.exit_code == 0, done.output
    with other.app_context():
        assert db.session.scalar(text("select version_num from alembic_version")) == newest
        assert db.session.scalar(select(Account.email).where(Account.email == "ann@example.com"))


def test_e_mails_that_waited_are_told_and_held_when_asked(filled: Flask, new_board: NewBoard) -> None:
    db.session.add(Task(name=TaskName.SEND_MAIL, args={"letter_id": 1}))
    db.session.commit()
    path = backed_up(filled)
    assert "will be sent once the worker runs" in run(new_board("sends"), "restore", path).output
    held = new_board("holds")
    assert "are not sent" in run(held, "restore", path, "--hold-mail").output
    with held.app_context():
        assert db.session.scalars(select(Task).where(Task.name == TaskName.SEND_MAIL)).all() == []


def test_another_secret_key_is_a_sentence(filled: Flask, new_board: NewBoard, tmp_path: Path) -> None:
    lost = {"secret_key": "another-one-0123456789-abcdefghijklmnopqrstuvwxyz"}
    done = run(new_board("lost", **lost), "restore", backed_up(filled))
    assert "authenticator apps will not work" in done.output
    words = passphrase_file(tmp_path)
    kept = new_board("kept", **lost)
    path = backed_up(filled, "--with-secret-key", "--passphrase-file", words)
    assert "set CAREERCENTER_SECRET_KEY_FILE" in run(kept, "restore", path, "--passphrase-file", words).output
    key = kept.config["SETTINGS"].folder / "secret-key"
    assert key.read_text() == filled.config["SETTINGS"].secret_key
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


# --- killed


KILLED = """
import os, signal, sys
from careercenter.cli.backups import {module}
from careercenter.job_search.query_parser import parse
from flask.cli import main
def end(*_args, **_more): os.kill(os.getpid(), signal.SIGKILL)
{module}.{function} = end
sys.argv = ["flask", "--app", "app", "backup", *sys.argv[1:]]
main()
"""


def killed_at(app: Flask, module: str, function: str, *command: object) -> None:
    """Run a command that is killed where it would call a function."""
    db.session.rollback()
    settings = app.config["SETTINGS"]
    names = ("data_dir", "database_url", "secret_key", "public_url", "search_engine")
    said = {f"CAREERCENTER_{name.upper()}": str(getattr(settings, name)) for name in names}
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(module=module, function=function), *map(str, command)],
        cwd=TOP, env={"PATH": os.environ["PATH"], **said}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize("function", ["_add_stored", "verify", "_publish"])
def test_a_killed_making_leaves_no_half_backup(filled: Flask, tmp_path: Path, function: str) -> None:
    folder = tmp_path / "b"
    killed_at(filled, "making", function, "make", "--into", folder)
    assert [path for path in folder.iterdir() if making.NAME.fullmatch(path.name)] == []
    path = backed_up(filled, "--into", folder)
    assert sorted(each.name for each in folder.iterdir()) == sorted([".lock", path.name])


@pytest.mark.parametrize("function", ["_load", "_write_whole", "_place", "upgrade", "_mail_waiting"])
def test_a_killed_restore_is_finished_by_the_same_command(filled: Flask, new_board: NewBoard, function: str) -> None:
    path, other = backed_up(filled), new_board()
    killed_at(other, "restoring", function, "restore", path)
    done = run(other, "restore", path)
    assert done.exit_code == 0, done.output
    folder = other.config["SETTINGS"].folder
    assert [
        left.name for left in folder.iterdir() if left.name.startswith((".restoring", ".verifying", "restore-unfinished"))
    ] == []
    with other.app_context():
        assert db.session.scalar(select(Account.name).where(Account.email == "ann@example.com")) == "Ann Lee"
        assert other.extensions["files"].get(db.session.scalar(text("select digest from stored_file")))
        assert len(other.extensions["search"].ids()) == 1


def test_a_board_used_before_its_restore_was_done_is_left_alone(filled: Flask, new_board: NewBoard) -> None:
    from flask_migrate import upgrade

    path, other = backed_up(filled), new_board()
    killed_at(other, "restoring", "_load", "restore", path)
    with other.app_context():
        upgrade()
        make_coder("first@example.com")
        db.session.commit()
    done = run(other, "restore", path)
    assert done.exit_code == 1
    assert "used before its restore was done" in done.output


def test_gzip_that_is_no_backup_is_refused(filled: Flask, tmp_path: Path) -> None:
    for content in (b"not a backup", gzip.compress(b"not a backup"), b""):
        path = tmp_path / "x"
        path.write_bytes(content)
        with contextlib.suppress(AssertionError), pytest.raises(sealing.UnreadableBackup):
            archive.verify(path, "")
        assert run(filled, "verify", path).exit_code == 1


def test_a_board_whose_restore_was_killed_does_not_start(filled: Flask, new_board: NewBoard) -> None:
    """It would become a new board with demonstration content, and the restore could not be finished."""
    path, other = backed_up(filled), new_board()
    killed_at(other, "restoring", "_load", "restore", path)
    with other.app_context(), pytest.raises(click.ClickException, match="run the same `backup restore` again"):
        serve._prepare(other.config["SETTINGS"])
    assert run(other, "restore", path).exit_code == 0


def test_any_byte_changed_in_a_backup_without_a_passphrase_is_noticed_in_one_line(filled: Flask, tmp_path: Path) -> None:
    made = next((tmp_path / "backups").glob("careercenter-*")) if run(filled, "make").exit_code == 0 else None
    assert made is not None
    content = made.read_bytes()
    changed = tmp_path / "changed.tar.gz"
    # Not the head of gzip, which says when and where and nothing of what is packed.
    for at in [*range(10, len(content), max(1, len(content) // 60)), len(content) - 1]:
        changed.write_bytes(content[:at] + bytes([content[at] ^ 0x11]) + content[at + 1 :])
        with pytest.raises(sealing.UnreadableBackup):
            archive.verify(changed, "")
    changed.write_bytes(content + b"more of it")
    with pytest.raises(sealing.UnreadableBackup):
        archive.verify(changed, "")


def test_no_room_for_a_copy_of_sqlite_is_said_in_one_line(tmp_path: Path) -> None:
    """A process that may write no file of more than 100 kB stands for a full disk."""
    from careercenter.factory import create_app

    url = f"sqlite:///{tmp_path / 'careercenter.db'}"
    build_schema(create_app(settings_for(tmp_path, url)))
    environment = {**os.environ, "CAREERCENTER_DATA_DIR": str(tmp_path), "CAREERCENTER_DATABASE_URL": url}
    command = "ulimit -f 100; exec " + f"{sys.executable} -m flask --app app backup make --into {tmp_path / 'elsewhere'}"
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False, cwd=TOP)
    assert done.returncode == 1
    assert "could not be copied" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "elsewhere").glob("careercenter-*"))
