"""When a moderator is written to about the queue."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.moderation import services_mail
from careercenter.moderation.blueprint import bp
from careercenter.moderation.forms import DeskMailForm
from careercenter.moderation.models import DeskMail
from careercenter.moderation.policy import ModerationPermission
from careercenter.web.auth import current_actor, requires


@bp.route("/desk/e-mails", methods=["GET", "POST"])
@requires(ModerationPermission.REVIEW)
def desk_mail() -> ResponseReturnValue:
    account = current_actor()
    assert isinstance(account, Account)
    form = DeskMailForm(data={"how": services_mail.choice_of(account).value})
    if form.validate_on_submit():
        services_mail.choose(account, DeskMail(form.how.data), at=now())
        db.session.commit()
        flash(_("Saved."))
        return redirect(url_for("moderation.queue"), code=303)
    return render_template("moderation/desk_mail.html", form=form), 422 if form.is_submitted() else 200
