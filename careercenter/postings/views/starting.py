"""An employer's postings, and the way to a first one."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.paging import page_number, paginate
from careercenter.employers.models import Employer, Role
from careercenter.postings import queries
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import blueprint, load_employer
from careercenter.web.auth import current_actor, public, requires

# What the sign-up form has chosen when it opens; `as` is a word of Python.
AS_EMPLOYER: dict[str, Any] = {"as": "employer"}


@blueprint.get("/employers/<employer>/postings")
@requires(PostingPermission.LIST, load=load_employer)
def index(employer: Employer) -> ResponseReturnValue:
    status = _status(request.args.get("status"))
    page = paginate(db.session(), queries.of_employer(employer, status), number=page_number(request.args.get("page")))
    return render_template(
        "postings/index.html",
        employer=employer,
        page=page,
        status=status,
        counts=queries.counts_of_employer(employer),
        edited=queries.with_pending_revision(page.items),
        address=lambda number: _address(employer, status, number),
        at=now(),
    )


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


def _status(text: str | None) -> PostingStatus | None:
    return next((status for status in PostingStatus if status.value == text), None)


def _address(employer: Employer, status: PostingStatus | None, number: int) -> str:
    return url_for("postings.index", employer=employer.public_id, status=status, page=number if number > 1 else None)
