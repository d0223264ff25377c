"""What ends for an employer when a moderator suspends it, or holds or removes one of its jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.applications import services as applications
from careercenter.applications import services_employer
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application, ResumeOpening
from careercenter.applications.tasks import tell_applicants
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import Barred
from careercenter.employers import services as employers
from careercenter.employers import services_membership
from careercenter.employers.models import Role
from careercenter.mail.models import Letter, LetterStatus
from careercenter.moderation import services
from careercenter.postings.lifecycle import PostingAction, PostingStatus
from careercenter.postings.models import Posting
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_admin, make_coder, make_moderator
from tests.factories.applications import make_application
from tests.factories.employers import make_invitation, make_member
from tests.factories.moderation import verdict
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer
from tests.guards.world import address_values, build, form_of

S = PostingStatus
SignIn = Callable[[Account], FlaskClient]


def applied_to(posting: Posting) -> Application:
    application = make_application(posting=posting)
    db.session.commit()
    return application


def suspend(posting: Posting) -> None:
    services.suspend_employer(posting.employer, words="Nobody answers there.", actor=make_moderator(), at=now())
    db.session.commit()


def decide(posting: Posting, action: PostingAction, reason: str = "") -> None:
    services.decide(posting, action, verdict=verdict(posting, reason), actor=make_admin(), at=now())
    db.session.commit()


STOPS: dict[str, Callable[[Posting], None]] = {
    "employer suspended": suspend,
    "held": lambda posting: decide(posting, PostingAction.FREEZE, "checking"),
    "removed": lambda posting: decide(posting, PostingAction.REMOVE, "scam"),
}


@pytest.mark.parametrize("stop", STOPS)
def test_no_service_reaches_an_applicant_any_more(session: Session, stop: str) -> None:
    application = applied_to(make_posting(S.LIVE))
    owner = application.posting.author
    assert owner is not None
    STOPS[stop](application.posting)
    acts: list[Callable[[], Any]] = [
        lambda: services_employer.take(
            application, ApplicationAction.INTERVIEW, actor=owner, at=now(), message="Text me on Telegram @hr"
        ),
        lambda: services_employer.add_note(application, "Call her", actor=owner, at=now()),
        lambda: services_employer.open_resume(application, how="file", actor=owner, at=now()),
        lambda: services_employer.open_resume(application, how="text", actor=owner, at=now()),
    ]
    for act in acts:
        with pytest.raises(Barred):
            act()
    outcomes = services_employer.take_for_each(
        [application], ApplicationAction.INTERVIEW, actor=owner, at=now(), message="Pay first"
    )
    assert outcomes[0].refusal
    assert application.status is ApplicationStatus.SUBMITTED
    assert not session.scalars(select(Letter).where(Letter.template == "application_step")).all()
    assert not session.scalars(select(ResumeOpening)).all()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("stop", STOPS)
def test_members_read_why_and_nothing_of_the_applicant(session: Session, sign_in: SignIn, stop: str, role: Role) -> None:
    application = applied_to(make_posting(S.LIVE))
    posting = application.posting
    member = make_coder(is_coder=False)
    make_member(posting.employer, member, role)
    STOPS[stop](posting)
    client = sign_in(member)
    base = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants"
    pages = [client.get(base), client.get(f"{base}/{application.public_id}")]
    pages += [client.post(f"{base}/{application.public_id}/resume", data={"how": how}) for how in ("file", "text")]
    for page in pages:
        assert page.status_code == 403
        assert application.name not in page.text
        assert "cannot be read, answered or taken away" in page.text


def test_who_may_not_at_all_is_still_told_nothing(session: Session, sign_in: SignIn) -> None:
    application = applied_to(make_posting(S.LIVE))
    posting = application.posting
    suspend(posting)
    page = sign_in(make_coder()).get(f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants")
    assert page.status_code == 404


@pytest.mark.parametrize(
    ("stop", "actor"),
    [("employer suspended", "owner"), ("employer suspended", "viewer"), ("held", "owner"), ("removed", "owner")],
)
def test_no_route_shows_or_writes_to_a_coder_once_it_is_stopped(
    app: Flask, session: Session, sign_in: SignIn, stop: str, actor: str
) -> None:
    """Walk every address: a route that is added later is asked too."""
    world = build()
    posting, application = world.posting, world.application
    application.name, application.note = "Quilla Zephyrine", "My note to you"
    if stop == "employer suspended":
        suspend(posting)
    else:
        status, held = (S.FROZEN, S.LIVE) if stop == "held" else (S.REMOVED, None)
        posting.status, posting.held_from = status, held
    session.commit()
    team = {world.people[name].email for name in ("owner", "recruiter", "viewer")}
    if stop != "employer suspended":
        team |= {"invited@example.com", world.join_request.account.email}  # one with one bad job may still enlarge its team
    client, coder = sign_in(world.people[actor]), world.people["coder"].email
    newest = session.scalar(select(func.max(Letter.id))) or 0
    asked = []
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"} if "token" not in rule.arguments else ()):
            values = address_values(world, rule.endpoint, set(rule.arguments))
            address = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            form = {"how": "file", "stage": "send", "message": "Pay first", "words": "x", **form_of(world, rule.endpoint)}
            asked.append((rule, method, address, form))
    db.session.remove()
    cookie = client.get_cookie("careercenter")
    assert cookie is not None
    wrong = []
    for rule, method, address, form in asked:
        with db.engines[None].begin_nested() as kept:
            client.set_cookie("careercenter", cookie.value)
            answer = client.open(address, method=method, data=form if method == "POST" else None)
            db.session.remove()
            sent = set(db.session.scalars(select(Letter.recipient).where(Letter.id > newest)))
            db.session.remove()
            kept.rollback()
        shown = [word for word in ("Quilla", "My note to you", coder) if word.encode() in answer.data]
        about_coders = "application" in rule.arguments or "applicants" in rule.rule
        if shown or sent - team or (about_coders and "/employers/" in rule.rule and answer.status_code not in (403, 404)):
            wrong.append(f"{method} {address}: {answer.status_code} {shown} {sent - team}")
    assert wrong == []


def test_what_waits_to_be_sent_in_their_words_is_stopped(session: Session) -> None:
    application = applied_to(make_posting(S.LIVE))
    other = applied_to(make_posting(S.LIVE))
    for each in (application, other):
        owner = each.posting.author
        assert owner is not None
        services_employer.take(each, ApplicationAction.INTERVIEW, actor=owner, at=now(), message="Send a deposit")
        services_membership.invite(
            each.posting.employer, email=f"new{each.id}@example.com", role=Role.VIEWER, actor=owner, at=now()
        )
    suspend(application.posting)
    status = {
        (letter.template, letter.recipient): letter.status
        for letter in session.scalars(
            select(Letter).where(Letter.through.is_not(None)).execution_options(populate_existing=True)
        )
    }
    owner = application.posting.author
    assert owner is not None
    assert status["application_step", application.account.email] is LetterStatus.STOPPED
    assert status["invitation", f"new{application.id}@example.com"] is LetterStatus.STOPPED
    assert status["application_arrived", owner.email] is LetterStatus.STOPPED
    assert status["application_step", other.account.email] is LetterStatus.QUEUED
    assert status["invitation", f"new{other.id}@example.com"] is LetterStatus.QUEUED


def test_a_removed_job_stops_its_own_e_mails_alone(session: Session) -> None:
    first = applied_to(make_posting(S.LIVE))
    author = first.posting.author
    second = applied_to(make_posting(S.LIVE, employer=first.posting.employer, author=author))
    assert author is not None
    for each in (first, second):
        services_employer.take(each, ApplicationAction.INTERVIEW, actor=author, at=now(), message="Come on Monday")
    decide(first.posting, PostingAction.REMOVE, "scam")
    query = select(Letter).where(Letter.template == "application_step").order_by(Letter.id)
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    assert [letter.status for letter in found] == [LetterStatus.STOPPED, LetterStatus.QUEUED]


def tasks_done(session: Session) -> list[Letter]:
    for task in session.scalars(select(Task).where(Task.name == TaskName.TELL_APPLICANTS)).all():
        tell_applicants(**task.args)
        session.delete(task)
    session.commit()
    wanted = ("application_out_of_reach", "application_within_reach")
    return list(session.scalars(select(Letter).where(Letter.template.in_(wanted)).order_by(Letter.id)))


def test_those_who_applied_are_told_in_neutral_words_and_told_when_it_ends(session: Session) -> None:
    application = applied_to(make_posting(S.LIVE))
    gone = make_application(ApplicationStatus.WITHDRAWN, posting=application.posting)
    suspend(application.posting)
    told = tasks_done(session)
    assert [letter.recipient for letter in told] == [application.account.email]
    assert gone.account.email not in {letter.recipient for letter in told}
    assert "Nobody answers there" not in told[0].text + told[0].html
    assert "scam" not in told[0].text.lower()
    assert application.reference in told[0].text
    services.restore_employer(application.posting.employer, words="", actor=make_moderator(), at=now())
    session.commit()
    assert [letter.template for letter in tasks_done(session)] == ["application_out_of_reach", "application_within_reach"]


def test_nobody_is_told_of_a_suspension_that_was_taken_back_before_the_task_ran(session: Session) -> None:
    application = applied_to(make_posting(S.LIVE))
    suspend(application.posting)
    application.posting.employer.suspended_at = None
    session.commit()
    assert tasks_done(session) == []


def test_applicants_of_a_removed_job_are_told_once(session: Session) -> None:
    application = applied_to(make_posting(S.LIVE))
    decide(application.posting, PostingAction.REMOVE, "scam")
    assert len(tasks_done(session)) == 1
    suspend(application.posting)
    assert len(tasks_done(session)) == 1
    application.posting.employer.suspended_at = None
    decide(application.posting, PostingAction.APPEAL)
    assert len(tasks_done(session)) == 1
    decide(application.posting, PostingAction.APPROVE)
    assert [letter.template for letter in tasks_done(session)][-1] == "application_within_reach"


def test_a_held_job_gives_its_applicants_back_when_it_is_restored(session: Session, sign_in: SignIn) -> None:
    application = applied_to(make_posting(S.LIVE))
    posting = application.posting
    decide(posting, PostingAction.FREEZE, "checking")
    decide(posting, PostingAction.RESTORE)
    assert posting.author is not None
    page = sign_in(posting.author).get(f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants")
    assert page.status_code == 200
    assert application.name in page.text


def test_taking_a_removed_job_back_to_a_draft_does_not_give_the_applicants_back(session: Session) -> None:
    application = applied_to(make_posting(S.LIVE))
    posting = application.posting
    decide(posting, PostingAction.REMOVE, "scam")
    decide(posting, PostingAction.APPEAL)
    from careercenter.postings import services as postings

    assert posting.author is not None
    postings.withdraw(posting, actor=posting.author, at=now())
    postings.archive(posting, actor=posting.author, at=now())
    with pytest.raises(Barred):
        services_employer.open_resume(application, how="file", actor=posting.author, at=now())


def test_a_suspended_employer_writes_to_no_stranger_and_takes_nobody_in(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    owner = make_author(employer)
    invited = make_coder(email="invited@example.com")
    invitation = make_invitation(employer, invited.email)
    services.suspend_employer(employer, words="Why not.", actor=make_moderator(), at=now())
    session.commit()
    with pytest.raises(Barred):
        services_membership.invite(employer, email="stranger@example.com", role=Role.VIEWER, actor=owner, at=now())
    with pytest.raises(Barred):
        services_membership.resend(invitation, actor=owner, at=now())
    reason = services_membership.why_not(invitation, now())
    assert reason is not None
    assert "suspended" in reason
    page = sign_in(owner).get(f"/employers/{employer.public_id}/members")
    assert f"{employer.name} is suspended" in page.text


def test_a_suspended_employer_does_not_change_how_it_looks(session: Session) -> None:
    employer = make_posting_employer()
    owner = make_author(employer)
    employer.suspended_at = now()
    session.flush()
    with pytest.raises(Barred):
        employers.change_profile(
            employer, employers.EmployerProfile.of(employer), version=employer.version, actor=owner, at=now()
        )


def test_what_the_coder_does_with_their_own_application_stays_open(session: Session) -> None:
    application = applied_to(make_posting(S.LIVE))
    suspend(application.posting)
    applications.withdraw(application, actor=application.account, at=now())
    assert application.status is ApplicationStatus.WITHDRAWN
