"""Closing a job, or many at once: why, and whether those who still wait are told."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications import message_drafts, services_close
from careercenter.applications.blueprint import blueprint
from careercenter.applications.forms import CloseJobForm
from careercenter.applications.lifecycle import ApplicationAction
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers.models import Employer
from careercenter.postings import queries
from careercenter.postings.lifecycle import PostingAction
from careercenter.postings.models import Posting
from careercenter.postings.policy import PostingPermission
from careercenter.postings.services import ManyAction, why_not
from careercenter.postings.services.bulk import MOST
from careercenter.postings.views.blueprint import load_employer, load_posting, to
from careercenter.postings.views.bulk import tell_of
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
                flash(_("The applicants who were waiting are being told."))
            return to("postings.show", posting)
    if not form.is_submitted():
        form.message.data = message_drafts.draft_for(ApplicationAction.TELL)
    return _page(posting, form), 422 if form.errors else 200


def _page(posting: Posting, form: CloseJobForm) -> str:
    waiting = services_close.count_waiting([posting])[posting.id]
    return render_template(
        "applications/close_job.html", posting=posting, form=form, waiting=waiting, undo_minutes=_undo_minutes()
    )


@blueprint.route("/employers/<employer>/postings/close", methods=["GET", "POST"])
@limited("act on many", "60 per hour")
@requires(PostingPermission.ACT, load=load_employer)
@needs_proved_address
def close_jobs(employer: Employer) -> ResponseReturnValue:
    postings = queries.of_employer_by_public_ids(employer, request.values.getlist("job")[:MOST])
    if not postings:
        flash(_("Select the jobs first, then choose what to do with them."), "warning")
        return _to_jobs(employer)
    form = CloseJobForm()
    if form.validate_on_submit() and _close(postings, form):
        return _to_jobs(employer)
    if not form.is_submitted():
        form.message.data = message_drafts.draft_for(ApplicationAction.TELL)
    return _page_of_many(employer, postings, form), 422 if form.errors else 200


def _close(postings: list[Posting], form: CloseJobForm) -> bool:
    try:
        outcome = services_close.close_many(
            postings, reason=form.reason.data, tell=form.tell.data, message=form.words(), actor=current_actor(), at=now()
        )
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    db.session.commit()
    tell_of(outcome)
    if form.tell.data and outcome.done:
        flash(_("The applicants who were waiting are being told."))
    return True


def _page_of_many(employer: Employer, postings: list[Posting], form: CloseJobForm) -> str:
    judged = [(posting, why_not(posting, ManyAction.CLOSE, at=now())) for posting in postings]
    by_job = services_close.count_waiting([posting for posting, why in judged if not why])
    return render_template(
        "applications/close_jobs.html",
        employer=employer,
        form=form,
        open=[posting for posting, why in judged if not why],
        refused=[(posting, why) for posting, why in judged if why],
        by_job=by_job,
        waiting=sum(by_job.values(), services_close.Waiting()),
        undo_minutes=_undo_minutes(),
    )


def _to_jobs(employer: Employer) -> ResponseReturnValue:
    return redirect(url_for("applications.jobs", employer=employer.public_id), code=303)


def _undo_minutes() -> int:
    minutes: int = current_app.config["SETTINGS"].undo_minutes
    return minutes
