"""Everything the board holds of one person, in their hands."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts import export, mail, services
from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.db import Base
from tests.factories.accounts import make_account, make_coder
from tests.factories.applications import make_application
from tests.factories.profiles import make_profile, make_resume

SignIn = Callable[[Account], FlaskClient]


def test_a_person_downloads_what_is_held_of_them_and_nothing_of_others(sign_in: SignIn, session: Session) -> None:
    ann = make_coder("ann@example.com", name="Ann Ferry")
    make_profile(ann)
    resume = make_resume(ann, ("Ann Ferry", "inpatient"))
    application = make_application(coder=ann, resume=resume)
    services.ask_reset(ann, at=now())
    mail.password_changed(make_account("other@example.com", name="Somebody Else"), at=now())
    session.commit()
    inside = sign_in(ann)
    assert inside.get("/account/data").status_code == 200
    answer = inside.post("/account/data")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    held = json.loads(archive.read("data.json"))
    assert held["account"][0]["email"] == "ann@example.com"
    assert held["application"][0]["public_id"] == application.public_id
    assert len(held["coder_profile"]) == 1
    assert "password_reset" in [letter["template"] for letter in held["letter"]]
    [kept] = [name for name in archive.namelist() if name.startswith("resumes/")]
    assert archive.read(kept) == current_app.extensions["files"].get(resume.digest)
    everything = archive.read("data.json").decode()
    assert "Somebody Else" not in everything
    assert session.scalars(select(AuditEntry).where(AuditEntry.what == "account.exported")).one().actor_id == ann.id


def test_secrets_and_what_is_not_said_yet_stay(session: Session) -> None:
    ann = make_coder(tf_totp_secret="a secret", mf_recovery_codes=["hash of a code"])
    make_application(coder=ann)
    services.ask_reset(ann, at=now())
    session.flush()
    held = export.everything(ann)
    text = json.dumps(held)
    assert str(ann.password) not in text
    assert "a secret" not in text
    assert "hash of a code" not in text
    assert "status" not in held["application"][0]
    [letter] = [letter for letter in held["letter"] if letter["template"] == "password_reset"]
    assert "/reset/…" in letter["text"], "a link that works does not lie about in a file"


def test_each_column_that_names_an_account_is_given_or_said_why_not(app: Flask) -> None:
    naming = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    }
    given = {f"{table}.{column}" for table, column in export.OF_THE_PERSON.items()}
    assert naming == given | set(export.WITHHELD)


def test_it_asks_for_fresh_proof(app: Flask) -> None:
    assert hasattr(app.view_functions["accounts.data"], "requires_recent_sign_in")


def test_an_operator_writes_it_into_a_new_file_of_their_own(app: Flask, session: Session, tmp_path: Path) -> None:
    make_account("ann@example.com")
    file = tmp_path / "ann.zip"
    run = app.test_cli_runner().invoke
    assert run(args=["accounts", "export", "ann@example.com", str(file)]).exit_code == 0
    assert json.loads(zipfile.ZipFile(file).read("data.json"))["account"][0]["email"] == "ann@example.com"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = run(args=["accounts", "export", "ann@example.com", str(file)])
    assert again.exit_code == 1
    assert "cannot be written" in again.output
