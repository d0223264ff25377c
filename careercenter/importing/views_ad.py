"""A job from an ad that exists already."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db, let_others_write
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l, _n
from careercenter.employers.models import Employer
from careercenter.importing.ad_file import words_of
from careercenter.importing.pasted_ad import read_ad
from careercenter.postings import services
from careercenter.postings.completeness import LONGEST_DESCRIPTION, LONGEST_TITLE
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import load_employer
from careercenter.profiles.documents import LARGEST, LARGEST_MB, TOO_BIG
from careercenter.profiles.forms import uploaded
from careercenter.web.auth import current_actor, requires
from careercenter.web.forms import BaseForm
from careercenter.web.limits import limited
from careercenter.web.protection import takes_large_files

ads = Blueprint("ads", __name__)


class AdForm(BaseForm):
    title = StringField(
        _l("Job title"),
        validators=[
            InputRequired(_l("Enter the job title.")),
            Length(max=LONGEST_TITLE, message=_l("Shorten the title to %(most)s characters.", most=LONGEST_TITLE)),
        ],
    )
    file = FileField(_l("File of the ad"))
    ad = TextAreaField(
        _l("Text of the ad"),
        validators=[
            Length(
                max=LONGEST_DESCRIPTION, message=_l("Shorten the ad to %(most)s characters.", most=f"{LONGEST_DESCRIPTION:,}")
            ),
        ],
    )

    def read_file(self) -> None:
        """Put the words of a chosen file into the box, where they stay for the person whatever else is wrong; RuleBroken."""
        chosen = uploaded(self.file, LARGEST)
        if chosen is None:
            return
        pasted, words = self.ad.data or "", words_of(chosen[0])
        if pasted and pasted.split() != words.split():
            raise RuleBroken(_("Choose a file or paste the text, not both."), field="file")
        self.ad.data = words

    def validate_ad(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError(_("Paste the text of the ad, or choose its file."))


@ads.route("/employers/<employer>/postings/from-ad", methods=["GET", "POST"])
@takes_large_files
@requires(PostingPermission.CREATE, load=load_employer)
@needs_proved_address
@limited("draft", "60 per hour")
def from_ad(employer: Employer) -> ResponseReturnValue:
    form = AdForm()
    if not _sent(form):
        page = render_template(
            "importing/from_ad.html", form=form, employer=employer, largest=LARGEST, largest_mb=LARGEST_MB, too_big=TOO_BIG
        )
        return page, 422 if form.errors else 200
    content, guesses = read_ad(form.title.data or "", form.ad.data or "", employer=employer.name, time_zone=employer.time_zone)
    [posting] = services.draft_all([services.Beginning(employer, content, None, guesses)], actor=current_actor(), at=now())
    db.session.commit()
    flash(_said(len(guesses)))
    return redirect(url_for("postings.edit", employer=employer.public_id, posting=posting.public_id), code=303)


def _sent(form: AdForm) -> bool:
    """Say whether the form holds an ad; the words of a file are read while nothing waits for the database."""
    if not form.is_submitted():
        return False
    let_others_write()
    try:
        form.read_file()
    except RuleBroken as broken:
        form.validate()
        form.ad.errors = [] if not form.ad.data else form.ad.errors
        form.refuse(broken)
        return False
    return form.validate()


def _said(read: int) -> str:
    if not read:
        return _("The draft is saved with the text of the ad. Nothing else could be filled in from it, so fill in the rest.")
    return _n(
        "The draft is saved, with %(num)s field filled in from the ad. Check it and fill in the rest.",
        "The draft is saved, with %(num)s fields filled in from the ad. Check them and fill in the rest.",
        read,
    )
