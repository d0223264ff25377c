"""The list of reasons: read by moderators, kept by administrators."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.moderation import queries, services_reasons
from careercenter.moderation.blueprint import bp
from careercenter.moderation.forms import NewReasonForm, ReasonForm
from careercenter.moderation.models import DecisionReason, ReasonUse
from careercenter.moderation.policy import ModerationPermission
from careercenter.web.auth import current_actor, requires


def load_reason(reason: str, action: str | None = None) -> DecisionReason | None:
    return queries.reason_by_slug(reason)


@bp.get("/desk/reasons")
@requires(ModerationPermission.REVIEW)
def reasons() -> ResponseReturnValue:
    return _list(NewReasonForm())


@bp.post("/desk/reasons")
@requires(ModerationPermission.KEEP_REASONS)
@requires_recent_sign_in
def add_reason() -> ResponseReturnValue:
    form = NewReasonForm()
    if not form.validate_on_submit():
        return _list(form), 422
    try:
        use = ReasonUse(form.use.data)
        services_reasons.add_reason(use, label=form.label.data, words=form.words.data or "", actor=current_actor(), at=now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _list(form), 422
    flash(_("Added: %(reason)s.", reason=form.label.data))
    return redirect(url_for("moderation.reasons"), code=303)


@bp.route("/desk/reasons/<reason>", methods=["GET", "POST"])
@requires(ModerationPermission.KEEP_REASONS, load=load_reason)
@requires_recent_sign_in
def reason(reason: DecisionReason) -> ResponseReturnValue:
    form = ReasonForm(data={"label": reason.label, "words": reason.words})
    if form.validate_on_submit():
        try:
            services_reasons.change_reason(
                reason, label=form.label.data, words=form.words.data or "", actor=current_actor(), at=now()
            )
            db.session.commit()
            flash(_("Changed: %(reason)s.", reason=reason.label))
            return redirect(url_for("moderation.reasons"), code=303)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return render_template("moderation/reason.html", reason=reason, form=form), 422 if form.is_submitted() else 200


@bp.post("/desk/reasons/<reason>/<action>")
@requires(ModerationPermission.KEEP_REASONS, load=load_reason)
@requires_recent_sign_in
def act_on_reason(reason: DecisionReason) -> ResponseReturnValue:
    """Move a reason up or down its list, retire it, or bring it back."""
    assert request.view_args is not None
    action, actor = request.view_args["action"], current_actor()
    if action in ("up", "down"):
        services_reasons.move_reason(reason, up=action == "up", actor=actor, at=now())
    elif action == "retire":
        services_reasons.retire_reason(reason, actor=actor, at=now())
    elif action == "bring-back":
        services_reasons.bring_back_reason(reason, actor=actor, at=now())
    else:
        abort(404)
    db.session.commit()
    return redirect(url_for("moderation.reasons"), code=303)


def _list(form: NewReasonForm) -> str:
    every = queries.reasons(retired=True)
    lists = [(use, [r for r in every if r.use is use]) for use in ReasonUse]
    return render_template("moderation/reasons.html", lists=lists, form=form)
