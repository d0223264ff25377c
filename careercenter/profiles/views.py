"""The coder's own pages: profile and résumés."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db, let_others_write
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.profiles import documents, queries, services
from careercenter.profiles.downloads import attachment
from careercenter.profiles.forms import ProfileForm, UploadForm, filled_in, uploaded
from careercenter.profiles.models import Resume
from careercenter.profiles.policy import ProfilePermission
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import by_account, done, limited
from careercenter.web.protection import takes_large_files
from careercenter.web.urls import safe_next

blueprint = Blueprint("profiles", __name__)
blueprints = (blueprint,)


def _account() -> Account:
    return cast(Account, current_actor())


def _load(resume: str) -> Resume | None:
    return queries.resume_by_public_id(resume)


@blueprint.post("/profile/start")
@limited("profile", "60 per hour", by=by_account)
@requires(ProfilePermission.START)
def start() -> ResponseReturnValue:
    services.start(_account(), actor=_account(), at=now())
    db.session.commit()
    flash(_("You can apply for jobs with this account now."), "success")
    return redirect(safe_next(request.args.get("next"), url_for("profiles.edit")), code=303)


@blueprint.route("/profile", methods=["GET", "POST"])
@limited("profile", "60 per hour", by=by_account)
@requires(ProfilePermission.EDIT)
def edit() -> ResponseReturnValue:
    account = _account()
    profile = queries.profile_of(account.id)
    form = ProfileForm(data=filled_in(profile))
    if form.validate_on_submit():
        services.save_profile(account, form.answers(), actor=account, at=now())
        db.session.commit()
        flash(_("Your profile is saved."), "success")
        return redirect(url_for("profiles.edit"), code=303)
    return render_template("profiles/edit.html", form=form), 422 if form.errors else 200


@blueprint.get("/profile/resumes")
@requires(ProfilePermission.EDIT)
def resumes() -> ResponseReturnValue:
    return _resumes(UploadForm(), 200)


@blueprint.post("/profile/resumes")
@takes_large_files
@limited("upload", "10 per hour", by=by_account, counting=done)
@limited("upload tried", "60 per hour", by=by_account)
@requires(ProfilePermission.EDIT)
def upload() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate_on_submit():
        return _resumes(form, 422)
    try:
        resume = keep(form.resume)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _resumes(form, 422)
    db.session.commit()
    flash(_("%(name)s is added.", name=resume.name), "success")
    return redirect(url_for("profiles.resumes"), code=303)


def keep(field: Any) -> Resume:
    """Keep the file chosen in an upload field for the signed-in coder; RuleBroken when there is none or it breaks a rule."""
    chosen = uploaded(field, documents.LARGEST)
    if chosen is None:
        raise RuleBroken(documents.NONE, field="resume")
    content, name = chosen
    let_others_write()
    kind, account = documents.kind_of(content), _account()
    return services.keep_resume(
        account, content, name, kind=kind, files=current_app.extensions["files"], actor=account, at=now()
    )


def _resumes(form: UploadForm, status: int) -> ResponseReturnValue:
    kept = db.session.scalars(queries.resumes_of(_account().id)).all()
    page = render_template(
        "profiles/resumes.html", form=form, resumes=kept, largest_mb=documents.LARGEST_MB, largest=documents.LARGEST,
        too_big=documents.TOO_BIG,
    )  # fmt: skip
    return page, status


@blueprint.get("/profile/resumes/<resume>")
@requires(ProfilePermission.RESUME, load=_load)
def resume(resume: Resume) -> ResponseReturnValue:
    return render_template("profiles/resume.html", resume=resume)


@blueprint.get("/profile/resumes/<resume>/file")
@requires(ProfilePermission.RESUME, load=_load)
def download(resume: Resume) -> ResponseReturnValue:
    return attachment(resume, current_app.extensions["files"].get(resume.digest))


@blueprint.route("/profile/resumes/<resume>/delete", methods=["GET", "POST"])
@limited("profile", "60 per hour", by=by_account)
@requires(ProfilePermission.RESUME, load=_load)
def remove(resume: Resume) -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate_on_submit():
        return render_template("profiles/remove.html", resume=resume, form=form)
    services.remove_resume(resume, actor=_account(), at=now())
    db.session.commit()
    flash(_("%(name)s is deleted.", name=resume.name), "success")
    return redirect(url_for("profiles.resumes"), code=303)
