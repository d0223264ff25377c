"""Writing a posting: a new one, an edit, and how it will look."""

from __future__ import annotations

import dataclasses
from typing import Any

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, listing
from careercenter.core.ids import public_id
from careercenter.core.numbers import whole
from careercenter.employers.models import Employer
from careercenter.postings import form_parts, queries, services
from careercenter.postings.completeness import Incomplete, missing
from careercenter.postings.content import LABELS, PostingContent
from careercenter.postings.forms import PostingForm, field_anchor, typed_so_far
from careercenter.postings.guesses import guesses_of, marks
from careercenter.postings.models import Posting, UnsavedEdit
from careercenter.postings.policy import PostingPermission
from careercenter.postings.presentation import view
from careercenter.postings.services import Change, Merged
from careercenter.postings.views.blueprint import blueprint, load_employer, load_posting, to
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited

# Where to go after saving, by the button that was pressed.
_ONWARD = {"preview": "postings.preview", "submit": "postings.submit"}


@blueprint.route("/employers/<employer>/postings/new", methods=["GET", "POST"])
@requires(PostingPermission.CREATE, load=load_employer)
@needs_proved_address
@limited("draft", "60 per hour")
def create(employer: Employer) -> ResponseReturnValue:
    began = request.values.get("began", "")
    kept = _unsaved_edit(began)
    form = PostingForm.of(_beginning(employer), **_as_typed(kept))
    if not _shown_again(form) and form.validate_on_submit():
        posting = services.draft(employer, form.content(), actor=current_actor(), at=now())
        _saved(began)
        flash(_("Your draft is saved. Only your team sees it until it is approved."))
        return _onward(posting)
    key = kept.key if kept else request.form.get("began") or public_id()
    return _page(form, employer=employer, posting=None, kept=kept, began=key)


@blueprint.route("/employers/<employer>/postings/<posting>/edit", methods=["GET", "POST"])
@requires(PostingPermission.EDIT, load=load_posting)
@needs_proved_address
@limited("draft", "120 per hour")
def edit(posting: Posting) -> ResponseReturnValue:
    try:
        services.refuse_uneditable(posting)
    except RuleBroken as broken:
        flash(broken.message, "warning")
        return to("postings.show", posting)
    kept = _unsaved_edit(posting.public_id)
    form = PostingForm.of(services.latest_content(posting), version=posting.version, **_as_typed(kept))
    if not _shown_again(form) and form.validate_on_submit():
        return _save(form, posting)
    return _page(form, employer=posting.employer, posting=posting, kept=kept)


@blueprint.get("/employers/<employer>/postings/<posting>/preview")
@requires(PostingPermission.VIEW, load=load_posting)
def preview(posting: Posting) -> ResponseReturnValue:
    at = now()
    shown = view(posting, at=at, content=services.latest_content(posting))
    return render_template("postings/preview.html", posting=shown, subject=posting, preview=True, similar=[], at=at)


def _shown_again(form: PostingForm) -> bool:
    """Answer the buttons that save nothing: one more place, and the preview of what is typed."""
    if "add_place" in request.form:
        form.one_more_place()
        return True
    return "show_preview" in request.form


def _save(form: PostingForm, posting: Posting) -> ResponseReturnValue:
    merged = services.merge_edit(
        posting, form.content(), version=form.seen_version, actor=current_actor(), chosen=_chosen(), chosen_at=_chosen_at()
    )
    if merged.clashes:
        return _clashing(form, posting, merged)
    try:
        change = services.change(posting, merged.content, actor=current_actor(), at=now())
    except Incomplete as broken:
        form = PostingForm.of(merged.content, version=posting.version, formdata=None)
        form.show(broken.lacks)
        return _page(form, employer=posting.employer, posting=posting, told=merged.told)
    _saved(posting.public_id)
    for line in (_said(change), *merged.told):
        flash(line)
    return _onward(posting)


def _clashing(form: PostingForm, posting: Posting, merged: Merged) -> ResponseReturnValue:
    """Keep what was typed and ask whose words to keep, field by field; the form stays one of the version it began from."""
    again = _chosen_at() > 0
    form = PostingForm.of(merged.content, version=form.seen_version, formdata=None)
    if again:
        fields = listing(clash.difference.label for clash in merged.clashes)
        form.form_errors.append(_("Choose whose words to keep: %(fields)s.", fields=fields))
    return _page(form, employer=posting.employer, posting=posting, status=409, clashes=merged.clashes, told=merged.told)


def _chosen() -> dict[str, str]:
    """Give whose words are to be kept, by field."""
    return {name: request.form[f"keep-{name}"] for name in LABELS if f"keep-{name}" in request.form}


def _chosen_at() -> int:
    return whole(request.form.get("chosen_at", "")) or 0


def _said(change: Change) -> str:
    if change.revision is None:
        return _("Your changes are saved.") if change.applied else _("Nothing changed: the job stays as it was.")
    waiting = ", ".join(str(LABELS[field]) for field in change.waiting)
    if change.applied:
        return _(
            "Your edit waits for review (%(fields)s); the job stays up as it is until then. The rest shows at once.",
            fields=waiting,
        )
    return _("Your edit waits for review (%(fields)s); the job stays up as it is until then.", fields=waiting)


def _beginning(employer: Employer) -> PostingContent:
    """Start from a template of this employer when the address names one, else blank."""
    name = request.args.get("template")
    if name is None:
        return PostingContent(time_zone=employer.time_zone)
    template = queries.template_by_public_id(employer.public_id, name) or abort(404)
    return dataclasses.replace(template.content)


def _unsaved_edit(key: str) -> UnsavedEdit | None:
    """Give what this person typed before and did not save, for a page that opens."""
    account_id = current_actor().account_id
    return services.unsaved(account_id, key, at=now()) if account_id and request.method == "GET" else None


def _as_typed(kept: UnsavedEdit | None) -> dict[str, Any]:
    return {"formdata": MultiDict([(name, value) for name, value in kept.fields])} if kept else {}


def _saved(key: str) -> None:
    """Commit; what was kept while it was typed is saved by now."""
    account_id = current_actor().account_id
    assert account_id is not None
    services.discard_unsaved(account_id, key)
    db.session.commit()


def _onward(posting: Posting) -> ResponseReturnValue:
    """Go where the button that was pressed says: to the next part of the form, or to another page."""
    then = request.form.get("then", "")
    if then in {part.id for part in form_parts.PARTS}:
        return to("postings.edit", posting, anchor=then)
    return to(_ONWARD.get(then, "postings.show"), posting)


def _page(
    form: PostingForm, *, employer: Employer, posting: Posting | None, status: int = 200, **more: Any
) -> ResponseReturnValue:
    """`more`: what was kept of it, and what others changed since the form was opened, as `services.merge_edit` found it."""
    kept, account_id = more.get("kept"), current_actor().account_id
    begun = services.begun_and_unsaved(account_id, employer, at=now()) if account_id and not (posting or kept) else []
    content = typed_so_far(posting, **_as_typed(kept)) if kept else form.sound_content()
    imported = posting is not None and posting.external_reference is not None
    for name, words in (marks(posting, form.sound_content()) if posting else {}).items():
        form[name].guessed = words
    page = render_template(
        "postings/edit.html",
        form=form,
        employer=employer,
        posting=posting,
        guesses=guesses_of(posting) if posting else [],
        parts=form_parts.states(missing(content, now(), imported=imported)),
        anchor=field_anchor,
        chosen=_chosen(),
        **{"kept": None, "began": "", "begun": begun, "clashes": (), "told": (), "said": "", **more},
    )
    return page, 422 if form.errors else status
