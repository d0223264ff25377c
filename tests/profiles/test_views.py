"""A coder's résumés, page by page."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.core import child
from careercenter.core.db import db
from careercenter.profiles import documents, services
from careercenter.profiles.models import Resume, ResumeKind, ResumeScan, ResumeText
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from careercenter.tasks.queue import enqueue
from careercenter.tasks.worker import run_pending
from careercenter.web.protection import LARGEST_UPLOAD
from tests.factories.accounts import make_account, make_coder, make_moderator
from tests.factories.profiles import LINES, docx, make_resume, pdf, pdf_of

SignIn = Callable[..., FlaskClient]


def upload(client: FlaskClient, content: bytes, name: str = "cv.pdf"):
    response = client.post("/profile/resumes", data={"resume": (io.BytesIO(content), name)})
    response.request.environ["wsgi.input"].close()  # the test client leaves the file of a large body open
    return response


@pytest.mark.parametrize(("name", "content"), [("cv.pdf", pdf()), ("cv.docx", docx())])
def test_an_upload_is_stored_read_and_downloaded(
    app: Flask, session: Session, sign_in: SignIn, name: str, content: bytes
) -> None:
    coder = make_coder()
    client = sign_in(coder)
    assert upload(client, content, name).status_code == 303
    resume = session.scalars(select(Resume)).one()
    assert (resume.name, resume.size, resume.text_status) == (name, len(content), ResumeText.WAITING)
    assert "Its text is being read" in client.get("/profile/resumes").text
    run_pending()
    session.expire_all()
    assert resume.text_status is ResumeText.READ
    assert resume.text.splitlines() == list(LINES)
    assert LINES[0] in client.get(f"/profile/resumes/{resume.public_id}").text
    response = client.get(f"/profile/resumes/{resume.public_id}/file")
    assert response.data == content
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


def test_what_cannot_be_read_is_marked_and_stays_usable(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_coder())
    upload(client, pdf_of(b"q Q"), "scan.pdf")
    run_pending()
    resume = session.scalars(select(Resume)).one()
    assert resume.text_status is ResumeText.UNREADABLE
    assert "could not be read" in client.get("/profile/resumes").text
    assert client.get(f"/profile/resumes/{resume.public_id}/file").status_code == 200


def test_a_file_missing_in_storage_ends_as_unreadable_and_not_as_being_read(app: Flask, session: Session) -> None:
    from careercenter.profiles.tasks import _give_up

    resume = make_resume(make_coder(), read=False)
    _give_up({"resume_id": resume.id}, "gone")
    assert resume.text_status is ResumeText.UNREADABLE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, str(documents.NONE)),
        (b"", str(documents.EMPTY)),
        (b"words", str(documents.WRONG_TYPE)),
        (pdf()[:-30], str(documents.BROKEN_PDF)),
    ],
)
def test_a_broken_upload_says_which_rule_it_broke(
    session: Session, sign_in: SignIn, content: bytes | None, message: str
) -> None:
    client = sign_in(make_coder())
    response = client.post("/profile/resumes") if content is None else upload(client, content)
    assert response.status_code == 422
    assert response.text.count(message[1:]) == 2  # the summary names the field first
    assert session.scalars(select(Resume)).all() == []
    assert session.scalars(select(Task).where(Task.name == TaskName.EXTRACT_RESUME)).all() == []


def test_a_file_too_large_is_answered_with_the_form_up_to_what_is_read_at_all(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_coder())
    assert str(documents.TOO_BIG) in upload(client, pdf() + b" " * documents.LARGEST).text
    large = upload(client, b" " * 12 * 1024 * 1024)
    assert large.status_code == 422
    assert str(documents.TOO_BIG) in large.text
    assert upload(client, b" " * (LARGEST_UPLOAD + 1)).status_code == 413


def test_refused_files_do_not_use_up_the_uploads_of_an_hour(
    session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careercenter.web.limits._on", lambda: True)
    client = sign_in(make_coder())
    assert [upload(client, b"no document").status_code for _ in range(12)] == [422] * 12
    assert upload(client, pdf()).status_code == 303
    assert [upload(client, b"no document").status_code for _ in range(48)] == [422] * 47 + [429]


def test_the_same_file_again_is_the_same_resume_under_its_new_name(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_coder())
    upload(client, pdf(), "old.pdf")
    upload(client, pdf(), "new.pdf")
    assert session.scalars(select(Resume.name)).all() == ["new.pdf"]


def test_two_people_with_the_same_file_have_one_each(session: Session, sign_in: SignIn) -> None:
    for coder in (make_coder(), make_coder()):
        upload(sign_in(coder), pdf())
    assert session.scalar(select(func.count()).select_from(Resume)) == 2


def test_there_is_room_for_ten(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    for number in range(services.MOST_RESUMES):
        make_resume(coder, (str(number),))
    response = upload(sign_in(coder), pdf())
    assert response.status_code == 422
    assert "You have 10 résumés here." in response.text


def test_deleting_asks_first_and_uploading_again_brings_it_back(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    resume = make_resume(coder)
    client = sign_in(coder)
    address = f"/profile/resumes/{resume.public_id}"
    assert "Delete resume.pdf" in client.get(f"{address}/delete").text
    assert resume.removed_at is None
    assert client.post(f"{address}/delete").status_code == 303
    assert resume.removed_at is not None
    for gone in (address, f"{address}/file", f"{address}/delete"):
        assert client.get(gone).status_code == 404
    upload(client, pdf(), "back.pdf")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["", "/file", "/delete"])
def test_anothers_resume_is_not_there(session: Session, client: FlaskClient, sign_in: SignIn, path: str) -> None:
    resume = make_resume(make_coder())
    address = f"/profile/resumes/{resume.public_id}{path}"
    assert sign_in(make_coder()).get(address).status_code == 404
    assert sign_in(make_account()).get(address).status_code == 404
    assert sign_in(make_moderator()).get(address).status_code == 404
    assert client.get(address).status_code == 303


def test_the_download_has_one_honest_name_whatever_it_was_called(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    resume = make_resume(coder, name='résumé";\r\nX-Evil: y.pdf')
    response = sign_in(coder).get(f"/profile/resumes/{resume.public_id}/file")
    header = response.headers["Content-Disposition"]
    assert response.headers.getlist("Content-Disposition") == [header]
    assert "X-Evil" not in response.headers
    assert "filename*=UTF-8''r%C3%A9sum%C3%A9" in header
    assert "\r" not in header
    assert "\n" not in header


def test_the_list_asks_the_same_number_of_questions_however_long(
    session: Session, sign_in: SignIn, count_queries: list[str]
) -> None:
    coder = make_coder()
    client = sign_in(coder)
    make_resume(coder, ("one",))
    session.commit()
    del count_queries[:]
    client.get("/profile/resumes")
    few = len(count_queries)
    for number in range(6):
        make_resume(coder, (str(number),))
    session.commit()
    del count_queries[:]
    client.get("/profile/resumes")
    assert len(count_queries) == few


def test_the_eleventh_upload_within_an_hour_waits(session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careercenter.web.limits._on", lambda: True)
    client = sign_in(make_coder())
    answers = [upload(client, pdf()).status_code for _ in range(11)]
    assert answers == [303] * 10 + [429]
    response = upload(client, pdf())
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert client.get("/profile/resumes").status_code == 200


def test_a_reading_that_was_interrupted_is_tried_again(session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    resume = make_resume(make_coder(), read=False)
    session.commit()
    with monkeypatch.context() as patch:
        patch.setattr(child, "run", lambda *_args, **_options: child.Finished(None, b""))
        run_pending()
    assert resume.text_status is ResumeText.WAITING
    assert session.scalar(select(func.count()).select_from(Task).where(Task.name == TaskName.EXTRACT_RESUME)) == 1


def scanner(app: Flask, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    command = f"{sys.executable} -c 'import sys; sys.stdin.buffer.read(); sys.exit({code})'"
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], scan_command=command))


@pytest.mark.parametrize(
    ("code", "after"),
    [
        (0, (ResumeScan.CLEAN, ResumeText.READ)),
        (1, (ResumeScan.INFECTED, ResumeText.UNREADABLE)),
        (2, (ResumeScan.NOT_SCANNED, ResumeText.WAITING)),
    ],
)
def test_a_scanner_has_its_say_before_a_file_is_read(
    session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch, code: int, after: tuple[ResumeScan, ResumeText]
) -> None:
    scanner(app, monkeypatch, code)
    resume = make_resume(make_coder(), read=False)
    session.commit()
    run_pending()
    assert (resume.scan, resume.text_status) == after


def test_resumes_that_came_before_the_scanner_are_scanned(
    session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = make_resume(make_coder())
    text = resume.text
    session.commit()
    run_pending()
    assert resume.scan is ResumeScan.NOT_SCANNED
    scanner(app, monkeypatch, 0)
    enqueue(TaskName.SCAN_RESUMES)
    session.commit()
    run_pending()
    assert (resume.scan, resume.text) == (ResumeScan.CLEAN, text)


def test_the_coder_is_told_what_is_wrong_with_a_file(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    resume = make_resume(coder)
    client = sign_in(coder)
    for status, words in ((ResumeText.PICTURE, "a picture of a page"), (ResumeText.GARBLED, "would be nonsense")):
        resume.text_status = status
        session.commit()
        assert words in client.get("/profile/resumes").text
    resume.active, resume.scan = ["scripts", "files"], ResumeScan.INFECTED
    session.commit()
    page = client.get("/profile/resumes").text
    assert "run a script and open another file" in page
    assert "A virus was found" in page


def test_checking_a_file_holds_no_transaction(session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client, seen = sign_in(make_coder()), []
    really = documents.kind_of

    def kind_of(content: bytes) -> ResumeKind:
        seen.append(db.session().in_transaction())
        return really(content)

    monkeypatch.setattr(documents, "kind_of", kind_of)
    assert upload(client, pdf()).status_code == 303
    assert seen == [False]
