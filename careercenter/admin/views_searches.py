"""What people typed and found no job with, for administrators."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from careercenter.admin.blueprint import bp
from careercenter.admin.policy import AdminPermission
from careercenter.core.clock import now
from careercenter.job_search.zero_results import most_frequent
from careercenter.web.auth import requires


@bp.get("/admin/searches")
@requires(AdminPermission.OVERSEE)
def searches() -> ResponseReturnValue:
    return render_template("admin/searches.html", searches=most_frequent(at=now()))
