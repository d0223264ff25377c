"""The job as it was when applied to: kept with the application, shown to who sent it, compared with what it says now."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.applications import as_sent, services
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.core.clock import now
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingStatus
from careercenter.profiles import services as profiles
from tests.factories.accounts import make_account, make_coder
from tests.factories.applications import make_application, owner_of
from tests.factories.postings import make_posting
from tests.factories.profiles import make_resume

SignIn = Callable[..., FlaskClient]
A, S = ApplicationStatus, PostingStatus


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_application_keeps_what_the_job_said(session: Session) -> None:
    application = make_application()
    said = application.posting.content
    application.posting.content = dataclasses.replace(said, pay_max=3600, productivity=14)
    assert application.posting_content == said
    assert [one.field for one in as_sent.changes_since(application, at=now())] == ["pay_max", "productivity"]


def test_what_the_employer_keeps_to_its_team_is_no_difference_a_coder_sees(session: Session) -> None:
    application = make_application()
    said = application.posting.content
    application.posting.content = dataclasses.replace(said, requisition_number="R-20931", contact_phone="555-0100")
    assert as_sent.changes_since(application, at=now()) == []


def test_applying_again_keeps_what_the_job_says_then(session: Session) -> None:
    application = make_application(A.WITHDRAWN)
    application.posting.content = dataclasses.replace(application.posting.content, pay_max=4900)
    coder = application.account
    services.keep_draft(
        application.posting, coder, at=now(), answers=services.Answers("R. Ferry", "rf@example.com"), resume=application.resume
    )
    services.send(application.posting, coder, actor=coder, at=now())
    assert as_sent.changes_since(application, at=now()) == []


def test_the_page_shows_it_with_the_difference_in_words(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    client = sign_in(application.account)
    address = f"/applications/{application.public_id}/job"
    assert "Nothing has changed since." in client.get(address).text
    application.posting.content = dataclasses.replace(
        application.posting.content, pay_max=3600, live_in_states=("CA", "NY", "OH")
    )
    page = client.get(address)
    said = words(page.text)
    assert page.status_code == 200
    assert "$34–41 an hour" in said
    assert "2 things are different now" in said
    assert "was: $41" in said
    assert "is now: $36" in said
    assert "is now: Ohio" in said
    assert "/apply" not in page.text.partition("<main")[2]


def test_the_application_leads_to_the_job_as_it_was_and_is_and_says_what_changed(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    posting, client = application.posting, sign_in(application.account)
    address = f"/applications/{application.public_id}"
    page = client.get(address).text
    assert f'href="/jobs/{posting.public_id}-{posting.slug}"' in page
    assert f'href="{address}/job"' in page
    assert "changed the job after you applied" not in page
    posting.content = dataclasses.replace(posting.content, pay_max=3600)
    page = client.get(address).text
    assert "The employer changed the job after you applied" in page
    assert f'href="{address}/job#changes"' in page


def test_an_application_from_before_says_that_the_job_was_not_kept(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    application.posting_content = None
    client = sign_in(application.account)
    address = f"/applications/{application.public_id}"
    page = client.get(address).text
    assert "We don’t have the job as it was when you applied" in page
    assert f'href="{address}/job"' not in page
    assert client.get(f"{address}/job").status_code == 404


def stop(application: object, how: str) -> None:
    posting = application.posting  # type: ignore[attr-defined]
    if how == "suspended":
        employer: Employer = posting.employer
        employer.suspended_at = now()
    else:
        posting.status = S(how)


@pytest.mark.parametrize("how", ["frozen", "removed", "suspended"])
def test_what_a_moderator_keeps_from_coders_is_not_shown_from_the_application_either(
    session: Session, sign_in: SignIn, how: str
) -> None:
    application = make_application()
    client = sign_in(application.account)
    stop(application, how)
    page = client.get(f"/applications/{application.public_id}").text
    assert "The job as it" not in page
    assert "How to reach" not in page
    assert client.get(f"/applications/{application.public_id}/job").status_code == 404


def test_a_job_that_is_back_in_review_is_read_as_it_was_only(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    application.posting.status = S.PENDING
    application.posting.submitted_at = now()
    application.posting.content = dataclasses.replace(application.posting.content, title="Not judged yet")
    page = sign_in(application.account).get(f"/applications/{application.public_id}/job").text
    assert "Not judged yet" not in page
    assert "The job has no page of its own anymore." in page


def test_nobody_else_reads_it(session: Session, client: FlaskClient, sign_in: SignIn) -> None:
    application = make_application()
    for path in ("job", "resume/file"):
        for somebody in (make_coder(), make_account(), owner_of(application.posting)):
            assert sign_in(somebody).get(f"/applications/{application.public_id}/{path}").status_code == 404


def test_the_file_sent_can_be_opened_also_when_it_was_deleted_from_the_list(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    resume = make_resume(coder, name="sent.pdf")
    application = make_application(coder=coder, resume=resume)
    profiles.remove_resume(resume, actor=coder, at=now())
    client = sign_in(coder)
    address = f"/applications/{application.public_id}/resume/file"
    assert f'href="{address}"' in client.get(f"/applications/{application.public_id}").text
    file = client.get(address)
    assert file.status_code == 200
    assert "sent.pdf" in file.headers["Content-Disposition"]


def test_the_employer_can_be_reached(session: Session, sign_in: SignIn) -> None:
    application = make_application(posting=make_posting(), at=now() - timedelta(days=1))
    application.posting.employer.website = "https://www.northfield.example.com/careers"
    page = sign_in(application.account).get(f"/applications/{application.public_id}").text
    assert f"How to reach {application.posting.employer.name}" in page
    assert "https://www.northfield.example.com/careers" in page
    assert page.count(application.reference) == 2


def test_a_contact_is_named_where_the_employer_shows_it(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    posting, client = application.posting, sign_in(application.account)
    given = {"contact_name": "Odile Farrow", "contact_email": "hr@example.com", "contact_phone": "614 555 0100"}
    for shown in (True, False):
        posting.content = dataclasses.replace(posting.content, **given, contact_shown=shown)
        page = client.get(f"/applications/{application.public_id}").text.partition("<aside")[2]
        assert ("Odile Farrow" in page) is shown
        assert ("mailto:hr@example.com?subject=" in page) is shown


def test_not_chosen_is_no_error(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.REJECTED)
    client = sign_in(application.account)
    for address in ("/applications", f"/applications/{application.public_id}"):
        assert '<span class="status">Not selected</span>' in client.get(address).text
