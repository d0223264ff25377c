"""What moderators write down about employers and people, and from whom it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from careercenter.accounts import export, services_closing
from careercenter.accounts.models import Account
from careercenter.audit.models import AuditEntry
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.employers.models import Employer, Role
from careercenter.moderation import services_closing as closing
from careercenter.moderation.models import DeskNote
from careercenter.moderation.notes import LONGEST_NOTE, add_note, count_notes, delete_note, note_by_public_id, notes_of
from careercenter.postings.lifecycle import PostingStatus
from tests.factories.accounts import make_account, make_admin, make_coder, make_moderator
from tests.factories.employers import make_employer, make_former_member, make_member
from tests.factories.postings import make_member as make_author
from tests.factories.postings import make_posting, make_posting_employer

SignIn = Callable[[Account], FlaskClient]
WORDS = "Called the clinic: the recruiter works there."


def _note(subject: Employer | Account, author: Account | None = None, words: str = WORDS) -> DeskNote:
    note = add_note(
        subject, words, actor=author or (make_moderator() if isinstance(subject, Employer) else make_admin()), at=now()
    )
    db.session.flush()
    return note


def _page(employer: Employer) -> str:
    return f"/desk/employers/{employer.public_id}"


def test_notes_are_read_newest_first_with_author_and_time(session: Session, sign_in: SignIn) -> None:
    employer, author = make_employer(), make_moderator(name="Morgan Field")
    first, second = _note(employer, author, "The first."), _note(employer, author, "The second.")
    session.commit()
    assert notes_of(employer) == [second, first]
    page = sign_in(make_moderator()).get(_page(employer)).text
    assert page.index("The second.") < page.index("The first.")
    assert "<strong>Morgan Field</strong>" in page


def test_a_moderator_adds_a_note_and_comes_back_to_the_notes(session: Session, sign_in: SignIn) -> None:
    employer, moderator = make_employer(), make_moderator()
    session.commit()
    answer = sign_in(moderator).post(f"{_page(employer)}/notes", data={"note-words": f"  {WORDS} "})
    assert (answer.status_code, answer.location) == (303, f"{_page(employer)}#notes")
    [note] = notes_of(employer)
    assert (note.words, note.author_id, note.account_id) == (WORDS, moderator.id, None)


@pytest.mark.parametrize(
    ("words", "said"), [("", "Write the note."), ("x" * (LONGEST_NOTE + 1), "Shorten the note to 1,000 characters.")]
)
def test_a_note_says_something_and_is_short(session: Session, sign_in: SignIn, words: str, said: str) -> None:
    employer = make_employer()
    session.commit()
    answer = sign_in(make_moderator()).post(f"{_page(employer)}/notes", data={"note-words": words})
    assert answer.status_code == 422
    assert said in answer.text
    assert words in answer.text
    with pytest.raises(RuleBroken, match=said):
        _note(employer, words=words)


def test_a_note_of_blanks_is_none_and_one_of_the_most_characters_stands(session: Session) -> None:
    employer = make_employer()
    with pytest.raises(RuleBroken, match="Write the note"):
        _note(employer, words=" \n ")
    assert len(_note(employer, words="x" * LONGEST_NOTE).words) == LONGEST_NOTE


def test_its_author_and_administrators_delete_a_note_and_other_moderators_do_not(session: Session, sign_in: SignIn) -> None:
    employer, author, other = make_employer(), make_moderator(), make_moderator()
    notes = [_note(employer, author), _note(employer, author)]
    session.commit()
    addresses = [f"{_page(employer)}/notes/{note.public_id}/delete" for note in notes]
    with pytest.raises(RuleBroken, match="Only its author or an administrator"):
        delete_note(notes[0], actor=other, at=now())
    inside = sign_in(other)
    assert addresses[0] not in inside.get(_page(employer)).text
    assert inside.post(addresses[0]).status_code == 404
    assert addresses[0] in sign_in(author).get(_page(employer)).text
    assert sign_in(author).post(addresses[0]).status_code == 303
    assert sign_in(make_admin()).post(addresses[1]).status_code == 303
    assert notes_of(employer) == []


def test_a_note_is_found_under_what_it_is_about_alone(session: Session, sign_in: SignIn) -> None:
    employer, other, admin = make_employer(), make_employer(), make_admin()
    person = make_coder()
    note, about_person = _note(employer), _note(person)
    session.commit()
    assert note_by_public_id(note.public_id, other) is None
    inside = sign_in(admin)
    for address in (
        f"{_page(other)}/notes/{note.public_id}/delete",
        f"{_page(employer)}/notes/{about_person.public_id}/delete",
        f"/admin/people/{person.public_id}/notes/{note.public_id}/delete",
        f"/admin/people/{make_coder().public_id}/notes/{about_person.public_id}/delete",
    ):
        assert inside.post(address).status_code == 404
    assert len(session.scalars(select(DeskNote)).all()) == 2


@pytest.mark.parametrize("belong", [make_member, make_former_member])
def test_a_moderator_of_the_employer_reads_and_writes_none(
    session: Session, sign_in: SignIn, belong: Callable[[Employer, Account], object]
) -> None:
    employer, moderator = make_posting_employer(), make_moderator()
    posting = make_posting(PostingStatus.PENDING, employer=employer, author=make_author(employer))
    belong(employer, moderator)
    note = _note(employer, make_moderator())
    session.commit()
    inside = sign_in(moderator)
    page = inside.get(_page(employer)).text
    assert WORDS not in page
    assert 'id="notes"' not in page
    assert "1 note<" not in inside.get(f"/desk/postings/{posting.public_id}").text
    assert inside.post(f"{_page(employer)}/notes", data={"note-words": "Fine people."}).status_code == 404
    with pytest.raises(RuleBroken, match="You belong to this employer"):
        _note(employer, moderator)
    with pytest.raises(RuleBroken, match="You belong to this employer"):
        delete_note(note, actor=moderator, at=now())


def test_outsiders_write_none(session: Session) -> None:
    employer, person = make_employer(), make_coder()
    with pytest.raises(RuleBroken, match="Only moderators"):
        _note(employer, make_coder())
    with pytest.raises(RuleBroken, match="Only another administrator"):
        _note(person, make_moderator())


def test_the_employers_own_pages_never_hold_them(session: Session, sign_in: SignIn) -> None:
    owner = make_account()
    employer = make_posting_employer()
    make_member(employer, owner, Role.OWNER)
    posting = make_posting(PostingStatus.PENDING, employer=employer, author=owner)
    _note(employer)
    session.commit()
    inside = sign_in(owner)
    own = f"/employers/{employer.public_id}"
    for address in (
        f"{own}/team",
        f"{own}/postings",
        f"{own}/postings/{posting.public_id}",
        "/account/home",
        "/employers/mine",
    ):
        assert WORDS not in inside.get(address, follow_redirects=True).text


def test_a_case_says_how_many_notes_there_are(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    posting = make_posting(PostingStatus.PENDING, employer=employer, author=make_author(employer))
    session.commit()
    inside, case = sign_in(make_moderator()), f"/desk/postings/{posting.public_id}"
    assert "#notes" not in inside.get(case).text
    _note(employer)
    _note(employer)
    _note(make_employer())
    session.commit()
    assert f'<a href="{_page(employer)}#notes">2 notes</a>' in inside.get(case).text


def test_the_queue_asks_nothing_about_notes(session: Session, sign_in: SignIn) -> None:
    employer = make_posting_employer()
    make_posting(PostingStatus.PENDING, employer=employer, author=make_author(employer))
    _note(employer)
    session.commit()
    inside, asked = sign_in(make_moderator()), []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_more: asked.append(statement))
    assert inside.get("/desk").status_code == 200
    assert asked
    assert not [statement for statement in asked if "desk_note" in statement]


def test_the_trail_says_who_and_about_whom_and_not_what(session: Session) -> None:
    employer, person, admin = make_employer(), make_coder(), make_admin()
    for subject in (employer, person):
        delete_note(_note(subject, admin), actor=admin, at=now())
    session.flush()
    found = session.scalars(select(AuditEntry).where(AuditEntry.what.like("note.%")).order_by(AuditEntry.id)).all()
    assert [(entry.what, entry.actor_id, entry.detail) for entry in found] == [
        ("note.added", admin.id, {"employer": employer.public_id}),
        ("note.deleted", admin.id, {"employer": employer.public_id}),
        ("note.added", admin.id, {"account": person.public_id}),
        ("note.deleted", admin.id, {"account": person.public_id}),
    ]


def test_the_database_holds_a_note_to_one_subject(session: Session) -> None:
    session.add(DeskNote(words="About nobody."))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    session.add(DeskNote(words="About both.", employer_id=make_employer().id, account_id=make_coder().id))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_notes_go_with_the_person_and_stay_with_the_employer(session: Session) -> None:
    person, other, employer = make_coder(), make_coder(), make_employer()
    for subject in (person, other, employer):
        _note(subject)
    services_closing.close(person, at=now())
    session.flush()
    assert [len(notes_of(subject)) for subject in (person, other, employer)] == [0, 1, 1]
    with pytest.raises(RuleBroken, match="This account is closed"):
        _note(person)


def test_notes_go_where_an_employer_is_merged(session: Session) -> None:
    employer, into = make_posting_employer("Northfield Clinic"), make_posting_employer("Northfield Clinic Inc")
    _note(employer)
    closing.merge(employer, into, words="They are one.", actor=make_moderator(), at=now())
    assert (count_notes(employer), count_notes(into)) == (0, 1)


def test_a_persons_data_hold_the_words_about_them_and_not_who_wrote_them(session: Session) -> None:
    person, admin = make_coder(), make_admin()
    _note(person, admin)
    _note(make_coder(), admin, "About somebody else.")
    [held] = export.everything(person)["desk_note"]
    assert held["words"] == WORDS
    assert "author_id" not in held
    assert export.everything(admin)["desk_note"] == []
