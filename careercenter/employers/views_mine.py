"""One's own employers: which they are, setting one up, and asking to join one that is here already."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers import queries, services, services_joining, services_known
from careercenter.employers.blueprint import blueprint, current_account, load_join_request, load_joinable
from careercenter.employers.forms import NewEmployerForm
from careercenter.employers.models import Employer, JoinRequest, JoinStatus
from careercenter.employers.policy import EmployerPermission
from careercenter.web.auth import current_actor, requires
from careercenter.web.limits import done, limited


@blueprint.route("/employers/new", methods=["GET", "POST"])
@requires(EmployerPermission.CREATE)
@needs_proved_address
@limited("create employer", "5 per day", counting=done)
@limited("create employer tried", "60 per day")
def create() -> ResponseReturnValue:
    """Set one up. Who is at the domain of one that is here, or types a name like its own, is shown that one first."""
    form = NewEmployerForm(different=request.args.get("different", ""))
    if not form.validate_on_submit():
        return _create_page(form, services_known.by_address(current_account(), at=now()) if request.method == "GET" else [])
    known = services_known.all_of(form.profile(), current_account(), at=now())
    if unseen := [one for one in known if one.public_id not in form.seen()]:
        return _create_page(form, unseen)
    try:
        employer = services.create(form.profile(), actor=current_actor(), at=now(), different_from=known)
    except RuleBroken as broken:
        form.refuse(broken)
        return _create_page(form, [])
    db.session.commit()
    flash(_("%(employer)s is set up. This is its first job. You can add a logo on its profile.", employer=employer.name))
    return redirect(url_for("postings.create", employer=employer.public_id), code=303)


def _create_page(form: NewEmployerForm, known: Sequence[Employer]) -> ResponseReturnValue:
    """Show the form; `known` are those to choose from first, and to say that it is none of them."""
    seen = form.seen()
    if request.method == "GET":
        known = [one for one in known if one.public_id not in seen]
    form.different.data = ",".join(sorted(seen | {one.public_id for one in known}))
    page = render_template("employers/create.html", form=form, known=known, asked=_asked())
    return page, 422 if request.method == "POST" else 200


def _asked() -> list[JoinRequest]:
    return [one for one in queries.join_requests_of(current_actor().account_id) if one.status is JoinStatus.WAITING]


@blueprint.get("/employers/mine")
@requires(EmployerPermission.CREATE)
def mine() -> ResponseReturnValue:
    own = current_actor().account_id
    asked = [one for one in queries.join_requests_of(own) if one.status is not JoinStatus.ACCEPTED]
    return render_template("employers/mine.html", memberships=queries.memberships_of(own), asked=asked)


@blueprint.post("/employers/<employer>/requests")
@requires(EmployerPermission.ASK_TO_JOIN, load=load_joinable)
@needs_proved_address
@limited("ask to join", "10 per day")
def ask_to_join(employer: Employer) -> ResponseReturnValue:
    services_joining.ask(employer, actor=current_account(), at=now())
    db.session.commit()
    flash(_("We asked the owners of %(employer)s. We’ll e-mail you the decision.", employer=employer.name))
    return redirect(url_for("employers.mine"), code=303)


@blueprint.post("/employers/<employer>/requests/<request>/withdraw")
@requires(EmployerPermission.WITHDRAW_REQUEST, load=load_join_request)
@needs_proved_address
def withdraw_request(asked: JoinRequest) -> ResponseReturnValue:
    services_joining.withdraw(asked, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("Your request to join %(employer)s was taken back.", employer=asked.employer.name))
    return redirect(url_for("employers.mine"), code=303)
