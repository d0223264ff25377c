"""Writing a posting: a new one, an edit, and how it will look."""

from __future__ import annotations

import dataclasses
from typing import Any

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers.models import Employer
from careercenter.postings import queries, services
from careercenter.postings.completeness import Incomplete
from careercenter.postings.content import LABELS, PostingContent
from careercenter.postings.diff import differences
from careercenter.postings.forms import PostingForm
from careercenter.postings.guesses import guesses_of
from careercenter.postings.models import Posting
from careercenter.postings.policy import PostingPermission
from careercenter.postings.presentation import view
from careercenter.postings.services import Change
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
    form = PostingForm.of(_beginning(employer))
    if "add_place" in request.form:
        form.one_more_place()
    elif form.validate_on_submit():
        posting = services.draft(employer, form.content(), actor=current_actor(), at=now())
        db.session.commit()
        flash(_("Your draft is saved. Nobody else can see it until it is approved."))
        return to(_ONWARD.get(request.form.get("then", ""), "postings.show"), posting)
    return _page(form, employer=employer, posting=None)


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
    form = PostingForm.of(services.latest_content(posting), version=posting.version)
    if "add_place" in request.form:
        form.one_more_place()
    elif form.validate_on_submit():
        return _save(form, posting)
    return _page(form, employer=posting.employer, posting=posting)


@blueprint.get("/employers/<employer>/postings/<posting>/preview")
@requires(PostingPermission.VIEW, load=load_posting)
def preview(posting: Posting) -> ResponseReturnValue:
    at = now()
    shown = view(posting, at=at, content=services.latest_content(posting))
    return render_template("postings/preview.html", posting=shown, subject=posting, preview=True, similar=[], at=at)


def _save(form: PostingForm, posting: Posting) -> ResponseReturnValue:
    if form.seen_version != posting.version:
        return _stale(form, posting)
    try:
        change = services.change(posting, form.content(), actor=current_actor(), at=now())
    except Incomplete as broken:
        form.show(broken.lacks)
        return _page(form, employer=posting.employer, posting=posting)
    db.session.commit()
    flash(_said(change))
    return to(_ONWARD.get(request.form.get("then", ""), "postings.show"), posting)


def _stale(form: PostingForm, posting: Posting) -> ResponseReturnValue:
    """Keep what was typed and show where the job differs from it now; saving again is then a decision."""
    changed = differences(form.content(), services.latest_content(posting))
    form.version.data = str(posting.version)
    return _page(form, employer=posting.employer, posting=posting, changed=changed, status=409)


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


def _page(
    form: PostingForm, *, employer: Employer, posting: Posting | None, changed: Any = (), status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "postings/edit.html",
        form=form,
        employer=employer,
        posting=posting,
        changed=changed,
        guesses=guesses_of(posting) if posting else [],
    )
    return page, 422 if form.errors else status
