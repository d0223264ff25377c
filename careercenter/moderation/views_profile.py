"""A change of what an employer says of itself, at the desk."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken, Stale
from careercenter.employers.models import EmployerRevision
from careercenter.employers.services_revision import by_public_id
from careercenter.moderation import profile_cases, queries, services, timeline
from careercenter.moderation.blueprint import bp
from careercenter.moderation.cases import serious
from careercenter.moderation.decisions import REASON_FOR, ProfileDecision
from careercenter.moderation.forms import DecisionForm
from careercenter.moderation.policy import ModerationPermission
from careercenter.moderation.queue_request import CaseKind
from careercenter.moderation.views_case import asked_of_the_queue, next_address
from careercenter.web.auth import current_actor, requires


def load_change(profile: str, action: str | None = None) -> EmployerRevision | None:
    return by_public_id(profile)


@bp.get("/desk/profiles/<profile>")
@requires(ModerationPermission.REVIEW, load=load_change)
def profile(revision: EmployerRevision) -> ResponseReturnValue:
    return _page(revision)


@bp.get("/desk/profiles/<profile>/picture")
@requires(ModerationPermission.REVIEW, load=load_change)
def profile_picture(revision: EmployerRevision) -> ResponseReturnValue:
    """The picture that waits, which nobody else can see."""
    try:
        content = current_app.extensions["files"].get(revision.logo) if revision.logo else abort(404)
    except FileNotFoundError:
        abort(404)
    return content, {"Content-Type": "image/webp", "Cache-Control": "private, no-store"}


@bp.post("/desk/profiles/<profile>/<action>")
@requires(ModerationPermission.JUDGE, load=load_change)
def decide_profile(revision: EmployerRevision) -> ResponseReturnValue:
    assert request.view_args is not None
    value, actor = request.view_args["action"], current_actor()
    decision = ProfileDecision(value) if value in {each.value for each in ProfileDecision} else abort(404)
    form = _form(decision)
    if not form.validate_on_submit():
        return _page(revision, form, decision), 422
    employer, subject = revision.employer, -revision.id
    place = queries.place_of(CaseKind.PROFILE, subject=subject, asked=asked_of_the_queue())
    title = revision.name or employer.name
    try:
        outcome = services.decide_profile(revision, decision, verdict=form.to_verdict(), actor=actor, at=now())
        db.session.commit()
    except (Stale, StaleDataError):
        db.session.rollback()
        return render_template("moderation/decided.html", line=timeline.latest([employer]), back=_back(employer)), 409
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _page(revision, form, decision), 422
    flash(outcome.words(title))
    return redirect(next_address(place, but=subject), code=303)


def _back(employer: Any) -> str:
    return url_for("moderation.employer", employer=employer.public_id)


def _form(decision: ProfileDecision) -> DecisionForm:
    form = DecisionForm(prefix=f"{decision.value}-")
    use = REASON_FOR.get(decision.value)
    form.offer(queries.reasons(use) if use else [])
    return form


def _page(revision: EmployerRevision, failed: DecisionForm | None = None, decision: ProfileDecision | None = None) -> str:
    case = profile_cases.case_of_profile(revision, actor=current_actor(), at=now(), asked=asked_of_the_queue())
    forms = {each.value: failed if failed is not None and each is decision else _form(each) for each in case.actions}
    for form in forms.values():
        if form is not failed:
            form.seen.data = case.seen
    return render_template(
        "moderation/profile.html", case=case, forms=forms, form=failed if failed is not None and failed.errors else None,
        failed=decision, at=now(), reason_needed=REASON_FOR, serious=serious,
    )  # fmt: skip
