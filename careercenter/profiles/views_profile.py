"""The profile: an overview of what it says and lacks, and a short page for each part, saved alone."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.profiles import naming, offers, parts, queries, services
from careercenter.profiles.blueprint import blueprint, own_account
from careercenter.profiles.forms import PartForm
from careercenter.profiles.forms_naming import FORMS, filled_in
from careercenter.profiles.naming import Named
from careercenter.profiles.parts import ProfilePart
from careercenter.profiles.policy import ProfilePermission
from careercenter.web.auth import public, requires
from careercenter.web.limits import by_account, limited
from careercenter.web.urls import safe_next

SUGGESTED_FOR = 3600  # seconds; the lists change with a release


@blueprint.post("/profile/start")
@limited("profile", "60 per hour", by=by_account)
@requires(ProfilePermission.START)
def start() -> ResponseReturnValue:
    services.start(own_account(), actor=own_account(), at=now())
    db.session.commit()
    flash(_("You can apply for jobs with this account now."), "success")
    return redirect(safe_next(request.args.get("next"), url_for("profiles.edit")), code=303)


@blueprint.get("/profile")
@requires(ProfilePermission.EDIT)
def edit() -> ResponseReturnValue:
    profile = queries.profile_of(own_account().id)
    resumes = db.session.scalars(queries.resumes_of(own_account().id)).all()
    offered = offers.offers(profile, resumes[0], today=now().date()) if resumes else []
    return render_template(
        "profiles/overview.html",
        stated=parts.stated_by_part(profile),
        lacks=parts.lacks(profile),
        resumes=resumes,
        offered=len(offered),
        back=safe_next(request.args.get("next"), "") or None,
    )


def _load_part(part: str) -> ProfilePart | None:
    return next((one for one in ProfilePart if one.value == part), None)


@blueprint.route("/profile/<part>", methods=["GET", "POST"])
@limited("profile", "60 per hour", by=by_account)
@requires(ProfilePermission.EDIT, load=_load_part)
def edit_part(part: ProfilePart) -> ResponseReturnValue:
    """Show or save one part; who comes from elsewhere goes back there."""
    form = FORMS[part](data=filled_in(part, queries.profile_of(own_account().id)))
    if form.validate_on_submit():
        services.save_part(own_account(), form.changes(), part=part.value, actor=own_account(), at=now())
        db.session.commit()
        return _saved(part, form)
    back = safe_next(request.args.get("next"), url_for("profiles.edit"))
    page = render_template(f"profiles/{part.value}.html", form=form, part=part, back=back)
    return page, 422 if form.errors else 200


def _saved(page: ProfilePart, form: PartForm) -> ResponseReturnValue:
    """Lead back; but to the same page where something typed was added that asks for years."""
    if form.adds_rows:
        flash(_("Saved. You can add your years of experience in anything new."), "success")
        return redirect(url_for("profiles.edit_part", part=page.value, next=request.args.get("next")), code=303)
    flash(_("Saved: %(part)s.", part=page.label), "success")
    return redirect(safe_next(request.args.get("next"), url_for("profiles.edit")), code=303)


@blueprint.get("/profile/credentials/all")
@requires(ProfilePermission.EDIT)
def all_credentials() -> ResponseReturnValue:
    profile = queries.profile_of(own_account().id)
    form = FORMS[ProfilePart.CREDENTIALS](data=filled_in(ProfilePart.CREDENTIALS, profile))
    back = url_for("profiles.edit_part", part="credentials", next=request.args.get("next"))
    return render_template("profiles/all_credentials.html", form=form, back=back)


@blueprint.get("/profile/names/<kind>")
@public
def names(kind: str) -> ResponseReturnValue:
    """Answer a box of a profile while a person types: a list to be put below it."""
    if kind not in set(Named):
        abort(404)
    found = naming.suggest(Named(kind), request.args.get("q", ""))
    response = make_response(render_template("profiles/_names.html", found=found))
    response.cache_control.public = True
    response.cache_control.max_age = SUGGESTED_FOR
    response.headers["X-Robots-Tag"] = "noindex"
    return response
