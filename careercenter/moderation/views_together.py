"""Several new jobs of one employer or one import, looked at and decided on one page."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _n
from careercenter.employers.models import Employer
from careercenter.importing.models import ImportBatch
from careercenter.moderation import groups, queries, services_together
from careercenter.moderation.blueprint import bp
from careercenter.moderation.decisions import REASON_FOR
from careercenter.moderation.forms import TogetherForm
from careercenter.moderation.policy import ModerationPermission, own_people
from careercenter.moderation.queue_request import from_address, to_address
from careercenter.moderation.services_together import TOGETHER, Decided
from careercenter.moderation.together import together
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.queries import employer_by_public_id
from careercenter.web.auth import current_actor, requires

# The ways that need a reason, each with its key and the look of its button.
WAYS = ((PostingAction.ASK_CHANGES, "c", "second"), (PostingAction.REJECT, "r", "bad"))
NAMED = 5  # of those left, in what is said after a decision


def load_employer(employer: str) -> Employer | None:
    return employer_by_public_id(employer)


@bp.get("/desk/employers/<employer>/jobs")
@requires(ModerationPermission.REVIEW, load=load_employer)
def side_by_side(employer: Employer) -> ResponseReturnValue:
    return _page(employer, _form())


@bp.post("/desk/employers/<employer>/jobs")
@requires(ModerationPermission.JUDGE, load=load_employer)
def decide_together(employer: Employer) -> ResponseReturnValue:
    return _decide(employer)


@bp.get("/desk/imports/<batch>")
@requires(ModerationPermission.REVIEW, load=groups.batch_by_public_id)
def import_side_by_side(batch: ImportBatch) -> ResponseReturnValue:
    return _page(batch, _form())


@bp.post("/desk/imports/<batch>")
@requires(ModerationPermission.JUDGE, load=groups.batch_by_public_id)
def decide_import(batch: ImportBatch) -> ResponseReturnValue:
    return _decide(batch)


def _decide(whose: Employer | ImportBatch) -> ResponseReturnValue:
    value, form = request.form.get("action", ""), _form()
    action = PostingAction(value) if value in set(TOGETHER) else abort(404)
    if not form.validate_on_submit():
        return _page(whose, form, action), 422
    try:
        decided = services_together.decide_together(
            whose, action, chosen=form.chosen(), verdict=form.to_verdict(action), actor=current_actor(), at=now()
        )
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse_for(action, broken)
        return _page(whose, form, action), 422
    _tell(action, decided)
    return redirect(_next_page(whose, done=decided.done), code=303)


def _tell(action: PostingAction, decided: Decided) -> None:
    words = {
        PostingAction.APPROVE: lambda n: _n("Approved %(num)s job.", "Approved %(num)s jobs.", n),
        PostingAction.ASK_CHANGES: lambda n: _n("Sent %(num)s job back for changes.", "Sent %(num)s jobs back for changes.", n),
        PostingAction.REJECT: lambda n: _n("Rejected %(num)s job.", "Rejected %(num)s jobs.", n),
    }
    flash(words[action](decided.done))
    for one in decided.left[:NAMED]:
        flash(_("Left as it was: %(title)s. %(why)s", title=one.title or _("Untitled job"), why=one.why), "warning")
    if (more := len(decided.left) - NAMED) > 0:
        flash(_n("Left as it was: %(num)s more job.", "Left as they were: %(num)s more jobs.", more), "warning")


def _next_page(whose: Employer | ImportBatch, *, done: int) -> str:
    """Go on with the jobs beyond the page, then with the next employer or import of which several wait, then to the queue."""
    asked = from_address(request.args)
    if done and queries.count_waiting(groups.narrowed_to(whose, asked)) + done > queries.PAGE:
        return _address(whose, **to_address(asked))
    several = groups.of_employers() if isinstance(whose, Employer) else groups.of_imports()
    others = [group.public_id for group in several if group.public_id != whose.public_id]
    if done and others:
        return _address(whose, others[0])
    return url_for("moderation.queue")


def _address(whose: Employer | ImportBatch, public_id: str = "", **asked: Any) -> str:
    """Give the page of it, or of another of its kind."""
    name = "employer" if isinstance(whose, Employer) else "batch"
    endpoint = "moderation.side_by_side" if name == "employer" else "moderation.import_side_by_side"
    return url_for(endpoint, **{**asked, name: public_id or whose.public_id})


def _form() -> TogetherForm:
    form = TogetherForm()
    form.offer({action: queries.reasons(REASON_FOR[action]) for action in TOGETHER if action in REASON_FOR})
    return form


def _page(whose: Employer | ImportBatch, form: TogetherForm, action: PostingAction | None = None) -> str:
    asked = from_address(request.args)
    return render_template(
        "moderation/together.html",
        shown=together(whose, asked, at=now()),
        address=_address(whose, **to_address(asked)),
        form=form,
        failed=action,
        own=own_people(current_actor(), whose),
        ways=WAYS,
        at=now(),
    )
