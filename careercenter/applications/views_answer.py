"""The coder's answer to an interview or an offer: asked once more, with room for words."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications import lifecycle, services_answers
from careercenter.applications.blueprint import blueprint, load_own
from careercenter.applications.forms import AnswerForm
from careercenter.applications.lifecycle import ANSWERS, ApplicationAction
from careercenter.applications.models import Application
from careercenter.applications.policy import ApplicationPermission
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _, _l
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited

SAID: dict[ApplicationAction, Words] = {
    ApplicationAction.ACCEPT_INTERVIEW: _l("You accepted the interview. The employer is told."),
    ApplicationAction.ANOTHER_TIME: _l("You asked for another time. The employer is told."),
    ApplicationAction.ACCEPT: _l("You accepted the offer. The employer is told."),
}


def load_to_answer(application: str, action: str) -> Application | None:
    return load_own(application) if action in {one.value for one in ANSWERS} else None


@blueprint.route("/applications/<application>/answer/<action>", methods=["GET", "POST"])
@limited("own_application", "60 per hour")
@requires(ApplicationPermission.SEE_OWN, load=load_to_answer)
@needs_proved_address
def answer(application: Application) -> ResponseReturnValue:
    chosen, form = ApplicationAction((request.view_args or {})["action"]), AnswerForm()
    here = url_for("applications.show", application=application.public_id)
    if chosen not in lifecycle.open_actions(lifecycle.shown_status(application), "coder"):
        flash(_("That is no longer open: this application has moved on."), "warning")
        return redirect(here, code=303)
    if form.validate_on_submit():
        try:
            services_answers.answer(application, chosen, actor=current_actor(), at=now(), message=form.words())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(str(SAID[chosen]), "success")
            return redirect(here, code=303)
    return _page(application, chosen, form), 422 if form.errors else 200


def _page(application: Application, chosen: ApplicationAction, form: AnswerForm) -> str:
    needs_words = lifecycle.TRANSITIONS[chosen].needs_message
    # The summary of errors names the field as the page does.
    form.message.label.text = _("Times that work for you") if needs_words else _("Message to the employer")
    return render_template(
        "applications/answer.html",
        application=application,
        action=chosen,
        form=form,
        needs_words=needs_words,
        messages=lifecycle.shown_messages(application),
    )
