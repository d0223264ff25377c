"""The page of a posting as the person who reads it meets it: what they did about it, where they live, and how to apply."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.applications import services, services_employer
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus
from careercenter.core.clock import now
from careercenter.core.i18n import day
from careercenter.postings.content import ApplyHow, LiveIn
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.profiles.answers import ProfileAnswers
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application, owner_of
from tests.factories.postings import make_posting
from tests.factories.profiles import make_profile

SignIn = Callable[..., FlaskClient]
A = ApplicationStatus
S = PostingStatus
MANY = ("TX", "OH", "GA", "LA")


def address(posting: Posting) -> str:
    return f"/jobs/{posting.public_id}-{posting.slug}"


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_who_has_not_applied_can_do_so_in_the_panel_below_the_text_and_at_the_foot(client: FlaskClient) -> None:
    posting = make_posting()
    page = client.get(address(posting)).text
    assert page.count(f'href="/jobs/{posting.public_id}/apply"') == 3
    assert "apply-bar" in page
    assert "You applied" not in page


def test_pay_stands_before_the_button(client: FlaskClient) -> None:
    page = client.get(address(make_posting())).text
    assert 'apply__pay">$34–41 an hour<' in page
    assert page.index("apply__pay") < page.index('id="apply-title"')


def test_who_applied_reads_when_and_how_it_stands_with_the_way_to_it(session: Session, sign_in: SignIn) -> None:
    application = make_application(at=now() - timedelta(days=2))
    page = sign_in(application.account).get(address(application.posting))
    assert f"You applied {day(application.applied_at)} Received · see it" in words(page.text)
    assert f'href="/applications/{application.public_id}"' in page.text
    assert f'href="/jobs/{application.posting.public_id}/apply"' not in page.text


def test_what_another_coder_sent_is_not_shown(session: Session, sign_in: SignIn) -> None:
    application = make_application()
    page = sign_in(make_coder()).get(address(application.posting)).text
    assert "You applied" not in page
    assert application.public_id not in page


def test_who_withdrew_may_apply_again(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.WITHDRAWN)
    page = sign_in(application.account).get(address(application.posting)).text
    assert "You withdrew what you sent" in page
    assert "Apply again" in page


def test_who_began_an_application_continues_it(session: Session, sign_in: SignIn) -> None:
    posting, coder = make_posting(), make_coder()
    services.keep_draft(posting, coder, at=now())
    assert "Continue your application" in sign_in(coder).get(address(posting)).text


def test_who_applied_to_a_job_that_is_closed_still_finds_the_application(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.SHORTLISTED, posting=make_posting())
    application.posting.status = S.CLOSED
    application.posting.closed_at = now()
    assert "Shortlisted · see it" in words(sign_in(application.account).get(address(application.posting)).text)


def test_a_paused_job_explains_itself_and_is_kept_from_search_engines(client: FlaskClient) -> None:
    posting = make_posting(S.PAUSED)
    page = client.get(address(posting))
    assert page.status_code == 200
    assert "This job is paused." in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "/apply" not in page.text.partition("<main")[2]


def test_a_paused_job_that_a_moderator_has_to_judge_first_is_not_there(client: FlaskClient) -> None:
    posting = make_posting(S.PAUSED)
    posting.review_needed_at = now()
    assert client.get(address(posting)).status_code == 404


def test_a_paused_job_past_its_closing_day_says_that(client: FlaskClient) -> None:
    posting = make_posting(S.PAUSED)
    posting.closes_at = now() - timedelta(hours=1)
    page = client.get(address(posting)).text
    assert "The closing day of this job has passed." in page


@pytest.mark.parametrize(
    ("home", "live_in", "said"),
    [
        ("OH", LiveIn.LISTED, "Ohio: yes"),
        ("CA", LiveIn.LISTED, "California: no"),
        ("OH", LiveIn.ALL_BUT, "Ohio: no"),
        ("CA", LiveIn.ALL_BUT, "California: yes"),
    ],
)
def test_a_coder_reads_whether_their_state_is_among_those_named(
    session: Session, sign_in: SignIn, home: str, live_in: LiveIn, said: str
) -> None:
    posting, coder = make_posting(live_in=live_in, live_in_states=MANY), make_coder()
    make_profile(coder, ProfileAnswers(state=home))
    page = sign_in(coder).get(address(posting)).text
    assert said in page
    assert ("<strong>Ohio</strong>" in page) is (home == "OH")
    assert words(page).count("Georgia, Louisiana, Ohio , Texas" if home == "OH" else "Georgia, Louisiana, Ohio, Texas") == 1


def test_a_visitor_reads_of_no_state_of_theirs(client: FlaskClient) -> None:
    page = client.get(address(make_posting(live_in=LiveIn.LISTED, live_in_states=MANY))).text
    assert ": yes<" not in page
    assert ": no<" not in page
    assert "Georgia, Louisiana, Ohio, Texas" in page


def test_an_e_mail_to_the_employer_names_the_job(client: FlaskClient) -> None:
    posting = make_posting(apply_how=ApplyHow.ADDRESS, apply_email="jobs@example.com")
    posting.content = dataclasses.replace(posting.content, title="Coder & Auditor")
    page = client.get(address(posting)).text
    assert "mailto:jobs@example.com?subject=Coder%20%26%20Auditor%2C%20" in page


def test_nothing_of_an_employers_decision_reaches_the_page(session: Session, sign_in: SignIn) -> None:
    application = make_application(A.INTERVIEWING)
    services_employer.take(application, ApplicationAction.TURN_DOWN, actor=owner_of(application.posting), at=now())
    assert "Interviewing · see it" in words(sign_in(application.account).get(address(application.posting)).text)
