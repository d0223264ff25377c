"""What can be done with a posting, and what is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.audit.models import AuditEntry
from careercenter.core.errors import RuleBroken
from careercenter.mail.models import Letter
from careercenter.postings import services
from careercenter.postings.completeness import Incomplete
from careercenter.postings.content import PostingContent, Schedule
from careercenter.postings.lifecycle import CloseReason, PostingAction, PostingStatus
from careercenter.postings.models import Posting, RevisionStatus
from careercenter.tasks.models import Task
from careercenter.tasks.names import TaskName
from tests.factories.accounts import make_account, make_admin, make_moderator
from tests.factories.postings import content, make_member, make_posting, make_posting_employer

S, A = PostingStatus, PostingAction
AT = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
TOLD = {"reason": "pay-unclear", "words": "Say what the job pays."}


def audited(session: Session, posting: Posting) -> list[str]:
    session.flush()
    query = select(AuditEntry.what).where(AuditEntry.subject_kind == "posting", AuditEntry.subject_id == posting.id)
    return [what.removeprefix("posting.") for what in session.scalars(query.order_by(AuditEntry.id))]


def letters(session: Session) -> list[str]:
    return list(session.scalars(select(Letter.template).order_by(Letter.id)))


def index_tasks(session: Session, posting: Posting) -> int:
    tasks = session.scalars(select(Task).where(Task.name == TaskName.INDEX_POSTING))
    return sum(task.args["posting_id"] == posting.id for task in tasks)


@pytest.mark.parametrize("status", PostingStatus)
def test_a_posting_can_come_to_every_status(session: Session, status: PostingStatus) -> None:
    posting = make_posting(status)
    session.expire_all()

    assert posting.status is status


VERBS: dict[PostingAction, Callable[[Posting, Any, Any, datetime], Any]] = {
    A.SUBMIT: lambda p, author, judge, at: services.submit(p, actor=author, at=at),
    A.WITHDRAW: lambda p, author, judge, at: services.withdraw(p, actor=author, at=at),
    A.APPROVE: lambda p, author, judge, at: services.approve(p, actor=judge, at=at),
    A.ASK_CHANGES: lambda p, author, judge, at: services.ask_changes(p, actor=judge, at=at, **TOLD),
    A.REJECT: lambda p, author, judge, at: services.reject(p, actor=judge, at=at, **TOLD),
    A.PAUSE: lambda p, author, judge, at: services.pause(p, actor=author, at=at),
    A.RESUME: lambda p, author, judge, at: services.resume(p, actor=author, at=at),
    A.CLOSE: lambda p, author, judge, at: services.close(p, reason=CloseReason.FILLED, actor=author, at=at),
    A.REOPEN: lambda p, author, judge, at: services.reopen(p, actor=author, at=at),
    A.RENEW: lambda p, author, judge, at: services.renew(p, closing_on=date(2026, 12, 24), actor=author, at=at),
    A.FREEZE: lambda p, author, judge, at: services.freeze(p, actor=judge, at=at, **TOLD),
    A.RESTORE: lambda p, author, judge, at: services.restore(p, actor=judge, at=at),
    A.REMOVE: lambda p, author, judge, at: services.remove(p, actor=judge, at=at, **TOLD),
    A.APPEAL: lambda p, author, judge, at: services.appeal(p, actor=judge, at=at),
    A.ARCHIVE: lambda p, author, judge, at: services.archive(p, actor=author, at=at),
}


@pytest.mark.parametrize("action", VERBS)
@pytest.mark.parametrize("status", PostingStatus)
def test_each_verb_does_what_the_table_says_in_every_status(
    session: Session, action: PostingAction, status: PostingStatus
) -> None:
    from careercenter.postings.lifecycle import TRANSITIONS

    author = make_member(make_posting_employer())
    posting = make_posting(status, at=AT, author=author, employer=author.memberships[0].employer)
    before = (len(audited(session, posting)), len(letters(session)), posting.closed_at, posting.decision_reason)

    if status in TRANSITIONS[action].to:
        VERBS[action](posting, author, make_admin(), AT)
        session.flush()
        assert posting.status is (TRANSITIONS[action].to[status] or S.LIVE)
        assert len(audited(session, posting)) > before[0]
    else:
        with pytest.raises(RuleBroken):
            VERBS[action](posting, author, make_admin(), AT)
        after = (len(audited(session, posting)), len(letters(session)), posting.closed_at, posting.decision_reason)
        assert (posting.status, after) == (status, before)


class TestSubmitting:
    def test_everything_missing_is_named_at_once(self, session: Session) -> None:
        posting = make_posting(S.DRAFT, words=PostingContent(title="Coder"))

        with pytest.raises(Incomplete) as broken:
            services.submit(posting, actor=posting.author, at=AT)

        assert len(broken.value.lacks) > 5
        assert posting.status is S.DRAFT

    def test_an_unproved_address_has_to_be_confirmed_first(self, session: Session) -> None:
        employer = make_posting_employer()
        author = make_member(employer, confirmed=False)
        posting = make_posting(S.DRAFT, employer=employer, author=author, at=AT)

        with pytest.raises(RuleBroken, match="Confirm your e-mail"):
            services.submit(posting, actor=author, at=AT)

    def test_a_suspended_employer_cannot(self, session: Session) -> None:
        posting = make_posting(S.DRAFT, employer=make_posting_employer(suspended_at=AT), at=AT)

        with pytest.raises(RuleBroken, match="suspended"):
            services.submit(posting, actor=posting.author, at=AT)

    def test_the_author_is_told_and_the_moment_kept(self, session: Session) -> None:
        posting = make_posting(S.PENDING, at=AT)

        assert posting.submitted_at == AT
        assert letters(session) == ["posting_submitted"]
        assert audited(session, posting) == ["drafted", "submitted"]

    def test_an_import_may_lack_pay(self, session: Session) -> None:
        employer = make_posting_employer()
        author = make_member(employer)
        bare = content(AT, pay_basis=None, pay_min=None, pay_max=None)
        posting = services.draft(employer, bare, actor=author, at=AT, external_reference="A-1", inferred={"title": "Coder"})

        services.submit(posting, actor=author, at=AT)
        services.approve(posting, actor=make_moderator(), at=AT)

        assert posting.status is S.LIVE


class TestDraftingSeveral:
    def test_they_come_in_the_order_given_each_with_its_entry(self, session: Session) -> None:
        employer = make_posting_employer()
        begun = [services.Beginning(employer, content(AT, title=f"Coder {n}"), f"A-{n}") for n in range(3)]
        postings = services.draft_all(begun, actor=make_member(employer), at=AT)

        assert [posting.external_reference for posting in postings] == ["A-0", "A-1", "A-2"]
        assert [posting.id for posting in postings] == sorted(posting.id for posting in postings)
        assert [audited(session, posting) for posting in postings] == [["drafted"]] * 3

    def test_one_that_contradicts_itself_and_none_is_begun(self, session: Session) -> None:
        employer = make_posting_employer()
        begun = [services.Beginning(employer, content(AT)), services.Beginning(employer, content(AT, pay_min=9000, pay_max=10))]
        with pytest.raises(Incomplete):
            services.draft_all(begun, actor=make_member(employer), at=AT)

        assert session.scalars(select(Posting)).all() == []


class TestApproving:
    def test_the_closing_moment_is_the_end_of_the_day_in_the_postings_zone(self, session: Session) -> None:
        posting = make_posting(at=AT, closing_on=date(2026, 12, 1), time_zone="Pacific/Honolulu")

        assert posting.closes_at == datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
        assert posting.is_visible(datetime(2026, 12, 2, 9, 59, 59, tzinfo=UTC))
        assert not posting.is_visible(datetime(2026, 12, 2, 10, 0, tzinfo=UTC))

    def test_a_publishing_day_to_come_schedules_it(self, session: Session) -> None:
        posting = make_posting(S.SCHEDULED, at=AT, publish_on=date(2026, 11, 23), time_zone="America/Chicago")

        assert posting.publishes_at == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
        assert posting.posted_at is None

    def test_a_publishing_day_that_has_come_does_not(self, session: Session) -> None:
        assert make_posting(S.LIVE, at=AT, publish_on=date(2026, 11, 19)).status is S.LIVE

    def test_what_waited_past_its_closing_day_cannot_go_live(self, session: Session) -> None:
        posting = make_posting(S.PENDING, at=AT, closing_on=date(2026, 11, 21))

        with pytest.raises(RuleBroken, match="closing day has passed"):
            services.approve(posting, actor=make_moderator(), at=AT + timedelta(days=5))

    @pytest.mark.parametrize("status", [S.PENDING, S.LIVE, S.FROZEN])
    def test_nobody_judges_a_posting_of_an_employer_they_belong_to(self, session: Session, status: PostingStatus) -> None:
        employer = make_posting_employer()
        judge = make_member(employer, staff=make_moderator().staff)
        posting = make_posting(status, employer=employer, at=AT)

        for verb in (A.APPROVE, A.ASK_CHANGES, A.REJECT, A.FREEZE, A.RESTORE, A.REMOVE):
            with pytest.raises(RuleBroken, match="You belong to"):
                VERBS[verb](posting, judge, judge, AT)

    def test_a_decision_needs_a_reason(self, session: Session) -> None:
        posting = make_posting(S.PENDING, at=AT)

        with pytest.raises(RuleBroken, match="Choose a reason"):
            services.reject(posting, reason="", words="No.", actor=make_moderator(), at=AT)

    def test_the_second_moderator_is_refused(self, session: Session) -> None:
        posting = make_posting(S.PENDING, at=AT)
        services.approve(posting, actor=make_moderator(), at=AT)

        with pytest.raises(RuleBroken, match="is live"):
            services.reject(posting, actor=make_moderator(), at=AT, **TOLD)

    def test_words_reach_the_author_and_go_when_it_is_approved(self, session: Session) -> None:
        posting = make_posting(S.CHANGES_ASKED, at=AT)
        [letter] = session.scalars(select(Letter).where(Letter.template == "posting_changes_asked"))
        assert "Say what the job pays." in letter.text
        assert "Say what the job pays." in letter.html

        services.submit(posting, actor=posting.author, at=AT)
        assert posting.decision_words == "Say what the job pays."
        services.approve(posting, actor=make_moderator(), at=AT)

        assert (posting.decision_reason, posting.decision_words) == (None, None)

    def test_a_restored_posting_whose_day_passed_expires_at_once(self, session: Session) -> None:
        posting = make_posting(S.FROZEN, at=AT)

        services.restore(posting, actor=make_moderator(), at=AT + timedelta(days=40))

        assert posting.status is S.EXPIRED


class TestKeeping:
    def test_the_posting_day_never_moves(self, session: Session) -> None:
        posting = make_posting(at=AT)
        author, later = posting.author, AT + timedelta(days=3)

        services.pause(posting, actor=author, at=later)
        services.resume(posting, actor=author, at=later)
        services.close(posting, reason=CloseReason.OTHER, actor=author, at=later)
        services.reopen(posting, actor=author, at=later)
        services.expire_due(posting.closes_at)
        services.renew(posting, closing_on=date(2027, 1, 15), actor=author, at=datetime(2026, 12, 29, tzinfo=UTC))

        assert posting.posted_at == AT
        assert posting.closes_at == datetime(2027, 1, 16, 5, 0, tzinfo=UTC)

    def test_what_was_closed_before_its_day_came_is_posted_when_it_is_reopened(self, session: Session) -> None:
        posting = make_posting(S.SCHEDULED, at=AT)
        services.close(posting, reason=CloseReason.OTHER, actor=posting.author, at=AT)

        services.reopen(posting, actor=posting.author, at=AT + timedelta(days=1))
        session.flush()

        assert posting.posted_at == AT + timedelta(days=1)
        assert (posting.closed_at, posting.close_reason) == (None, None)

    def test_a_closed_posting_cannot_be_reopened_past_its_closing_day(self, session: Session) -> None:
        posting = make_posting(S.CLOSED, at=AT)

        with pytest.raises(RuleBroken, match="closing day of this job has passed"):
            services.reopen(posting, actor=posting.author, at=posting.closes_at)

    def test_what_the_clock_decided_counts_before_any_sweep(self, session: Session) -> None:
        posting = make_posting(at=AT)

        with pytest.raises(RuleBroken, match="is expired"):
            services.pause(posting, actor=posting.author, at=posting.closes_at)

    def test_what_can_be_done_follows_the_clock_too(self, session: Session) -> None:
        posting = make_posting(at=AT)

        assert set(services.open_actions(posting, at=AT)) == {A.PAUSE, A.CLOSE}
        assert set(services.open_actions(posting, at=posting.closes_at)) == {A.RENEW, A.ARCHIVE}

    @pytest.mark.parametrize(("days", "allowed"), [(30, True), (31, False)])
    def test_renewing_is_open_for_thirty_days(self, session: Session, days: int, allowed: bool) -> None:
        posting = make_posting(S.EXPIRED, at=AT)
        at = posting.closes_at + timedelta(days=days)
        closing_on = at.date() + timedelta(days=5)
        assert (A.RENEW in services.open_actions(posting, at=at)) is allowed

        if allowed:
            services.renew(posting, closing_on=closing_on, actor=posting.author, at=at)
            assert posting.status is S.LIVE
        else:
            with pytest.raises(RuleBroken, match="more than 30 days ago"):
                services.renew(posting, closing_on=closing_on, actor=posting.author, at=at)

    @pytest.mark.parametrize("closing_on", [date(2026, 11, 18), date(2026, 11, 17) + timedelta(days=91)])
    def test_a_renewal_counts_from_the_old_closing_day(self, session: Session, closing_on: date) -> None:
        posting = make_posting(S.EXPIRED, at=AT, closing_on=date(2026, 11, 19))
        posting.content = dataclasses.replace(posting.content, closing_on=date(2026, 11, 17))

        with pytest.raises(RuleBroken) as broken:
            services.renew(posting, closing_on=closing_on, actor=posting.author, at=AT + timedelta(days=3))

        assert broken.value.field == "closing_on"

    def test_a_renewal_needs_all_that_submitting_needs(self, session: Session) -> None:
        posting = make_posting(S.EXPIRED, at=AT)
        posting.content = dataclasses.replace(posting.content, experience=None)

        with pytest.raises(Incomplete):
            services.renew(posting, closing_on=date(2026, 12, 24), actor=posting.author, at=AT)

    @pytest.mark.parametrize("status", [S.CLOSED, S.EXPIRED])
    def test_a_repost_is_a_new_draft_that_points_back(self, session: Session, status: PostingStatus) -> None:
        old = make_posting(status, at=AT)

        new = services.repost(old, actor=old.author, at=AT)

        assert (new.status, new.repost_of, old.status) == (S.DRAFT, old, S.ARCHIVED)
        assert (new.content.title, new.content.closing_on, new.posted_at) == (old.content.title, None, None)
        assert new.public_id != old.public_id

    @pytest.mark.parametrize("status", sorted(set(PostingStatus) - {S.CLOSED, S.EXPIRED}))
    def test_nothing_else_can_be_reposted(self, session: Session, status: PostingStatus) -> None:
        posting = make_posting(status, at=AT)

        with pytest.raises(RuleBroken):
            services.repost(posting, actor=posting.author, at=AT)

    @pytest.mark.parametrize("status", PostingStatus)
    def test_any_posting_can_be_duplicated(self, session: Session, status: PostingStatus) -> None:
        posting = make_posting(status, at=AT)

        copy = services.duplicate(posting, actor=posting.author, at=AT)

        assert (copy.status, copy.title, copy.repost_of, posting.status) == (S.DRAFT, posting.title, None, status)


class TestTheClock:
    def test_scheduled_postings_go_live_on_their_day(self, session: Session) -> None:
        posting = make_posting(S.SCHEDULED, at=AT)
        assert services.publish_due(posting.publishes_at - timedelta(seconds=1)) == 0

        assert services.publish_due(posting.publishes_at) == 1

        assert (posting.status, posting.posted_at) == (S.LIVE, posting.publishes_at)
        assert letters(session)[-1] == "posting_published"
        assert services.publish_due(posting.publishes_at) == 0

    def test_a_publishing_day_that_is_moved_or_taken_out_counts(self, session: Session) -> None:
        posting = make_posting(S.SCHEDULED, at=AT)
        later = dataclasses.replace(posting.content, publish_on=date(2026, 12, 1))
        services.change(posting, later, actor=posting.author, at=AT)
        assert posting.publishes_at == datetime(2026, 12, 1, 5, 0, tzinfo=UTC)

        services.change(posting, dataclasses.replace(later, publish_on=None), actor=posting.author, at=AT)

        assert services.publish_due(AT + timedelta(minutes=1)) == 1

    @pytest.mark.parametrize("status", [S.LIVE, S.PAUSED])
    def test_what_reached_its_closing_day_is_marked_once(self, session: Session, status: PostingStatus) -> None:
        posting = make_posting(status, at=AT)
        assert services.expire_due(posting.closes_at - timedelta(seconds=1)) == 0

        assert services.expire_due(posting.closes_at) == 1
        assert services.expire_due(posting.closes_at) == 0

        assert posting.status is S.EXPIRED
        assert letters(session).count("posting_expired") == 1


class TestTheIndex:
    def test_it_follows_whatever_the_public_could_notice(self, session: Session) -> None:
        posting = make_posting(S.PENDING, at=AT)
        assert index_tasks(session, posting) == 0

        services.approve(posting, actor=make_moderator(), at=AT)
        services.pause(posting, actor=posting.author, at=AT)
        services.resume(posting, actor=posting.author, at=AT)
        services.freeze(posting, actor=make_moderator(), at=AT, **TOLD)

        assert index_tasks(session, posting) == 4


class TestWhoIsWrittenTo:
    def test_the_owners_when_the_author_left(self, session: Session) -> None:
        employer = make_posting_employer()
        owner, author = make_member(employer), make_member(employer)
        posting = make_posting(S.PENDING, employer=employer, author=author, at=AT)
        author.memberships[0].ended_at = AT
        session.flush()
        session.expire_all()

        services.approve(posting, actor=make_moderator(), at=AT)

        [letter] = session.scalars(select(Letter).where(Letter.template == "posting_approved"))
        assert letter.recipient == owner.email


def test_a_template_keeps_the_content_without_its_days(session: Session) -> None:
    employer, author = make_posting_employer(), make_account()

    template = services.save_template(employer, "Infusion", content(AT), actor=author, at=AT)
    session.flush()

    assert (template.content.title, template.content.closing_on) == (content(AT).title, None)
    with pytest.raises(RuleBroken, match="of that name"):
        services.save_template(employer, "infusion", content(AT), actor=author, at=AT)
    with pytest.raises(RuleBroken, match="Enter a name"):
        services.save_template(employer, "", content(AT), actor=author, at=AT)
    services.delete_template(template, actor=author, at=AT)
    services.save_template(make_posting_employer(), "Infusion", content(AT), actor=author, at=AT)


class TestEditing:
    def test_a_draft_takes_everything(self, session: Session) -> None:
        posting = make_posting(S.DRAFT, at=AT)

        change = services.change(posting, PostingContent(title="Coder"), actor=posting.author, at=AT)

        assert (posting.title, posting.content, change.revision) == ("Coder", PostingContent(title="Coder"), None)

    def test_but_nothing_that_contradicts_itself(self, session: Session) -> None:
        posting = make_posting(S.DRAFT, at=AT)

        with pytest.raises(Incomplete):
            services.change(posting, PostingContent(pay_min=2, pay_max=1), actor=posting.author, at=AT)

    @pytest.mark.parametrize("status", sorted(set(S) - {S.DRAFT, S.CHANGES_ASKED, S.LIVE, S.PAUSED, S.SCHEDULED}))
    def test_nothing_else_can_be_edited(self, session: Session, status: PostingStatus) -> None:
        posting = make_posting(status, at=AT)

        with pytest.raises(RuleBroken):
            services.change(posting, content(AT, title="Other"), actor=posting.author, at=AT)

    @pytest.mark.parametrize("status", [S.LIVE, S.PAUSED, S.SCHEDULED])
    def test_small_changes_apply_at_once_and_promises_wait(self, session: Session, status: PostingStatus) -> None:
        posting = make_posting(status, at=AT)
        edit = dataclasses.replace(posting.content, pay_max=4500, schedule=Schedule.NIGHT)

        change = services.change(posting, edit, actor=posting.author, at=AT)

        assert (change.applied, change.waiting) == (("schedule",), ("pay_max",))
        assert (posting.content.schedule, posting.content.pay_max, posting.status) == (Schedule.NIGHT, 4100, status)
        assert change.revision.status is RevisionStatus.PENDING
        assert services.latest_content(posting) == edit

    def test_a_live_posting_stays_complete(self, session: Session) -> None:
        posting = make_posting(at=AT)

        with pytest.raises(Incomplete):
            services.change(posting, dataclasses.replace(posting.content, title=""), actor=posting.author, at=AT)

    def test_a_nearer_closing_day_counts_at_once(self, session: Session) -> None:
        posting = make_posting(at=AT)
        nearer = dataclasses.replace(posting.content, closing_on=date(2026, 11, 25))

        services.change(posting, nearer, actor=posting.author, at=AT)

        assert posting.closes_at == datetime(2026, 11, 26, 5, 0, tzinfo=UTC)

    def test_what_a_person_sets_is_no_guess_any_more(self, session: Session) -> None:
        posting = make_posting(S.DRAFT, at=AT)
        posting.inferred = {"title": "Coder", "pay_min": "$30 an hour"}

        services.change(posting, dataclasses.replace(posting.content, title="Other"), actor=posting.author, at=AT)

        assert posting.inferred == {"pay_min": "$30 an hour"}
