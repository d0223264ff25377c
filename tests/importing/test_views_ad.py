"""A job from an ad that exists already."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from careercenter.employers.models import Employer, Role
from careercenter.importing import pasted_ad
from careercenter.postings.content import PayBasis, PostingContent, WorkSetting
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from careercenter.profiles.documents import LARGEST
from careercenter.storage.models import StoredFile
from tests.factories.postings import make_member, make_posting_employer
from tests.factories.profiles import docx

SignIn = Callable[..., FlaskClient]
AD = """This position is fully remote.

• Assign ICD-10-CM and CPT codes
• CPC required

26-week contract. Pay: $30-$36 per hour."""


def send(client: FlaskClient, employer: Employer, content: bytes, **more: str) -> TestResponse:
    """Send the form with a file chosen."""
    data = {"title": "Coder of visits", "ad": "", "file": (BytesIO(content), "ad"), **more}
    answer = client.post(f"/employers/{employer.public_id}/postings/from-ad", data=data, follow_redirects=True)
    answer.request.environ["wsgi.input"].close()  # the test client leaves the file of a large body open
    return answer


def test_an_ad_becomes_a_draft_whose_guesses_quote_their_words(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    client = sign_in(make_member(employer))
    address = f"/employers/{employer.public_id}/postings/from-ad"
    assert client.get(address).status_code == 200
    page = client.post(address, data={"title": "Medical Coder", "ad": AD}, follow_redirects=True).text
    posting = session.scalars(select(Posting)).one()
    content = posting.content
    assert posting.status is PostingStatus.DRAFT
    assert (content.work_setting, content.lasts_weeks) == (WorkSetting.REMOTE, 26)
    assert (content.pay_basis, content.pay_min, content.pay_max) == (PayBasis.HOURLY, 3000, 3600)
    assert "- CPC required" in content.description
    assert "Read from your ad: “26-week contract”" in page


def test_an_ad_without_text_or_title_is_asked_for(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    answer = sign_in(make_member(employer)).post(f"/employers/{employer.public_id}/postings/from-ad", data={})
    assert answer.status_code == 422
    assert "Paste the text of the ad, or choose its file." in answer.text
    assert not session.scalars(select(Posting)).all()


def test_who_only_looks_makes_no_draft(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    client = sign_in(make_member(employer, Role.VIEWER))
    assert client.get(f"/employers/{employer.public_id}/postings/from-ad").status_code == 404


def test_what_contradicts_itself_is_left_to_its_author(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(content: PostingContent, _words: object) -> tuple[PostingContent, dict[str, str]]:
        return dataclasses.replace(content, no_quota=True, productivity=9), {"productivity": "9 charts an hour"}

    monkeypatch.setattr(pasted_ad, "infer", read)
    content, guesses = pasted_ad.read_ad("Coder", "No quota. 9 charts an hour.", employer="", time_zone="America/New_York")
    assert (content.productivity, content.no_quota, guesses) == (None, False, {})
    assert content.description == "No quota. 9 charts an hour."


def test_an_ad_comes_as_a_file_that_is_not_kept(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    page = send(sign_in(make_member(employer)), employer, docx(AD.splitlines()))
    content = session.scalars(select(Posting)).one().content
    assert (page.status_code, content.lasts_weeks, content.pay_min) == (200, 26, 3000)
    assert "- CPC required" in content.description
    assert not session.scalars(select(StoredFile)).all()


def test_what_a_file_says_stays_in_the_box_when_the_title_lacks(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    client = sign_in(make_member(employer))
    answer = send(client, employer, AD.encode(), title="")
    assert answer.status_code == 422
    assert "Enter the job title." in answer.text
    assert "26-week contract" in answer.text
    assert send(client, employer, AD.encode(), ad=AD).status_code == 200
    assert session.scalars(select(Posting)).one().content.lasts_weeks == 26


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4 nothing", "The PDF is damaged"),
        (b"x" * (LARGEST + 1), "The file is larger than 5 MB."),
        (b"Another ad", "Choose a file or paste the text, not both."),
    ],
    ids=["damaged", "too large", "with a text"],
)
def test_a_refused_file_is_told_beside_its_field_and_keeps_the_rest(
    session: Session, sign_in: SignIn, content: bytes, words: str
) -> None:
    employer = make_posting_employer()
    answer = send(sign_in(make_member(employer)), employer, content, ad=AD)
    assert answer.status_code == 422
    assert answer.text.count(words[4:]) >= 2  # in the summary, which names the field first, and beside it
    assert "Coder of visits" in answer.text
    assert "26-week contract" in answer.text
    assert not session.scalars(select(Posting)).all()
