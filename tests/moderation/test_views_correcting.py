from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.employers.models import Role
from careercenter.moderation.services_correcting import token_of
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting, PostingCorrection
from tests.factories.accounts import make_moderator
from tests.factories.employers import make_member
from tests.factories.moderation import make_edit
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer
from tests.postings.typed import typed

S = PostingStatus
SignIn = Callable[[Account], FlaskClient]


def _pending(**values: Any) -> Posting:
    return make_posting(S.PENDING, title="Inpatint Coder", **values)


def _address(posting: Posting) -> str:
    return f"/desk/postings/{posting.public_id}/correct"


def _sent(posting: Posting, **changes: Any) -> dict[str, Any]:
    return {**typed(posting.content), "seen": token_of(posting), "words": "A slip.", "title": "Inpatient Coder", **changes}


def test_the_case_leads_to_a_form_of_what_may_be_corrected(session: Session, sign_in: SignIn) -> None:
    posting, moderator = _pending(), sign_in(make_moderator())
    assert f'href="{_address(posting)}"' in moderator.get(f"/desk/postings/{posting.public_id}").text
    page = moderator.get(_address(posting)).text
    assert 'value="Inpatint Coder"' in page
    assert 'name="pay_min"' not in page
    assert 'name="apply_how"' not in page


def test_correcting_approves_and_leads_to_the_next_case(session: Session, sign_in: SignIn) -> None:
    posting, following = _pending(), make_posting(S.PENDING)
    answer = sign_in(make_moderator()).post(_address(posting), data=_sent(posting))
    assert (answer.status_code, answer.location) == (303, f"/desk/postings/{following.public_id}")
    assert (posting.status, posting.title) == (S.LIVE, "Inpatient Coder")


def test_pay_sent_to_the_form_is_passed_over(session: Session, sign_in: SignIn) -> None:
    posting = _pending()
    sign_in(make_moderator()).post(_address(posting), data=_sent(posting, pay_min="99", pay_max="99"))
    assert posting.title == "Inpatient Coder"
    assert posting.content.pay_min == 3400


def test_a_refusal_comes_back_with_what_was_typed(session: Session, sign_in: SignIn) -> None:
    posting = _pending()
    answer = sign_in(make_moderator()).post(_address(posting), data=_sent(posting, words=""))
    assert answer.status_code == 422
    assert "Say in a sentence why" in answer.text
    assert 'value="Inpatient Coder"' in answer.text
    assert posting.status is S.PENDING


def test_what_was_taken_back_meanwhile_is_said(session: Session, sign_in: SignIn) -> None:
    posting = _pending()
    sent = _sent(posting)
    assert posting.author is not None
    postings.withdraw(posting, actor=posting.author, at=now())
    session.commit()
    assert sign_in(make_moderator()).post(_address(posting), data=sent).status_code == 409
    assert posting.title == "Inpatint Coder"


def test_a_job_of_ones_own_employer_has_no_such_page(session: Session, sign_in: SignIn) -> None:
    posting, moderator = _pending(), make_moderator()
    make_member(posting.employer, moderator)
    client = sign_in(moderator)
    assert client.get(_address(posting)).status_code == 404
    assert client.post(_address(posting), data=_sent(posting)).status_code == 404


def test_a_decided_job_leads_back_to_its_case(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(S.LIVE)
    answer = sign_in(make_moderator()).get(_address(posting))
    assert (answer.status_code, answer.location) == (303, f"/desk/postings/{posting.public_id}")


def test_an_edit_is_corrected_on_its_own_page(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    author = make_author(employer)
    edit = make_edit(make_posting(S.LIVE, employer=employer, author=author), author, title="Inpatint Coder")
    sent = {**typed(edit.content), "seen": token_of(edit), "words": "A slip.", "title": "Inpatient Coder"}
    address = f"/desk/revisions/{edit.public_id}/correct"
    client = sign_in(make_moderator())
    assert 'value="Inpatint Coder"' in client.get(address).text
    assert client.post(address, data=sent).status_code == 303
    assert edit.posting.title == "Inpatient Coder"


def test_the_team_sees_the_correction_and_undoes_it(session: Session, sign_in: SignIn) -> None:
    posting = _pending()
    sign_in(make_moderator()).post(_address(posting), data=_sent(posting))
    correction = session.scalars(select(PostingCorrection)).one()
    page_address = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}"
    undo = f"{page_address}/corrections/{correction.public_id}/undo"
    viewer = sign_in(make_author(posting.employer, Role.VIEWER))
    assert "A moderator corrected small things" in viewer.get(page_address).text
    assert undo not in viewer.get(page_address).text
    assert viewer.post(undo).status_code == 404
    assert posting.author is not None
    author = sign_in(posting.author)
    page = author.get(page_address).text
    assert "Inpatint</del>" in page
    assert "A slip." in page
    assert author.post(undo).status_code == 303
    page = author.get(page_address).text
    assert "A moderator corrected small things" not in page
    assert "Your edit waits for review" in page
    assert author.post(undo).status_code == 409


def test_under_another_jobs_address_a_correction_is_not_there(session: Session, sign_in: SignIn) -> None:
    posting = _pending()
    sign_in(make_moderator()).post(_address(posting), data=_sent(posting))
    correction = session.scalars(select(PostingCorrection)).one()
    other = make_posting(S.LIVE, employer=posting.employer, author=posting.author)
    assert posting.author is not None
    address = f"/employers/{posting.employer.public_id}/postings/{other.public_id}/corrections/{correction.public_id}/undo"
    assert sign_in(posting.author).post(address).status_code == 404
