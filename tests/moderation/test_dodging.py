"""What an employer does with a reported job does not take it out of the moderators' hands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken, Stale
from careercenter.moderation import services, services_reports
from careercenter.moderation.decisions import DecisionOutcome, ReportDecision, Verdict, decisions_on_reports
from careercenter.moderation.models import ReportReason, ReportStatus
from careercenter.moderation.queries import open_reports, queue
from careercenter.moderation.services import version_token, version_token_of_reports, version_token_of_revision
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import CloseReason, PostingAction, PostingStatus
from careercenter.postings.models import Posting, RevisionStatus
from tests.factories.accounts import make_moderator
from tests.factories.employers import make_member as join
from tests.factories.moderation import make_edit, make_report, verdict
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer

S = PostingStatus
SignIn = Callable[[Account], FlaskClient]

LEAVE: dict[PostingStatus, Callable[[Posting, Account], None]] = {
    S.LIVE: lambda posting, author: None,
    S.PAUSED: lambda posting, author: postings.pause(posting, actor=author, at=now()),
    S.CLOSED: lambda posting, author: postings.close(posting, reason=CloseReason.FILLED, actor=author, at=now()),
    S.ARCHIVED: lambda posting, author: (
        postings.close(posting, reason=CloseReason.OTHER, actor=author, at=now()),
        postings.archive(posting, actor=author, at=now()),
    )[0],
}


def reported(session: Session) -> tuple[Posting, Account]:
    employer = make_posting_employer()
    author = make_author(employer)
    posting = make_posting(S.LIVE, employer=employer, author=author)
    make_report(posting)
    session.flush()
    return posting, author


def on_reports(posting: Posting, decision: ReportDecision, reason: str = "") -> DecisionOutcome:
    looked_at = Verdict(version_token_of_reports(posting, open_reports(posting)), (reason,))
    return services.decide_reports(posting, decision, verdict=looked_at, actor=make_moderator(), at=now())


@pytest.mark.parametrize("status", LEAVE)
@pytest.mark.parametrize(("decision", "reason", "to"), [("freeze", "checking", S.FROZEN), ("remove", "scam", S.REMOVED)])
def test_a_reported_job_is_held_and_removed_wherever_its_employer_put_it(
    session: Session, status: PostingStatus, decision: str, reason: str, to: PostingStatus
) -> None:
    posting, author = reported(session)
    LEAVE[status](posting, author)
    assert ReportDecision(decision) in decisions_on_reports(posting, any_open=True)
    on_reports(posting, ReportDecision(decision), reason)
    assert posting.status is to


@pytest.mark.parametrize("status", [S.SCHEDULED, S.EXPIRED])
def test_a_job_that_is_not_up_now_is_held_and_given_back_as_it_was(session: Session, status: PostingStatus) -> None:
    posting = make_posting(status)
    judge = make_moderator()
    services.decide(posting, PostingAction.FREEZE, verdict=verdict(posting, "checking"), actor=judge, at=now())
    session.flush()
    outcome = services.decide(posting, PostingAction.RESTORE, verdict=verdict(posting), actor=judge, at=now())
    assert posting.status is status
    assert outcome is (DecisionOutcome.RESTORED if status is S.SCHEDULED else DecisionOutcome.RESTORED_UNSEEN)


@pytest.mark.parametrize("way", ["reopen", "resume", "renew"])
def test_after_a_report_was_found_right_the_job_comes_back_through_review_alone(session: Session, way: str) -> None:
    posting, author = reported(session)
    assert posting.closes_at is not None
    at = posting.closes_at + timedelta(days=1) if way == "renew" else now()
    if way == "renew":
        postings.expire_due(at)
    else:
        LEAVE[S.CLOSED if way == "reopen" else S.PAUSED](posting, author)
    assert on_reports(posting, ReportDecision.UPHOLD) is DecisionOutcome.UPHELD
    if way == "renew":
        postings.renew(posting, closing_on=(at + timedelta(days=20)).date(), actor=author, at=at)
    else:
        getattr(postings, way)(posting, actor=author, at=at)
    assert posting.status is S.PENDING
    assert not posting.is_visible(at)
    assert posting.id in {line.posting.id for line in queue().items}
    services.decide(posting, PostingAction.APPROVE, verdict=verdict(posting), actor=make_moderator(), at=at)
    assert posting.status is S.LIVE
    postings.pause(posting, actor=author, at=at)
    postings.resume(posting, actor=author, at=at)
    assert posting.status is S.LIVE


def test_reposting_or_copying_it_makes_a_draft_that_is_reviewed(session: Session) -> None:
    posting, author = reported(session)
    LEAVE[S.CLOSED](posting, author)
    on_reports(posting, ReportDecision.UPHOLD)
    assert postings.repost(posting, actor=author, at=now()).status is S.DRAFT


def test_reports_of_a_job_that_is_up_are_not_closed_as_right_while_it_stays_up(session: Session) -> None:
    posting, _author = reported(session)
    assert ReportDecision.UPHOLD not in decisions_on_reports(posting, any_open=True)
    with pytest.raises(RuleBroken, match="Hold it or remove it"):
        on_reports(posting, ReportDecision.UPHOLD)
    assert open_reports(posting)[0].status is ReportStatus.OPEN


def test_the_employer_is_told_that_it_was_not_reopened_but_goes_to_review(session: Session, sign_in: SignIn) -> None:
    posting, author = reported(session)
    LEAVE[S.CLOSED](posting, author)
    on_reports(posting, ReportDecision.UPHOLD)
    session.commit()
    client = sign_in(author)
    address = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/reopen"
    page = client.post(address, follow_redirects=True)
    assert "a moderator looks at it before it is shown again" in page.text
    assert "live again" not in page.text


def test_an_edit_leaves_the_queue_with_its_job_and_comes_back_with_it(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    author = make_author(employer)
    posting = make_posting(S.LIVE, employer=employer, author=author)
    edit = make_edit(posting, author)
    postings.close(posting, reason=CloseReason.FILLED, actor=author, at=now())
    session.commit()
    assert edit.id not in {line.revision.id for line in queue().items if line.revision}
    moderator = sign_in(make_moderator())
    page = moderator.get(f"/desk/revisions/{edit.public_id}")
    assert "This job has ended, so its edit waits for nobody" in page.text
    late = moderator.post(
        f"/desk/revisions/{edit.public_id}/approve",
        data={"approve-seen": version_token_of_revision(edit)},
        follow_redirects=True,
    )
    assert "Nothing was approved" in late.text
    assert "Edit approved" not in late.text
    assert edit.status is RevisionStatus.SUPERSEDED


def test_an_edit_comes_back_to_the_queue_when_its_job_is_reopened(session: Session) -> None:
    employer = make_posting_employer()
    author = make_author(employer)
    posting = make_posting(S.LIVE, employer=employer, author=author)
    edit = make_edit(posting, author)
    postings.close(posting, reason=CloseReason.FILLED, actor=author, at=now())
    postings.reopen(posting, actor=author, at=now())
    session.flush()
    assert edit.id in {line.revision.id for line in queue().items if line.revision}


def test_every_flash_says_what_became_of_the_job(session: Session, sign_in: SignIn) -> None:
    moderator = sign_in(make_moderator())
    later = make_posting(S.PENDING, publish_on=(now() + timedelta(days=9)).date())
    session.commit()
    page = moderator.post(
        f"/desk/postings/{later.public_id}/approve", data={"approve-seen": version_token(later)}, follow_redirects=True
    )
    assert "Approved for its publishing day" in page.text
    assert later.status is S.SCHEDULED


class TestLeavingAnEmployer:
    def test_a_moderator_who_left_it_lately_judges_nothing_of_it(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        judge = make_moderator()
        join(employer, judge, since=now() - timedelta(days=400), ended_at=now() - timedelta(days=89))
        posting = make_posting(S.PENDING, employer=employer)
        session.commit()
        assert "Another moderator has to decide" in sign_in(judge).get(f"/desk/postings/{posting.public_id}").text
        address = f"/desk/postings/{posting.public_id}/approve"
        assert sign_in(judge).post(address, data={"approve-seen": version_token(posting)}).status_code == 404
        with pytest.raises(RuleBroken):
            services.decide(posting, PostingAction.APPROVE, verdict=verdict(posting), actor=judge, at=now())

    def test_after_the_cooling_time_only_what_was_sent_in_their_days_is_not_theirs_to_judge(self, session: Session) -> None:
        employer = make_posting_employer()
        judge = make_moderator()
        join(employer, judge, since=now() - timedelta(days=400), ended_at=now() - timedelta(days=91))
        old, new = make_posting(S.PENDING, employer=employer), make_posting(S.PENDING, employer=employer)
        old.submitted_at = now() - timedelta(days=120)
        session.flush()
        with pytest.raises(RuleBroken):
            services.decide(old, PostingAction.APPROVE, verdict=verdict(old), actor=judge, at=now())
        services.decide(new, PostingAction.APPROVE, verdict=verdict(new), actor=judge, at=now())
        assert new.status is S.LIVE


class TestReportsOfOneConnection:
    def test_what_another_person_there_says_is_kept_too(self, session: Session, client: FlaskClient) -> None:
        posting = make_posting(S.LIVE)
        session.commit()
        url = f"/jobs/{posting.public_id}/report"
        client.post(url, data={"reason": "scam", "words": "They asked me for a fee."})
        second = client.post(url, data={"reason": "scam", "words": "Me they asked for my SSN."}, follow_redirects=True)
        again = client.post(url, data={"reason": "scam", "words": "me they  asked for my ssn."}, follow_redirects=True)
        assert "Your report is kept beside theirs" in second.text
        assert "Your first report stands" in again.text
        assert [one.words for one in open_reports(posting)] == ["They asked me for a fee.", "Me they asked for my SSN."]
        assert len({one.source for one in open_reports(posting)}) == 1

    def test_one_connection_counts_once_and_does_not_fill_the_desk(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.LIVE)
        for number in range(12):
            services_reports.take_report(
                posting, reason=ReportReason.SCAM, words=f"Words {number}", account=None, household="h" * 64, at=now()
            )
        make_report(posting)
        session.commit()
        assert len(open_reports(posting)) == 11
        page = sign_in(make_moderator()).get(f"/desk/reports/{posting.public_id}").text
        assert "11 reports from 2 accounts or connections" in page


@pytest.mark.parametrize("from_the_reports", [True, False])
def test_a_job_saved_again_while_a_moderator_reads_it_is_held_all_the_same(session: Session, from_the_reports: bool) -> None:
    posting, author = reported(session)
    looked_at = verdict(posting, "checking")
    of_reports = Verdict(version_token_of_reports(posting, open_reports(posting)), ("checking",))
    postings.change(posting, dataclasses.replace(posting.content, hours_per_week=31), actor=author, at=now())
    session.flush()
    judge = make_moderator()
    with pytest.raises(Stale):
        services.decide(posting, PostingAction.REMOVE, verdict=verdict_of(looked_at, "scam"), actor=judge, at=now())
    if from_the_reports:
        services.decide_reports(posting, ReportDecision.FREEZE, verdict=of_reports, actor=judge, at=now())
    else:
        services.decide(posting, PostingAction.FREEZE, verdict=looked_at, actor=judge, at=now())
    assert posting.status is S.FROZEN
    assert not postings.open_actions(posting, at=now())


def verdict_of(looked_at: Verdict, reason: str) -> Verdict:
    return dataclasses.replace(looked_at, reasons=(reason,))
