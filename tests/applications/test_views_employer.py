"""The employer's side: who may see, what is logged, and each step taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import services_employer
from careercenter.applications.lifecycle import TRANSITIONS, ApplicationAction, ApplicationStatus, open_actions
from careercenter.applications.models import ApplicationNote, ResumeOpening
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.employers.models import Role
from careercenter.mail.models import Letter
from careercenter.profiles.models import ResumeScan
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.applications import make_application, owner_of
from tests.factories.employers import make_former_member, make_member
from tests.factories.postings import make_posting
from tests.factories.profiles import make_profile, make_resume, pdf

SignIn = Callable[..., FlaskClient]
A = ApplicationStatus


def place(application: Any) -> str:
    posting = application.posting
    return f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"


def member(application: Any, role: Role) -> Any:
    account = make_account()
    make_member(application.posting.employer, account, role)
    return account


def test_the_list_has_tabs_with_counts_and_sorts(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    first = make_application(posting=posting, name="Ada First")
    make_application(A.INTERVIEWING, posting=posting, name="Ben Second")
    client = sign_in(owner_of(posting))
    page = client.get(place(first)).text
    assert page.index("Ben Second") < page.index("Ada First")
    assert 'All <span class="count">2</span>' in page
    assert 'Interviewing <span class="count">1</span>' in page
    oldest = client.get(place(first) + "?sort=oldest").text
    assert oldest.index("Ada First") < oldest.index("Ben Second")
    interviewing = client.get(place(first) + "?status=interviewing").text
    assert "Ada First" not in interviewing
    assert client.get(place(first) + "?status=nonsense&sort=nonsense&page=99").status_code == 200


def test_nobody_yet_and_many_pages(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    client = sign_in(owner_of(posting))
    address = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"
    assert "Nobody has applied yet" in client.get(address).text
    coders = [make_coder() for _ in range(27)]
    for coder in coders:
        make_application(posting=posting, coder=coder, resume=make_resume(coder, ("same",)))
    page = client.get(address + "?page=2&sort=oldest&_external=1&employer=x").text
    assert "(page 2 of 2)" in page
    assert "26 to 27 of 27" in page
    assert '<option value="oldest" selected>' in page


def test_one_applicant_with_answers_profile_and_history(session: Session, sign_in: SignIn) -> None:
    coder = make_coder(name="Rosalind Ferry")
    make_profile(coder)
    application = make_application(A.INTERVIEWING, coder=coder, note="I can start\nin May.")
    page = sign_in(owner_of(application.posting)).get(f"{place(application)}/{application.public_id}").text
    for shown in (
        "Rosalind Ferry",
        "I can start",
        "CHONC",
        "Austin, Texas",
        "Invited to interview",
        "Applied",
        application.reference,
    ):
        assert shown in page
    assert "36.50" not in page


@pytest.mark.parametrize("status", A)
def test_the_buttons_are_the_open_steps_of_the_table(session: Session, sign_in: SignIn, status: ApplicationStatus) -> None:
    application = make_application(status)
    page = sign_in(owner_of(application.posting)).get(f"{place(application)}/{application.public_id}").text
    for step in ApplicationAction:
        assert (f"step={step.value}&amp;" in page) is (step in open_actions(status, "employer"))


@pytest.mark.parametrize("path", ["", "/{id}", "/step?step=shortlist&application={id}"])
def test_who_is_not_a_member_finds_nothing(session: Session, client: FlaskClient, sign_in: SignIn, path: str) -> None:
    application = make_application()
    other = make_application()
    address = place(application) + path.format(id=application.public_id)
    former = make_account()
    make_former_member(application.posting.employer, former)
    for somebody in (application.account, make_coder(), make_moderator(), make_admin(), former, owner_of(other.posting)):
        assert sign_in(somebody).get(address).status_code == 404
    assert client.get(address).status_code == 303


@pytest.mark.parametrize("path", ["/{id}/notes", "/{id}/resume", "/step?step=shortlist&application={id}&stage=send"])
def test_who_is_not_a_member_changes_nothing(session: Session, sign_in: SignIn, path: str) -> None:
    application = make_application()
    former = make_account()
    make_former_member(application.posting.employer, former)
    address = place(application) + path.format(id=application.public_id)
    for somebody in (application.account, make_moderator(), make_admin(), former, owner_of(make_application().posting)):
        assert sign_in(somebody).post(address, data={"words": "x", "stage": "send"}).status_code == 404
    assert application.status is A.SUBMITTED
    assert session.scalars(select(ApplicationNote)).all() == []
    assert session.scalars(select(ResumeOpening)).all() == []


def test_anothers_applicant_is_not_there_under_ones_own_address(session: Session, sign_in: SignIn) -> None:
    mine, theirs = make_application(), make_application()
    client = sign_in(owner_of(mine.posting))
    assert client.get(f"{place(mine)}/{theirs.public_id}").status_code == 404
    assert client.post(f"{place(mine)}/{theirs.public_id}/resume").status_code == 404
    data = {"stage": "send", "step": "shortlist", "application": theirs.public_id}
    assert client.post(f"{place(mine)}/step", data=data).status_code == 404
    mixed = f"/employers/{mine.posting.employer.public_id}/postings/{theirs.posting.public_id}/applicants"
    assert client.get(mixed).status_code == 404
    assert client.get(f"{mixed}/{theirs.public_id}").status_code == 404
    assert theirs.status is A.SUBMITTED


def test_who_leaves_is_out_at_once(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    account = make_account()
    membership = make_member(application.posting.employer, account, Role.RECRUITER)
    client = sign_in(account)
    assert client.get(place(application)).status_code == 200
    membership.ended_at = now()
    assert client.get(place(application)).status_code == 404
    assert client.post(f"{place(application)}/{application.public_id}/resume").status_code == 404


def test_a_viewer_reads_and_changes_nothing(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    client = sign_in(member(application, Role.VIEWER))
    address = f"{place(application)}/{application.public_id}"
    page = client.get(address)
    assert page.status_code == 200
    assert "step=" not in page.text
    assert "Add note" not in page.text
    assert "With those selected" not in client.get(place(application)).text
    assert client.post(f"{address}/resume").status_code == 200
    assert client.post(f"{address}/notes", data={"words": "x"}).status_code == 404
    data = {"stage": "send", "step": "shortlist", "application": application.public_id}
    assert client.post(f"{place(application)}/step", data=data).status_code == 404
    assert application.status is A.SUBMITTED


def test_a_download_is_safe_logged_and_shown(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    application = make_application(coder=coder, resume=make_resume(coder, name="Zoë's CV.pdf"))
    recruiter = member(application, Role.RECRUITER)
    response = sign_in(recruiter).post(f"{place(application)}/{application.public_id}/resume")
    assert response.data == pdf()
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''Zo%C3%AB%27s%20CV.pdf" in response.headers["Content-Disposition"]
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    opening = session.scalars(select(ResumeOpening)).one()
    assert (opening.application_id, opening.account_id) == (application.id, recruiter.id)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "application.resume_opened")).one()
    assert (entry.actor_id, entry.detail) == (recruiter.id, {"how": "file"})
    assert "Opened by" in sign_in(coder).get(f"/applications/{application.public_id}").text


def test_reading_the_text_counts_as_opening_and_a_get_does_nothing(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    application = make_application(coder=coder, resume=make_resume(coder, ("UNIQUE-WORDS",)))
    client = sign_in(owner_of(application.posting))
    address = f"{place(application)}/{application.public_id}"
    assert "UNIQUE-WORDS" not in client.get(address).text
    assert client.get(f"{address}/resume").status_code == 405
    assert session.scalars(select(ResumeOpening)).all() == []
    shown = client.post(f"{address}/resume", data={"how": "text"}, follow_redirects=True)
    assert "UNIQUE-WORDS" in shown.text
    assert "UNIQUE-WORDS" in client.get(address).text  # what they opened stays beside the facts, and is noted once
    assert len(session.scalars(select(ResumeOpening)).all()) == 1
    assert client.post(f"{address}/resume", data={"how": "else"}).status_code == 404


def test_notes_are_added_shown_to_members_and_asked_for_when_empty(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    client = sign_in(member(application, Role.RECRUITER))
    address = f"{place(application)}/{application.public_id}"
    assert client.post(f"{address}/notes", data={"words": "Knows <i>CAR-T</i>"}).status_code == 303
    assert "Knows &lt;i&gt;CAR-T&lt;/i&gt;" in client.get(address).text
    response = client.post(f"{address}/notes", data={"words": " "})
    assert response.status_code == 422
    assert response.text.count("Write the note first.") == 2


def take(client: FlaskClient, application: Any, step: ApplicationAction, **data: Any) -> Any:
    data = {"stage": "send", "step": step.value, "application": application.public_id, **data}
    return client.post(f"{place(application)}/step", data=data)


def test_a_silent_step_is_one_press(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    response = take(sign_in(owner_of(application.posting)), application, ApplicationAction.TURN_DOWN, seen="submitted")
    assert response.location == f"{place(application)}/{application.public_id}"
    assert application.status is A.UNSUCCESSFUL
    assert session.scalars(select(Letter).where(Letter.template == "application_step")).all() == []


def test_telling_goes_over_writing_and_a_look_at_the_letter(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.UNSUCCESSFUL)
    client = sign_in(owner_of(application.posting))
    page = client.get(f"{place(application)}/step?step=tell&application={application.public_id}")
    assert page.status_code == 200
    assert application.name in page.text
    for stage in ("preview", "send"):
        response = take(client, application, ApplicationAction.TELL, stage=stage, message=" ")
        assert response.status_code == 422
        assert response.text.count("Write what the applicant will read.") == 2
    preview = take(client, application, ApplicationAction.TELL, stage="preview", message="We chose <another>.")
    assert preview.status_code == 200
    assert "We chose &lt;another&gt;." in preview.text
    assert "Replies to this e-mail do not reach the employer" in preview.text
    assert application.status is A.UNSUCCESSFUL
    again = take(client, application, ApplicationAction.TELL, stage="edit", message="We chose <another>.")
    assert "We chose &lt;another&gt;.</textarea>" in again.text
    assert take(client, application, ApplicationAction.TELL, message="We chose another.").status_code == 303
    assert application.status is A.REJECTED
    assert "We chose another." in session.scalars(select(Letter).where(Letter.template == "application_step")).one().text


def test_too_long_a_message_is_kept_and_told(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    response = take(sign_in(owner_of(application.posting)), application, ApplicationAction.INTERVIEW, message="x" * 4001)
    assert response.status_code == 422
    assert "Shorten the message to 4,000 characters." in response.text
    assert application.status is A.SUBMITTED


@pytest.mark.parametrize("status", A)
@pytest.mark.parametrize(
    "step",
    [s for s in ApplicationAction if TRANSITIONS[s].by == "employer"],
)
def test_a_step_the_table_does_not_have_is_a_page_that_says_so(
    session: Session, sign_in: SignIn, step: ApplicationAction, status: ApplicationStatus
) -> None:
    application = make_application(status)
    message = "" if step in (ApplicationAction.TURN_DOWN, ApplicationAction.RECONSIDER) else "Words."
    response = take(sign_in(owner_of(application.posting)), application, step, message=message)
    if step in open_actions(status, "employer"):
        assert response.status_code == 303
    else:
        assert response.status_code == 409
        assert application.status is status


def test_a_page_that_is_behind_is_told_so(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.INTERVIEWING)
    response = take(sign_in(owner_of(application.posting)), application, ApplicationAction.TURN_DOWN, seen="submitted")
    assert response.status_code == 409
    assert "interviewing now" in response.text
    assert application.status is A.INTERVIEWING


@pytest.mark.parametrize("step", ["withdraw", "decline", "apply_again", "nonsense", ""])
def test_only_the_employers_steps_are_there(session: Session, sign_in: SignIn, step: str) -> None:
    application = make_application(A.OFFERED)
    client = sign_in(owner_of(application.posting))
    data = {"stage": "send", "step": step, "application": application.public_id}
    assert client.post(f"{place(application)}/step", data=data).status_code == 404
    assert client.get(f"{place(application)}/step?step={step}&application={application.public_id}").status_code == 404


def test_several_at_once_with_each_result_reported(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    new = [make_application(posting=posting, name=f"New {n}") for n in "AB"]
    hired = make_application(A.HIRED, posting=posting, name="Hired C")
    client = sign_in(owner_of(posting))
    ids = [one.public_id for one in (*new, hired)]
    page = client.get(f"{place(hired)}/step", query_string={"step": "shortlist", "application": ids}).text
    assert "For New A, New B." in page
    assert "Hired C (Hired)" in page
    response = client.post(f"{place(hired)}/step", data={"stage": "send", "step": "shortlist", "application": ids})
    assert response.location == place(hired)
    after = client.get(response.location).text
    assert "Shortlisted: New A, New B." in after
    assert "Not changed: Hired C. This application has moved on, so that step is not open now.<" in after
    assert [one.status for one in (*new, hired)] == [A.SHORTLISTED, A.SHORTLISTED, A.HIRED]


def test_several_are_told_with_one_message_each_in_a_letter_of_their_own(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    both = [make_application(A.UNSUCCESSFUL, posting=posting) for _ in range(2)]
    client = sign_in(owner_of(posting))
    ids = [one.public_id for one in both]
    data = {"stage": "send", "step": "tell", "application": ids, "message": "Thank you."}
    assert client.post(f"{place(both[0])}/step", data=data).status_code == 303
    letters = session.scalars(select(Letter.recipient).where(Letter.template == "application_step")).all()
    assert sorted(letters) == sorted(one.account.email for one in both)


def test_nobody_ticked_leads_back(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    response = sign_in(owner_of(application.posting)).get(f"{place(application)}/step?step=shortlist")
    assert response.location == place(application)


def test_lists_ask_the_same_number_of_questions_however_long(
    session: Session, sign_in: SignIn, count_queries: list[str]
) -> None:
    posting = make_posting()
    application = make_application(posting=posting)
    client = sign_in(owner_of(posting))
    addresses = (place(application), f"{place(application)}/{application.public_id}")

    def questions() -> list[int]:
        counts = []
        for address in addresses:
            session.commit()
            del count_queries[:]
            assert client.get(address).status_code == 200
            counts.append(len(count_queries))
        return counts

    services_employer.add_note(application, "note", actor=owner_of(posting), at=now())
    few = questions()
    for status in (A.SUBMITTED, A.OFFERED, A.HIRED, A.REJECTED):
        make_application(status, posting=posting)
        services_employer.add_note(application, "note", actor=owner_of(posting), at=now())
    assert questions() == few


def test_what_a_file_does_is_said_and_one_with_a_virus_cannot_be_opened(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    client, address = sign_in(owner_of(application.posting)), f"{place(application)}/{application.public_id}"
    application.resume.active = ["programs"]
    session.commit()
    assert "it may do more than show a page: start a program" in client.get(address).text
    application.resume.scan = ResumeScan.INFECTED
    session.commit()
    assert "A virus was found" in client.get(address).text
    refused = client.post(f"{address}/resume", data={"how": "file"})
    assert (refused.status_code, "holds a virus" in refused.text) == (409, True)
    assert session.scalars(select(ResumeOpening)).all() == []


def test_with_a_scanner_a_file_waits_for_its_verdict(
    session: Session, sign_in: SignIn, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], scan_command="clamdscan -"))
    application = make_application()
    session.commit()
    client, address = sign_in(owner_of(application.posting)), f"{place(application)}/{application.public_id}/resume"
    assert "still being checked" in client.post(address, data={"how": "file"}).text
    application.resume.scan = ResumeScan.CLEAN
    session.commit()
    assert client.post(address, data={"how": "file"}).status_code == 200
