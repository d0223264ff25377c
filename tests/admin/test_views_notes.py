from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.moderation.notes import add_note, notes_of
from tests.factories.accounts import make_admin, make_coder, make_moderator

SignIn = Callable[[Account], FlaskClient]
WORDS = "Wrote twice about the same scam."


def _page(person: Account) -> str:
    return f"/admin/people/{person.public_id}"


def test_administrators_keep_notes_on_a_persons_page(session: Session, sign_in: SignIn) -> None:
    person = make_coder()
    session.commit()
    inside = sign_in(make_admin(name="Avery Admin"))
    answer = inside.post(f"{_page(person)}/notes", data={"note-words": WORDS})
    assert (answer.status_code, answer.location) == (303, f"{_page(person)}#notes")
    page = inside.get(_page(person)).text
    assert WORDS in page
    assert "<strong>Avery Admin</strong>" in page
    assert "the download of the person's data holds them" in page
    [note] = notes_of(person)
    assert inside.post(f"{_page(person)}/notes/{note.public_id}/delete").location == f"{_page(person)}#notes"
    assert notes_of(person) == []


def test_a_refused_note_is_said_on_the_page_with_its_words(session: Session, sign_in: SignIn) -> None:
    person = make_coder()
    session.commit()
    answer = sign_in(make_admin()).post(f"{_page(person)}/notes", data={"note-words": "x" * 1001})
    assert answer.status_code == 422
    assert "Shorten the note to 1,000 characters." in answer.text
    assert "x" * 1001 in answer.text


def test_nobody_reads_or_deletes_notes_about_themselves(session: Session, sign_in: SignIn) -> None:
    admin = make_admin()
    note = add_note(admin, WORDS, actor=make_admin(), at=now())
    session.commit()
    inside = sign_in(admin)
    page = inside.get(_page(admin)).text
    assert WORDS not in page
    assert 'id="notes"' not in page
    assert inside.post(f"{_page(admin)}/notes", data={"note-words": "Fine."}).status_code == 404
    assert inside.post(f"{_page(admin)}/notes/{note.public_id}/delete").status_code == 404
    assert len(notes_of(admin)) == 1


@pytest.mark.parametrize("who", [make_moderator, make_coder])
def test_only_administrators_do(session: Session, sign_in: SignIn, who: Callable[[], Account]) -> None:
    person, actor = make_coder(), who()
    note = add_note(person, WORDS, actor=make_admin(), at=now())
    session.commit()
    inside = sign_in(actor)
    assert inside.get(_page(person)).status_code == 404
    assert inside.post(f"{_page(person)}/notes", data={"note-words": "Hm."}).status_code == 404
    assert inside.post(f"{_page(person)}/notes/{note.public_id}/delete").status_code == 404
    assert len(notes_of(person)) == 1


def test_the_person_does_not_read_it_on_the_board(session: Session, sign_in: SignIn) -> None:
    person = make_coder()
    add_note(person, WORDS, actor=make_admin(), at=now())
    session.commit()
    inside = sign_in(person)
    for address in ("/account", "/account/home", "/profile", "/applications"):
        assert WORDS not in inside.get(address).text
