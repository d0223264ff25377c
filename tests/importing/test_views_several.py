"""One uploaded file with jobs of several employers: whose each row is, who may upload it, and who sees it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account, Staff
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Employer, Role
from careercenter.importing.models import ImportBatch
from careercenter.postings.lifecycle import PostingStatus as S
from careercenter.tasks.worker import run_pending
from tests.factories.accounts import make_account, make_coder
from tests.factories.employers import make_employer, make_member
from tests.importing.test_views import ROWS, lines, postings

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def employers(session: Session) -> dict[str, Employer]:
    made = {name: make_employer(name) for name in ("Northfield Clinic", "Lakeside Billing", "Elsewhere Clinic")}
    session.commit()
    return made


@pytest.fixture
def agency(employers: dict[str, Employer]) -> Account:
    """A recruiter of two employers, and a viewer of the third."""
    account = make_account()
    for name, role in zip(employers, (Role.RECRUITER, Role.OWNER, Role.VIEWER), strict=True):
        make_member(employers[name], account, role)
    db.session.commit()
    return account


@pytest.fixture
def client(agency: Account, sign_in: SignIn) -> FlaskClient:
    return sign_in(agency)


def named(*names: str) -> list[dict[str, Any]]:
    return [{**row, "employer": name} for row, name in zip(ROWS, names, strict=False)]


def uploaded(client: FlaskClient, rows: list[dict[str, Any]]) -> str:
    """Upload rows, let the worker check them, and give the address of the batch."""
    data = {"file": (io.BytesIO(lines(rows)), "jobs.jsonl")}
    answer = client.post("/imports", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    run_pending()
    return str(answer.location)


def pressed(client: FlaskClient, address: str, data: dict[str, Any] | None = None) -> None:
    assert client.post(address, data=data or {}).status_code == 303
    run_pending()


def whose() -> dict[str, str]:
    return {one.title: one.employer.name for one in postings()}


def test_each_row_goes_to_the_employer_it_names(client: FlaskClient, employers: dict[str, Employer]):
    page = uploaded(client, named("northfield  clinic", employers["Lakeside Billing"].public_id, "Lakeside Billing"))
    text = client.get(page).text
    assert "3 rows can be imported" in text
    assert "Employers we don’t recognize" not in text
    assert re.search(r"Lakeside Billing <span[^>]*>2 rows", text)
    pressed(client, f"{page}/drafts")
    assert list(whose().values()) == ["Northfield Clinic", "Lakeside Billing", "Lakeside Billing"]
    assert {one.status for one in postings()} == {S.DRAFT}


def test_rows_of_others_are_told_line_by_line_and_left_out(client: FlaskClient):
    page = uploaded(client, named("Northfield Clinic", "Elsewhere Clinic", "Nowhere Hospital"))
    text = client.get(page).text
    assert "1 row can be imported" in text
    assert "Row 2</span>: employer: you have no employer called Elsewhere Clinic." in text  # a viewer writes no jobs of it
    assert "Row 3</span>: employer: you have no employer called Nowhere Hospital." in text
    pressed(client, f"{page}/drafts")
    assert list(whose().values()) == ["Northfield Clinic"]


def test_of_two_employers_with_one_name_ones_own_is_meant(client: FlaskClient):
    make_employer("Northfield Clinic")
    db.session.commit()
    assert "1 row can be imported" in client.get(uploaded(client, named("Northfield Clinic"))).text


def test_rows_of_an_unknown_employer_are_given_to_one_of_ones_own(client: FlaskClient, employers: dict[str, Employer]):
    page = uploaded(client, [*named("Northfield Clinic", "Northfield Clnic", "Nowhere Hospital"), ROWS[3]])
    text = client.get(page).text
    assert "3 names in the file aren’t your employers" in text
    assert "Rows with no employer" in text
    assert ">Elsewhere Clinic</option>" not in text
    lakeside = employers["Lakeside Billing"].public_id
    names = ["Northfield Clnic", "Nowhere Hospital", ""]
    pressed(client, f"{page}/employers", {"name": names, "employer": [employers["Northfield Clinic"].public_id, "", lakeside]})
    text = client.get(page).text
    assert "3 rows can be imported" in text
    assert f'value="{lakeside}" selected' in text  # and can still be chosen otherwise
    pressed(client, f"{page}/drafts")
    assert list(whose().values()) == ["Northfield Clinic", "Northfield Clinic", "Lakeside Billing"]


def test_no_row_is_given_to_an_employer_of_somebody_else(client: FlaskClient, employers: dict[str, Employer]):
    page = uploaded(client, named("Northfield Clinic", "Nowhere Hospital"))
    data = {"name": ["Nowhere Hospital"], "employer": [employers["Elsewhere Clinic"].public_id]}
    answer = client.post(f"{page}/employers", data=data, follow_redirects=True)
    assert "is not an employer you can post for" in answer.text
    assert "1 row can be imported" in answer.text


def test_names_the_file_did_not_hold_are_not_assigned(client: FlaskClient, employers: dict[str, Employer]):
    page = uploaded(client, named("Northfield Clinic"))
    lakeside = employers["Lakeside Billing"].public_id
    pressed(client, f"{page}/employers", {"name": ["Northfield Clinic"], "employer": [lakeside]})
    assert db.session.scalars(select(ImportBatch)).one().assigned == {}


def test_the_batch_is_mended_and_submitted_as_one(client: FlaskClient):
    open_ended = {name: value for name, value in ROWS[0].items() if name != "closing_on"}
    page = uploaded(client, [{**open_ended, "employer": "Northfield Clinic"}, *named("", "Lakeside Billing")[1:]])
    pressed(client, f"{page}/drafts")
    text = client.get(page).text
    assert 'data-label="Employer">Lakeside Billing' in text
    assert "Set for 1 draft<" in text
    pressed(client, f"{page}/submit")
    assert [one.status for one in postings()] == [S.DRAFT, S.PENDING]
    pressed(client, f"{page}/set", {"column": "closing_on", "value": "2027-01-05"})
    pressed(client, f"{page}/submit")
    assert [one.status for one in postings()] == [S.PENDING, S.PENDING]


def test_the_batch_is_undone_as_one(client: FlaskClient):
    page = uploaded(client, named("Northfield Clinic", "Lakeside Billing", "Lakeside Billing"))
    pressed(client, f"{page}/drafts")
    pressed(client, f"{page}/undo")
    assert postings() == []
    assert "3 drafts were deleted" in client.get(page).text


def test_who_left_an_employer_changes_its_drafts_no_more(client: FlaskClient, agency: Account, employers: dict[str, Employer]):
    page = uploaded(client, named("Northfield Clinic", "Lakeside Billing"))
    pressed(client, f"{page}/drafts")
    next(one for one in agency.memberships if one.employer.name == "Lakeside Billing").ended_at = now()
    db.session.commit()
    assert "Lakeside Billing" not in client.get(page).text
    pressed(client, f"{page}/submit")
    pressed(client, f"{page}/undo")
    assert [one.status for one in postings() if one.employer.name == "Lakeside Billing"] == [S.DRAFT]


def test_who_leaves_before_drafts_are_made_makes_none_there(client: FlaskClient, agency: Account):
    page = uploaded(client, named("Northfield Clinic", "Lakeside Billing"))
    agency.memberships[1].ended_at = now()
    db.session.commit()
    pressed(client, f"{page}/drafts")
    assert list(whose().values()) == ["Northfield Clinic"]


def test_an_administrator_brings_in_jobs_of_any_employer(employers: dict[str, Employer], sign_in: SignIn):
    admin = sign_in(make_account(staff=Staff.ADMIN))
    page = uploaded(admin, named("Northfield Clinic", "Elsewhere Clinic", "Nowhere Hospital"))
    text = admin.get(page).text
    assert "employer: no employer is called Nowhere Hospital." in text
    assert "Enter the name or ID" in text
    pressed(admin, f"{page}/employers", {"name": ["Nowhere Hospital"], "employer": ["lakeside billing"]})
    pressed(admin, f"{page}/drafts")
    assert list(whose().values()) == ["Northfield Clinic", "Elsewhere Clinic", "Lakeside Billing"]
    drafts = admin.get(page)
    assert drafts.status_code == 200
    assert "/edit" not in drafts.text


def test_a_file_of_several_is_seen_by_who_uploaded_it(client: FlaskClient, employers: dict[str, Employer], sign_in: SignIn):
    page = uploaded(client, named("Northfield Clinic", "Lakeside Billing"))
    colleague = make_account()
    for employer in employers.values():
        make_member(employer, colleague, Role.OWNER)
    db.session.commit()
    other = sign_in(colleague)
    assert "jobs.jsonl" not in other.get("/imports").text
    for address in (page, f"{page}/undo"):
        assert other.get(address).status_code == 404
    for address in (f"{page}/drafts", f"{page}/employers", f"{page}/set", f"{page}/submit", f"{page}/undo"):
        assert other.post(address).status_code == 404
    under = f"/employers/{employers['Northfield Clinic'].public_id}{page}"
    assert other.get(under).status_code == 404


def test_an_employers_own_file_is_not_there_without_its_employer(
    client: FlaskClient, employers: dict[str, Employer], agency: Account
):
    batch = ImportBatch(employer=employers["Northfield Clinic"], account_id=agency.id, file_name="jobs.csv")
    db.session.add(batch)
    db.session.commit()
    assert client.get(f"/imports/{batch.public_id}").status_code == 404
    assert client.get(f"/employers/{batch.employer.public_id}/imports/{batch.public_id}").status_code == 200


def test_who_writes_for_one_employer_or_none_uploads_there_alone(employers: dict[str, Employer], sign_in: SignIn):
    one = make_account()
    make_member(employers["Northfield Clinic"], one, Role.OWNER)
    make_member(employers["Lakeside Billing"], one, Role.VIEWER)
    db.session.commit()
    client = sign_in(one)
    assert client.get("/imports").status_code == 404
    own = client.get(f"/employers/{employers['Northfield Clinic'].public_id}/imports").text
    assert "several employers" not in own
    assert sign_in(make_coder()).get("/imports").status_code == 404


def test_the_way_there_is_on_ones_employers_and_on_the_import_page(client: FlaskClient, employers: dict[str, Employer]):
    for address in ("/employers/mine", f"/employers/{employers['Northfield Clinic'].public_id}/imports"):
        assert 'href="/imports"' in client.get(address).text
    assert "Jobs of several" not in client.get("/imports").text
