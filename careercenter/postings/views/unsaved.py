"""What is typed into the form of a posting, kept while it is typed; the page's script asks, and shows what comes back."""

from __future__ import annotations

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, time
from careercenter.employers.models import Employer
from careercenter.postings import form_parts, services
from careercenter.postings.completeness import missing
from careercenter.postings.forms import field_anchor, typed_so_far
from careercenter.postings.models import Posting
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import blueprint, load_employer, load_posting, to, to_new
from careercenter.web import kept_forms
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited

# Buttons and choices of the page, which are no words of the job.
_NOT_TYPED = ("then", "add_place", "chosen_at", "keep-")


@blueprint.post("/employers/<employer>/postings/new/keep")
@limited("keep edit", "1200 per hour")
@requires(PostingPermission.CREATE, load=load_employer)
@needs_proved_address
def keep_new(employer: Employer) -> ResponseReturnValue:
    return _keep(employer, None, request.form.get("began", ""))


@blueprint.post("/employers/<employer>/postings/<posting>/edit/keep")
@limited("keep edit", "1200 per hour")
@requires(PostingPermission.EDIT, load=load_posting)
@needs_proved_address
def keep_edit(posting: Posting) -> ResponseReturnValue:
    services.refuse_uneditable(posting)
    return _keep(posting.employer, posting, posting.public_id)


@blueprint.post("/employers/<employer>/postings/new/discard")
@limited("draft", "120 per hour")
@requires(PostingPermission.CREATE, load=load_employer)
@needs_proved_address
def discard_new(employer: Employer) -> ResponseReturnValue:
    _discard(request.form.get("began", ""))
    return to_new(employer)


@blueprint.post("/employers/<employer>/postings/<posting>/edit/discard")
@limited("draft", "120 per hour")
@requires(PostingPermission.EDIT, load=load_posting)
@needs_proved_address
def discard_edit(posting: Posting) -> ResponseReturnValue:
    _discard(posting.public_id)
    return to("postings.edit", posting)


def _keep(employer: Employer, posting: Posting | None, key: str) -> ResponseReturnValue:
    """Answer with the list of the form's parts, as the page shows it: when it was kept, and what each part lacks now."""
    at, account_id = now(), current_actor().account_id
    assert account_id is not None
    typed = [pair for pair in kept_forms.fields() if not pair[0].startswith(_NOT_TYPED)]
    try:
        services.keep_unsaved(account_id, employer, posting, typed, key=key, at=at)
    except RuleBroken as broken:
        return make_response(broken.message, 422, {"Content-Type": "text/plain; charset=utf-8"})
    db.session.commit()
    lacks = missing(typed_so_far(posting), at, imported=posting is not None and posting.external_reference is not None)
    said = _("Saved for you at %(time)s.", time=time(at))
    return render_template("postings/_parts.html", parts=form_parts.states(lacks), said=said, anchor=field_anchor)


def _discard(key: str) -> None:
    account_id = current_actor().account_id
    assert account_id is not None
    services.discard_unsaved(account_id, key)
    db.session.commit()
    flash(_("What you had typed and not saved is gone."))
