"""Closing a job: why, and whether those who still wait are told."""

from __future__ import annotations

from flask import current_app, flash, render_template
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications import message_drafts, services_close
from careercenter.applications.blueprint import blueprint
from careercenter.applications.forms import CloseJobForm
from careercenter.applications.lifecycle import UNTOLD, ApplicationAction
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.models import Posting
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import load_posting, to
from careercenter.postings.views.publication import while_open
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited


@blueprint.route("/employers/<employer>/postings/<posting>/close", methods=["GET", "POST"])
@limited("act", "120 per hour")
@requires(PostingPermission.ACT, load=load_posting)
@needs_proved_address
@while_open(PostingAction.CLOSE)
def close_job(posting: Posting) -> ResponseReturnValue:
    form = CloseJobForm()
    if form.validate_on_submit():
        try:
            services_close.close(
                posting, reason=form.reason.data, tell=form.tell.data, message=form.words(), actor=current_actor(), at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("The job is closed. Applications you have stay with you."))
            if form.tell.data:
                flash(_("Those who waited are being told."))
            return to("postings.show", posting)
    if not form.is_submitted():
        form.message.data = message_drafts.draft_for(ApplicationAction.TELL)
    return _page(posting, form), 422 if form.errors else 200


def _page(posting: Posting, form: CloseJobForm) -> str:
    waiting = services_close.count_waiting(posting)
    return render_template(
        "applications/close_job.html",
        posting=posting,
        form=form,
        undecided=sum(waiting.get(status, 0) for status in services_close.UNDECIDED),
        untold=sum(waiting.get(status, 0) for status in UNTOLD),
        offered=sum(waiting.get(status, 0) for status in services_close.IN_THE_END),
        undo_minutes=current_app.config["SETTINGS"].undo_minutes,
    )
