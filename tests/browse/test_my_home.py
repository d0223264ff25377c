"""The page people come back to after they signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.accounts.models import AccountSession
from careercenter.applications.lifecycle import ApplicationStatus
from careercenter.applications.models import ApplicationDraft
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.employers.models import Role
from careercenter.postings.content import LiveIn
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.profiles.answers import ProfileAnswers
from tests.factories.accounts import make_account, make_coder, make_moderator
from tests.factories.applications import make_application
from tests.factories.employers import make_employer, make_member
from tests.factories.postings import make_posting
from tests.factories.profiles import ANSWERS, make_profile, make_resume

SignIn = Callable[..., FlaskClient]
Board = Callable[..., list[Posting]]

IN_OHIO = {"live_in": LiveIn.LISTED, "live_in_states": ("OH",)}
IN_TEXAS = {"live_in": LiveIn.LISTED, "live_in_states": ("TX",)}


def titles(page: str) -> list[str]:
    return re.findall(r'job-card__title"><a[^>]*>([^<]+)<', page)


def asking(credential: str, **changes: object) -> dict[str, object]:
    return {"credentials_all": (credential,), "credentials_any": (), "credentials_preferred": (), **changes}


def test_new_jobs_follow_the_state_and_the_credentials(session: Session, sign_in: SignIn, board: Board) -> None:
    board(
        asking("cpc", title="Fits", **IN_OHIO),
        asking("cpc", title="Elsewhere", **IN_TEXAS),
        asking("ccs", title="Another credential", **IN_OHIO),
    )
    coder = make_coder()
    make_profile(coder, ProfileAnswers(state="OH", credentials=("cpc",)))
    page = sign_in(coder).get("/home").text
    assert "Jobs in Ohio that ask for CPC" in page
    assert titles(page) == ["Fits"]
    assert "1 new in the last 7 days" in page
    assert "state=OH" in page
    assert "credential=cpc" in page


def test_where_nothing_fits_the_search_grows_wider_and_says_so(session: Session, sign_in: SignIn, board: Board) -> None:
    board(asking("cpc", title="Elsewhere", **IN_TEXAS))
    coder = make_coder()
    make_profile(coder, ProfileAnswers(state="TX", credentials=("rhia",), work_settings=("onsite",)))
    page = sign_in(coder).get("/home").text
    assert "Jobs in Texas<" in page
    assert titles(page) == ["Elsewhere"]
    make_profile(coder, ProfileAnswers(state="OH", credentials=("rhia",)))
    assert "The newest jobs" in sign_in(coder).get("/home").text


def test_the_work_wanted_narrows_as_long_as_something_is_left(session: Session, sign_in: SignIn, board: Board) -> None:
    board(
        asking("cpc", title="Good pay", pay_min=4500, pay_max=5000), asking("cpc", title="Poor pay", pay_min=2000, pay_max=2200)
    )
    coder = make_coder()
    make_profile(coder, ProfileAnswers(credentials=("cpc",), pay_wanted=4000))
    assert titles(sign_in(coder).get("/home").text) == ["Good pay"]
    make_profile(coder, ProfileAnswers(credentials=("cpc",), pay_wanted=9000, employment_wanted=("prn",)))
    assert sorted(titles(sign_in(coder).get("/home").text)) == ["Good pay", "Poor pay"]


@pytest.mark.parametrize("answers", [ProfileAnswers(starting=True), ProfileAnswers(credentials=("cpc-a",))])
def test_who_begins_is_shown_jobs_that_take_beginners(
    session: Session, sign_in: SignIn, board: Board, answers: ProfileAnswers
) -> None:
    board(asking("cpc", title="Takes apprentices", apprentice_accepted=True), asking("cpc", title="Does not"))
    coder = make_coder()
    make_profile(coder, answers)
    page = sign_in(coder).get("/home").text
    assert "Jobs that take apprentices, or let you earn a credential later" in page
    assert titles(page) == ["Takes apprentices"]


def test_news_is_marked_new_since_the_last_visit(session: Session, sign_in: SignIn) -> None:
    coder, at = make_coder(), now()
    make_application(ApplicationStatus.INTERVIEWING, coder=coder, at=at - timedelta(days=3))
    client = sign_in(coder)
    assert ">New<" not in client.get("/home").text  # of a first visit nothing is known
    for days in (5, 4):
        then = at - timedelta(days=days)
        session.add(AccountSession(account_id=coder.id, token_hash=str(days), started_at=then, seen_at=then))
    session.commit()
    assert ">New<" in client.get("/home").text
    later = at - timedelta(days=2)
    session.add(AccountSession(account_id=coder.id, token_hash="2", started_at=later, seen_at=later))
    session.commit()
    assert ">New<" not in client.get("/home").text


def test_a_draft_can_be_finished_from_here(session: Session, sign_in: SignIn) -> None:
    coder, posting = make_coder(), make_posting(title="Begun")
    session.add(ApplicationDraft(posting_id=posting.id, account_id=coder.id))
    page = sign_in(coder).get("/home").text
    assert "Finish your application: Begun" in page
    assert f'href="/jobs/{posting.public_id}/apply"' in page


def test_what_the_profile_lacks_is_said_and_leads_back_here(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    page = client.get("/home").text
    assert "The state you live in" in page
    assert 'href="/profile/about?next=/home"' in page.replace("%2F", "/")
    make_profile(coder, ANSWERS)
    make_resume(coder)
    assert "Missing in your profile" not in client.get("/home").text


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(
    session: Session, sign_in: SignIn, board: Board, count_queries: list[str]
) -> None:
    coder = make_coder()
    make_profile(coder, ANSWERS)
    client = sign_in(coder)

    def asked() -> int:
        client.get("/home")  # cards are kept after the first look
        session.commit()
        del count_queries[:]
        client.get("/home")
        return len(count_queries)

    def add() -> None:
        board(asking("cpc", title="Fits", **IN_TEXAS))
        application = make_application(ApplicationStatus.INTERVIEWING, coder=coder, at=now() - timedelta(days=1))
        session.add(ApplicationDraft(posting_id=make_posting().id, account_id=coder.id))
        assert application.posting.employer.name
        session.commit()

    add()
    few = asked()
    for _time in range(3):
        add()
    assert asked() == few


def test_a_member_sees_new_applicants_and_what_waits(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(title="Infusion Coder")
    make_posting(PostingStatus.DRAFT, employer=posting.employer)
    make_application(posting=posting)
    make_application(posting=posting)
    recruiter, viewer = make_account(), make_account()
    make_member(posting.employer, recruiter, Role.RECRUITER)
    make_member(posting.employer, viewer, Role.VIEWER)
    page = sign_in(recruiter).get("/home").text
    assert f'href="/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants">Infusion Coder' in page
    assert "2 new applicants" in page
    assert "?status=draft" in page
    assert "Post a job" in page.partition("<main")[2]
    assert "Post a job" not in sign_in(viewer).get("/home").text.partition("<main")[2]


def test_members_of_several_employers_ask_no_more(session: Session, sign_in: SignIn, count_queries: list[str]) -> None:
    def asked(employers: int) -> int:
        account = make_account()
        for _number in range(employers):
            posting = make_posting()
            make_member(posting.employer, account, Role.RECRUITER)
            make_application(posting=posting)
        client = sign_in(account)
        client.get("/home")
        session.commit()
        del count_queries[:]
        client.get("/home")
        return len(count_queries)

    assert asked(4) <= asked(1)


def test_everybody_else_is_led_to_their_own_first_page(session: Session, client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/home").location == "/login?next=/home"
    assert sign_in(make_moderator()).get("/home").location == "/account/home"
    assert sign_in(make_account()).get("/home").location == "/account/home"


def test_the_first_page_of_the_board_is_the_visitors_and_asks_no_coder_to_post(
    session: Session, client: FlaskClient, sign_in: SignIn, app: Flask
) -> None:
    owner = make_account()
    make_employer(owner=owner)
    assert "Post a job" in client.get("/").text
    for person in (make_coder(), owner):
        assert sign_in(person).get("/").location == "/home"
    assert "Post a job" not in sign_in(make_coder()).get("/home").text
    assert sign_in(make_moderator()).get("/").status_code == 200
    db.session.rollback()
