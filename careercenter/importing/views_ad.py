"""A job from an ad that exists already."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _, _l, _n
from careercenter.employers.models import Employer
from careercenter.importing.pasted_ad import read_ad
from careercenter.postings import services
from careercenter.postings.completeness import LONGEST_DESCRIPTION, LONGEST_TITLE
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import load_employer
from careercenter.web.auth import current_actor, requires
from careercenter.web.forms import BaseForm
from careercenter.web.limits import limited

ads = Blueprint("ads", __name__)


class AdForm(BaseForm):
    title = StringField(
        _l("Job title"),
        validators=[
            InputRequired(_l("Enter the job title.")),
            Length(max=LONGEST_TITLE, message=_l("Shorten the title to %(most)s characters.", most=LONGEST_TITLE)),
        ],
    )
    ad = TextAreaField(
        _l("Text of the ad"),
        validators=[
            InputRequired(_l("Paste the text of the ad.")),
            Length(
                max=LONGEST_DESCRIPTION, message=_l("Shorten the ad to %(most)s characters.", most=f"{LONGEST_DESCRIPTION:,}")
            ),
        ],
    )


@ads.route("/employers/<employer>/postings/from-ad", methods=["GET", "POST"])
@requires(PostingPermission.CREATE, load=load_employer)
@needs_proved_address
@limited("draft", "60 per hour")
def from_ad(employer: Employer) -> ResponseReturnValue:
    form = AdForm()
    if not form.validate_on_submit():
        page = render_template("importing/from_ad.html", form=form, employer=employer)
        return page, 422 if form.errors else 200
    content, guesses = read_ad(form.title.data or "", form.ad.data or "", employer=employer.name, time_zone=employer.time_zone)
    [posting] = services.draft_all([services.Beginning(employer, content, None, guesses)], actor=current_actor(), at=now())
    db.session.commit()
    flash(_said(len(guesses)))
    return redirect(url_for("postings.edit", employer=employer.public_id, posting=posting.public_id), code=303)


def _said(read: int) -> str:
    if not read:
        return _("The draft is saved. Nothing but the text could be read out of the ad: fill in the rest.")
    return _n(
        "The draft is saved, with %(num)s thing read out of the ad. Check it and fill in the rest.",
        "The draft is saved, with %(num)s things read out of the ad. Check them and fill in the rest.",
        read,
    )
