"""Which e-mails a member of an employer gets."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications.blueprint import blueprint
from careercenter.applications.forms import MailForm
from careercenter.applications.policy import ApplicationPermission
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.employers.models import Employer, MailPace, MailScope
from careercenter.employers.queries import membership_of
from careercenter.postings.views.blueprint import load_employer
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited


@blueprint.route("/employers/<employer>/emails", methods=["GET", "POST"])
@limited("act", "120 per hour")
@requires(ApplicationPermission.CHOOSE_MAIL, load=load_employer)
@needs_proved_address
def emails(employer: Employer) -> ResponseReturnValue:
    member = membership_of(employer, current_actor().account_id)
    if member is None:
        abort(404)
    chosen = {"applicants": member.mail_applicants, "pace": member.mail_pace, "jobs": member.jobs_wanted}
    form = MailForm(data=chosen)
    if form.validate_on_submit():
        member.mail_applicants = MailScope(form.applicants.data)
        member.mail_pace, member.mail_jobs = MailPace(form.pace.data), MailScope(form.jobs.data)
        db.session.commit()
        flash(_("Your e-mails are changed."), "success")
        return redirect(url_for("applications.emails", employer=employer.public_id), code=303)
    return render_template("applications/emails.html", employer=employer, form=form), 422 if form.errors else 200
