from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from careercenter.accounts.models import Account, Staff
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.employers.models import Role, Verification
from careercenter.mail.models import Letter
from careercenter.moderation import services
from careercenter.moderation.decisions import DecisionOutcome, ReportDecision, Verdict
from careercenter.moderation.models import Report, ReportReason, ReportStatus
from careercenter.moderation.queries import open_reports
from careercenter.moderation.services import version_token, version_token_of_reports, version_token_of_revision
from careercenter.postings.lifecycle import PostingAction, PostingStatus
from careercenter.postings.models import Posting, RevisionStatus
from careercenter.postings.queries import visible
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.employers import make_employer, make_member
from tests.factories.moderation import load_reasons, make_edit, make_report, verdict
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer

S = PostingStatus


def _public(posting: Posting, at: datetime | None = None) -> bool:
    return db.session.scalar(visible(at or now()).where(Posting.id == posting.id)) is not None


def _whats(posting: Posting) -> list[str]:
    query = select(AuditEntry.what).where(AuditEntry.subject_kind == "posting", AuditEntry.subject_id == posting.id)
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def _index_tasks() -> list[int]:
    return [task.args["posting_id"] for task in db.session.scalars(select(Task).where(Task.name == TaskName.INDEX_POSTING))]


# One line a decision on a posting: from where, with which reason, to where.
DECISIONS = [
    (S.PENDING, PostingAction.APPROVE, "", S.LIVE),
    (S.PENDING, PostingAction.ASK_CHANGES, "pay-unclear", S.CHANGES_ASKED),
    (S.PENDING, PostingAction.REJECT, "duplicate", S.REJECTED),
    (S.PENDING, PostingAction.REMOVE, "scam", S.REMOVED),
    (S.LIVE, PostingAction.FREEZE, "checking", S.FROZEN),
    (S.LIVE, PostingAction.REMOVE, "scam", S.REMOVED),
    (S.FROZEN, PostingAction.RESTORE, "", S.LIVE),
    (S.FROZEN, PostingAction.REMOVE, "scam", S.REMOVED),
]


@pytest.mark.parametrize(("status", "action", "reason", "to"), DECISIONS)
def test_a_moderator_decides_and_the_author_is_told(
    session: Session, status: PostingStatus, action: PostingAction, reason: str, to: PostingStatus
) -> None:
    posting = make_posting(status)
    before = len(_whats(posting))
    services.decide(posting, action, verdict=verdict(posting, reason, "See the second line."), actor=make_moderator(), at=now())
    session.flush()
    assert posting.status is to
    assert len(_whats(posting)) > before
    assert posting.author is not None
    assert session.scalar(select(Letter).where(Letter.recipient == posting.author.email)) is not None
    assert _public(posting) is (to is S.LIVE)


@pytest.mark.parametrize(("status", "action", "reason"), [d[:3] for d in DECISIONS])
def test_nobody_judges_their_own_employers_job(
    session: Session, status: PostingStatus, action: PostingAction, reason: str
) -> None:
    posting = make_posting(status)
    judge = make_moderator()
    make_member(posting.employer, judge, Role.VIEWER)
    with pytest.raises(RuleBroken, match="belong to this employer"):
        services.decide(posting, action, verdict=verdict(posting, reason), actor=judge, at=now())
    assert posting.status is status


@pytest.mark.parametrize("who", [make_coder, make_account])
def test_only_moderators_decide(session: Session, who: Callable[[], Account]) -> None:
    posting = make_posting(S.PENDING)
    with pytest.raises(RuleBroken, match="Only a moderator"):
        services.decide(posting, PostingAction.APPROVE, verdict=verdict(posting), actor=who(), at=now())


@pytest.mark.parametrize("action", [PostingAction.ASK_CHANGES, PostingAction.REJECT, PostingAction.REMOVE])
@pytest.mark.parametrize("reason", ["", "no-such-reason", "scam-never-listed"])
def test_a_reason_is_needed(session: Session, action: PostingAction, reason: str) -> None:
    posting = make_posting(S.PENDING)
    with pytest.raises(RuleBroken) as refused:
        services.decide(posting, action, verdict=verdict(posting, reason, "Words."), actor=make_moderator(), at=now())
    assert refused.value.field == "reason"
    assert posting.status is S.PENDING


def test_a_reason_of_another_use_or_a_retired_one_is_refused(session: Session) -> None:
    from careercenter.moderation.queries import reason_by_slug

    posting = make_posting(S.PENDING)
    with pytest.raises(RuleBroken, match="no longer in the list"):
        services.decide(
            posting, PostingAction.REJECT, verdict=verdict(posting, "pay-unclear"), actor=make_moderator(), at=now()
        )
    reason = reason_by_slug("duplicate")
    assert reason is not None
    reason.retired_at = now()
    with pytest.raises(RuleBroken, match="no longer in the list"):
        services.decide(posting, PostingAction.REJECT, verdict=verdict(posting, "duplicate"), actor=make_moderator(), at=now())


def test_a_reason_without_words_asks_for_the_moderators(session: Session) -> None:
    posting = make_posting(S.PENDING)
    with pytest.raises(RuleBroken) as refused:
        services.decide(
            posting, PostingAction.REJECT, verdict=verdict(posting, "reject-other"), actor=make_moderator(), at=now()
        )
    assert refused.value.field == "words"
    services.decide(
        posting, PostingAction.REJECT, verdict=verdict(posting, "reject-other", "Because."), actor=make_moderator(), at=now()
    )
    assert posting.decision_words == "Because."


def test_the_author_reads_the_reasons_words_and_the_moderators(session: Session) -> None:
    posting = make_posting(S.PENDING)
    told = verdict(posting, "pay-unclear", "Is it $34 or $43?")
    services.decide(posting, PostingAction.ASK_CHANGES, verdict=told, actor=make_moderator(), at=now())
    assert posting.decision_reason == "pay-unclear"
    assert posting.decision_words is not None
    assert "Say what the job pays" in posting.decision_words
    assert posting.decision_words.endswith("Is it $34 or $43?")


def test_only_an_administrator_sends_back_to_review(session: Session) -> None:
    posting = make_posting(S.REJECTED)
    services.decide(posting, PostingAction.APPEAL, verdict=verdict(posting), actor=make_admin(), at=now())
    assert posting.status is S.PENDING
    assert open_reports(posting) == []


def test_a_moderator_does_not_hear_appeals(session: Session) -> None:
    posting = make_posting(S.REMOVED)
    with pytest.raises(RuleBroken, match="administrator"):
        services.decide(posting, PostingAction.APPEAL, verdict=verdict(posting), actor=make_moderator(), at=now())


def test_what_only_the_employer_does_is_not_done_at_the_desk(session: Session) -> None:
    posting = make_posting(S.LIVE)
    with pytest.raises(RuleBroken):
        services.decide(posting, PostingAction.CLOSE, verdict=verdict(posting), actor=make_moderator(), at=now())


def test_a_decision_about_an_older_version_is_refused(session: Session) -> None:
    posting = make_posting(S.PENDING)
    looked_at = verdict(posting)
    services.decide(posting, PostingAction.APPROVE, verdict=looked_at, actor=make_moderator(), at=now())
    session.flush()
    with pytest.raises(Stale):
        services.decide(posting, PostingAction.APPROVE, verdict=looked_at, actor=make_moderator(), at=now())


def test_an_edit_is_approved_once(session: Session) -> None:
    employer = make_posting_employer()
    author = make_author(employer)
    posting = make_posting(S.LIVE, employer=employer, author=author)
    edit = make_edit(posting, author, pay_min=2800, pay_max=3300)
    looked_at = Verdict(version_token_of_revision(edit))
    services.decide_revision(edit, PostingAction.APPROVE, verdict=looked_at, actor=make_moderator(), at=now())
    session.flush()
    assert edit.status is RevisionStatus.APPROVED
    assert posting.content.pay_max == 3300
    with pytest.raises(Stale):
        services.decide_revision(edit, PostingAction.REJECT, verdict=looked_at, actor=make_moderator(), at=now())


@pytest.mark.parametrize(
    ("action", "reason"), [(PostingAction.ASK_CHANGES, "pay-unclear"), (PostingAction.REJECT, "not-coding")]
)
def test_an_edit_refused_leaves_the_live_version_up(session: Session, action: PostingAction, reason: str) -> None:
    employer = make_posting_employer()
    author = make_author(employer)
    posting = make_posting(S.LIVE, employer=employer, author=author)
    pay = posting.content.pay_max
    edit = make_edit(posting, author, pay_min=1000, pay_max=2000)
    services.decide_revision(
        edit, action, verdict=Verdict(version_token_of_revision(edit), (reason,)), actor=make_moderator(), at=now()
    )
    assert posting.content.pay_max == pay
    assert _public(posting)


def test_nobody_judges_an_edit_of_their_own(session: Session) -> None:
    employer = make_posting_employer()
    author = make_author(employer)
    author.staff = Staff.MODERATOR
    posting = make_posting(S.LIVE, employer=employer, author=author)
    edit = make_edit(posting, author)
    with pytest.raises(RuleBroken, match="belong"):
        services.decide_revision(
            edit, PostingAction.APPROVE, verdict=Verdict(version_token_of_revision(edit)), actor=author, at=now()
        )
    with pytest.raises(RuleBroken):
        services.decide_revision(
            edit, PostingAction.REMOVE, verdict=Verdict(version_token_of_revision(edit)), actor=make_moderator(), at=now()
        )


def test_anybody_may_report_a_live_job_once(session: Session) -> None:
    posting = make_posting(S.LIVE)
    person = make_coder()
    make_report(posting, account=person)
    make_report(posting)
    make_report(posting)
    with pytest.raises(RuleBroken, match="already"):
        make_report(posting, ReportReason.GONE, account=person)
    assert len(open_reports(posting)) == 3


def test_the_database_holds_once_each(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting, account=make_coder("ann@example.com"))
    first = open_reports(posting)[0]
    session.add(Report(posting_id=posting.id, reporter=first.reporter, reason=ReportReason.GONE))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("status", [s for s in S if s is not S.LIVE])
def test_what_is_not_live_is_not_reported(session: Session, status: PostingStatus) -> None:
    with pytest.raises(RuleBroken, match="no longer shown"):
        make_report(make_posting(status))


def test_something_else_has_to_be_said(session: Session) -> None:
    posting = make_posting(S.LIVE)
    with pytest.raises(RuleBroken) as refused:
        make_report(posting, ReportReason.OTHER, words=" ")
    assert refused.value.field == "words"


@pytest.mark.parametrize(
    ("decision", "reason", "status", "becomes"),
    [
        (ReportDecision.DISMISS, "", S.LIVE, ReportStatus.DISMISSED),
        (ReportDecision.REMOVE, "scam", S.REMOVED, ReportStatus.UPHELD),
    ],
)
def test_one_decision_closes_every_open_report_and_tells_those_with_an_account(
    session: Session, decision: ReportDecision, reason: str, status: PostingStatus, becomes: ReportStatus
) -> None:
    posting = make_posting(S.LIVE)
    person = make_coder()
    make_report(posting, account=person)
    make_report(posting)
    judge = make_moderator()
    looked_at = Verdict(version_token_of_reports(posting, open_reports(posting)), (reason,))
    services.decide_reports(posting, decision, verdict=looked_at, actor=judge, at=now())
    session.flush()
    assert posting.status is status
    reports = list(session.scalars(select(Report).where(Report.posting_id == posting.id)))
    assert {(r.status, r.decided_by_id) for r in reports} == {(becomes, judge.id)}
    letters = list(session.scalars(select(Letter).where(Letter.template == "report_decided")))
    assert [letter.recipient for letter in letters] == [person.email]
    with pytest.raises(Stale):
        services.decide_reports(posting, decision, verdict=looked_at, actor=make_moderator(), at=now())


def test_the_letter_to_the_reporter_holds_no_name_of_a_moderator_and_no_private_word(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting, account=make_coder())
    judge = make_moderator(name="Moira Deskin")
    services.decide_reports(
        posting, ReportDecision.REMOVE, actor=judge, at=now(),
        verdict=Verdict(version_token_of_reports(posting, open_reports(posting)), ("scam",), "We saw your second account."),
    )  # fmt: skip
    letter = session.scalars(select(Letter).where(Letter.template == "report_decided")).one()
    assert "Moira" not in letter.text + letter.html
    assert "second account" not in letter.text + letter.html


def test_a_hold_keeps_its_reports_open_and_says_so_to_those_who_sent_them(session: Session) -> None:
    posting = make_posting(S.LIVE)
    person = make_coder()
    make_report(posting, account=person)
    judge = make_moderator()
    looked_at = Verdict(version_token_of_reports(posting, open_reports(posting)), ("checking",))
    assert (
        services.decide_reports(posting, ReportDecision.FREEZE, verdict=looked_at, actor=judge, at=now())
        is DecisionOutcome.HELD
    )
    session.flush()
    assert [report.status for report in open_reports(posting)] == [ReportStatus.OPEN]
    assert "posting.reports_upheld" not in _whats(posting)
    services.decide(posting, PostingAction.RESTORE, verdict=verdict(posting), actor=judge, at=now())
    session.flush()
    assert {report.status for report in posting_reports(session, posting)} == {ReportStatus.DISMISSED}
    letters = list(session.scalars(select(Letter).where(Letter.template == "report_decided").order_by(Letter.id)))
    assert [letter.recipient for letter in letters] == [person.email] * 2
    assert "We are looking into" in letters[0].subject
    assert "found the job in order" in letters[1].text


def posting_reports(session: Session, posting: Posting) -> list[Report]:
    return list(session.scalars(select(Report).where(Report.posting_id == posting.id)))


def test_restoring_dismisses_reports_that_came_before_the_hold(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting)
    from careercenter.postings import services as postings

    postings.freeze(posting, reason="checking", words="We look into it.", actor=make_moderator(), at=now())
    session.flush()
    looked_at = Verdict(version_token_of_reports(posting, open_reports(posting)))
    with pytest.raises(RuleBroken, match="Restore it"):
        services.decide_reports(posting, ReportDecision.DISMISS, verdict=looked_at, actor=make_moderator(), at=now())
    services.decide_reports(posting, ReportDecision.RESTORE, verdict=looked_at, actor=make_moderator(), at=now())
    assert posting.status is S.LIVE
    assert open_reports(posting) == []


def test_a_report_that_came_in_meanwhile_has_to_be_read_first(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting)
    looked_at = Verdict(version_token_of_reports(posting, open_reports(posting)))
    make_report(posting)
    with pytest.raises(Stale):
        services.decide_reports(posting, ReportDecision.DISMISS, verdict=looked_at, actor=make_moderator(), at=now())


def test_a_report_of_a_closed_job_can_be_closed_as_right(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting)
    posting.status = S.EXPIRED
    session.flush()
    looked_at = Verdict(version_token_of_reports(posting, open_reports(posting)))
    services.decide_reports(posting, ReportDecision.UPHOLD, verdict=looked_at, actor=make_moderator(), at=now())
    assert open_reports(posting) == []


def test_nobody_decides_reports_of_their_own_employers_job(session: Session) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting)
    judge = make_moderator()
    make_member(posting.employer, judge)
    Verdict(version_token_of_reports(posting, open_reports(posting)))
    with pytest.raises(RuleBroken, match="belong"):
        services.decide_reports(
            posting,
            ReportDecision.DISMISS,
            verdict=Verdict(version_token_of_reports(posting, open_reports(posting))),
            actor=judge,
            at=now(),
        )
    assert len(open_reports(posting)) == 1


def test_who_reported_does_not_stand_in_the_trail(session: Session) -> None:
    posting = make_posting(S.LIVE)
    person = make_coder()
    made = make_report(posting, account=person, words="my own words")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "report.made")).one()
    assert entry.actor_id is None
    assert "my own words" not in str(entry.detail)
    assert person.public_id not in str(entry.detail)
    assert made.reporter == person.public_id


@pytest.mark.parametrize(("action", "reason"), [(PostingAction.FREEZE, "checking"), (PostingAction.REMOVE, "scam")])
def test_a_hold_or_removal_is_gone_from_every_surface_at_once(session: Session, action: PostingAction, reason: str) -> None:
    posting = make_posting(S.LIVE)
    assert _public(posting)
    services.decide(posting, action, verdict=verdict(posting, reason), actor=make_moderator(), at=now())
    session.flush()
    assert not _public(posting)
    assert posting.id in _index_tasks()


def test_verifying_says_what_was_checked(session: Session) -> None:
    employer = make_employer(owner=make_account())
    services.verify_employer(
        employer, how=Verification.MAIL_AT_DOMAIN, what="northfield.example.com", actor=make_moderator(), at=now()
    )
    assert employer.verified_at is not None
    assert employer.verified_what == "northfield.example.com"
    services.unverify_employer(employer, words="The domain changed hands.", actor=make_moderator(), at=now())
    assert (employer.verified_at, employer.verified_by, employer.verified_what) == (None, None, "")
    with pytest.raises(RuleBroken, match="not verified"):
        services.unverify_employer(employer, words="Again.", actor=make_moderator(), at=now())
    with pytest.raises(RuleBroken) as refused:
        services.verify_employer(employer, how=Verification.DOCUMENT, what=" ", actor=make_moderator(), at=now())
    assert refused.value.field == "what"


def test_a_suspension_takes_every_job_away_at_once_and_tells_the_owners(session: Session) -> None:
    owner = make_account(name="Ida Marlow")
    employer = make_employer("Northfield Clinic", owner=owner)
    make_member(employer, make_account(), Role.RECRUITER)
    postings = [make_posting(S.LIVE, employer=employer, author=owner) for _ in range(3)]
    make_posting(S.DRAFT, employer=employer, author=owner)
    session.execute(Task.__table__.delete())
    at = now()

    services.suspend_employer(employer, words="Nobody answers at the number given.", actor=make_moderator(), at=at)
    session.flush()

    assert not any(_public(posting, at) for posting in postings)
    assert sorted(_index_tasks()) == sorted(posting.id for posting in postings)
    letters = session.scalars(select(Letter).where(Letter.template == "employer_suspended")).all()
    assert [letter.recipient for letter in letters] == [owner.email]
    assert "Nobody answers" in letters[0].text
    with pytest.raises(RuleBroken, match="already"):
        services.suspend_employer(employer, words="Again.", actor=make_moderator(), at=at)

    services.restore_employer(employer, words="They called back.", actor=make_moderator(), at=at)
    session.flush()
    assert all(_public(posting, at) for posting in postings)
    assert len(_index_tasks()) == 6
    with pytest.raises(RuleBroken, match="not suspended"):
        services.restore_employer(employer, words="Again.", actor=make_moderator(), at=at)


def test_a_suspension_needs_words(session: Session) -> None:
    employer = make_employer()
    with pytest.raises(RuleBroken) as refused:
        services.suspend_employer(employer, words="  ", actor=make_moderator(), at=now())
    assert refused.value.field == "words"
    assert employer.suspended_at is None


EMPLOYER_ACTS: list[tuple[Callable[..., None], dict[str, Any]]] = [
    (services.verify_employer, {"how": Verification.TELEPHONE, "what": "555-0100"}),
    (services.unverify_employer, {"words": "Why."}),
    (services.suspend_employer, {"words": "Why."}),
    (services.restore_employer, {"words": "Why."}),
]


@pytest.mark.parametrize(("act", "values"), EMPLOYER_ACTS)
def test_an_employer_is_judged_by_moderators_who_do_not_belong_to_it(
    session: Session, act: Callable[..., None], values: dict[str, Any]
) -> None:
    employer = make_employer()
    member = make_moderator()
    make_member(employer, member)
    for actor in (member, make_coder()):
        with pytest.raises(RuleBroken):
            act(employer, **values, actor=actor, at=now())
    assert employer.suspended_at is None
    assert employer.verified_at is None


def test_of_moderators_deciding_at_the_same_moment_exactly_one_does(own_app: Flask) -> None:
    """Eight at once, each in a connection of its own; the others are refused and leave no trace."""
    with own_app.app_context():
        load_reasons()
        posting = make_posting(S.PENDING, at=now() - timedelta(hours=1))
        judges = [make_moderator().id for _ in range(8)]
        db.session.commit()
        posting_id, looked_at = posting.id, Verdict(version_token(posting), ("duplicate",))
        db.session.remove()
    gate, outcomes = threading.Barrier(8), []

    def judge(judge_id: int, action: PostingAction) -> None:
        with own_app.app_context():
            gate.wait()
            try:
                services.decide(
                    db.session.get_one(Posting, posting_id), action, verdict=looked_at,
                    actor=db.session.get_one(Account, judge_id), at=now(),
                )  # fmt: skip
                db.session.commit()
                outcomes.append("done")
            except (Stale, StaleDataError):
                db.session.rollback()
                outcomes.append("refused")
            finally:
                db.session.remove()

    actions = [PostingAction.APPROVE, PostingAction.REJECT] * 4
    threads = [threading.Thread(target=judge, args=pair) for pair in zip(judges, actions, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done"] + ["refused"] * 7
    with own_app.app_context():
        decided = select(AuditEntry).where(AuditEntry.what.in_(("posting.approved", "posting.rejected")))
        assert len(db.session.scalars(decided).all()) == 1
        assert db.session.get_one(Posting, posting_id).status in (S.LIVE, S.REJECTED)


SCAM = "We interview you on Telegram and mail you a check for your equipment. " * 8


class TestSignsKnownFromScams:
    def test_a_first_press_does_not_approve_them(self, session: Session) -> None:
        posting = make_posting(S.PENDING, description=SCAM)
        assert services.blocking(posting)
        with pytest.raises(RuleBroken, match="press a second time"):
            services.decide(posting, PostingAction.APPROVE, verdict=verdict(posting), actor=make_moderator(), at=now())
        assert posting.status is S.PENDING

    def test_a_second_press_approves_them(self, session: Session) -> None:
        posting = make_posting(S.PENDING, description=SCAM)
        sure = dataclasses.replace(verdict(posting), sure=True)
        services.decide(posting, PostingAction.APPROVE, verdict=sure, actor=make_moderator(), at=now())
        assert posting.status is S.LIVE

    def test_they_stop_the_restoring_of_a_held_job_and_the_approval_of_an_edit_too(self, session: Session) -> None:
        moderator = make_moderator()
        held = make_posting(S.FROZEN, description=SCAM)
        with pytest.raises(RuleBroken, match="press a second time"):
            services.decide(held, PostingAction.RESTORE, verdict=verdict(held), actor=moderator, at=now())
        live = make_posting(S.LIVE)
        assert live.author is not None
        edit = make_edit(live, live.author, description=SCAM)
        looked_at = Verdict(version_token_of_revision(edit))
        with pytest.raises(RuleBroken, match="press a second time"):
            services.decide_revision(edit, PostingAction.APPROVE, verdict=looked_at, actor=moderator, at=now())

    def test_they_do_not_stand_in_the_way_of_a_refusal(self, session: Session) -> None:
        posting = make_posting(S.PENDING, description=SCAM)
        services.decide(
            posting, PostingAction.REJECT, verdict=verdict(posting, "asks-for-money"), actor=make_moderator(), at=now()
        )
        assert posting.status is S.REJECTED


def test_several_reasons_are_told_in_the_order_of_the_list_and_kept_in_the_trail(session: Session) -> None:
    posting = make_posting(S.PENDING)
    chosen = Verdict(services.version_token(posting), ("title-untidy", "pay-unclear"), "Thank you.")
    services.decide(posting, PostingAction.ASK_CHANGES, verdict=chosen, actor=make_moderator(), at=now())
    words = posting.decision_words or ""
    assert words.index("Say what the job pays") < words.index("Keep the title") < words.index("Thank you.")
    assert posting.decision_reason == "pay-unclear"
    asked = session.scalars(select(AuditEntry).where(AuditEntry.what == "posting.changes_asked")).one()
    assert asked.detail["reason"] == "pay-unclear, title-untidy"


def test_one_reason_of_several_that_says_nothing_asks_for_words(session: Session) -> None:
    posting = make_posting(S.PENDING)
    chosen = Verdict(services.version_token(posting), ("pay-unclear", "changes-other"))
    with pytest.raises(RuleBroken, match="says nothing by itself"):
        services.decide(posting, PostingAction.ASK_CHANGES, verdict=chosen, actor=make_moderator(), at=now())
