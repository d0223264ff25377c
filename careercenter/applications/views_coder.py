"""The coder's own applications."""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.models import Account
from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications import as_sent, lifecycle, queries, services
from careercenter.applications.blueprint import blueprint, load_own, pages_of
from careercenter.applications.forms import ConfirmForm
from careercenter.applications.lifecycle import ApplicationAction
from careercenter.applications.models import Application
from careercenter.applications.policy import ApplicationPermission
from careercenter.applications.reach import why_not
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _
from careercenter.core.paging import page_number, paginate
from careercenter.postings.presentation import view
from careercenter.profiles.answers import words_of
from careercenter.profiles.downloads import attachment
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited


@blueprint.get("/applications")
@requires(ApplicationPermission.LIST_OWN)
def mine() -> ResponseReturnValue:
    account = cast(Account, current_actor())
    at = page_number(request.args.get("page"))
    active = paginate(db.session(), queries.of_account(account.id, ended=False), number=at)
    ended = paginate(db.session(), queries.of_account(account.id, ended=True), number=page_number(request.args.get("ended")))
    return render_template("applications/mine.html", active=active, ended=ended, lifecycle=lifecycle, pages_of=pages_of)


@blueprint.get("/applications/<application>")
@requires(ApplicationPermission.SEE_OWN, load=load_own)
def show(application: Application) -> ResponseReturnValue:
    shown, at = lifecycle.shown_status(application), now()
    return render_template(
        "applications/show.html",
        application=application,
        shown=shown,
        times=lifecycle.shown_times(application),
        words=lifecycle.SHOWN_AS,
        steps=_open_steps(application),
        answers=lifecycle.ANSWERS,
        labels=queries.ACTION_LABELS,
        messages=lifecycle.shown_messages(application),
        may_apply_again=_may_apply_again(application),
        profile=words_of(application.profile),
        job_kept=as_sent.kept_content(application) is not None,
        job_has_page=as_sent.has_page(application.posting, at=at),
        changes=as_sent.changes_since(application, at=at),
        stopped=why_not(application),
        contact=application.posting.content.public(),
    )


def _open_steps(application: Application) -> list[ApplicationAction]:
    """Give what the coder can do, without what their last message did already."""
    messages = lifecycle.shown_messages(application)
    last = messages[-1].step if messages else ""
    left_out = (ApplicationAction.APPLY_AGAIN, last)
    return [step for step in lifecycle.open_actions(lifecycle.shown_status(application), "coder") if step not in left_out]


@blueprint.get("/applications/<application>/job")
@requires(ApplicationPermission.SEE_OWN, load=load_own)
def job_as_sent(application: Application) -> ResponseReturnValue:
    """Show the posting as it stood when it was applied to, and what is otherwise now."""
    content, at = as_sent.kept_content(application), now()
    if content is None:
        abort(404)
    return render_template(
        "applications/job.html",
        application=application,
        posting=view(application.posting, at=at, content=content),
        has_page=as_sent.has_page(application.posting, at=at),
        changes=as_sent.changes_since(application, at=at),
    )


@blueprint.get("/applications/<application>/resume/file")
@requires(ApplicationPermission.SEE_OWN, load=load_own)
def own_resume(application: Application) -> ResponseReturnValue:
    """Give the file that was sent, also when its coder took it off their list since."""
    return attachment(application.resume, current_app.extensions["files"].get(application.resume.digest))


def _may_apply_again(application: Application) -> bool:
    return lifecycle.may(application, ApplicationAction.APPLY_AGAIN) and services.takes_applications_here(
        application.posting, now()
    )


@blueprint.route("/applications/<application>/withdraw", methods=["GET", "POST"])
@limited("own_application", "60 per hour")
@requires(ApplicationPermission.SEE_OWN, load=load_own)
@needs_proved_address
def withdraw(application: Application) -> ResponseReturnValue:
    return _coders_step(application, ApplicationAction.WITHDRAW)


@blueprint.route("/applications/<application>/decline", methods=["GET", "POST"])
@limited("own_application", "60 per hour")
@requires(ApplicationPermission.SEE_OWN, load=load_own)
@needs_proved_address
def decline(application: Application) -> ResponseReturnValue:
    return _coders_step(application, ApplicationAction.DECLINE)


def _coders_step(application: Application, step: ApplicationAction) -> ResponseReturnValue:
    """Ask first, then do it; when it is no longer open, show the application as it is."""
    here = url_for("applications.show", application=application.public_id)
    if step not in lifecycle.open_actions(lifecycle.shown_status(application), "coder"):
        flash(_("That is no longer open: this application has moved on."), "warning")
        return redirect(here, code=303)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template(f"applications/{step.value}.html", application=application, form=form)
    act = services.withdraw if step is ApplicationAction.WITHDRAW else services.decline
    act(application, actor=current_actor(), at=now())
    db.session.commit()
    flash(
        _("Your application is withdrawn.") if step is ApplicationAction.WITHDRAW else _("You declined the offer."), "success"
    )
    return redirect(here, code=303)
