"""Whose clock a moment is written by."""

from __future__ import annotations

from collections.abc import Callable

import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.employers.models import Employer, Role
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories import employers
from tests.factories.accounts import make_admin, make_coder
from tests.factories.applications import make_application
from tests.factories.postings import make_member, make_posting, make_posting_employer

SignIn = Callable[[Account], FlaskClient]
MOMENT = "2026-11-25T22:11:00+00:00"
SPACE = "\u202f"


def job(zone: str = "America/Chicago") -> Posting:
    employer: Employer = make_posting_employer(time_zone=zone)
    with time_machine.travel(MOMENT, tick=False):
        return make_posting(PostingStatus.DRAFT, employer=employer, author=make_member(employer))


def history(client: FlaskClient, posting: Posting) -> str:
    return client.get(f"/employers/{posting.employer.public_id}/postings/{posting.public_id}").text.replace(SPACE, " ")


def test_who_chose_a_zone_reads_moments_in_it(session: Session, sign_in: SignIn) -> None:
    posting = job()
    posting.author.time_zone = "America/Boise"
    assert "Nov 25, 2026, 3:11 PM MST" in history(sign_in(posting.author), posting)


def test_a_member_who_chose_none_reads_them_in_the_employers(session: Session, sign_in: SignIn) -> None:
    posting = job()
    assert "Nov 25, 2026, 4:11 PM CST" in history(sign_in(posting.author), posting)


def test_a_member_of_two_employers_reads_each_page_in_its_own(session: Session, sign_in: SignIn) -> None:
    first, second = job(), job("America/Los_Angeles")
    employers.make_member(second.employer, first.author, Role.OWNER)
    client = sign_in(first.author)
    assert "4:11 PM CST" in history(client, first)
    assert "2:11 PM PST" in history(client, second)
    assert "EST" not in history(client, second)


def test_anybody_else_reads_them_in_the_boards(session: Session, sign_in: SignIn) -> None:
    posting = job()
    assert "Nov 25, 2026, 5:11 PM EST" in history(sign_in(make_admin()), posting)


def test_a_coder_reads_their_application_in_their_own(session: Session, sign_in: SignIn) -> None:
    with time_machine.travel(MOMENT, tick=False):
        application = make_application()
    address = f"/applications/{application.public_id}"
    assert "5:11 PM EST" in sign_in(application.account).get(address).text.replace(SPACE, " ")
    application.account.time_zone = "Pacific/Honolulu"
    assert "Nov 25, 2026, 12:11 PM HST" in sign_in(application.account).get(address).text.replace(SPACE, " ")


def test_home_offers_the_devices_zone_to_who_chose_none(session: Session, sign_in: SignIn) -> None:
    coder = make_coder()
    client = sign_in(coder)
    assert 'data-zone="America/New_York"' in client.get("/home").text
    assert "Eastern (not chosen)" in client.get("/account").text
    answer = client.post("/account/time-zone?next=/home", data={"time_zone": "America/Denver"})
    assert answer.location == "/home"
    assert coder.time_zone == "America/Denver"
    assert "data-zone" not in client.get("/home").text
    assert "(not chosen)" not in client.get("/account").text


def test_the_way_back_is_a_page_of_ours(session: Session, sign_in: SignIn) -> None:
    answer = sign_in(make_coder()).post("/account/time-zone?next=//evil.example", data={"time_zone": "America/Denver"})
    assert answer.location == "/account"
