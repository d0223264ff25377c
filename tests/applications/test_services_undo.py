"""A step just taken is taken back, with its message and its e-mail, and the coder never saw it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import queries, services, services_answers, services_employer, services_undo
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus, shown_status, shown_times
from careercenter.applications.models import Application, TakenStep
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.mail.models import Letter, LetterStatus
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.applications import make_application, owner_of
from tests.factories.postings import make_posting

A = ApplicationStatus
SignIn = Callable[..., FlaskClient]
FIVE = timedelta(minutes=5)


def take(application: Application, action: ApplicationAction, words: str = "On Monday at 9.") -> None:
    services_employer.take(application, action, actor=owner_of(application.posting), at=now(), message=words, undo=FIVE)
    db.session.flush()


def step_letters(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.template == "application_step")))


def test_the_coder_sees_nothing_until_the_e_mail_goes(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.SHORTLISTED, at=now() - timedelta(days=1))
    client = sign_in(application.account)
    addresses = ("/applications", f"/applications/{application.public_id}")
    before = [client.get(address).text for address in addresses]
    take(application, ApplicationAction.INTERVIEW)
    assert application.status is A.INTERVIEWING
    assert [client.get(address).text for address in addresses] == before
    later = now() + FIVE
    assert shown_status(application, at=later) is A.INTERVIEWING
    assert shown_times(application, at=later)[-1][0] is A.INTERVIEWING
    task = session.scalars(select(Task).where(Task.name == TaskName.SEND_MAIL).order_by(Task.id.desc())).first()
    assert task is not None
    assert task.due_at > now() + timedelta(minutes=4)


def test_an_end_stays_among_those_under_way_until_it_is_told(session: Session) -> None:
    application = make_application(A.UNSUCCESSFUL)
    take(application, ApplicationAction.TELL, "Thank you.")
    assert application.status is A.REJECTED
    assert application in session.scalars(queries.of_account(application.account_id, ended=False)).all()
    assert session.scalars(queries.of_account(application.account_id, ended=True)).all() == []


def test_undone_it_is_as_if_it_had_not_been_taken(session: Session) -> None:
    application = make_application(A.SHORTLISTED)
    times = dict(application.status_times)
    take(application, ApplicationAction.INTERVIEW)
    services_undo.undo(application, actor=owner_of(application.posting), at=now())
    assert (application.status, application.status_times, application.messages) == (A.SHORTLISTED, times, [])
    assert [letter.status for letter in step_letters(session)] == [LetterStatus.STOPPED]
    assert session.scalars(select(TakenStep)).all() == []
    with pytest.raises(RuleBroken, match="no longer be undone"):
        services_undo.undo(application, actor=owner_of(application.posting), at=now())


def test_what_went_is_not_undone_but_moved_back_with_words(session: Session) -> None:
    application = make_application(A.SHORTLISTED)
    owner = owner_of(application.posting)
    take(application, ApplicationAction.INTERVIEW)
    with pytest.raises(RuleBroken, match="no longer be undone"):
        services_undo.undo(application, actor=owner, at=now() + FIVE)
    step_letters(session)[0].status = LetterStatus.SENT  # sooner than meant: an administrator sent what waits
    with pytest.raises(RuleBroken, match="no longer be undone"):
        services_undo.undo(application, actor=owner, at=now())
    with pytest.raises(RuleBroken, match="Write what"):
        services_employer.take(application, ApplicationAction.MOVE_BACK, actor=owner, at=now())
    take(application, ApplicationAction.MOVE_BACK, "We invited you by mistake.")
    assert application.status is A.SHORTLISTED
    assert "considering you again" in step_letters(session)[-1].text


def test_a_later_step_cannot_be_undone_into_the_one_before(session: Session) -> None:
    application = make_application()
    take(application, ApplicationAction.SHORTLIST, "")
    take(application, ApplicationAction.INTERVIEW)
    services_undo.undo(application, actor=owner_of(application.posting), at=now())
    assert application.status is A.SHORTLISTED
    with pytest.raises(RuleBroken):
        services_undo.undo(application, actor=owner_of(application.posting), at=now())


def test_who_withdraws_meanwhile_withdraws_from_what_they_saw(session: Session) -> None:
    application = make_application(A.INTERVIEWING)
    take(application, ApplicationAction.OFFER)
    services.withdraw(application, actor=application.account, at=now())
    assert application.status is A.WITHDRAWN
    assert "offered" not in application.status_times
    assert step_letters(session)[-1].status is LetterStatus.STOPPED


def test_who_answers_an_interview_meanwhile_leaves_the_offer_alone(session: Session) -> None:
    application = make_application(A.INTERVIEWING)
    take(application, ApplicationAction.OFFER)
    services_answers.answer(application, ApplicationAction.ACCEPT_INTERVIEW, actor=application.account, at=now())
    assert application.status is A.OFFERED
    assert step_letters(session)[-1].status is LetterStatus.QUEUED


def test_an_offer_not_told_yet_cannot_be_accepted_by_its_address(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.INTERVIEWING)
    take(application, ApplicationAction.OFFER)
    response = sign_in(application.account).post(f"/applications/{application.public_id}/answer/accept", data={})
    assert response.status_code == 303
    assert application.status is A.OFFERED


def test_one_press_takes_back_all_that_one_press_did(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    both = [make_application(posting=posting, name=name) for name in ("Ada", "Ben")]
    client = sign_in(owner_of(posting))
    listed = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"
    data = {"stage": "send", "step": "shortlist", "application": [one.public_id for one in both]}
    assert client.post(f"{listed}/step", data=data).status_code == 303
    page = client.get(listed).text
    assert "Shortlisted: Ben, Ada." in page or "Shortlisted: Ada, Ben." in page
    batch = both[0].last_step.batch
    assert f'name="batch" value="{batch}"' in page
    assert client.post(f"{listed}/undo?status=shortlisted", data={"batch": batch}).location == f"{listed}?status=shortlisted"
    assert [one.status for one in both] == [A.SUBMITTED, A.SUBMITTED]
    assert "Undone for 2 applicants." in client.get(listed).text
    client.post(f"{listed}/undo", data={"batch": batch})
    assert "cannot be undone" in client.get(listed).text


def test_a_step_for_one_is_undone_on_the_applicants_page(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    posting = application.posting
    client = sign_in(owner_of(posting))
    listed = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"
    data = {"stage": "send", "step": "interview", "application": application.public_id, "message": "On Monday at 9."}
    here = client.post(f"{listed}/step", data=data).location
    page = client.get(here).text
    assert "until then nothing is shown to the applicant" in page
    batch = page.split('name="batch" value="')[1].split('"')[0]
    assert client.post(f"{listed}/undo", data={"batch": batch, "back": application.public_id}).location == here
    assert application.status is A.SUBMITTED
