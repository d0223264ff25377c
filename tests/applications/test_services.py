"""Sending, taking back, judging: the rules, without a page."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts import services_closing
from careercenter.applications import queries, services, services_employer
from careercenter.applications.lifecycle import ALWAYS_MAILED, TRANSITIONS, ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application, ApplicationDraft
from careercenter.applications.services import Answers
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.employers.models import Role
from careercenter.mail.models import Letter
from careercenter.postings import services as posting_services
from careercenter.postings.content import ApplyHow
from careercenter.postings.lifecycle import CloseReason, PostingStatus
from careercenter.postings.models import Posting
from careercenter.profiles.models import Resume
from careercenter.profiles.queries import profile_of
from tests.factories.accounts import make_account, make_coder, make_moderator
from tests.factories.applications import make_application, owner_of
from tests.factories.employers import make_former_member, make_member
from tests.factories.postings import make_posting
from tests.factories.profiles import make_profile, make_resume

A = ApplicationStatus


def drafted(posting: Posting | None = None, **coder: object) -> tuple[Posting, object]:
    posting = posting or make_posting()
    account = make_coder(**coder)
    said = Answers(name="Rosalind Ferry", email="rf@example.com", note="I can start in May.")
    services.keep_draft(posting, account, answers=said, resume=make_resume(account), at=now())
    return posting, account


def letters(session: Session, template: str) -> list[str]:
    return list(session.scalars(select(Letter.recipient).where(Letter.template == template).order_by(Letter.id)))


def test_sending_keeps_answers_profile_and_time_and_tells_both_sides(session: Session) -> None:
    posting, account = drafted()
    owner = owner_of(posting)
    for role in (Role.RECRUITER, Role.VIEWER):
        make_member(posting.employer, make_account(f"{role.value}@example.com"), role)
    make_former_member(posting.employer, make_account("former@example.com"))
    make_profile(account)
    at = now()
    application = services.send(posting, account, actor=account, at=at)
    assert (application.name, application.email, application.note) == (
        "Rosalind Ferry",
        "rf@example.com",
        "I can start in May.",
    )
    assert application.profile["credentials"] == ["cpc", "chonc"]
    assert "pay_wanted" not in application.profile
    assert application.status_times == {"submitted": at.isoformat()}
    assert letters(session, "application_received") == [account.email]  # the proved address, not the typed one
    assert set(letters(session, "application_arrived")) == {owner.email, "recruiter@example.com"}
    assert queries.draft_of(posting.id, account.id) is None
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "application.sent")).one()
    assert (entry.subject_id, entry.actor_id) == (application.id, account.id)


def test_a_later_change_of_the_profile_does_not_change_what_was_sent(session: Session) -> None:
    posting, account = drafted()
    profile = make_profile(account)
    application = services.send(posting, account, actor=account, at=now())
    profile.credentials = []
    session.flush()
    session.refresh(application)
    assert application.profile["credentials"] == ["cpc", "chonc"]


def test_sending_twice_gives_the_first_application_again(session: Session) -> None:
    posting, account = drafted()
    first = services.send(posting, account, actor=account, at=now())
    session.flush()
    assert services.send(posting, account, actor=account, at=now()) is first
    assert len(letters(session, "application_received")) == 1


def test_who_withdrew_and_applies_again_reopens_the_same_application(session: Session) -> None:
    application = make_application(A.WITHDRAWN, note="First words")
    account = application.account
    said = Answers(name="Rosalind F. Ferry", email="rf@example.com", note="Second words")
    resume = make_resume(account, ("another",))
    services.keep_draft(application.posting, account, answers=said, resume=resume, at=now())
    again = services.send(application.posting, account, actor=account, at=now())
    session.flush()
    assert again.id == application.id
    assert (again.status, again.note, again.resume_id) == (A.SUBMITTED, "Second words", resume.id)
    assert session.scalar(select(func.count()).select_from(Application)) == 1


@pytest.mark.parametrize("status", [s for s in PostingStatus if s is not PostingStatus.LIVE])
def test_a_posting_that_is_not_live_takes_no_application(session: Session, status: PostingStatus) -> None:
    posting, account = drafted(make_posting(status))
    with pytest.raises(services.NotOpen):
        services.send(posting, account, actor=account, at=now())
    assert queries.draft_of(posting.id, account.id) is not None


def test_the_closing_minute_decides_not_the_sweep(session: Session) -> None:
    posting, account = drafted()
    assert posting.closes_at is not None
    with pytest.raises(services.NotOpen):
        services.send(posting, account, actor=account, at=posting.closes_at)
    assert services.send(posting, account, actor=account, at=posting.closes_at - timedelta(seconds=1))


def test_a_suspended_employer_takes_no_application(session: Session) -> None:
    posting, account = drafted()
    posting.employer.suspended_at = now()
    with pytest.raises(services.NotOpen):
        services.send(posting, account, actor=account, at=now())


def test_a_posting_with_its_own_way_of_applying_takes_none_here(session: Session) -> None:
    posting = make_posting(apply_how=ApplyHow.LINK, apply_url="https://northfield.example.com/apply")
    posting, account = drafted(posting)
    with pytest.raises(services.NotOpen):
        services.send(posting, account, actor=account, at=now())


def test_an_address_that_was_not_proved_is_proved_first(session: Session) -> None:
    posting, account = drafted(confirmed=False)
    with pytest.raises(services.NotConfirmed):
        services.send(posting, account, actor=account, at=now())
    assert queries.draft_of(posting.id, account.id) is not None


def test_a_member_cannot_apply_to_their_own_employer(session: Session) -> None:
    posting, account = drafted()
    make_member(posting.employer, account, Role.VIEWER)
    with pytest.raises(RuleBroken, match="member of this employer"):
        services.send(posting, account, actor=account, at=now())


def test_a_draft_that_lacks_something_is_not_sent(session: Session) -> None:
    posting, account = drafted()
    draft = queries.draft_of(posting.id, account.id)
    draft.resume.removed_at = now()
    with pytest.raises(services.NotComplete):
        services.send(posting, account, actor=account, at=now())


@pytest.mark.parametrize(
    "step",
    [s for s in ApplicationAction if TRANSITIONS[s].by == "employer"],
)
def test_letters_go_with_the_steps_the_applicant_must_hear_of(session: Session, step: ApplicationAction) -> None:
    application = make_application(next(iter(TRANSITIONS[step].to)))
    before = len(letters(session, "application_step"))
    services_employer.take(
        application,
        step,
        actor=owner_of(application.posting),
        at=now(),
        message="Words." if TRANSITIONS[step].needs_message else "",
    )
    assert len(letters(session, "application_step")) - before == (step in ALWAYS_MAILED)
    assert not any("\n\n\n" in text for text in session.scalars(select(Letter.text)))


def test_a_message_is_kept_and_mailed(session: Session) -> None:
    application = make_application()
    owner = owner_of(application.posting)
    services_employer.take(application, ApplicationAction.SHORTLIST, actor=owner, at=now(), message="Good <b>news</b>.")
    session.flush()
    message = application.messages[-1]
    assert (message.words, message.step, message.author_id) == ("Good <b>news</b>.", "shortlist", owner.id)
    letter = session.scalars(select(Letter).where(Letter.template == "application_step")).one()
    assert "Good <b>news</b>." in letter.text
    assert "Good &lt;b&gt;news&lt;/b&gt;." in letter.html
    assert letter.recipient == application.account.email


def test_a_silent_step_takes_no_message_and_telling_takes_none_without(session: Session) -> None:
    application = make_application()
    owner = owner_of(application.posting)
    with pytest.raises(RuleBroken, match="no message"):
        services_employer.take(application, ApplicationAction.TURN_DOWN, actor=owner, at=now(), message="Sorry.")
    services_employer.take(application, ApplicationAction.TURN_DOWN, actor=owner, at=now())
    with pytest.raises(RuleBroken) as refusal:
        services_employer.take(application, ApplicationAction.TELL, actor=owner, at=now())
    assert refusal.value.field == "message"
    assert application.status is A.UNSUCCESSFUL


def test_the_coders_steps_are_not_the_employers(session: Session) -> None:
    application = make_application()
    for step in (ApplicationAction.WITHDRAW, ApplicationAction.DECLINE, ApplicationAction.APPLY_AGAIN):
        with pytest.raises(RuleBroken, match="Only the applicant"):
            services_employer.take(application, step, actor=owner_of(application.posting), at=now())


def test_a_step_for_a_status_that_changed_meanwhile_is_refused(session: Session) -> None:
    application = make_application(A.INTERVIEWING)
    with pytest.raises(Stale, match="interviewing now"):
        services_employer.take(
            application, ApplicationAction.TURN_DOWN, actor=owner_of(application.posting), at=now(), seen=A.SUBMITTED
        )
    assert application.status is A.INTERVIEWING


def test_of_several_those_that_can_go_go(session: Session) -> None:
    posting = make_posting()
    new, hired = make_application(posting=posting), make_application(A.HIRED, posting=posting)
    outcomes = services_employer.take_for_each([new, hired], ApplicationAction.SHORTLIST, actor=owner_of(posting), at=now())
    assert [bool(one.refusal) for one in outcomes] == [False, True]
    assert (new.status, hired.status) == (A.SHORTLISTED, A.HIRED)


def test_no_letter_holds_a_private_note(session: Session) -> None:
    application = make_application()
    owner = owner_of(application.posting)
    services_employer.add_note(application, "SECRET-NOTE: too expensive", actor=owner, at=now())
    for step in (ApplicationAction.SHORTLIST, ApplicationAction.INTERVIEW, ApplicationAction.OFFER, ApplicationAction.HIRE):
        services_employer.take(application, step, actor=owner, at=now(), message="Words.")
    services_letters = session.scalars(select(Letter)).all()
    assert services_letters
    assert not [one for one in services_letters if "SECRET-NOTE" in one.text + one.html + one.subject]


def test_an_account_that_is_gone_gets_no_letter(session: Session) -> None:
    application = make_application()
    application.account.active = False
    owner = owner_of(application.posting)
    services_employer.take(application, ApplicationAction.INTERVIEW, actor=owner, at=now(), message="Come on Monday.")
    assert letters(session, "application_step") == []


def test_a_deleted_resume_goes_when_no_application_holds_it(session: Session) -> None:
    held = make_application().resume
    posting, account = drafted()
    loose = queries.draft_of(posting.id, account.id).resume
    for resume in (held, loose):
        resume.removed_at = now()
    session.flush()
    ids = (held.id, loose.id)
    services.let_go(now())
    assert list(session.scalars(select(Resume.id).where(Resume.id.in_(ids)))) == [ids[0]]
    draft = queries.draft_of(posting.id, account.id)
    assert draft.resume_id is None


def test_old_drafts_go(session: Session) -> None:
    drafted()
    services.let_go(now() + timedelta(days=89))
    assert session.scalar(select(func.count()).select_from(ApplicationDraft)) == 1
    services.let_go(now() + timedelta(days=91))
    assert session.scalar(select(func.count()).select_from(ApplicationDraft)) == 0


def test_closing_the_posting_leaves_its_applications_to_be_judged(session: Session) -> None:
    application = make_application()
    owner = owner_of(application.posting)
    posting_services.close(application.posting, reason=CloseReason.FILLED, actor=owner, at=now())
    services_employer.take(application, ApplicationAction.TURN_DOWN, actor=owner, at=now())
    assert application.status is A.UNSUCCESSFUL


def test_moderators_and_admins_read_no_applications(session: Session) -> None:
    from careercenter.applications.policy import ApplicationPermission
    from careercenter.core.permissions import can

    application = make_application()
    for permission in (ApplicationPermission.SEE_APPLICANTS, ApplicationPermission.JUDGE, ApplicationPermission.SEE_OWN):
        assert not can(make_moderator(), permission, application)


@pytest.mark.parametrize("reopening", [False, True], ids=["new", "again"])
def test_eight_at_once_make_one_application(own_app: Flask, reopening: bool) -> None:
    with own_app.app_context():
        if reopening:
            application = make_application(A.WITHDRAWN)
            posting, account = application.posting, application.account
            said = Answers(name="Rosalind Ferry", email="rf@example.com")
            services.keep_draft(posting, account, answers=said, resume=application.resume, at=now())
        else:
            posting, account = drafted()
        db.session.commit()
        before = len(letters(db.session(), "application_received"))
        posting_id, account_id = posting.id, account.id
    gate = threading.Barrier(8)
    got: list[object] = []

    def send() -> None:
        with own_app.app_context():
            from careercenter.accounts.models import Account

            gate.wait()
            try:
                who = db.session.get_one(Account, account_id)
                sent = services.send(db.session.get_one(Posting, posting_id), who, actor=who, at=now())
                db.session.commit()
                got.append(sent.id)
            except Exception as error:
                got.append(error)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1, got
    assert isinstance(got[0], int)
    with own_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Application)) == 1
        assert len(letters(db.session(), "application_received")) == before + 1


def test_closing_the_account_withdraws_what_is_open_and_leaves_employers_what_they_were_sent(session: Session) -> None:
    account = make_coder("ann@example.com", name="Ann Ferry")
    sent, other = make_resume(account, ("Ann Ferry", "sent")), make_resume(account, ("Ann Ferry", "never sent"))
    make_profile(account)
    open_one = make_application(A.INTERVIEWING, coder=account, resume=sent)
    untold = make_application(A.UNSUCCESSFUL, coder=account, resume=sent)
    hired = make_application(A.HIRED, coder=account, resume=sent)
    services.keep_draft(make_posting(), account, at=now(), resume=other)
    recruiters = {one.posting.id: owner_of(one.posting).email for one in (open_one, untold)}
    services_closing.close(account, at=now())
    session.flush()
    services.let_go(now())
    session.expire_all()
    assert (open_one.status, untold.status, hired.status) == (A.WITHDRAWN, A.WITHDRAWN, A.HIRED)
    assert sorted(letters(session, "application_withdrawn")) == sorted(recruiters.values())
    assert profile_of(account.id) is None
    assert session.scalars(select(ApplicationDraft).where(ApplicationDraft.account_id == account.id)).all() == []
    assert list(session.scalars(select(Resume.id).where(Resume.account_id == account.id))) == [open_one.resume_id]
    assert (open_one.name, open_one.resume.removed_at is None) == ("Ann Ferry", False)
