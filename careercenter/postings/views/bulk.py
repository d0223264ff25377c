"""One act on many of an employer's jobs: a page to check first, then the act."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _, _n
from careercenter.employers.models import Employer
from careercenter.employers.queries import members
from careercenter.postings import queries, services
from careercenter.postings.forms import ManyForm
from careercenter.postings.models import Posting
from careercenter.postings.policy import PostingPermission
from careercenter.postings.services import ManyAction, ManyOutcome
from careercenter.postings.services.bulk import MOST
from careercenter.postings.views.blueprint import blueprint, load_employer
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import limited


@blueprint.route("/employers/<employer>/postings/many", methods=["GET", "POST"])
@limited("act on many", "60 per hour")
@requires(PostingPermission.ACT, load=load_employer)
@needs_proved_address
def many(employer: Employer) -> ResponseReturnValue:
    action = next((one for one in ManyAction if one.value == request.values.get("action")), None)
    postings = queries.of_employer_by_public_ids(employer, request.values.getlist("job")[:MOST])
    if action is None or not postings:
        flash(_("Select the jobs first, then choose what to do with them."), "warning")
        return redirect(url_for("applications.jobs", employer=employer.public_id), code=303)
    if action is ManyAction.CLOSE:  # who waits on these jobs is a matter of applications
        jobs = [posting.public_id for posting in postings]
        return redirect(url_for("applications.close_jobs", employer=employer.public_id, job=jobs), code=303)
    form = ManyForm(action, members(employer))
    if not form.validate_on_submit():
        return _check(form, employer, action, postings)
    day, colleague = form.closing_on.data, form.chosen_colleague()
    outcome = services.act_on_many(postings, action, actor=current_actor(), at=now(), closing_on=day, colleague=colleague)
    db.session.commit()
    tell_of(outcome)
    return redirect(url_for("applications.jobs", employer=employer.public_id), code=303)


def _check(form: ManyForm, employer: Employer, action: ManyAction, postings: list[Posting]) -> ResponseReturnValue:
    judged = [(posting, services.why_not(posting, action, at=now())) for posting in postings]
    page = render_template(
        "postings/many.html",
        form=form,
        employer=employer,
        action=action,
        open=[posting for posting, why in judged if not why],
        refused=[(posting, why) for posting, why in judged if why],
    )
    return page, 422 if form.errors else 200


def tell_of(outcome: ManyOutcome) -> None:
    """Say on the next page what became of an act on many jobs."""
    if outcome.done:
        flash(_n("Done for %(num)s job.", "Done for %(num)s jobs.", len(outcome.done)))
    if outcome.waiting:
        flash(_n("A moderator reviews %(num)s of them first.", "A moderator reviews %(num)s of them first.", outcome.waiting))
    for line in outcome.refused:
        flash(_("Not done: %(job)s", job=line), "warning")
