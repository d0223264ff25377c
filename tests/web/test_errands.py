"""Who is sent to sign in reads what for, and comes back to it."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.postings.lifecycle import PostingStatus
from tests.factories.accounts import PASSWORD, make_coder
from tests.factories.postings import make_posting


def test_who_wants_to_apply_reads_for_which_job(session: Session, client: FlaskClient) -> None:
    posting = make_posting()
    address = f"/jobs/{posting.public_id}/apply"
    sent = client.get(address)
    assert sent.location == f"/login?next={address}"
    words = f"To apply for {posting.title} at {posting.employer.name}"
    login = client.get(sent.location).text
    assert words in unescape(login)
    assert f'href="/sign-up?next={address}"' in login
    page = client.get(f"/sign-up?next={address}").text
    assert words in unescape(page)
    assert 'value="coder" checked' in page


def test_who_signs_in_for_it_comes_back(session: Session, client: FlaskClient) -> None:
    address, coder = f"/jobs/{make_posting().public_id}/apply", make_coder()
    answer = client.post(f"/login?next={address}", data={"email": coder.email, "password": PASSWORD})
    assert answer.location == address


@pytest.mark.parametrize("status", [PostingStatus.DRAFT, PostingStatus.FROZEN, PostingStatus.CLOSED])
def test_a_job_nobody_may_see_is_not_named(session: Session, client: FlaskClient, status: PostingStatus) -> None:
    posting = make_posting(status)
    page = client.get(f"/login?next=/jobs/{posting.public_id}/apply").text
    assert posting.title not in page


@pytest.mark.parametrize(
    "target", ["", "/jobs", "//example.com/jobs/x/apply", "/nowhere", "/jobs/zzzzzzzzzzzz/apply", "https://a.b"]
)
def test_other_targets_say_nothing(client: FlaskClient, session: Session, target: str) -> None:
    for page in ("/login", "/sign-up"):
        answer = client.get(page, query_string={"next": target})
        assert answer.status_code == 200
        assert "To apply for" not in answer.text
        assert 'value="coder" checked' not in answer.text


def test_an_employers_own_choice_of_kind_counts_first(session: Session, client: FlaskClient) -> None:
    page = client.get(f"/sign-up?as=employer&next=/jobs/{make_posting().public_id}/apply").text
    assert 'value="employer" checked' in page
