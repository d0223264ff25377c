"""Notes of moderators and administrators about employers and people: neither is shown them on the board."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from careercenter.accounts.models import Account
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, number
from careercenter.core.permissions import Actor
from careercenter.employers.models import Employer
from careercenter.moderation.models import DeskNote
from careercenter.moderation.policy import own_people

LONGEST_NOTE = 1000


def notes_of(subject: Employer | Account) -> list[DeskNote]:
    """Give the notes about an employer or a person, newest first."""
    return list(db.session.scalars(select(DeskNote).where(_about(subject)).order_by(DeskNote.id.desc())))


def count_notes(employer: Employer) -> int:
    return db.session.scalar(select(func.count()).select_from(DeskNote).where(_about(employer))) or 0


def note_by_public_id(public_id: str, subject: Employer | Account) -> DeskNote | None:
    """Find a note by its public id among those about the subject; None when it is about another."""
    return db.session.scalar(select(DeskNote).where(DeskNote.public_id == public_id, _about(subject)))


def add_note(subject: Employer | Account, words: str, *, actor: Actor, at: datetime) -> DeskNote:
    """Add a note; RuleBroken when it is empty or too long, and for who may not read notes about the subject."""
    _refuse(subject, actor)
    if isinstance(subject, Account) and subject.erased_at is not None:
        raise RuleBroken(_("This account is closed, so nothing more is kept about the person."))
    words = words.strip()
    if not words:
        raise RuleBroken(_("Write the note."), field="words")
    if len(words) > LONGEST_NOTE:
        raise RuleBroken(_("Shorten the note to %(most)s characters.", most=number(LONGEST_NOTE)), field="words")
    note = DeskNote(author_id=actor.account_id, words=words, written_at=at)
    if isinstance(subject, Employer):
        note.employer = subject
    else:
        note.account = subject
    db.session.add(note)
    # The words stay out of the trail: it outlives what may be kept of a person.
    record("note.added", subject=note, actor=actor, at=at, **_named(subject))
    return note


def delete_note(note: DeskNote, *, actor: Actor, at: datetime) -> None:
    """Delete a note; RuleBroken for who neither wrote it nor is an administrator."""
    subject = note.employer or note.account
    assert subject is not None
    _refuse(subject, actor)
    if not actor.is_admin and note.author_id != actor.account_id:
        raise RuleBroken(_("Only its author or an administrator deletes a note."))
    record("note.deleted", subject=note, actor=actor, at=at, **_named(subject))
    db.session.delete(note)


def forget_notes(account: Account, at: datetime) -> None:
    """Delete the notes about a person whose account ends; what they wrote about others stays."""
    db.session.execute(delete(DeskNote).where(DeskNote.account_id == account.id))


def move_notes(employer: Employer, into: Employer) -> None:
    """Let the notes about an employer go with it into the one it is merged into."""
    db.session.execute(update(DeskNote).where(DeskNote.employer_id == employer.id).values(employer_id=into.id))


def _about(subject: Employer | Account) -> ColumnElement[bool]:
    return (DeskNote.employer_id if isinstance(subject, Employer) else DeskNote.account_id) == subject.id


def _named(subject: Employer | Account) -> dict[str, str]:
    return {subject.__tablename__: subject.public_id}


def _refuse(subject: Employer | Account, actor: Actor) -> None:
    """Hold the rule here too, whatever a page allowed."""
    if isinstance(subject, Employer):
        if not actor.is_moderator:
            raise RuleBroken(_("Only moderators keep notes about employers."))
        if own_people(actor, subject):
            raise RuleBroken(_("You belong to this employer, so notes about it are kept by others."))
    elif not actor.is_admin or actor.account_id == subject.id:
        raise RuleBroken(_("Only another administrator keeps notes about this person."))
