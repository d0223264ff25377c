"""`flask postings import`: everything checked first, nothing written twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account, Staff
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.employers.models import Employer, Role
from careercenter.postings import services
from careercenter.postings.content import ApplyHow, LiveIn, PayBasis, WorkSetting
from careercenter.postings.history import history_of
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingRevision
from tests.factories.employers import make_employer, make_member

SOON = (now() + timedelta(days=20)).date().isoformat()
ROW: dict[str, Any] = {
    "id": "R-1",
    "title": "Infusion Coder",
    "location": "Remote - United States",
    "pay": "$28.50 - $34/hr",
    "employment_type": "FullTime",
    "description": "<p>Code <b>infusion</b> encounters from start and stop times with CPT, HCPCS and ICD-10-CM.</p>"
    "<ul><li>CPC or COC required</li><li>CHONC preferred</li></ul><p>We check 95 % of the work for accuracy every month.</p>",
    "closing_on": SOON,
}
Run = Callable[..., Result]


@pytest.fixture
def employer(session: Session) -> Employer:
    made = make_employer("Northfield Clinic")
    session.commit()
    return made


@pytest.fixture
def run(app: Flask, tmp_path: Path, employer: Employer) -> Run:
    def command(rows: list[dict[str, Any]] | str, *options: str, name: str = "Northfield Clinic") -> Result:
        """Import rows; `name` "" lets each row say whose it is."""
        file = tmp_path / "jobs.jsonl"
        file.write_text(rows if isinstance(rows, str) else "\n".join(json.dumps(row) for row in rows))
        return app.test_cli_runner().invoke(
            args=["postings", "import", str(file), *(["--employer", name] if name else []), *options]
        )

    return command


def postings(session: Session) -> list[Posting]:
    session.expire_all()
    return list(session.scalars(select(Posting).order_by(Posting.id)))


def test_a_row_becomes_a_draft_and_says_what_was_guessed(run: Run, session: Session) -> None:
    done = run([ROW])
    assert done.exit_code == 0, done.output
    (made,) = postings(session)
    content = made.content
    assert (made.status, made.external_reference, made.title) == (PostingStatus.DRAFT, "R-1", "Infusion Coder")
    assert content.specialties == ("infusion-injection",)
    assert (content.credentials_any, content.credentials_preferred) == (("cpc", "coc"), ("chonc",))
    assert (content.work_setting, content.live_in) == (WorkSetting.REMOTE, LiveIn.ALL)
    assert (content.pay_basis, content.pay_min, content.pay_max) == (PayBasis.HOURLY, 2850, 3400)
    assert content.description.startswith("Code **infusion** encounters")
    assert {"specialties", "credentials_any", "credentials_preferred", "code_sets"} <= set(made.inferred)
    assert "pay_min" not in made.inferred


def test_csv_columns_set_values_as_they_stand(run: Run, session: Session, tmp_path: Path, app: Flask) -> None:
    row = {
        "Title": "Auditor",
        "Specialties": "auditing|Radiology coding",
        "Credentials All": "CPMA",
        "work-setting": "hybrid",
        "city": "Ohio City",
        "state": "Ohio",
        "zip": "44113",
        "pay basis": "salary",
        "Pay Min": "$62,000",
        "pay_max": "70000.50",
        "benefits": "pto|ceu",
        "apply_url": "https://jobs.example.com/1",
        "apprentice_accepted": "yes",
        "experience": "3-4",
        "description": "Short",
        "closing": "01/31/2099",
    }
    file = tmp_path / "jobs.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, row)
        writer.writeheader()
        writer.writerow(row)
    done = app.test_cli_runner().invoke(args=["postings", "import", str(file), "--employer", "northfield clinic"])
    assert done.exit_code == 0, done.output
    content = postings(session)[0].content
    assert content.specialties == ("auditing", "radiology")
    assert content.credentials_all == ("cpma",)
    assert [str(place) for place in content.places] == ["Ohio City, OH"]
    assert (content.pay_min, content.pay_max) == (6_200_000, 7_000_050)
    assert (content.apply_how, content.apply_url) == (ApplyHow.LINK, "https://jobs.example.com/1")
    assert content.apprentice_accepted
    assert content.closing_on is not None
    assert content.closing_on.year == 2099


def test_a_second_run_changes_nothing(run: Run, session: Session) -> None:
    other = {**ROW, "id": None, "title": "Radiology Coder"}
    run([ROW, other])
    entries = session.scalar(select(func.count(AuditEntry.id)))
    versions = [made.version for made in postings(session)]
    done = run([ROW, other])
    assert "0 new, 0 changed, 2 as they were" in done.output
    assert [made.version for made in postings(session)] == versions
    assert session.scalar(select(func.count(AuditEntry.id))) == entries


def test_what_somebody_changed_on_the_board_stays_while_the_row_stays(run: Run, session: Session) -> None:
    import dataclasses

    run([ROW])
    (made,) = postings(session)
    actor = Account(email="olga@example.com", confirmed_at=now())
    session.add(actor)
    session.flush()
    services.change(made, dataclasses.replace(made.content, title="Infusion Coder II"), actor=actor, at=now())
    session.commit()
    run([ROW])
    assert postings(session)[0].title == "Infusion Coder II"
    done = run([{**ROW, "title": "Infusion Coder III"}])
    assert "1 changed" in done.output
    assert postings(session)[0].title == "Infusion Coder III"


def test_one_bad_row_and_nothing_is_written(run: Run, session: Session) -> None:
    rows = [
        ROW,
        {**ROW, "id": "R-2", "title": ""},
        {**ROW, "id": "R-3", "pay_min": "lots", "specialties": ["gardening"]},
        {"id": "R-4"},
    ]
    done = run(rows)
    assert done.exit_code == 1
    for line in (
        "line 2: title is missing.",
        "line 3: pay_min: 'lots' is no amount of dollars.",
        "line 3: specialties: 'gardening' is not in the list.",
        "line 4: title is missing.",
        "Nothing was written.",
    ):
        assert line in done.output
    assert postings(session) == []
    assert "1 new" in run(rows, "--skip-bad").output
    assert [made.external_reference for made in postings(session)] == ["R-1"]


def test_broken_lines_are_reported_beside_bad_rows(run: Run, session: Session) -> None:
    done = run(json.dumps(ROW) + "\nnot json\n" + json.dumps({**ROW, "id": "R-2", "title": "x" * 121}))
    assert "line 2: The line is not JSON" in done.output
    assert "line 3: title has 121 characters" in done.output
    assert postings(session) == []


def test_repeats_are_reported_and_left_out(run: Run, session: Session) -> None:
    done = run(
        [ROW, ROW, {**ROW, "id": "R-2"}, {**ROW, "id": "R-3", "description": ""}, {**ROW, "id": "R-4", "description": ""}]
    )
    assert "line 2: repeats line 1" in done.output
    assert "line 3: repeats line 1" in done.output
    assert [made.external_reference for made in postings(session)] == ["R-1", "R-3", "R-4"]


def test_one_id_with_two_meanings_is_bad(run: Run) -> None:
    done = run([ROW, {**ROW, "title": "Another"}])
    assert done.exit_code == 1
    assert "line 2: id: R-1 stands in line 1 too" in done.output


def test_unknown_columns_are_named(run: Run) -> None:
    assert (
        "Columns not known, and not used: Favourite colour, grade" in run([{**ROW, "Favourite colour": "x", "grade": 3}]).output
    )


def test_pending_and_live_rows_must_be_whole(run: Run, session: Session) -> None:
    done = run(
        [ROW, {"id": "R-2", "title": "Coder", "description": "Short", "location": "Remote", "closing_on": SOON}],
        "--status",
        "pending",
    )
    assert done.exit_code == 1
    assert "line 2: specialties: Choose at least one specialty." in done.output
    assert "line 2: description: Describe the work in at least 100 characters." in done.output
    assert "line 1:" not in done.output
    assert postings(session) == []


def test_jobs_can_be_made_live_by_the_operator_of_the_board(run: Run, session: Session) -> None:
    done = run([ROW], "--status", "live")
    assert done.exit_code == 0, done.output
    assert "made live by a command" in done.output
    (made,) = postings(session)
    assert made.is_visible(now())
    approved = session.scalars(select(AuditEntry).where(AuditEntry.what == "posting.imported")).one()
    assert approved.actor_id is None
    assert "1 as they were" in run([ROW], "--status", "live").output


def test_drafts_of_an_earlier_run_can_be_brought_further(run: Run, session: Session) -> None:
    run([ROW])
    assert "1 changed" in run([ROW], "--status", "pending").output
    assert postings(session)[0].status is PostingStatus.PENDING
    run([ROW], "--status", "live")
    assert postings(session)[0].status is PostingStatus.LIVE


def test_the_history_says_that_it_was_an_import(run: Run, session: Session) -> None:
    run([ROW], "--status", "pending")
    events = history_of(postings(session)[0])
    assert {event.by for event in events} == {"the board’s operator"}
    assert [event.words for event in events] == ["Submitted for review", "Draft begun"]


def test_drafts_without_a_closing_day_get_one_on_their_way(run: Run, session: Session) -> None:
    row = {name: value for name, value in ROW.items() if name != "closing_on"}
    run([row])
    done = run([row], "--status", "pending")
    assert done.exit_code == 0, done.output
    (made,) = postings(session)
    assert made.status is PostingStatus.PENDING
    assert made.content.closing_on is not None
    assert "closing_on" in made.inferred
    assert "0 new, 0 changed, 1 as they were" in run([row], "--status", "pending").output


def test_a_changed_row_of_a_live_job_waits_for_a_moderator(run: Run, session: Session) -> None:
    run([ROW], "--status", "live")
    done = run([{**ROW, "pay": "$30 - $40/hr"}], "--status", "live")
    assert "1 edits wait for a moderator" in done.output, done.output
    (made,) = postings(session)
    assert made.content.pay_min == 2850
    assert session.scalars(select(PostingRevision)).one().content.pay_min == 3000


def test_a_changed_row_of_a_waiting_job_is_refused(run: Run) -> None:
    run([ROW], "--status", "pending")
    done = run([{**ROW, "title": "Another"}], "--status", "pending")
    assert done.exit_code == 1
    assert "is waiting for review and cannot be edited" in done.output


def test_rows_without_a_closing_day_get_one(run: Run, session: Session) -> None:
    row = {name: value for name, value in ROW.items() if name != "closing_on"}
    run([row], "--status", "live")
    (made,) = postings(session)
    assert made.content.closing_on is not None
    assert "closing_on" in made.inferred
    past = {**row, "id": "R-2", "title": "Urology Coder", "closing_on": "2025-09-26T23:59:59.9970"}
    assert "closing_on: The closing day has passed" in run([past], "--status", "live").output
    done = run([past], "--status", "live", "--closing-on", SOON)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("staff", "allowed"), [(None, False), (Staff.MODERATOR, False), (Staff.ADMIN, True)])
def test_only_an_administrator_makes_jobs_live(
    run: Run, session: Session, employer: Employer, staff: Staff | None, allowed: bool
) -> None:
    account = Account(email="olga@example.com", confirmed_at=now(), staff=staff)
    session.add(account)
    session.flush()
    if staff is not Staff.ADMIN:
        make_member(employer, account, Role.OWNER)
    session.commit()
    done = run([ROW], "--status", "live", "--as", "Olga@example.com")
    assert (done.exit_code == 0) is allowed, done.output
    if not allowed:
        assert "no administrator" in done.output
        assert run([ROW], "--status", "pending", "--as", "olga@example.com").exit_code == 0


def test_the_employer_and_the_account_must_exist(run: Run, session: Session) -> None:
    assert "There is no employer called Elsewhere" in run([ROW], name="Elsewhere").output
    assert run([ROW], name="Elsewhere").exit_code == 1
    assert "There is no account nobody@example.com" in run([ROW], "--as", "nobody@example.com").output
    make_employer("Northfield Clinic")
    session.commit()
    assert "There are 2 employers called Northfield Clinic" in run([ROW]).output
    assert run([ROW], "--create-employer", name="Elsewhere").exit_code == 0
    assert postings(session)[0].employer.name == "Elsewhere"


def test_each_row_may_name_its_employer(run: Run, session: Session) -> None:
    rows = [{**ROW, "employer": "northfield clinic"}, {**ROW, "id": "R-2", "employer": "Elsewhere", "title": "Coder"}]
    done = run(rows, name="")
    assert "line 2: There is no employer called Elsewhere. Add --create-employer to set it up." in done.output
    done = run(rows, "--create-employer", name="")
    assert "Employers to be set up: Elsewhere" in done.output
    assert [made.employer.name for made in postings(session)] == ["Northfield Clinic", "Elsewhere"]
    assert "2 as they were" in run(rows, "--create-employer", name="").output
    assert "line 1: employer: the row names none" in run([ROW], name="").output


def test_rows_of_two_employers_may_have_one_id_and_the_same_words(run: Run, session: Session) -> None:
    rows = [{**ROW, "employer": "One"}, {**ROW, "employer": "Two"}]
    assert run(rows, "--create-employer", name="").exit_code == 0
    assert [made.external_reference for made in postings(session)] == ["R-1", "R-1"]


def test_a_value_may_be_set_for_all_rows_that_hold_none(run: Run, session: Session) -> None:
    rows = [{"id": "R-1", "title": "Coder", "work-setting": "hybrid"}, {"id": "R-2", "title": "Coder II"}]
    done = run(rows, "--set", "work_setting=onsite", "--set", "Hours Per Week=40")
    assert done.exit_code == 0, done.output
    assert [made.content.work_setting for made in postings(session)] == [WorkSetting.HYBRID, WorkSetting.ONSITE]
    assert [made.content.hours_per_week for made in postings(session)] == [40, 40]
    assert "2 as they were" in run(rows, "--set", "work_setting=onsite", "--set", "Hours Per Week=40").output


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("colour=red", "there is no column colour"),
        ("work_setting", "is not COLUMN=VALUE"),
        ("work_setting=moon", "'moon' is not one of"),
    ],
)
def test_a_value_for_all_rows_that_cannot_be_is_refused_first(run: Run, given: str, reason: str) -> None:
    done = run([ROW], "--set", given)
    assert done.exit_code == 2
    assert reason in " ".join(done.output.split())


def test_jobs_of_a_suspended_employer_can_only_be_drafts(run: Run, session: Session, employer: Employer) -> None:
    employer.suspended_at = now()
    session.commit()
    assert "employer: Northfield Clinic is suspended" in run([ROW], "--status", "pending").output
    assert run([ROW]).exit_code == 0
    employer.closed_at = now()
    session.commit()
    assert "employer: Northfield Clinic is closed" in run([ROW], "--status", "pending").output


def test_who_has_not_confirmed_the_address_brings_in_drafts_alone(run: Run, session: Session, employer: Employer) -> None:
    account = Account(email="olga@example.com")
    session.add(account)
    session.flush()
    make_member(employer, account, Role.OWNER)
    session.commit()
    assert "has not confirmed the address" in run([ROW], "--status", "pending", "--as", "olga@example.com").output
    assert run([ROW], "--as", "olga@example.com").exit_code == 0


def test_a_dry_run_writes_nothing(run: Run, session: Session) -> None:
    done = run([ROW], "--dry-run", "--create-employer", name="Elsewhere")
    assert done.exit_code == 0
    assert "1 good rows" in done.output
    assert postings(session) == []
    assert session.scalar(select(func.count(Employer.id))) == 1


def test_every_column_is_documented(app: Flask) -> None:
    listed = app.test_cli_runner().invoke(args=["postings", "columns"]).output
    docs = Path(__file__).parents[2] / "docs"
    documented = (docs / "import.md").read_text() + (docs / "import-columns.md").read_text()
    for line in listed.splitlines():
        assert f"`{line.split()[0]}`" in documented
