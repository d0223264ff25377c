from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.employers.models import Role
from careercenter.moderation.models import DecisionReason, Report, ReportStatus
from careercenter.moderation.queries import open_reports
from careercenter.moderation.services import version_token, version_token_of_reports, version_token_of_revision
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import RevisionStatus
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.accounts import sign_in as signed_in
from tests.factories.employers import make_employer, make_member
from tests.factories.moderation import make_edit, make_report
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer

S = PostingStatus
SignIn = Callable[[Account], FlaskClient]


def _edit() -> Any:
    employer = make_posting_employer()
    author = make_author(employer)
    posting = make_posting(S.LIVE, employer=employer, author=author)
    return make_edit(posting, author, pay_min=2800, pay_max=3300, description=posting.content.description + " More words here.")


def test_only_moderators_find_the_desk(session: Session, client: FlaskClient, sign_in: SignIn) -> None:
    posting, edit, employer = make_posting(S.PENDING), _edit(), make_employer()
    pages = [
        "/desk", f"/desk/postings/{posting.public_id}", f"/desk/revisions/{edit.public_id}", "/desk/reasons",
        f"/desk/revisions/{edit.public_id}/page", f"/desk/reports/{posting.public_id}", f"/desk/employers/{employer.public_id}",
    ]  # fmt: skip
    moderator = sign_in(make_moderator())
    others = [sign_in(make_coder()), sign_in(make_author_of(posting))]
    for page in pages:
        assert client.get(page).status_code == 303, page
        assert [other.get(page).status_code for other in others] == [404, 404], page
        assert moderator.get(page).status_code == 200, page


def make_author_of(posting: Any) -> Account:
    author = posting.author
    assert isinstance(author, Account)
    return author


def test_only_moderators_decide_and_only_administrators_keep_reasons(session: Session, sign_in: SignIn) -> None:
    posting, edit, employer = make_posting(S.PENDING), _edit(), make_employer()
    acts = [
        f"/desk/postings/{posting.public_id}/approve", f"/desk/revisions/{edit.public_id}/approve",
        f"/desk/reports/{posting.public_id}/remove", f"/desk/employers/{employer.public_id}/suspend",
        f"/desk/employers/{employer.public_id}/verify",
    ]  # fmt: skip
    kept = ["/desk/reasons", "/desk/reasons/scam", "/desk/reasons/scam/retire"]
    coder, moderator = sign_in(make_coder()), sign_in(make_moderator())
    assert [coder.post(act).status_code for act in acts + kept] == [404] * 8
    assert [moderator.post(act).status_code for act in kept] == [404] * 3


def test_what_does_not_exist_is_not_found(session: Session, sign_in: SignIn) -> None:
    moderator, posting = sign_in(make_admin()), make_posting(S.PENDING)
    for page in ("/desk/postings/nothing", "/desk/revisions/nothing", "/desk/reports/nothing", "/desk/employers/nothing"):
        assert moderator.get(page).status_code == 404
    assert moderator.post(f"/desk/postings/{posting.public_id}/explode").status_code == 404
    assert moderator.post(f"/desk/reports/{posting.public_id}/approve").status_code == 404
    assert moderator.post("/desk/reasons/scam/explode").status_code == 404


def test_the_queue_says_kind_age_employer_and_signals(session: Session, sign_in: SignIn) -> None:
    at = now()
    make_posting(S.PENDING, at=at - timedelta(hours=30), title="Late Coder", employer=make_posting_employer("Slow Clinic"))
    make_posting(S.PENDING, at=at, title="Data entry coder", description="Reach us on Telegram. " * 30)
    page = sign_in(make_moderator()).get("/desk").text
    assert page.index("Late Coder") < page.index("Data entry coder")
    assert "Late: 1 day" in page
    assert "Slow Clinic" in page
    assert re.search(r"\d signals?</span>", page)
    assert re.search(r'Queue <span class="menu__count">2</span>', page)


def test_an_empty_queue_says_what_would_be_there(session: Session, sign_in: SignIn) -> None:
    assert "Nothing waits for you" in sign_in(make_moderator()).get("/desk").text


def test_a_long_queue_has_pages(session: Session, sign_in: SignIn) -> None:
    at = now()
    employer = make_posting_employer()
    author = make_author(employer)
    for number in range(55):
        make_posting(
            S.PENDING, at=at - timedelta(minutes=55 - number), title=f"Coder {number:02}", employer=employer, author=author
        )
    moderator = sign_in(make_moderator())
    assert "Coder 49" in moderator.get("/desk").text
    assert "Coder 50" not in moderator.get("/desk").text
    assert "Coder 54" in moderator.get("/desk?page=2").text
    assert "Coder 00" in moderator.get("/desk?page=99").text


def test_the_queue_page_takes_the_same_number_of_queries_whatever_its_length(
    session: Session, sign_in: SignIn, count_queries: list[str]
) -> None:
    moderator = sign_in(make_moderator())
    make_posting(S.PENDING)
    _edit()
    moderator.get("/desk")
    del count_queries[:]
    moderator.get("/desk")
    few = len(count_queries)
    for _ in range(12):
        make_posting(S.PENDING)
        make_report(make_posting(S.LIVE))
        _edit()
    moderator.get("/desk")
    del count_queries[:]
    moderator.get("/desk")
    assert len(count_queries) <= few


def test_a_case_shows_the_page_the_history_and_the_buttons(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer("Harbor General", verified_at=None)
    author = make_author(employer)
    make_posting(S.REJECTED, employer=employer, author=author, title="An earlier one")
    posting = make_posting(S.PENDING, employer=employer, author=author, description="Pay the training fee first. " * 20)
    page = sign_in(make_moderator()).get(f"/desk/postings/{posting.public_id}").text
    assert "Cellular Therapy Coding Specialist" in page
    assert "training fee" in page
    assert "1 waiting for review, 1 rejected" in page
    assert "An earlier one" in page
    assert author.email in page
    assert page.count("<h1") == 1
    for words in ("Approve", "Ask for changes", "Reject", "Remove"):
        assert words in page
    assert "Send back to review" not in page
    assert 'value="pay-unclear"' in page
    assert 'value="no-longer-open"' in page


def test_deciding_leads_to_the_next_case(session: Session, sign_in: SignIn) -> None:
    at = now()
    one = make_posting(S.PENDING, at=at - timedelta(hours=2))
    two = make_posting(S.PENDING, at=at - timedelta(hours=1))
    moderator = sign_in(make_moderator())
    answer = moderator.post(f"/desk/postings/{one.public_id}/approve", data={"approve-seen": version_token(one)})
    assert (answer.status_code, answer.location) == (303, f"/desk/postings/{two.public_id}")
    assert one.status is S.LIVE
    answer = moderator.post(
        f"/desk/postings/{two.public_id}/ask_changes",
        data={"ask_changes-seen": version_token(two), "ask_changes-reason": "pay-unclear", "ask_changes-words": "Which?"},
    )
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert two.status is S.CHANGES_ASKED


def test_without_a_reason_the_page_comes_back_with_what_was_typed(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING)
    answer = sign_in(make_moderator()).post(
        f"/desk/postings/{posting.public_id}/reject", data={"reject-seen": version_token(posting), "reject-words": "Kept words"}
    )
    assert answer.status_code == 422
    assert "Choose a reason" in answer.text
    assert "Kept words" in answer.text
    assert 'href="#reject-reason-0"' in answer.text
    assert "<title>Error:" in answer.text
    assert posting.status is S.PENDING


def test_the_second_moderator_is_told_of_the_firsts_decision(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING)
    looked_at = version_token(posting)
    first, second = sign_in(make_moderator(name="Ana Reyes")), sign_in(make_moderator(name="Bo Lindt"))
    url = f"/desk/postings/{posting.public_id}"
    assert first.post(f"{url}/approve", data={"approve-seen": looked_at}).status_code == 303
    answer = second.post(
        f"{url}/reject", data={"reject-seen": looked_at, "reject-reason": "duplicate", "reject-words": "It is here."}
    )
    assert answer.status_code == 409
    assert "Ana Reyes: <strong>approved</strong>" in answer.text
    assert posting.status is S.LIVE
    twice = first.post(f"{url}/approve", data={"approve-seen": looked_at})
    assert twice.status_code == 409
    assert "You: <strong>approved</strong>" in twice.text


def test_a_form_without_its_version_decides_nothing(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING)
    assert sign_in(make_moderator()).post(f"/desk/postings/{posting.public_id}/approve").status_code == 409
    assert posting.status is S.PENDING


def test_a_moderator_of_the_employer_sees_the_case_without_buttons(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING)
    judge = make_moderator()
    make_member(posting.employer, judge, Role.VIEWER)
    moderator = sign_in(judge)
    page = moderator.get(f"/desk/postings/{posting.public_id}").text
    assert "You belong to this employer" in page
    assert "/approve" not in page
    assert (
        moderator.post(f"/desk/postings/{posting.public_id}/approve", data={"approve-seen": version_token(posting)}).status_code
        == 404
    )
    assert posting.status is S.PENDING


def test_an_edit_is_shown_as_a_difference_and_as_its_page(session: Session, sign_in: SignIn) -> None:
    edit = _edit()
    moderator = sign_in(make_moderator())
    page = moderator.get(f"/desk/revisions/{edit.public_id}").text
    assert '<del><span class="hidden">removed: </span>$34</del>' in page
    assert '<ins><span class="hidden">added: </span>$28</ins>' in page
    assert "More words here." in page
    assert "$28" in moderator.get(f"/desk/revisions/{edit.public_id}/page").text
    answer = moderator.post(f"/desk/revisions/{edit.public_id}/approve", data={"approve-seen": version_token_of_revision(edit)})
    assert answer.status_code == 303
    assert edit.status is RevisionStatus.APPROVED
    late = moderator.post(f"/desk/revisions/{edit.public_id}/approve", data={"approve-seen": version_token_of_revision(edit)})
    assert late.status_code == 409
    assert "Nothing is left to decide" in moderator.get(f"/desk/revisions/{edit.public_id}").text


def test_an_administrator_sends_a_rejected_job_back_to_review(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.REJECTED)
    url, data = f"/desk/postings/{posting.public_id}/appeal", {"appeal-seen": version_token(posting)}
    assert sign_in(make_moderator()).post(url, data=data).status_code == 404
    admin = sign_in(make_admin())
    assert "Send back to review" in admin.get(f"/desk/postings/{posting.public_id}").text
    assert admin.post(url, data=data).status_code == 303
    assert posting.status is S.PENDING


def test_a_visitor_reports_a_live_job_once(session: Session, client: FlaskClient) -> None:
    posting = make_posting(S.LIVE)
    url = f"/jobs/{posting.public_id}/report"
    assert "Report this job" in client.get(url).text
    answer = client.post(url, data={"reason": "scam", "words": "They want a fee."})
    assert (answer.status_code, answer.location) == (303, f"{url}/sent")
    assert "Thank you" in client.get(f"{url}/sent").text
    report = session.scalars(select(Report)).one()
    assert report.account_id is None
    assert "127.0.0.1" not in report.reporter
    assert len(report.reporter) == 64
    assert client.post(url, data={"reason": "gone"}, follow_redirects=True).text.count("Your first report stands") == 1
    assert len(session.scalars(select(Report)).all()) == 1


def test_two_people_behind_one_address_report_with_their_accounts(
    session: Session, sign_in: SignIn, client: FlaskClient
) -> None:
    posting = make_posting(S.LIVE)
    url = f"/jobs/{posting.public_id}/report"
    for who in (client, sign_in(make_coder()), sign_in(make_coder())):
        assert who.post(url, data={"reason": "gone"}).status_code == 303
    assert len(open_reports(posting)) == 3


def test_addresses_of_one_household_are_one_reporter(session: Session, client: FlaskClient) -> None:
    posting = make_posting(S.LIVE)
    url = f"/jobs/{posting.public_id}/report"
    for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"):
        client.post(url, data={"reason": "gone"}, environ_base={"REMOTE_ADDR": address})
    assert len(open_reports(posting)) == 2


@pytest.mark.parametrize(
    "data", [{}, {"reason": "nonsense"}, {"reason": "other", "words": ""}, {"reason": "scam", "words": "x" * 4001}]
)
def test_a_report_that_says_nothing_comes_back(session: Session, client: FlaskClient, data: dict[str, str]) -> None:
    posting = make_posting(S.LIVE)
    answer = client.post(f"/jobs/{posting.public_id}/report", data=data)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert open_reports(posting) == []


@pytest.mark.parametrize("status", [s for s in S if s is not S.LIVE])
def test_what_is_not_live_has_no_report_page(session: Session, client: FlaskClient, status: PostingStatus) -> None:
    posting = make_posting(status)
    url = f"/jobs/{posting.public_id}/report"
    assert client.get(url).status_code == 404
    assert client.post(url, data={"reason": "scam"}).status_code == 404


def test_reports_are_limited_to_ten_a_day_for_an_account(own_app: Any) -> None:
    own_app.config["SETTINGS"] = replace(own_app.config["SETTINGS"], rate_limits=True)
    with own_app.app_context():
        ids = [make_posting(S.LIVE).public_id for _ in range(11)]
        client = signed_in(own_app.test_client(), make_account())
    answers = [client.post(f"/jobs/{each}/report", data={"reason": "gone"}).status_code for each in ids]
    assert answers == [303] * 10 + [429]
    visitor = own_app.test_client()
    answers = [visitor.post(f"/jobs/{each}/report", data={"reason": "gone"}).status_code for each in ids]
    assert answers == [303] * 11, "a hospital behind one address is not one reporter"


def test_reports_stand_in_the_queue_and_one_decision_closes_them(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting, words="Fee by messenger")
    make_report(posting)
    moderator = sign_in(make_moderator())
    url = f"/desk/reports/{posting.public_id}"
    assert url in moderator.get("/desk").text
    page = moderator.get(url).text
    assert "Fee by messenger" in page
    looked_at = version_token_of_reports(posting, open_reports(posting))
    data = {"freeze-seen": looked_at, "freeze-reason": "checking"}
    assert moderator.post(f"{url}/freeze", data=data).status_code == 303
    assert posting.status is S.FROZEN
    assert {r.status for r in session.scalars(select(Report))} == {ReportStatus.OPEN}
    late = sign_in(make_moderator()).post(f"{url}/dismiss", data={"dismiss-seen": looked_at})
    assert late.status_code == 409
    assert "<strong>held</strong>" in late.text
    assert url in moderator.get("/desk").text


def test_a_held_job_is_gone_from_its_page_and_search_at_once(session: Session, sign_in: SignIn, client: FlaskClient) -> None:
    posting = make_posting(S.LIVE)
    assert client.get(f"/jobs/{posting.public_id}-{posting.slug}").status_code == 200
    data = {"freeze-seen": version_token(posting), "freeze-reason": "checking"}
    sign_in(make_moderator()).post(f"/desk/postings/{posting.public_id}/freeze", data=data)
    assert client.get(f"/jobs/{posting.public_id}-{posting.slug}").status_code in (404, 410)
    assert posting.title not in client.get("/jobs").text


def test_moderators_read_reasons_and_administrators_keep_them(session: Session, sign_in: SignIn) -> None:
    assert "Add a reason" not in sign_in(make_moderator()).get("/desk/reasons").text
    admin = sign_in(make_admin())
    assert "Add a reason" in admin.get("/desk/reasons").text
    data = {"use": "reject", "label": "Wrong country", "words": "Only the US."}
    assert admin.post("/desk/reasons", data=data).status_code == 303
    again = admin.post("/desk/reasons", data=data)
    assert again.status_code == 422
    assert "with this name already" in again.text
    assert admin.post("/desk/reasons", data={"label": ""}).status_code == 422
    assert admin.get("/desk/reasons/wrong-country").status_code == 200
    assert admin.post("/desk/reasons/wrong-country", data={"label": "Abroad", "words": ""}).status_code == 303
    for act in ("up", "down", "retire", "bring-back"):
        assert admin.post(f"/desk/reasons/wrong-country/{act}").status_code == 303, act
    assert session.scalars(select(DecisionReason.label).where(DecisionReason.slug == "wrong-country")).one() == "Abroad"


def test_an_employer_is_verified_and_suspended_at_the_desk(session: Session, sign_in: SignIn, client: FlaskClient) -> None:
    owner = make_account()
    employer = make_employer("Northfield Clinic", owner=owner)
    posting = make_posting(S.LIVE, employer=employer, author=owner)
    moderator, url = sign_in(make_moderator()), f"/desk/employers/{employer.public_id}"
    assert moderator.post(f"{url}/verify", data={"verify-how": "carrier pigeon"}).status_code == 422
    data = {"verify-how": "telephone", "verify-what": "555-0100, the published number"}
    assert moderator.post(f"{url}/verify", data=data).status_code == 303
    assert employer.verified_at is not None
    assert moderator.post(f"{url}/suspend", data={"suspend-words": ""}).status_code == 422
    assert moderator.post(f"{url}/suspend", data={"suspend-words": "Nobody answers."}).status_code == 303
    assert client.get(f"/jobs/{posting.public_id}-{posting.slug}").status_code != 200
    assert moderator.post(f"{url}/suspend", data={"suspend-words": "Again."}).status_code == 409
    assert moderator.post(f"{url}/restore", data={"restore-words": "They answered."}).status_code == 303
    assert client.get(f"/jobs/{posting.public_id}-{posting.slug}").status_code == 200
    assert moderator.post(f"{url}/unverify", data={"unverify-words": "It moved."}).status_code == 303
    assert moderator.post(f"{url}/explode", data={"explode-words": "x"}).status_code == 404


def test_a_moderator_of_the_employer_cannot_verify_it(session: Session, sign_in: SignIn) -> None:
    employer, judge = make_employer(), make_moderator()
    make_member(employer, judge)
    moderator, url = sign_in(judge), f"/desk/employers/{employer.public_id}"
    assert "You belong to this employer" in moderator.get(url).text
    assert moderator.post(f"{url}/verify", data={"verify-how": "telephone", "verify-what": "me"}).status_code == 404


def test_reading_the_desk_changes_nothing(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.LIVE)
    make_report(posting)
    version = posting.version
    moderator = sign_in(make_moderator())
    for page in (
        "",
        f"/postings/{posting.public_id}",
        f"/reports/{posting.public_id}",
        f"/employers/{posting.employer.public_id}",
    ):
        moderator.get(f"/desk{page}")
    assert posting.version == version
    postings.freeze(posting, reason="checking", words="x", actor=make_moderator(), at=now())
    assert moderator.get(f"/desk/postings/{posting.public_id}").status_code == 200


def test_what_to_look_at_stands_above_the_buttons(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING, description="Pay the training fee first. " * 20)
    page = sign_in(make_moderator()).get(f"/desk/postings/{posting.public_id}").text
    assert page.index("What to look at") < page.index("training fee") < page.index('class="decisions"')


def test_over_a_sign_known_from_scams_approving_takes_a_second_press(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING, description="Pay the training fee first. We interview you on Telegram. " * 10)
    moderator, url = sign_in(make_moderator()), f"/desk/postings/{posting.public_id}"
    page = moderator.get(url).text
    assert "Approve anyway" in page
    once = {"approve-seen": version_token(posting)}
    answer = moderator.post(f"{url}/approve", data=once)
    assert answer.status_code == 422
    assert "press a second time" in answer.text
    assert posting.status is S.PENDING
    assert moderator.post(f"{url}/approve", data={**once, "approve-sure": "yes"}).status_code == 303
    assert posting.status is S.LIVE


def test_without_such_a_sign_one_press_approves(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING)
    assert "Approve anyway" not in sign_in(make_moderator()).get(f"/desk/postings/{posting.public_id}").text


def test_rejecting_and_removing_say_what_follows(session: Session, sign_in: SignIn) -> None:
    page = sign_in(make_moderator()).get(f"/desk/postings/{make_posting(S.PENDING).public_id}").text
    assert "It never goes live and cannot be sent again." in page
    assert "off the board for good" in page


def test_several_reasons_are_ticked_at_once(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING)
    data = {"ask_changes-seen": version_token(posting), "ask_changes-reason": ["pay-unclear", "title-untidy"]}
    answer = sign_in(make_moderator()).post(f"/desk/postings/{posting.public_id}/ask_changes", data=data)
    assert answer.status_code == 303
    assert "Keep the title" in (posting.decision_words or "")


def test_a_job_sent_again_shows_what_changed_and_the_authors_answer(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING, title="Cellular Therapy Coder")
    author, before = make_author_of(posting), posting.content
    postings.ask_changes(posting, reason="pay-unclear", words="Say what it pays.", actor=make_moderator(), at=now())
    postings.change(posting, replace(before, title="Cellular Therapy Coding Auditor", pay_min=3900), actor=author, at=now())
    session.commit()
    url = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/submit"
    writer = sign_in(author)
    assert "Say what it pays." in writer.get(url).text
    assert writer.post(url, data={"answer": "The top is for nights."}).status_code == 303
    page = sign_in(make_moderator()).get(f"/desk/postings/{posting.public_id}").text
    assert "Since a moderator looked" in page
    assert "The top is for nights." in page
    assert "Say what it pays." in page
    assert '<ins><span class="hidden">added: </span>$39</ins>' in page
    assert '<del><span class="hidden">removed: </span>Coder</del>' in page


def test_a_job_sent_for_the_first_time_has_no_difference(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.PENDING)
    assert "Since a moderator looked" not in sign_in(make_moderator()).get(f"/desk/postings/{posting.public_id}").text


def test_an_edit_sent_again_shows_what_changed_since_the_last_one(session: Session, sign_in: SignIn) -> None:
    edit = _edit()
    postings.ask_revision_changes(edit, reason="pay-unclear", words="Too low.", actor=make_moderator(), at=now())
    again = make_edit(edit.posting, make_author_of(edit.posting), pay_min=3100, pay_max=3300)
    session.commit()
    page = sign_in(make_moderator()).get(f"/desk/revisions/{again.public_id}").text
    assert "Since a moderator looked" in page
    assert "Too low." in page


def test_what_of_the_queue_is_asked_for_stays_with_the_case(session: Session, sign_in: SignIn) -> None:
    at = now()
    one = make_posting(S.PENDING, at=at - timedelta(hours=3), title="Inpatient One")
    make_posting(S.PENDING, at=at - timedelta(hours=2), title="Other")
    two = make_posting(S.PENDING, at=at - timedelta(hours=1), title="Inpatient Two")
    moderator = sign_in(make_moderator())
    queue = moderator.get("/desk?text=inpatient").text
    assert f"/desk/postings/{one.public_id}?text=inpatient" in queue
    assert ">Other<" not in queue
    page = moderator.get(f"/desk/postings/{one.public_id}?text=inpatient").text
    assert f"/desk/postings/{one.public_id}/approve?text=inpatient" in page
    data = {"approve-seen": version_token(one)}
    answer = moderator.post(f"/desk/postings/{one.public_id}/approve?text=inpatient", data=data)
    assert answer.location == f"/desk/postings/{two.public_id}?text=inpatient"


def test_a_queue_of_which_nothing_is_like_this_says_so(session: Session, sign_in: SignIn) -> None:
    make_posting(S.PENDING)
    assert "No waiting case matches." in sign_in(make_moderator()).get("/desk?text=zebra&weight=nonsense").text


def test_a_moderator_chooses_when_to_be_written_to(session: Session, sign_in: SignIn) -> None:
    moderator = sign_in(make_moderator())
    assert 'value="daily" checked' in moderator.get("/desk/e-mails").text
    assert moderator.post("/desk/e-mails", data={"how": "hourly"}).status_code == 422
    assert moderator.post("/desk/e-mails", data={"how": "each"}).status_code == 303
    assert 'value="each" checked' in moderator.get("/desk/e-mails").text
    assert sign_in(make_coder()).get("/desk/e-mails").status_code == 404
