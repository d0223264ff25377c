"""The way to a first posting."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.employers.models import Role
from careercenter.postings.review_times import usual_review
from careercenter.postings.views.blueprint import blueprint
from careercenter.web.auth import current_actor, public

# What the sign-up form has chosen when it opens; `as` is a word of Python.
AS_EMPLOYER: dict[str, Any] = {"as": "employer"}


@blueprint.get("/post-a-job")
@public
def start() -> ResponseReturnValue:
    """Tell a visitor what posting is like; lead an account to where it can: its employer, or the choice among several."""
    actor = current_actor()
    if actor.account_id is None:
        return _landing()
    memberships = getattr(actor, "memberships", ())
    writing = [one.employer for one in memberships if one.role in (Role.OWNER, Role.RECRUITER)]
    if len(writing) == 1:
        return redirect(url_for("postings.create", employer=writing[0].public_id), code=303)
    return redirect(url_for("employers.mine" if memberships else "employers.create"), code=303)


def _landing() -> ResponseReturnValue:
    usual, here = usual_review(), url_for("postings.start")
    return render_template(
        "postings/landing.html",
        usual_since=None if usual is None else now() - usual,
        sign_up=url_for("accounts.sign_up", next=here, **AS_EMPLOYER),
        sign_in=url_for("security.login", next=here),
    )
