"""Closing a job with people waiting: how many, and that they are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.applications import services_close, tasks
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.employers.models import Role
from careercenter.mail.models import Letter
from careercenter.postings.lifecycle import CloseReason, PostingStatus
from careercenter.postings.models import Posting
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.applications import make_application, owner_of
from tests.factories.postings import make_member, make_posting, make_posting_employer

A = ApplicationStatus
S = PostingStatus
SignIn = Callable[..., FlaskClient]
WORDS = "We chose somebody else. Thank you."


def work(session: Session) -> int:
    """Run the tasks that tell, and those they ask for; give how many ran."""
    ran = 0
    while task := session.scalars(select(Task).where(Task.name == TaskName.TELL_WAITING)).first():
        arguments: dict[str, Any] = dict(task.args)
        session.delete(task)
        tasks.tell_waiting(**arguments)
        session.flush()
        ran += 1
    return ran


def told(session: Session) -> list[str]:
    return list(session.scalars(select(Letter.recipient).where(Letter.text.contains(WORDS))))


def close(posting: Posting, *, tell: bool = True, message: str = WORDS) -> None:
    services_close.close(posting, reason=CloseReason.FILLED, tell=tell, message=message, actor=owner_of(posting), at=now())


def test_all_who_wait_are_told_and_nobody_else(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_close, "AT_ONCE", 2)
    posting = make_posting()
    waiting = [
        make_application(status, posting=posting)
        for status in (A.SUBMITTED, A.SHORTLISTED, A.INTERVIEWING, A.UNSUCCESSFUL, A.UNSUCCESSFUL_INTERVIEW)
    ]
    others = [make_application(status, posting=posting) for status in (A.OFFERED, A.ACCEPTED, A.HIRED, A.WITHDRAWN)]
    elsewhere = make_application()
    close(posting)
    assert work(session) == 3
    assert {one.status for one in waiting} == {A.REJECTED}
    assert [one.status for one in others] == [A.OFFERED, A.ACCEPTED, A.HIRED, A.WITHDRAWN]
    assert elsewhere.status is A.SUBMITTED
    assert sorted(told(session)) == sorted(one.account.email for one in waiting)
    assert len({one.last_step.batch for one in waiting}) == 1


def test_without_the_tick_nobody_is_told(session: Session) -> None:
    posting = make_posting()
    application = make_application(posting=posting)
    close(posting, tell=False)
    assert work(session) == 0
    assert application.status is A.SUBMITTED


def test_to_tell_needs_words_and_leaves_the_job_open_without(session: Session) -> None:
    posting = make_posting()
    with pytest.raises(RuleBroken) as refusal:
        close(posting, message="")
    assert refusal.value.field == "message"
    assert posting.status is PostingStatus.LIVE


def test_who_may_not_judge_any_more_tells_nobody(session: Session) -> None:
    posting = make_posting()
    application = make_application(posting=posting)
    close(posting)
    next(member for member in posting.employer.members if member.account_id == owner_of(posting).id).role = Role.VIEWER
    session.flush()
    session.expire_all()
    work(session)
    assert application.status is A.SUBMITTED


def test_an_employer_kept_from_applicants_tells_nobody(session: Session) -> None:
    posting = make_posting()
    application = make_application(posting=posting)
    close(posting)
    posting.employer.suspended_at = now()
    work(session)
    assert application.status is A.SUBMITTED


def test_the_page_says_who_waits_and_does_it(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    client = sign_in(owner_of(posting))
    address = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/close"
    assert "have not been told" not in client.get(address).text
    for status in (A.SUBMITTED, A.SHORTLISTED, A.UNSUCCESSFUL, A.OFFERED):
        make_application(status, posting=posting)
    page = client.get(address).text
    for words in (
        "3 applicants have not been told the outcome.", "2 are undecided.", "1 was turned down and not told.",
        "1 with an offer is left as is.", "Tell all 3 of them now", "We wish you well in your search.",
    ):  # fmt: skip
        assert words in page
    refused = client.post(address, data={"reason": "filled", "tell": "y", "message": ""})
    assert (refused.status_code, refused.text.count("Write what the applicants will read.")) == (422, 2)
    assert client.post(address, data={"reason": "filled", "tell": "y", "message": WORDS}).status_code == 303
    assert posting.status is PostingStatus.CLOSED
    work(session)
    assert len(told(session)) == 3


def test_many_are_closed_at_once_and_who_waits_on_each_is_told(session: Session) -> None:
    employer = make_posting_employer()
    author = make_member(employer)
    jobs = [make_posting(status, employer=employer, author=author) for status in (S.LIVE, S.LIVE, S.DRAFT)]
    waiting = [make_application(A.SUBMITTED, posting=jobs[0]), make_application(A.UNSUCCESSFUL, posting=jobs[1])]
    others = [make_application(A.OFFERED, posting=jobs[0]), make_application()]
    outcome = services_close.close_many(jobs, reason=CloseReason.FILLED, tell=True, message=WORDS, actor=author, at=now())
    assert outcome.done == jobs[:2]
    assert len(outcome.refused) == 1
    assert [job.status for job in jobs] == [S.CLOSED, S.CLOSED, S.DRAFT]
    assert work(session) == 2
    assert sorted(told(session)) == sorted(one.account.email for one in waiting)
    assert [one.status for one in others] == [A.OFFERED, A.SUBMITTED]


def test_to_tell_many_needs_words_and_leaves_every_job_open_without(session: Session) -> None:
    jobs = [make_posting(), make_posting()]
    with pytest.raises(RuleBroken) as refusal:
        services_close.close_many(jobs, reason=CloseReason.FILLED, tell=True, message="", actor=owner_of(jobs[0]), at=now())
    assert refusal.value.field == "message"
    assert [job.status for job in jobs] == [S.LIVE, S.LIVE]


def test_who_waits_on_many_jobs_is_counted_with_one_query(session: Session, count_queries: list[str]) -> None:
    jobs = [make_posting() for _ in range(3)]
    make_application(A.SHORTLISTED, posting=jobs[0])
    session.flush()
    del count_queries[:]
    assert [one.to_tell for one in services_close.count_waiting(jobs).values()] == [1, 0, 0]
    assert len(count_queries) == 1


def test_the_page_of_many_says_who_waits_on_each_and_does_it(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    author = make_member(employer)
    client = sign_in(author)
    two, none, draft = (
        make_posting(status, employer=employer, author=author, title=title)
        for status, title in ((S.LIVE, "Infusion Coder"), (S.LIVE, "Marrow Coder"), (S.DRAFT, "Biller"))
    )
    for status in (A.SUBMITTED, A.UNSUCCESSFUL, A.OFFERED):
        make_application(status, posting=two)
    address, job = f"/employers/{employer.public_id}/postings/close", [one.public_id for one in (two, none, draft)]
    page = client.get(address, query_string={"job": job}).text
    said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for words in (
        "Close 2 jobs", "Infusion Coder Live 2 applicants are waiting", "Marrow Coder Live",
        "Left out Biller: This job is a draft.",
        "2 applicants have not been told the outcome.", "1 with an offer is left as is.", "Tell all 2 of them now",
    ):  # fmt: skip
        assert words in said
    assert said.count("applicants are waiting") == 1
    refused = client.post(address, data={"job": job, "tell": "y", "message": ""})
    assert refused.status_code == 422
    assert "Choose a reason." in refused.text
    refused = client.post(address, data={"job": job, "reason": "filled", "tell": "y", "message": ""})
    assert (refused.status_code, refused.text.count("Write what the applicants will read.")) == (422, 2)
    assert two.status is S.LIVE
    done = client.post(address, data={"job": job, "reason": "filled", "tell": "y", "message": WORDS}, follow_redirects=True)
    assert "Done for 2 jobs." in done.text
    assert "Not done: Biller: This job is a draft." in done.text
    assert [one.status for one in (two, none, draft)] == [S.CLOSED, S.CLOSED, S.DRAFT]
    work(session)
    assert len(told(session)) == 2


def test_many_without_a_job_or_of_another_employer_close_nothing(session: Session, sign_in: SignIn) -> None:
    employer, other = make_posting_employer(), make_posting()
    client = sign_in(make_member(employer))
    data = {"job": [other.public_id], "reason": "filled"}
    page = client.post(f"/employers/{employer.public_id}/postings/close", data=data, follow_redirects=True)
    assert "Select the jobs first" in page.text
    assert other.status is S.LIVE


def test_a_viewer_closes_no_jobs(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    viewer = sign_in(make_member(posting.employer, Role.VIEWER))
    address = f"/employers/{posting.employer.public_id}/postings/close?job={posting.public_id}"
    assert viewer.get(address).status_code == 404
