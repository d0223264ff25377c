"""The way to a first posting."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from careercenter.employers.models import Role
from careercenter.postings.views.blueprint import blueprint
from careercenter.web.auth import current_actor, public

# What the sign-up form has chosen when it opens; `as` is a word of Python.
AS_EMPLOYER: dict[str, Any] = {"as": "employer"}


@blueprint.get("/post-a-job")
@public
def start() -> ResponseReturnValue:
    """Lead whoever wants to post a job to where they can: sign-up, their employer, or the choice among several."""
    actor = current_actor()
    if actor.account_id is None:
        return redirect(url_for("accounts.sign_up", next=url_for("postings.start"), **AS_EMPLOYER), code=303)
    memberships = getattr(actor, "memberships", ())
    writing = [one.employer for one in memberships if one.role in (Role.OWNER, Role.RECRUITER)]
    if len(writing) == 1:
        return redirect(url_for("postings.create", employer=writing[0].public_id), code=303)
    return redirect(url_for("employers.mine" if memberships else "employers.create"), code=303)
