"""Notes about a person, for administrators."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.accounts.queries import by_public_id
from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.admin.blueprint import bp
from careercenter.admin.policy import AdminPermission
from careercenter.admin.views_people import load_account, person_page
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.moderation import notes
from careercenter.moderation.forms import DeskNoteForm
from careercenter.moderation.models import DeskNote
from careercenter.web.auth import current_actor, requires


def load_note(account: str, note: str) -> DeskNote | None:
    """Find a note of the person in the address, not of another."""
    about = by_public_id(account)
    return notes.note_by_public_id(note, about) if about else None


@bp.post("/admin/people/<account>/notes")
@requires(AdminPermission.NOTE, load=load_account)
def add_note(account: Account) -> ResponseReturnValue:
    form = DeskNoteForm(prefix="note-")
    if not form.validate_on_submit():
        return person_page(account, form), 422
    notes.add_note(account, form.words.data or "", actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Note added."))
    return _to_notes(account)


@bp.post("/admin/people/<account>/notes/<note>/delete")
@requires(AdminPermission.DELETE_NOTE, load=load_note)
@requires_recent_sign_in
def delete_note(note: DeskNote) -> ResponseReturnValue:
    account = note.account
    assert account is not None
    notes.delete_note(note, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Note deleted."))
    return _to_notes(account)


def _to_notes(account: Account) -> ResponseReturnValue:
    return redirect(url_for("admin.person", account=account.public_id, _anchor="notes"), code=303)
