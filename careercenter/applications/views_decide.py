"""One step for one applicant or several: what it means, the message, the preview, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.applications import lifecycle, mail, message_drafts, queries, services_employer, services_undo
from careercenter.applications.blueprint import blueprint
from careercenter.applications.forms import ActionForm
from careercenter.applications.lifecycle import ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application
from careercenter.applications.policy import ApplicationPermission
from careercenter.applications.ticks import MOST_AT_ONCE
from careercenter.applications.views_employer import address, asked, load_posting
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _n
from careercenter.postings.models import Posting
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited


@blueprint.get("/employers/<employer>/postings/<posting>/applicants/step")
@requires(ApplicationPermission.JUDGE, load=load_posting)
def step(posting: Posting) -> ResponseReturnValue:
    """Show what the step does, for the applicants and the step the address names."""
    chosen = _chosen(posting)
    if not chosen:
        flash(_("Select the applicants first."), "warning")
        return redirect(_list(posting), code=303)
    if len(chosen) > MOST_AT_ONCE:
        flash(_("Select at most %(most)s applicants at once.", most=MOST_AT_ONCE), "warning")
        return redirect(_list(posting), code=303)
    which = _step()
    form = ActionForm(formdata=None)
    form.message.data = _start(posting, which)
    return _page(posting, which, chosen, form, 200)


@blueprint.post("/employers/<employer>/postings/<posting>/applicants/step")
@limited("step", "300 per hour")
@requires(ApplicationPermission.JUDGE, load=load_posting)
@needs_proved_address
def take_step(posting: Posting) -> ResponseReturnValue:
    chosen, which, form = _chosen(posting), _step(), ActionForm()
    if not 0 < len(chosen) <= MOST_AT_ONCE:
        abort(404)
    if not form.validate_on_submit() or form.stage.data not in ("preview", "send"):
        return _page(posting, which, chosen, form, 422 if form.errors else 200)
    if lifecycle.TRANSITIONS[which].needs_message and not form.words():
        form.refuse(RuleBroken(_("Write what the applicant will read."), field="message"))
        return _page(posting, which, chosen, form, 422)
    try:
        services_employer.refuse_blanks(form.words())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _page(posting, which, chosen, form, 422)
    if form.stage.data == "preview" and which not in lifecycle.SILENT:
        return _page(posting, which, chosen, form, 200, preview=True)
    return _take(posting, which, chosen, form.words())


@blueprint.post("/employers/<employer>/postings/<posting>/applicants/undo")
@limited("step", "300 per hour")
@requires(ApplicationPermission.JUDGE, load=load_posting)
@needs_proved_address
def undo(posting: Posting) -> ResponseReturnValue:
    """Take back what one press did, named by its batch; back to the applicant when the form came from there."""
    batch = request.form.get("batch", "")
    done, left = services_undo.undo_batch(posting, batch, actor=current_actor(), at=now()) if batch else (0, 0)
    db.session.commit()
    if done:
        flash(
            _n("Undone for %(num)s applicant. Nothing was sent.", "Undone for %(num)s applicants. Nothing was sent.", done),
            "success",
        )
    if left or not done:
        flash(_("What was sent already cannot be undone: move the applicant back, with a message."), "warning")
    one = queries.of_posting_by_public_ids(posting, request.form.getlist("back")[:1])
    return redirect(address(one[0], asked()) if one else _list(posting), code=303)


def undo_time() -> timedelta:
    """Give how long a step can be taken back."""
    return timedelta(minutes=current_app.config["SETTINGS"].undo_minutes)


def _start(posting: Posting, which: ApplicationAction) -> str:
    """Give the words to start from: our draft, or when asked for what the employer sent last with this step."""
    last = queries.last_words(posting.employer_id, which) if request.args.get("start") == "last" else ""
    return last or message_drafts.draft_for(which)


def _take(posting: Posting, which: ApplicationAction, chosen: Sequence[Application], message: str) -> ResponseReturnValue:
    if len(chosen) == 1:
        services_employer.take(
            chosen[0], which, actor=current_actor(), at=now(), message=message, seen=_seen(), undo=undo_time()
        )
        db.session.commit()
        if not undo_time():
            flash(_("%(name)s: %(step)s.", name=chosen[0].name, step=queries.ACTION_LABELS[which.value]), "success")
        return redirect(address(chosen[0], asked()), code=303)
    outcomes = services_employer.take_for_each(
        chosen, which, actor=current_actor(), at=now(), message=message, undo=undo_time()
    )
    db.session.commit()
    done = [one for one in outcomes if not one.refusal]
    if done and not undo_time():
        names = ", ".join(one.name for one in done)
        flash(_("%(step)s: %(names)s.", step=queries.ACTION_LABELS[which.value], names=names), "success")
    for one in outcomes:
        if one.refusal:
            flash(_("Not changed: %(name)s. %(reason)s", name=one.name, reason=one.refusal), "warning")
    return redirect(_list(posting), code=303)


def _page(
    posting: Posting,
    which: ApplicationAction,
    chosen: Sequence[Application],
    form: ActionForm,
    status: int,
    *,
    preview: bool = False,
) -> ResponseReturnValue:
    reply_to = services_employer.reply_address(which, current_actor())
    page = render_template(
        "applications/preview.html" if preview else "applications/step.html",
        posting=posting,
        step=which,
        form=form,
        ready=[one for one in chosen if lifecycle.may(one, which)],
        left_out=[one for one in chosen if not lifecycle.may(one, which)],
        needs_message=lifecycle.TRANSITIONS[which].needs_message,
        silent=which in lifecycle.SILENT,
        always_mailed=which in lifecycle.ALWAYS_MAILED,
        reply_to=reply_to,
        last_address=_with_last_words(posting, which),
        letter=mail.step_letter(chosen[0], which, form.words(), reply_to=reply_to) if preview else None,
        chosen=chosen,
        action=url_for(
            "applications.take_step", employer=posting.employer.public_id, posting=posting.public_id, **asked().arguments()
        ),
        seen=_seen(),
        back=address(chosen[0], asked()) if len(chosen) == 1 else _list(posting),
    )
    return page, status


def _with_last_words(posting: Posting, which: ApplicationAction) -> str | None:
    """Give this page's address with the words sent last, None when they stand there or there are none."""
    if request.method != "GET" or request.args.get("start") == "last" or not queries.last_words(posting.employer_id, which):
        return None
    return f"{request.path}?{request.query_string.decode()}&start=last"


def _chosen(posting: Posting) -> Sequence[Application]:
    return queries.of_posting_by_public_ids(posting, request.values.getlist("application")[: MOST_AT_ONCE + 1])


def _step() -> ApplicationAction:
    found = next((one for one in ApplicationAction if one.value == request.values.get("step")), None)
    if found is None or lifecycle.TRANSITIONS[found].by != "employer":
        abort(404)
    return found


def _seen() -> ApplicationStatus | None:
    return next((one for one in ApplicationStatus if one.value == request.values.get("seen")), None)


def _list(posting: Posting) -> str:
    return url_for(
        "applications.applicants",
        employer=posting.employer.public_id, posting=posting.public_id, **asked().arguments(),
    )  # fmt: skip
