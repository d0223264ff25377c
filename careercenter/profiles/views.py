"""A coder's résumés; the profile's pages stand in `views_profile`."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db, let_others_write
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.profiles import documents, queries, services, views_offers, views_profile  # noqa: F401
from careercenter.profiles.blueprint import blueprint, own_account
from careercenter.profiles.downloads import attachment
from careercenter.profiles.forms import UploadForm, uploaded
from careercenter.profiles.models import Resume
from careercenter.profiles.policy import ProfilePermission
from careercenter.web.auth import requires
from careercenter.web.limits import by_account, done, limited
from careercenter.web.protection import takes_large_files

blueprints = (blueprint,)


def _load(resume: str) -> Resume | None:
    return queries.resume_by_public_id(resume)


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
    kind, account = documents.kind_of(content), own_account()
    return services.keep_resume(
        account, content, name, kind=kind, files=current_app.extensions["files"], actor=account, at=now()
    )


def _resumes(form: UploadForm, status: int) -> ResponseReturnValue:
    kept = db.session.scalars(queries.resumes_of(own_account().id)).all()
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
    services.remove_resume(resume, actor=own_account(), at=now())
    db.session.commit()
    flash(_("%(name)s is deleted.", name=resume.name), "success")
    return redirect(url_for("profiles.resumes"), code=303)
