"""Closing an employer at the desk, or merging it into another: acts that ask who it is once more."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import requires_recent_sign_in
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers.likeness import alike_to
from careercenter.employers.models import Employer
from careercenter.moderation import services_closing
from careercenter.moderation.blueprint import bp
from careercenter.moderation.forms import CloseEmployerForm
from careercenter.moderation.policy import ModerationPermission
from careercenter.moderation.views_employer import load_employer
from careercenter.postings.queries import employer_by_public_id
from careercenter.web.auth import current_actor, requires


@bp.route("/desk/employers/<employer>/close", methods=["GET", "POST"])
@requires(ModerationPermission.JUDGE, load=load_employer)
@requires_recent_sign_in
def close_employer(employer: Employer) -> ResponseReturnValue:
    form = CloseEmployerForm()
    if form.validate_on_submit():
        try:
            services_closing.close_employer(employer, words=form.words.data, actor=current_actor(), at=now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(_("Closed: %(employer)s.", employer=employer.name))
            return redirect(url_for("moderation.employer", employer=employer.public_id), code=303)
    return render_template("moderation/close.html", employer=employer, form=form), 422 if form.errors else 200


@bp.route("/desk/employers/<employer>/merge", methods=["GET", "POST"])
@requires(ModerationPermission.JUDGE, load=load_employer)
@requires_recent_sign_in
def merge_employer(employer: Employer) -> ResponseReturnValue:
    form = CloseEmployerForm()
    if form.validate_on_submit():
        try:
            into = employer_by_public_id((form.into.data or "").strip().rsplit("/", 1)[-1].split("-", 1)[0])
            if into is None:
                raise RuleBroken(_("There is no employer of this id."), field="into")
            services_closing.merge(employer, into, words=form.words.data, actor=current_actor(), at=now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(_("Merged: %(employer)s is now part of %(other)s.", employer=employer.name, other=into.name))
            return redirect(url_for("moderation.employer", employer=into.public_id), code=303)
    page = render_template("moderation/merge.html", employer=employer, form=form, likenesses=alike_to(employer))
    return page, 422 if form.errors else 200
