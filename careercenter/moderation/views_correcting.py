"""The page on which small things are corrected and approved in one step."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.i18n import _
from careercenter.moderation import cases, queries, services_correcting
from careercenter.moderation.blueprint import bp
from careercenter.moderation.cases import Case
from careercenter.moderation.correction_form import CorrectionForm
from careercenter.moderation.policy import ModerationPermission
from careercenter.moderation.views_case import (
    asked_of_the_queue,
    decided_meanwhile,
    load_posting,
    load_revision,
    next_address,
    queue_args,
)
from careercenter.postings.models import Posting, PostingRevision
from careercenter.web.auth import current_actor, requires


@bp.route("/desk/postings/<posting>/correct", methods=["GET", "POST"])
@requires(ModerationPermission.JUDGE, load=load_posting)
def correct(posting: Posting) -> ResponseReturnValue:
    return _correct(cases.case_of_posting(posting, actor=current_actor(), at=now()))


@bp.route("/desk/revisions/<revision>/correct", methods=["GET", "POST"])
@requires(ModerationPermission.JUDGE, load=load_revision)
def correct_revision(revision: PostingRevision) -> ResponseReturnValue:
    return _correct(cases.case_of_revision(revision, actor=current_actor(), at=now()))


def _correct(case: Case) -> ResponseReturnValue:
    """Show the form, or correct, approve and go on to the next case."""
    subject = case.revision or case.posting
    if request.method == "GET" and not case.correctable:
        flash(_("There is nothing to correct here: it is decided, or it has signs known from scams."), "warning")
        return redirect(_back(case), code=303)
    form = CorrectionForm.to_correct(subject.content, seen=case.seen)
    posting_id, revision_id = case.posting.id, case.revision.id if case.revision else None
    if form.validate_on_submit():
        place = queries.place_of(case.kind, subject=posting_id, revision_id=revision_id, asked=asked_of_the_queue())
        try:
            outcome = services_correcting.correct_and_approve(
                subject, form.content(), verdict=form.to_verdict(), actor=current_actor(), at=now()
            )
            db.session.commit()
        except (Stale, StaleDataError):
            db.session.rollback()
            return decided_meanwhile([case.posting, case.revision] if case.revision else [case.posting])
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(outcome.words(form.title.data or case.shown.title))
            return redirect(next_address(place, but=posting_id), code=303)
    page = render_template("moderation/correct.html", case=case, form=form, back=_back(case))
    return page, 422 if form.errors else 200


def _back(case: Case) -> str:
    if case.revision:
        return url_for("moderation.revision", revision=case.revision.public_id, **queue_args())
    return url_for("moderation.posting", posting=case.posting.public_id, **queue_args())
