"""What a coder answers to an interview or an offer, and whom it reaches."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import message_drafts, services_answers, services_employer
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.mail.models import Letter
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application, owner_of

A = ApplicationStatus
SignIn = Callable[..., FlaskClient]


def answers_mailed(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.template == "application_answered")))


def test_an_accepted_offer_can_be_made_a_hire(session: Session) -> None:
    application = make_application(A.OFFERED)
    owner = owner_of(application.posting)
    services_answers.answer(application, ApplicationAction.ACCEPT, actor=application.account, at=now(), message="Gladly!")
    assert application.status is A.ACCEPTED
    letter = answers_mailed(session)[0]
    assert "accepts your offer" in letter.text
    assert "Gladly!" in letter.text
    assert (letter.recipient, letter.reply_to) == (owner.email, application.email)
    services_employer.take(application, ApplicationAction.HIRE, actor=owner, at=now())
    assert application.status is A.HIRED


def test_another_time_needs_to_be_said(session: Session) -> None:
    application = make_application(A.INTERVIEWING)
    with pytest.raises(RuleBroken) as refusal:
        services_answers.answer(application, ApplicationAction.ANOTHER_TIME, actor=application.account, at=now())
    assert refusal.value.field == "message"
    services_answers.answer(
        application, ApplicationAction.ANOTHER_TIME, actor=application.account, at=now(), message="Friday at 3 PM"
    )
    assert application.status is A.INTERVIEWING
    assert "Friday at 3 PM" in answers_mailed(session)[0].text


def test_what_is_no_answer_is_refused(session: Session) -> None:
    application = make_application(A.INTERVIEWING)
    for action in (ApplicationAction.HIRE, ApplicationAction.WITHDRAW):
        with pytest.raises(RuleBroken, match="not an answer"):
            services_answers.answer(application, action, actor=application.account, at=now())


@pytest.mark.parametrize("action", [ApplicationAction.INTERVIEW, ApplicationAction.OFFER])
def test_an_invitation_and_an_offer_say_something_and_can_be_answered(session: Session, action: ApplicationAction) -> None:
    application = make_application()
    owner = owner_of(application.posting)
    with pytest.raises(RuleBroken, match="Write what"):
        services_employer.take(application, action, actor=owner, at=now())
    with pytest.raises(RuleBroken, match=r"Fill in or remove “\["):
        services_employer.take(application, action, actor=owner, at=now(), message=message_drafts.draft_for(action))
    assert application.status is A.SUBMITTED
    services_employer.take(application, action, actor=owner, at=now(), message="Monday at 9 [video link below]")
    letter = session.scalars(select(Letter).where(Letter.template == "application_step")).one()
    assert letter.reply_to == owner.email
    assert f"Reply to this e-mail to reach {application.posting.employer.name}." in letter.text


def test_a_refusal_is_not_for_answering(session: Session) -> None:
    application = make_application(A.REJECTED)
    letter = session.scalars(select(Letter).where(Letter.template == "application_step")).one()
    assert letter.reply_to is None
    assert "Replies to this e-mail do not reach the employer." in letter.text
    assert application.posting.employer.name in letter.subject


def test_the_draft_stands_in_the_form_and_the_words_sent_last_on_request(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    posting = application.posting
    client = sign_in(owner_of(posting))
    address = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants/step"
    asked = {"step": "interview", "application": application.public_id}
    page = client.get(address, query_string=asked).text
    assert "When: [day, time and time zone]" in page
    assert "what you sent last" not in page
    refused = client.post(
        address, data={**asked, "stage": "preview", "message": message_drafts.draft_for(ApplicationAction.INTERVIEW)}
    )
    assert (refused.status_code, "Fill in or remove “[day, time and time zone]”." in refused.text) == (422, True)
    client.post(address, data={**asked, "stage": "send", "message": "On Monday at 9."})
    assert application.status is A.INTERVIEWING
    other = make_application(posting=posting)
    asked["application"] = other.public_id
    assert "what you sent last" in client.get(address, query_string=asked).text
    assert "On Monday at 9." in client.get(address, query_string={**asked, "start": "last"}).text


def test_the_coder_answers_on_the_page_and_the_employer_reads_it(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.INTERVIEWING)
    client = sign_in(application.account)
    here = f"/applications/{application.public_id}"
    page = client.get(here).text
    assert "Accept the interview" in page
    assert "Ask for another time" in page
    refused = client.post(f"{here}/answer/another_time", data={"message": ""})
    assert (refused.status_code, refused.text.count("Say which times work for you.")) == (422, 2)
    assert "half an hour" in client.get(f"{here}/answer/accept_interview").text
    assert client.post(f"{here}/answer/accept_interview", data={"message": "See you."}).location == here
    assert "Accept the interview" not in client.get(here).text
    assert client.get(f"{here}/answer/withdraw").status_code == 404
    assert client.get(f"{here}/answer/accept").location == here
    posting = application.posting
    employers = sign_in(owner_of(posting))
    listed = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"
    assert "Accepted the interview" in employers.get(listed).text
    assert "See you." in employers.get(f"{listed}/{application.public_id}").text


def test_nobody_answers_for_another(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.OFFERED)
    for somebody in (make_coder(), owner_of(application.posting)):
        assert sign_in(somebody).post(f"/applications/{application.public_id}/answer/accept").status_code == 404
    assert application.status is A.OFFERED
