"""The form, the check-your-answers page, the confirmation, and every refusal on the way."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.applications import queries
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import Application
from careercenter.core.clock import now
from careercenter.postings import services as posting_services
from careercenter.postings.content import ApplyHow
from careercenter.postings.lifecycle import CloseReason, PostingStatus
from careercenter.profiles import documents
from careercenter.profiles.models import Resume, ResumeText
from tests.factories.accounts import make_account, make_coder, make_moderator
from tests.factories.applications import make_application, owner_of
from tests.factories.postings import make_posting
from tests.factories.profiles import make_profile, make_resume, pdf

SignIn = Callable[..., FlaskClient]
A = ApplicationStatus
NEVER_PUBLIC = (
    PostingStatus.DRAFT,
    PostingStatus.PENDING,
    PostingStatus.CHANGES_ASKED,
    PostingStatus.SCHEDULED,
    PostingStatus.REJECTED,
)

ANSWERS = {"name": "Rosalind Ferry", "email": "rf@example.com", "phone": "512 555 0134", "note": "I can start\nin May."}


def apply(client: FlaskClient, posting: Any, content: bytes | None = None, file: str = "cv.pdf", **answers: Any) -> Any:
    data: dict[str, Any] = {**ANSWERS, **answers}
    if content is not None:
        data["resume"] = (io.BytesIO(content), file)
    response = client.post(f"/jobs/{posting.public_id}/apply", data=data)
    response.request.environ["wsgi.input"].close()  # the test client leaves the file of a large body open
    return response


def test_from_the_form_to_the_confirmation(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    make_profile(coder)
    client = sign_in(coder)
    address = f"/jobs/{posting.public_id}/apply"
    form = client.get(address)
    assert form.status_code == 200
    assert "Continue" in form.text
    response = apply(client, posting, pdf())
    assert (response.status_code, response.location) == (303, f"{address}/check")
    check = client.get(f"{address}/check").text
    for shown in ("Rosalind Ferry", "rf@example.com", "I can start\nin May.", "cv.pdf", "CHONC", "Send application"):
        assert shown in check
    assert f'href="{address}#email"' in check
    assert session.scalar(select(func.count()).select_from(Application)) == 0
    response = client.post(f"{address}/check")
    application = session.scalars(select(Application)).one()
    assert (response.status_code, response.location) == (303, f"/applications/{application.public_id}/sent")
    confirmation = client.get(response.location)
    assert application.reference in confirmation.text
    assert "What happens next" in confirmation.text
    assert client.get(response.location).status_code == 200  # bookmarkable


def test_the_form_is_filled_from_the_account_then_the_profile_then_the_last_application(
    session: Session, sign_in: SignIn
) -> None:
    coder = make_coder(name="Rosalind Ferry")
    client = sign_in(coder)
    first = client.get(f"/jobs/{make_posting().public_id}/apply").text
    assert 'value="Rosalind Ferry"' in first
    assert f'value="{coder.email}"' in first
    make_profile(coder)
    assert 'value="512 555 0134"' in client.get(f"/jobs/{make_posting().public_id}/apply").text
    make_application(coder=coder, name="R. F. Ferry", email="work@example.com", phone="555 1234")
    last = client.get(f"/jobs/{make_posting().public_id}/apply").text
    assert 'value="R. F. Ferry"' in last
    assert 'value="work@example.com"' in last
    assert " checked" in last  # the résumé sent last


def test_a_change_keeps_the_other_answers_and_the_file(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    apply(client, posting, pdf())
    page = client.get(f"/jobs/{posting.public_id}/apply").text
    resume = session.scalars(select(Resume)).one()
    assert "I can start\nin May." in page.replace("\r\n", "\n")
    assert f'value="{resume.public_id}" checked' in page
    assert apply(client, posting, chosen=resume.public_id, name="Rosalind F. Ferry").status_code == 303
    draft = queries.draft_of(posting.id, coder.id)
    assert draft is not None
    assert (draft.name, draft.resume_id) == ("Rosalind F. Ferry", resume.id)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": " "}, "Enter your name."),
        ({"name": "\u200b"}, "Enter your name."),
        ({"name": "\u3164\u2060"}, "Enter your name."),
        ({"email": ""}, "Enter an e-mail address."),
        ({"email": "rf at example"}, "Enter an e-mail address like name@example.com."),
        ({"phone": "none"}, "Enter a phone number, like 512 555 0134."),
        ({"note": "x" * 4001}, "Shorten the note to 4,000 characters."),
        ({"name": "x" * 121}, "Shorten your name to 120 characters."),
    ],
)
def test_a_wrong_answer_keeps_everything_and_the_uploaded_file(
    session: Session, sign_in: SignIn, change: dict[str, str], message: str
) -> None:
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    response = apply(client, posting, pdf(), file="my cv.pdf", **change)
    assert response.status_code == 422
    assert response.text.count(message) >= 2
    resume = session.scalars(select(Resume)).one()
    assert f'value="{resume.public_id}" checked' in response.text
    assert "my cv.pdf" in response.text
    if "note" not in change:
        assert "I can start\nin May." in response.text.replace("\r\n", "\n")
    draft = queries.draft_of(posting.id, coder.id)
    assert draft is not None
    assert draft.resume_id == resume.id
    assert client.get(f"/jobs/{posting.public_id}/apply/check").status_code == 303  # not complete yet


def test_a_note_of_many_lines_is_as_long_as_a_browser_counts_it(session: Session, sign_in: SignIn) -> None:
    note = "\r\n".join(["x" * 49] * 80)  # 3,999 characters, 79 of them line ends of two bytes
    posting, coder = make_posting(), make_coder()
    assert apply(sign_in(coder), posting, pdf(), note=note).status_code == 303
    draft = queries.draft_of(posting.id, coder.id)
    assert draft is not None
    assert draft.note == note.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("713–555–0142", "713-555-0142"),
        ("713\u2011555\u20110142", "713-555-0142"),
        ("713\u2212555\u22120142", "713-555-0142"),
        ("(713)\u00a0555\u20070142", "(713) 555 0142"),
        ("７１３５５５０１４２", "7135550142"),
        ("٧١٣ ٥٥٥ ٠١٤٢", "713 555 0142"),
        ("+1 713.555.0142 EXT. 12", "+1 713.555.0142 EXT. 12"),
        ("713 555 0142 Extension 7", "713 555 0142 Extension 7"),
        ("Tel: 713 555 0142x7", "Tel: 713 555 0142x7"),
        ("\u202a713\u200e555 0142", "713555 0142"),
    ],
)
def test_a_telephone_number_in_any_writing_is_kept_in_plain_characters(
    session: Session, sign_in: SignIn, typed: str, kept: str
) -> None:
    posting, coder = make_posting(), make_coder()
    assert apply(sign_in(coder), posting, pdf(), phone=typed).status_code == 303
    draft = queries.draft_of(posting.id, coder.id)
    assert draft is not None
    assert draft.phone == kept


@pytest.mark.parametrize(
    ("content", "message"), [(None, str(documents.NONE)), (b"", str(documents.EMPTY)), (b"words", str(documents.WRONG_TYPE))]
)
def test_a_broken_file_says_which_rule_it_broke_and_answers_stay(
    session: Session, sign_in: SignIn, content: bytes | None, message: str
) -> None:
    response = apply(sign_in(make_coder()), make_posting(), content)
    assert response.status_code == 422
    assert response.text.count(message) == 2
    assert 'value="512 555 0134"' in response.text


def test_another_file_may_be_chosen_although_one_is_ticked(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    old = make_resume(coder, ("old",))
    apply(sign_in(coder), posting, pdf(("new",)), chosen=old.public_id)
    draft = queries.draft_of(posting.id, coder.id)
    assert draft is not None
    assert draft.resume_id != old.id


def test_anothers_resume_cannot_be_sent(session: Session, sign_in: SignIn) -> None:
    theirs = make_resume(make_coder())
    posting, coder = make_posting(), make_coder()
    response = apply(sign_in(coder), posting, chosen=theirs.public_id)
    assert response.status_code == 422
    assert str(documents.NONE) in response.text


def test_fields_the_form_does_not_name_change_nothing(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    apply(client, posting, pdf(), status="hired", account_id="1", public_id="x")
    client.post(f"/jobs/{posting.public_id}/apply/check", data={"status": "hired", "account_id": "1"})
    application = session.scalars(select(Application)).one()
    assert (application.status, application.account_id) == (A.SUBMITTED, coder.id)


def test_a_visitor_signs_in_and_comes_back(client: FlaskClient, session: Session) -> None:
    posting = make_posting()
    response = client.get(f"/jobs/{posting.public_id}/apply")
    assert response.status_code == 303
    assert response.location.startswith("/login")
    assert f"/jobs/{posting.public_id}/apply" in response.location.replace("%2F", "/")
    nowhere = client.get("/jobs/nothinghere2/apply")
    assert nowhere.status_code == 303  # the same whether it exists or not


def test_an_employers_account_is_told_how_and_may_go_on(session: Session, sign_in: SignIn) -> None:
    posting, account = make_posting(), make_account()
    client = sign_in(account)
    address = f"/jobs/{posting.public_id}/apply"
    page = client.get(address)
    assert page.status_code == 403
    assert "Search jobs with this account" in page.text
    assert client.post(f"{address}/check").status_code == 403
    assert client.post(f"/profile/start?next={address}").location == address
    assert client.get(address).status_code == 200
    assert "Look for jobs with this account" not in sign_in(make_moderator()).get(address).text


@pytest.mark.parametrize("status", NEVER_PUBLIC)
def test_a_posting_that_never_was_public_is_not_there(session: Session, sign_in: SignIn, status: PostingStatus) -> None:
    posting = make_posting(status)
    client = sign_in(make_coder())
    for path in ("apply", "apply/check"):
        assert client.get(f"/jobs/{posting.public_id}/{path}").status_code == 404
        assert client.post(f"/jobs/{posting.public_id}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("status", "named"),
    [
        (PostingStatus.PAUSED, True),
        (PostingStatus.CLOSED, True),
        (PostingStatus.EXPIRED, True),
        (PostingStatus.FROZEN, False),
        (PostingStatus.REMOVED, False),
    ],
)
def test_one_that_ended_says_so_and_a_held_one_is_not_even_named(
    session: Session, sign_in: SignIn, status: PostingStatus, named: bool
) -> None:
    posting = make_posting(status)
    client = sign_in(make_coder())
    for path in ("apply", "apply/check"):
        page = client.get(f"/jobs/{posting.public_id}/{path}")
        assert page.status_code == 409
        assert "This job is not taking applications" in page.text
        assert (posting.title in page.text) is named
    assert apply(client, posting, pdf()).status_code == 409
    assert session.scalars(select(Resume)).all() == []


def test_one_that_closed_after_the_form_was_opened_says_so_and_keeps_the_draft(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    apply(client, posting, pdf())
    posting_services.close(posting, reason=CloseReason.FILLED, actor=owner_of(posting), at=now())
    response = client.post(f"/jobs/{posting.public_id}/apply/check")
    assert response.status_code == 409
    assert "What you wrote is kept" in response.text
    assert queries.draft_of(posting.id, coder.id) is not None
    assert session.scalar(select(func.count()).select_from(Application)) == 0


def test_one_that_takes_applications_elsewhere_links_there(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(apply_how=ApplyHow.LINK, apply_url="https://jobs.northfield.example.com/41?x=1&y=2")
    page = sign_in(make_coder()).get(f"/jobs/{posting.public_id}/apply")
    assert page.status_code == 409
    assert 'href="https://jobs.northfield.example.com/41?x=1&amp;y=2" rel="nofollow ugc noopener"' in page.text
    assert "Apply at jobs.northfield.example.com" in page.text
    by_mail = make_posting(apply_how=ApplyHow.ADDRESS, apply_email="jobs@northfield.example.com")
    assert "mailto:jobs@northfield.example.com" in sign_in(make_coder()).get(f"/jobs/{by_mail.public_id}/apply").text


def test_an_address_not_proved_is_asked_for_and_nothing_is_lost(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder(confirmed=False)
    client = sign_in(coder)
    address = f"/jobs/{posting.public_id}/apply"
    assert "Confirm your e-mail address before you send" in client.get(address).text
    assert apply(client, posting, pdf()).status_code == 303
    check = client.get(f"{address}/check").text
    assert "Confirm your e-mail address first" in check
    assert "Send application" not in check
    response = client.post(f"{address}/check")
    assert response.status_code == 409
    assert "your answers and your file are kept" in response.text
    coder.confirmed_at = now()
    assert client.post(f"{address}/check").status_code == 303
    assert session.scalar(select(func.count()).select_from(Application)) == 1


def test_a_second_post_sees_the_first_ones_confirmation(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    client = sign_in(make_coder())
    apply(client, posting, pdf())
    address = f"/jobs/{posting.public_id}/apply/check"
    first, second = client.post(address), client.post(address)
    assert second.location == first.location
    assert session.scalar(select(func.count()).select_from(Application)) == 1
    posting_services.close(posting, reason=CloseReason.FILLED, actor=owner_of(posting), at=now())
    assert client.post(address).location == first.location


def test_who_applied_already_is_shown_their_application(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.INTERVIEWING)
    client = sign_in(application.account)
    for path in ("apply", "apply/check"):
        response = client.get(f"/jobs/{application.posting.public_id}/{path}")
        assert response.location == f"/applications/{application.public_id}"
        assert "already. This is what you sent." in client.get(response.location).text


def test_who_withdrew_may_apply_again_with_the_same_reference(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.WITHDRAWN)
    client = sign_in(application.account)
    assert "Apply again" in client.get(f"/applications/{application.public_id}").text
    assert apply(client, application.posting, pdf()).status_code == 303
    response = client.post(f"/jobs/{application.posting.public_id}/apply/check")
    assert response.location == f"/applications/{application.public_id}/sent"
    assert application.status is A.SUBMITTED


def test_nothing_to_send_leads_back_to_the_form(session: Session, sign_in: SignIn) -> None:
    posting = make_posting()
    client = sign_in(make_coder())
    address = f"/jobs/{posting.public_id}/apply"
    assert client.get(f"{address}/check").location == address
    assert client.post(f"{address}/check").location == address


def test_a_resume_deleted_meanwhile_is_asked_for_again(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    apply(client, posting, pdf())
    session.scalars(select(Resume)).one().removed_at = now()
    assert client.get(f"/jobs/{posting.public_id}/apply/check").location == f"/jobs/{posting.public_id}/apply"
    page = client.get(f"/jobs/{posting.public_id}/apply")
    assert "cv.pdf" not in page.text
    assert 'value="Rosalind Ferry"' in page.text


def test_the_twenty_first_application_within_an_hour_waits(
    session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careercenter.web.limits._on", lambda: True)
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    resume = make_resume(coder)
    for _ in range(21):
        # Answers without a new file are no uploads.
        assert apply(client, posting, chosen=resume.public_id).status_code == 303
    address = f"/jobs/{make_posting().public_id}/apply/check"
    assert [client.post(address).status_code for _ in range(21)] == [303] * 20 + [429]


def test_what_was_typed_is_kept_on_the_way_to_the_profile_and_back(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    resume = make_resume(coder)
    client = sign_in(coder)
    address = f"/jobs/{posting.public_id}/apply"
    response = apply(client, posting, chosen=resume.public_id, email="not yet", then="profile")
    assert (response.status_code, response.location) == (303, f"/profile?next={address}")
    page = client.get(address).text
    assert "I can start\nin May." in page.replace("\r\n", "\n")
    assert 'value="not yet"' in page
    assert f'value="{resume.public_id}" checked' in page


def test_a_file_chosen_on_the_way_to_the_profile_is_kept_or_refused_there(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    assert apply(client, posting, b"no document", then="profile").status_code == 422
    assert apply(client, posting, pdf(), then="profile").status_code == 303
    draft = queries.draft_of(posting.id, coder.id)
    assert draft is not None
    assert draft.resume is not None


def test_a_draft_kept_while_typing_comes_back_and_cannot_be_sent_unchecked(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    resume = make_resume(coder)
    client = sign_in(coder)
    address = f"/jobs/{posting.public_id}/apply"
    kept = client.post(f"{address}/draft", data={**ANSWERS, "email": "rf at", "chosen": resume.public_id})
    assert kept.status_code == 200
    assert kept.text.startswith("Draft saved ")
    page = client.get(address).text
    assert 'value="rf at"' in page
    assert client.get(f"{address}/check").location == address
    assert client.post(f"{address}/check").location == address
    assert apply(client, posting, chosen=resume.public_id).location == f"{address}/check"
    assert client.post(f"{address}/check").location.endswith("/sent")


def test_more_than_a_row_holds_is_cut_in_a_draft_and_refused_when_it_is_sent(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    client = sign_in(coder)
    address = f"/jobs/{posting.public_id}/apply/draft"
    long = {"name": "n" * 500, "email": "e" * 500, "phone": "5" * 500, "note": "x" * 20_000}
    assert client.post(address, data=long).status_code == 200
    draft = queries.draft_of(posting.id, coder.id)
    assert draft is not None
    assert (len(draft.name), len(draft.email), len(draft.phone), len(draft.note)) == (120, 255, 30, 8000)


def test_no_draft_is_kept_of_a_job_that_takes_no_applications(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(PostingStatus.CLOSED), make_coder()
    assert sign_in(coder).post(f"/jobs/{posting.public_id}/apply/draft", data=ANSWERS).status_code == 409
    assert queries.draft_of(posting.id, coder.id) is None


def test_what_a_scan_means_is_said_where_it_is_chosen_and_checked(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    resume = make_resume(coder)
    resume.text_status = ResumeText.PICTURE
    client = sign_in(coder)
    address = f"/jobs/{posting.public_id}/apply"
    assert "This is a scan: employers can open it" in client.get(address).text
    apply(client, posting, chosen=resume.public_id)
    assert "This is a scan: employers can open it" in client.get(f"{address}/check").text
    resume.text_status = ResumeText.READ
    assert "This is a scan" not in client.get(address).text


def test_a_file_too_large_is_answered_with_the_form_and_keeps_the_note(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    response = apply(sign_in(coder), posting, b" " * 8 * 1024 * 1024)
    assert response.status_code == 422
    assert str(documents.TOO_BIG) in response.text
    assert "I can start\nin May." in response.text.replace("\r\n", "\n")


def test_who_has_not_confirmed_can_have_the_e_mail_sent_again_where_it_is_missing(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder(confirmed=False)
    client = sign_in(coder)
    apply(client, posting, pdf())
    page = client.get(f"/jobs/{posting.public_id}/apply/check").text.partition("<main")[2]
    assert 'action="/account/confirm"' in page
    assert "Send application" not in page
