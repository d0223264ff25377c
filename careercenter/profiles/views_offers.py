"""Filling a profile from a résumé: what was read in it, each thing with its words, to be ticked by the coder."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _n
from careercenter.profiles import offers, queries, services
from careercenter.profiles.blueprint import blueprint, own_account
from careercenter.profiles.forms import OffersForm
from careercenter.profiles.models import Resume
from careercenter.profiles.policy import ProfilePermission
from careercenter.web.auth import requires
from careercenter.web.limits import by_account, limited
from careercenter.web.urls import safe_next


def _load(resume: str) -> Resume | None:
    return queries.resume_by_public_id(resume)


@blueprint.route("/profile/resumes/<resume>/profile", methods=["GET", "POST"])
@limited("profile", "60 per hour", by=by_account)
@requires(ProfilePermission.RESUME, load=_load)
def fill(resume: Resume) -> ResponseReturnValue:
    """Show what the résumé adds to the profile; save what is ticked, or all at a press of its own."""
    account, profile = own_account(), queries.profile_of(own_account().id)
    offered = offers.offers(profile, resume, today=now().date())
    form = OffersForm(offered)
    if form.validate_on_submit():
        try:
            added = offers.changes(profile, offered, form.chosen())
            services.save_part(account, added, part="resume", actor=account, at=now())
            db.session.commit()
            number = len(form.chosen())
            flash(_n("%(num)s item was added to your profile.", "%(num)s items were added to your profile.", number), "success")
            return redirect(safe_next(request.args.get("next"), url_for("profiles.edit")), code=303)
        except RuleBroken as broken:
            form.refuse(broken)
    page = render_template("profiles/offers.html", form=form, resume=resume, offered=offered)
    return page, 422 if form.errors else 200
