"""The long forms give back what was typed when the session changed in another tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.applications.models import ApplicationDraft, ApplicationNote
from careercenter.postings.lifecycle import PostingStatus
from careercenter.profiles.models import CoderProfile
from tests.factories.accounts import make_coder
from tests.factories.applications import make_application
from tests.factories.postings import make_member, make_posting
from tests.postings.typed import typed
from tests.web.test_kept_forms import OURS, WORDS, csrf, stale

__all__ = ["csrf"]

Case = tuple[Account, str, str, dict[str, object]]


def applying() -> Case:
    page = f"/jobs/{make_posting().public_id}/apply"
    return make_coder(), page, page, {"name": "Rosalind", "email": "rf@example.com", "note": WORDS}


def editing() -> Case:
    posting = make_posting(PostingStatus.DRAFT)
    page = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/edit"
    assert posting.author is not None
    return posting.author, page, page, typed(posting.content, version=str(posting.version), description=WORDS * 3)


def profile() -> Case:
    return make_coder(), "/profile/about", "/profile/about", {"headline": WORDS, "state": "TX"}


def noting() -> Case:
    application = make_application()
    posting = application.posting
    page = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/applicants/{application.public_id}"
    return make_member(posting.employer), page, f"{page}/notes", {"words": WORDS}


@pytest.mark.usefixtures("csrf")
@pytest.mark.parametrize("case", [applying, editing, profile, noting])
def test_what_was_typed_is_shown_again_and_nothing_is_saved(
    client: FlaskClient, session: Session, case: Callable[[], Case]
) -> None:
    account, page, address, data = case()
    answer = client.post(address, data={**data, "csrf_token": stale(client, account, page)}, headers=OURS)

    assert answer.status_code == 422
    assert WORDS in answer.text
    for kind in (ApplicationDraft, ApplicationNote, CoderProfile):
        assert session.scalar(select(func.count()).select_from(kind)) == 0
