"""An employer's own pages: its profile and its logo."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db, let_others_write
from careercenter.core.errors import RuleBroken, Stale
from careercenter.core.i18n import _, _l
from careercenter.employers import services, services_revision
from careercenter.employers.blueprint import blueprint, load_employer
from careercenter.employers.forms import EmployerForm, LogoForm
from careercenter.employers.logo import LARGEST_UPLOAD, TOO_BIG, remade
from careercenter.employers.models import Employer
from careercenter.employers.policy import EmployerPermission
from careercenter.web.auth import current_actor, public, requires
from careercenter.web.limits import done, limited
from careercenter.web.protection import takes_large_files
from careercenter.web.saving import saved

STAYS = _l("What coders see now stays until then, and we write to you when it is decided.")


@blueprint.route("/employers/<employer>/profile", methods=["GET", "POST"])
@requires(EmployerPermission.EDIT_PROFILE, load=load_employer)
@needs_proved_address
def profile(employer: Employer) -> ResponseReturnValue:
    form = EmployerForm(obj=services.wanted(employer))
    if form.validate_on_submit():
        try:
            changed = services.change_profile(
                employer, form.profile(), version=form.seen_version, actor=current_actor(), at=now()
            )
        except Stale as stale:
            return _changed_meanwhile(employer, form, stale)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            db.session.commit()
            flash(_saved(employer, changed))
            return redirect(url_for("employers.profile", employer=employer.public_id), code=303)
    return _profile_page(employer, form=form)


@blueprint.post("/employers/<employer>/logo")
@takes_large_files
@requires(EmployerPermission.EDIT_PROFILE, load=load_employer)
@needs_proved_address
@limited("upload", "10 per hour", counting=done)
@limited("upload tried", "60 per hour")
def change_logo(employer: Employer) -> ResponseReturnValue:
    form = LogoForm()

    def act() -> bool:
        let_others_write()
        made = remade(form.content())
        return services.set_logo(employer, made, files=current_app.extensions["files"], actor=current_actor(), at=now())

    def then(stands: bool) -> ResponseReturnValue:
        flash(_("The logo is saved.") if stands else _("The logo waits for a moderator. %(rest)s", rest=STAYS))
        return redirect(url_for("employers.profile", employer=employer.public_id), code=303)

    return saved(form, act, then) or _profile_page(employer, logo_form=form)


@blueprint.post("/employers/<employer>/profile/withdraw")
@requires(EmployerPermission.EDIT_PROFILE, load=load_employer)
@needs_proved_address
def withdraw_change(employer: Employer) -> ResponseReturnValue:
    revision = services_revision.pending(employer)
    if revision is None:
        raise RuleBroken(_("No change of the profile is waiting anymore."))
    services_revision.withdraw(revision, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Your change is taken back. The profile stays as it is."))
    return redirect(url_for("employers.profile", employer=employer.public_id), code=303)


@blueprint.post("/employers/<employer>/logo/remove")
@requires(EmployerPermission.EDIT_PROFILE, load=load_employer)
@needs_proved_address
def remove_logo(employer: Employer) -> ResponseReturnValue:
    services.remove_logo(employer, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("The logo is removed."))
    return redirect(url_for("employers.profile", employer=employer.public_id), code=303)


@blueprint.get("/employers/<employer>/logo/<digest>")
@public
def logo(employer: str, digest: str) -> ResponseReturnValue:
    found = load_employer(employer)
    if found is None or found.logo is None or found.logo != digest:
        abort(404)
    try:
        content = current_app.extensions["files"].get(digest)
    except FileNotFoundError:
        abort(404)
    return content, {"Content-Type": "image/webp", "Cache-Control": "public, max-age=31536000, immutable"}


def _saved(employer: Employer, changed: list[str]) -> str:
    if services_revision.pending(employer) is not None and set(changed) & set(services_revision.JUDGED):
        return _("A moderator looks at the new name, website, description or statement first. %(rest)s", rest=STAYS)
    return _("The profile is saved.")


def _profile_page(
    employer: Employer, *, form: EmployerForm | None = None, logo_form: LogoForm | None = None
) -> ResponseReturnValue:
    # The two forms of the page share no field but the token; the one that was not sent shows what is kept.
    form = form or EmployerForm(formdata=None, obj=services.wanted(employer))
    logo_form = logo_form or LogoForm(formdata=None)
    page = render_template(
        "employers/profile.html",
        employer=employer,
        form=form,
        logo_form=logo_form,
        largest_logo=LARGEST_UPLOAD,
        too_big=TOO_BIG,
        revision=services_revision.latest(employer),
        judged=services_revision.needs_review(employer),
    )
    return page, 422 if form.errors or logo_form.errors else 200


def _changed_meanwhile(employer: Employer, form: EmployerForm, stale: Stale) -> ResponseReturnValue:
    """Show what differs between what stands there now and what the person sent."""
    now_kept, sent = services.EmployerProfile.of(employer), form.profile()
    changes = [
        _(
            "%(field)s: now “%(kept)s”, you wrote “%(sent)s”",
            field=form[name].label.text,
            kept=getattr(now_kept, name),
            sent=getattr(sent, name),
        )
        for name in ("name", "kind", "website", "about", "equal_opportunity", "city", "state", "time_zone")
        if getattr(now_kept, name) != getattr(sent, name)
    ]
    return render_template("errors/409.html", message=stale.message, changes=changes), 409
