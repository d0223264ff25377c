"""An employer's jobs, with how many applied to each."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careercenter.applications.blueprint import blueprint, pages_of
from careercenter.applications.queries import applicants_of
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.i18n import _l
from careercenter.core.paging import page_number, paginate
from careercenter.employers.models import Employer
from careercenter.postings import queries
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.policy import PostingPermission
from careercenter.postings.services import ManyAction
from careercenter.postings.views.blueprint import load_employer
from careercenter.web.auth import requires

ORDERS = {
    "changed": _l("Last changed"),
    "closing": _l("Closing day"),
    "posted": _l("Newest"),
    "title": _l("Title"),
}


@blueprint.get("/employers/<employer>/postings")
@requires(PostingPermission.LIST, load=load_employer)
def jobs(employer: Employer) -> ResponseReturnValue:
    status = next((status for status in PostingStatus if status.value == request.args.get("status")), None)
    words = " ".join(request.args.get("q", "").split())[:80]
    order = request.args.get("sort") if request.args.get("sort") in queries.ORDERS else "changed"
    query = queries.of_employer(employer, status, words=words, order=order or "changed")
    page = paginate(db.session(), query, number=page_number(request.args.get("page")))
    return render_template(
        "applications/jobs.html",
        employer=employer,
        page=page,
        applied=applicants_of(page.items),
        status=status,
        words=words,
        order=order,
        orders=ORDERS,
        many_actions=list(ManyAction),
        authors=queries.authors_of(page.items),
        counts=queries.counts_of_employer(employer),
        edited=queries.with_pending_revision(page.items),
        address=pages_of("page"),
        at=now(),
    )
