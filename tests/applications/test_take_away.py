"""Applicants taken away: the list as a table, their résumés as one ZIP, and what each leaves behind."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import take_away
from careercenter.applications.models import Application, ResumeOpening
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.employers.models import Role
from careercenter.postings.models import Posting
from careercenter.profiles.models import ResumeScan
from careercenter.web.table_files import MARK
from tests.factories.accounts import make_account, make_admin, make_coder
from tests.factories.applications import make_application, owner_of
from tests.factories.employers import make_former_member, make_member
from tests.factories.postings import make_posting
from tests.factories.profiles import make_profile

SignIn = Callable[..., FlaskClient]


def place(posting: Posting) -> str:
    return f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"


@pytest.fixture
def posting(session: Session) -> Posting:
    return make_posting(title="Infusion Coder")


@pytest.fixture
def three(posting: Posting) -> list[Application]:
    made = [make_application(posting=posting, name=name) for name in ("Ada First", "Ben Second")]
    coder = make_coder()
    make_profile(coder)
    return [*made, make_application(posting=posting, coder=coder, name="Cleo Third", note="=cmd()")]


def rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(answer.text.removeprefix(MARK).splitlines()))


def files(answer: Any) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.location
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def openings(session: Session) -> set[int]:
    return set(session.scalars(select(ResumeOpening.application_id)))


def test_the_list_is_a_table_in_the_order_of_the_page(session: Session, sign_in: SignIn, three: list[Application]) -> None:
    answer = sign_in(owner_of(three[0].posting)).post(place(three[0].posting) + "/table?sort=oldest")
    head, *lines = rows(answer)
    assert head[:5] == ["Name", "E-mail", "Phone", "Status", "Applied"]
    assert [line[0] for line in lines] == ["Ada First", "Ben Second", "Cleo Third"]
    assert lines[2][1] == three[2].email
    assert lines[2][head.index("Note")] == "'=cmd()"  # no spreadsheet runs it
    assert lines[2][head.index("Credentials")]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="applicants-infusion-coder.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert openings(session) == set()


def test_filters_and_ticks_narrow_what_is_taken_away(session: Session, sign_in: SignIn, three: list[Application]) -> None:
    client, address = sign_in(owner_of(three[0].posting)), place(three[0].posting)
    assert [line[0] for line in rows(client.post(f"{address}/table?q=Ben"))[1:]] == ["Ben Second"]
    ticked = {"application": [three[0].public_id, three[2].public_id]}
    table = rows(client.post(f"{address}/table?q=Ben", data=ticked))
    assert {line[0] for line in table[1:]} == {"Ada First", "Cleo Third"}
    taken = files(client.post(f"{address}/resumes", data=ticked))
    assert set(taken) == {"Ada First - Infusion Coder.pdf", "Cleo Third - Infusion Coder.pdf"}
    assert openings(session) == {three[0].id, three[2].id}


def test_the_files_are_the_resumes_and_each_is_noted_as_opened(
    app: Flask, session: Session, sign_in: SignIn, three: list[Application]
) -> None:
    owner = owner_of(three[0].posting)
    answer = sign_in(owner).post(place(three[0].posting) + "/resumes")
    assert answer.mimetype == "application/zip"
    assert files(answer)["Ben Second - Infusion Coder.pdf"] == app.extensions["files"].get(three[1].resume.digest)
    assert openings(session) == {one.id for one in three}
    entries = session.scalars(select(AuditEntry).where(AuditEntry.what == "application.resume_opened")).all()
    assert {(entry.subject_id, entry.actor_id, entry.detail["how"]) for entry in entries} == {
        (one.id, owner.id, "zip") for one in three
    }
    shown = sign_in(three[0].account).get(f"/applications/{three[0].public_id}").text
    assert "opened your résumé" in shown


def test_who_took_the_list_away_is_in_the_trail(session: Session, sign_in: SignIn, three: list[Application]) -> None:
    sign_in(owner_of(three[0].posting)).post(place(three[0].posting) + "/table?q=Ben")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "posting.applicants_exported")).one()
    assert entry.detail == {"number": 1, "asked": {"q": "Ben"}}


def test_a_viewer_takes_away_what_they_may_open_one_by_one(sign_in: SignIn, three: list[Application]) -> None:
    viewer = make_account()
    make_member(three[0].posting.employer, viewer, Role.VIEWER)
    client = sign_in(viewer)
    page = client.get(place(three[0].posting)).text
    assert "Download résumés (ZIP)" in page
    assert "For everyone found." in page
    assert len(files(client.post(place(three[0].posting) + "/resumes"))) == 3


def test_applicants_of_other_jobs_and_other_employers_jobs_are_not_there(
    session: Session, sign_in: SignIn, three: list[Application]
) -> None:
    other = make_application()
    client = sign_in(owner_of(three[0].posting))
    for what in ("table", "resumes"):
        address = f"{place(three[0].posting)}/{what}"
        named = {"application": [three[0].public_id, other.public_id]}
        assert client.post(address, data=named).status_code == 404
        assert client.post(f"{place(other.posting)}/{what}").status_code == 404
        assert client.post(f"{address}?q=nobody-is-called-this").status_code == 404
    assert openings(session) == set()


def test_nobody_but_members_takes_applicants_away(session: Session, sign_in: SignIn, three: list[Application]) -> None:
    former = make_account()
    make_former_member(three[0].posting.employer, former)
    for account in (three[0].account, former, make_admin(), owner_of(make_posting())):
        for what in ("table", "resumes"):
            assert sign_in(account).post(f"{place(three[0].posting)}/{what}").status_code == 404
    assert openings(session) == set()


def test_a_file_with_a_virus_is_left_out_and_named(session: Session, sign_in: SignIn, three: list[Application]) -> None:
    three[1].resume.scan = ResumeScan.INFECTED
    taken = files(sign_in(owner_of(three[0].posting)).post(place(three[0].posting) + "/resumes"))
    assert set(taken) == {"Ada First - Infusion Coder.pdf", "Cleo Third - Infusion Coder.pdf", "Left out.txt"}
    assert "Ben Second: This file holds a virus" in taken["Left out.txt"].decode("utf-8-sig")
    assert three[1].id not in openings(session)


def test_with_a_scanner_only_what_it_found_clean_goes(
    app: Flask, sign_in: SignIn, three: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], scan_command="clamdscan -"))
    client, address = sign_in(owner_of(three[0].posting)), place(three[0].posting)
    answer = client.post(f"{address}/resumes?q=Ada", follow_redirects=True)
    assert "still being checked for viruses" in answer.text
    three[0].resume.scan = ResumeScan.CLEAN
    assert set(files(client.post(f"{address}/resumes"))) == {"Ada First - Infusion Coder.pdf", "Left out.txt"}


@pytest.mark.parametrize("limit", ["MOST_FILES", "MOST_MB"])
def test_too_many_or_too_large_is_said_and_nothing_is_opened(
    session: Session, sign_in: SignIn, three: list[Application], monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(take_away, limit, 0)
    answer = sign_in(owner_of(three[0].posting)).post(place(three[0].posting) + "/resumes?q=Ada", follow_redirects=True)
    assert answer.request.url.endswith("/applicants?q=Ada")
    words = {"MOST_FILES": "These are 1 résumés. Select at most 0.", "MOST_MB": "Select fewer, up to 0 MB."}
    assert words[limit] in answer.text
    assert openings(session) == set()


def test_a_file_that_is_gone_spoils_no_other(session: Session) -> None:
    bundle = take_away.Bundle(files=[("One.pdf", "1"), ("Two.pdf", "2")])

    def read(digest: str) -> bytes:
        if digest == "1":
            raise FileNotFoundError
        return b"two"

    with zipfile.ZipFile(io.BytesIO(b"".join(take_away.as_zip(bundle, read, at=now())))) as archive:
        assert archive.read("Two.pdf") == b"two"
        assert "One.pdf: The file is no longer there." in archive.read("Left out.txt").decode("utf-8-sig")


def test_the_zip_goes_a_file_at_a_time() -> None:
    bundle = take_away.Bundle(files=[(f"{number}.pdf", str(number)) for number in range(3)])
    asked: list[str] = []

    def read(digest: str) -> bytes:
        asked.append(digest)
        return b"x" * 1000

    pieces = take_away.as_zip(bundle, read, at=now())
    assert len(next(pieces)) > 1000
    assert asked == ["0"]


@pytest.mark.parametrize(
    ("person", "job", "name"),
    [
        ("Ana María Núñez", "Coder", "Ana María Núñez - Coder.pdf"),
        ("../../etc/passwd", "Coder", "etc passwd - Coder.pdf"),
        ("Eve\\..\\x", 'CPC/COC: "Lead" <Coder>?', "Eve .. x - CPC COC Lead Coder.pdf"),
        ("Max\u202efdp.exe\u0000", "Coder\n", "Maxfdp.exe - Coder.pdf"),
        ("N" * 300, "Coder", "N" * 120 + ".pdf"),
    ],
)
def test_a_files_name_can_be_unpacked_anywhere(person: str, job: str, name: str) -> None:
    assert take_away.file_name(person, job, "pdf", set()) == name


def test_two_of_one_name_are_two_files() -> None:
    taken: set[str] = set()
    made = [take_away.file_name(person, "Coder", "pdf", taken) for person in ("Ann Lee", "ann lee", "Ann Lee")]
    assert made == ["Ann Lee - Coder.pdf", "ann lee - Coder (2).pdf", "Ann Lee - Coder (3).pdf"]


def test_the_page_brings_the_token_with_the_press(sign_in: SignIn, three: list[Application]) -> None:
    page = sign_in(owner_of(three[0].posting)).get(place(three[0].posting) + "?q=Ben").text
    assert f'formmethod="post" formaction="{place(three[0].posting)}/table?q=Ben" name="csrf_token"' in page
    assert "At most 200 résumés and 300 MB at once." in page
