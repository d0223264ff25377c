"""What coders have not read yet of their applications, and what waits for employers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from careercenter.applications import news
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import ApplicationDraft, ApplicationMessage, ResumeOpening, TakenStep
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.postings.lifecycle import PostingStatus
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application
from tests.factories.postings import make_posting

A = ApplicationStatus
LATER = timedelta(hours=1)  # when no step can be taken back any more


def words_of(coder, at: datetime) -> list[str]:
    return [one.words for one in news.news_of(coder.id, at=at)]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (A.INTERVIEWING, ["Interviewing"]),
        (A.OFFERED, ["Offer made"]),
        (A.HIRED, ["Hired"]),
        (A.SUBMITTED, []),
        (A.WITHDRAWN, []),
        (A.UNSUCCESSFUL, []),  # decided and not told
    ],
)
def test_news_is_what_the_coder_was_told(session: Session, status: ApplicationStatus, words: list[str]) -> None:
    coder, at = make_coder(), now()
    make_application(status, coder=coder, at=at)
    assert words_of(coder, at + LATER) == words


def test_a_step_that_can_be_taken_back_still_is_no_news_yet(session: Session) -> None:
    coder, at = make_coder(), now()
    one = make_application(A.INTERVIEWING, coder=coder, at=at)
    times = {status: moment for status, moment in one.status_times.items() if status != A.INTERVIEWING}
    session.expire_all()
    step = TakenStep(application_id=one.id, action="interview", before=A.SUBMITTED, times_before=times, batch="1", taken_at=at)
    step.told_at = at + timedelta(minutes=5)
    session.merge(step)
    session.commit()
    assert "Interviewing" not in words_of(coder, at + timedelta(minutes=4))
    assert "Interviewing" in words_of(coder, at + timedelta(minutes=5))


def test_an_opening_and_a_message_are_news_and_the_last_one_counts(session: Session) -> None:
    coder, at = make_coder(), now()
    one = make_application(coder=coder, at=at)
    employer = one.posting.employer.name
    db.session.add(ResumeOpening(application_id=one.id, opened_at=at + timedelta(minutes=1)))
    db.session.flush()
    db.session.expire(one)
    assert words_of(coder, at + LATER) == [f"{employer} opened your résumé"]
    db.session.add(ApplicationMessage(application_id=one.id, step="interview", words="Come", sent_at=at + timedelta(minutes=2)))
    db.session.add(
        ApplicationMessage(
            application_id=one.id, author_id=coder.id, step="accept", words="Yes", sent_at=at + timedelta(minutes=3)
        )
    )
    db.session.flush()
    db.session.expire(one)
    assert words_of(coder, at + LATER) == [f"Message from {employer}"]


def test_the_newest_stand_first_and_old_news_is_none(session: Session) -> None:
    coder, at = make_coder(), now()
    make_application(A.INTERVIEWING, coder=coder, at=at - timedelta(days=2))
    make_application(A.OFFERED, coder=coder, at=at - timedelta(days=1))
    make_application(A.HIRED, coder=coder, at=at - timedelta(days=90))
    assert words_of(coder, at) == ["Offer made", "Interviewing"]


def test_another_coders_news_is_theirs(session: Session) -> None:
    make_application(A.OFFERED)
    assert words_of(make_coder(), now() + LATER) == []


def test_drafts_are_those_of_jobs_still_open(session: Session) -> None:
    coder = make_coder()
    for status in (PostingStatus.LIVE, PostingStatus.CLOSED, PostingStatus.PAUSED):
        db.session.add(ApplicationDraft(posting_id=make_posting(status).id, account_id=coder.id))
    db.session.add(ApplicationDraft(posting_id=make_posting().id, account_id=make_coder().id))
    db.session.flush()
    assert [draft.posting.status for draft in news.drafts_of(coder.id, at=now())] == [PostingStatus.LIVE]


def test_jobs_with_new_applicants_are_those_of_the_employers_asked_for(session: Session) -> None:
    at = now()
    first, second, other = make_posting(), make_posting(), make_posting()
    for _time in range(2):
        make_application(posting=first, at=at - timedelta(hours=2))
    make_application(posting=second, at=at)
    make_application(A.INTERVIEWING, posting=second, at=at)
    make_application(posting=other, at=at)
    found = news.jobs_with_new_applicants([first.employer_id, second.employer_id])
    assert {(one.posting.id, one.new) for one in found} >= {(first.id, 2), (second.id, 1)}
    assert other.employer_id in (first.employer_id, second.employer_id) or other.id not in {one.posting.id for one in found}
    assert [one.posting.id for one in found if one.posting.id in (first.id, second.id)] == [second.id, first.id]
    assert news.jobs_with_new_applicants([]) == []
