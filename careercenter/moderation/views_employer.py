"""An employer at the desk: its history, notes about it, its verification, its suspension."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l
from careercenter.employers.likeness import alike_to
from careercenter.employers.models import Employer, Verification
from careercenter.moderation import history, notes, services, timeline
from careercenter.moderation.blueprint import bp
from careercenter.moderation.forms import DeskNoteForm, VerifyForm, WordsForm
from careercenter.moderation.joining import joining_of
from careercenter.moderation.models import DeskNote
from careercenter.moderation.policy import ModerationPermission, own_people
from careercenter.postings.queries import employer_by_public_id
from careercenter.web.auth import current_actor, requires

WORDS_FOR = {
    "unverify": (services.unverify_employer, _l("Verification removed.")),
    "suspend": (services.suspend_employer, _l("Suspended: none of its jobs is shown now.")),
    "restore": (services.restore_employer, _l("Restored: its live jobs are shown again.")),
}


def load_employer(employer: str, action: str | None = None) -> Employer | None:
    return employer_by_public_id(employer)


def load_note(employer: str, note: str) -> DeskNote | None:
    """Find a note of the employer in the address, not of another."""
    about = employer_by_public_id(employer)
    return notes.note_by_public_id(note, about) if about else None


@bp.get("/desk/employers/<employer>")
@requires(ModerationPermission.REVIEW, load=load_employer)
def employer(employer: Employer) -> ResponseReturnValue:
    return _page(employer)


@bp.post("/desk/employers/<employer>/notes")
@requires(ModerationPermission.NOTE, load=load_employer)
def add_note(employer: Employer) -> ResponseReturnValue:
    form = DeskNoteForm(prefix="note-")
    if not form.validate_on_submit():
        return _page(employer, note=form), 422
    notes.add_note(employer, form.words.data or "", actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Note added."))
    return _to_notes(employer)


@bp.post("/desk/employers/<employer>/notes/<note>/delete")
@requires(ModerationPermission.DELETE_NOTE, load=load_note)
@requires_recent_sign_in
def delete_note(note: DeskNote) -> ResponseReturnValue:
    assert note.employer is not None
    notes.delete_note(note, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Note deleted."))
    return _to_notes(note.employer)


@bp.post("/desk/employers/<employer>/verify")
@requires(ModerationPermission.JUDGE, load=load_employer)
@requires_recent_sign_in
def verify_employer(employer: Employer) -> ResponseReturnValue:
    form = VerifyForm(prefix="verify-")
    if not form.validate_on_submit():
        return _page(employer, verify=form), 422
    services.verify_employer(employer, how=Verification(form.how.data), what=form.what.data, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Verified: %(employer)s.", employer=employer.name))
    return redirect(url_for("moderation.employer", employer=employer.public_id), code=303)


@bp.post("/desk/employers/<employer>/<action>")
@requires(ModerationPermission.JUDGE, load=load_employer)
@requires_recent_sign_in
def act_on_employer(employer: Employer) -> ResponseReturnValue:
    """Take a verification back, suspend, or restore."""
    assert request.view_args is not None
    action = request.view_args["action"]
    act, done = WORDS_FOR.get(action) or abort(404)
    form = WordsForm(prefix=f"{action}-")
    if not form.validate_on_submit():
        return _page(employer, **{action: form}), 422
    try:
        act(employer, words=form.words.data, actor=current_actor(), at=now())
        db.session.commit()
    except StaleDataError as late:
        raise RuleBroken(_("Somebody else changed this employer at the same moment. Go back and reload.")) from late
    flash(str(done))
    return redirect(url_for("moderation.employer", employer=employer.public_id), code=303)


def _to_notes(employer: Employer) -> ResponseReturnValue:
    return redirect(url_for("moderation.employer", employer=employer.public_id, _anchor="notes"), code=303)


def _page(employer: Employer, **failed: Any) -> str:
    forms = {"verify": failed.get("verify") or VerifyForm(prefix="verify-")}
    forms["note"] = failed.get("note") or DeskNoteForm(prefix="note-")
    forms |= {action: failed.get(action) or WordsForm(prefix=f"{action}-") for action in WORDS_FOR}
    return render_template(
        "moderation/employer.html",
        employer=employer,
        forms=forms,
        form=next(iter(failed.values()), None),
        failed=next(iter(failed), None),
        history=history.history_of(employer),
        trail=timeline.trail([employer]),
        likenesses=alike_to(employer),
        joining=joining_of(employer),
        own=own_people(current_actor(), employer),
        notes=notes.notes_of(employer),
    )
