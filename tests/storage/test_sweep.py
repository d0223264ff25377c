"""Storage keeps what somebody refers to, and nothing else."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.core.clock import now
from careercenter.storage import files, references
from careercenter.storage.files import Files
from careercenter.storage.models import StoredFile
from careercenter.storage.tasks import sweep_files
from tests.factories.accounts import make_coder
from tests.factories.profiles import make_resume

LATER = timedelta(hours=2)


@pytest.fixture
def store(app: Flask, tmp_path: object) -> Files:
    app.extensions["files"] = Files(f"file://{tmp_path}/files")
    return app.extensions["files"]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch):
    """Let the sweep run when everything stored so far is old."""

    def run() -> None:
        moment = now() + LATER
        monkeypatch.setattr(files, "now", lambda: moment)
        monkeypatch.setattr("careercenter.storage.tasks.now", lambda: moment)
        sweep_files()

    return run


def test_content_is_named_by_its_hash_and_stored_once(session: Session, store: Files) -> None:
    digest = store.put(b"words")
    assert digest == hashlib.sha256(b"words").hexdigest()
    assert store.put(b"words") == digest
    assert store.get(digest) == b"words"
    assert session.scalars(select(StoredFile.size)).all() == [5]


def test_what_a_resume_refers_to_stays(session: Session, store: Files, later) -> None:
    resume = make_resume(make_coder())
    later()
    later()
    assert store.get(resume.digest)


def test_what_nothing_refers_to_goes_first_its_row_then_its_bytes(session: Session, store: Files, later) -> None:
    digest = store.put(b"left over")
    later()
    assert session.get(StoredFile, digest) is None
    assert store.get(digest)
    later()
    with pytest.raises(FileNotFoundError):
        store.get(digest)


def test_young_files_stay_their_transaction_may_not_be_committed_yet(session: Session, store: Files) -> None:
    digest = store.put(b"just now")
    sweep_files()
    assert session.get(StoredFile, digest) is not None
    session.delete(session.get(StoredFile, digest))
    session.flush()
    sweep_files()
    assert store.get(digest)


def test_bytes_without_a_row_go(session: Session, store: Files, later) -> None:
    digest = store.put(b"the process was killed before its commit")
    session.rollback()
    later()
    with pytest.raises(FileNotFoundError):
        store.get(digest)


def test_storing_again_makes_a_row_young(session: Session, store: Files) -> None:
    digest = store.put(b"again")
    row = session.get(StoredFile, digest)
    assert row is not None
    row.stored_at = now() - LATER
    session.flush()
    store.put(b"again")
    sweep_files()
    assert session.get(StoredFile, digest) is not None


def test_nothing_is_deleted_while_nobody_registered(
    session: Session, store: Files, later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "_REFERENCES", {})
    digest = store.put(b"kept")
    later()
    assert session.get(StoredFile, digest) is not None


def test_resumes_and_logos_are_registered(app: Flask) -> None:
    assert {"employers", "résumés"} <= set(references.names())


def test_what_a_kill_left_half_written_goes_when_it_is_old(session: Session, store: Files, later, tmp_path: Path) -> None:
    digest = store.put(b"whole")
    half = tmp_path / "files" / digest[:2] / f"{digest}#1"
    half.write_bytes(b"wh")
    store.sweep()
    assert half.exists()
    later()
    assert not half.exists()
