"""News of several jobs in one e-mail: of an import's, and of those decided about together."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.employers.models import Employer
from careercenter.mail.models import Letter
from careercenter.postings import mail, notices, services
from careercenter.postings.lifecycle import PostingStatus as S
from careercenter.postings.models import Posting, PostingNotice
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_moderator
from tests.factories.postings import make_member, make_posting, make_posting_employer

LATER = notices.WAIT + timedelta(minutes=1)


@pytest.fixture
def employer(session: Session) -> Employer:
    return make_posting_employer("Harbor General")


@pytest.fixture
def author(employer: Employer) -> Account:
    return make_member(employer)


def imported(employer: Employer, author: Account, number: int, status: S = S.DRAFT) -> list[Posting]:
    made = [make_posting(status, employer=employer, author=author, title=f"Coder {one}") for one in range(number)]
    for one, posting in enumerate(made):
        posting.external_reference = f"R-{one}"
    return made


def letters(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).order_by(Letter.id)))


def asked(session: Session) -> list[datetime]:
    return list(session.scalars(select(Task.due_at).where(Task.name == TaskName.TELL_OF_JOBS)))


@pytest.fixture
def jobs(session: Session, employer: Employer, author: Account) -> list[Posting]:
    """Three imported jobs, and an outbox with nothing in it."""
    made = imported(employer, author, 3)
    for letter in letters(session):
        session.delete(letter)
    session.flush()
    return made


def test_an_imports_jobs_submitted_together_are_one_e_mail(session: Session, jobs: list[Posting], author: Account) -> None:
    for job in jobs:
        services.submit(job, actor=author, at=now())
    assert letters(session) == []
    assert len(asked(session)) == 1
    mail.tell_together(now())  # too early
    assert letters(session) == []
    mail.tell_together(now() + LATER)
    [letter] = letters(session)
    assert letter.recipient == author.email
    assert letter.subject == "Updates on 3 jobs at Harbor General"
    assert "3 jobs are waiting for review:" in letter.text
    assert all(f"- Coder {number}: http" in letter.text for number in range(3))
    assert "3 jobs are waiting for review" in letter.html
    mail.tell_together(now() + LATER)  # the same task, twice
    assert len(letters(session)) == 1


def test_decisions_on_an_imports_jobs_are_told_together_with_their_words(
    session: Session, jobs: list[Posting], author: Account
) -> None:
    moderator, at = make_moderator(), now()
    for job in jobs:
        services.submit(job, actor=author, at=at)
    services.approve(jobs[0], actor=moderator, at=at)
    for job in jobs[1:]:
        services.ask_changes(job, reason="other", words="Say where the **work** is done.", actor=moderator, at=at)
    mail.tell_together(at + LATER)
    [letter] = letters(session)
    assert "2 jobs need a change before they go live:" in letter.text
    assert letter.text.count("Say where the **work** is done.") == 1
    assert "<strong>work</strong>" in letter.html
    assert "1 job is approved:" in letter.text
    assert "waiting for review" not in letter.text  # what was decided since is told alone
    assert f"/postings/{jobs[1].public_id}/edit" in letter.text


def test_news_of_one_job_alone_is_the_usual_e_mail(session: Session, jobs: list[Posting], author: Account) -> None:
    services.submit(jobs[0], actor=author, at=now())
    mail.tell_together(now() + LATER)
    assert [(one.template, one.recipient) for one in letters(session)] == [("posting_submitted", author.email)]


def test_what_was_not_imported_is_told_at_once(session: Session, employer: Employer, author: Account) -> None:
    job = make_posting(S.DRAFT, employer=employer, author=author)
    services.submit(job, actor=author, at=now())
    assert [one.template for one in letters(session)] == ["posting_submitted"]
    assert asked(session) == []


def test_what_is_urgent_is_told_at_once(session: Session, jobs: list[Posting], author: Account) -> None:
    moderator, at = make_moderator(), now()
    services.submit(jobs[0], actor=author, at=at)
    services.approve(jobs[0], actor=moderator, at=at)
    services.freeze(jobs[0], reason="other", words="Somebody reported it.", actor=moderator, at=at)
    assert [one.template for one in letters(session)] == ["posting_frozen"]


def test_what_was_decided_about_together_is_told_as_soon_as_it_is_committed(
    session: Session, employer: Employer, author: Account
) -> None:
    moderator = make_moderator()
    jobs = [make_posting(S.PENDING, employer=employer, author=author, title=f"Coder {one}") for one in range(2)]
    before = len(letters(session))
    with notices.together():
        for job in jobs:
            services.approve(job, actor=moderator, at=now())
    assert len(letters(session)) == before
    assert all(due <= now() for due in asked(session))
    mail.tell_together(now())
    [letter] = letters(session)[before:]
    assert "2 jobs are approved:" in letter.text


def test_each_person_is_told_of_their_own_and_each_employer_apart(
    session: Session, jobs: list[Posting], employer: Employer, author: Account
) -> None:
    other = make_member(employer, role="recruiter")
    jobs[2].author = other
    elsewhere = make_posting_employer("Elsewhere Clinic")
    far = imported(elsewhere, make_member(elsewhere), 2)
    before = len(letters(session))
    for job in [*jobs, *far]:
        assert job.author is not None
        services.submit(job, actor=job.author, at=now())
    mail.tell_together(now() + LATER)
    told = {one.recipient: one.subject for one in letters(session)[before:]}
    assert told[author.email] == "Updates on 2 jobs at Harbor General"
    assert told[other.email].startswith("We have your job")
    assert [subject for subject in told.values() if "Elsewhere" in subject] == ["Updates on 2 jobs at Elsewhere Clinic"]


def test_news_left_over_is_told_with_the_next(session: Session, jobs: list[Posting], author: Account) -> None:
    services.submit(jobs[0], actor=author, at=now())
    session.scalars(select(PostingNotice)).one().due_at = now() - timedelta(hours=1)  # its task was lost
    services.submit(jobs[1], actor=author, at=now())
    assert len(asked(session)) == 2
    mail.tell_together(now())
    assert [one.subject for one in letters(session)] == ["Updates on 2 jobs at Harbor General"]


def test_a_draft_deleted_meanwhile_is_not_told(session: Session, jobs: list[Posting], author: Account) -> None:
    services.submit(jobs[0], actor=author, at=now())
    services.withdraw(jobs[0], actor=author, at=now())
    services.delete_draft(jobs[0], actor=author, at=now())
    mail.tell_together(now() + LATER)
    assert letters(session) == []
