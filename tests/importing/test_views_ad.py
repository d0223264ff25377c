"""A job from an ad that exists already."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.employers.models import Role
from careercenter.importing import pasted_ad
from careercenter.postings.content import PayBasis, PostingContent, WorkSetting
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories.postings import make_member, make_posting_employer

SignIn = Callable[..., FlaskClient]
AD = """This position is fully remote.

• Assign ICD-10-CM and CPT codes
• CPC required

26-week contract. Pay: $30-$36 per hour."""


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
    assert "from <q>26-week contract</q>" in page


def test_an_ad_without_text_or_title_is_asked_for(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    answer = sign_in(make_member(employer)).post(f"/employers/{employer.public_id}/postings/from-ad", data={})
    assert answer.status_code == 422
    assert "Paste the text of the ad." in answer.text
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
