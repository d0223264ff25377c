"""The page an invitation's e-mail leads to. Looking changes nothing: mail programs open links before people do."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers import queries
from careercenter.employers import services_membership as rules
from careercenter.employers.blueprint import blueprint, current_account
from careercenter.employers.models import Invitation
from careercenter.web.auth import current_actor, public, sign_in_first
from careercenter.web.limits import by_address, limited


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@public
@limited("invitation", "60 per hour", by=by_address, methods=("GET", "POST"))
def invitation(token: str) -> ResponseReturnValue:
    found = queries.invitation_by_token(token) or abort(404)
    if request.method == "GET":
        return _page(found, token)
    if current_actor().account_id is None:
        return sign_in_first()
    try:
        rules.accept(found, actor=current_account(), at=now())
    except RuleBroken as broken:
        return _page(found, token, broken=broken.message)
    db.session.commit()
    flash(_("You are now a member of %(employer)s.", employer=found.employer.name))
    return redirect(url_for("employers.members", employer=found.employer.public_id), code=303)


def _page(invitation: Invitation, token: str, broken: str | None = None) -> ResponseReturnValue:
    signed_in = current_actor().account_id is not None
    ended = rules.why_not(invitation, now())
    values: dict[str, Any] = {
        "invitation": invitation,
        "token": token,
        "ended": ended,
        "not_by": rules.why_not_by(invitation, current_account()) if signed_in and not ended else None,
        "broken": broken,
    }
    page = render_template("employers/invitation.html", **values)
    # The address holds the token, and the page an address of a person: no cache keeps it.
    return page, 409 if broken else 200, {"Cache-Control": "no-store"}
