"""An employer's jobs, with how many applied to each."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careercenter.applications.blueprint import blueprint, pages_of
from careercenter.applications.queries import applicants_of
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.paging import page_number, paginate
from careercenter.employers.models import Employer
from careercenter.postings import queries
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import load_employer
from careercenter.web.auth import requires


@blueprint.get("/employers/<employer>/postings")
@requires(PostingPermission.LIST, load=load_employer)
def jobs(employer: Employer) -> ResponseReturnValue:
    status = next((status for status in PostingStatus if status.value == request.args.get("status")), None)
    page = paginate(db.session(), queries.of_employer(employer, status), number=page_number(request.args.get("page")))
    return render_template(
        "applications/jobs.html",
        employer=employer,
        page=page,
        applied=applicants_of(page.items),
        status=status,
        counts=queries.counts_of_employer(employer),
        edited=queries.with_pending_revision(page.items),
        address=pages_of("page"),
        at=now(),
    )
