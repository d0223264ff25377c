"""What coders see of their applications, and what they do with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import services_employer
from careercenter.applications.lifecycle import SHOWN_AS, UNTOLD, ApplicationAction, ApplicationStatus
from careercenter.core.clock import now
from careercenter.mail.models import Letter
from tests.factories.accounts import make_account, make_admin, make_coder
from tests.factories.applications import TOLD, make_application, owner_of
from tests.factories.postings import make_posting

SignIn = Callable[..., FlaskClient]
A = ApplicationStatus


@pytest.mark.parametrize("status", [s for s in A if s not in UNTOLD])
def test_each_status_in_the_coders_words(session: Session, sign_in: SignIn, status: ApplicationStatus) -> None:
    application = make_application(status)
    client = sign_in(application.account)
    for address in ("/applications", f"/applications/{application.public_id}"):
        assert f">{SHOWN_AS[status]}</span>" in client.get(address).text


@pytest.mark.parametrize("status", sorted(UNTOLD))
def test_a_decision_not_told_shows_nowhere(session: Session, sign_in: SignIn, status: ApplicationStatus) -> None:
    before = make_application(A.INTERVIEWING if status is A.UNSUCCESSFUL_INTERVIEW else A.SHORTLISTED)
    client = sign_in(before.account)
    pages = [client.get(address).text for address in ("/applications", f"/applications/{before.public_id}")]
    services_employer.take(before, ApplicationAction.TURN_DOWN, actor=owner_of(before.posting), at=now() + timedelta(days=3))
    assert before.status is status
    assert [client.get(address).text for address in ("/applications", f"/applications/{before.public_id}")] == pages


def test_active_and_ended_stand_apart(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    for status in (A.SUBMITTED, A.UNSUCCESSFUL, A.HIRED, A.REJECTED, A.WITHDRAWN):
        make_application(status, coder=coder)
    page = sign_in(coder).get("/applications").text
    assert "Under way (2)" in page
    assert "Ended (3)" in page


def test_nothing_sent_yet_says_what_would_be_here(session: Session, sign_in: SignIn) -> None:
    assert "Nothing sent yet" in sign_in(make_coder()).get("/applications").text


def test_messages_and_openings_are_shown_and_private_notes_never(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.REJECTED)
    owner = owner_of(application.posting)
    services_employer.add_note(application, "SECRET-NOTE", actor=owner, at=now())
    services_employer.open_resume(application, how="file", actor=owner, at=now())
    client = sign_in(application.account)
    page = client.get(f"/applications/{application.public_id}").text
    assert TOLD in page
    assert f"Opened by {application.posting.employer.name} on" in page
    assert owner.name not in page
    listed = client.get("/applications").text
    assert "1 message" in listed
    assert "Résumé opened" in listed
    assert "SECRET-NOTE" not in page + listed


@pytest.mark.parametrize("path", ["", "/sent", "/withdraw", "/decline"])
def test_anothers_application_is_not_there(session: Session, client: FlaskClient, sign_in: SignIn, path: str) -> None:
    application = make_application(A.OFFERED)
    address = f"/applications/{application.public_id}{path}"
    for somebody in (make_coder(), make_account(), make_admin(), owner_of(application.posting)):
        stranger = sign_in(somebody)
        assert stranger.get(address).status_code == 404
        if path in ("/withdraw", "/decline"):
            assert stranger.post(address).status_code == 404
    assert client.get(address).status_code == 303
    assert application.status is A.OFFERED


def test_withdrawing_asks_first_then_tells_the_employer(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.SHORTLISTED)
    client = sign_in(application.account)
    address = f"/applications/{application.public_id}/withdraw"
    assert "The employer is told" in client.get(address).text
    assert application.status is A.SHORTLISTED
    assert client.post(address).location == f"/applications/{application.public_id}"
    assert application.status is A.WITHDRAWN
    letter = session.scalars(select(Letter).where(Letter.template == "application_withdrawn")).one()
    assert letter.recipient == owner_of(application.posting).email
    assert client.post(address).status_code == 303  # a second press changes nothing
    assert len(session.scalars(select(Letter).where(Letter.template == "application_withdrawn")).all()) == 1


def test_an_offer_can_be_declined_and_nothing_else_can(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.OFFERED)
    client = sign_in(application.account)
    assert "Decline the offer" in client.get(f"/applications/{application.public_id}").text
    client.post(f"/applications/{application.public_id}/decline")
    assert application.status is A.DECLINED
    assert session.scalars(select(Letter).where(Letter.template == "application_declined")).one()
    other = make_application(A.INTERVIEWING, coder=application.account)
    client.post(f"/applications/{other.public_id}/decline")
    assert other.status is A.INTERVIEWING


def test_lists_ask_the_same_number_of_questions_however_long(
    session: Session, sign_in: SignIn, count_queries: list[str]
) -> None:
    coder, posting = make_coder(), make_posting()
    make_application(A.REJECTED, coder=coder, posting=posting)
    make_application(coder=coder)
    client = sign_in(coder)
    session.commit()
    del count_queries[:]
    client.get("/applications")
    few = len(count_queries)
    for status in (A.SUBMITTED, A.OFFERED, A.HIRED, A.WITHDRAWN):
        application = make_application(status, coder=coder)
        services_employer.open_resume(application, how="text", actor=owner_of(application.posting), at=now())
    session.commit()
    del count_queries[:]
    client.get("/applications")
    assert len(count_queries) == few


def test_an_address_no_database_can_be_asked_about_is_not_there(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_coder())
    for address in ("/applications/%00", "/jobs/a%00b/apply"):
        assert client.get(address).status_code == 404
