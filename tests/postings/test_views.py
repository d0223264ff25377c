"""The employer's pages: what they show, what they do, and what they refuse."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.employers.models import Role
from careercenter.postings import review_times, services
from careercenter.postings.content import Place, PostingContent, WorkSetting
from careercenter.postings.lifecycle import CloseReason, PostingStatus
from careercenter.postings.models import Posting, PostingTemplate, RevisionStatus
from tests.factories.accounts import make_account, make_admin, make_moderator
from tests.factories.applications import make_application
from tests.factories.postings import content, make_member, make_posting, make_posting_employer
from tests.postings.typed import typed

S = PostingStatus
SignIn = Callable[..., FlaskClient]


def at(posting: Posting, page: str = "") -> str:
    return f"/employers/{posting.employer.public_id}/postings/{posting.public_id}{'/' + page if page else ''}"


def form_of(posting: Posting, **more: Any) -> dict[str, Any]:
    return typed(posting.content, version=str(posting.version), **more)


def texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


class TestTheList:
    def test_it_shows_the_employers_jobs_with_their_status_and_counts(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer("Meridian Cancer Institute")
        owner = make_member(employer)
        make_posting(S.LIVE, employer=employer, author=owner, title="Infusion Coder")
        make_posting(S.DRAFT, employer=employer, author=owner, title="Marrow Coder")
        make_posting(S.LIVE, title="Of somebody else")

        page = sign_in(owner).get(f"/employers/{employer.public_id}/postings").text

        assert "Jobs of Meridian Cancer Institute" in page
        assert "Infusion Coder" in page
        assert "Marrow Coder" in page
        assert "Of somebody else" not in page
        assert "Live 1" in texts(page)

    def test_it_counts_applicants_and_the_new_ones(self, session: Session, sign_in: SignIn) -> None:
        posting, waiting = make_posting(title="Infusion Coder"), make_posting(title="Marrow Coder")
        make_application(posting=posting)
        make_application(ApplicationStatus.SHORTLISTED, posting=posting)

        page = sign_in(posting.author).get(f"/employers/{posting.employer.public_id}/postings").text
        assert "2 applicants for Infusion Coder (1 new)" in texts(page)
        assert at(posting, "applicants") in page
        page = sign_in(waiting.author).get(f"/employers/{waiting.employer.public_id}/postings").text
        assert "none yet" in page
        assert at(waiting, "applicants") not in page

    def test_an_admin_sees_how_many_applied_but_is_not_led_to_them(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        make_application(posting=posting)
        client = sign_in(make_admin())

        for page in (f"/employers/{posting.employer.public_id}/postings", at(posting)):
            assert at(posting, "applicants") not in client.get(page).text

    def test_its_tabs_stand_in_the_order_of_a_jobs_life(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        owner = make_member(employer)
        for status in (S.CLOSED, S.LIVE, S.DRAFT):
            make_posting(status, employer=employer, author=owner)

        page = texts(sign_in(owner).get(f"/employers/{employer.public_id}/postings").text)

        assert "All Draft 1 Live 1 Closed 1" in page

    def test_it_can_be_narrowed_to_one_status(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        owner = make_member(employer)
        make_posting(S.LIVE, employer=employer, author=owner, title="Infusion Coder")
        make_posting(S.ARCHIVED, employer=employer, author=owner, title="Old Coder")
        client = sign_in(owner)

        assert "Old Coder" not in client.get(f"/employers/{employer.public_id}/postings").text
        assert "Infusion Coder" not in client.get(f"/employers/{employer.public_id}/postings?status=archived").text
        assert "No job has the status “Paused”" in client.get(f"/employers/{employer.public_id}/postings?status=paused").text

    def test_an_empty_one_says_what_to_do(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()

        page = sign_in(make_member(employer)).get(f"/employers/{employer.public_id}/postings").text

        assert "Post the first one" in page

    def test_the_number_of_queries_does_not_grow_with_the_rows(
        self, session: Session, sign_in: SignIn, count_queries: list[str]
    ) -> None:
        employer = make_posting_employer()
        owner = make_member(employer)
        client, address = sign_in(owner), f"/employers/{employer.public_id}/postings"
        counts = []
        for number in (2, 8):
            for _ in range(number):
                make_posting(S.LIVE, employer=employer, author=make_member(employer))
            session.commit()
            session.expire_all()
            del count_queries[:]
            client.get(address)
            counts.append(len(count_queries))

        assert counts[0] == counts[1]


class TestWriting:
    def test_a_draft_may_be_incomplete(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer(time_zone="America/Denver")
        client = sign_in(make_member(employer))
        address = f"/employers/{employer.public_id}/postings/new"
        assert client.get(address).status_code == 200

        answer = client.post(address, data={"title": "Coder", "time_zone": "America/Denver", "then": "save"})

        posting = session.scalars(select(Posting)).one()
        assert answer.status_code == 303
        assert answer.location == at(posting)
        assert (posting.status, posting.title, posting.content.time_zone) == (S.DRAFT, "Coder", "America/Denver")

    def test_a_whole_job_is_saved_as_typed(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        wanted = content()

        answer = sign_in(make_member(employer)).post(
            f"/employers/{employer.public_id}/postings/new", data=typed(wanted, then="submit")
        )

        posting = session.scalars(select(Posting)).one()
        assert answer.location == at(posting, "submit")
        assert posting.content.pay_min == wanted.pay_min
        assert set(posting.content.specialties) == set(wanted.specialties)

    def test_slips_are_said_in_the_summary_and_beside_the_field_and_all_that_was_typed_is_kept(
        self, session: Session, sign_in: SignIn
    ) -> None:
        employer = make_posting_employer()
        data = typed(content(title="Infusion Coder"), pay_min="a lot", hours_per_week="forty", apply_url="ftp://here")

        answer = sign_in(make_member(employer)).post(f"/employers/{employer.public_id}/postings/new", data=data)

        assert answer.status_code == 422
        assert session.scalars(select(Posting)).all() == []
        assert "<title>Error: Post a job" in answer.text
        assert answer.text.count("Enter an amount in dollars, like 34.50 or 71,000") == 1
        assert "Lowest pay: enter an amount in dollars, like 34.50 or 71,000" in answer.text, "the summary names the field"
        assert 'href="#pay_min"' in answer.text
        for kept in ("Infusion Coder", "a lot", "forty", "ftp://here", "prior authorization numbers"):
            assert kept in answer.text

    def test_another_place_is_one_more_row_and_nothing_is_saved(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        data = {"title": "Coder", "places-0-city": "Austin", "places-1-city": "", "places-2-city": "", "add_place": "1"}

        answer = sign_in(make_member(employer)).post(f"/employers/{employer.public_id}/postings/new", data=data)

        assert answer.status_code == 200
        assert 'name="places-3-city"' in answer.text
        assert 'formaction="#places-4-city"' in answer.text, "the next press comes back to the row it adds"
        assert "Austin" in answer.text
        assert session.scalars(select(Posting)).all() == []

    def test_a_place_too_many_is_said_and_what_was_typed_is_kept(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        data = {"title": "Coder", "add_place": "1", **{f"places-{n}-city": f"Town {n}" for n in range(50)}}

        answer = sign_in(make_member(employer)).post(f"/employers/{employer.public_id}/postings/new", data=data)

        assert answer.status_code == 422
        assert "A job has at most 50 places" in answer.text
        assert "Town 49" in answer.text

    def test_every_one_of_many_places_is_on_the_page(self, session: Session, sign_in: SignIn) -> None:
        names = [f"Town{n}" for n in range(50)]
        posting = make_posting(
            PostingStatus.LIVE, places=tuple(Place(name, "TX") for name in names), work_setting=WorkSetting.ONSITE
        )
        owner = make_member(posting.employer)

        for page in (
            sign_in(owner).get(f"{at(posting)}/preview"),
            sign_in(owner).get(f"/jobs/{posting.public_id}-{posting.slug}"),
        ):
            assert "On site in Town0, TX and 49 more places" in texts(page.text)
            assert all(f"{name}, TX" in page.text for name in names)

    def test_places_in_the_wrong_are_said_at_their_row(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        data = {"title": "Coder", "time_zone": "America/Chicago", "places-1-zip": "123"}

        answer = sign_in(make_member(employer)).post(f"/employers/{employer.public_id}/postings/new", data=data)

        assert answer.status_code == 422
        assert 'href="#places-1-zip"' in answer.text

    def test_sections_that_hold_something_are_open(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)
        client = sign_in(posting.author)
        blank = client.get(f"/employers/{posting.employer.public_id}/postings/new").text
        filled = client.get(at(posting, "edit")).text

        assert re.search(r"<details>\s*<summary>Productivity", blank)
        assert '<input type="radio" name="pay_basis"' in blank
        assert '<input type="checkbox" name="specialties"' in blank
        assert re.search(r"<details open>\s*<summary>Productivity", filled)

    def test_the_preview_is_the_public_page(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)

        page = sign_in(posting.author).get(at(posting, "preview")).text

        assert "This is how coders will see it" in page
        assert "$34–41" in page
        assert "You own the revenue side" in page

    def test_an_incomplete_draft_has_a_preview_too(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT, words=PostingContent())

        assert sign_in(posting.author).get(at(posting, "preview")).status_code == 200

    @pytest.mark.parametrize("status", sorted(set(S) - {S.DRAFT, S.CHANGES_ASKED, S.LIVE, S.PAUSED, S.SCHEDULED}))
    def test_what_cannot_be_edited_leads_back_with_the_reason(
        self, session: Session, sign_in: SignIn, status: PostingStatus
    ) -> None:
        posting = make_posting(status)

        answer = sign_in(posting.author).get(at(posting, "edit"), follow_redirects=True)

        assert answer.request.path == at(posting)
        assert 'class="flash' in answer.text

    @pytest.mark.parametrize("status", [S.DRAFT, S.LIVE])
    def test_saving_without_a_change_is_no_change(self, session: Session, sign_in: SignIn, status: PostingStatus) -> None:
        posting = make_posting(
            status, description="You code infusions.\r\n\r\n" + "- and visits\r\n" * 20, time_zone="America/Boise"
        )
        before, audited = posting.version, session.scalar(select(func.count()).select_from(AuditEntry))
        data = form_of(posting)
        data["description"] = data["description"].replace("\r\n", "\n").strip()

        answer = sign_in(posting.author).post(at(posting, "edit"), data=data, follow_redirects=True)

        assert "Nothing changed: the job stays as it was." in texts(answer.text)
        session.expire_all()
        assert posting.version == before
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == audited
        assert posting.content.time_zone == "America/Boise"

    def test_what_another_changed_elsewhere_is_kept_and_told(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT, title="As it was")
        mine = form_of(posting, title="As I want it")
        self.changed_by_dana(session, posting, description="What Dana says of the work")

        answer = sign_in(posting.author).post(at(posting, "edit"), data=mine, follow_redirects=True)

        assert "Your changes are saved." in answer.text
        assert "Dana Whitfield changed Description on" in answer.text
        session.expire_all()
        assert (posting.title, posting.content.description) == ("As I want it", "What Dana says of the work")

    def test_what_both_changed_is_asked_about_and_nothing_is_wiped(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT, title="As it was")
        mine = form_of(posting, title="As I want it", description="Too, of mine")
        self.changed_by_dana(session, posting, title="As she wants it", hours_per_week=20.0)
        client = sign_in(posting.author)

        answer = client.post(at(posting, "edit"), data=mine)

        page = texts(answer.text)
        assert answer.status_code == 409
        assert "Dana Whitfield changed it on" in page
        assert "Dana Whitfield changed Hours a week on" in page
        assert re.search(r"As removed: she added: I removed: wants added: want it", page)
        assert 'value="As I want it"' in answer.text
        assert 'name="hours_per_week" type="text" value="20"' in answer.text, "hers, which mine leaves alone"
        assert session.get_one(Posting, posting.id).title == "As she wants it"
        hidden = dict(re.findall(r'type="hidden" name="(version|chosen_at)" value="(\d+)"', answer.text))

        again = client.post(at(posting, "edit"), data={**mine, **hidden})
        assert again.status_code == 422
        assert "Choose whose words to keep: Job title." in again.text
        assert client.post(at(posting, "edit"), data={**mine, **hidden, "keep-title": "theirs"}).status_code == 303
        session.expire_all()
        assert (posting.title, posting.content.description) == ("As she wants it", "Too, of mine")
        assert posting.content.hours_per_week == 20

    def changed_by_dana(self, session: Session, posting: Posting, **fields: Any) -> None:
        dana = make_member(posting.employer)
        dana.name = "Dana Whitfield"
        services.change(posting, dataclasses.replace(posting.content, **fields), actor=dana, at=now())
        session.commit()

    @pytest.mark.parametrize("version", [None, "", "x", "-1", "99999999999999", "0"])
    def test_a_form_without_its_version_overwrites_nothing(
        self, session: Session, sign_in: SignIn, version: str | None
    ) -> None:
        posting = make_posting(S.DRAFT)
        mine = typed(dataclasses.replace(posting.content, title="Another"), **({} if version is None else {"version": version}))

        assert sign_in(posting.author).post(at(posting, "edit"), data=mine).status_code == 409


class TestEditingWhatIsLive:
    def test_small_changes_show_at_once(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()

        answer = sign_in(posting.author).post(
            at(posting, "edit"), data=form_of(posting, schedule="night"), follow_redirects=True
        )

        assert "Your changes are saved." in answer.text
        assert session.get_one(Posting, posting.id).content.schedule == "night"

    def test_promises_wait_and_the_owner_sees_the_difference(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        client = sign_in(posting.author)

        answer = client.post(at(posting, "edit"), data=form_of(posting, pay_max="45"), follow_redirects=True)

        assert "Your edit waits for review (Highest pay)" in texts(answer.text)
        assert "removed: $41" in texts(answer.text)
        assert "added: $45" in texts(answer.text)
        assert session.get_one(Posting, posting.id).content.pay_max == 4100
        assert 'value="45"' in client.get(at(posting, "edit")).text

    def test_it_can_be_taken_back(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        client = sign_in(posting.author)
        client.post(at(posting, "edit"), data=form_of(posting, pay_max="45"))

        assert client.post(at(posting, "edit/withdraw")).status_code == 303
        assert [one.status for one in session.get_one(Posting, posting.id).revisions] == [RevisionStatus.SUPERSEDED]
        assert client.post(at(posting, "edit/withdraw")).status_code == 409

    def test_what_it_would_lack_is_said_beside_the_field(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()

        answer = sign_in(posting.author).post(at(posting, "edit"), data=form_of(posting, title=""))

        assert answer.status_code == 422
        assert 'href="#title"' in answer.text


class TestSubmitting:
    def test_everything_missing_leads_to_its_field(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT, words=PostingContent(title="Coder!!!"))
        client = sign_in(posting.author)

        page = client.get(at(posting, "submit"))

        assert page.status_code == 200
        assert f'href="{at(posting, "edit")}#specialties-0"' in page.text
        assert f'href="{at(posting, "edit")}#pay_min"' in page.text
        assert "Leave exclamation marks out of the title" in page.text
        assert client.post(at(posting, "submit")).status_code == 422
        edit = client.get(at(posting, "edit")).text
        for target in set(re.findall(r'/edit#([\w-]+)"', page.text)):
            assert f'id="{target}"' in edit

    def test_a_complete_one_goes_to_review(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)
        client = sign_in(posting.author)
        assert "Nothing is missing" in client.get(at(posting, "submit")).text

        answer = client.post(at(posting, "submit"), follow_redirects=True)

        assert "Your job is waiting for review" in answer.text
        assert session.get_one(Posting, posting.id).status is S.PENDING
        assert client.post(at(posting, "submit")).status_code == 422

    def test_an_unproved_address_is_said(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        author = make_member(employer)
        posting = make_posting(S.DRAFT, employer=employer, author=author)
        author.confirmed_at = None
        session.flush()

        answer = sign_in(author).post(at(posting, "submit"))

        assert answer.status_code == 403
        assert "Confirm your e-mail address" in answer.text
        assert session.get_one(Posting, posting.id).status is S.DRAFT


class TestActing:
    @pytest.mark.parametrize(
        ("status", "action", "to"),
        [
            (S.PENDING, "withdraw", S.DRAFT),
            (S.LIVE, "pause", S.PAUSED),
            (S.PAUSED, "resume", S.LIVE),
            (S.CLOSED, "reopen", S.LIVE),
            (S.CLOSED, "archive", S.ARCHIVED),
            (S.EXPIRED, "repost", S.ARCHIVED),
            (S.LIVE, "duplicate", S.LIVE),
        ],
    )
    def test_a_button_does_what_it_says(
        self, session: Session, sign_in: SignIn, status: PostingStatus, action: str, to: PostingStatus
    ) -> None:
        posting = make_posting(status)
        client = sign_in(posting.author)
        assert f'action="{at(posting, action)}"' in client.get(at(posting)).text

        answer = client.post(at(posting, action))

        assert answer.status_code == 303
        assert session.get_one(Posting, posting.id).status is to
        assert client.get(answer.location).status_code == 200

    def test_what_the_status_does_not_allow_is_a_409_page(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.DRAFT)

        answer = sign_in(posting.author).post(at(posting, "pause"))

        assert answer.status_code == 409
        assert session.get_one(Posting, posting.id).status is S.DRAFT

    def test_nothing_unknown_can_be_done_and_nothing_by_get(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        client = sign_in(posting.author)

        assert client.post(at(posting, "approve")).status_code == 404
        assert client.post(at(posting, "freeze")).status_code == 404
        assert client.get(at(posting, "pause")).status_code == 405

    def test_closing_asks_why(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        client = sign_in(posting.author)

        assert client.get(at(posting, "close")).status_code == 200
        assert client.post(at(posting, "close")).status_code == 422
        assert client.post(at(posting, "close"), data={"reason": "boredom"}).status_code == 422
        assert client.post(at(posting, "close"), data={"reason": "filled"}).status_code == 303
        assert session.get_one(Posting, posting.id).close_reason is CloseReason.FILLED

    def test_renewing_asks_until_when(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.EXPIRED)
        client = sign_in(posting.author)
        soon, far = now().date() + timedelta(days=20), now().date() + timedelta(days=200)

        assert client.get(at(posting, "renew")).status_code == 200
        assert client.post(at(posting, "renew"), data={"closing_on": ""}).status_code == 422
        assert "Choose a closing day by" in client.post(at(posting, "renew"), data={"closing_on": far.isoformat()}).text
        assert client.post(at(posting, "renew"), data={"closing_on": soon.isoformat()}).status_code == 303
        assert session.get_one(Posting, posting.id).status is S.LIVE

    @pytest.mark.parametrize(
        ("status", "page"), [(S.DRAFT, "close"), (S.LIVE, "renew"), (S.PENDING, "submit"), (S.LIVE, "submit")]
    )
    def test_a_page_the_status_has_no_use_for_leads_back_to_the_job(
        self, session: Session, sign_in: SignIn, status: PostingStatus, page: str
    ) -> None:
        posting = make_posting(status)
        client = sign_in(posting.author)

        answer = client.get(at(posting, page))

        assert (answer.status_code, answer.location) == (303, at(posting))
        assert "cannot be done with this job now" in client.get(at(posting)).text
        assert client.post(at(posting, page), data={"reason": "filled", "closing_on": "2027-01-01"}).status_code in (409, 422)
        assert session.get_one(Posting, posting.id).status is status


class TestTheJobsOwnPage:
    @pytest.mark.parametrize("status", [S.REJECTED, S.FROZEN, S.REMOVED])
    def test_who_disagrees_is_told_where_to_write(
        self, session: Session, sign_in: SignIn, app: Flask, status: PostingStatus
    ) -> None:
        posting = make_posting(status)
        posting.decision_words = "We hold it."

        page = sign_in(posting.author).get(at(posting)).text

        assert f'If this is a mistake, write to <a href="mailto:{app.config["SETTINGS"].support_email}">' in page

    @pytest.mark.parametrize("status", PostingStatus)
    def test_every_status_has_a_page(self, session: Session, sign_in: SignIn, status: PostingStatus) -> None:
        posting = make_posting(status)

        page = sign_in(posting.author).get(at(posting))

        assert page.status_code == 200
        assert status.label in page.text

    def test_it_tells_what_happened_but_not_which_moderator(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting(S.CHANGES_ASKED, moderator=make_moderator(name="Moira Deskin"))

        page = texts(sign_in(posting.author).get(at(posting)).text)

        assert "Submitted for review" in page
        assert "Say what the job pays." in page
        assert "a moderator" in page
        assert "Moira Deskin" not in page

    def test_a_decided_edit_is_told(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        edit = dataclasses.replace(posting.content, pay_max=9000)
        revision = services.change(posting, edit, actor=posting.author, at=now()).revision
        services.ask_revision_changes(revision, reason="pay-unclear", words="Too wide.", actor=make_moderator(), at=now())

        page = texts(sign_in(posting.author).get(at(posting)).text)

        assert "Changes asked in your edit" in page
        assert "Too wide." in page


class TestTemplates:
    def test_a_job_begins_from_one(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        client = sign_in(posting.author)
        assert (
            "Templates you save will appear here"
            in client.get(f"/employers/{posting.employer.public_id}/postings/templates").text
        )

        assert client.get(at(posting, "template")).status_code == 200
        assert client.post(at(posting, "template"), data={"name": ""}).status_code == 422
        assert client.post(at(posting, "template"), data={"name": "Infusion"}).status_code == 303
        assert "There is a template of that name" in client.post(at(posting, "template"), data={"name": "infusion"}).text

        template = session.scalars(select(PostingTemplate)).one()
        page = client.get(f"/employers/{posting.employer.public_id}/postings/new?template={template.public_id}").text
        assert "Cellular Therapy Coding Specialist" in page
        listed = f"/employers/{posting.employer.public_id}/postings/templates"
        assert "Infusion" in client.get(listed).text
        assert client.post(f"{listed}/{template.public_id}/delete").status_code == 303
        assert session.scalars(select(PostingTemplate)).all() == []

    def test_another_employers_template_is_not_there(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        template = services.save_template(posting.employer, "Ours", posting.content, actor=posting.author, at=now())
        session.flush()
        other = make_posting_employer()
        client = sign_in(make_member(other))

        assert client.get(f"/employers/{other.public_id}/postings/new?template={template.public_id}").status_code == 404
        assert client.post(f"/employers/{other.public_id}/postings/templates/{template.public_id}/delete").status_code == 404


PAGES = ["", "edit", "preview", "submit", "close", "renew", "template"]


class TestWhoMay:
    @pytest.mark.parametrize("page", PAGES)
    def test_a_visitor_is_sent_to_sign_in(self, session: Session, client: FlaskClient, page: str) -> None:
        answer = client.get(at(make_posting(), page))

        assert answer.status_code == 303
        assert answer.location.startswith("/login")

    @pytest.mark.parametrize("page", PAGES)
    def test_a_stranger_and_another_employers_address_get_the_same_404(
        self, session: Session, sign_in: SignIn, page: str
    ) -> None:
        posting, other = make_posting(S.DRAFT), make_posting(S.DRAFT)
        client = sign_in(other.author)

        assert client.get(at(posting, page)).status_code == 404
        assert client.get(at(posting, page).replace(posting.employer.public_id, other.employer.public_id)).status_code == 404
        assert client.post(at(posting, "archive")).status_code == 404
        assert client.get(at(posting, page).replace(posting.public_id, "zzzzzzzzzzzz")).status_code == 404

    def test_a_viewer_looks_and_does_nothing(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        viewer = make_member(posting.employer, Role.VIEWER)
        client = sign_in(viewer)

        page = client.get(at(posting))

        assert page.status_code == 200
        assert "Pause" not in page.text
        assert client.get(at(posting, "preview")).status_code == 200
        for name in ("edit", "submit", "close", "renew", "template"):
            assert client.get(at(posting, name)).status_code == 404
        assert client.post(at(posting, "pause")).status_code == 404
        assert "Post a job" not in client.get(f"/employers/{posting.employer.public_id}/postings").text.split("<main", 1)[1]

    def test_a_recruiter_does_what_an_owner_does(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()

        assert sign_in(make_member(posting.employer, Role.RECRUITER)).post(at(posting, "pause")).status_code == 303

    def test_an_admin_looks_and_does_nothing(self, session: Session, sign_in: SignIn) -> None:
        posting = make_posting()
        client = sign_in(make_admin())

        assert client.get(at(posting)).status_code == 200
        assert client.post(at(posting, "pause")).status_code == 404
        assert client.get(at(posting, "edit")).status_code == 404

    def test_a_moderator_has_the_desk_instead(self, session: Session, sign_in: SignIn) -> None:
        assert sign_in(make_moderator()).get(at(make_posting())).status_code == 404


class TestBeginning:
    def test_each_is_led_to_where_they_can_post(self, session: Session, client: FlaskClient, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        landing = client.get("/post-a-job").text
        [address] = set(re.findall(r'href="(/sign-up[^"]*)"', landing)) - {"/sign-up"}
        sign_up = client.get(address.replace("&amp;", "&")).text
        assert re.search(r'value="employer" checked', sign_up), "the form knows what brings them"
        assert "next=/post-a-job" in sign_up, "and leads back"
        assert sign_in(make_account()).get("/post-a-job").location == "/employers/new"
        assert sign_in(make_member(employer)).get("/post-a-job").location == f"/employers/{employer.public_id}/postings/new"
        viewer = sign_in(make_member(employer, Role.VIEWER))
        assert viewer.get(viewer.get("/post-a-job").location).status_code == 200

    def test_a_visitor_reads_what_it_costs_and_what_is_asked(self, session: Session, client: FlaskClient) -> None:
        page = client.get("/post-a-job").text
        assert "takes no payment" in page
        assert '<meta name="description" content="Post a medical coding job' in page
        assert "Half of recent jobs" not in page, "nothing is promised of too few decisions"

    def test_the_time_a_review_takes_is_measured(
        self, session: Session, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(review_times, "FEWEST", 2)
        for _ in range(2):
            make_posting(S.LIVE, at=now() - timedelta(days=3))
        assert "Half of recent jobs got an answer within" in client.get("/post-a-job").text


class TestPastedWords:
    def test_a_clipboard_becomes_markdown_and_markdown_what_coders_see(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        client = sign_in(make_member(employer))
        address = f"/employers/{employer.public_id}/postings"
        said = client.post(f"{address}/as-markdown", data={"html": "<ul><li>stays<li>visits</ul><script>x</script>"})
        assert (said.text, said.mimetype) == ("- stays\n- visits", "text/plain")
        shown = client.post(f"{address}/as-shown", data={"description": "• stays\n• <script>visits</script>"}).text
        assert shown.count("<li>") == 2
        assert "<script" not in shown

    def test_without_a_script_what_was_pasted_is_mended_when_it_is_saved(self, session: Session, sign_in: SignIn) -> None:
        employer = make_posting_employer()
        data = typed(content(), description="You code:\n•\tstays\n•\tvisits", hiring_steps="1)\tA call\n2)\tA test")
        sign_in(make_member(employer)).post(f"/employers/{employer.public_id}/postings/new", data=data)
        saved = session.scalars(select(Posting)).one().content
        assert saved.description == "You code:\n\n- stays\n- visits"
        assert saved.hiring_steps == "1. A call\n2. A test"

    @pytest.mark.parametrize("saved", [False, True])
    def test_without_a_script_a_button_shows_what_is_typed_and_saves_nothing(
        self, session: Session, sign_in: SignIn, saved: bool
    ) -> None:
        posting = make_posting(S.DRAFT)
        before = posting.content
        address = f"/employers/{posting.employer.public_id}/postings/{f'{posting.public_id}/edit' if saved else 'new'}"
        data = {"description": "You code:\n•\tstays\n•\tvisits", "hiring_steps": "1. A call\n2. A test", "show_preview": "1"}
        page = sign_in(make_member(posting.employer)).post(address, data=data)
        assert page.status_code == 200
        assert "<li>stays</li>" in page.text
        assert "<li>A call</li>" in page.text
        assert "•\tstays" in page.text  # as it was typed, in the field
        assert session.scalars(select(Posting)).one().content == before

    def test_steps_of_several_lines_are_a_list_on_the_page(self, session: Session, client: FlaskClient) -> None:
        posting = make_posting(S.LIVE, hiring_steps="1. A call\n2. A test")
        page = client.get(f"/jobs/{posting.public_id}-{posting.slug}").text
        assert "<li>A call</li>" in page
