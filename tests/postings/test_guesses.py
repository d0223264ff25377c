"""What an import read is shown to the author and the moderator with the words it came from, until somebody sets it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.postings.guesses import guesses_of
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.models import Posting
from tests.factories.accounts import make_moderator
from tests.factories.postings import make_member, make_posting, make_posting_employer
from tests.postings.typed import typed

SignIn = Callable[..., FlaskClient]
SAID = {
    "employment_type": "This is a full-time position",
    "work_setting": "",
    "pay_basis": "$30 an hour <b>now</b>",
    "pay_min": "$30 an hour <b>now</b>",
    "closing_on": "",
}


def imported(status: PostingStatus) -> Posting:
    posting = make_posting(status, employer=make_posting_employer("Meridian Cancer Institute"))
    posting.inferred = SAID
    return posting


def test_each_guess_has_its_value_and_its_words(session: Session) -> None:
    found = {guess.label: guess for guess in guesses_of(imported(PostingStatus.DRAFT))}
    assert found["Employment"].said == "This is a full-time position"
    assert found["Where the work is done"].place_alone
    assert found["Pay"].value  # basis and amounts are one guess
    assert "Lowest pay" not in found
    assert not found["Closing day"].place_alone


def test_the_author_sees_the_words_escaped(session: Session, sign_in: SignIn) -> None:
    posting = imported(PostingStatus.DRAFT)
    client = sign_in(make_member(posting.employer))
    address = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}"
    page = client.get(address).text
    assert "<q>This is a full-time position</q>" in page
    assert "is a guess from the place alone" in page
    assert "<b>now</b>" not in page
    assert "is chosen by the import" in page


def mark_at(page: str, field: str) -> str:
    """Give what is said at a field of the form about where its value was read; "" where nothing is."""
    found = re.search(rf'<p class="field__guess" id="{field}-guess">(.*?)</p>', page)
    return html.unescape(found[1]) if found else ""


def test_each_field_of_the_form_says_what_it_was_read_from(session: Session, sign_in: SignIn) -> None:
    posting = imported(PostingStatus.DRAFT)
    client = sign_in(make_member(posting.employer))
    page = client.get(f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/edit").text
    assert mark_at(page, "employment_type") == "Read from your ad: “This is a full-time position”"
    assert mark_at(page, "pay_min") == "Read from your ad: “$30 an hour <b>now</b>”"
    assert "<b>now</b>" not in page
    assert mark_at(page, "work_setting") == "This is a guess. Your ad doesn’t say it."
    assert mark_at(page, "title") == ""
    assert 'aria-describedby="employment_type-guess"' in page
    assert '<a href="#pay_basis-0">Pay: ' in page  # the list above leads to the fields


def test_the_mark_goes_when_its_author_changes_the_field(session: Session, sign_in: SignIn) -> None:
    posting = imported(PostingStatus.DRAFT)
    client = sign_in(make_member(posting.employer))
    sent = typed(posting.content, version=str(posting.version), pay_min="31", pay_max="20")  # refused: the form comes back
    address = f"/employers/{posting.employer.public_id}/postings/{posting.public_id}/edit"
    page = client.post(address, data=sent)
    assert page.status_code == 422
    assert mark_at(page.text, "pay_min") == ""
    assert mark_at(page.text, "employment_type")


def test_the_moderator_sees_them_too(session: Session, sign_in: SignIn) -> None:
    posting = imported(PostingStatus.PENDING)
    page = sign_in(make_moderator()).get(f"/desk/postings/{posting.public_id}").text
    assert "<q>This is a full-time position</q>" in page
    assert "is a guess from the place alone" in page


def test_nothing_is_said_of_a_posting_somebody_wrote(session: Session, sign_in: SignIn) -> None:
    posting = make_posting(PostingStatus.DRAFT, employer=make_posting_employer("Meridian Cancer Institute"))
    page = (
        sign_in(make_member(posting.employer)).get(f"/employers/{posting.employer.public_id}/postings/{posting.public_id}").text
    )
    assert "filled in from the text" not in page
