"""A file of jobs uploaded by a recruiter: checked, made drafts, mended and submitted together, and undone."""

from __future__ import annotations

import dataclasses
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.db import db
from careercenter.employers.models import Employer, Role
from careercenter.importing import services
from careercenter.importing.models import BatchStatus, ImportBatch, ImportedDraft
from careercenter.postings.lifecycle import PostingStatus as S
from careercenter.postings.models import Posting
from careercenter.postings.services import change
from careercenter.storage import references
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import HANDLERS
from careercenter.tasks.worker import run_pending
from tests.factories.accounts import make_account, make_coder
from tests.factories.employers import make_employer, make_member
from tests.importing.test_import import ROW
from tests.importing.workbooks import workbook

ROWS = [{**ROW, "id": f"R-{n}", "title": f"Infusion Coder {n}"} for n in range(4)]


@pytest.fixture
def employer(session: Session) -> Employer:
    made = make_employer("Northfield Clinic")
    session.commit()
    return made


@pytest.fixture
def client(employer: Employer, sign_in: Any) -> Any:
    return sign_in(member(employer, Role.RECRUITER))


def member(employer: Employer, role: Role) -> Account:
    account = make_account()
    make_member(employer, account, role)
    db.session.commit()
    return account


def upload(client: Any, employer: Employer, content: bytes, name: str = "jobs.jsonl", **more: str) -> Any:
    data = {"file": (io.BytesIO(content), name), **more}
    return client.post(f"/employers/{employer.public_id}/imports", data=data, content_type="multipart/form-data")


def lines(rows: list[dict[str, Any]]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def uploaded(client: Any, employer: Employer, rows: list[dict[str, Any]], **more: str) -> str:
    """Upload rows, let the worker check them, and give the address of the batch."""
    answer = upload(client, employer, lines(rows), **more)
    assert answer.status_code == 303
    run_pending()
    return str(answer.location)


def written(client: Any, employer: Employer, rows: list[dict[str, Any]], **more: str) -> str:
    page = uploaded(client, employer, rows, **more)
    assert client.post(f"{page}/drafts").status_code == 303
    run_pending()
    return page


def postings() -> list[Posting]:
    return list(db.session.scalars(select(Posting).order_by(Posting.id)))


def the_batch() -> ImportBatch:
    return db.session.scalars(select(ImportBatch)).one()


def test_a_file_is_checked_before_anything_is_made(client: Any, employer: Employer):
    page = client.get(uploaded(client, employer, [*ROWS, {**ROW, "id": "R-9", "title": ""}])).text
    assert "4 rows can be imported" in page
    assert "1 row can’t be imported and is left out" in page
    assert "title is missing" in page
    assert "Make 4 drafts" in page
    assert postings() == []


def test_a_workbook_becomes_drafts_like_any_file(client: Any, employer: Employer, tmp_path: Path):
    file = workbook(tmp_path / "jobs.xlsx", [["id", "title", "description"], ["R-1", "Infusion Coder", ROW["description"]]])
    page = upload(client, employer, file.read_bytes(), "jobs.xlsx").location
    run_pending()
    client.post(f"{page}/drafts")
    run_pending()
    assert [posting.title for posting in postings()] == ["Infusion Coder"]


def test_rows_become_drafts_of_the_employer_and_of_no_other(client: Any, employer: Employer):
    make_employer("Elsewhere Clinic")
    written(client, employer, [{**row, "employer": "Elsewhere Clinic"} for row in ROWS])
    assert {(posting.employer_id, posting.status) for posting in postings()} == {(employer.id, S.DRAFT)}
    assert len(postings()) == 4


def test_a_value_for_rows_that_hold_none_is_theirs_alone(client: Any, employer: Employer):
    bare = {"title": "Surgery Coder", "description": ROW["description"], "id": "R-8"}
    written(
        client, employer, [bare, {**bare, "id": "R-9", "title": "Other Coder", "work_setting": "onsite"}], work_setting="hybrid"
    )
    assert [str(posting.content.work_setting) for posting in postings()] == ["hybrid", "onsite"]


def test_the_same_file_again_makes_nothing_twice(client: Any, employer: Employer):
    written(client, employer, ROWS)
    page = uploaded(client, employer, ROWS)
    assert "4 of them as they are here already" in client.get(page).text
    client.post(f"{page}/drafts")
    run_pending()
    assert len(postings()) == 4


def test_the_page_says_how_far_it_is_while_the_worker_is_at_it(client: Any, employer: Employer):
    page = client.get(upload(client, employer, lines(ROWS)).location).text
    assert "Being checked" in page
    assert "Make 4 drafts" not in page
    assert 'data-hx-trigger="every 2s"' in page


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "Choose a file with jobs in it"), (b"x" * 1001, "The file is larger than")]
)
def test_a_file_that_cannot_be_kept_is_refused_at_the_form(
    client: Any, employer: Employer, monkeypatch: pytest.MonkeyPatch, content: bytes, words: str
):
    monkeypatch.setattr(services, "LARGEST", 1000)
    answer = upload(client, employer, content, "jobs.csv")
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(ImportBatch)).all() == []


def test_a_file_larger_than_usual_requests_is_answered_with_the_form(client: Any, employer: Employer):
    answer = upload(client, employer, b"x" * 7 * 1024 * 1024)
    answer.request.environ["wsgi.input"].close()  # the test client leaves the file of a large body open
    assert answer.status_code == 422
    assert "he file is larger than 5 MB" in answer.text


def test_without_a_file_the_form_asks_for_one(client: Any, employer: Employer):
    answer = client.post(f"/employers/{employer.public_id}/imports", data={})
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_a_file_that_cannot_be_read_says_why(client: Any, employer: Employer):
    page = upload(client, employer, b"title\nCoder\n", "jobs.csv").location
    run_pending()
    assert "must name every column" in client.get(page).text
    assert client.post(f"{page}/drafts").status_code == 409


def test_one_value_is_set_in_all_drafts_that_lack_it(client: Any, employer: Employer):
    bare = {"title": "Surgery Coder", "description": ROW["description"]}
    rows = [{**bare, "id": f"R-{n}", "title": f"Surgery Coder {n}"} for n in range(3)]
    page = written(client, employer, [*rows, {**bare, "id": "R-7", "title": "On Site", "work_setting": "onsite"}])
    assert "Set for 3 drafts" in client.get(page).text
    client.post(f"{page}/set", data={"column": "work_setting", "value": "remote"})
    run_pending()
    assert [str(posting.content.work_setting) for posting in postings()] == ["remote", "remote", "remote", "onsite"]
    assert "3 drafts were changed" in client.get(page).text


@pytest.mark.parametrize(("column", "value"), [("title", "All the same"), ("work_setting", "on the moon"), ("closing_on", "")])
def test_what_cannot_be_set_for_all_changes_nothing(client: Any, employer: Employer, column: str, value: str):
    page = written(client, employer, ROWS)
    before = [posting.content for posting in postings()]
    client.post(f"{page}/set", data={"column": column, "value": value})
    run_pending()
    assert the_batch().status is BatchStatus.WRITTEN
    assert [posting.content for posting in postings()] == before


def test_complete_drafts_are_submitted_together_and_the_others_stay(client: Any, employer: Employer):
    page = written(client, employer, [*ROWS, {"title": "Untold", "description": ROW["description"], "id": "R-8"}])
    client.post(f"{page}/set", data={"column": "closing_on", "value": "2027-01-05"})
    run_pending()
    client.post(f"{page}/submit")
    run_pending()
    assert [posting.status for posting in postings()] == [S.PENDING] * 4 + [S.DRAFT]
    assert "4 jobs were submitted for review" in client.get(page).text


def test_undoing_deletes_the_drafts_nobody_has_touched(client: Any, employer: Employer):
    page = written(client, employer, ROWS)
    edited = postings()[0]
    change(  # somebody edits the first in the usual form
        edited, dataclasses.replace(edited.content, title="Edited"), actor=the_batch().account, at=the_batch().changed_at
    )
    db.session.commit()
    assert "Undo the import" in client.get(f"{page}/undo").text
    client.post(f"{page}/undo")
    run_pending()
    assert [posting.title for posting in postings()] == ["Edited"]
    assert "3 drafts were deleted" in client.get(page).text
    assert "1 job stays" in client.get(page).text


def test_what_the_page_itself_set_is_no_edit_that_keeps_a_draft(client: Any, employer: Employer):
    page = written(client, employer, [{"title": "Surgery Coder", "description": ROW["description"], "id": "R-1"}])
    client.post(f"{page}/set", data={"column": "work_setting", "value": "remote"})
    run_pending()
    client.post(f"{page}/undo")
    run_pending()
    assert postings() == []
    assert db.session.scalars(select(ImportedDraft)).all() == []


def test_of_two_presses_at_once_the_second_is_told(client: Any, employer: Employer):
    page = uploaded(client, employer, ROWS)
    assert client.post(f"{page}/drafts").status_code == 303
    answer = client.post(f"{page}/drafts")
    assert answer.status_code == 409
    assert "has moved on" in answer.text
    assert len(db.session.scalars(select(Task).where(Task.name == "write_import")).all()) == 1


def test_a_step_that_failed_for_good_goes_back_and_says_so(client: Any, employer: Employer):
    page = uploaded(client, employer, ROWS)
    client.post(f"{page}/drafts")
    HANDLERS[TaskName.WRITE_IMPORT].on_dead({"batch_id": the_batch().id}, "disk full")
    db.session.commit()
    text = client.get(page).text
    assert "didn’t finish" in text
    assert "Make 4 drafts" in text


def test_the_file_is_needed_until_its_drafts_are_made(client: Any, employer: Employer):
    page = uploaded(client, employer, ROWS)
    assert the_batch().digest
    client.post(f"{page}/drafts")
    run_pending()
    assert the_batch().digest is None


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_only_owners_and_recruiters_import(client: Any, employer: Employer, sign_in: Any, role: Role | None):
    page = uploaded(client, employer, ROWS)
    other = sign_in(member(employer, role) if role else make_coder())
    for address in (f"/employers/{employer.public_id}/imports", page, f"{page}/undo"):
        assert other.get(address).status_code == 404
    assert other.post(f"{page}/drafts").status_code == 404


def test_a_batch_is_not_there_under_another_employer(client: Any, employer: Employer, sign_in: Any):
    page = uploaded(client, employer, ROWS)
    elsewhere = make_employer("Elsewhere Clinic")
    other = sign_in(member(elsewhere, Role.OWNER))
    assert other.get(page.replace(employer.public_id, elsewhere.public_id)).status_code == 404


def test_a_file_nobody_used_for_a_month_is_let_go(client: Any, employer: Employer):
    page = uploaded(client, employer, ROWS)
    digest = the_batch().digest
    assert digest in db.session.scalars(references.referred()).all()
    the_batch().uploaded_at -= services.KEPT + timedelta(hours=1)
    answer = client.post(f"{page}/drafts")
    assert answer.status_code == 409
    assert "Upload it again" in answer.text
    the_batch().uploaded_at -= timedelta(days=1)
    assert digest not in db.session.scalars(references.referred()).all()
