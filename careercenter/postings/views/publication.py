"""One posting: how it stands, and what its employer does with it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _, _l
from careercenter.postings import queries, services
from careercenter.postings.applied import applied_to
from careercenter.postings.completeness import Incomplete, missing
from careercenter.postings.diff import differences
from careercenter.postings.doubts import closes_before_review, doubtful
from careercenter.postings.forms import RenewForm, SubmitForm, field_anchor
from careercenter.postings.guesses import guesses_of
from careercenter.postings.history import history_of
from careercenter.postings.lifecycle import PostingAction, PostingStatus
from careercenter.postings.models import Posting, PostingCorrection, PostingRevision
from careercenter.postings.policy import PostingPermission
from careercenter.postings.review_times import waiting_since
from careercenter.postings.views.blueprint import blueprint, load_posting, to
from careercenter.web.auth import current_actor, requires
from careercenter.web.forms import BaseForm
from careercenter.web.limits import limited

# What a single button does, and what is said when it is done. Submitting, closing and renewing have pages of their own.
ACTS: dict[str, tuple[Callable[..., Any], Words]] = {
    "withdraw": (services.withdraw, _l("The job is a draft again.")),
    "pause": (services.pause, _l("The job is paused. Nobody can find it or apply until you resume it.")),
    "resume": (services.resume, _l("The job is live again.")),
    "reopen": (services.reopen, _l("The job is live again.")),
    "archive": (services.archive, _l("The job is archived.")),
    "unarchive": (services.unarchive, _l("The job is out of the archive, as it was when you put it there.")),
    "repost": (services.repost, _l("This is a new draft of the job. Choose a closing day and submit it.")),
    "duplicate": (services.duplicate, _l("This is a copy. Change what is different and submit it.")),
}


View = Callable[[Posting], ResponseReturnValue]


def while_open(action: PostingAction) -> Callable[[View], View]:
    """Lead back to the job before anybody fills in a page its status has no use for; what is posted the rule refuses."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(posting: Posting) -> ResponseReturnValue:
            if request.method == "POST" or action in services.open_actions(posting, at=now()):
                return view(posting)
            flash(
                _("“%(action)s” cannot be done with this job now. This page shows what can.", action=action.label),
                "warning",
            )
            return to("postings.show", posting)

        return guarded

    return decorate


@blueprint.get("/employers/<employer>/postings/<posting>")
@requires(PostingPermission.VIEW, load=load_posting)
def show(posting: Posting) -> ResponseReturnValue:
    at = now()
    revision = queries.latest_revision(posting)
    return render_template(
        "postings/show.html",
        posting=posting,
        revision=revision,
        changed=_changed(posting, revision),
        actions=services.open_actions(posting, at=at),
        history=history_of(posting),
        guesses=guesses_of(posting),
        visible=posting.is_visible(at),
        deletable=services.deletable(posting),
        applied=applied_to(posting),
        **_correction(posting),
        at=at,
    )


@blueprint.route("/employers/<employer>/postings/<posting>/submit", methods=["GET", "POST"])
@requires(PostingPermission.SUBMIT, load=load_posting)
@needs_proved_address
@limited("submit", "30 per hour", "100 per day")
@while_open(PostingAction.SUBMIT)
def submit(posting: Posting) -> ResponseReturnValue:
    form = SubmitForm()
    if form.validate_on_submit():
        try:
            services.submit(posting, actor=current_actor(), at=now(), answer=form.answer.data or "")
        except Incomplete:
            return _check(form, posting), 422
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            db.session.commit()
            flash(_("Your job is waiting for review. We’ll e-mail you the decision."))
            return to("postings.show", posting)
    return _check(form, posting), 422 if form.errors else 200


@blueprint.route("/employers/<employer>/postings/<posting>/renew", methods=["GET", "POST"])
@limited("act", "120 per hour")
@requires(PostingPermission.ACT, load=load_posting)
@needs_proved_address
@while_open(PostingAction.RENEW)
def renew(posting: Posting) -> ResponseReturnValue:
    form = RenewForm()
    if form.validate_on_submit():
        assert form.closing_on.data is not None
        try:
            services.renew(posting, closing_on=form.closing_on.data, actor=current_actor(), at=now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            db.session.commit()
            flash(_done(posting, _("The job is live again.")))
            return to("postings.show", posting)
    return render_template("postings/renew.html", posting=posting, form=form), 422 if form.errors else 200


def load_posting_to_act(employer: str, posting: str, action: str) -> Posting | None:
    return load_posting(employer, posting) if action in ACTS else None


@blueprint.post("/employers/<employer>/postings/<posting>/<action>")
@requires(PostingPermission.ACT, load=load_posting_to_act)
@needs_proved_address
@limited("act", "120 per hour")
def act(posting: Posting) -> ResponseReturnValue:
    assert request.view_args is not None
    does, words = ACTS[request.view_args["action"]]
    made = does(posting, actor=current_actor(), at=now())
    db.session.commit()
    flash(_done(posting, str(words)))
    return to("postings.edit", made) if isinstance(made, Posting) else to("postings.show", posting)


def _done(posting: Posting, words: str) -> str:
    """Say what happened, which is not what was asked for when the job has to be looked at first."""
    if posting.status is PostingStatus.PENDING:
        return _("A report about this job was found right, so a moderator looks at it before it is shown again.")
    return words


@blueprint.post("/employers/<employer>/postings/<posting>/edit/withdraw")
@limited("act", "120 per hour")
@requires(PostingPermission.ACT, load=load_posting)
@needs_proved_address
def withdraw_edit(posting: Posting) -> ResponseReturnValue:
    revision = queries.latest_revision(posting)
    if revision is None:
        raise RuleBroken(_("There is no edit to withdraw anymore."))
    services.withdraw_revision(revision, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Your edit is withdrawn. The job stays as it is."))
    return to("postings.show", posting)


@blueprint.post("/employers/<employer>/postings/<posting>/corrections/<correction>/undo")
@limited("act", "120 per hour")
@requires(PostingPermission.ACT, load=queries.correction_by_public_id)
@needs_proved_address
def undo_correction(correction: PostingCorrection) -> ResponseReturnValue:
    made = services.undo_correction(correction, actor=current_actor(), at=now())
    db.session.commit()
    if made.revision is None:
        flash(_("The correction is undone."))
    else:
        flash(_("Undoing the correction waits for review. The job stays as it is until then."))
    return to("postings.show", correction.posting)


def _correction(posting: Posting) -> dict[str, Any]:
    """Give what a moderator corrected last, with its difference, for as long as some of it still stands."""
    correction = queries.latest_correction(posting)
    if correction is None or not services.undoable(correction):
        return {"correction": None}
    return {"correction": correction, "corrected": differences(correction.before, correction.after)}


def _changed(posting: Posting, revision: PostingRevision | None) -> list[Any]:
    return differences(posting.content, services.latest_content(posting)) if revision else []


def _check(form: BaseForm, posting: Posting) -> str:
    imported = posting.external_reference is not None
    return render_template(
        "postings/submit.html",
        posting=posting,
        form=form,
        lacks=missing(posting.content, now(), imported=imported),
        doubts=[
            *doubtful(posting.content, employer_host=posting.employer.host),
            *closes_before_review(posting.content, oldest=waiting_since(), at=now()),
        ],
        anchor=field_anchor,
    )
