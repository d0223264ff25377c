"""One act on many jobs: checked first, done to each by its own rule; drafts deleted, archives undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.errors import RuleBroken
from careercenter.employers import queries as employers
from careercenter.employers.models import Employer, Role
from careercenter.mail.models import Letter
from careercenter.postings import mail, services
from careercenter.postings.content import PostingContent
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingSnapshot, UnsavedEdit
from tests.factories.applications import make_application
from tests.factories.postings import make_member, make_posting, make_posting_employer

S = PostingStatus
SignIn = Callable[..., FlaskClient]


def texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def jobs_of(employer: Employer) -> str:
    return f"/employers/{employer.public_id}/postings"


@pytest.fixture
def employer(session: Session) -> Employer:
    return make_posting_employer()


@pytest.fixture
def client(employer: Employer, sign_in: SignIn) -> FlaskClient:
    return sign_in(make_member(employer))


def made(employer: Employer, status: PostingStatus, title: str) -> Posting:
    return make_posting(status, employer=employer, author=make_member(employer), title=title)


class TestManyAtOnce:
    def test_a_page_says_first_which_jobs_and_which_are_left_out(self, client: FlaskClient, employer: Employer) -> None:
        live, draft = made(employer, S.LIVE, "Infusion Coder"), made(employer, S.DRAFT, "Marrow Coder")

        page = client.get(f"{jobs_of(employer)}/many?action=archive&job={live.public_id}&job={draft.public_id}")

        assert "This is about 1 job: Marrow Coder" in texts(page.text)
        assert "Infusion Coder: This job is live" in texts(page.text)
        assert draft.status is S.DRAFT

    def test_to_close_leads_to_the_page_that_says_who_waits(self, client: FlaskClient, employer: Employer) -> None:
        both = [made(employer, S.LIVE, "One"), made(employer, S.LIVE, "Two")]
        job = [posting.public_id for posting in both]

        answer = client.get(f"{jobs_of(employer)}/many", query_string={"action": "close", "job": job})

        assert answer.status_code == 303
        assert answer.location.startswith(f"{jobs_of(employer)}/close?job=")
        assert all(f"job={one}" in answer.location for one in job)
        assert client.get(answer.location).status_code == 200

    def test_a_job_its_rule_refuses_is_named_and_the_others_are_done(
        self, session: Session, client: FlaskClient, employer: Employer
    ) -> None:
        soon, gone = made(employer, S.EXPIRED, "Renewable"), made(employer, S.EXPIRED, "Long gone")
        gone.closes_at = now() - timedelta(days=60)
        session.commit()
        until = (now().date() + timedelta(days=20)).isoformat()
        data = {"action": "renew", "job": [soon.public_id, gone.public_id], "closing_on": until}

        page = client.post(f"{jobs_of(employer)}/many", data=data, follow_redirects=True).text

        assert "Done for 1 job." in page
        assert "Not done: Long gone: This job is expired." in page
        session.expire_all()
        assert (soon.status, gone.status) == (S.LIVE, S.EXPIRED)

    def test_a_later_closing_day_of_a_live_job_waits_for_a_moderator(
        self, session: Session, client: FlaskClient, employer: Employer
    ) -> None:
        live, draft = made(employer, S.LIVE, "Up"), made(employer, S.DRAFT, "Not yet")
        day = now().date() + timedelta(days=80)
        data = {"action": "closing_day", "job": [live.public_id, draft.public_id], "closing_on": day.isoformat()}

        page = client.post(f"{jobs_of(employer)}/many", data=data, follow_redirects=True).text

        assert "A moderator reviews 1 of them first." in page
        session.expire_all()
        assert draft.content.closing_on == day
        assert live.content.closing_on != day

    def test_another_employers_jobs_are_not_touched(self, session: Session, client: FlaskClient, employer: Employer) -> None:
        other = make_posting(S.LIVE)
        data = {"action": "archive", "job": [other.public_id]}

        page = client.post(f"{jobs_of(employer)}/many", data=data, follow_redirects=True)

        assert "Select the jobs first" in page.text
        session.expire_all()
        assert other.status is S.LIVE

    def test_a_viewer_does_nothing_to_many(self, session: Session, employer: Employer, sign_in: SignIn) -> None:
        live = made(employer, S.LIVE, "Up")
        viewer = sign_in(make_member(employer, Role.VIEWER))

        assert viewer.get(f"{jobs_of(employer)}/many?action=close&job={live.public_id}").status_code == 404
        assert 'name="job"' not in viewer.get(jobs_of(employer)).text


class TestDeletingADraft:
    def test_it_goes_with_all_that_was_kept_of_it_and_leaves_a_trace(
        self, session: Session, client: FlaskClient, employer: Employer
    ) -> None:
        draft = made(employer, S.DRAFT, "Begun by mistake")
        address = f"{jobs_of(employer)}/{draft.public_id}"
        client.post(f"{address}/edit/keep", data={"title": "typed"})
        changed = PostingContent(title="Changed once", time_zone=draft.content.time_zone)
        services.change(draft, changed, actor=draft.author, at=now())
        session.commit()
        assert "Delete draft" in client.get(address).text

        client.post(f"{jobs_of(employer)}/many", data={"action": "delete", "job": [draft.public_id]})

        assert client.get(address).status_code == 404
        for model in (Posting, PostingSnapshot, UnsavedEdit):
            assert session.scalar(select(func.count()).select_from(model)) == 0
        entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "posting.deleted")).one()
        assert entry.detail == {"title": "Changed once"}

    @pytest.mark.parametrize("status", sorted(set(S) - {S.DRAFT}))
    def test_nothing_else_can_be_deleted(self, session: Session, status: PostingStatus) -> None:
        posting = make_posting(status)

        with pytest.raises(RuleBroken, match="Only drafts"):
            services.delete_draft(posting, actor=posting.author, at=now())

    def test_a_draft_that_was_live_once_cannot(self, session: Session) -> None:
        posting = make_posting(S.DRAFT)
        posting.posted_at = now()

        with pytest.raises(RuleBroken, match="Only drafts"):
            services.delete_draft(posting, actor=posting.author, at=now())


class TestTheArchive:
    def test_a_job_comes_out_as_it_went_in(self, session: Session, client: FlaskClient, employer: Employer) -> None:
        closed = made(employer, S.CLOSED, "Old one")
        address = f"{jobs_of(employer)}/{closed.public_id}"
        client.post(f"{address}/archive")
        assert "Take out of the archive" in client.get(address).text

        page = client.post(f"{address}/unarchive", follow_redirects=True).text

        assert "out of the archive, as it was" in page
        session.expire_all()
        assert closed.status is S.CLOSED
        assert closed.status.label in page

    def test_one_that_was_paused_and_is_over_by_now_is_expired(self, session: Session) -> None:
        paused = make_posting(S.PAUSED)
        services.archive(paused, actor=paused.author, at=now())
        assert paused.closes_at is not None

        services.unarchive(paused, actor=paused.author, at=paused.closes_at + timedelta(days=1))

        assert paused.status is S.EXPIRED


class TestTheListOfJobs:
    def test_it_finds_by_words_of_the_title_and_sorts(self, client: FlaskClient, employer: Employer) -> None:
        for title in ("Zoster Coder", "Anesthesia Coder", "Biller"):
            made(employer, S.LIVE, title)

        page = client.get(f"{jobs_of(employer)}?q=CODER&sort=title").text

        assert "Biller" not in page
        assert page.index("Anesthesia Coder") < page.index("Zoster Coder")
        assert "No job here has “nothing%” in its title" in texts(client.get(f"{jobs_of(employer)}?q=nothing%25").text)

    @pytest.mark.parametrize("order", ["changed", "closing", "posted", "title", "nonsense"])
    def test_every_order_shows_all(self, client: FlaskClient, employer: Employer, order: str) -> None:
        for status in (S.LIVE, S.DRAFT):
            made(employer, status, status.value)

        page = client.get(f"{jobs_of(employer)}?sort={order}").text

        assert all(f">{status.value}</a>" in page for status in (S.LIVE, S.DRAFT))

    def test_a_job_without_a_title_says_when_and_by_whom_it_was_started(
        self, session: Session, client: FlaskClient, employer: Employer
    ) -> None:
        dana = make_member(employer)
        dana.name = "Dana Whitfield"
        services.draft(employer, PostingContent(), actor=dana, at=now())
        session.commit()

        page = texts(client.get(jobs_of(employer)).text)

        assert re.search(r"Untitled job started \w+ \d+, \d+ by Dana Whitfield", page)
        assert "not live yet" in page

    def test_a_jobs_page_leads_to_its_applicants_first_and_counts_the_new_ones(
        self, session: Session, client: FlaskClient, employer: Employer
    ) -> None:
        live = made(employer, S.LIVE, "Infusion Coder")
        make_application(posting=live)

        page = client.get(f"{jobs_of(employer)}/{live.public_id}").text

        first = re.search(r'<ul class="acts">\s*<li><a class="button" href="[^"]+/applicants">Applicants \(1 new\)', page)
        assert first is not None


class TestHandedOver:
    def many(self, client: FlaskClient, employer: Employer, jobs: list[Posting], colleague: str) -> TestResponse:
        job = [posting.public_id for posting in jobs]
        data = {"action": "hand_over", "job": job, "colleague": colleague}
        return client.post(f"{jobs_of(employer)}/many", data=data)

    def test_jobs_go_to_a_colleague_who_is_told_once(self, client: FlaskClient, employer: Employer, session: Session) -> None:
        jobs = [made(employer, S.LIVE, "Infusion Coder"), made(employer, S.DRAFT, "Marrow Coder")]
        colleague = make_member(employer, name="Rita Holm", email="rita@example.com")
        member = employers.membership_of(employer, colleague.id)
        assert member is not None
        page = client.get(f"{jobs_of(employer)}/many?action=hand_over&job={jobs[0].public_id}").text
        assert "Rita Holm" in page

        assert self.many(client, employer, jobs, member.public_id).status_code == 303

        assert [posting.author_id for posting in jobs] == [colleague.id] * 2
        [letter] = session.scalars(select(Letter).where(Letter.recipient == "rita@example.com"))
        assert "2 jobs" in letter.subject
        assert "Infusion Coder" in letter.text
        assert "Marrow Coder" in letter.html
        assert [one.email for one in mail.recipients(jobs[0])] == ["rita@example.com"]
        assert "Handed over to a colleague" in texts(client.get(f"{jobs_of(employer)}/{jobs[0].public_id}").text)

    @pytest.mark.parametrize("who", ["nobody", "viewer", "stranger", "left"])
    def test_nobody_else_gets_them(self, client: FlaskClient, employer: Employer, who: str) -> None:
        job = made(employer, S.LIVE, "Infusion Coder")
        before, chosen = job.author_id, ""
        if who != "nobody":
            of = make_posting_employer() if who == "stranger" else employer
            account = make_member(of, role=Role.VIEWER if who == "viewer" else Role.RECRUITER)
            member = employers.membership_of(of, account.id)
            assert member is not None
            chosen = member.public_id
            if who == "left":
                member.ended_at = now()

        answer = self.many(client, employer, [job], chosen)

        assert answer.status_code == 422
        assert "Choose a colleague." in answer.text
        assert job.author_id == before

    def test_what_is_theirs_already_is_said(self, client: FlaskClient, employer: Employer) -> None:
        job = made(employer, S.LIVE, "Infusion Coder")
        member = employers.membership_of(employer, job.author_id)
        assert member is not None
        answer = self.many(client, employer, [job], member.public_id)
        assert "has it already" in client.get(answer.location).text
