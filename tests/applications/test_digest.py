"""Who hears of applications and of decisions, one by one or once a day, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import digest, services_answers, tasks
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus
from careercenter.core.clock import now
from careercenter.employers.models import MailPace, MailScope, Membership, Role
from careercenter.mail import unsubscribing
from careercenter.mail.models import Letter
from careercenter.postings import mail as posting_mail
from careercenter.postings.models import Posting
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_account
from tests.factories.applications import make_application, owner_of
from tests.factories.employers import make_member
from tests.factories.postings import make_posting

A = ApplicationStatus
SignIn = Callable[..., FlaskClient]


def member_of(posting: Posting, account_id: int) -> Membership:
    return next(one for one in posting.employer.members if one.account_id == account_id)


def owners(posting: Posting) -> Membership:
    return member_of(posting, owner_of(posting).id)


def mailed(session: Session, template: str = "application_arrived") -> list[str]:
    return list(session.scalars(select(Letter.recipient).where(Letter.template == template).order_by(Letter.id)))


def test_a_handful_come_one_by_one_and_the_others_together_in_the_morning(session: Session) -> None:
    posting = make_posting()
    owner = owners(posting)
    for number in range(12 + digest.HANDFUL):
        make_application(posting=posting, name=f"Applicant {number:02}")
    assert mailed(session) == [owner.account.email] * digest.HANDFUL
    asked = session.scalars(select(Task).where(Task.name == TaskName.MAIL_DIGEST)).all()
    assert len(asked) == 1
    assert now() < asked[0].due_at <= now() + timedelta(days=1)
    tasks.mail_digest(**asked[0].args)
    letter = session.scalars(select(Letter).where(Letter.template == "application_digest")).one()
    assert letter.subject.startswith("12 new applications for ")
    assert "Applicant 05" in letter.text
    assert "and 2 more" in letter.text
    assert "Applicant 04" not in letter.text
    assert letter.stop_url
    tasks.mail_digest(**asked[0].args)  # the same task, twice
    assert len(mailed(session, "application_digest")) == 1


@pytest.mark.parametrize(("pace", "singly", "waits"), [(MailPace.EACH, 7, False), (MailPace.DAILY, 0, True)])
def test_each_member_chooses_the_pace(session: Session, pace: MailPace, singly: int, waits: bool) -> None:
    posting = make_posting()
    owners(posting).mail_pace = pace
    for _ in range(7):
        make_application(posting=posting)
    assert len(mailed(session)) == singly
    assert (owners(posting).digest_from is not None) is waits


def test_morning_is_where_they_are() -> None:
    night = datetime(2026, 11, 26, 11, 30, tzinfo=UTC)  # 6:30 in New York
    assert digest.next_morning(night, "America/New_York") == datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    assert digest.next_morning(night + timedelta(hours=1), "America/New_York") == datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def test_only_the_jobs_one_wrote_or_none(session: Session) -> None:
    posting = make_posting()
    recruiter = make_account()
    make_member(posting.employer, recruiter, Role.RECRUITER)
    posting.author_id = recruiter.id
    owners(posting).mail_applicants = MailScope.MINE
    make_application(posting=posting)
    assert mailed(session) == [recruiter.email]
    member_of(posting, recruiter.id).mail_applicants = MailScope.NONE
    make_application(posting=posting)
    assert mailed(session) == [recruiter.email]


def test_who_was_withdrawn_or_stopped_is_not_in_the_digest(session: Session) -> None:
    posting = make_posting()
    owner = owners(posting)
    owner.mail_pace = MailPace.DAILY
    make_application(A.WITHDRAWN, posting=posting)
    assert digest.send(owner) == 0
    make_application(posting=posting)
    owner.mail_applicants = MailScope.NONE
    assert digest.send(owner) == 0
    assert mailed(session, "application_digest") == []


def test_an_answer_reaches_who_asked_for_it_whatever_they_chose(session: Session) -> None:
    application = make_application(A.INTERVIEWING)
    owner = owners(application.posting)
    owner.mail_applicants = MailScope.NONE
    session.flush()
    services_answers.answer(application, ApplicationAction.ACCEPT_INTERVIEW, actor=application.account, at=now())
    assert mailed(session, "application_answered") == [owner.account.email]


def test_one_click_stops_them(session: Session, client: FlaskClient) -> None:
    posting = make_posting()
    make_application(posting=posting)
    letter = session.scalars(select(Letter).where(Letter.template == "application_arrived")).one()
    assert letter.stop_url
    topic, who = unsubscribing.read(letter.stop_url.rsplit("/", 1)[1]) or (None, "")
    assert topic is not None
    assert topic.stop(who, now())
    assert owners(posting).mail_applicants is MailScope.NONE
    assert not topic.stop("nobody", now())


def test_decisions_reach_the_author_and_the_owners_who_want_them(session: Session) -> None:
    posting = make_posting()
    author, recruiter = make_account(), make_account()
    for account in (author, recruiter):
        make_member(posting.employer, account, Role.RECRUITER)
    posting.author = author
    session.flush()
    owner = owner_of(posting)
    posting_mail.changes_asked(posting)
    assert set(mailed(session, "posting_changes_asked")) == {author.email, owner.email}
    owners(posting).mail_jobs = MailScope.MINE
    member_of(posting, recruiter.id).mail_jobs = MailScope.ALL
    posting_mail.frozen(posting)
    assert set(mailed(session, "posting_frozen")) == {author.email, recruiter.email}
    posting_mail.expired(posting)
    assert mailed(session, "posting_expired") == [author.email]


def test_the_choices_are_made_on_a_page_of_ones_own(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    viewer = make_account()
    make_member(posting.employer, viewer, Role.VIEWER)
    address = f"/employers/{posting.employer.public_id}/emails"
    assert sign_in(viewer).get(address).status_code == 404
    client = sign_in(owner_of(posting))
    assert "Once a day" in client.get(address).text
    data = {"applicants": "mine", "pace": "daily", "jobs": "mine"}
    assert client.post(address, data=data).location == address
    chosen = owners(posting)
    assert (chosen.mail_applicants, chosen.mail_pace, chosen.mail_jobs) == (MailScope.MINE, MailPace.DAILY, MailScope.MINE)
    assert client.post(address, data={**data, "jobs": "none"}).status_code == 422
