"""An employer's templates: what postings can begin from."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers.models import Employer
from careercenter.postings import queries, services
from careercenter.postings.forms import TemplateForm
from careercenter.postings.models import Posting, PostingTemplate
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import blueprint, load_employer, load_posting, load_template, to
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited


@blueprint.get("/employers/<employer>/postings/templates")
@requires(PostingPermission.LIST, load=load_employer)
def templates(employer: Employer) -> ResponseReturnValue:
    found = list(db.session.scalars(queries.templates_of(employer)))
    return render_template("postings/templates.html", employer=employer, found=found)


@blueprint.route("/employers/<employer>/postings/<posting>/template", methods=["GET", "POST"])
@limited("draft", "120 per hour")
@requires(PostingPermission.EDIT, load=load_posting)
@needs_proved_address
def save_template(posting: Posting) -> ResponseReturnValue:
    form = TemplateForm(data={"name": posting.title[:80]})
    if form.validate_on_submit():
        content = services.latest_content(posting)
        try:
            services.save_template(posting.employer, form.name.data, content, actor=current_actor(), at=now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            db.session.commit()
            flash(_("The template is saved. You can start new jobs from it."))
            return to("postings.show", posting)
    return render_template("postings/template.html", posting=posting, form=form), 422 if form.errors else 200


@blueprint.post("/employers/<employer>/postings/templates/<template>/delete")
@limited("draft", "120 per hour")
@requires(PostingPermission.EDIT, load=load_template)
@needs_proved_address
def delete_template(template: PostingTemplate) -> ResponseReturnValue:
    employer = db.session.get_one(Employer, template.employer_id)
    services.delete_template(template, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("The template is deleted. Jobs made from it stay."))
    return redirect(url_for("postings.templates", employer=employer.public_id), code=303)
